"""Figures that are too much already: "ten minutes old, and they complain" says that they notice, and names no age that
they put up with. Pure.

Which fact says so of which quantity is knowledge (``exceeded_when`` of a factor).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.listen import Scores, Turn
from kb.amounts import Amount
from kb.types import Factor

SAID = 0.4
"""Probability from which a piece of a sentence says that a figure in it is too much: as what is implied counts
(``bot.facts.COUNTS``)."""
_LIMITS = frozenset({"<", "<=", ">"})
"""What makes a figure the limit itself: "older than ten minutes, and they complain"."""


def unless_exceeded(turn: Turn, labels: Sequence[str], roles: Sequence[str], factors: Mapping[str, Factor]) -> Turn:
    """Return the turn with no figure heard as a factor's whose piece of a sentence says that so much is too much.

    ``labels`` and ``roles`` are the columns of what the turn's clauses state and of whose its figures are.
    """
    telling = [(roles.index(id), f.exceeded_when) for id, f in factors.items() if f.exceeded_when and id in roles]
    heard = turn.roles
    for column, when in telling:
        said = turn.stated[:, [label in {f"{when.factor}={value}" for value in when.values} for label in labels]].sum(1)
        rows = [row for row, amount in enumerate(turn.amounts) if _piece_says(turn, amount, said) >= SAID]
        if rows:
            heard = heard.copy()
            heard[rows, column] = 0.0
    return replace(turn, roles=heard)


def _piece_says(turn: Turn, amount: Amount, said: Scores) -> float:
    """Return how surely the piece of a sentence that holds a figure says it, one score a clause; a limit exceeds
    nothing."""
    around = [row for row, c in enumerate(turn.clauses) if c.start <= amount.start < c.end]
    if amount.comparator in _LIMITS or not around:
        return 0.0
    return float(said[min(around, key=lambda row: turn.clauses[row].end - turn.clauses[row].start)])
