"""Which yes/no or category a condition in words speaks of, and which value it takes: by cues and by sayings. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.stems import stems
from kb.types import Catalog, Factor, FactorKind

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
_DENIES = re.compile(r"\b(?:not|no|never|without|cannot|lacks?|lacking|hardly|rarely|unless)\b|n['’]t\b", re.IGNORECASE)
"""Words that deny; a condition that names a thing and has none of them says that it is so."""
_WORDS = re.compile(r"[a-z]+")
NEAREST = 5
CUES = 0.8
"""How rare, taken together, the cues of a factor have to be that a condition has, where 1 is one that no other has."""
_SURE = 0.24
"""What having such cues adds to how near the sayings are."""
MARGIN = 0.04
"""How much nearer a condition has to be to what is said of one value than of another, or of nothing."""
LEAST = 2
"""Cues or sayings of a quantity that have to have the noun which a figure counts."""
_MARKED = re.compile(r"\{([^{}|]*)\|[^{}]*\}")


_OPPOSITES = (
    ("low", "high"), ("small", "large"), ("small", "big"), ("few", "many"), ("little", "much"), ("rare", "frequent"),
    ("rarely", "often"), ("seldom", "often"), ("short", "long"), ("slow", "fast"),
    ("cheap", "expensive"), ("simple", "complex"),
    ("light", "heavy"), ("loose", "tight"), ("narrow", "broad"), ("stable", "changing"), ("steady", "bursty"),
    ("static", "dynamic"), ("weak", "strong"), ("unstructured", "structured"), ("internal", "external"),
)  # fmt: skip
"""Graded words of loads, sizes and times that rule each other out; the closed set that conditions are made of."""


class Value(NamedTuple):
    """A factor, the value that a condition gives it (empty where that is not sure), and how surely."""

    factor: str
    value: str
    score: float


@cache
def _cues(factor: str, name: str, cues: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stems(" ".join((name, factor.replace("_", " "), *cues))))


def heads(factor: Factor) -> Counter[str]:
    """Return how often each word ends a cue of a quantity, or follows the number in what people say of it."""
    found: Counter[str] = Counter()
    for cue in factor.cues:
        found.update(list(stems(cue))[-1:])
    for saying in factor.said.get("is", ()):
        marked = _MARKED.search(saying)
        found.update(set(stems(re.sub(r"\d\S*", "", marked[1]))) if marked else ())
    return found


def counts(heads: Counter[str], noun: str) -> float:
    """Return 1 where a quantity with these heads is often said with this noun, 0 where it is not."""
    told = list(stems(noun))
    return 1.0 if told and heads[told[-1]] >= LEAST else 0.0


def described(factor: Factor, phrase: str) -> bool:
    """Say whether the words before a phrase's noun are cues of a quantity too: "labelled cases", not "AI systems"."""
    return bool(frozenset(list(stems(phrase))[:-1]) & _cues(factor.id, factor.name, factor.cues))


def mentions(factor: Factor, words: str) -> float:
    """Return 1 where words have a cue of a quantity, 0 where they have none."""
    return 1.0 if frozenset(stems(words)) & _cues(factor.id, factor.name, factor.cues) else 0.0


def opposed(words: str, name: str) -> bool:
    """Say whether a condition has the opposite of a word of a name, and not that word: "low traffic" for "high"."""
    said, own = set(_WORDS.findall(words.lower())), set(_WORDS.findall(name.lower()))
    told, named = said - own, own - said
    return any((a in told and b in named) or (b in told and a in named) for a, b in _OPPOSITES)


class Meant:
    """The sayings of the factors; those of each are embedded, once, when a condition may be about it."""

    def __init__(self, catalog: Catalog, embed: Embed) -> None:
        """Index what the factors go by."""
        self._embed = embed
        self._cues = {f.id: _cues(f.id, f.name, f.cues) for f in catalog.factors}
        self._meanings: dict[str, dict[str, NDArray[np.float32]]] = {}
        counts = Counter(s for cues in self._cues.values() for s in cues)
        self._rare = {s: math.log(1 + len(self._cues) / n) for s, n in counts.items()}

    def value(self, words: str, factors: Sequence[Factor]) -> Value | None:
        """Return the factor and the value that the words state most likely, or None where nothing is near."""
        told = frozenset(stems(words))
        if not told:
            return None
        meaning = self._embed([words])[0]
        best: Value | None = None
        for factor in factors:
            shared = sum(self._rare[s] for s in told & self._cues[factor.id])
            if shared < CUES * math.log(1 + len(self._cues)):
                continue
            near = {value: _top(said @ meaning) for value, said in self._said(factor).items()}
            ranked = sorted(((near[value], value) for value in factor.said), reverse=True)
            if len(ranked) < 2:
                continue
            (first, value), (second, _) = ranked[:2]
            margin = first - max(second, near[""])
            score = min(1.0, first + _SURE + max(0.0, min(margin, 0.1)))
            denied, unsure = _DENIES.search(words), first - second < MARGIN
            if factor.kind is FactorKind.YES_NO and opposed(words, f"{factor.name} {factor.id.replace('_', ' ')}"):
                value = "no" if value == "no" or (unsure and not denied) else ""
            elif unsure and factor.kind is FactorKind.YES_NO:
                value = "" if denied else "yes"
            elif unsure:
                value = ""
            if first - near[""] < MARGIN:
                value = ""
            if best is None or score > best.score:
                best = Value(factor.id, value, round(score, 3))
        return best

    def _said(self, factor: Factor) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of what each value of a factor is said by, and of what is said of none of them."""
        if factor.id not in self._meanings:
            said = {**factor.said, "": factor.not_said}
            plain = {value: [_MARKED.sub(r"\1", text) for text in texts] for value, texts in said.items()}
            self._meanings[factor.id] = {value: self._embed(texts) for value, texts in plain.items()}
        return self._meanings[factor.id]


def _top(scores: NDArray[np.float32]) -> float:
    nearest = np.sort(scores)[-NEAREST:]
    return float(nearest.mean()) if len(nearest) else 0.0
