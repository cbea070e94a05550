"""Facts set by hand: read strictly, refused with a reason."""

from __future__ import annotations

import pytest

from bot.given import given_fact, given_facts, taken_back
from bot.wording import stated
from kb.errors import InputError
from tests.bot.shelf import factors


@pytest.mark.parametrize(
    ("factor", "text", "low", "high", "said"),
    [
        ("load", "250000/day", 250_000, 250_000, "day"),
        ("load", "30 rps", 2_592_000, 2_592_000, "second"),
        ("load", "1200", 1200, 1200, None),
        ("load", "about 2,000 requests per day", 2000, 2000, "day"),
        ("latency", "p95 200 ms", 0.2, 0.2, None),
        ("latency", "300 ms", 0.3, 0.3, "ms"),
        ("noise", "15%", 15, 15, None),
        ("gain", "2 points", 2, 2, None),
        ("rows", "500 to 1000", 500, 1000, None),
        ("weeks", "3 weeks", 3, 3, None),
    ],
)
def test_quantity_is_read_in_its_canonical_unit(
    factor: str, text: str, low: float, high: float, said: str | None
) -> None:
    """A number with or without its unit becomes the canonical value; the unit said is kept for the answer."""
    fact = given_fact(factor, text, factors())
    assert fact.low == pytest.approx(low)
    assert fact.high == pytest.approx(high)
    assert fact.origin == "given"
    if said in {"day", "second"}:
        assert fact.unit_said == said


@pytest.mark.parametrize(
    ("text", "choice"), [("yes", "yes"), ("TRUE", "yes"), ("no", "no"), ("0", "no"), (" nein ", "no")]
)
def test_yes_and_no_are_read_in_the_ways_people_type_them(text: str, choice: str) -> None:
    """Yes, true, on, no, false and their like are heard."""
    assert given_fact("team", text, factors()).choice == choice


@pytest.mark.parametrize(
    ("factor", "text", "told"),
    [
        ("load", "lots", "expected a quantity in 1/day such as 250000/day, found 'lots'"),
        ("load", "-5/day", "expected a quantity"),
        ("load", "12 kg", "expected a quantity"),
        ("load", "<100k/day", "expected a quantity"),
        ("load", "5/day; 7", "expected a quantity"),
        ("load", "nan", "expected a quantity"),
        ("latency", "15%", "expected a quantity in s such as 300 ms"),
        ("team", "maybe", "expected yes or no, found 'maybe'"),
        ("pace", "hourly", "expected daily or weekly"),
        ("lod", "5", "Did you mean load"),
        ("", "5", "There is no factor ''"),
    ],
)
def test_what_cannot_be_read_is_refused_naming_factor_expected_and_found(factor: str, text: str, told: str) -> None:
    """A malformed value, a wrong unit and an unknown factor each raise InputError that says what would be right."""
    with pytest.raises(InputError, match=told.replace("(", r"\(")):
        given_facts({factor: text}, factors())


@pytest.mark.parametrize(
    ("factor", "text", "bound"),
    [
        ("load", "at least 90k/day", "at least"),
        ("load", "90k+ a day", "at least"),
        ("load", "up to 400/min", "at most"),
        ("load", "90k/day", None),
        ("latency", "up to 3 hours", None),
        ("latency", "at least 3 hours", "at least"),
    ],
)
def test_a_bound_is_kept_and_worded(factor: str, text: str, bound: str | None) -> None:
    """What is at least or at most so much is worded so; a limit of time is its own value."""
    fact = given_fact(factor, text, factors())
    worded = stated(fact, factors()[factor])
    assert (fact.bound, "at " in worded) == (bound, bound is not None)


def test_unknown_takes_a_fact_back_and_sets_none() -> None:
    """``unknown`` names a fact to take back, whatever the factor's kind; a name that no factor has is still refused."""
    given = {"load": " Unknown ", "noise": "15%"}
    assert list(given_facts(given, factors())) == ["noise"]
    assert taken_back(given) == {"load"}
    with pytest.raises(InputError, match="no factor 'laod'"):
        given_facts({"laod": "unknown"}, factors())
