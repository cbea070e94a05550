"""The parts of one count are added up; the ends of a range, and what is of two times, are not."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor
from bot.parts import is_further_part
from kb.quantity import read_amounts


@pytest.mark.parametrize(
    ("text", "further"),
    [
        ("240 answers labelled by legal, 310 by procurement", True),
        ("400 labelled tickets from legal and 500 from sales", True),
        ("400 Tickets aus Bremen und 500 aus Kiel", True),
        ("20k calls in March and 50k in April", False),
        ("300k calls a day in holidays and 700k in term", False),
        ("from 3 to 5 calls", False),
        ("400 labelled tickets and 5 engineers", False),
    ],
)
def test_a_further_part_is_told_of_another_place_in_the_same_way(text: str, further: bool) -> None:
    """The same preposition before two names that are no times makes two parts of one count."""
    first, second = (*read_amounts(text), *read_amounts(text))[:2]
    assert is_further_part(text, first, second) is further


@pytest.mark.parametrize(
    ("factor", "value", "asked"),
    [
        ("labelled_examples", 900, "Fine-tune or prompt? 400 labelled tickets from legal and 500 from sales."),
        ("labelled_examples", 700, "Prompt or fine-tune? We have 240 answers labelled by legal, 310 by procurement "
         "and 150 by HR."),
        ("corpus_size", 75e6, "Train from scratch? we hold 40M lab records plus 35M patents, all curated."),
    ],
)  # fmt: skip
def test_the_parts_of_a_count_are_added_up(factor: str, value: float, asked: str, advisor: Advisor) -> None:
    """Several parts of what a factor counts are their sum, not a range."""
    assert {f.factor: f.value for f in advise([asked], advisor).facts}[factor] == pytest.approx(value)


@pytest.mark.parametrize(
    "later",
    [
        "I left things out. The chat widget does another 650k a day and voice transcripts 250k, so count the three "
        "together.",
        "plus 650k a day from the widget and 250k from voice",
        "forgot the widget, 650k a day, and the batch job, 250k a day. add them",
        "Then there's the widget with 650k a day and voice with 250k, same bill. Take all three together please.",
    ],
)
def test_several_parts_told_later_are_all_added(later: str, advisor: Advisor) -> None:
    """What a later turn lists beside a figure that is added is added as well."""
    asked = "The summariser hits the model 300k times a day. Keep paying the provider or run an open model?"
    assert {f.factor: f.value for f in advise([asked, later], advisor).facts}["requests_per_day"] == 1.2e6
