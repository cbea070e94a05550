"""From a walked path to the answer: every part in its place."""

from __future__ import annotations

import pytest

from bot.advise import advise, decide
from bot.advisor import Advisor
from bot.compose import SUMMARY, compose_decision, compose_evidence, compose_out_of_scope, fact_heard
from bot.given import given_facts
from bot.types import Answer, Question
from kb.types import Fact
from tests.bot.shelf import factors

QUESTION = Question(turns=("API or own?",), intent="decide", trade_offs=(("build-vs-buy", 1.0),), confidence=1.0)


def decided(advisor: Advisor, trade_off: str = "build-vs-buy", **given: str) -> Answer:
    """Return the answer to a trade-off with these facts."""
    facts = given_facts(given, advisor.factors)
    return compose_decision(QUESTION, decide(trade_off, facts, advisor), advisor.library, "digest")


def test_without_facts_nothing_is_recommended_and_something_is_asked(advisor: Advisor) -> None:
    """No fact: needs_facts, no alternatives, the starting point with its citation, questions with their reasons."""
    answer = decided(advisor)
    assert (answer.outcome, answer.recommendation, answer.alternatives) == ("needs_facts", None, ())
    assert answer.missing
    assert all(m.ask and m.why and m.could_change_to for m in answer.missing)
    assert all((m.unit is not None) == (m.kind == "quantity") for m in answer.missing)
    assert all(bool(m.values) == (m.kind == "category") for m in answer.missing)
    assert "where to start" in answer.text
    assert "[1]" in answer.text.split("\n")[0]


def test_path_lists_facts_then_rules_then_the_end(advisor: Advisor) -> None:
    """Steps are numbered from 1; each rule has an outcome, an option, a force and a citation; the end is the option."""
    answer = decided(advisor, requests_per_day="55k/day", has_platform_team="no")
    assert [s.step for s in answer.path] == list(range(1, len(answer.path) + 1))
    kinds = [s.kind for s in answer.path]
    assert kinds == ["fact", "fact", *["rule"] * (len(kinds) - 3), "option"]
    assert all(s.outcome and s.favours and s.force and s.citations for s in answer.path if s.kind == "rule")
    assert answer.path[-1].node == "option:build-vs-buy/call-api"


def test_every_other_option_is_an_alternative_with_a_reason(advisor: Advisor) -> None:
    """The options not chosen are all there, each with why not and a citation."""
    answer = decided(advisor, requests_per_day="55k/day")
    options = {o.id for o in advisor.trade_off("build-vs-buy").options}
    assert {a.option.id for a in answer.alternatives} == options - {"call-api"}
    assert all(a.why_not and a.citations for a in answer.alternatives)


@pytest.mark.parametrize(
    ("said", "at", "unit"), [("55k/day", 1_000_000, "1/day"), ("2 rps", 11.5740740741, "1/second")]
)
def test_flip_is_told_in_the_unit_that_was_said(advisor: Advisor, said: str, at: float, unit: str) -> None:
    """A million a day is told per day to who speaks of days, and per second to who speaks of seconds."""
    flips = [f for f in decided(advisor, requests_per_day=said).flips if f.factor == "requests_per_day"]
    assert [(f.at, f.unit) for f in flips if f.towards.id != "call-api"] == [(pytest.approx(at), unit)]
    assert all(f.citations for f in flips)


def test_sources_that_disagree_on_a_stated_fact_stay_two_positions(advisor: Advisor) -> None:
    """The conflict over volume is shown once a volume is stated, with a citation on each side, and not before."""
    shown = decided(advisor, requests_per_day="400k/day").conflicts
    assert shown
    assert all(len(c.positions) >= 2 and all(p.citations for p in c.positions) for c in shown)
    assert decided(advisor, has_platform_team="no").conflicts == ()


def test_evidence_and_out_of_scope_carry_no_verdict(advisor: Advisor) -> None:
    """Evidence has citations alone; out of scope has only its line."""
    claim = next(iter(advisor.library.claims))
    found = compose_evidence(QUESTION, [claim], advisor.library, None, "digest")
    assert (found.outcome, found.recommendation, len(found.citations)) == ("evidence_only", None, 1)
    declined = compose_out_of_scope(QUESTION, advisor.catalog, "digest")
    assert (declined.outcome, declined.citations, declined.knowledge) == ("out_of_scope", (), "digest")


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (Fact(factor="load", low=5, high=5), 5.0),
        (Fact(factor="load", low=5, high=9), (5.0, 9.0)),
        (Fact(factor="team", choice="yes"), True),
        (Fact(factor="team", choice="no"), False),
        (Fact(factor="pace", choice="daily"), "daily"),
    ],
)
def test_fact_is_shown_as_number_range_truth_or_word(fact: Fact, value: object) -> None:
    """The value has the type that the answer's shape promises, in the canonical unit."""
    heard = fact_heard(fact, factors()[fact.factor])
    assert heard.value == value
    assert type(heard.value) is type(value)


@pytest.mark.parametrize("trade_off", [
    "build-vs-buy", "complexity-vs-maintainability", "data-quantity-vs-quality", "batch-vs-real-time",
    "prompting-vs-fine-tuning", "automation-vs-oversight", "small-vs-large-model", "pretrained-vs-from-scratch",
])  # fmt: skip
def test_every_option_of_every_trade_off_can_be_recommended(advisor: Advisor, trade_off: str) -> None:
    """For each option some rule's own conditions, stated as facts, make a whole answer with a short summary."""
    known = advisor.trade_off(trade_off)
    reached = set()
    for rule in known.rules:
        facts = {c.factor: _satisfying(c.comparator, c.low, c.high, c.values) for c in rule.when}
        answer = compose_decision(
            QUESTION,
            decide(trade_off, {id: Fact(factor=id, **value) for id, value in facts.items()}, advisor),
            advisor.library,
            "digest",
        )
        assert answer.recommendation is not None
        assert len(answer.recommendation.summary) <= SUMMARY
        assert answer.recommendation.citations
        reached.add(answer.recommendation.option.id)
    assert reached == {option.id for option in known.options}


def _satisfying(comparator: str, low: float | None, high: float | None, values: tuple[str, ...]) -> dict[str, object]:
    """Return the value of a fact that meets a condition."""
    if comparator == "is":
        return {"choice": values[0]}
    number = {"<": 0.5 * (low or 0), "<=": low, ">": 2 * (low or 0) + 1, ">=": low, "between": low}[comparator]
    return {"low": number, "high": number}


def test_answer_names_what_it_stood_on(advisor: Advisor) -> None:
    """Every answer carries the digest of the knowledge."""
    assert advise(["API or own?"], advisor).knowledge == advisor.digest


def test_a_range_that_straddles_a_bar_is_asked_for_more_precisely(advisor: Advisor) -> None:
    """However little it is worth, the figure is among what is asked, with what was said of it."""
    missing = decided(advisor, "prompting-vs-fine-tuning", labelled_examples="800 to 1200").missing
    asked = {m.factor: m.ask for m in missing}
    assert "800 to 1,200" in asked["labelled_examples"]


def test_a_bound_is_told_and_the_value_stays_a_number(advisor: Advisor) -> None:
    """The path says at least, robust is not claimed, and the fact is the number that was said."""
    answer = decided(advisor, requests_per_day="at least 90k/day")
    assert answer.facts[0].value == 90_000
    assert "at least 90,000/day" in answer.path[0].text
    assert answer.recommendation is not None
    assert not answer.recommendation.robust
