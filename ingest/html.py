"""HTML to Markdown and metadata, guarded: a page that is large or suspicious is read in a child process.

trafilatura needs over a minute for one tag with 200,000 attributes. So a page that is large, deeply nested or holds a
giant tag is handed to ``ingest.child``, which has a time and a memory limit; all others are read in place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.child import in_child
from ingest.mainpart import main_part
from ingest.page import RawPage
from kb.errors import ArticleError

SECONDS = 10
"""Time that a child process may take for one page."""
_LARGE = 1_000_000
_DEEP = 250
_LONG_TAG = 20_000
_MOST_ATTRIBUTES = 2000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dt",
        "dd",
        "option",
    )
)


def read_html(html: str, origin: str) -> RawPage:
    """Return the main text of a page as Markdown; raise ArticleError if there is none or it takes too long."""
    if any(tag.count("=") > _MOST_ATTRIBUTES for tag in _long_tags(html)):
        raise ArticleError(
            f"{origin}: a tag of the page has over {_MOST_ATTRIBUTES} attributes; no article needs them."
        )
    if suspicious(html):
        found = in_child("html", html.encode("utf-8", "replace"), origin, seconds=SECONDS)
    else:
        found = main_part(html)
    text = str(found.get("text") or "")
    if not text.strip():
        raise ArticleError(f"{origin}: expected an article, found no readable text in the page.")
    return RawPage(
        origin=origin,
        name="",
        format="markdown",
        text=text,
        content_hash="",
        repairs=tuple(found.get("repairs") or ()),
        title=str(found.get("title") or ""),
        authors=tuple(found.get("authors") or ()),
        published=found.get("date") or None,
        url=found.get("url") or None,
        language=found.get("language") or None,
        disclosures=tuple(found.get("disclosures") or ()),
    )


def suspicious(html: str) -> bool:
    """Say whether a page is large, deeply nested or has a giant tag; linear in the page."""
    if len(html) > _LARGE:
        return True
    depth = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() in _VOID:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEP:
            return True
    return any(True for _ in _long_tags(html))


def _long_tags(html: str) -> Iterator[str]:
    """Yield the tags of more than 20,000 characters; an image may be held in one, an article never is."""
    last = 0
    while (last := html.find("<", last)) >= 0:
        end = html.find(">", last, last + _LONG_TAG)
        if end < 0:
            end = html.find(">", last + _LONG_TAG)
            end = len(html) if end < 0 else end
            if len(html) - last > _LONG_TAG:
                yield html[last:end]
        last = end + 1
