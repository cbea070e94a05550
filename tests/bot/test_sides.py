"""A disagreement in words: who says it, when, what is counted, and which position weighed more."""

from __future__ import annotations

import re

import pytest

from bot.advise import decide
from bot.advisor import Advisor
from bot.compose import compose_decision
from bot.given import given_facts
from bot.sides import position_text
from bot.types import Answer, ConflictShown, Question
from bot.verify import verify
from kb.authored import parse_threshold
from kb.types import Position
from tests.bot.shelf import library

QUESTION = Question(turns=("Which?",), intent="decide", trade_offs=(("build-vs-buy", 1.0),), confidence=1.0)
BUILD, TUNE = "build-vs-buy", "prompting-vs-fine-tuning"


def decided(advisor: Advisor, trade_off: str, **given: str) -> Answer:
    """Return the answer to a trade-off with these facts, as it leaves."""
    facts = given_facts(given, advisor.factors)
    answer = compose_decision(QUESTION, decide(trade_off, facts, advisor), advisor.library, "digest")
    return verify(answer, advisor.library)


def conflict(answer: Answer, about: str) -> ConflictShown:
    """Return the one conflict whose topic starts so."""
    (found,) = (c for c in answer.conflicts if c.about.startswith(about))
    return found


def test_a_position_names_kind_source_dates_population_and_period() -> None:
    """The reference leaned on comes first, with its year, then the source it was read in."""
    position = Position(
        evidence="notes#bar", text="An API.", states=parse_threshold("< 100 thousand/day"), population="calls"
    )
    assert position_text(position, library(), rate=True) == (
        "An API (a survey from A. Ada et al. 2025, cited by N. Oter 2026; counts calls, per day)."
    )


def test_what_a_position_leaves_out_is_said() -> None:
    """No population and, for a rate, no period: both are said; for a count a period is not missed."""
    position = Position(evidence="notes#bar", text="An API.", states=parse_threshold("< 500"))
    assert "; what it counts is not said, no period given)." in position_text(position, library(), rate=True)
    assert "; what it counts is not said)." in position_text(position, library(), rate=False)


def test_a_position_without_a_figure_says_out_of_how_many() -> None:
    """A survey's share names whom it asked; a claim that is gone leaves only the words."""
    position = Position(evidence="gone#gone", text="95% agreed.", stance="build", population="376 people")
    assert position_text(position, library(), rate=False) == "95% agreed (out of 376 people)."
    bare = position.model_copy(update={"population": None})
    assert position_text(bare, library(), rate=False) == "95% agreed."


@pytest.mark.parametrize(("load", "leans"), [("50k/day", "below 100,000 a day"), ("300k/day", "above 1 million a day")])
def test_weight_follows_the_facts(advisor: Advisor, load: str, leans: str) -> None:
    """The bar whose rule holds is leaned on, by that rule's condition and force; the other volume turns it."""
    weight = conflict(decided(advisor, BUILD, requests_per_day=load), "At which volume").weight
    assert weight is not None
    assert f"this answer leans more on “{leans}”: there the rule ‘requests per day is " in weight
    assert weight.endswith("one source stands behind both.")


def test_the_lesser_side_says_that_its_rule_lost(advisor: Advisor) -> None:
    """Both sides of a survey have a rule that holds; the stronger force wins, and the other says so."""
    answer = decided(advisor, BUILD, needs_customization="yes", ship_speed_matters="yes")
    weight = conflict(answer, "Whether control").weight or ""
    assert "leans more on “build”: there the rule ‘needs its own behaviour: yes’ holds (strong" in weight
    assert "‘speed to market matters: yes’ holds (weak, for Call an API, which other rules outweigh)" in weight
    assert "two sources behind each" in weight


def test_neither_is_said_where_no_rule_was_reached(advisor: Advisor) -> None:
    """700 examples lie between the bars, and nothing is built on whether to choose one way of serving."""
    between = conflict(decided(advisor, TUNE, labelled_examples="700"), "How many").weight or ""
    assert "this answer leans on neither: on “below 500 examples” two decisive rules fail" in between
    unused = (
        conflict(decided(advisor, "batch-vs-real-time", prediction_cadence="daily"), "Whether a system").weight or ""
    )
    assert "leans on neither: no rule of this decision stands on either" in unused


def test_what_cannot_be_compared_says_period_and_population(advisor: Advisor) -> None:
    """Queries without a period against calls a month: both reasons are there, and each side says what it counts."""
    found = conflict(decided(advisor, TUNE, requests_per_day="2M/month"), "The volume")
    assert found.relation == "not comparable"
    assert "“below 100,000 queries” names no period" in found.about
    assert "“about 500,000 a month” counts calls to an LLM API" in found.about
    assert "no period given" in found.positions[0].text
    assert "undated; counts calls to an LLM API, per month" in found.positions[1].text


def test_every_line_of_a_conflict_in_the_text_is_cited(advisor: Advisor) -> None:
    """Topic, positions and weight each end in citations, and all of them survive the last check."""
    answer = decided(advisor, BUILD, requests_per_day="300k/day")
    block = answer.text.split("**Where sources disagree**\n")[1].split("\n\n")[0].splitlines()
    shown = conflict(answer, "At which volume")
    assert [line[:4] for line in block] == ["- At", *["  - "] * (len(shown.positions) + 1)]
    assert all(re.search(r"\. \[\d+\]( \[\d+\])*$", line) for line in block)
    assert shown.weight is not None
    assert shown.weight.rstrip(".") in block[-1]
