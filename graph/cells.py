"""Cut what a factor can be into the cells between which the rules can tell a difference. Pure.

A quantity's line is cut at the thresholds of the conditions that test it: the points at the thresholds and the open
intervals between them, inside the unit's domain (no negative counts). Every condition has one outcome throughout a
cell, so that one value stands for all of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.rules import bounds, test
from kb.types import Condition, Fact, Factor, FactorKind, Outcome

DOMAINS = {"%": (0.0, 100.0), "percentage points": (-100.0, 100.0)}
DEFAULT_DOMAIN = (0.0, math.inf)
WHOLE_UNITS = frozenset({"count"})


@dataclass(frozen=True)
class Cell:
    """A stretch of a factor's values that no condition tells apart, and a fact that stands for it.

    ``start == end`` for a point; an interval excludes its ends unless they are the domain's or the range's own.
    A yes/no or a category's cell has no extent, only its fact.
    """

    fact: Fact
    start: float = 0.0
    end: float = 0.0

    @property
    def point(self) -> bool:
        """Whether the cell is one value of a quantity."""
        return self.fact.choice is None and self.start == self.end


@dataclass(frozen=True)
class Answer:
    """An answer that the conditions can tell from the others: a fact that stands for it, and its weight."""

    fact: Fact
    weight: float


def line(factor: Factor, conditions: Sequence[Condition], low: float, high: float) -> tuple[Cell, ...]:
    """Return the cells of a quantity inside ``[low, high]``, in order.

    Conditions on other factors must not be among them. Cells of a count that hold no whole number are left out.
    """
    ends = {end for condition in conditions for end in bounds(condition)}
    thresholds = sorted(end for end in ends if math.isfinite(end))
    edges = [-math.inf, *thresholds, math.inf]
    spans = [span for a, b in pairwise(edges) for span in ((a, b), (b, b))][:-1]
    whole = factor.unit in WHOLE_UNITS
    cells = (_cell(factor, start, end, low, high, whole) for start, end in spans)
    return tuple(cell for cell in cells if cell is not None)


def domain(factor: Factor) -> tuple[float, float]:
    """Return the least and the greatest value that a quantity of this unit can take."""
    return DOMAINS.get(factor.unit or "", DEFAULT_DOMAIN)


def range_of(factor: Factor, fact: Fact | None) -> tuple[float, float]:
    """Return the values a quantity can still take: the fact's own range, or the whole domain if none is stated."""
    least, greatest = domain(factor)
    if fact is None:
        return least, greatest
    return least if fact.low is None else fact.low, greatest if fact.high is None else fact.high


def opened(factor: Factor, fact: Fact) -> Fact:
    """Return a fact with its bound opened to a range: "at least 90" is 90 up to the greatest value of its unit."""
    if fact.bound is None or fact.low is None or fact.high is None:
        return fact
    least, greatest = domain(factor)
    up = fact.bound == "at least"
    low, high = fact.low if up else min(fact.low, least), max(fact.high, greatest) if up else fact.high
    return fact.model_copy(update={"low": low, "high": high, "bound": None})


def answers(factor: Factor, conditions: Sequence[Condition], fact: Fact | None) -> tuple[Answer, ...]:
    """Return the answers that these conditions on the factor can tell apart, as far as the fact leaves them open.

    Cells in which every condition has the same outcome are one answer. All weigh the same, but a lone threshold
    point between intervals weighs nothing: it is possible, and its chance on a line is nil.
    """
    cells = _cells(factor, conditions, fact)
    if not cells and fact is not None:  # a range of a count without a whole number in it
        return (Answer(fact=fact, weight=1.0),)
    merged: dict[tuple[Outcome, ...], list[Cell]] = {}
    for cell in cells:
        merged.setdefault(tuple(test(c, cell.fact) for c in conditions), []).append(cell)
    wide = [any(not cell.point for cell in group) for group in merged.values()]
    return tuple(
        Answer(fact=group[0].fact, weight=1.0 if extent or not any(wide) else 0.0)
        for group, extent in zip(merged.values(), wide, strict=True)
    )


def _cells(factor: Factor, conditions: Sequence[Condition], fact: Fact | None) -> tuple[Cell, ...]:
    if factor.kind is FactorKind.QUANTITY:
        return line(factor, conditions, *range_of(factor, fact))
    if fact is not None and fact.choice is not None:
        return (Cell(fact=fact),)
    named = tuple(value for condition in conditions for value in condition.values)
    values = ("yes", "no") if factor.kind is FactorKind.YES_NO else tuple(dict.fromkeys((*factor.values, *named)))
    return tuple(Cell(fact=Fact(factor=factor.id, choice=value)) for value in values)


def _cell(factor: Factor, start: float, end: float, low: float, high: float, whole: bool) -> Cell | None:
    """Return the part of a span inside ``[low, high]``, or None if no value of it is there."""
    first, last = max(start, low), min(end, high)
    if start == end:
        inside = low <= start <= high and not (whole and start != math.floor(start))
        return _quantity(factor, start, start, start) if inside else None
    if first > last or (first == last and not start < first < end):
        return None
    if whole:
        first = math.floor(first) + 1.0 if first == start else float(math.ceil(first))
        last = last if math.isinf(last) else math.ceil(last) - 1.0 if last == end else float(math.floor(last))
        if first > last:
            return None
        return _quantity(factor, first, start, end)
    return _quantity(factor, _between(first, last), start, end)


def _between(first: float, last: float) -> float:
    if math.isinf(first):
        return last - 1.0 - abs(last)
    return first + 1.0 + abs(first) if math.isinf(last) else first + (last - first) / 2


def _quantity(factor: Factor, value: float, start: float, end: float) -> Cell:
    return Cell(fact=Fact(factor=factor.id, low=value, high=value), start=start, end=end)
