"""HTML to Markdown and metadata through trafilatura, guarded: a hostile or huge page is read in a child process.

trafilatura needs over a minute for one tag with 200,000 attributes. So a page that is large, deeply nested or holds a
giant tag is handed to ``python -m ingest.html``, which has a time and a memory limit; all others are read in place.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from ingest.frontmatter import split
from ingest.page import RawPage
from kb.errors import ArticleError

SECONDS = 10
"""Time that a child process may take for one page."""
_MEMORY = 1_500_000_000
_LARGE = 1_000_000
_DEEP = 250
_LONG_TAG = 20_000
_MOST_ATTRIBUTES = 2000
_LONGEST_TEXT = 5_000_000
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
_HIDDEN = "//*[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none')]"
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OUTLINED = (*_HEADS, "p", "li", "blockquote", "td")
_AROUND = ("nav", "header", "footer", "aside", "script", "style")
_TITLE = re.compile(r"<title[^<>]{0,500}>([^<]{1,1000})", re.IGNORECASE)


def read_html(html: str, origin: str) -> RawPage:
    """Return the main text of a page as Markdown; raise ArticleError if there is none or it takes too long."""
    if any(tag.count("=") > _MOST_ATTRIBUTES for tag in _long_tags(html)):
        raise ArticleError(
            f"{origin}: a tag of the page has over {_MOST_ATTRIBUTES} attributes; no article needs them."
        )
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


def extract(html: str) -> dict[str, Any]:
    """Return text (Markdown), title, authors, date, url and language of a page, as far as it has them."""
    from trafilatura.core import extract_with_metadata  # a quarter of a second; only HTML needs it

    if "<html" not in html[:5000].lower():
        html = f"<html><body>{html}</body></html>"
    tree, hidden = _visible(html)
    if tree is None:
        return {}
    document = extract_with_metadata(
        tree,
        output_format="markdown",
        include_links=True,
        include_tables=True,
        include_formatting=True,
        include_comments=False,
    )
    text = split(document.text or "")[1] if document is not None else ""
    if not text.strip():
        text = _outline(_visible(html)[0])
    repairs = [f"left out {hidden} element(s) that the page hides from its readers"] if hidden else []
    found: dict[str, Any] = {"text": text[:_LONGEST_TEXT], "repairs": repairs}
    if document is not None:
        authors = tuple(name.strip() for name in (document.author or "").split(";") if name.strip())
        found |= {"title": document.title, "authors": authors, "date": document.date, "url": document.url}
        found["language"] = document.language
    title = _TITLE.search(html[:200_000])
    if not found.get("title") and title is not None:
        found["title"] = " ".join(title[1].split())
    return found


def _visible(html: str) -> tuple[Any, int]:
    """Return the page's tree without the elements that it hides, and how many those were."""
    from trafilatura import load_html

    tree = load_html(html)
    if tree is None:
        return None, 0
    hidden = [element for element in tree.xpath(_HIDDEN) if element.getparent() is not None]
    for element in hidden:
        element.drop_tree()
    return tree, len(hidden)


def _outline(tree: Any) -> str:
    """Return headings, paragraphs and list items of a page too short for statistics about what is main text."""
    lines: list[str] = []
    for element in tree.iter(*_OUTLINED):
        if any(parent.tag in _OUTLINED or parent.tag in _AROUND for parent in element.iterancestors()):
            continue
        for link in element.iter("a"):
            if link.get("href", "").startswith(("http://", "https://")) and not len(link) and link.text:
                link.text = f"[{link.text.strip()}]({link.get('href')})"
        text = " ".join(element.text_content().split())
        if text:
            marker = "#" * int(element.tag[1]) + " " if element.tag in _HEADS else "- " if element.tag == "li" else ""
            lines.append(f"{marker}{text}")
    return "\n\n".join(lines)


def _in_child(html: str, origin: str) -> dict[str, Any]:
    """Run ``extract`` in a process of its own with limits on time and memory."""
    try:
        done = subprocess.run(
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
