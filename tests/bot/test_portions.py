"""A share of a rate is the rate that reaches the model; a share of a count stays a share."""

from __future__ import annotations

import pytest

from bot.portions import portions
from kb.quantity import read_amounts


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("half of 240k a day would go to the model", [120_000]),
        ("a third of our 90k daily calls need the LLM", [30_000]),
        ("20% of the 50,000 requests a day are spam", [40_000]),
        ("40% of these 10k requests a day never reach it, and 3 a second are ours", [6_000, 3]),
        ("Ein Drittel der 90.000 Anfragen am Tag brauchen das Modell", [30_000]),
        ("3.4M a day, but rules settle 99% of them and only the rest goes near the model", [34_000]),
        ("2,1 Mio. Mails im Quartal, davon muss nur jede dritte durchs Modell", [700_000]),
        ("12,000 letters. A thirtieth of them has ever been labelled", [400]),
    ],
)
def test_a_share_and_what_it_is_of_make_one_rate(text: str, rates: list[float]) -> None:
    """What reaches the model is counted, of what falls away the rest; the words show both numbers."""
    found = portions(text, read_amounts(text))
    assert [amount.low for amount in found] == pytest.approx(rates)
    assert found[0].text == text[found[0].start : found[0].end]


@pytest.mark.parametrize(
    "text",
    [
        "20% of 50,000 labels are wrong",
        "8% of our 4k uploads a day",
        "20% of our labels are wrong and we get 4k a day",
        "we get 50k a day, 20% of which is new",
        "12,000 letters. A thirtieth of them is in Latin",
        "90,000 tiles labelled by volunteers, and an audit found a third of those labels wrong",
    ],
)
def test_any_other_share_stays_one(text: str) -> None:
    """Of a count, of nothing named, or where nothing is said of what becomes of it."""
    amounts = read_amounts(text)
    assert portions(text, amounts) == list(amounts)
