"""A sentence with the marks of Markdown blanked out, character for character, so that its spans stay true. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_TARGET = re.compile(r"\]\([^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?(?: \"[^\"]{0,200}\")?\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|\{[#:][^{}\n]{0,200}\}")
_POINTER = re.compile(r"\[\^?\d{1,4}(?:[,;–-] ?\d{1,4}){0,20}\]")
_EMPHASIS = re.compile(r"\*{1,3}|(?<![\w])_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|[`\[\]]")
_ADVERB = re.compile(r"\b(day|week|month|year|hour) by \1\b", re.IGNORECASE)
_BLANKS = re.compile(r" {2,}")
_LONE = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly", "hour": "hourly"}


@lru_cache(maxsize=2048)  # a sentence is read for its figures, then for its rules, then for its claims' rules
def masked(text: str) -> str:
    """Return the text with link targets, tags, emphasis and ``[n]`` as blanks, of the same length.

    A backslash becomes a word joiner, which parts no word. "day by day" becomes "daily", padded.
    """
    if "](" in text:  # most sentences hold none of these, and to search for them takes longer
        text = _TARGET.sub(_blank, text)
    if "<" in text or "{" in text:
        text = _TAG.sub(_blank, text)
    if "[" in text:
        text = _POINTER.sub(_blank, text)
    if "*" in text or "_" in text or "`" in text or "[" in text or "]" in text:
        text = _EMPHASIS.sub(_blank, text)
    if "\\" in text:
        text = text.replace("\\", "\u2060")
    text = text.replace("\n", " ").replace("\t", " ")
    if " by " not in text.lower():
        return text
    return _ADVERB.sub(lambda m: _LONE[m[1].lower()].ljust(len(m[0])), text)


@lru_cache(maxsize=2048)
def collapsed(text: str) -> tuple[str, Sequence[int]]:
    """Return the text with each run of blanks as one, and where its characters stood; one more for its end."""
    if "  " not in text:
        return text, range(len(text) + 1)
    pieces: list[str] = []
    places: list[int] = []
    start = 0
    for run in _BLANKS.finditer(text):
        pieces.append(text[start : run.start() + 1])
        places.extend(range(start, run.start() + 1))
        start = run.end()
    return "".join((*pieces, text[start:])), (*places, *range(start, len(text) + 1))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
