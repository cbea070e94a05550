"""The citation that a sentence carries: its own, or that of a sentence beside it that speaks of the same work. Pure.

A sentence without a marker shares that of the next sentences of its paragraph, up to three on, as authors cite once for
a run of sentences; a sentence that brings in another work ("another study found") begins a run of its own. One that
points back ("the same survey") shares that of the sentence before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kb.extracted import Carried
from kb.text import Sentence
from kb.types import Citation

_WORK = (
    r"(?:study|studies|survey|paper|analysis|analyses|evaluation|report|research|experiment|benchmark|article"
    r"|authors?)"
)
_BRINGS_IN = re.compile(
    rf"\b(?:an?|the|one|another|recent|famous|well-known|original|\d{{4}})\b.{{0,40}}?\b{_WORK}\b"
    rf"|^\W{{0,3}}{_WORK}\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    rf"^\W{{0,3}}(?:the|this) (?:(?:same|identical|latter) )?{_WORK}\b|^\W{{0,3}}(?:it|they) also (?:found"
    rf"|showed|shows|reports?)\b",
    re.IGNORECASE,
)
_AHEAD = 3
_HEAD = 90


class Carrier:
    """The citations of one article by its sentences."""

    def __init__(self, text: str, sentences: Sequence[Sentence], citations: Sequence[Citation]) -> None:
        """Index them; both are in the order of the text."""
        self._text, self._sentences = text, sentences
        self._citations = citations
        self._starts = [c.span.start for c in citations]

    def carried(self, index: int) -> Carried | None:
        """Return the citation that the sentence of this index carries, or None."""
        if own := self._marker(index, links=True):
            return self._as(own, "in the sentence")
        if _SAME.search(self._head(index)) and (before := self._before(index)):
            return self._as(before, "beside it")
        paragraph = self._sentences[index].paragraph
        for other in range(index + 1, min(index + 1 + _AHEAD, len(self._sentences))):
            if self._sentences[other].paragraph != paragraph:
                return None
            if _BRINGS_IN.search(self._head(other)) and not _SAME.search(self._head(other)):
                return None
            if found := self._marker(other, links=False):
                return self._as(found, "beside it")
        return None

    def _before(self, index: int) -> Citation | None:
        here = self._sentences[index]
        near = index > 0 and here.paragraph - self._sentences[index - 1].paragraph <= 1
        return self._marker(index - 1, links=False) if near else None

    def _head(self, index: int) -> str:
        start = self._sentences[index].start
        return self._text[start : min(self._sentences[index].end, start + _HEAD)]

    def _marker(self, index: int, *, links: bool) -> Citation | None:
        """Return the last citation within a sentence, resolved or dangling; where ``links`` is false no hyperlink."""
        sentence = self._sentences[index]
        at = bisect_left(self._starts, sentence.start)
        found = None
        while at < len(self._citations) and self._starts[at] < sentence.end:
            citation = self._citations[at]
            if (links or "](" not in citation.marker) and (citation.references or found is None):
                found = citation
            at += 1
        return found

    def _as(self, citation: Citation, where: str) -> Carried:
        return Carried.model_validate(
            {
                "marker": citation.marker,
                "start": citation.span.start,
                "end": citation.span.end,
                "references": citation.references,
                "where": where,
            }
        )
