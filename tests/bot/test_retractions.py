"""Which words take a statement back, say that a thing is gone, or restore what was."""

from __future__ import annotations

import pytest

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
    "if it takes longer the call gets dropped.",
    "Wenn die Prüfung abgesagt wird, warten wir.",
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
