"""The last check before an answer leaves: every quote is in its source byte for byte, every sentence has a citation
that supports it. Pure."""

from __future__ import annotations

import re

from bot.library import Library
from bot.types import Answer, CitedQuote

_MARK = re.compile(r"\[(\d{1,4})\]")
_HEADING = re.compile(r"^\*\*[^*\n]+\*\*$")


def verify(answer: Answer, library: Library) -> Answer:
    """Return the answer without what cannot be shown to stand on a stored passage.

    A citation whose quote is not ``source text[start:end]`` is dropped, and with it each line of the text that leans
    on it or on none. An answer that is out of scope keeps its text and must not cite.
    """
    if answer.outcome == "out_of_scope":
        return answer.model_copy(update={"citations": ()})
    sound = tuple(c for c in answer.citations if stands(c, library))
    numbers = {c.n for c in sound}
    return answer.model_copy(update={"citations": sound, "text": _supported(answer.text, numbers)})


def stands(citation: CitedQuote, library: Library) -> bool:
    """Say whether the quote is, byte for byte, what the stored text holds at its place."""
    source = library.sources.get(citation.source.id)
    return source is not None and source.text[citation.start : citation.end] == citation.quote


def _supported(text: str, numbers: set[int]) -> str:
    """Keep the lines whose citations all stand; a heading stays only while something stands under it."""
    kept: list[str] = []
    for block in text.split("\n\n"):
        lines = [line for line in block.split("\n") if _HEADING.match(line) or _cited(line, numbers)]
        if any(not _HEADING.match(line) for line in lines):
            kept.append("\n".join(lines))
    return "\n\n".join(kept)


def _cited(line: str, numbers: set[int]) -> bool:
    found = [int(n) for n in _MARK.findall(line)]
    return bool(found) and all(n in numbers for n in found)
