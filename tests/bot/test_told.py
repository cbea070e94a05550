"""Numbers that tell something only together, given to the factor they most surely are of."""

from __future__ import annotations

import numpy as np
import pytest

from bot.listen import Told, Turn
from bot.numbers import counted
from bot.spelling import Mended
from kb.quantity import read_amounts
from kb.tallies import read_tallies
from kb.types import Factor, FactorKind

ROLES = ("", "noise", "size", "gain")
NOISE = Factor(
    id="noise",
    name="noise",
    kind=FactorKind.QUANTITY,
    unit="%",
    ask="How many are wrong?",
    why="It decides.",
    cues=("wrong labels",),
)
SIZE = Factor(id="size", name="size", kind=FactorKind.QUANTITY, unit="count", ask="How many?", why="It decides.")
GAIN = Factor(
    id="gain", name="gain", kind=FactorKind.QUANTITY, unit="percentage points", ask="How much?", why="It decides."
)


def _turn(text: str, tally_is: str, number_is: str) -> Turn:
    """Return a turn whose tallies sound like one factor and whose numbers sound like another."""
    scores = {role: np.array([0.9 if r == role else 0.03 for r in ROLES], np.float32) for role in ROLES}
    amounts = read_amounts(text)
    told = tuple(Told(tally, scores[tally_is]) for tally in read_tallies(text, amounts))
    rows = np.stack([scores[number_is] for _ in amounts])
    return Turn(text, Mended(text, (0,), (0,)), (), np.zeros((0, 0), np.float32), amounts, rows, told)


def _heard(turn: Turn, *factors: Factor) -> dict[str, float | None]:
    found = counted(turn, ROLES, {factor.id: factor for factor in factors}, {})
    return {heard.fact.factor: heard.fact.low for heard in found}


@pytest.mark.parametrize(
    ("text", "percent"),
    [("we re-read 500, four were wrong", 0.8), ("we re-read 500, 490 held up", 2.0)],
)
def test_two_counts_are_a_share_and_nothing_else(text: str, percent: float) -> None:
    """A part and its whole are used up by the share, even where each sounds like a size; what is right is turned."""
    heard = _heard(_turn(text, "noise", "size"), NOISE, SIZE)
    assert heard == {"noise": pytest.approx(percent)}


def test_a_share_of_something_else_leaves_its_counts() -> None:
    """Where the share sounds like nobody's, the two counts are heard as they would be without it."""
    heard = _heard(_turn("we re-read 500 letters, four were wrong", "", "size"), NOISE, SIZE)
    assert "noise" not in heard
    assert "size" in heard


def test_a_total_stays_a_size_beside_its_share() -> None:
    """What there is in all is a size too, where it was looked through as a whole."""
    heard = _heard(_turn("300 pictures, I went over every one: a single slip", "noise", "size"), NOISE, SIZE)
    assert heard == {"noise": pytest.approx(100 / 300), "size": 300}


def test_a_sample_out_of_all_is_no_share() -> None:
    """What was checked of what there is says nothing of what was found."""
    heard = _heard(_turn("checked 300 of our 7,400 clips and every other label is wrong", "noise", "noise"), NOISE)
    assert heard == {"noise": pytest.approx(50.0)}


def test_basis_points_are_a_share_and_plain_points_are_none() -> None:
    """A share may be said in basis points; points that something is short by are not its."""
    assert _heard(_turn("wrong labels at forty basis points", "noise", "noise"), NOISE) == {"noise": pytest.approx(0.4)}
    assert _heard(_turn("still 5 points short", "noise", "noise"), NOISE) == {}


def test_levels_are_used_up_by_their_gain() -> None:
    """The second level of a pair is no size, however much it sounds like one."""
    heard = _heard(_turn("right 64 days in a hundred, the net on 81", "noise", "size"), GAIN, SIZE)
    assert heard == {"gain": pytest.approx(17.0)}
