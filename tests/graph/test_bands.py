"""The bands of a quantity, against walks of single values."""

from __future__ import annotations

from hypothesis import given

from graph.bands import Band, bands_of, quantities
from graph.rules import Decision
from graph.walk import walk
from kb.types import Fact
from tests.graph.cases import FACTORS, GRID, PROPERTY, choice, decision, decisions, number, rule, some_facts

VOLUME = decision(
    rule("small", ["load < 100"], "api"),
    rule("big", ["load > 400"], "own"),
    rule("team", ["load >= 200", "team is yes"], "own"),
)


def test_neighbouring_stretches_with_one_recommendation_are_one_band() -> None:
    """Nothing argues between 100 and 400, where the start stands as it does below: two bands, the bar in the lower."""
    assert bands_of(VOLUME, {}, FACTORS["load"]) == (
        Band(option="api", low=0, high=400, low_in=True, high_in=True),
        Band(option="own", low=400, high=None, low_in=False, high_in=False),
    )


def test_what_else_is_stated_moves_the_bands() -> None:
    """With a team the other option begins at 200, the bar itself included; what is stated of the load is no matter."""
    facts = {"team": choice("team", "yes"), "load": number("load", 5)}
    assert [(band.option, band.low, band.low_in) for band in bands_of(VOLUME, facts, FACTORS["load"])] == [
        ("api", 0, True),
        ("own", 200, True),
    ]


def test_only_quantities_that_a_rule_tests_have_bands() -> None:
    """A yes/no is no line."""
    assert quantities(VOLUME, FACTORS) == ("load",)


@PROPERTY
@given(decisions(), some_facts())
def test_every_value_lies_on_the_one_band_that_the_walk_recommends(d: Decision, facts: dict[str, Fact]) -> None:
    """Bands leave no gap, do not overlap, and say what a walk with that very value says."""
    for id in quantities(d, FACTORS):
        bands = bands_of(d, facts, FACTORS[id])
        for value in GRID[id]:
            on = [band.option for band in bands if band.holds(value)]
            assert on == [walk(d, {**facts, id: number(id, value)}).recommended]
