"""Conditions and rules in three values."""

from __future__ import annotations

import pytest

from graph.rules import certain, holds
from graph.rules import test as outcome_of
from kb.types import Bound, Fact, Outcome
from tests.graph.cases import choice, number, rule, when


@pytest.mark.parametrize(
    ("condition", "low", "high", "outcome"),
    [
        ("load < 100", 99, 99, "holds"),
        ("load < 100", 100, 100, "fails"),
        ("load <= 100", 100, 100, "holds"),
        ("load > 100", 100, 100, "fails"),
        ("load >= 100", 100, 100, "holds"),
        ("load between 100 and 200", 100, 200, "holds"),
        ("load between 100 and 200", 201, 300, "fails"),
        ("load < 100", 50, 150, "unknown"),
        ("load < 100", 50, 100, "holds"),
        ("load >= 100", 50, 100, "fails"),
        ("load > 100", 100, 101, "holds"),
        ("load between 100 and 200", 0, 100, "fails"),
        ("load between 100 and 200", 0, 101, "unknown"),
        ("load between 100 and 100", 0, 200, "unknown"),
    ],
)
def test_a_quantity_is_held_against_a_threshold(condition: str, low: float, high: float, outcome: str) -> None:
    """A range holds if all between its ends satisfies the condition, fails if none does, and is unknown otherwise."""
    assert outcome_of(when(condition), number("load", low, high)) == outcome


@pytest.mark.parametrize(
    ("condition", "bound", "outcome"),
    [
        ("load < 100", "at most", "holds"),
        ("load < 100", "at least", "fails"),
        ("load <= 100", "at least", "fails"),
        ("load > 100", "at least", "holds"),
        ("load > 100", "at most", "fails"),
        ("load between 100 and 200", "at least", "holds"),
        ("load between 100 and 200", "at most", "fails"),
        ("load > 400", "at least", "fails"),
    ],
)
def test_a_value_with_a_bound_is_that_value_or_just_inside_a_bar_of_its_own(
    condition: str, bound: Bound, outcome: str
) -> None:
    """At least 100 is held against a bar as 100 is, and as a little more where the bar is 100."""
    assert outcome_of(when(condition), number("load", 100, bound=bound)) == outcome


def test_certain_counts_the_end_points_of_a_range() -> None:
    """What the walk takes from the stretch between the ends is not certain at the ends."""
    assert certain(when("load < 100"), number("load", 50, 100)) is Outcome.UNKNOWN
    assert certain(when("load < 100"), number("load", 50, 99)) is Outcome.HOLDS


@pytest.mark.parametrize(
    ("condition", "low", "high", "outcome"),
    [("load > 100", 101, None, "holds"), ("load > 100", 1, None, "unknown"), ("load > 100", None, 100, "fails")],
)
def test_a_missing_end_of_a_range_is_open(condition: str, low: float | None, high: float | None, outcome: str) -> None:
    """A fact such as "more than a hundred" has no upper end."""
    assert outcome_of(when(condition), Fact(factor="load", low=low, high=high)) == outcome


def test_a_choice_is_one_of_the_accepted_values_or_not() -> None:
    """A category holds for each value named and fails for any other."""
    condition = when("cadence is daily or weekly")
    assert outcome_of(condition, choice("cadence", "weekly")) is Outcome.HOLDS
    assert outcome_of(condition, choice("cadence", "hourly")) is Outcome.FAILS


def test_no_fact_is_unknown_and_not_false() -> None:
    """A condition on a factor that nobody stated neither holds nor fails."""
    assert outcome_of(when("team is no"), None) is Outcome.UNKNOWN
    assert outcome_of(when("load < 100"), None) is Outcome.UNKNOWN


def test_a_rule_is_the_kleene_conjunction_of_its_conditions() -> None:
    """One failed condition fails the rule whatever is unknown; without a failed one an unknown keeps it unknown."""
    both = rule("r", ["load < 100", "team is yes"], "api")
    assert holds(both, {"load": number("load", 500)})[0] is Outcome.FAILS
    assert holds(both, {"load": number("load", 5)})[0] is Outcome.UNKNOWN
    assert holds(both, {"load": number("load", 5), "team": choice("team", "yes")})[0] is Outcome.HOLDS


def test_the_tests_come_in_the_order_of_the_conditions_with_their_facts() -> None:
    """Each test shows its condition, its outcome and the fact that it was held against."""
    fact = number("load", 500)
    _, tests = holds(rule("r", ["team is yes", "load < 100"], "api"), {"load": fact})
    assert [(t.condition.text, t.outcome.value, t.fact) for t in tests] == [
        ("team is yes", "unknown", None),
        ("load < 100", "fails", fact),
    ]
