"""Sections and sentences of a Markdown text, each with its span of characters; ingest and review share it.

A sentence never crosses a block: a list item and a table row end with their line, code holds none. Boundaries come
from ``sentencex``; we undo those inside inline code, links and addresses, after abbreviations, and between a sentence
and the ``[n]`` that follows its full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sentencex import get_sentence_boundaries

from kb.blocks import Block, BlockKind, blocks, code_spans

LONGEST_SENTENCE = 2000
"""A longer run of characters without a sentence end is cut between words: it is a dump, not a sentence."""

WINDOW = 4000
"""Characters of one block that the sentence splitter sees at a time; nearly every paragraph fits."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters ``[start, end)`` of a text, no blank at either end; ``paragraph`` counts the blocks of the text."""

    start: int
    end: int
    kind: BlockKind
    paragraph: int


@dataclass(frozen=True, slots=True)
class SectionSpan:
    """A heading and what follows it up to the next heading of any level.

    ``start`` is where the heading's line begins, ``body`` where the text under it begins. ``number`` counts from 1;
    the text before the first heading is section 0, with level 0 and an empty title.
    """

    title: str
    level: int
    number: int
    start: int
    body: int
    end: int


_LINK = re.compile(
    r"!?\[([^\[\]]{0,1000})\]\([^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?(?: \"[^\"]{0,200}\")?\)"
)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'\])}]{1,2000}")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|~~|`+")
_EMPHASES = frozenset("*_~`")
_CUSTOM_ID = re.compile(r"[ \t]?\{[#:][^{}\n]{0,200}\}")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:vs|approx|eqs?|figs?|sec|ch|nos|al|cf|ca|resp|e\.g|i\.e|incl|est|refs?|vol|pp)\.$", re.IGNORECASE
)
_MARKERS = re.compile(r"(?:\[\^?\d{1,4}(?:[,;–-] ?\d{1,4}){0,20}\][.,]? ?)+(?=\s|$)")
_TAIL = 24
"""Characters before a boundary that are looked at for an abbreviation."""


def plain(markdown: str) -> str:
    """Return one line of Markdown as words: no link targets, tags, emphasis or custom ids."""
    text = _LINK.sub(r"\1", markdown) if "](" in markdown else markdown
    text = _TAG.sub("", text) if "<" in text else text
    text = _CUSTOM_ID.sub("", text) if "{" in text else text
    text = text if _EMPHASES.isdisjoint(text) else _EMPHASIS.sub("", text)
    return " ".join(text.replace("\\", "").split())


def sections(text: str, parsed: Sequence[Block] | None = None) -> tuple[SectionSpan, ...]:
    """Return the sections of a Markdown text in order; together they cover it from its first word to its end.

    ``parsed`` are the text's blocks, where the caller has them already.
    """
    heads = [b for b in (blocks(text) if parsed is None else parsed) if b.kind is BlockKind.HEADING]
    first = heads[0].line if heads else len(text)
    found = [SectionSpan("", 0, 0, 0, 0, first)] if text[:first].strip() else []
    for number, head in enumerate(heads, start=1):
        end = heads[number].line if number < len(heads) else len(text)
        title = plain(text[head.start : head.end].lstrip("#"))
        found.append(SectionSpan(title, head.level, number, head.line, min(head.end + 1, end), end))
    return tuple(found)


def sentences(
    text: str, language: str = "en", breaks: Iterable[int] = (), parsed: Sequence[Block] | None = None
) -> tuple[Sentence, ...]:
    """Return the sentences of a Markdown text in order.

    ``breaks`` are positions at which a sentence ends whatever the splitter thinks: an author marked them.
    ``parsed`` are the text's blocks, where the caller has them already.
    """
    forced = sorted(set(breaks))
    found: list[Sentence] = []
    for paragraph, block in enumerate(blocks(text) if parsed is None else parsed):
        if block.kind is BlockKind.ROW:
            found.extend(Sentence(s, e, block.kind, paragraph) for s, e in _pieces(text, block.start, block.end))
        elif block.kind in (BlockKind.PROSE, BlockKind.ITEM):
            ends = _ends(text, block, language, forced)
            found.extend(_cut(text, block, ends, paragraph))
    return tuple(found)


def _ends(text: str, block: Block, language: str, forced: list[int]) -> list[int]:
    """Return where the sentences of a block end, the block's own end last."""
    part = text[block.start : block.end]
    guarded = _guarded(part)
    ends: list[int] = []
    index = 0
    for end in _known(part, language) if len(part) <= WINDOW else _boundaries(part, language):
        while index < len(guarded) and guarded[index][1] <= end:
            index += 1
        inside = index < len(guarded) and guarded[index][0] < end
        if end < len(part) and not inside and not _goes_on(part, end):
            ends.append(block.start + _after_markers(part, end))
    ends.extend(p for p in forced if block.start < p < block.end)
    return [*sorted(set(ends)), block.end]


@lru_cache(maxsize=256)  # an article is split, and then once more for its rules
def _known(part: str, language: str) -> tuple[int, ...]:
    return tuple(_boundaries(part, language))


def _boundaries(part: str, language: str) -> Iterator[int]:
    """Yield the splitter's boundaries, window by window: on runs of backticks its time grows with the square."""
    start = 0
    while start < len(part):
        stop = start + WINDOW
        if stop < len(part):
            blank = part.rfind(" ", start + WINDOW // 2, stop)
            stop = blank + 1 if blank > 0 else stop
        window = part[start:stop]
        for boundary in get_sentence_boundaries(language, window):
            end = int(boundary["end_index"])
            if end < len(window) or stop >= len(part):
                yield start + end
        start = stop


def _guarded(part: str) -> list[tuple[int, int]]:
    """Return the ranges that a sentence end cannot split: inline code, links, addresses; merged, in order."""
    spans = list(code_spans(part)) if "`" in part else []
    if "](" in part:
        spans += [m.span() for m in _LINK.finditer(part)]
    if "//" in part or "www." in part:
        spans += [m.span() for m in _URL.finditer(part)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _goes_on(part: str, end: int) -> bool:
    """Say whether the sentence goes on after a boundary: an abbreviation before it, a small letter after it."""
    before = part[max(0, end - _TAIL) : end].rstrip()
    after = part[end : end + 40].lstrip()
    if not before or not after:
        return False
    if after[0].islower() and before[-1] in ".…" and not before.endswith(("..", "…")):
        return True
    return _ABBREVIATION.search(before) is not None or before[-1].isalnum() or before[-1] in ",:;("


def _after_markers(part: str, end: int) -> int:
    """Return the boundary moved behind the ``[n]`` markers that follow the full stop."""
    while end < len(part) and part[end] in " \t\n":
        end += 1
    match = _MARKERS.match(part, end, min(len(part), end + 200))
    return match.end() if match is not None else end


def _cut(text: str, block: Block, ends: list[int], paragraph: int) -> Iterator[Sentence]:
    start = block.start
    for end in ends:
        s, e = _trimmed(text, start, end)
        if e - s > LONGEST_SENTENCE:
            yield from (Sentence(*piece, block.kind, paragraph) for piece in _pieces(text, s, e))
        elif e > s:
            yield Sentence(s, e, block.kind, paragraph)
        start = end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the range without outer blanks, cut between words where it is longer than a sentence can be."""
    start, end = _trimmed(text, start, end)
    while end - start > LONGEST_SENTENCE:
        blank = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
        stop = blank if blank > 0 else start + LONGEST_SENTENCE
        yield _trimmed(text, start, stop)
        start, end = _trimmed(text, stop, end)
    if end > start:
        yield start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if start < end and not text[start].isspace() and not text[end - 1].isspace():
        return start, end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
