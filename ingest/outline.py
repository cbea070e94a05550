"""Clean HTML, such as a converter writes, to Markdown: all of it, for there is no page around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_HEADS = {"h1": "#", "h2": "##", "h3": "###", "h4": "####", "h5": "#####", "h6": "######"}
_LISTS = ("ul", "ol")
_DEEPEST = 12


def outline(html: str) -> str:
    """Return headings, paragraphs, lists, tables, quotations and notes as Markdown; linear in the HTML."""
    from lxml import html as parser  # only documents need it

    if not html.strip():
        return ""
    root = parser.fragment_fromstring(html, create_parent="div")
    return "\n\n".join(block for block in _blocks(root) if block.strip())


def _blocks(parent: Any) -> Iterator[str]:
    for element in parent:
        tag = element.tag
        if tag in _HEADS:
            yield f"{_HEADS[tag]} {_inline(element)}"
        elif tag in _LISTS:
            yield from _list(element)
        elif tag == "table":
            yield _table(element)
        elif tag == "pre":
            yield f"```\n{element.text_content().strip()}\n```"
        elif tag == "blockquote":
            yield "> " + _inline(element)
        elif tag in ("div", "section"):
            yield from _blocks(element)
        else:
            yield _inline(element)


def _list(element: Any) -> Iterator[str]:
    """Yield a list as one block, or the footnotes and endnotes of a document as numbered entries."""
    items = [item for item in element if item.tag == "li"]
    if items and all((item.get("id") or "").startswith(("footnote-", "endnote-")) for item in items):
        yield "## Footnotes"
        for number, item in enumerate(items, start=1):
            yield f"[^{number}]: {_inline(item).removesuffix('↑').strip()}"
        return
    yield "\n".join(_items(element, 0))


def _items(element: Any, depth: int) -> Iterator[str]:
    for number, item in enumerate((child for child in element if child.tag == "li"), start=1):
        marker = f"{number}." if element.tag == "ol" else "-"
        yield f"{'  ' * depth}{marker} {_inline(item, without=_LISTS)}"
        if depth < _DEEPEST:
            for inner in item:
                if inner.tag in _LISTS:
                    yield from _items(inner, depth + 1)


def _table(element: Any) -> str:
    rows = [
        "| " + " | ".join(_inline(cell).replace("|", "/") for cell in row if cell.tag in ("td", "th")) + " |"
        for row in element.iter("tr")
    ]
    if rows:
        rows.insert(1, "|" + "---|" * (rows[0].count("|") - 1))
    return "\n".join(rows)


def _inline(element: Any, without: tuple[str, ...] = ()) -> str:
    """Return the text of an element with its outward links, in one line."""
    parts: list[str] = [element.text or ""]
    for child in element:
        if child.tag not in without:
            target = child.get("href", "") if child.tag == "a" else ""
            shown = _inline(child, without)
            if target.startswith(("http://", "https://")) and shown:
                shown = f"[{shown}]({target})"
            elif target.startswith(("#footnote-", "#endnote-")) and shown.startswith("["):
                shown = f"[^{shown[1:]}"
            parts += [" " if child.tag in ("br", "p", "td", "li") else "", shown]
            parts.append(" " if child.tag in ("br", "p", "td", "li") else "")
        parts.append(child.tail or "")
    text = "".join(parts)
    return " ".join(text.split()) if element.tag not in ("strong", "em", "a", "sup", "sub", "span") else text
