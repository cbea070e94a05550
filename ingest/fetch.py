"""Read a local article: regular files only, of a bounded size, decoded; HTML becomes Markdown here."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from ingest.decode import decode
from ingest.html import read_html
from ingest.page import Format, RawPage
from kb.errors import ArticleError

LARGEST_FILE = 20_000_000
"""Bytes; a book is about 2,000,000."""

_FORMATS: dict[str, Format] = {".md": "markdown", ".markdown": "markdown", ".rst": "rst", ".txt": "text"}
_HTML = frozenset({".html", ".htm", ".xhtml"})
SUFFIXES = frozenset(_FORMATS) | _HTML
"""The file name suffixes, in lower case, that ``fetch`` reads."""


def fetch(path: Path) -> RawPage:
    """Return the article in a file; raise ArticleError if it cannot be read, is too large, binary or empty."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(sorted(SUFFIXES))
        raise ArticleError(f"{path}: expected a file of type {known}; found {suffix or 'no suffix'}.")
    data = read_bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    text, repairs = decode(data, str(path))
    if not text.strip():
        raise ArticleError(f"{path}: expected an article, found no text in the file's {len(data)} bytes.")
    origin, name = str(path), path.stem
    if suffix not in _HTML:
        return RawPage(
            origin=origin, name=name, format=_FORMATS[suffix], text=text, content_hash=digest, repairs=repairs
        )
    page = read_html(text, origin)
    return page.model_copy(update={"name": name, "content_hash": digest, "repairs": (*repairs, *page.repairs)})


def read_bytes(path: Path, limit: int = LARGEST_FILE) -> bytes:
    """Return the bytes of a regular file; raise ArticleError for anything else, and above ``limit`` bytes."""
    try:
        _regular(path, os.stat(path))
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise ArticleError(f"{path}: cannot be read: {reason}.") from problem
    with os.fdopen(handle, "rb") as file:
        _regular(path, os.fstat(file.fileno()))
        try:
            data = file.read(limit + 1)
        except OSError as problem:
            raise ArticleError(f"{path}: cannot be read: {problem.strerror}.") from problem
    if len(data) > limit:
        raise ArticleError(f"{path}: expected at most {limit:,} bytes, found more. Split the file.")
    return data


def _regular(path: Path, status: os.stat_result) -> None:
    """Refuse folders, pipes and devices: opening a pipe would wait for ever."""
    if not stat.S_ISREG(status.st_mode):
        raise ArticleError(f"{path}: expected a regular file, found a folder, pipe, socket or device.")
