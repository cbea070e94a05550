"""Pinned floors: what breaches them, and what may be pinned."""

from __future__ import annotations

import pytest

from bot.gate import Pinned, breaches, floors_text, pinned, raised, read_floors
from bot.score import Figures
from kb.errors import InputError

MEASURED = Figures(
    cases=400,
    outside=100,
    inside=300,
    stated=200,
    all_correct=0.8,
    scope_recall=0.9,
    wrongly_declined=0.05,
    trade_off=0.9,
    facts_found=0.7,
    facts_wrong=0.02,
)
PINS = {"dev": pinned("digest", MEASURED)}


def changed(**figures: float) -> Figures:
    """Return the measured figures with some of them changed."""
    return MEASURED.model_copy(update=figures)


def test_what_was_pinned_passes() -> None:
    """Equal figures on the same file breach nothing, better ones neither, nor ones worse by a hair."""
    assert breaches("dev", PINS, "digest", MEASURED) == ()
    assert breaches("dev", PINS, "digest", changed(all_correct=1.0, wrongly_declined=0.0)) == ()
    assert breaches("dev", PINS, "digest", changed(all_correct=0.79)) == ()  # within the slack for other arithmetic


def test_one_question_of_a_small_set_is_within_the_slack_and_two_are_not() -> None:
    """Of forty questions one is more than the slack in hundredths, and is as much another machine's arithmetic."""
    small = changed(cases=40, outside=5)
    pins = {"dev": pinned("digest", small)}
    one, two = (small.model_copy(update={"all_correct": round(0.8 - turned / 40, 4)}) for turned in (1, 2))
    assert breaches("dev", pins, "digest", one) == ()
    assert "all_correct" in breaches("dev", pins, "digest", two)[0]
    assert breaches("dev", pins, "digest", small.model_copy(update={"scope_recall": 0.7})) == ()
    assert "scope_recall" in breaches("dev", pins, "digest", small.model_copy(update={"scope_recall": 0.5}))[0]


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"all_correct": 0.77}, "all_correct is 0.7700, below its floor 0.8000"),
        ({"scope_recall": 0.0}, "scope_recall"),
        ({"facts_found": 0.6}, "facts_found"),
        ({"wrongly_declined": 0.08}, "wrongly_declined is 0.0800, above its ceiling 0.0500"),
        ({"facts_wrong": 0.5}, "facts_wrong"),
    ],
)
def test_each_figure_has_its_floor_or_ceiling(figures: dict[str, float], told: str) -> None:
    """A figure that is worse than pinned is one breach that names it, what it is and what it must be."""
    (line,) = breaches("dev", PINS, "digest", changed(**figures))
    assert told in line


def test_changed_file_and_unknown_set_are_breaches() -> None:
    """A file whose digest differs, and a set that nothing is pinned for, do not pass."""
    assert "changed" in breaches("dev", PINS, "other", MEASURED)[0]
    assert "nothing is pinned" in breaches("new", PINS, "digest", MEASURED)[0]


def test_pin_is_raised_freely_and_lowered_only_on_purpose() -> None:
    """A better pin replaces; a laxer one is refused naming the figure unless ``lower`` is said."""
    better, laxer = pinned("d", changed(all_correct=0.9)), pinned("d", changed(facts_wrong=0.5))
    assert raised("dev", PINS, better, lower=False) == better
    with pytest.raises(InputError, match=r"facts_wrong 0\.0200 -> 0\.5000"):
        raised("dev", PINS, laxer, lower=False)
    assert raised("dev", PINS, laxer, lower=True) == laxer
    assert raised("new", PINS, laxer, lower=False) == laxer


def test_pins_survive_their_file_and_a_broken_file_is_refused() -> None:
    """Written and read again they are the same; what is no such file raises InputError naming it."""
    assert read_floors(floors_text(PINS), "floors.json") == PINS
    assert isinstance(PINS["dev"], Pinned)
    for text in ("{", "[]", '{"dev": {}}', '{"dev": 5}'):
        with pytest.raises(InputError, match=r"floors\.json"):
            read_floors(text, "floors.json")
