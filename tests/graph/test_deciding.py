"""The worked examples of docs/deciding.md, walked with the built-in knowledge."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from graph.build import build_graph
from graph.path import ReasoningPath, Sensitivity
from graph.query import Index, decision_of
from graph.rules import test as outcome_of
from graph.sensitivity import sensitivity
from graph.walk import rank, walk
from kb.catalog import builtin_folder, load_catalog
from kb.figures import number as in_words
from kb.types import Fact
from tests.graph.cases import number, when

DOCUMENT = Path(__file__).parents[2] / "docs" / "deciding.md"


@cache
def walked(trade_off: str, factor: str, value: float) -> tuple[ReasoningPath, Sensitivity]:
    """Walk a built-in trade-off with one quantity known."""
    g = build_graph([], load_catalog([builtin_folder()]))
    facts = {factor: number(factor, value)}
    decision = decision_of(g, trade_off)
    return walk(decision, facts), sensitivity(decision, facts, Index.of(g).factors)


def test_example_one_is_robust_and_flips_above_a_million() -> None:
    """55,000 requests a day call an API, whatever else is true, until beyond 1,000,000."""
    path, firmness = walked("build-vs-buy", "requests_per_day", 55000)
    assert (path.recommended, path.argued) == ("call-api", True)
    assert {s.option: rank(s) for s in path.supports}["call-api"] == (0, 1, 0)
    assert (firmness.robust, firmness.questions) == (True, ())
    (flip,) = firmness.flips
    assert (flip.at, flip.inclusive, flip.towards) == (1_000_000, False, "fine-tune-open-model")
    assert in_words(flip.at) in DOCUMENT.read_text(encoding="utf-8")


def test_thirty_requests_a_second_do_not_call_an_api() -> None:
    """2,592,000 a day is beyond the bar."""
    assert walked("build-vs-buy", "requests_per_day", 2_592_000)[0].recommended != "call-api"


def test_example_two_is_contingent_and_flips_below_five_minutes() -> None:
    """Scores three hours old may be batched; under 300 seconds they may not."""
    path, firmness = walked("batch-vs-real-time", "staleness_tolerance", 10800)
    assert path.recommended == "batch"
    assert not firmness.robust
    assert {question.could_change_to for question in firmness.questions} == {("real-time",)}
    (flip,) = firmness.flips
    assert (flip.at, flip.direction, flip.inclusive, flip.towards) == (300, "down", False, "real-time")
    assert f"{in_words(flip.at)} seconds" in DOCUMENT.read_text(encoding="utf-8")


def test_example_three_is_contingent_for_what_lies_beyond_its_bound() -> None:
    """At least 90,000 a day still calls an API, no longer whatever the figure is, and the figure is asked for."""
    g = build_graph([], load_catalog([builtin_folder()]))
    decision = decision_of(g, "build-vs-buy")
    facts = {"requests_per_day": number("requests_per_day", 90_000, bound="at least")}
    firmness = sensitivity(decision, facts, Index.of(g).factors)
    exact = walked("build-vs-buy", "requests_per_day", 90_000)
    assert walk(decision, facts).recommended == exact[0].recommended == "call-api"
    assert (exact[1].robust, firmness.robust) == (True, False)
    assert firmness.flips == exact[1].flips
    assert "requests_per_day" in {question.factor for question in firmness.questions}


@pytest.mark.parametrize(
    ("fact", "outcomes"), [(50, "holds fails fails"), (100, "fails holds holds"), (150, "fails holds holds")]
)
def test_the_table_of_conditions_says_what_the_code_does(fact: float, outcomes: str) -> None:
    """The rows with one value are the outcomes of the three conditions in the header."""
    conditions = ("load < 100", "load >= 100", "load between 100 and 200")
    assert " ".join(outcome_of(when(text), number("load", fact)) for text in conditions) == outcomes


@pytest.mark.parametrize(
    ("fact", "outcomes"),
    [
        (number("load", 50, 100), "holds fails fails"),
        (number("load", 50, 150), "unknown unknown unknown"),
        (number("load", 100, bound="at least"), "fails holds holds"),
        (number("load", 100, bound="at most"), "holds fails fails"),
    ],
)
def test_the_rows_of_ranges_and_bounds_say_what_the_code_does(fact: Fact, outcomes: str) -> None:
    """So are the rows with a range or a bound."""
    conditions = ("load < 100", "load >= 100", "load between 100 and 200")
    assert " ".join(outcome_of(when(text), fact) for text in conditions) == outcomes
