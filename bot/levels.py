"""A gain told as two levels: "81.4 % to 82.6 %", "F1 0.81 against 0.84", "76 of a hundred, the plain one 61". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.compared import LEVEL, Pair, compared
from bot.listen import Heard, Turn
from bot.whose import STOP
from kb.quantity import Amount
from kb.types import Fact, Factor

FRACTIONS = 0.25, 1.0
"""Levels written as fractions of one lie between these."""
TOGETHER = 0.25
"""How surely two levels must be those of the gain, added up: each alone says little. Set by hand on the dev sets."""
FAINT = 0.1
"""A number that is so little likely the gain's is beside it by chance: "is the deep one worth it?" """
FAINTER = 0.25
"""The same beside the likelier of two levels: "from 86.1% to 86.8%? two of us maintain it"; set by hand."""
PLAIN = 0.03
"""How surely two levels must be the gain's, added up, where the words say that they are levels of hits or errors."""
_OF_A_HUNDRED = re.compile(
    r"\b(?:of|in|from|per)\s(?:(?:every|each|any|a|one|the)\s)?(?:hundred|100)\b"
    r"|\b(?:von|auf|de cada|sur|pour)\s(?:je\s)?(?:hundert|cien|cent|100)\b|每(?:一百|100)",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s(?:more|extra|better|further|additional|mehr|más|de plus)\b", re.IGNORECASE)
_BESIDE = 80
"""Characters on either side of a gain in which it is said to be of a hundred; ours, a sentence."""
PLAINLY = 0.5
"""How surely a gain is heard at least that two such levels make."""


class Gain(NamedTuple):
    """A gain as heard, and the rows of the numbers that told it."""

    heard: Heard
    rows: frozenset[int]


def gain_compared(turn: Turn, factor: Factor, shares: Sequence[float]) -> Gain | None:
    """Return the gain between two neighbouring levels, whose second may leave out its base ("the net 81").

    ``shares`` says of each number of the turn how surely it is the gain's. A gain said outright in points stands.
    """
    outright = (a.dimension == "points" and share >= TOGETHER for a, share in zip(turn.amounts, shares, strict=True))
    if any(outright):
        return None
    pairs = [pair for pair in compared(turn) if sum(shares[row] for row in pair.rows) >= _needed(pair)]
    if not pairs:
        return None
    rows = frozenset(row for pair in pairs for row in pair.rows)
    gain = max(p.high for p in pairs) - min(p.low for p in pairs)
    surely = max(PLAINLY if any(p.plain for p in pairs) else 0.0, min(1.0, sum(shares[row] for row in rows)))
    return Gain(_heard(turn, factor, gain, [turn.amounts[row] for row in rows], surely), rows)


def _needed(pair: Pair) -> float:
    if len(pair.rows) == 1:
        return 0.0  # lifted from one level to the other: nothing else is said so
    return PLAIN if pair.plain else TOGETHER


def gain_between(turn: Turn, factor: Factor, mentions: Sequence[tuple[float, Amount]]) -> Heard | None:
    """Return the gain between two levels of accuracy, in percentage points, where no gain is said outright."""
    if any(amount.dimension == "points" for _, amount in mentions):
        return None
    faint = max(FAINT, FAINTER * max((share for share, amount in mentions if _scale(amount)), default=0.0))
    mentions = [(share, amount) for share, amount in mentions if share >= faint]
    more = [(share, amount) for share, amount in mentions if _more_of_a_hundred(turn.text, amount)]
    if len(more) == 1:
        return _heard(turn, factor, more[0][1].low, [more[0][1]], more[0][0])
    levels = [(share, amount) for share, amount in mentions if _scale(amount)]
    ends = sorted({value * _scale(amount) for _, amount in levels for value in (amount.low, amount.high)})
    together = sum(share for share, _ in levels)
    if len(ends) < 2 or len(levels) < len(mentions) or together < TOGETHER:
        return None
    return _heard(turn, factor, ends[-1] - ends[0], [amount for _, amount in levels], min(1.0, together))


def _more_of_a_hundred(text: str, amount: Amount) -> bool:
    """Say whether a count is of hits more in a hundred: "out of every hundred cows it gets fourteen more right"."""
    if amount.dimension != "count" or not 0 < amount.low == amount.high < 100 or not _MORE.match(text, amount.end):
        return False
    before, after = text[max(0, amount.start - _BESIDE) : amount.start], text[amount.end : amount.end + _BESIDE]
    return bool(_OF_A_HUNDRED.search(STOP.split(before)[-1]) or _OF_A_HUNDRED.search(STOP.split(after)[0]))


def _heard(turn: Turn, factor: Factor, gain: float, levels: Sequence[Amount], surely: float) -> Heard:
    words, span = turn.words(min(a.start for a in levels), max(a.end for a in levels))
    gain = round(gain, 6)
    return Heard(Fact(factor=factor.id, low=gain, high=gain, text=words, span=span, unit_said="points"), surely)


def is_level(amount: Amount) -> bool:
    """Say whether a number is a level of accuracy rather than a gain in it."""
    return amount.dimension == "ratio" and _scale(amount) > 0.0


def _scale(amount: Amount) -> float:
    """Return what makes percent of a level, 0 for what is none."""
    if LEVEL < amount.low <= amount.high <= 100.0:
        return 1.0
    small, one = FRACTIONS
    return 100.0 if small < amount.low <= amount.high < one else 0.0
