"""Values and conditions in words, in the unit the user spoke in."""

from __future__ import annotations

import pytest

from bot.wording import amount, clipped, in_unit, number, required, stated, taking
from kb.types import Condition, Fact
from tests.bot.shelf import factors


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (55_000, "55,000"),
        (2_592_000, "2.59 million"),
        (1e6, "1 million"),
        (0.8, "0.8"),
        (0, "0"),
        (1.5e9, "1.5 billion"),
    ],
)
def test_number_reads_as_people_write_it(value: float, text: str) -> None:
    """Thousands have commas, millions a word, decimals no trailing zero."""
    assert number(value) == text


@pytest.mark.parametrize(
    ("factor", "value", "said", "text"),
    [
        ("load", 55_000, None, "55,000/day"),
        ("load", 2_592_000, "second", "30/second"),
        ("load", 1_000_000, "month", "30.44 million/month"),
        ("latency", 0.08, None, "80 ms"),
        ("latency", 7200, None, "2 h"),
        ("latency", 0.3, "second", "0.3 s"),
        ("noise", 22, None, "22%"),
        ("gain", 1.3, None, "1.3 points"),
        ("rows", 1200, None, "1,200"),
        ("weeks", 2, None, "2 weeks"),
    ],
)
def test_amount_is_in_the_unit_that_was_said(factor: str, value: float, said: str | None, text: str) -> None:
    """A rate keeps its period, a time its unit; without one the natural unit is taken."""
    assert amount(value, factors()[factor], said) == text


def test_conversion_leaves_no_noise() -> None:
    """A million a day said per day is a million, not 999,999.9999."""
    assert in_unit(1_000_000, factors()["load"], "day") == (1_000_000, "1/day")
    assert in_unit(2_592_000, factors()["load"], "second") == (30, "1/second")


def test_fact_and_condition_name_the_factor() -> None:
    """A range shows both ends, a yes/no its word, and each comparator its own word."""
    every = factors()
    assert stated(Fact(factor="load", low=10, high=20), every["load"]) == "load: 10/day to 20/day"
    assert stated(Fact(factor="team", choice="no"), every["team"]) == "has a team: no"
    below = Condition(factor="load", comparator="<", low=100_000, text="")
    assert required(below, every["load"]) == "load is below 100,000/day"
    between = Condition(factor="rows", comparator="between", low=500, high=1000, text="")
    assert required(between, every["rows"]) == "rows is 500 to 1,000"
    one_of = Condition(factor="pace", comparator="is", values=("daily", "weekly"), text="")
    assert required(one_of, every["pace"]) == "pace: daily or weekly"


def test_clipped_text_ends_at_a_word_within_its_length() -> None:
    """A long text is cut between words with an ellipsis; a short one is left alone."""
    assert clipped("short", 10) == "short"
    cut = clipped("one two, three four five", 12)
    assert cut == "one two…"
    assert len(cut) <= 12


def test_what_an_option_would_take_reads_as_a_noun() -> None:
    """A condition can follow "its first argument would be"; a unit in which the number vanishes gives way."""
    every = factors()
    below = Condition(factor="load", comparator="<", low=100_000, text="")
    assert taking(below, every["load"]) == "load below 100,000/day"
    assert amount(300, every["latency"], "day") == "5 min"
