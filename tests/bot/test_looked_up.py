"""Questions that ask for evidence, and which of them the sources can answer."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor
from bot.hearing import Hearing
from bot.voices import asks_rows, unmark


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Who says the people cost more than the GPUs when you host a model yourself?", "six-choices"),
        ("I need something citable on reviewers who contradict each other.", "six-choices"),
        ("Is there a source for cleaning the labels before buying more of them?", "six-choices"),
        ("¿Quién dice que lo irreversible hay que dejárselo a las personas?", "six-choices"),
    ],
)
def test_a_paraphrase_finds_its_claim(question: str, source: str, advisor: Advisor) -> None:
    """What a source says is found by its meaning, without its figure and in another language."""
    answer = advise([question], advisor)
    assert answer.outcome == "evidence_only"
    assert source in {citation.source.id for citation in answer.citations}


@pytest.mark.parametrize(
    "question",
    [
        "I need a citation for sourdough: does a bigger batch of starter rise slower?",
        "Which paper introduced dropout, and which one batch normalisation?",
        "Who published the trial in which nutrition labels cut sugar purchases?",
    ],
)
def test_evidence_for_something_else_is_declined(question: str, advisor: Advisor) -> None:
    """A study of another subject is not answered with a claim that shares a word."""
    answer = advise([question], advisor)
    assert (answer.outcome, answer.citations) == ("out_of_scope", ())


def test_near_misses_teach_nothing_of_what_is_wanted(advisor: Advisor) -> None:
    """They ask for evidence or for a verdict too, only of other things, so that they are left out."""
    foreign = {unmark(text)[0] for t in advisor.catalog.trade_offs for text in t.near_misses} | {
        *advisor.catalog.off_topic
    }
    rows = list(asks_rows(advisor.catalog))
    assert {row.label for row in rows} == {"evidence", "verdict"}
    assert sum(row.text in foreign for row in rows) <= 0.001 * len(rows)


def test_what_is_wanted_is_heard_apart_from_what_it_is_about(advisor: Advisor) -> None:
    """The same subject, once asked for its source and once to be decided."""
    hearing: Hearing = advisor.hearing
    asked = hearing.asks.scores(["Where is it written that batch is cheaper?", "Batch or real-time?"], advisor.embed)
    evidence = asked[:, hearing.asks.classes.index("evidence")]
    assert evidence[0] > 0.6 > 0.4 > evidence[1]
