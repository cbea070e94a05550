"""Marks of examples: the plain text, and which of its words state what."""

from __future__ import annotations

from bot.marks import Mark, unmark


def test_unmark_returns_plain_text_and_where_the_marks_were() -> None:
    """Marks of quantities and of yes/no facts point at their words in the plain text."""
    plain, marks = unmark("We get {40k calls a day|load} and {nobody runs GPUs|team=no}.")
    assert plain == "We get 40k calls a day and nobody runs GPUs."
    assert marks == (Mark(7, 22, "load", ""), Mark(27, 43, "team", "no"))
    assert [plain[m.start : m.end] for m in marks] == ["40k calls a day", "nobody runs GPUs"]


def test_text_without_marks_is_returned_as_it_is() -> None:
    """No mark, no change; a lone brace is text."""
    assert unmark("a {b} c") == ("a {b} c", ())
