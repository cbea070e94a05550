"""The gain between two levels of accuracy stated before, of which a later turn gives one or both anew: "the 84 was an
old version, the GBM is at 88". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.compared import LEVEL
from bot.lexicon import terms
from bot.listen import Turn
from bot.mentions import denied, withdrawn
from bot.restated import Again, changed, is_figure_of
from kb.quantity import Amount
from kb.types import Fact, Factor

_CLAUSE = re.compile(r"[,.;:!?\n]")
_FOR = re.compile(r"\W{0,3}(?:for|by|with|from|of|für|mit|von|bei|pour|avec|para|con)\s", re.IGNORECASE)
"""What is said behind a level of whose it is: "91 for the net"."""
SAME = 1e-6
"""Points by which a gain may differ from that of the two levels that told it."""


def level_anew(turn: Turn, fact: Fact, factor: Factor, earlier: Sequence[Turn]) -> Again | None:
    """Return the gain between two levels of which the turn gives one anew, by its old figure or by what it is of: "the
    84 was an old version, the GBM is at 88", "it's 91 for the net"."""
    if factor.unit != "percentage points" or fact.turn >= len(earlier):
        return None
    before = earlier[fact.turn]
    told = [end for a in before.amounts for end in _ends(a) if _is_level(end)]
    gains = ((a, b) for n, a in enumerate(told) for b in told[n + 1 :])
    levels = next((two for two in gains if abs(abs(two[0].low - two[1].low) - float(fact.low or 0.0)) < SAME), ())
    named = [a for a in turn.amounts for level in levels if a.low == a.high == level.low]
    if not levels and (two := _two_levels(turn, fact, factor)):
        return two
    new = [a for a in turn.amounts if a not in named and _is_level(a) and not withdrawn(turn, a)]
    if not levels or len(new) != 1:
        return None
    gone = next((level for level in levels if named and level.low == named[0].low), None)
    gone = gone or _of_the_same(turn, new[0], before, levels)
    if gone is None:
        return None
    stays = levels[1] if gone is levels[0] else levels[0]
    gain = round(abs(new[0].low - stays.low), 6)
    heard = changed(turn, fact, (gain, gain), new[0].start, new[0].end)
    return Again(heard, frozenset(a.start for a in (*named, *new)))


def _ends(amount: Amount) -> tuple[Amount, ...]:
    """Return the two levels of "from 81 to 93", which is read as a range; any other number as it is."""
    ends = sorted({amount.low, amount.high})
    return tuple(amount.model_copy(update={"low": end, "high": end}) for end in ends)


def _is_level(amount: Amount) -> bool:
    return amount.dimension in {"count", "ratio"} and LEVEL < amount.low == amount.high <= 100.0


def _two_levels(turn: Turn, fact: Fact, factor: Factor) -> Again | None:
    """Return the gain between the two levels that a turn gives in the place of one: "not 4. 78 for one, 90 for the
    other"."""
    gone = [a for a in turn.amounts if denied(turn.text, a.start) and is_figure_of(a, fact, factor)]
    new = [a for a in turn.amounts if a not in gone and _is_level(a)]
    if not gone or len(new) != 2 or len(turn.amounts) != len(gone) + 2:
        return None
    gain = round(abs(new[0].low - new[1].low), 6)
    heard = changed(turn, fact, (gain, gain), new[0].start, new[1].end)
    return Again(heard, frozenset(a.start for a in (*gone, *new)))


def _of_the_same(turn: Turn, new: Amount, before: Turn, levels: Sequence[Amount]) -> Amount | None:
    """Return the level that was told of what a new one is told of, by the words around both; None where neither is."""
    first, second = (_around(before, level, levels) for level in levels)
    said = _around(turn, new, [new])
    shared = len(said & (first - second)), len(said & (second - first))
    return None if shared[0] == shared[1] else levels[shared[1] > shared[0]]


def _around(turn: Turn, amount: Amount, beside: Sequence[Amount]) -> set[str]:
    """Return the words around a number in its clause, up to the other numbers ``beside`` it."""
    low = max((a.end for a in beside if a.end <= amount.start), default=0)
    high = min((a.start for a in beside if a.start >= amount.end), default=len(turn.text))
    behind = _CLAUSE.split(turn.text[amount.end : high])[0]
    return set(terms(behind if _FOR.match(behind) else _CLAUSE.split(turn.text[low : amount.start])[-1]))
