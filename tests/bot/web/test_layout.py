"""Where the boxes of the picture stand, and how their text is wrapped."""

from __future__ import annotations

import pytest

from bot.web.layout import GAP, Words, extent, plan, wrapped


def test_text_is_wrapped_to_its_width_and_cut_with_an_ellipsis() -> None:
    """No line is wider than allowed; what does not fit is said to go on."""
    lines = wrapped("one two three four five six seven eight nine ten", 80, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(extent(line) <= 80 for line in lines)


def test_a_word_longer_than_a_line_is_broken() -> None:
    """Nothing sticks out of its box."""
    assert all(extent(line) <= 60 for line in wrapped("x" * 80, 60, 20))


def test_a_box_stands_at_the_height_of_what_it_is_joined_to() -> None:
    """And the stronger line draws it more."""
    rules = {"a": Words("", "first"), "b": Words("", "second"), "c": Words("", "third")}
    made = plan({"f": Words("", "fact")}, rules, {}, [("f", "c", 1.0)])
    assert made.left[0].middle == pytest.approx(made.centre[2].middle)
    torn = plan({"f": Words("", "fact")}, rules, {}, [("f", "a", 50.0), ("f", "c", 1.0)])
    assert torn.left[0].middle < torn.centre[1].middle


def test_boxes_that_want_one_place_are_pushed_apart_in_order() -> None:
    """With room between them, and inside the picture."""
    facts = {f"f{n}": Words("", f"fact {n}") for n in range(5)}
    made = plan(facts, {"a": Words("", "rule")}, {}, [(id, "a", 1.0) for id in facts])
    for above, below in zip(made.left, made.left[1:], strict=False):
        assert below.y >= above.y + above.height + GAP - 0.01
    assert made.left[0].y >= 0
    assert made.height >= made.left[-1].y + made.left[-1].height
