"""What was stated before, read anew with another number in the place of one that told it."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor

TOLD = [
    (
        (
            "More calls labelled, or fix those we have?",
            "audited 500 labels, 7 wrong",
            "its 70 not 7, typo in the sheet",
        ),
        "label_noise",
        14,
    ),
    (
        ("A model sorts parcels, 2,500 a shift, three shifts. Must a person look?", "two shifts, not three"),
        "decisions_per_day",
        5000,
    ),
    (
        (
            "A model clears trucks, 2,500 readings a shift, three shifts. How many need a look?",
            "2,500 is for the whole day.",
        ),
        "decisions_per_day",
        2500,
    ),
    (
        ("Keep paying per call? 20k prompts a day.", "and if that grows a hundredfold?", "no, sorry: thirtyfold"),
        "requests_per_day",
        600_000,
    ),
    (
        ("Loans by the model, or a person on each? 300 a day.", "And at 5,000 a day?", "No, we stay with the 300."),
        "decisions_per_day",
        300,
    ),
    (
        ("A linear fit or a deep net? It is two points better.", "With the new bands in, the gap has grown to twelve."),
        "accuracy_gain",
        12,
    ),
]


@pytest.mark.parametrize(("turns", "factor", "value"), TOLD)
def test_another_number_in_its_place_changes_the_fact(
    turns: tuple[str, ...], factor: str, value: float, advisor: Advisor
) -> None:
    """A part, a count of shifts, a period or a multiple that is put right changes what was made of it."""
    facts = {f.factor: f.value for f in advise(turns, advisor).facts}
    assert facts[factor] == pytest.approx(value)
