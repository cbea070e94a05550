"""How the numbers of one turn stand to each other: the ends of a range, a peak beside its average, a slip taken back.
Pure."""

from __future__ import annotations

import re

from bot.listen import Turn
from kb.quantity import Amount

WIDEST = 20.0
"""How many times the lower end the upper end of a range in two mentions may be; set by hand."""
_NEAR = 40
"""Characters on either side of a number in which it is said to be a peak or an average."""
_NEXT = r"(?=\S{0,2}\d)"
TAKEN_BACK = re.compile(
    r"[^.;!?,–-]{0,24}[,;.!–-]{0,2}\s?(?:(?:scrap|scratch|strike|forget|ignore) (?:that|it|this)\b"
    rf"|(?:no,? )?(?:sorry|wait|pardon)\b[^\w]{{1,3}}(?:i mean\w* |make (?:that|it) |it's )?{_NEXT}"
    rf"|(?:i mean\w*|make (?:that|it)|correction:?) {_NEXT})",
    re.IGNORECASE,
)
"""What takes the number before it back: "4,000, no sorry, 400", "5 minutes old, scrap that"."""
_PEAK = re.compile(
    r"\b(?:peaks?|peaking|burst\w*|spik\w+|max(?:imum|imal)?|p9\d|worst|busiest|spitze\w*|pico\w*|pic|pointe)\b|峰值|高峰",
    re.I,
)
_MEAN = re.compile(
    r"\b(?:avg|average|mean|median|typical\w*|usual\w*|normal\w*|p50|schnitt|durchschnitt\w*|promedio|media|moyenne)\b|平均|均值",
    re.I,
)
_PARTS = re.compile(r"[,;.()]")
"""What parts the words beside one number from those beside the next."""
_JOINS = re.compile(r"\b(?:to|and|or|until|up|sometimes|then|on|bis|und|oder|y|o|et|ou|à|mal)\b|[-–—/~]|到|至|或", re.I)
"""What stands between two mentions that are the ends of one range; a mere comma lists different things."""
_LEADS = re.compile(r"\s?(?:[^\W\d_]{2,14}\s){0,2}(?:to|and|or|bis|und|oder|y|o|et|ou|à|a|[-–—])\s?", re.I)

Valued = tuple[float, float, float, Amount]
"""How surely a mention is a factor's, its lowest and highest value in the factor's unit, and the number itself."""


def alike(turn: Turn, value: Valued, best: Valued) -> bool:
    """Say whether two mentions can be the ends of one range: "five SREs" is none of "at least 2M calls a day"."""
    if value is best:
        return True
    low, high = sorted((value[1], best[1]))
    first, second = sorted((value[3], best[3]), key=lambda amount: amount.start)
    joined = _JOINS.search(turn.text, first.end, second.start)
    return bool(joined) and high <= WIDEST * low


def leads_to(turn: Turn, amount: Amount, other: Amount) -> bool:
    """Say whether a bare count is the lower end of a range whose period comes later: "40k requests to 50k a day"."""
    return bool(_LEADS.fullmatch(turn.text, amount.end, other.start))


def usual(turn: Turn, values: list[Valued]) -> list[Valued]:
    """Leave the peak out where the average is said too: "avg 22 rps, p99 peak 96 rps"."""
    peaks = [v for v in values if _PEAK.search(_beside(turn, v[3])) and not _MEAN.search(_beside(turn, v[3]))]
    means = [v for v in values if _MEAN.search(_beside(turn, v[3]))]
    return [v for v in values if v not in peaks] if peaks and means else values


def as_of(turn: Turn, row: int) -> int:
    """Return the number whose role a number has: its own, or that of the peak right before a bare average.

    "70qps peak, 25 avg" counts one thing twice, and only once says what.
    """
    amount, before = turn.amounts[row], turn.amounts[row - 1] if row else None
    if before is None or amount.dimension != "count" or amount.start - before.end > _NEAR // 2:
        return row
    kinds = {
        bool(_PEAK.search(_beside(turn, one))) - bool(_MEAN.search(_beside(turn, one))) for one in (before, amount)
    }
    return row - 1 if kinds == {1, -1} else row


def _beside(turn: Turn, amount: Amount) -> str:
    """Return the words beside a number up to the next comma or stop on either side."""
    before = _PARTS.split(turn.text[max(0, amount.start - _NEAR) : amount.start])[-1]
    return f"{before} {_PARTS.split(turn.text[amount.end : amount.end + _NEAR])[0]}"
