"""Figures that are too much already: "ten minutes old, and they complain" says that they notice, and names no age that
they put up with. Pure.

Which fact says so of which quantity is knowledge (``exceeded_when`` of a factor).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.listen import Listening, Turn
from kb.amounts import Amount
from kb.types import Factor

SAID = 0.4
"""Probability from which a piece of a sentence says that a figure in it is too much: as what is implied counts
(``bot.facts.COUNTS``)."""
_LIMITS = frozenset({"<", "<=", ">"})
"""What makes a figure the limit itself: "older than ten minutes, and they complain"."""


def unless_exceeded(listening: Listening, factors: Mapping[str, Factor]) -> Listening:
    """Return the listening with no figure heard as a factor's where its piece of a sentence says that so much is too
    much."""
    for id, factor in factors.items():
        if factor.exceeded_when and id in listening.roles:
            telling = [f"{factor.exceeded_when.factor}={value}" for value in factor.exceeded_when.values]
            columns = [column for column, label in enumerate(listening.labels) if label in telling]
            turns = (_unheard(turn, columns, listening.roles.index(id)) for turn in listening.turns)
            listening = replace(listening, turns=tuple(turns))
    return listening


def _unheard(turn: Turn, telling: Sequence[int], role: int) -> Turn:
    """Return a turn in which no figure has a role whose piece states one of the facts in the ``telling`` columns."""
    rows = [row for row, amount in enumerate(turn.amounts) if _is_too_much(turn, amount, telling)]
    if not rows:
        return turn
    roles = turn.roles.copy()
    roles[rows, role] = 0.0
    return replace(turn, roles=roles)


def _is_too_much(turn: Turn, amount: Amount, telling: Sequence[int]) -> bool:
    piece = None if amount.comparator in _LIMITS else turn.piece_at(amount.start)
    return piece is not None and float(turn.stated[piece, telling].sum()) >= SAID
