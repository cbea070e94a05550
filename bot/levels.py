"""A gain told as two levels: "81.4 % to 82.6 %", "F1 0.81 against 0.84", "76 of a hundred, the plain one 61". Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.listen import Heard, Turn
from kb.quantity import Amount
from kb.types import Fact, Factor

LEVEL = 25.0
"""Percent above which a figure said of a gain is a level: no gain in the voices is as large."""
FRACTIONS = 0.25, 1.0
"""Levels written as fractions of one lie between these."""
TOGETHER = 0.25
"""How surely two levels must be those of the gain, added up: each alone says little. Set by hand on the dev sets."""
FAINT = 0.1
"""A number that is so little likely the gain's is beside it by chance: "is the deep one worth it?" """


def gain_between(turn: Turn, factor: Factor, mentions: Sequence[tuple[float, Amount]]) -> Heard | None:
    """Return the gain between two levels of accuracy, in percentage points, where no gain is said outright."""
    if any(amount.dimension == "points" for _, amount in mentions):
        return None
    mentions = [(share, amount) for share, amount in mentions if share >= FAINT]
    levels = [(share, amount) for share, amount in mentions if _scale(amount)]
    ends = sorted({value * _scale(amount) for _, amount in levels for value in (amount.low, amount.high)})
    together = sum(share for share, _ in levels)
    if len(ends) < 2 or len(levels) < len(mentions) or together < TOGETHER:
        return None
    words, span = turn.words(min(a.start for _, a in levels), max(a.end for _, a in levels))
    gain = round(ends[-1] - ends[0], 6)
    fact = Fact(factor=factor.id, low=gain, high=gain, text=words, span=span, unit_said="points")
    return Heard(fact, min(1.0, together))


def is_level(amount: Amount) -> bool:
    """Say whether a number is a level of accuracy rather than a gain in it."""
    return amount.dimension == "ratio" and _scale(amount) > 0.0


def _scale(amount: Amount) -> float:
    """Return what makes percent of a level, 0 for what is none."""
    if LEVEL < amount.low <= amount.high <= 100.0:
        return 1.0
    small, one = FRACTIONS
    return 100.0 if small < amount.low <= amount.high < one else 0.0
