"""Which numbers of a message can be anybody's."""

from __future__ import annotations

import pytest

from bot.listen import amounts_of


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("(1) every answer comes from our own files. (2) the layout never varies. We have 300 letters.", [300.0]),
        ("1) 40 labels 2) 3 people", [40.0, 3.0]),
        ("1. 40 labels\n2. 3 people", [40.0, 3.0]),
        ("see [2]: 40 labels", [40.0]),
        ("we have (40) labels and (2) people", [40.0, 2.0]),
        ("group 2) has 40 labels", [2.0, 40.0]),
    ],
)
def test_marks_of_lists_and_references_count_nothing(text: str, numbers: list[float]) -> None:
    """Items numbered in order from 1, and references in brackets, are no quantities; other bracketed numbers are."""
    assert [whole.low for whole, _ in amounts_of(text)] == numbers
