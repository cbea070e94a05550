"""A fact that was stated before with other values, and its figure in the unit that it was said in. Pure."""

from __future__ import annotations

from typing import NamedTuple

from bot.listen import Heard, Turn
from kb.periods import SECONDS, per_day
from kb.quantity import Amount, convert, read_amounts
from kb.types import Fact, Factor

LEAP = 10_000.0
"""How many times as many or as few a new value may be; beyond, it leaps."""


class Again(NamedTuple):
    """The new value of a fact, and the starts of the numbers of the turn that tell it."""

    heard: Heard
    starts: frozenset[int]


def changed(turn: Turn, fact: Fact, values: tuple[float, float], start: int, end: int) -> Heard:
    """Return a fact with other values, told by the words at ``[start, end)`` of a turn."""
    words, span = turn.words(start, end)
    return Heard(fact.model_copy(update={"low": values[0], "high": values[1], "text": words, "span": span}), 1.0)


def multiplied(turn: Turn, fact: Fact, times: float, start: int, end: int) -> Heard:
    """Return a fact as often, told by the words at ``[start, end)`` of a turn."""
    values = (float(fact.low or 0.0) * times, float(fact.high or 0.0) * times)
    return changed(turn, fact, values, start, end)


def of_period(turn: Turn, fact: Fact, named: str, start: int, end: int) -> Heard:
    """Return a rate whose figure is of another period, told by the words at ``[start, end)`` of a turn."""
    scale = per_day(1.0, named) / per_day(1.0, str(fact.unit_said))
    return multiplied(turn, fact.model_copy(update={"unit_said": named}), scale, start, end)


def is_figure_of(amount: Amount, fact: Fact, factor: Factor) -> bool:
    """Say whether a number, bare or not, is the one that a fact was stated by."""
    return in_unit_said(amount, factor, fact.unit_said) == (fact.low, fact.high)


def in_unit_said(amount: Amount, factor: Factor, unit_said: str | None) -> tuple[float, float]:
    """Return the values of a bare number in the unit in which its factor was stated before."""
    if factor.unit == "1/day":
        period = unit_said if unit_said in SECONDS else "day"
        rate = convert(amount.model_copy(update={"dimension": "rate", "period": period}), "1/day")
        return rate or (amount.low, amount.high)
    if factor.unit in {"s", "weeks"} and unit_said:
        duration = read_amounts(f"1 {unit_said}")
        if duration and (one := convert(duration[0], factor.unit)):
            return amount.low * one[0], amount.high * one[0]
    return amount.low, amount.high


def restated(amount: Amount, fact: Fact, period: str | None) -> bool:
    """Say whether a number is that of a rate stated before, now said of another ``period``."""
    if (
        amount.dimension not in {"count", "rate"}
        or period is None
        or fact.unit_said not in SECONDS
        or period == fact.unit_said
    ):
        return False
    before = (float(fact.low or 0.0), float(fact.high or 0.0))
    return (per_day(amount.low, str(fact.unit_said)), per_day(amount.high, str(fact.unit_said))) == before


def can_restate(amount: Amount, factor: Factor, known: Fact) -> bool:
    """Say whether a number can be the new value of what an earlier turn stated: of "12 billion", "one" is none."""
    new = convert(amount, str(factor.unit)) or in_unit_said(amount, factor, known.unit_said)
    least, most = sorted((new[1], float(known.high or 0.0)))
    return least == 0.0 or most < LEAP * least


def same_value(one: Fact, other: Fact) -> bool:
    """Say whether two facts state the same of the same factor."""
    return all(getattr(one, part) == getattr(other, part) for part in ("factor", "low", "high", "choice"))
