"""Words in common: BM25 over passages, and the share of a query's weight that a sentence carries."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
import Stemmer

from kb.number_words import HUNDREDS, PLURAL_SCALES, SCALES, SMALL

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)?")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_PIECES = re.compile("[\u3040-\u30ff\u3400-\u9fff]+|[^\u3040-\u30ff\u3400-\u9fff]+")
_STEMMER = Stemmer.Stemmer("english")
_POINTS = re.compile(
    r"\b(?:that|it|this|those|these|them|das|dies|eso|esto|ça|cela|celui-ci)\b|这|那|它", re.IGNORECASE
)
_STOP_WORDS = """
a an the of to in on at for from by with and or but not is are was were be been it its this that these those
as if we our us you your i my me they their he she his her do does did have has had can could would should
will what which who whom whose where when why how there here than then so no any some all each just about into
over out up down also only please need want get got give one said say says claim claims source reference cite
citation quote paper
"""
_STOP_PAIRS = """
如何 什么 怎么 怎样 为什 么样 我们 你们 他们 可以 是否 应该 这个 那个 这些 那些
一个 没有 因为 所以 但是 如果 或者 还是 以及 时候 进行 需要
"""
_STOP = frozenset((_STOP_WORDS + _STOP_PAIRS).split())


OWN_WORDS = 2
"""Content words from which a turn is about something of its own."""


def terms(text: str) -> list[str]:
    """Return the stemmed content words and numbers of a text."""
    words = list(_STEMMER.stemWords([w for w in _WORD.findall(text.lower()) if w not in _STOP]))
    return words if text.isascii() else [term for word in words for term in _written(word)]


def _written(word: str) -> list[str]:
    """Return a word as it is; a run of ideographs, which has no blanks between its words, as its pairs."""
    if not _IDEOGRAPHS.search(word):
        return [word]
    found: list[str] = []
    for run in _PIECES.findall(word):
        pairs = [run[i : i + 2] for i in range(max(1, len(run) - 1))]
        pairs = [pair for pair in pairs if pair not in _STOP]
        found += pairs if _IDEOGRAPHS.search(run) else [run]
    return found


_BARE_WORDS = """
second minute hour day week month year come go back what's that's it's about same more less sorry ok okay thanks
"""
_BARE = frozenset(_STEMMER.stemWords([*_BARE_WORDS.split(), *SMALL, *HUNDREDS, *SCALES, *PLURAL_SCALES]))


def length_in_words(text: str) -> int:
    """Return how many words a text has; Chinese and Japanese put no blanks between words of about two characters."""
    return sum(max(1, len(_IDEOGRAPHS.findall(piece)) // 2) for piece in text.split())


def points(text: str) -> bool:
    """Say whether a text points at what was said before: "that", "it", "eso"."""
    return bool(_POINTS.search(text))


def has_question_mark(text: str) -> bool:
    """Say whether a text has a question mark, of Latin or of Chinese script."""
    return "?" in text or "？" in text


def says_something(text: str, words: int = OWN_WORDS) -> bool:
    """Say whether a turn names anything of its own: "and at 50,000 a day?" and "where is that from?" do not."""
    return sum(not any(c.isdigit() for c in term) and term not in _BARE for term in terms(text)) >= words


@dataclass(frozen=True)
class Lexicon:
    """A BM25 index (Lucene's variant) over texts by id, and how rare each term is among them."""

    ids: tuple[str, ...]
    index: bm25s.BM25 | None
    rarity: Mapping[str, float]

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Lexicon:
        """Index the texts; an empty collection answers nothing."""
        tokens = [terms(text) or ["∅"] for text in texts.values()]
        if not tokens:
            return cls((), None, {})
        index = bm25s.BM25(method="lucene")
        index.index(tokens, show_progress=False)
        holding = Counter(term for found in tokens for term in set(found))
        rarity = {term: math.log(1 + len(tokens) / count) for term, count in holding.items()}
        return cls(tuple(texts), index, rarity)

    def search(self, query: str, k: int) -> list[tuple[str, float]]:
        """Return at most ``k`` (id, score), best first, ties by id; only texts that share a word with the query."""
        wanted = [t for t in terms(query) if t in self.rarity]
        if self.index is None or not wanted:
            return []
        scores = self.index.get_scores(wanted)
        top = np.argsort(-scores, kind="stable")[: max(k, 1)]
        return sorted(
            ((self.ids[i], float(scores[i])) for i in top if scores[i] > 0), key=lambda hit: (-hit[1], hit[0])
        )

    def overlap(self, query: Sequence[str], text: Sequence[str]) -> float:
        """Return the share, 0 to 1, of the query terms' rarity that the text's terms carry; unknown terms count as
        rarest."""
        unseen = math.log(1 + len(self.ids)) if self.ids else 1.0
        weights = {t: self.rarity.get(t, unseen) for t in query}
        total = sum(weights.values())
        held = set(text)
        return sum(w for t, w in weights.items() if t in held) / total if total else 0.0
