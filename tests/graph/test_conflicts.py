"""Positions of sources set against each other."""

from __future__ import annotations

import pytest

from graph.conflicts import compare, conflicts
from kb.types import Disagreement, Position, Threshold
from tests.graph.cases import FACTORS


def bar(
    comparator: str, low: float, *, high: float | None = None, unit: str = "calls", period: str | None = None
) -> Threshold:
    """Return a threshold as a source states it."""
    return Threshold.model_validate(
        {
            "comparator": comparator,
            "low": low,
            "high": low if high is None else high,
            "unit": unit,
            "period": period,
            "text": f"{comparator} {low:g} {unit}",
        }
    )


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        (bar("<", 100_000, period="day"), bar("<", 3_044_000, period="month"), "agree"),
        (bar("<", 100_000, period="day"), bar("~", 500_000, period="month"), "disagree"),
        (bar("<", 100_000, period="day"), bar("<", 104_000, period="day"), "agree"),
        (bar("<", 100_000), bar("~", 500_000, period="month"), "not comparable"),
        (bar("<", 500), bar(">", 1000), "disagree"),
        (bar("<", 1000), bar(">", 500), "disagree"),
        (bar("<", 1000), bar(">=", 1000), "agree"),
        (bar("between", 1, high=5), bar("between", 3, high=9), "disagree"),
        (bar("<", 5, unit="%"), bar("<", 5, unit="s"), "not comparable"),
    ],
)
def test_thresholds_are_compared_after_normalisation(a: Threshold, b: Threshold, relation: str) -> None:
    """Rates are set against each other per day, whatever period each source uses, in both orders."""
    rate = a.period is not None or b.period is not None
    assert compare(a, b, rate=rate)[0] == compare(b, a, rate=rate)[0] == relation


def test_a_missing_period_is_said_in_words() -> None:
    """The reader learns which side names no period."""
    _, why = compare(bar("<", 100_000), bar("~", 500_000, period="month"), rate=True)
    assert "< 100000 calls" in why
    assert "no period" in why


def test_a_gap_between_two_bounds_is_said_in_words() -> None:
    """Under 500 and over 1,000 leave what lies between to nobody."""
    _, why = compare(bar("<", 500), bar(">", 1000), rate=False)
    assert "below 500" in why
    assert "above 1,000" in why
    assert "in between neither says anything" in why


def test_two_bars_far_apart_say_how_far() -> None:
    """100,000 a day against 500,000 a month is a factor of six."""
    _, why = compare(bar("<", 100_000, period="day"), bar("~", 500_000, period="month"), rate=True)
    assert "100,000 a day" in why
    assert "16,427 a day" in why
    assert "6.09 times apart" in why


def _disagreement(*positions: Position, factors: tuple[str, ...] = ()) -> Disagreement:
    return Disagreement(id="x", about="a thing", factors=factors, positions=positions)


def test_stances_differ_or_agree() -> None:
    """Where there is no figure, the stances decide."""
    praised, warned = (Position(evidence="a#b", text="t", stance=word) for word in ("praises", "warns"))
    found = conflicts([_disagreement(praised, warned), _disagreement(praised, praised)], FACTORS)
    assert [conflict.relation for conflict in found] == ["disagree", "agree"]
    assert "praises" in found[0].why


def test_a_figure_against_a_stance_is_not_comparable() -> None:
    """Volume on one side and necessity on the other measure different things."""
    figure = Position(evidence="a#b", text="t", states=bar(">", 5))
    stance = Position(evidence="a#c", text="t", stance="necessity")
    (found,) = conflicts([_disagreement(figure, stance)], FACTORS)
    assert (found.relation, found.positions) == ("not comparable", (0, 1))


def test_a_rate_is_known_by_the_factor_even_if_no_side_names_a_period() -> None:
    """Two bare numbers of requests, on a factor that counts per day, cannot be compared."""
    sides = (Position(evidence="a#b", text="t", states=bar("<", n)) for n in (5.0, 9.0))
    (found,) = conflicts([_disagreement(*sides, factors=("load",))], FACTORS)
    assert found.relation == "not comparable"


def test_of_three_positions_the_gravest_relation_stands() -> None:
    """Two that disagree are not hidden by a third that cannot be compared."""
    sides = (
        Position(evidence="a#b", text="t", states=bar("<", 5, period="day")),
        Position(evidence="a#c", text="t", states=bar("<", 50, period="day")),
        Position(evidence="a#d", text="t", stance="it depends"),
    )
    (found,) = conflicts([_disagreement(*sides)], FACTORS)
    assert (found.relation, found.positions) == ("disagree", (0, 1, 2))


def test_one_position_is_no_conflict() -> None:
    """Nothing is set against a single voice."""
    assert conflicts([_disagreement(Position(evidence="a#b", text="t"))], FACTORS) == ()
