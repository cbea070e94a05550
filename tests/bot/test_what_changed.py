"""Whether it is the figure that doubled, or the team."""

from __future__ import annotations

import pytest

from bot.rescaled import scaling
from bot.what_changed import of_another_thing, points_back

COUNTED = ("60k tickets a day", "requests per second")


@pytest.mark.parametrize(
    "text",
    [
        "The team was halved last month.",
        "Our rent doubled this year.",
        "We doubled the team this quarter.",
        "Their price has tripled since spring.",
        "The budget for compute was cut in half this week.",
    ],
)
def test_a_thing_that_was_not_counted_changes_by_itself(text: str) -> None:
    """Who reports that the team was halved says nothing of the tickets."""
    assert of_another_thing(text, *_place(text), COUNTED)


@pytest.mark.parametrize(
    "text",
    [
        "Our tickets tripled since May.",
        "the volume was cut in half",
        "The number of requests doubled.",
        "what if our factory doubles?",
        "Traffic doubled.",
        "and if the boss wants it to double?",
    ],
)
def test_what_was_counted_or_is_supposed_is_the_figure(text: str) -> None:
    """The thing counted, a word for any figure, or a supposition are about the figure."""
    assert not of_another_thing(text, *_place(text), COUNTED)


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("it halved since", True),
        ("they've doubled", True),
        ("my boss wants to double that", True),
        ("Rent doubled", False),
    ],
)
def test_it_points_back(text: str, back: bool) -> None:
    """A pronoun right beside the change is the figure said before."""
    assert points_back(text, *_place(text)) is back


def _place(text: str) -> tuple[int, int]:
    found = scaling(text)
    assert found is not None
    return found.start, found.end
