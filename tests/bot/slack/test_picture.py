"""The path as a picture: a sane PNG for any answer, and the same in words."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.slack.picture import as_png, described
from bot.types import Answer, FactHeard
from tests.bot.desks import answer, step


def long_path(rules: int, text: str) -> Answer:
    """Return an answer whose path holds this many rules of each outcome, each with this text."""
    rows = [(o, n) for o in ("holds", "fails", "unknown") for n in range(rules)]
    steps = [
        step(n, "few", outcome, "ferry").model_copy(update={"text": f"If cars a day is below {n}: {text}"})
        for outcome, n in rows
    ]
    return answer(path=(*answer().path[:1], *steps))


def opened(answer: Answer) -> Image.Image:
    """Return the picture of an answer."""
    return Image.open(io.BytesIO(as_png(answer)))


@pytest.mark.parametrize("text", ["A ferry carries a few.", "x" * 900, "橋を架ける 🌉 \u202e", "word " * 200, ""])
def test_picture_is_drawn_for_any_path(text: str) -> None:
    """Three steps or ninety, short texts or endless ones: a PNG of a size that Slack shows."""
    for rules in (1, 30):
        image = opened(long_path(rules, text))
        assert image.format == "PNG"
        assert image.width == 2056
        assert image.width * image.height < 40_000_000


def test_picture_grows_with_what_holds_and_not_with_what_fails() -> None:
    """Rules that hold are all drawn; of the others only the first few, and the rest is counted."""
    base = answer()
    fails = tuple(step(n, "many", "fails", "bridge") for n in range(50))
    assert opened(answer(path=(*base.path, *fails))).height == opened(answer(path=(*base.path, *fails[:20]))).height
    assert opened(long_path(20, "A.")).height > opened(long_path(10, "A.")).height


def test_picture_brings_its_own_paper() -> None:
    """The corners are opaque white, so that dark ink reads in Slack's dark theme as well."""
    image = opened(answer()).convert("RGBA")
    assert image.getpixel((2, 2)) == (255, 255, 255, 255)


def test_answer_without_facts_or_recommendation_is_drawn() -> None:
    """What is empty is said in a box."""
    bare = answer(facts=(), recommendation=None, alternatives=(), path=answer().path[1:])
    assert opened(bare).format == "PNG"
    assert "Nothing decides yet" in described(bare)


def test_words_say_what_the_picture_says() -> None:
    """The recommendation, what was said, what holds and how many rules do not, within Slack's limit."""
    said = described(answer())
    assert said.startswith("Recommended: Run a ferry. Said: cars a day: 40/day.")
    assert "Rules that fail: 1; that wait for a fact: 1." in said
    heard = FactHeard(factor="x", value="y" * 5_000, unit=None, text="", origin="given", span=None)
    assert len(described(answer(facts=(heard,), path=long_path(60, "z" * 500).path))) <= 1_000
