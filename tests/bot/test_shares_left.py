"""Shares that go and shares that stay of what was said before."""

from __future__ import annotations

import pytest

from bot.shares_left import shares_left

LEFT = {
    "un tercio está duplicado, eso no cuenta": 2 / 3,
    "throw out a third of it": 2 / 3,
    "a third of the 600 are test files the IT people push through": 2 / 3,
    "we lost a fifth of them in the move": 0.8,
    "keep a quarter of those, bin the rest": 0.25,
    "90% of those were thrown out": 0.1,
    "only 30% of them are usable": 0.3,
    "all but a tenth of those went in the bin": 0.1,
    "three quarters of them have been deleted": 0.25,
    "five in six of those are duplicates, so they're gone": 1 / 6,
    "die Hälfte davon fällt weg": 0.5,
    "ein Drittel davon ist unbrauchbar, gelöscht": 2 / 3,
    "la mitad de ellos": 0.5,
    "strike four out of five of those": 0.2,
    "we've had to discard a third": 2 / 3,
    "what remains is a fortieth of that": 1 / 40,
    "of the recordings only half survived": 0.5,
    "two thirds of that is gone": 1 / 3,
    "A sixth of these never leave the building, leave those out.": 5 / 6,
    "knock off three quarters": 0.25,
    "scrap a tenth of them": 0.9,
    "a quarter of that is left": 0.25,
    "make that half": 0.5,
    "it comes to a sixtieth of that": 1 / 60,
    "we binned nine in ten of those": 0.1,
    "a fifth of those have been withdrawn": 0.8,
    "we can only use a twentieth of them": 0.05,
}


@pytest.mark.parametrize(("text", "left"), LEFT.items())
def test_what_goes_and_what_stays_are_told_apart(text: str, left: float) -> None:
    """A share that is taken away leaves the rest, a share that is kept is what is left."""
    assert next(shares_left(text))[0] == pytest.approx(left)


@pytest.mark.parametrize(
    "text",
    [
        "a quarter of them are wrong",
        "half of those need a second look",
        "20% of those are wrong",
        "we left out the first half",
        "one third of the staff is out",
        "nine in ten labels are right",
        "label error 7 %",
        "half of them have a comma in the wrong place",
        "about a third of the labels are mislabelled",
        "it was logged for a quarter.",
        "every quarter, in March",
        "0.7 % it is",
        "the other half.",
        "80% of our customers are abroad",
        "a third of the reviewers disagree",
    ],
)
def test_a_share_that_says_something_else_leaves_all(text: str) -> None:
    """What is true of a part, an error rate, a time and a bare percentage change no number."""
    assert list(shares_left(text)) == []
