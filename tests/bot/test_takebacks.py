"""What a later message takes back, says is gone, or restores of what was stated before."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor
from bot.retractions import taking

TAKES = {
    "Forget the eight cards.": "withdrawn",
    "Scratch that, wrong sheet.": "withdrawn",
    "So bin the two seconds.": "withdrawn",
    "forget what I said about nights": "withdrawn",
    "That was another team's data.": "withdrawn",
    "Those figures were for a different site.": "withdrawn",
    "I misread that.": "withdrawn",
    "Das war von einer anderen Abteilung.": "withdrawn",
    "Eso era de otro proyecto.": "withdrawn",
    "那是另一个团队的数据。": "withdrawn",
    "They've dropped that again.": "gone",
    "Marketing has let go of that.": "gone",
    "The loan fell through.": "gone",
    "The cluster was sold to a bank.": "gone",
    "That deadline has been lifted.": "gone",
    "The audit's off.": "gone",
    "Legal waived it last night.": "gone",
    "The night shift was cancelled.": "gone",
    "Das ist vom Tisch.": "gone",
    "La auditoría está cancelada.": "gone",
    "Le projet est tombé à l'eau.": "gone",
    "那个要求取消了。": "gone",
    "We're back where we were.": "restored",
    "So we're back to the original plan.": "restored",
    "Everything is as before.": "restored",
    "Alles wieder beim alten.": "restored",
    "Todo como antes.": "restored",
    "一切照旧。": "restored",
}
STANDS = [
    "Once lodged it can't be withdrawn.",
    "If the loan is cancelled we stop.",
    "Nothing was dropped.",
    "Was the audit cancelled?",
    "They come back to us within a day.",
    "We forgot nothing.",
    "The labels were made by another team.",
    "Tickets must not be dropped.",
    "We sell to banks.",
    "Users get the same as before lunch.",
    "The model drops the last word.",
    "A lift goes to every floor.",
    "The order may be cancelled by the buyer.",
    "It runs while everyone is away.",
    "That was our own team's data.",
    "Sheets are gone through twice by an editor.",
    "Every sentence points at its page, else the judges bin it.",
    "Don't forget the 800.",
    "We would train it from scratch.",
    "Past one minute people see it's off.",
    "Once a workspace is gone it's gone.",
]


@pytest.mark.parametrize("text", TAKES)
def test_words_that_take_back_are_told_apart(text: str) -> None:
    """A statement withdrawn, a thing that is gone and a state restored are three things."""
    assert taking(text) == TAKES[text]


@pytest.mark.parametrize("text", STANDS)
def test_what_takes_nothing_back_is_left_alone(text: str) -> None:
    """The same words in a wish, a rule, a question or another sense take nothing back."""
    assert taking(text) is None


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
