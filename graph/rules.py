"""Hold a condition against a fact, and a rule against the facts, in three values. Pure.

A fact about a quantity is a range from ``low`` to ``high`` in the factor's canonical unit; a missing end is open.
The walk takes a range without its end points, which alone decide nothing ("200 to 500" is below 500): a condition
holds if the whole of it satisfies the condition, fails if no stretch of it does, and is unknown otherwise. A value with
a bound ("at least 90") is taken as that value, or as just inside where a threshold is that very value.

Robustness asks ``certain`` instead, to which every possible value counts, end points too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from graph.path import Test
from kb.types import Condition, Fact, Option, Outcome, Record, Rule, TradeOff


class Decision(Record):
    """What a walk needs of one trade-off: its options in the author's order, the one to start with, its rules by id.

    ``graph.query.decision_of`` reads it out of the graph; ``Decision.of`` takes it from the authored record.
    """

    id: str
    name: str
    options: tuple[Option, ...]
    start: str
    start_because: str = ""
    start_evidence: tuple[str, ...] = ()
    rules: tuple[Rule, ...]

    @classmethod
    def of(cls, trade_off: TradeOff) -> Decision:
        """Return the decision that a trade-off as authored stands for."""
        return cls(
            id=trade_off.id,
            name=trade_off.name,
            options=trade_off.options,
            start=trade_off.start,
            start_because=trade_off.start_because,
            start_evidence=trade_off.start_evidence,
            rules=tuple(sorted(trade_off.rules, key=lambda rule: rule.id)),
        )


def test(condition: Condition, fact: Fact | None) -> Outcome:
    """Say whether a condition holds, fails or is unknown, given the fact about its factor (``None``: none stated)."""
    if fact is None:
        return Outcome.UNKNOWN
    if condition.comparator == "is":
        if fact.choice is None:
            return Outcome.UNKNOWN
        return Outcome.HOLDS if fact.choice in condition.values else Outcome.FAILS
    low, high = _ends(fact)
    if low == high and fact.bound is None:
        return Outcome.HOLDS if all_satisfy(condition, low, high) else Outcome.FAILS
    start, end = bounds(condition)
    if low == high:
        inside = start <= low < end if fact.bound == "at least" else start < low <= end
        return Outcome.HOLDS if inside else Outcome.FAILS
    if start <= low and high <= end:
        return Outcome.HOLDS
    return Outcome.UNKNOWN if max(start, low) < min(end, high) or low < start == end < high else Outcome.FAILS


def certain(condition: Condition, fact: Fact | None) -> Outcome:
    """Say whether a condition holds or fails for every value of the fact, the ends of its range included.

    Whatever this says, ``test`` says too; it leaves open what ``test`` reads off the stretch between the ends. The
    bound of a fact is not looked at: open its range first.
    """
    if fact is None or fact.choice is not None or condition.comparator == "is":
        return test(condition, fact)
    low, high = _ends(fact)
    if all_satisfy(condition, low, high):
        return Outcome.HOLDS
    return Outcome.UNKNOWN if any_satisfies(condition, low, high) else Outcome.FAILS


def _ends(fact: Fact) -> tuple[float, float]:
    return -math.inf if fact.low is None else fact.low, math.inf if fact.high is None else fact.high


test.__test__ = False  # type: ignore[attr-defined]  # not a pytest function


def all_satisfy(condition: Condition, low: float, high: float) -> bool:
    """Say whether every value of ``[low, high]`` satisfies a condition on a quantity."""
    start, end = bounds(condition)
    match condition.comparator:
        case "<":
            return high < end
        case ">":
            return low > start
        case _:
            return start <= low and high <= end


def any_satisfies(condition: Condition, low: float, high: float) -> bool:
    """Say whether some value of ``[low, high]`` satisfies a condition on a quantity."""
    start, end = bounds(condition)
    match condition.comparator:
        case "<":
            return low < end
        case ">":
            return high > start
        case _:
            return low <= end and high >= start


def bounds(condition: Condition) -> tuple[float, float]:
    """Return the ends of the region that a condition on a quantity accepts, in the factor's canonical unit."""
    low = -math.inf if condition.low is None else condition.low
    match condition.comparator:
        case "<" | "<=":
            return -math.inf, low
        case ">" | ">=":
            return low, math.inf
        case _:
            return low, math.inf if condition.high is None else condition.high


def holds(rule: Rule, facts: Mapping[str, Fact]) -> tuple[Outcome, tuple[Test, ...]]:
    """Hold a rule against the facts (factor id -> fact): it fails if a condition fails, holds if all of them hold.

    Anything else is unknown. A rule without conditions holds always. The tests come in the order of the conditions.
    """
    tests = tuple(
        Test(condition=condition, outcome=test(condition, fact), fact=fact)
        for condition in rule.when
        for fact in (facts.get(condition.factor),)
    )
    return conjunction(tuple(t.outcome for t in tests)), tests


def conjunction(outcomes: tuple[Outcome, ...]) -> Outcome:
    """Return the strong Kleene conjunction: fails before unknown, unknown before holds."""
    if Outcome.FAILS in outcomes:
        return Outcome.FAILS
    return Outcome.UNKNOWN if Outcome.UNKNOWN in outcomes else Outcome.HOLDS
