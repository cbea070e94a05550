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
from kb.types import Passage

_IDEOGRAPH = "\u3400-\u9fff"
_KANA = re.compile("[\u3040-\u30ff]")
_SCRIPTS = (
    ("zh", re.compile(f"[{_IDEOGRAPH}\u3040-\u30ff]"), 2.0),
    ("ko", re.compile("[\uac00-\ud7af]"), 2.0),
    ("ru", re.compile("[\u0400-\u04ff]"), 1.0),
    ("el", re.compile("[\u0370-\u03ff]"), 1.0),
    ("he", re.compile("[\u0590-\u05ff]"), 1.0),
    ("ar", re.compile("[\u0600-\u06ff]"), 1.0),
    ("hi", re.compile("[\u0900-\u097f]"), 1.0),
    ("th", re.compile("[\u0e00-\u0e7f]"), 1.0),
)
"""A language for each script, and how many Latin letters one of its characters stands for."""
_ANY_SCRIPT = re.compile(f"[{_IDEOGRAPH}\u0370-\u06ff\u0900-\u097f\u0e00-\u0e7f\u3040-\u30ff\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {
    "en": "the of and to is that it for with as are this be was",
    "de": "der die das und ist nicht mit ein eine zu auf für von den",
    "fr": "le la les et est des une pour dans que qui sur pas du",
    "es": "el los las y es una para que con del por se como no",
    "it": "il che di è per un una con non del della sono gli",
    "pt": "o os as e é um uma para que com não do da em",
    "nl": "de het een en van is dat niet met voor op zijn te",
}
_WORDS = {
    word: tuple(lang for lang, said in _COMMON.items() if word in said.split())
    for word in " ".join(_COMMON.values()).split()
}
_CUT = re.compile(
    f"[^{_IDEOGRAPH}\u3040-\u30ff]{{8,1500}}?[.!?…)\\]\"'”’][ \\t]{{0,4}}(?=[“《（(「]?[{_IDEOGRAPH}\u3040-\u30ff])"
)
_SHARE = 0.4
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
    foreign_script = _ANY_SCRIPT.search(text) is not None
    if not foreign_script and len(_suspected(text)) < 2:
        return Spoken(language, tuple(told), {})
    cut = tuple(_parted(text, told)) if foreign_script else tuple(told)
    tongues = [_tongue(text[s.start : s.end], language) for s in cut]
    counts = Counter(tongues)
    if len(counts) < 2:
        return Spoken(language, tuple(told), {})
    (one, _), (two, _) = counts.most_common(2)
    runs = _runs(text, cut, tongues)
    first = next(tongue for tongue, _, _ in runs if tongue in (one, two))
    second = two if first == one else one
    if _follows(runs, first, second):
        others = {s.start: t for s, t in zip(cut, tongues, strict=True) if t != first}
        return Spoken(first, cut, others, translated=True)
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


def in_language(text: str, language: str) -> bool:
    """Say whether a line, such as a heading, is written in this language as far as its script tells."""
    return _tongue(text, language) == language


def _suspected(text: str) -> set[str]:
    """Return the languages of Latin script whose commonest words make up a tenth of a sample's words or more."""
    sample = [w for start in (0, len(text) // 2) for w in _WORD.findall(text[start : start + 4000].casefold())]
    counts = Counter(lang for word in sample for lang in _WORDS.get(word, ()))
    return {lang for lang, count in counts.items() if count >= 0.1 * len(sample)}


def _tongue(sentence: str, language: str) -> str:
    latin = len(_LATIN.findall(sentence))
    for name, script, weight in _SCRIPTS:
        size = weight * len(script.findall(sentence)) if not sentence.isascii() else 0.0
        if size > _SHARE * (size + latin):
            return "ja" if name == "zh" and (_KANA.search(sentence) or language == "ja") else name
    if language not in _COMMON:
        guessed = _of_words(sentence, "en", 0)
        return guessed if latin else language
    return _of_words(sentence, language, 2)


def _of_words(sentence: str, language: str, more: int) -> str:
    """Return the Latin-script language whose commonest words a sentence has clearly more of than its article's."""
    words = _WORD.findall(sentence.casefold())
    counts = Counter(lang for word in words for lang in _WORDS.get(word, ()))
    if not counts:
        return language
    best, count = max(counts.items(), key=lambda item: (item[1], item[0] == language))
    clearly = count >= 2 * counts[language] + more and count >= 0.15 * len(words)
    return best if clearly else language


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
    for sentence, tongue in zip(told, tongues, strict=True):
        size = (sentence.end - sentence.start) * (2.5 if tongue in ("zh", "ja", "ko") else 1.0)
        if runs and runs[-1][0] == tongue:
            runs[-1] = (tongue, runs[-1][1] + size, runs[-1][2] + 1)
        else:
            runs.append((tongue, size, 1))
    return runs


def _follows(runs: Sequence[tuple[str, float, int]], first: str, second: str) -> bool:
    """Say whether the runs of the second language follow those of the first at about their length."""
    total = sum(tongue == second for tongue, _, _ in runs)
    pairs = [
        (a, b)
        for a, b in pairwise(runs)
        if (a[0], b[0]) == (first, second) and _SHORTEST <= b[1] / max(a[1], 1.0) <= _LONGEST
    ]
    if total >= _FEWEST_RUNS:
        told = sum(size for tongue, size, _ in runs if tongue == first)
        return len(pairs) >= _FOLLOWING * total and sum(a[1] for a, _ in pairs) >= 0.5 * told
    return any(min(a[2], b[2]) >= _WHOLE for a, b in pairs)
