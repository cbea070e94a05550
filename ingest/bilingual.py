"""Articles in two languages: which sentence is in which, and which passage translates which. Pure.

A second language is looked for by its script, or, within Latin script, by its commonest words. It is taken for a
translation only where it follows the first language run for run, or once as a whole, at about the same length;
anything else is a quotation, which keeps its language and translates nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.text import Sentence
from kb.tongues import ANY_SCRIPT, IDEOGRAPH, suspected, tongue
from kb.types import Passage

_WORD = re.compile(r"[^\W\d_]+")
_CUT = re.compile(
    f"[^{IDEOGRAPH}\u3040-\u30ff]{{8,1500}}?[.!?…)\\]\"'”’][ \\t]{{0,4}}(?=[“《（(「]?[{IDEOGRAPH}\u3040-\u30ff])"
)
_FEWEST_RUNS = 3
_FOLLOWING = 0.6
_SHORTEST, _LONGEST = 0.3, 3.0
_WHOLE = 5
"""Sentences on either side from which a text followed once by another language is an article and its translation."""


@dataclass(frozen=True)
class Spoken:
    """The sentences of an article, the language that it is written in, and of each sentence that is in another."""

    language: str
    sentences: tuple[Sentence, ...]
    others: dict[int, str]
    translated: bool = False

    def first(self) -> tuple[Sentence, ...]:
        """Return the sentences in the article's own language."""
        return tuple(s for s in self.sentences if s.start not in self.others)


def spoken(text: str, told: Sequence[Sentence], language: str) -> Spoken:
    """Return which of the sentences are in another language than the article; linear in the text."""
    foreign_script, perhaps = ANY_SCRIPT.search(text) is not None, suspected(text)
    if not foreign_script and len(perhaps) < 2:
        return Spoken(language, tuple(told), {})
    cut = tuple(_parted(text, told)) if foreign_script else tuple(told)
    for base in (language, *sorted(perhaps - {language})):  # too short to tell is taken for the base
        tongues = [tongue(text[s.start : s.end], base) for s in cut]
        runs, counts = _runs(text, cut, tongues), Counter(tongues)
        if len(counts) < 2:
            continue
        one, two = (name for name, _ in counts.most_common(2))
        first = next(name for name, _, _ in runs if name in (one, two))
        if _follows(runs, first, two if first == one else one):
            others = {s.start: t for s, t in zip(cut, tongues, strict=True) if t != first}
            return Spoken(first, cut, others, translated=True)
    tongues = [tongue(text[s.start : s.end], language) for s in cut]
    quoted = {s.start: t for s, t in zip(cut, tongues, strict=True) if t != language}
    return Spoken(language, cut, quoted) if len(quoted) < len(cut) else Spoken(language, tuple(told), {})


def paired(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Return the passages, each in the second language with the id of the passage that it translates.

    The passages of a run in the second language are dealt out evenly over those of the run before it.
    """
    found: list[Passage] = []
    before: list[Passage] = []
    run: list[Passage] = []

    def settle() -> None:
        for place, passage in enumerate(run):
            of = before[min(len(before) - 1, place * len(before) // len(run))] if before else None
            found.append(passage.model_copy(update={"translates": of.id}) if of else passage)

    for passage in passages:
        if passage.language:
            run.append(passage)
            continue
        if run:
            settle()
            before, run = [], []
        before.append(passage)
        found.append(passage)
    settle()
    return tuple(found)


def _parted(text: str, told: Sequence[Sentence]) -> Iterable[Sentence]:
    """Yield the sentences, those that change from Latin to ideographs behind a mark cut there."""
    for sentence in told:
        start = sentence.start
        match = _CUT.match(text, start, sentence.end)
        if match is not None and len(_WORD.findall(match[0])) >= 2:
            behind = match.end()
            end = behind - (len(match[0]) - len(match[0].rstrip()))
            yield replace(sentence, end=end)
            yield replace(sentence, start=behind)
        else:
            yield sentence


def _runs(text: str, told: Sequence[Sentence], tongues: Sequence[str]) -> list[tuple[str, float, int]]:
    """Return language, length in Latin letters and number of sentences of each run of one language."""
    runs: list[tuple[str, float, int]] = []
    for sentence, name in zip(told, tongues, strict=True):
        size = (sentence.end - sentence.start) * (2.5 if name in ("zh", "ja", "ko") else 1.0)
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + size, runs[-1][2] + 1)
        else:
            runs.append((name, size, 1))
    return runs


def _follows(runs: Sequence[tuple[str, float, int]], first: str, second: str) -> bool:
    """Say whether the runs of the second language follow those of the first at about their length."""
    total = sum(name == second for name, _, _ in runs)
    pairs = [
        (a, b)
        for a, b in pairwise(runs)
        if (a[0], b[0]) == (first, second) and _SHORTEST <= b[1] / max(a[1], 1.0) <= _LONGEST
    ]
    if total >= _FEWEST_RUNS:
        told = sum(size for name, size, _ in runs if name == first)
        return len(pairs) >= _FOLLOWING * total and sum(a[1] for a, _ in pairs) >= 0.5 * told
    return any(min(a[2], b[2]) >= _WHOLE for a, b in pairs)
