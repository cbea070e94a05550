"""Which sentence of one text says what a sentence of another says: shared rare words, figures, names, citations. Pure.

Spinning swaps words, a digest says it in other words, a translation in another language; figures, names, the numbers
of citations and their order survive all three. So a sentence is a bag of weighted features, rarer ones weighing more,
and two sentences are compared by the cosine of their bags. Only sentences that share a feature which is not in every
twentieth sentence are compared, so that time grows with the texts and not with their product.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import Stemmer

_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(
    r"(?<![\w.\[^])(\d[\d,]*(?:\.\d+)?)[ ]?(k\b|K\b|M\b|B\b|万|亿|thousand\b|million\b|billion\b|%|percent\b|x\b)?"
)
_MARKER = re.compile(r"\[(\d{1,3})\]")
_NAME = re.compile(
    r"(?<=[a-z,;] )[A-Z][\w-]{1,30}|\b[A-Z][a-z]{0,20}[A-Z][\w-]{0,20}|\b\d{0,3}[A-Za-z]+-?\d[\w-]{0,20}"
)
_TIMES = {"k": 1e3, "K": 1e3, "thousand": 1e3, "M": 1e6, "million": 1e6, "B": 1e9, "billion": 1e9, "万": 1e4, "亿": 1e8}
_STEMMER = Stemmer.Stemmer("english")
_STOP = frozenset(
    "a an the of to in on at for from by with and or but not is are was were be been it its this that these those as if"  # noqa: SIM905
    " we our us you your i my me they their he she his her do does did have has had can could would should will what"
    " which who when why how there here than then so no any some all each more most".split()
)
FIGURE_WEIGHT, NAME_WEIGHT, MARKER_WEIGHT = 2.0, 1.5, 0.7
"""How much a shared figure, name or citation number counts beside a word that is as rare."""
COMMON = 0.05
"""Features in a larger share of the sentences than this find no partner by themselves."""
_POSTINGS = 200


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentence ``one`` of the first text and ``other`` of the second, by their places, and how alike they are."""

    one: int
    other: int
    score: float


def figures(text: str) -> list[str]:
    """Return the figures of a text in their order, each as one spelling: ``100k`` and ``10 万`` are ``100000``."""
    found = []
    for match in _FIGURE.finditer(text):
        unit = match[2] or ""
        value = float(match[1].replace(",", "")) * _TIMES.get(unit, 1.0)
        found.append(f"{value:g}" + ("%" if unit in ("%", "percent") else "x" if unit == "x" else ""))
    return found


def names(text: str) -> list[str]:
    """Return what is written like a name: capitals within a sentence, acronyms, ``GPT-4o``."""
    return [name.casefold() for name in _NAME.findall(text)]


def stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning."""
    return list(_STEMMER.stemWords([w for w in _WORD.findall(text.casefold()) if w not in _STOP and len(w) > 1]))


def bag(sentence: str) -> Counter[str]:
    """Return the features of a sentence, each with its weight before rarity."""
    found: Counter[str] = Counter()
    for stem in stems(sentence):
        found[stem] = 1
    for kind, weight, seen in (
        ("#", FIGURE_WEIGHT, figures(sentence)),
        ("@", NAME_WEIGHT, names(sentence)),
        ("[", MARKER_WEIGHT, _MARKER.findall(sentence)),
    ):
        for value in seen:
            found[f"{kind}{value}"] = weight  # type: ignore[assignment]
    return found


def best_pairs(one: Sequence[str], other: Sequence[str], least: float) -> tuple[Pair, ...]:
    """Return for each sentence of the first text its likest of the second, where they are at least this alike."""
    return tuple(pairs[0] for pairs in likest(one, other, 1, least) if pairs)


def likest(one: Sequence[str], other: Sequence[str], most: int, least: float) -> Iterator[tuple[Pair, ...]]:
    """Yield for each sentence of the first text its likest of the second, best first, that are this alike."""
    left, right = [bag(s) for s in one], [bag(s) for s in other]
    rarity = _rarity((*left, *right))
    vectors, index = [_weighted(b, rarity) for b in right], _index(right, len(left) + len(right))
    for place, features in enumerate(left):
        mine = _weighted(features, rarity)
        near: Counter[int] = Counter()
        for feature in mine:
            near.update(index.get(feature, ()))
        scored = sorted((-_cosine(mine, vectors[at]), at) for at, _ in near.most_common(_POSTINGS))
        yield tuple(Pair(place, at, -score) for score, at in scored[:most] if -score >= least)


def in_order(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return the longest run of pairs that keep the order of both texts; what is out of order is chance."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, pair in enumerate(pairs):
        at = bisect_left(tails, pair.other)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(pair.other)
            ends.append(place)
        else:
            tails[at], ends[at] = pair.other, place
    kept, place = [], ends[-1] if ends else -1
    while place >= 0:
        kept.append(pairs[place])
        place = before[place]
    return tuple(reversed(kept))


def _rarity(bags: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    counts = Counter(feature for b in bags for feature in b)
    return {feature: math.log(1 + len(bags) / count) for feature, count in counts.items()}


def _index(bags: Sequence[Mapping[str, float]], total: int) -> Mapping[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for place, features in enumerate(bags):
        for feature in features:
            index[feature].append(place)
    most = max(8.0, COMMON * total)
    return {feature: places for feature, places in index.items() if len(places) <= most}


def _weighted(features: Mapping[str, float], rarity: Mapping[str, float]) -> dict[str, float]:
    weighted = {f: w * rarity[f] for f, w in features.items()}
    length = math.sqrt(sum(w * w for w in weighted.values())) or 1.0
    return {f: w / length for f, w in weighted.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[f] for f, weight in one.items() if f in other)
