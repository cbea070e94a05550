"""What a request for evidence states: of the user's own system only, and never in the place of what was said before."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor
from bot.wanted import LOOK_UP, evidence_wanted


def told(advisor: Advisor, *turns: str) -> dict[str, object]:
    """Return the values of all facts that the last answer shows, by factor."""
    return {fact.factor: fact.value for fact in advise(turns, advisor).facts}


@pytest.mark.parametrize(
    ("turns", "factor", "value"),
    [
        (
            (
                "7 prices a second, nobody knows Kubernetes. rent or own the model?",
                "who says that an api stops paying off past a million a day?",
                "and if it doubles?",
            ),
            "requests_per_day",
            2 * 7 * 86_400,
        ),
        (
            (
                "90 labelled tickets. prompt or fine-tune?",
                "My colleague keeps repeating that you need a thousand examples. Who found that?",
                "so, prompt or tune?",
            ),
            "labelled_examples",
            90,
        ),
    ],
)
def test_what_evidence_is_wanted_of_changes_nothing(
    turns: tuple[str, ...], factor: str, value: float, advisor: Advisor
) -> None:
    """A figure that was only asked about, or that a colleague quotes from the sources, does not replace the user's."""
    assert told(advisor, *turns)[factor] == pytest.approx(value)


def test_a_category_asked_about_is_not_stated(advisor: Advisor) -> None:
    """Who wants to know who says that users notice five minutes has no such users."""
    turns = (
        "We read our predictions each Monday. batch or real-time?",
        "who says that users do notice a five-minute-old prediction?",
        "ok so batch?",
    )
    heard = told(advisor, *turns)
    assert heard["prediction_cadence"] == "weekly"
    assert "users_notice_staleness" not in heard


def test_what_a_request_tells_of_the_own_system_is_kept(advisor: Advisor) -> None:
    """The story around a request for evidence is heard by the turns that follow it."""
    turns = (
        "We run 310 trucks and have 6,000 labelled tickets. My director says noisy labels never get better by "
        "collecting. Is there anything behind that?",
        "collect more or clean them first? 9% are wrong",
    )
    heard = told(advisor, *turns)
    assert heard["labelled_examples"] == 6000
    assert heard["label_noise"] == 9


def test_who_acts_is_a_decision_and_who_said_so_is_evidence(advisor: Advisor) -> None:
    """The name of a decision and the question who is to act want a verdict, who found a thing wants evidence."""

    def wanted(text: str) -> bool:
        return evidence_wanted(text, advisor.catalog, advisor.hearing, advisor.embed) >= LOOK_UP

    assert not wanted("build or buy?")
    assert not wanted("who should check its output?")
    assert wanted("who found that labels from two reviewers differ?")
    assert wanted("my cousin swears an api stops paying off past a million a day. who found that?")
    assert not wanted("We do 20k calls a day. rent or own?")


@pytest.mark.parametrize(
    "text",
    [
        "What have studies found about people rubber-stamping a model's output when they review all of it?",
        "Has somebody ever tested, with figures, whether cleaning wrong labels beats adding more training data? "
        "Show me what research exists.",
        "Any papers that put retrieval head to head with fine-tuning for getting new facts into a model? I don't need "
        "a recommendation, only the findings.",
        "Just the findings, please: do reviewers wave through what a model proposes?",
    ],
)
def test_what_others_have_found_is_evidence(text: str, advisor: Advisor) -> None:
    """Words that ask for the findings of others want evidence, whatever the rest sounds like."""
    assert evidence_wanted(text, advisor.catalog, advisor.hearing, advisor.embed) >= LOOK_UP
