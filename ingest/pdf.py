"""PDF to text through pypdf: pages joined, running heads and page numbers left out, lines made paragraphs again.

Runs in a child process (``ingest.child``): a small stream may unpack to gigabytes, a page tree may be a circle.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import Any

from kb.errors import ArticleError

_MOST_PAGES = 2000
_MOST_CHARACTERS = 5_000_000
_EDGE = 2
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_DATE = re.compile(r"D?:?((?:19|20)\d\d)(\d\d)?(\d\d)?")
_FILE_NAME = re.compile(
    r"^(?:microsoft word|untitled|slide|powerpoint)|\.(?:docx?|tex|dvi|pdf|indd|odt)$", re.IGNORECASE
)
_WORDS = re.compile(r"[^\W\d_]+")
_BROKEN = re.compile(r"[^\W\d_]+-\n[^\W\d_]+")
_ENDS = re.compile(r"[.!?:;。！？…]['\"”’»)\]]{0,3}$")
_STARTS_ITEM = re.compile(r"\s{0,8}(?:(?:[•‣◦▪–*-]|\d{1,3}[.)]|\[\d{1,3}\])\s|\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+[A-Z])")


def pdf_text(data: bytes) -> dict[str, Any]:
    """Return text, title, authors, date and repairs of a PDF; raises ArticleError with the reason.

    A damaged, locked or scanned document is refused; pages without text are counted in ``repairs``.
    """
    if b"%PDF-" not in data[:1024]:
        raise ArticleError(f"expected a PDF document, found {_looks_like(data)}.")
    from pypdf import PdfReader  # only PDF needs it
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each oddity that it mends
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleError("the document is locked by a password. Save an unlocked copy.")
        pages = list(_pages(reader))
        meta = {str(key): str(value) for key, value in (reader.metadata or {}).items()}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as broken:
        raise ArticleError(f"expected a PDF document, found a damaged one ({broken}).") from broken
    text = paragraphs(without_edges([page.split("\n") for page in pages]))
    if not _LETTERS.search(text):
        raise ArticleError(
            f"found no text on its {len(pages)} page(s), as in a scan. Have the text recognised (OCR) first."
        )
    empty = sum(not page.strip() for page in pages)
    title = meta.get("/Title", "").strip()
    when = _DATE.match(meta.get("/CreationDate", ""))
    return {
        "text": text,
        "title": "" if _FILE_NAME.search(title) or not _LETTERS.search(title) else title[:300],
        "authors": [name.strip() for name in re.split(r"[;,]| and ", meta.get("/Author", "")) if name.strip()],
        "date": "-".join(part for part in when.groups() if part) if when else "",
        "repairs": [f"{empty} of {len(pages)} page(s) hold no text"] if empty else [],
    }


def _pages(reader: Any) -> Iterator[str]:
    """Yield the text of each page; raise ArticleError above 2,000 pages or 5,000,000 characters."""
    total = 0
    for number, page in enumerate(reader.pages, start=1):
        if number > _MOST_PAGES:
            raise ArticleError(f"expected at most {_MOST_PAGES:,} pages, found more. Split the document.")
        text = str(page.extract_text())
        total += len(text)
        if total > _MOST_CHARACTERS:
            raise ArticleError(f"expected at most {_MOST_CHARACTERS:,} characters, found more. Split the document.")
        yield text


def without_edges(pages: list[list[str]]) -> list[str]:
    """Return the lines of all pages without running heads, feet and page numbers, which recur at the pages' edges."""
    pages = [[line.strip() for line in page if line.strip()] for page in pages]
    edges = Counter(_DIGITS.sub("0", line) for page in pages for line in {*page[:_EDGE], *page[-_EDGE:]})
    often = max(3, len(pages) // 3)
    kept: list[str] = []
    for page in pages:
        for index, line in enumerate(page):
            at_edge = index < _EDGE or index >= len(page) - _EDGE
            running = at_edge and len(line) < 150 and edges[_DIGITS.sub("0", line)] >= often
            number = (
                (index == 0 or index == len(page) - 1) and len(pages) > 1 and _DIGITS.sub("", line).strip(" -–|") == ""
            )
            if not running and not number:
                kept.append(line)
    return kept


def paragraphs(lines: list[str]) -> str:
    """Join the lines of a set page to paragraphs: one goes on while its lines are full, or end within a word."""
    full = 0.72 * median(sorted(map(len, lines))[len(lines) // 2 :]) if lines else 0
    found: list[str] = []
    words = set(_WORDS.findall(_BROKEN.sub(" ", "\n".join(lines)).lower()))
    open_line = False
    for line in lines:
        if open_line and not _STARTS_ITEM.match(line):
            last = found[-1]
            broken = last.endswith("-") and len(last) > 1 and last[-2].isalpha() and line[:1].islower()
            found[-1] = _mended(last, line, words) if broken else f"{last} {line}"
        else:
            found.append(line)
        goes_on = not _ENDS.search(line[-6:]) and len(line) >= 0.8 * full
        open_line = len(line) >= full or (goes_on and len(line) > 40) or (line[-1:] == "-" and line[-2:-1].isalpha())
    return "\n\n".join(found)


def _mended(last: str, line: str, words: set[str]) -> str:
    """Join two halves of a word; the hyphen stays where the document has the first half as a word of its own."""
    first = _WORDS.findall(last.lower())[-1]
    second = _WORDS.findall(line.lower())[0]
    whole = first + second in words or not (first in words and second in words)
    return last[:-1] + line if whole else last + line


def _looks_like(data: bytes) -> str:
    if not data:
        return "an empty file"
    start = data[:512].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "an HTML page (name it .html)"
    return "a ZIP archive" if start.startswith(b"pk\x03\x04") else "something else"
