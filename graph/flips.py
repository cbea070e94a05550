"""The nearest value of each known quantity at which the recommendation changes, all else staying as it is. Pure.

A range starts from inside its end points, a value with a bound that stands at a threshold from its open side, as the
walk takes them. Where a stated range already straddles a change, that is asked, not flipped.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from graph.arguing import Scale, conditions_by_factor, defined, fixed_without, hanging_on, true_rules
from graph.cells import Cell, domain, line, range_of
from graph.path import Flip
from graph.rules import Decision
from kb.types import Condition, Fact, Factor, FactorKind, Force, Rule


def flips_of(
    decision: Decision, scale: Scale, facts: Mapping[str, Fact], factors: Mapping[str, Factor], current: str
) -> tuple[Flip, ...]:
    """Return the flips of the known quantities away from the ``current`` recommendation, the nearest first."""
    found: list[tuple[float, Flip]] = []
    for id, conditions in conditions_by_factor(decision.rules).items():
        if id in facts and defined(factors, id).kind is FactorKind.QUANTITY:
            found += _flips_of(decision, scale, facts, factors[id], conditions, current)
    return tuple(flip for _, flip in sorted(found, key=lambda pair: (pair[0], pair[1].factor, pair[1].direction)))


def _flips_of(
    decision: Decision,
    scale: Scale,
    facts: Mapping[str, Fact],
    factor: Factor,
    conditions: Sequence[Condition],
    current: str,
) -> Iterable[tuple[float, Flip]]:
    """Yield the flips of one known quantity, each with its distance from the fact."""
    low, high = range_of(factor, facts[factor.id])
    least, greatest = domain(factor)
    cells = line(factor, conditions, min(least, low), max(greatest, high))
    fixed = fixed_without(decision, facts, factor.id)
    moving = hanging_on(decision.rules, facts, factor.id)
    holding = [true_rules(moving, factor.id, cell.fact) for cell in cells]
    chosen = [scale.best([*fixed, *rules]) for rules in holding]
    for value, step in ((high, 1), (low, -1)):
        place = _inside(cells, facts[factor.id], _place(cells, value), step)
        if place is None or chosen[place] != current:
            continue
        while 0 <= place + step < len(cells) and chosen[place] == current:
            place += step
        if chosen[place] != current:
            yield _flip(
                factor, cells[place], step, chosen[place], current, holding[place - step], holding[place], value
            )


def _place(cells: Sequence[Cell], value: float) -> int | None:
    for place, cell in enumerate(cells):
        if cell.start < value < cell.end or cell.start == value == cell.end:
            return place
    return None


def _inside(cells: Sequence[Cell], fact: Fact, place: int | None, step: int) -> int | None:
    """Return the cell beside an end point into the range, or on the open side of a bound, as the walk takes it."""
    inward = -step if fact.low != fact.high else {"at least": 1, "at most": -1, None: 0}[fact.bound]
    if place is None or not inward or not cells[place].point or not 0 <= place + inward < len(cells):
        return place
    return place + inward


def _flip(
    factor: Factor,
    cell: Cell,
    step: int,
    towards: str,
    current: str,
    before: Sequence[Rule],
    after: Sequence[Rule],
    value: float,
) -> tuple[float, Flip]:
    at = cell.start if step > 0 else cell.end
    changed = [rule for rule in (*before, *after) if (rule in before) != (rule in after)]
    responsible = [rule for rule in changed if rule.favours in (towards, current)]
    order = list(Force)
    responsible.sort(key=lambda rule: (rule not in after, rule.favours != towards, order.index(rule.force), rule.id))
    flip = Flip(
        factor=factor.id,
        at=at,
        unit=factor.unit or "",
        direction="up" if step > 0 else "down",
        towards=towards,
        rules=tuple(rule.id for rule in responsible),
        inclusive=cell.point,
    )
    return _distance(value, at), flip


def _distance(value: float, at: float) -> float:
    """Return how far a change is from the fact, relative to the greater of the two: 0 at it, 1 from or to zero."""
    greater = max(abs(value), abs(at))
    return abs(at - value) / greater if greater and math.isfinite(greater) else 0.0
