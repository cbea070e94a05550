"""What two numbers of a turn tell together, each alone being something else: a share, a gain. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.levels import gain_compared
from bot.listen import Heard, Scores, Turn, rather_than_nobody
from bot.voices import NOTHING
from kb.amounts import Amount
from kb.types import Factor

_RIGHT = re.compile(
    r"^[^.,;]{0,30}?\b(?:right|correct|accurate|clean|fine|good|ok|okay|richtig|korrekt|correct\w*|bien)\b", re.I
)
_WRONG = re.compile(r"wrong|error|nois|mistake|junk", re.IGNORECASE)


class Together(NamedTuple):
    """Shares by factor with how surely each is its, gains by factor, and the rows of the numbers used up by them."""

    shares: dict[str, list[tuple[float, Amount]]]
    gains: dict[str, Heard]
    rows: frozenset[int]


def together(turn: Turn, roles: Sequence[str], quantities: Mapping[str, Factor], surely: float) -> Together:
    """Return what pairs of numbers tell of these factors; a share counts from so ``surely`` on."""
    columns = {label: column for column, label in enumerate(roles)}
    shares: dict[str, list[tuple[float, Amount]]] = {}
    starts: set[int] = set()
    for tally, scores in turn.told:
        fitting = [id for id, f in quantities.items() if f.unit == "%" and id in columns and counts_wrong(f)]
        best = max(sorted(fitting), key=lambda id: float(scores[columns[id]]), default=None)
        if best and (share := _share(scores, columns, best)) >= surely:
            shares.setdefault(best, []).append((share, tally.amount))
            starts |= tally.used
    gains: dict[str, Heard] = {}
    rows = {row for row, amount in enumerate(turn.amounts) if amount.start in starts}
    for id, factor in quantities.items():
        if factor.unit != "percentage points" or id not in columns:
            continue
        likely = [_share(turn.roles[row], columns, id) for row in range(len(turn.amounts))]
        if gain := gain_compared(turn, factor, likely):
            gains[id], rows = gain.heard, rows | gain.rows
    return Together(shares, gains, frozenset(rows))


def surer(told: list[tuple[float, Amount]], leaning: list[tuple[float, Amount]]) -> list[tuple[float, Amount]]:
    """Return the shares told by two counts or the plain ones beside them, whichever are surer: they make no range."""
    plain = [mention for mention in leaning if mention not in told]
    return max((plain, told), key=lambda mentions: max((share for share, _ in mentions), default=0.0))


def _share(scores: Scores, columns: Mapping[str, int], factor: str) -> float:
    """Return how surely a number is a factor's rather than nobody's."""
    return rather_than_nobody(float(scores[columns[factor]]), float(scores[columns[NOTHING]]))


def counts_wrong(factor: Factor) -> bool:
    """Say whether a factor counts what is wrong, so that a share of what is right is its complement."""
    return any(_WRONG.search(cue) for cue in factor.cues)


def said_of_the_right(turn: Turn, amount: Amount, factor: Factor) -> bool:
    """Say whether a share is of what is right where the factor counts what is wrong: "92% of labels are right"."""
    if not counts_wrong(factor):
        return False
    for tally, _ in turn.told:
        if tally.amount == amount:
            return tally.right
    after = turn.text[amount.end : amount.end + 40]
    return bool(_RIGHT.search(after)) and not _WRONG.search(after)
