"""Bytes of a known kind to a page: text decoded, HTML, PDF and Word turned into text, page furniture left out."""

from __future__ import annotations

import codecs
import hashlib
import re
from typing import Any

from ingest.bylines import heading_fields
from ingest.child import in_child
from ingest.decode import decode, tidy
from ingest.disclosures import disclosures
from ingest.dump import article_lines
from ingest.formats import Kind, largest
from ingest.html import read_html
from ingest.page import RawPage
from kb.errors import ArticleError

_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset=[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096
SECONDS = 30
"""Time that a PDF or a Word document may take."""


def read_document(data: bytes, kind: Kind, origin: str, name: str, charset: str = "") -> RawPage:
    """Return the page that the bytes hold; raise ArticleError, which names ``origin``, where they hold none.

    ``charset`` is what a server says of them; UTF-8 and what the bytes themselves show come first.
    """
    if len(data) > largest(kind):
        raise ArticleError(f"{origin}: expected at most {largest(kind):,} bytes, found more. Split the file.")
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ArticleError(f"{origin}: expected an article, found no text in the file's {len(data)} bytes.")
    digest = hashlib.sha256(data).hexdigest()
    if kind == "pdf" or kind == "docx":
        page = _converted(in_child(kind, data, origin, seconds=SECONDS), kind, origin)
        return page.model_copy(update={"name": name, "content_hash": digest})
    declared = _CHARSET.search(data[:_HEAD]) if kind == "html" and not charset else None
    text, repairs = decode(_in_utf8(data, declared[1].decode("ascii") if declared else charset), origin)
    if not text.strip():
        raise ArticleError(f"{origin}: expected an article, found no text in the file's {len(data)} bytes.")
    if kind == "html":
        page = read_html(text, origin)
        changed = {"name": name, "content_hash": digest, "repairs": (*repairs, *page.repairs)}
        return page.model_copy(update=changed)
    page = RawPage(origin=origin, name=name, format=kind, text=text, content_hash=digest, repairs=repairs)
    return _undumped(page) if kind == "text" and not text.startswith("---") else page


def _in_utf8(data: bytes, charset: str) -> bytes:
    """Return bytes of a declared encoding in UTF-8; as they are where that is not true of them, or they are UTF-8."""
    try:
        name = codecs.lookup(charset).name if charset else "utf-8"
        if name == "utf-8" or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data
        data.decode("utf-8")
    except LookupError:
        return data
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252" if name == "iso8859-1" else name).encode("utf-8", "replace")
        except (UnicodeError, LookupError):
            return data
    return data


def _converted(found: dict[str, Any], kind: Kind, origin: str) -> RawPage:
    """Return the page of what a reader found in a PDF or a Word document."""
    text, repairs = tidy(str(found.get("text") or ""))
    if not text.strip():
        raise ArticleError(f"{origin}: expected an article, found no text in the document.")
    return RawPage(
        origin=origin,
        name="",
        format="text" if kind == "pdf" else "markdown",
        text=text,
        content_hash="",
        repairs=(*(found.get("repairs") or ()), *repairs),
        title=tidy(str(found.get("title") or ""))[0],
        authors=tuple(found.get("authors") or ()),
        published=found.get("date") or None,
        language=found.get("language") or None,
    )


def _undumped(page: RawPage) -> RawPage:
    """Leave out what stands around the article where a text is a page that was saved without its tags."""
    lines = page.text.split("\n")
    cut = article_lines(lines)
    if cut is None:
        return page
    kept = ["" if index in cut.dropped else lines[index] for index in range(cut.first, cut.last + 1)]
    article = [line for line in kept if line.strip()]
    left = sum(bool(line.strip()) for line in lines) - len(article)
    title, authors, date = heading_fields(lines[: cut.first], article)
    return page.model_copy(
        update={
            "text": "\n".join(kept),
            "title": title,
            "authors": authors,
            "published": date or None,
            "disclosures": disclosures("\n".join((*lines[: cut.first], *lines[cut.last + 1 :]))),
            "first_line": cut.first,
            "repairs": (
                *page.repairs,
                f"left out {left} line(s) of the page around the article (menus, counters, footer)",
            ),
        }
    )
