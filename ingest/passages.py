"""Passages: whole sentences of one section, about 60 to 120 words, each a slice of the stored text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kb.ids import passage_id, text_hash
from kb.text import Sentence
from kb.types import Passage, Section, Span

FEWEST_WORDS = 60
MOST_WORDS = 120
_TAIL_WORDS = 25
"""A shorter rest joins the passage before it, if that stays within ``MOST_WORDS`` and this together."""
_WIDEST_GAP = 300
_BETWEEN = " \t\n-*+•‣◦▪>0123456789.)|:"
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def words(text: str) -> int:
    """Return how many words a text has; two Chinese or Japanese characters count as one."""
    ideographs = 0 if text.isascii() else len(_IDEOGRAPH.findall(text))
    return len(text.split()) + ideographs // 2


def passages(
    text: str,
    sections: Sequence[Section],
    sentences: Iterable[Sentence],
    others: Mapping[int, str] | None = None,
) -> tuple[Passage, ...]:
    """Return the passages of an article in order, numbered from 1; ``sentences`` are those worth retrieving.

    ``others`` are the languages of the sentences, by their start, that are not in the article's: a passage has one.
    """
    others = others or {}
    found: list[Passage] = []
    remaining = iter(sorted(sentences, key=lambda s: s.start))
    sentence = next(remaining, None)
    for section in sections:
        mine: list[Sentence] = []
        while sentence is not None and sentence.start < section.span.end:
            if sentence.start >= section.span.start:
                mine.append(sentence)
            sentence = next(remaining, None)
        for start, end in _groups(text, mine, others):
            piece = text[start:end]
            span = Span(source=section.source, start=start, end=end)
            found.append(
                Passage(
                    id=passage_id(section.source, len(found) + 1, piece),
                    source=section.source,
                    section=section.id,
                    text=piece,
                    span=span,
                    text_hash=text_hash(piece),
                    language=others.get(start, ""),
                )
            )
    return tuple(found)


def _groups(text: str, sentences: Sequence[Sentence], others: Mapping[int, str]) -> list[tuple[int, int]]:
    """Return ranges of whole sentences of one language; a new paragraph opens a new range once the old one is long
    enough."""
    groups: list[tuple[int, int, int]] = []
    for index, sentence in enumerate(sentences):
        size = words(text[sentence.start : sentence.end])
        new_paragraph = index > 0 and sentence.paragraph != sentences[index - 1].paragraph
        if groups:
            start, end, count = groups[-1]
            room = count + size <= MOST_WORDS and _near(text, end, sentence.start)
            room = room and others.get(start) == others.get(sentence.start)
            if room and not (new_paragraph and count >= FEWEST_WORDS):
                groups[-1] = (start, sentence.end, count + size)
                continue
        groups.append((sentence.start, sentence.end, size))
    if len(groups) > 1 and groups[-1][2] < _TAIL_WORDS and groups[-2][2] + groups[-1][2] <= MOST_WORDS + _TAIL_WORDS:
        (start, end, count), last = groups[-2], groups[-1]
        if _near(text, end, last[0]) and others.get(start) == others.get(last[0]):
            groups[-2:] = [(start, last[1], count + last[2])]
    return [(start, end) for start, end, _ in groups]


def _near(text: str, end: int, start: int) -> bool:
    """Say whether only blanks and list or quote markers lie between: code and page machinery part passages."""
    return start - end <= _WIDEST_GAP and not text[end:start].strip(_BETWEEN)
