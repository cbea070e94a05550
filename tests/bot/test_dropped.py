"""A supposition that is dropped leaves what stood before it."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor

NOISE = "8 % of our labels are wrong. Clean them or collect more?"


def value(advisor: Advisor, factor: str, *turns: str) -> object:
    """Return what a conversation says of a factor."""
    return {fact.factor: fact.value for fact in advise(turns, advisor).facts}.get(factor)


@pytest.mark.parametrize(
    "turns",
    [
        ("And suppose it were 20%?", "Never mind, that won't happen."),
        ("and if it was 20%?", "So no what-ifs. The canteen is closed, by the way."),
        ("Und angenommen, es wären 20 %?", "Quatsch, die Annahme nehme ich zurück."),
        ("If it were 20% it'd be another matter?", "that's not our case though. one mill, one camera"),
        ("Et si c'était 20 % ?", "Non, laissez tomber l'hypothèse."),
        (
            "What if we took the scans from Ghent, 20% wrong?",
            "nah, leave Ghent's scans. Leave the Ghent idea out of it.",
        ),
        (
            "What if we took the scans from Ghent, 20% wrong?",
            "Nah, leave the scans out of it, legal would have my head.",
        ),
        ("and if it was 20%?", "the lift is broken again", "ok, drop that hypothesis"),
    ],
)
def test_a_supposition_that_is_dropped_leaves_what_stood_before(turns: tuple[str, ...], advisor: Advisor) -> None:
    """Named as one, or dropped right after it was made, it is gone with all that it changed."""
    assert value(advisor, "label_noise", NOISE, *turns) == 8


def test_what_drops_a_supposition_answers_no_question(advisor: Advisor) -> None:
    """ "That won't happen" is no "no" to what the advisor would have asked next."""
    asked = "We get 60k LLM requests a day. API or our own GPUs?"
    before = advise((asked,), advisor)
    after = advise((asked, "and if it were 10 million a day?", "never mind, that won't happen"), advisor)
    assert [(f.factor, f.value) for f in after.facts] == [(f.factor, f.value) for f in before.facts]


@pytest.mark.parametrize(
    "later",
    [
        "suppose we had 3000 proper ones, would you train? ...nah, we won't, forget i said it",
        "what if it were 9000? never mind",
    ],
)
def test_what_is_supposed_and_dropped_in_one_breath_changes_nothing(later: str, advisor: Advisor) -> None:
    """Neither is the supposed figure taken nor the one stated before taken back."""
    asked = "300 labelled question/answer pairs. Prompt or fine-tune?"
    assert value(advisor, "labelled_examples", asked, later) == 300


@pytest.mark.parametrize(
    "later",
    [
        "grant was refused today :( so tight it stays",
        "the ministry grant fell through",
        "they won't, that is, the grant isn't coming",
    ],
)
def test_what_came_to_nothing_is_no_longer_supposed(later: str, advisor: Advisor) -> None:
    """A thing named only in the supposition that does not come to pass takes the supposition along."""
    asked = "Polymer sequences, 150M of them, like nothing a model has seen. Pretrained or from scratch?"
    supposed = "and if the ministry grant comes through and we could use as much compute as we like?"
    assert value(advisor, "compute_budget", asked, "compute is tight, two cards", supposed) == "high"
    assert value(advisor, "compute_budget", asked, "compute is tight, two cards", supposed, later) == "low"


def test_an_idea_that_is_dropped_is_a_supposition(advisor: Advisor) -> None:
    """ "Drop the per-minute idea" leaves the figure that stood before."""
    asked = "Software proposes 90 dosings a day, an operator confirms each. Can we stop that?"
    later = ("what if it were 1440 a day, would it be another answer", "ok no, drop the per-minute idea")
    assert value(advisor, "decisions_per_day", asked, *later) == 90


def test_a_case_that_is_dropped_takes_what_was_said_of_it_along(advisor: Advisor) -> None:
    """What "what if it was the court transcripts?" states is gone with them."""
    asked = "Should a linguist open each subtitle file of our model? If one is wrong we upload another; people giggle."
    supposed = "what if it was court transcripts though? a mistake there would be a disaster and can't be taken back"
    before = advise((asked,), advisor)
    after = advise((asked, supposed, "nah forget the court stuff, we just lost that tender"), advisor)
    assert [(f.factor, f.value) for f in after.facts] == [(f.factor, f.value) for f in before.facts]
