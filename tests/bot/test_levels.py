"""Gains told as two levels."""

from __future__ import annotations

import numpy as np
import pytest

from bot.levels import gain_between
from bot.listen import Turn
from bot.spelling import Mended
from kb.quantity import read_amounts
from kb.types import Factor, FactorKind

GAIN = Factor(
    id="gain", name="gain", kind=FactorKind.QUANTITY, unit="percentage points", ask="How much?", why="It pays or not."
)


def _turn(text: str) -> Turn:
    nothing = np.zeros((0, 0), np.float32)
    return Turn(text, Mended(text, (0,), (0,)), (), nothing, tuple(read_amounts(text)), nothing)


@pytest.mark.parametrize(
    ("text", "gain"),
    [
        ("acc 81 -> 93 with the net", 12.0),
        ("it goes from 80.5 to 94.5", 14.0),
        ("F1 0.81 against 0.84", 3.0),
        ("it catches 76 of a hundred, the plain one 61", 15.0),
    ],
)
def test_two_levels_make_a_gain(text: str, gain: float) -> None:
    """Percent, bare numbers, fractions of one and shares are levels, and their difference is the gain in points."""
    turn = _turn(text)
    heard = gain_between(turn, GAIN, [(0.3, amount) for amount in turn.amounts])
    assert heard is not None
    assert heard.fact.low == pytest.approx(gain)


@pytest.mark.parametrize("text", ["up 7 points from 80 to 87", "it gains 4 over 80", "93 and no more"])
def test_what_is_no_pair_of_levels_makes_none(text: str) -> None:
    """A gain said outright, a small number beside a level, and a single level are left to be read as they stand."""
    turn = _turn(text)
    assert gain_between(turn, GAIN, [(0.3, amount) for amount in turn.amounts]) is None


def test_levels_that_are_hardly_the_gain_s_make_none() -> None:
    """Two numbers that are far likelier nobody's are not taken for levels."""
    turn = _turn("we have 40 stores and 60 vans")
    assert gain_between(turn, GAIN, [(0.05, amount) for amount in turn.amounts]) is None


@pytest.mark.parametrize(("share", "gain"), [(0.2, 0.7), (0.5, None)])
def test_a_number_beside_plain_levels_is_there_by_chance(share: float, gain: float | None) -> None:
    """A head count that is far less likely the gain's than the levels are does not keep these from making it."""
    turn = _turn("accuracy from 86.1% to 86.8%? two of us maintain it")
    levels, count = turn.amounts
    heard = gain_between(turn, GAIN, [(1.0, levels), (share, count)])
    assert (heard and heard.fact.low) == (gain and pytest.approx(gain))
