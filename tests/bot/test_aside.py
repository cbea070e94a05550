"""What was stated and bears on no rule of the decision asked: shown as it was last said, and not counted."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor


def aside(advisor: Advisor, *turns: str) -> dict[str, object]:
    """Return the values of the facts that an answer shows and does not count, by factor."""
    return {fact.factor: fact.value for fact in advise(turns, advisor).facts if not fact.counted}


CLEAN = "We have 7,000 labelled pictures for a wildlife classifier. More data or cleaner data?"


@pytest.mark.parametrize(
    ("turns", "examples"),
    [
        ((CLEAN,), 7000),
        ((CLEAN, "There's a second hard drive, so double that."), 14_000),
        (("We grew from 3k to 7k labelled pictures. More data or cleaner data?",), 7000),
    ],
)
def test_the_size_of_a_set_is_shown_where_its_quality_is_asked(
    turns: tuple[str, ...], examples: float, advisor: Advisor
) -> None:
    """How many labelled examples there are moves no rule of more data or better data; it is heard all the same."""
    assert aside(advisor, *turns)["labelled_examples"] == examples


def test_a_sample_that_was_looked_through_is_no_set(advisor: Advisor) -> None:
    """The whole of a share is what was looked at, not what there is."""
    asked = "Of 400 labels that we checked 68 were wrong. Collect more pictures or clean first?"
    assert "labelled_examples" not in aside(advisor, asked)


def test_a_decision_asked_before_keeps_its_facts(advisor: Advisor) -> None:
    """What was told of the first decision, and corrected, is shown beside the second as it was heard there."""
    turns = (
        "We get 60k LLM requests a day. API or our own GPUs?",
        "sorry, per hour",
        "right, and who should check its output before it reaches a patient? 120 notes a day.",
    )
    answer = advise(turns, advisor)
    assert answer.trade_off is not None
    assert answer.trade_off.id == "automation-vs-oversight"
    assert aside(advisor, *turns)["requests_per_day"] == pytest.approx(1_440_000)
    assert {f.factor: f.value for f in answer.facts if f.counted}["decisions_per_day"] == 120
