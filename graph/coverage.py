"""Where on a quantity's line the rules of a decision say nothing, and where they pull apart. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from graph.arguing import Scale, all_true, conditions_by_factor, defined, tests_factor
from graph.cells import Cell, answers, domain, line
from graph.outlook import Axis, look_out
from graph.rules import Decision
from kb.figures import number
from kb.types import Condition, Factor, FactorKind, Rule

_BAR = re.compile(r"\S+\s*(?:<=|>=|<|>)\s*(?P<amount>.+?)\s*$")


@dataclass(frozen=True)
class Region:
    """Neighbouring cells of one quantity; ``inner`` where cells of the line lie on both sides of it."""

    factor: str
    cells: tuple[Cell, ...]
    inner: bool
    text: str


@dataclass(frozen=True)
class Overlap:
    """Two rules for different options that can hold at once, and the region of a quantity that both speak of.

    ``alone`` where neither tests anything else; ``refined`` where one tests all that the other does, and more.
    """

    one: Rule
    other: Rule
    region: Region
    alone: bool
    refined: bool


def gaps(decision: Decision, factors: Mapping[str, Factor]) -> tuple[Region, ...]:
    """Return the regions of each quantity that no rule's conditions on it accept, by factor and in order.

    Only quantities that some rule tests have any.
    """
    found: list[Region] = []
    for factor, cells, rules, written in _lines(decision, factors):
        spoken = [any(all_true(rule, factor.id, cell.fact) for rule in rules) for cell in cells]
        found += _regions(factor, cells, [not covered for covered in spoken], written)
    return tuple(found)


def overlaps(decision: Decision, factors: Mapping[str, Factor]) -> tuple[Overlap, ...]:
    """Return the pairs of rules for different options that both hold in a region of a quantity, other facts allowing.

    A pair is listed once, for the first quantity that both test.
    """
    found: dict[tuple[str, str], Overlap] = {}
    for factor, cells, rules, written in _lines(decision, factors):
        for one, other in combinations(rules, 2):
            if one.favours == other.favours or (one.id, other.id) in found:
                continue
            both = [all_true(one, factor.id, c.fact) and all_true(other, factor.id, c.fact) for c in cells]
            if any(both) and _compatible(one, other, factor.id, factors):
                region = _regions(factor, cells, both, written)[0]
                found[one.id, other.id] = _overlap(one, other, region)
    return tuple(found.values())


@dataclass(frozen=True)
class Reach:
    """What some state of the facts can bring about, each factor known or not: options recommended, factors that count.

    ``exact`` is false where there were too many states to walk them all (``graph.outlook``).
    """

    options: frozenset[str]
    deciding: frozenset[str]
    exact: bool


def reach(decision: Decision, factors: Mapping[str, Factor]) -> Reach:
    """Return which options can be recommended at all, and which factors can change a recommendation.

    Other than the outlook of an answer this lets a factor stay unknown, as it does for most who ask.
    """
    scale = Scale.of(decision)
    live = [rule for rule in decision.rules if rule.when]
    scores = scale.scores(rule for rule in decision.rules if not rule.when)
    axes = [_axis(defined(factors, id), tested, live) for id, tested in conditions_by_factor(live).items()]
    if not axes:
        return Reach(frozenset({scale.best(decision.rules)}), frozenset(), True)
    outlook = look_out(
        axes,
        np.array([scores[option] for option in scale.options], dtype=np.float64),
        np.array([scale.options.index(rule.favours) for rule in live], dtype=np.intp),
        np.array([scale.weights[rule.force] for rule in live], dtype=np.float64),
    )
    return Reach(
        options=frozenset(option for place, option in enumerate(scale.options) if outlook.reached >> place & 1),
        deciding=frozenset(axis.factor for axis, swing in zip(axes, outlook.swings, strict=True) if swing),
        exact=outlook.exact,
    )


def _axis(factor: Factor, conditions: Sequence[Condition], live: Sequence[Rule]) -> Axis:
    """Return a factor's answers with one more, that it is not known, in which no rule on it holds."""
    these = answers(factor, conditions, None)
    chances = np.array([*(answer.weight for answer in these), 1.0])
    truth = [
        [*(all_true(rule, factor.id, answer.fact) for answer in these), not tests_factor(rule, factor.id)]
        for rule in live
    ]
    return Axis(factor.id, chances / chances.sum(), np.array(truth, dtype=np.float64))


def _lines(
    decision: Decision, factors: Mapping[str, Factor]
) -> list[tuple[Factor, tuple[Cell, ...], tuple[Rule, ...], dict[float, str]]]:
    """Return each tested quantity with the cells of its line, the rules that test it, and its bars as written."""
    tested = conditions_by_factor(decision.rules)
    return [
        (
            factors[id],
            line(factors[id], conditions, *domain(factors[id])),
            tuple(rule for rule in decision.rules if tests_factor(rule, id)),
            _written(conditions),
        )
        for id, conditions in tested.items()
        if id in factors and factors[id].kind is FactorKind.QUANTITY
    ]


def _regions(
    factor: Factor, cells: Sequence[Cell], chosen: Sequence[bool], written: Mapping[float, str]
) -> list[Region]:
    """Return the runs of chosen cells."""
    found, start = [], 0
    while start < len(cells):
        end = start
        while end < len(cells) and chosen[end]:
            end += 1
        if end > start:
            run = tuple(cells[start:end])
            found.append(Region(factor.id, run, start > 0 and end < len(cells), _stretch(run, factor, written)))
        start = max(end, start + 1)
    return found


def _compatible(one: Rule, other: Rule, besides: str, factors: Mapping[str, Factor]) -> bool:
    """Say whether for every other factor that both test some value lets both hold."""
    shared = ({c.factor for c in one.when} & {c.factor for c in other.when}) - {besides}
    for id in shared & factors.keys():
        conditions = [c for rule in (one, other) for c in rule.when if c.factor == id]
        these = answers(factors[id], conditions, None)
        if not any(all_true(one, id, a.fact) and all_true(other, id, a.fact) for a in these):
            return False
    return True


def _overlap(one: Rule, other: Rule, region: Region) -> Overlap:
    tested = ({c.factor for c in one.when}, {c.factor for c in other.when})
    return Overlap(
        one=one,
        other=other,
        region=region,
        alone=tested[0] == tested[1] == {region.factor},
        refined=tested[0] < tested[1] or tested[1] < tested[0],
    )


def _stretch(cells: Sequence[Cell], factor: Factor, written: Mapping[float, str]) -> str:
    """Return neighbouring cells in words: "between 3 and 8", "above 100,000/day", "exactly 5%"."""
    first, last = cells[0], cells[-1]
    least, greatest = domain(factor)

    def shown(value: float) -> str:
        return written.get(value) or amount_text(value, factor.unit)

    low = "" if first.start <= least and not first.point else shown(first.start)
    high = "" if last.end >= greatest and not last.point else shown(last.end)
    if low and low == high:
        return f"exactly {low}"
    if low and high:
        return f"between {low} and {high}"
    if low:
        return f"from {low} on" if first.point else f"above {low}"
    return f"up to {high}" if last.point else f"below {high}" if high else "anywhere"


def _written(conditions: Sequence[Condition]) -> dict[float, str]:
    """Return the bars as their author wrote them ("100 thousand/month"), by their value in the canonical unit."""
    found: dict[float, str] = {}
    for condition in conditions:
        form = _BAR.match(condition.text)
        if form is not None and condition.low is not None:
            found.setdefault(condition.low, form["amount"])
    return found


def amount_text(value: float, unit: str | None) -> str:
    """Return a value with its canonical unit: ``100,000/day``, ``5%``, ``300 s``, ``500``."""
    shown = number(value, own=True)
    if not unit or unit == "count":
        return shown
    return f"{shown}{unit.removeprefix('1')}" if unit.startswith("1/") or unit == "%" else f"{shown} {unit}"
