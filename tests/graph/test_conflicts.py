"""Positions of sources set against each other."""

from __future__ import annotations

import pytest

from graph.conflicts import compare, conflicts, figure
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
    assert "“below 100,000 calls” names no period" in why


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
    assert "16,430 a day" in why
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


def _counted(*populations: str | None, period: str | None = "day") -> Disagreement:
    bars = (bar("<", 100_000, unit="", period=period), bar("~", 500_000, unit="", period="month"))
    sides = (
        Position(evidence=f"a#{n}", text="t", states=states, population=population)
        for n, (states, population) in enumerate(zip(bars, populations, strict=True))
    )
    return _disagreement(*sides, factors=("load",))


def test_figures_that_count_the_same_are_compared() -> None:
    """The same population, however it is spaced or capitalised, leaves the comparison to the numbers."""
    (found,) = conflicts([_counted("API calls", "api  calls")], FACTORS)
    assert found.relation == "disagree"
    assert "6.09 times apart" in found.why


def test_figures_that_count_something_else_are_not_comparable_and_say_what() -> None:
    """Both populations are named, each with its figure."""
    (found,) = conflicts([_counted("queries", "API calls")], FACTORS)
    assert found.relation == "not comparable"
    assert "“below 100,000 a day” counts queries; “about 500,000 a month” counts API calls" in found.why


def test_a_figure_that_does_not_say_what_it_counts_is_named() -> None:
    """A missing population makes figures not comparable, as a missing period does; only the silent side is named."""
    (found,) = conflicts([_counted(None, "API calls")], FACTORS)
    assert found.relation == "not comparable"
    assert "“below 100,000 a day” does not say what is counted" in found.why
    assert "500,000" not in found.why


def test_missing_period_and_different_population_are_both_said() -> None:
    """One reason does not hide the other."""
    (found,) = conflicts([_counted("queries", "API calls", period=None)], FACTORS)
    assert "names no period" in found.why
    assert "counts queries" in found.why


def test_the_noun_behind_a_number_is_its_population() -> None:
    """Requests and calls differ without anything authored; a unit of measure is no population."""
    (found,) = conflicts(
        [
            _disagreement(
                Position(evidence="a#b", text="t", states=bar("<", 5, unit="requests")),
                Position(evidence="c#d", text="t", states=bar("<", 5, unit="calls")),
            )
        ],
        FACTORS,
    )
    assert (found.relation, "counts requests" in found.why) == ("not comparable", True)
    seconds = Position(evidence="a#b", text="t", states=bar("<", 5, unit="s"))
    (found,) = conflicts([_disagreement(seconds, seconds)], FACTORS)
    assert (found.relation, "what is counted" in found.why) == ("not comparable", True)


@pytest.mark.parametrize(
    ("threshold", "words"),
    [
        (bar("<", 100_000, unit="", period="day"), "below 100,000 a day"),
        (bar("~", 500_000, period="month"), "about 500,000 calls a month"),
        (bar(">=", 1000, unit="examples"), "at least 1,000 examples"),
        (bar("between", 5, high=9, unit="%"), "5 to 9%"),
    ],
)
def test_a_figure_reads_as_its_source_puts_it(threshold: Threshold, words: str) -> None:
    """Comparator, number, unit and period in words."""
    assert figure(threshold) == words
