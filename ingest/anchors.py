"""Authored claim markers: ``{#anchor}`` or ``{#anchor kind=threshold}`` after the sentence that states the claim."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from kb.blocks import BlockKind, blocks, code_spans
from kb.errors import ArticleError
from kb.types import ClaimKind

_MARKER = re.compile(r"[ \t]{0,20}\{#([A-Za-z0-9][\w.-]{0,80})(?:[ \t]{1,5}kind=([a-z-]{1,30}))?[ \t]{0,5}\}")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A marker that was taken out; ``at`` is the position in the clean text where the sentence before it ends."""

    name: str
    kind: ClaimKind | None
    at: int
    line: int


def take_anchors(text: str, place: str, first_line: int = 1) -> tuple[str, tuple[Anchor, ...]]:
    """Return the text without its markers, and the markers; those in code stay, those of headings name no claim.

    Raises ArticleError for an unknown kind and for an anchor that occurs twice, with its line.
    """
    if "{#" not in text:
        return text, ()
    code, heads = _places(text)
    parts: list[str] = []
    anchors: list[Anchor] = []
    seen: dict[str, int] = {}
    last = length = 0
    for marker in _MARKER.finditer(text):
        if _inside(code, marker.start()):
            continue
        piece = text[last : marker.start()]
        parts.append(piece)
        length += len(piece)
        last = marker.end()
        if _inside(heads, marker.start()):
            continue
        line = first_line + text.count("\n", 0, marker.start())
        name = marker[1]
        if name in seen:
            raise ArticleError(
                f"{place}:{line}: the anchor '{name}' was used in line {seen[name]}. Rename one of them."
            )
        seen[name] = line
        anchors.append(Anchor(name, _kind(marker[2], place, line), length, line))
    parts.append(text[last:])
    return "".join(parts), tuple(anchors)


def _kind(name: str | None, place: str, line: int) -> ClaimKind | None:
    if name is None:
        return None
    if name not in set(ClaimKind):
        known = ", ".join(sorted(ClaimKind))
        raise ArticleError(f"{place}:{line}: expected one of {known} as kind of a claim, found '{name}'.")
    return ClaimKind(name)


def _places(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    code: list[tuple[int, int]] = []
    heads: list[tuple[int, int]] = []
    for block in blocks(text):
        if block.kind is BlockKind.CODE:
            code.append((block.start, block.end))
        elif block.kind is BlockKind.HEADING:
            heads.append((block.line, block.end + 1))
        else:
            code.extend(code_spans(text, block.start, block.end))
    return code, heads


def _inside(ranges: list[tuple[int, int]], position: int) -> bool:
    index = bisect_right(ranges, (position, len(ranges) + position + 1)) - 1
    return index >= 0 and ranges[index][0] <= position < ranges[index][1]
