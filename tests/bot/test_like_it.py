"""So many more, or so many altogether, of what was counted for one."""

from __future__ import annotations

import pytest

from bot.like_it import like_it


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("four more boxes, each as big as that", [5.0]),
        ("there are six cities like that", [6.0]),
        ("that's one hospital. We have seven of them", [7.0]),
        ("ten such clinics by spring", [10.0]),
        ("if all 7 sites come on board with the same load each", [7.0]),
        ("200 is my clinic. the group has 15 of them", [15.0]),
        ("the 20k is just one depot's load. we run 30 depots", [30.0]),
        ("两千只是一个分拨中心的量,全国三十个都接进来了", [30.0]),
        ("这是我们一家店的量，集团有45家", [45.0]),
        ("两千是一个中心的，我们有三十个人", []),
        ("三家店的量，集团有45家", []),
        ("three questions like that", []),
        ("that's my clinic. we have 15 nurses", []),
        ("we have seven people", []),
    ],
)
def test_what_is_as_large_as_what_was_said_multiplies_it(text: str, times: list[float]) -> None:
    """How many there are of the thing a figure was of is how often that figure counts."""
    assert [found[0] for found in like_it(text)] == times
