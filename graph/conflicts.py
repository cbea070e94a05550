"""Compare what sources say about one thing: they agree, disagree, or cannot be compared. Pure.

Nothing is averaged: the positions stay apart, and ``why`` says in words how they relate. Rates are compared per day;
where one names no period they are not comparable. Nor are figures that do not count the same, or where one does not say
what it counts. Two bars that differ by at most ``TOLERANCE`` of the greater agree, since sources round. Bounds that
point away from each other and leave a gap, or overlap, disagree about what lies there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from graph.path import Conflict
from kb.figures import number
from kb.periods import per_day
from kb.types import Disagreement, Factor, Position, Threshold

Relation = Literal["agree", "disagree", "not comparable"]
TOLERANCE = 0.1
PER_DAY = "1/day"
MEASURES = {"s": "s", "%": "%", "percentage points": "percentage points"}
WORDS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "=": "", "~": "about", "between": ""}
GRAVITY: dict[Relation, int] = {"disagree": 0, "not comparable": 1, "agree": 2}


@dataclass(frozen=True)
class _Bar:
    """A threshold after normalisation: where it lies, which way it points, what it counts."""

    low: float
    high: float
    points: Literal["below", "above", "at"]
    measure: str
    rate: bool


def conflicts(disagreements: Sequence[Disagreement], factors: Mapping[str, Factor]) -> tuple[Conflict, ...]:
    """Return how the positions of each disagreement relate, in the given order.

    The relation is the gravest of any two positions': disagree, then not comparable, then agree; ``why`` explains
    each pair of that relation. Fewer than two positions make no conflict.
    """
    return tuple(_conflict(d, factors) for d in disagreements if len(d.positions) > 1)


def _conflict(disagreement: Disagreement, factors: Mapping[str, Factor]) -> Conflict:
    positions = disagreement.positions
    rate = about_rates(disagreement, factors)
    pairs = [_relation(a, b, rate) for a, b in combinations(positions, 2)]
    gravest = min((relation for relation, _ in pairs), key=GRAVITY.__getitem__)
    return Conflict(
        disagreement=disagreement.id,
        about=disagreement.about,
        relation=gravest,
        why="; ".join(dict.fromkeys(why.rstrip(".") for relation, why in pairs if relation == gravest)) + ".",
        positions=tuple(range(len(positions))),
    )


def about_rates(disagreement: Disagreement, factors: Mapping[str, Factor]) -> bool:
    """Say whether the figures of a disagreement are per unit of time: by a factor of its own, or since one says so."""
    if any(factor in factors and factors[factor].unit == PER_DAY for factor in disagreement.factors):
        return True
    return any(position.states is not None and position.states.period for position in disagreement.positions)


def population_of(position: Position) -> str | None:
    """Return what the figure of a position counts: as authored, else the noun behind the number, else None."""
    if position.population or position.states is None:
        return position.population
    unit = position.states.unit
    return None if unit in MEASURES or not unit[:1].isalpha() else unit


def figure(threshold: Threshold) -> str:
    """Return a figure as its source puts it: ``below 100,000 a day``, ``about 500,000 a month``, ``at least 5%``."""
    low, high = number(threshold.low), number(threshold.high)
    value = low if low == high else f"{low} to {high}"
    if threshold.unit == "%":
        value += "%"
    elif threshold.unit[:1].isalpha():
        value += f" {threshold.unit}"
    return f"{WORDS[threshold.comparator]} {value}{f' a {threshold.period}' if threshold.period else ''}".strip()


def _relation(a: Position, b: Position, rate: bool) -> tuple[Relation, str]:
    if a.states is not None and b.states is not None:
        relation, why = compare(a.states, b.states, rate=rate)
        apart = _populations(a, a.states, b, b.states)
        if not apart:
            return relation, why
        return "not comparable", f"{why.rstrip('.')}; {apart}" if relation == "not comparable" else _capital(apart)
    if a.stance is not None and b.stance is not None:
        if a.stance == b.stance:
            return "agree", f"Both hold: {a.stance}."
        one, other = sorted((a.stance, b.stance))
        return "disagree", f"One holds: {one}; the other: {other}."
    return "not comparable", "They do not state the same kind of thing: a figure on one side, none on the other."


def _populations(a: Position, first: Threshold, b: Position, second: Threshold) -> str:
    """Return why the figures do not count the same things, or nothing where they do."""
    one, other = population_of(a), population_of(b)
    unsaid = [f"“{figure(states)}”" for states, counted in ((first, one), (second, other)) if counted is None]
    if unsaid:
        verb = "does" if len(unsaid) == 1 else "do"
        return f"{' and '.join(unsaid)} {verb} not say what is counted, so the figures may be about different things."
    if one is None or other is None or _same(one, other):
        return ""
    return f"they do not count the same: “{figure(first)}” counts {one}; “{figure(second)}” counts {other}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def compare(a: Threshold, b: Threshold, *, rate: bool) -> tuple[Relation, str]:
    """Return how two thresholds relate and why; ``rate`` says that both are about something per unit of time."""
    first, second = _bar(a, rate), _bar(b, rate)
    if first.measure != second.measure:
        return "not comparable", f"One is measured in {_unit(a)}, the other in {_unit(b)}."
    unstated = [f"“{figure(t)}”" for t, bar in ((a, first), (b, second)) if bar.rate and t.period is None]
    if unstated:
        verb, it = ("names", "it") if len(unstated) == 1 else ("name", "they")
        missing = f"{' and '.join(unstated)} {verb} no period (per day or per month)"
        why = f"{missing}, so {it} cannot be set against a rate."
        return "not comparable", why
    if first.points == second.points or "at" in (first.points, second.points):
        return _same_way(first, second)
    below, above = (first, second) if first.points == "below" else (second, first)
    return _opposite(below, above)


def _same_way(a: _Bar, b: _Bar) -> tuple[Relation, str]:
    shown = f"{_show(a)} and {_show(b)}"
    if _close(a.low, b.low) and _close(a.high, b.high):
        return "agree", f"Both put the bar at the same place: {shown}."
    if a.low <= b.high and b.low <= a.high and (a.low != a.high or b.low != b.high):
        return "disagree", f"Their ranges overlap without being the same: {shown}."
    low, high = sorted((_middle(a), _middle(b)))
    apart = f", {number(high / low)} times apart" if low > 0 and high / low >= 2 else ""
    return "disagree", f"They put the bar at different places: {shown}{apart}."


def _opposite(below: _Bar, above: _Bar) -> tuple[Relation, str]:
    if _close(below.high, above.low):
        return "agree", f"One speaks below and the other above the same bar: {_show(below)}."
    if below.high < above.low:
        why = f"One speaks below {_show(below)}, the other above {_show(above)}; in between neither says anything."
        return "disagree", why
    why = (
        f"One speaks below {_show(below)}, the other above {_show(above)}; between the two they claim the same values."
    )
    return "disagree", why


def _bar(threshold: Threshold, rate: bool) -> _Bar:
    measure = MEASURES.get(threshold.unit, "number")
    rate = rate and measure == "number"
    low, high = threshold.low, threshold.high
    if rate and threshold.period is not None:
        low, high = per_day(low, threshold.period), per_day(high, threshold.period)
    points: Literal["below", "above", "at"] = "at"
    if threshold.comparator in ("<", "<="):
        points = "below"
    elif threshold.comparator in (">", ">="):
        points = "above"
    return _Bar(low, high, points, measure, rate)


def _unit(threshold: Threshold) -> str:
    return threshold.unit or "plain numbers"


def _close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=TOLERANCE)


def _middle(bar: _Bar) -> float:
    return (bar.low + bar.high) / 2


def _show(bar: _Bar) -> str:
    value = number(bar.low) if bar.low == bar.high else f"{number(bar.low)} to {number(bar.high)}"
    return f"{value}{' a day' if bar.rate else '' if bar.measure == 'number' else ' ' + bar.measure}"
