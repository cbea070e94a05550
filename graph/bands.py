"""Which option is recommended where along one quantity, all else as it is known or unknown now. Pure.

Exact: the line is cut into the cells between which no condition tells a difference (``graph.cells``), one value of each
is walked, and neighbours with the same recommendation are joined.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import groupby

from graph.arguing import Scale, conditions_by_factor, defined, fixed_without, hanging_on, true_rules
from graph.cells import Cell, domain, line
from graph.rules import Decision
from kb.types import Fact, Factor, FactorKind, Record


class Band(Record):
    """A stretch of one quantity on which one option is recommended, in the factor's canonical unit.

    ``high`` is None where nothing bounds it. ``low_in`` and ``high_in`` say whether the end itself belongs to it.
    """

    option: str
    low: float
    high: float | None
    low_in: bool
    high_in: bool

    def holds(self, value: float) -> bool:
        """Say whether a value lies on this stretch."""
        above = value > self.low or (self.low_in and value == self.low)
        return above and (self.high is None or value < self.high or (self.high_in and value == self.high))


def quantities(decision: Decision, factors: Mapping[str, Factor]) -> tuple[str, ...]:
    """Return the quantities that some rule of the decision tests, by id."""
    tested = conditions_by_factor(decision.rules)
    return tuple(id for id in tested if defined(factors, id).kind is FactorKind.QUANTITY)


def bands_of(decision: Decision, facts: Mapping[str, Fact], factor: Factor) -> tuple[Band, ...]:
    """Return the bands of a quantity from its least to its greatest value; they leave out no value it can take.

    What is stated about the quantity itself is not looked at.
    """
    scale = Scale.of(decision)
    least, greatest = domain(factor)
    conditions = conditions_by_factor(decision.rules).get(factor.id, [])
    fixed = fixed_without(decision, facts, factor.id)
    moving = hanging_on(decision.rules, facts, factor.id)
    chosen = [
        (scale.best([*fixed, *true_rules(moving, factor.id, cell.fact)]), cell)
        for cell in line(factor, conditions, least, greatest)
    ]
    groups = ((option, [cell for _, cell in group]) for option, group in groupby(chosen, key=lambda pair: pair[0]))
    return tuple(_band(option, cells, least, greatest) for option, cells in groups)


def _band(option: str, cells: list[Cell], least: float, greatest: float) -> Band:
    low, high = max(cells[0].start, least), min(cells[-1].end, greatest)
    return Band(
        option=option,
        low=low,
        high=None if math.isinf(high) else high,
        low_in=cells[0].point or cells[0].start < least,
        high_in=cells[-1].point or cells[-1].end > greatest,
    )
