"""What a later message takes back, says is gone, or restores of what was stated before."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor

NOISE = "Labels for 900 scans of glaze faults are 1% wrong. Clean them or collect more?"
MODEL = "One narrow task: read the stamp on a parcel, 80k a day. Large model or small one?"


def heard(advisor: Advisor, *turns: str) -> dict[str, object]:
    """Return the values of the facts of an answer by factor."""
    return {fact.factor: fact.value for fact in advise(turns, advisor).facts}


@pytest.mark.parametrize(
    ("turns", "factor", "value"),
    [
        (
            (NOISE, "Make that 20 percent wrong.", "No, I threw those out, so we're back where we were."),
            "label_noise",
            1,
        ),
        ((NOISE, "It is 20 percent wrong now.", "Forget that."), "label_noise", 1),
        (
            (
                "A bot cancels contracts, and gone is gone. Must a person look first?",
                "40 on an ordinary day",
                "hold on, there is a 20 day bin, so any of it can be restored. i stand corrected",
            ),
            "decisions_per_day",
            40,
        ),
        ((NOISE, "Forget that, it was another project's."), "label_noise", None),
        (
            (MODEL, "Now it must answer anything that people ask.", "They've dropped that again."),
            "task_is_narrow",
            True,
        ),
        (
            ("API or own stack? 3M calls a day, auditors want paperwork for all we host.", "The audit was lifted."),
            "compliance_burden",
            False,
        ),
        ((MODEL, "It's no longer one narrow task, people may ask it anything."), "task_is_narrow", False),
        (
            (
                "Visitors may ask our guide anything they like. Big model?",
                "Cut down: one narrow task only, the opening times.",
            ),
            "task_is_narrow",
            True,
        ),
    ],
)
def test_the_newest_state_of_things_counts(
    turns: tuple[str, ...], factor: str, value: object, advisor: Advisor
) -> None:
    """What is taken back falls to what stood before it, or away; what holds no longer is turned round."""
    found = heard(advisor, *turns).get(factor)
    assert found == (pytest.approx(value) if isinstance(value, int) and not isinstance(value, bool) else value)


@pytest.mark.parametrize(
    ("turns", "trade_off"),
    [
        (
            (
                "6k LLM calls a day for tide tables. Run it on our own GPUs or stay with the API?",
                "Other thing: must a harbour master check every table before it is printed?",
                "OK. Back to the GPUs then, it's 9k.",
            ),
            "build-vs-buy",
        ),
        (
            (
                "Walrus calls: adapt a public audio model or pretrain from random weights? 3M clips.",
                "And the counts, nightly batch or live?",
                "To the walrus again. All we own is one gaming PC.",
            ),
            "pretrained-vs-from-scratch",
        ),
        (
            (
                "Score the berths nightly or in real time? Skippers look once a week.",
                "And the notes, prompt or fine-tune? 70 examples.",
                "As to the first question: they look all the time now and complain when it is ten minutes old.",
            ),
            "batch-vs-real-time",
        ),
        (
            (
                "Score the berths nightly or in real time? Skippers look once a week.",
                "And the notes, prompt or fine-tune? 70 examples.",
                "Our examples grew to 900, all written by people.",
            ),
            "prompting-vs-fine-tuning",
        ),
    ],
)
def test_a_conversation_goes_back_and_stays(turns: tuple[str, ...], trade_off: str, advisor: Advisor) -> None:
    """An earlier decision is taken up again where it is named, and the one under discussion is kept where none is."""
    answer = advise(turns, advisor)
    assert answer.trade_off is not None
    assert answer.trade_off.id == trade_off
