"""The numbers of a text, whatever they count."""

from __future__ import annotations

from kb.plain_numbers import plain_numbers


def test_every_number_of_one_value_is_found_where_it_stands() -> None:
    """Figures and words are numbers; ranges of words, and digits inside a name, are none."""
    text = "7 of five hundred labels, a few from H100 boxes, and 1,200 more"
    found = plain_numbers(text)
    assert [(n.low, text[n.start : n.end]) for n in found] == [(7, "7"), (500, "five hundred"), (1200, "1,200")]
