"""The record of a quantity in a text, and the comparator that stands before it."""

from __future__ import annotations

import re
from typing import Literal

from kb.types import Record

Dimension = Literal["count", "rate", "duration", "ratio", "points", "money", "date", "other"]
Comparator = Literal["<", "<=", ">", ">=", "~", ""]


class Amount(Record):
    """A quantity as it stands in a text at ``[start, end)``.

    ``low`` and ``high`` are in seconds (duration), percent (ratio), percentage points (points), or plain numbers
    (count, rate, money); they differ for a range and for vague words ("a few"). ``period`` is the period of a rate.
    ``unit`` is the word after the number, as written. ``other`` is a number that is no quantity here: a version, a
    clock time, 24/7.
    """

    low: float
    high: float
    dimension: Dimension
    period: str | None = None
    unit: str = ""
    comparator: Comparator = ""
    start: int
    end: int
    text: str


_COMPARATORS: tuple[tuple[Comparator, str], ...] = (
    ("<=", r"at most|up to|no more than|max(?:imum)?|not more than|within|inside|höchstens|bis zu|como máximo|hasta"
           r"|au plus|jusqu'à|最多|不超过|至多"),
    (">=", r"at least|no fewer than|no less than|min(?:imum)?|from|mindestens|al menos|au moins|至少|>="),
    ("<", r"under|below|less than|fewer than|short of|unter|weniger als|menos de|moins d[e']|低于|少于|不到|<"),
    (">", r"over|above|more than|beyond|exceeding|past|greater than|über|mehr als|más de|plus d[e']|超过|高于|>"),
    ("~", r"about|around|roughly|approximately|approx\.?|circa|ca\.?|some|abt\.?|nearly|almost|close to|like|~|≈|etwa"
          r"|ungefähr|rund|knapp|unos|unas|cerca de|casi|environ|à peu près|près d[e']|大约|大概|约|差不多"),
)  # fmt: skip
_BEFORE = re.compile(
    "(?:" + "|".join(rf"(?P<c{i}>(?<![\w]){words})" for i, (_, words) in enumerate(_COMPARATORS)) + r")\s?$",
    re.IGNORECASE,
)
_WINDOW = 24


def comparator_before(text: str, start: int) -> Comparator:
    """Return what stands right before a quantity, as a sign: "under" is ``<``, "about" is ``~``, nothing is ``""``."""
    before = _BEFORE.search(text[max(0, start - _WINDOW) : start])
    if before is None:
        return ""
    return next(sign for i, (sign, _) in enumerate(_COMPARATORS) if before.group(f"c{i}"))


def amount_of(
    text: str,
    span: tuple[int, int],
    values: tuple[float, float],
    dimension: Dimension,
    unit: str = "",
    period: str | None = None,
) -> Amount:
    """Return the amount at a span of a text, with the comparator before it."""
    start, end = span
    return Amount(
        low=values[0],
        high=values[1],
        dimension=dimension,
        period=period,
        unit=unit,
        comparator=comparator_before(text, start),
        start=start,
        end=end,
        text=text[start:end],
    )
