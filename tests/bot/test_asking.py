"""How a message asks, by its words."""

from __future__ import annotations

import pytest

from bot.asking import asks, puts_another_case, requests, supposes_so_many_times


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("API or own?", True),
        ("wondering whether we should batch it", True),
        ("should we batch it", True),
        ("是否需要实时", True),
        ("30k a day, two people on call.", False),
    ],
)
def test_a_question_is_known_by_its_mark_or_its_words(text: str, asked: bool) -> None:
    """A mark asks, and so does "should we" without one; a statement does not."""
    assert asks(text) is asked


@pytest.mark.parametrize(
    ("text", "requested"),
    [
        ("great, now write me the email to the works council", True),
        ("ok. how do i undo my last commit", True),
        ("send a calendar invite to Jonas pls", True),
        ("Thanks! what time is the match", True),
        ("make the 300 a 450, forgot the hamburg office", False),
        ("the team writes mostly python", False),
    ],
)
def test_a_request_needs_no_mark(text: str, requested: bool) -> None:
    """What begs, orders the advisor about, or begins like a question requests; what puts a figure right does not."""
    assert requests(text) is requested


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("and if it were ten minutes?", True),
        ("what if the shop moves?", True),
        ("Und wenn es doppelt so viele werden?", True),
        ("如果是两倍呢?", True),
        ("we wonder if it pays", False),
        ("as I said, if in doubt ask", False),
    ],
)
def test_another_case_is_put_at_the_beginning(text: str, another: bool) -> None:
    """Only what a message begins with puts the question before it to another case."""
    assert puts_another_case(text) is another


def test_so_many_times_as_much_is_supposed() -> None:
    """A multiple that is supposed asks what would follow; one that is told does not."""
    assert supposes_so_many_times("and if that doubles?")
    assert not supposes_so_many_times("that doubled in spring")
    assert not supposes_so_many_times("and if we move to Leeds?")
