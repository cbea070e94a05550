"""Link what an article states to the factors and options of the catalog, with a score and a bar. Pure.

An option is known by the words of its name and id, weighed by how few options share them, and by how near its text is
in the space of the embedder that is passed in. A quantity is linked by its unit and by what it counts, a condition in
words by the cues and sayings of the factor. What stays under its bar is not linked: it stays a claim with its words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.meant import Meant, counts, described, heads, mentions
from ingest.stems import stems
from kb.conditions import parse_condition
from kb.extracted import Figure, Link, Statement, Thumb
from kb.types import Catalog, Factor, FactorKind, Option, TradeOff

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to an array of shape (texts, dimensions), rows of unit length or zero."""

OPTION_BAR = 0.6
FACTOR_BAR = 0.7
_UNKNOWN = 0.7
"""Weight of a word of the article that no option has, beside the greatest that one of an option can have."""
_NEAR = 0.25
"""How much the nearness of the texts adds to what the words share."""
_COUNTED = ("count", "1/day")
_ABOVE = re.compile(r"\b(?:hit|hits|hitting|reach\w*|at|exceed\w*|pass\w*|beyond|grow\w* (?:to|past))\b", re.IGNORECASE)


class Linker:
    """The catalog indexed for linking; one serves any number of articles."""

    def __init__(self, catalog: Catalog, embed: Embed) -> None:
        """Index the options now; the sayings are embedded when the first condition in words is linked."""
        self._catalog, self._embed = catalog, embed
        self._factors = {f.id: f for f in catalog.factors}
        self._heads = {f.id: heads(f) for f in catalog.factors if f.kind is FactorKind.QUANTITY}
        self._options = [(t, o) for t in catalog.trade_offs for o in t.options]
        self._keys = [frozenset(stems(f"{o.name} {o.id}")) for _, o in self._options]
        shared = Counter(stem for keys in self._keys for stem in keys)
        self._most = math.log(1 + len(self._options))
        self._weights = {stem: math.log(1 + len(self._options) / n) for stem, n in shared.items()}

    @cached_property
    def _texts(self) -> NDArray[np.float32]:
        return self._embed([f"{o.name}. {o.text}" for _, o in self._options])

    @cached_property
    def _meant(self) -> Meant:
        return Meant(self._catalog, self._embed)

    def link(self, statement: Statement) -> Link:
        """Return the trade-off, option and factor of a statement; empty where nothing reaches its bar.

        Of the options that reach it, the one whose trade-off also depends on what the condition speaks of is taken.
        """
        thumb, figure = statement.thumb, statement.figure
        if thumb is None:
            return self._figure_alone(figure) if figure else Link()
        best = Link()
        for trade_off, option, score in self.options(thumb):
            factor, when, sure = self.condition(thumb, figure, trade_off)
            link = Link(
                trade_off=trade_off.id,
                option=option.id,
                option_score=score,
                factor=factor,
                when=when,
                factor_score=sure,
            )
            if _rank(link) > _rank(best):
                best = link
        if not best.option and figure:
            return self._figure_alone(figure)
        return best

    def options(self, thumb: Thumb) -> list[tuple[TradeOff, Option, float]]:
        """Return the options that the words of a rule name, best first, each with its score."""
        texts = (thumb.option.text, *thumb.about) if thumb.about else (thumb.option.text,)
        scored: dict[int, float] = {}
        for text in texts[:2]:
            for index, score in self._named(text):
                scored[index] = max(scored.get(index, 0.0), score)
        ranked = sorted(scored.items(), key=lambda pair: (-pair[1], pair[0]))
        top = ranked[0][1] if ranked else 0.0
        return [(*self._options[i], round(score, 3)) for i, score in ranked if score >= max(OPTION_BAR, top - 0.15)]

    def _named(self, text: str) -> Iterable[tuple[int, float]]:
        words = frozenset(stems(text))
        if not any(words & keys for keys in self._keys):
            return
        whole = sum(self._weights.get(w, _UNKNOWN * self._most) for w in words)
        near = self._texts @ self._embed([text])[0]
        for index, keys in enumerate(self._keys):
            both = sum(self._weights[w] for w in words & keys)
            if both <= 0:
                continue
            recall, precision = both / sum(self._weights[w] for w in keys), both / whole
            shared = 2 * recall * precision / (recall + precision)
            yield index, min(1.0, shared + _NEAR * max(0.0, float(near[index])))

    def condition(self, thumb: Thumb, figure: Figure | None, trade_off: TradeOff) -> tuple[str, str, float]:
        """Return the factor, the text of the condition (empty where it is none of ours) and the score."""
        factors = [self._factors[id] for id in trade_off.factors]
        words = thumb.condition.text
        counted = "", 0.0
        if figure is not None:
            factor, score = self._counted(figure, words, factors)
            if factor is not None:
                when = self._when(figure, factor, words)
                if when:
                    return factor.id, when, score
                counted = factor.id, score
        value = self._meant.value(words, [f for f in factors if f.kind is not FactorKind.QUANTITY])
        if value is None or value.score < FACTOR_BAR:
            return counted[0], "", counted[1]
        return value.factor, f"{value.factor} is {value.value}" if value.value else "", value.score

    def _figure_alone(self, figure: Figure | None) -> Link:
        """Return the factor that a figure is about although no option is named; conditions belong to options."""
        if figure is None:
            return Link()
        quantities = [f for f in self._catalog.factors if f.kind is FactorKind.QUANTITY]
        factor, score = self._counted(figure, figure.counted, quantities)
        if factor is None or (factor.unit == "count" and not described(factor, figure.counted)):
            return Link()
        return Link(factor=factor.id, factor_score=score)

    def _counted(self, figure: Figure, words: str, factors: Sequence[Factor]) -> tuple[Factor | None, float]:
        """Return the quantity whose unit a figure has and whose cues name what it counts."""
        best: tuple[float, str] = (0.0, "")
        for factor in factors:
            if factor.kind is FactorKind.QUANTITY and _fits(figure, factor):
                score = (
                    counts(self._heads[factor.id], figure.unit) if factor.unit in _COUNTED else mentions(factor, words)
                )
                best = max(best, (score, factor.id))
        return (self._factors[best[1]], round(best[0], 3)) if best[0] >= FACTOR_BAR else (None, 0.0)

    def _when(self, figure: Figure, factor: Factor, words: str) -> str:
        """Return the condition that a figure states of a factor, or nothing where its side is not said."""
        sign = figure.comparator
        if sign in ("=", "~") and figure.low == figure.high:
            if not _ABOVE.search(words) and not words.lower().startswith(
                ("~", "about", "around", figure.words.text[:3])
            ):
                return ""
            sign = ">="
        low, high, unit = figure.canonical or (figure.low, figure.high, figure.unit)
        unit = factor.unit or ""
        if factor.unit == "weeks":
            low, high = low / 604800, high / 604800
        text = (
            f"{factor.id} between {_amount(low, unit)} and {_amount(high, unit)}"
            if sign == "between"
            else f"{factor.id} {sign} {_amount(low, unit)}"
        )
        try:
            return parse_condition(text, self._factors).text
        except ValueError:
            return ""


def _rank(link: Link) -> tuple[bool, bool, float]:
    return bool(link.when), bool(link.factor), link.option_score + link.factor_score


def _amount(value: float, unit: str) -> str:
    shown = f"{value:.12g}"
    spaced = {"1/day": "/day", "s": " s", "%": " %", "percentage points": " percentage points", "weeks": " weeks"}
    return shown + spaced.get(unit, "")


def _fits(figure: Figure, factor: Factor) -> bool:
    """Say whether a figure is in the unit of a factor; a rate without a period is none."""
    unit = figure.canonical[2] if figure.canonical else figure.unit
    match factor.unit:
        case "1/day":
            return unit == "1/day"
        case "s" | "weeks":
            return unit == "s"
        case "%":
            return unit == "%"
        case "percentage points":
            return unit in ("points", "percentage points", "%")
        case "count":
            return (
                figure.canonical is None and figure.period is None and bool(figure.counted) and unit not in ("x", "$")
            )
    return False
