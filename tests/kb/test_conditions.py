"""Conditions are read as people write them, and refused with advice where they make no sense."""

from __future__ import annotations

import pytest

from kb.conditions import parse_condition
from kb.types import Factor, FactorKind

FACTORS = {
    "requests_per_day": Factor(
        id="requests_per_day", name="load", kind=FactorKind.QUANTITY, unit="1/day", ask="?", why="."
    ),
    "latency_budget": Factor(id="latency_budget", name="latency", kind=FactorKind.QUANTITY, unit="s", ask="?", why="."),
    "labelled_examples": Factor(
        id="labelled_examples", name="labels", kind=FactorKind.QUANTITY, unit="count", ask="?", why="."
    ),
    "ops_24_7": Factor(id="ops_24_7", name="operations", kind=FactorKind.YES_NO, ask="?", why="."),
    "prediction_cadence": Factor(
        id="prediction_cadence",
        name="cadence",
        kind=FactorKind.CATEGORY,
        values=("on-demand", "daily", "weekly"),
        ask="?",
        why=".",
    ),
}


@pytest.mark.parametrize(
    ("text", "comparator", "low", "high"),
    [
        ("requests_per_day < 100 thousand/day", "<", 100_000, None),
        ("requests_per_day>=1 million/day", ">=", 1_000_000, None),
        ("latency_budget <= 200 ms", "<=", 0.2, None),
        ("labelled_examples between 500 and 1000", "between", 500, 1000),
        ("labelled_examples between 500 and 1,000 examples", "between", 500, 1000),
        ("latency_budget between 100 and 200 ms", "between", 0.1, 0.2),
        ("requests_per_day between 100 thousand and 1 million/day", "between", 100_000, 1_000_000),
    ],
)
def test_quantities_are_in_the_canonical_unit(text: str, comparator: str, low: float, high: float | None) -> None:
    """Whatever unit the author wrote, the condition holds the factor's own."""
    condition = parse_condition(text, FACTORS)
    assert condition.comparator == comparator
    assert condition.low == pytest.approx(low)
    assert condition.high == (pytest.approx(high) if high is not None else None)


def test_a_bare_lower_end_has_the_period_of_the_upper_one() -> None:
    """``3 and 15 million/month`` means three a month, not three a day."""
    condition = parse_condition("requests_per_day between 3 million and 15 million/month", FACTORS)
    assert condition.low is not None
    assert condition.high is not None
    assert condition.high / condition.low == pytest.approx(5)


def test_choices_keep_their_values() -> None:
    """A yes/no and a category list what they accept."""
    assert parse_condition("ops_24_7 is no", FACTORS).values == ("no",)
    assert parse_condition("prediction_cadence is daily or weekly", FACTORS).values == ("daily", "weekly")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("requests_per_day", "is no condition"),
        ("requests_per_day = 5/day", "is no condition"),
        ("requests < 5/day", "unknown factor 'requests'"),
        ("requests_per_day < 5 minutes", "duration"),
        ("requests_per_day is high", "is a quantity"),
        ("ops_24_7 < 5", "ops_24_7 is yes or no"),
        ("ops_24_7 is maybe", "unknown value 'maybe'"),
        ("labelled_examples between 1000 and 500", "upside down"),
        ("labelled_examples between 1000", "no two ends"),
        ("x < " + " " * 5000 + "1", "is no condition"),
    ],
)
def test_nonsense_is_refused_with_the_reason(text: str, said: str) -> None:
    """The message says what is wrong with the condition."""
    with pytest.raises(ValueError, match=said):
        parse_condition(text, FACTORS)
