"""What can be read: suffixes, media types, and how large a file of each may be."""

from __future__ import annotations

from typing import Literal

Kind = Literal["markdown", "rst", "text", "html", "pdf", "docx"]

LARGEST_TEXT = 20_000_000
"""Bytes of Markdown, text or HTML; a book is about 2,000,000."""
LARGEST_BINARY = 60_000_000
"""Bytes of a PDF or a DOCX, most of which are pictures."""

_SUFFIXES: dict[str, Kind] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".rst": "rst",
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
SUFFIXES = frozenset(_SUFFIXES)
"""The file name suffixes, in lower case, that are read."""

MEDIA_TYPES: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/x-rst": "rst",
    "text/plain": "text",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
"""The media types that a web server may answer with."""


def kind_of(suffix: str) -> Kind | None:
    """Return the kind of a file by its suffix, in any case; None where it is not read."""
    return _SUFFIXES.get(suffix.lower())


def largest(kind: Kind | None) -> int:
    """Return how many bytes of a kind are read at most."""
    return LARGEST_BINARY if kind in ("pdf", "docx") else LARGEST_TEXT
