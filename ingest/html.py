"""HTML to Markdown and metadata through trafilatura, guarded: a hostile or huge page is read in a child process.

trafilatura needs over a minute for one tag with 200,000 attributes. So a page that is large, deeply nested or holds a
giant tag is handed to ``python -m ingest.html``, which has a time and a memory limit; all others are read in place.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

from ingest.page import RawPage
from kb.errors import ArticleError

SECONDS = 20
"""Time that a child process may take for one page."""
_MEMORY = 1_500_000_000
_LARGE = 1_000_000
_DEEP = 250
_LONG_TAG = 20_000
_LONGEST_TEXT = 5_000_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr p li td tr th dt dd option".split())
_HIDDEN = "//*[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none')]"
_TITLE = re.compile(r"<title[^<>]{0,500}>([^<]{1,1000})", re.IGNORECASE)


def read_html(html: str, origin: str) -> RawPage:
    """Return the main text of a page as Markdown; raise ArticleError if there is none or it takes too long."""
    found = _in_child(html, origin) if suspicious(html) else extract(html)
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
    )


def suspicious(html: str) -> bool:
    """Say whether a page is large, deeply nested or has a giant tag; linear in the page."""
    if len(html) > _LARGE:
        return True
    depth, last = 0, 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() in _VOID:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEP:
            return True
    while 0 <= (last := html.find("<", last)):
        end = html.find(">", last, last + _LONG_TAG)
        if end < 0:
            return len(html) - last > _LONG_TAG
        last = end + 1
    return False


def extract(html: str) -> dict[str, Any]:
    """Return text (Markdown), title, authors, date, url and language of a page, as far as it has them."""
    from trafilatura import bare_extraction, html2txt, load_html  # a quarter of a second; only HTML needs it

    from trafilatura.settings import Document

    repairs: list[str] = []
    tree = load_html(html)
    if tree is None:
        return {}
    hidden = [element for element in tree.xpath(_HIDDEN) if element.getparent() is not None]
    for element in hidden:
        element.drop_tree()
    if hidden:
        repairs.append(f"left out {len(hidden)} element(s) that the page hides from its readers")
    document = bare_extraction(
        tree,
        output_format="markdown",
        with_metadata=True,
        include_links=True,
        include_tables=True,
        include_formatting=True,
        include_comments=False,
    )
    text = (document.text or "") if isinstance(document, Document) else ""
    if not text.strip():
        text = html2txt(html)
    title = _TITLE.search(html[:200_000])
    found: dict[str, Any] = {"text": text[:_LONGEST_TEXT], "repairs": repairs}
    if isinstance(document, Document):
        authors = tuple(name.strip() for name in (document.author or "").split(";") if name.strip())
        found |= {"title": document.title, "authors": authors, "date": document.date, "url": document.url}
        found["language"] = document.language
    if not found.get("title") and title is not None:
        found["title"] = " ".join(title[1].split())
    return found


def _in_child(html: str, origin: str) -> dict[str, Any]:
    """Run ``extract`` in a process of its own with limits on time and memory."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, nothing of the page in the arguments
            [sys.executable, "-m", "ingest.html"],
            input=html.encode("utf-8", "replace"),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise ArticleError(
            f"{origin}: the page could not be read within {SECONDS} seconds. Save it as Markdown or text instead."
        ) from late
    if done.returncode != 0:
        raise ArticleError(
            f"{origin}: the page is too large or too deeply nested to be read. Save it as Markdown or text instead."
        )
    found = json.loads(done.stdout)
    return found if isinstance(found, dict) else {}


def main() -> None:
    """Read a page from standard input and write what ``extract`` found as JSON; the child's side."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's time limit still holds
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    html = sys.stdin.buffer.read().decode("utf-8", "replace")
    sys.stdout.write(json.dumps(extract(html)))


if __name__ == "__main__":
    main()
