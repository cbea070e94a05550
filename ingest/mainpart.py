"""The article of a page: hidden elements out, split bodies joined, main text by trafilatura, page furniture out."""

from __future__ import annotations

import re
from typing import Any

from ingest.clean import article_blocks
from ingest.disclosures import disclosures
from ingest.frontmatter import split

LONGEST_TEXT = 5_000_000
_HIDDEN = "//*[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none')]"
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OUTLINED = (*_HEADS, "p", "li", "blockquote", "td")
_AROUND = ("nav", "header", "footer", "aside", "script", "style")
_TITLE = re.compile(r"<title[^<>]{0,500}>([^<]{1,1000})", re.IGNORECASE)
_CANONICAL = "string((//link[@rel='canonical']/@href | //meta[@property='og:url']/@content)[1])"
_BODY = re.compile(r"body|content|article|story|post|entry|text", re.IGNORECASE)
_LONG_PARAGRAPH = 80
_MOST_PARTS = 40


def main_part(html: str) -> dict[str, Any]:
    """Return text (Markdown), title, authors, date, url, language, disclosures of a page, as far as it has them."""
    from trafilatura.core import extract_with_metadata  # a quarter of a second; only HTML needs it

    if "<html" not in html[:5000].lower():
        html = f"<html><body>{html}</body></html>"
    tree, hidden = _visible(html)
    if tree is None:
        return {}
    _join_parts(tree)
    _keep_quotes(tree)
    url = str(tree.xpath(_CANONICAL))
    document = extract_with_metadata(
        tree,
        output_format="markdown",
        include_links=True,
        include_tables=True,
        include_formatting=True,
        include_comments=False,
    )
    found: dict[str, Any] = {"disclosures": disclosures(document.text or "") if document is not None else ()}
    if document is not None:
        authors = tuple(name.strip() for name in (document.author or "").split(";") if name.strip())
        found |= {"title": document.title, "authors": authors, "date": document.date, "language": document.language}
        url = document.url or url
    title = _TITLE.search(html[:200_000])
    if not found.get("title") and title is not None:
        found["title"] = " ".join(title[1].split())
    text = article_blocks(split(document.text or "")[1], str(found.get("title") or ""), url) if document else ""
    if not text.strip():
        text = _outline(_visible(html)[0])
    repairs = [f"left out {hidden} element(s) that the page hides from its readers"] if hidden else []
    return found | {"text": text[:LONGEST_TEXT], "repairs": repairs, "url": url or None}


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


def _join_parts(tree: Any) -> None:
    """Move the parts of an article that advertisements divide into its first part.

    Parts are elements of the same name and class, which speaks of a body, with two or more long paragraphs each. An
    extractor that looks for the one element that holds the article would lose all parts but one.
    """
    groups: dict[tuple[str, str], list[Any]] = {}
    for element in tree.iter("div", "section", "article"):
        named = element.get("class") or ""
        if not _BODY.search(named):
            continue
        long = [p for p in element.iterchildren("p") if len(p.text_content()) > _LONG_PARAGRAPH]
        if len(long) >= 2:
            groups.setdefault((element.tag, named), []).append(element)
    for parts in groups.values():
        if not 2 <= len(parts) <= _MOST_PARTS:
            continue
        held = set(parts)
        outer = [part for part in parts if not any(above in held for above in part.iterancestors())]
        for part in outer[1:]:
            for child in list(part):
                outer[0].append(child)


def _keep_quotes(tree: Any) -> None:
    """Take the class off embedded posts, which are quotations that an extractor leaves out for their class."""
    for quote in tree.iter("blockquote"):
        quote.attrib.pop("class", None)


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
