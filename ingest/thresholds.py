"""The quantities that a sentence states, as thresholds: comparator, value or range, unit, period, hedge."""

from __future__ import annotations

import re
from typing import Literal

from kb.quantity import Amount, read_amounts
from kb.types import Threshold

_HEDGE = re.compile(
    r"\b(?:about|around|approximately|approx\.|roughly|nearly|almost|some|circa|up to|usually|typically|often|generally"
    r"|on average|most(?:ly)?|tends? to)\b|[~≈]",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|JPY|CNY)\b")
_UNITS = {"duration": "s", "ratio": "%", "points": "percentage points"}
_BEFORE = 40
_LONGEST = 2000


def thresholds(sentence: str) -> tuple[Threshold, ...]:
    """Return the quantities with a unit or a comparator that a sentence states, in order; dates are none."""
    if not any(c.isdigit() or c == "%" for c in sentence) and len(sentence) > _LONGEST:
        return ()
    found = (_threshold(sentence, amount) for amount in read_amounts(sentence[:_LONGEST]))
    return tuple(t for t in found if t is not None)


def _threshold(sentence: str, amount: Amount) -> Threshold | None:
    unit = _unit(sentence, amount)
    bare = not unit and not amount.period and amount.comparator in ("", "~")
    if amount.dimension == "date" or bare or not _finite(amount):
        return None
    before = sentence[max(0, amount.start - _BEFORE) : amount.end]
    hedges = _HEDGE.findall(before)
    return Threshold(
        comparator=_comparator(amount),
        low=amount.low,
        high=amount.high,
        unit=unit,
        period=amount.period,
        hedge=hedges[-1].lower() if hedges else None,
        text=amount.text,
    )


def _finite(amount: Amount) -> bool:
    return all(abs(value) < 1e18 for value in (amount.low, amount.high)) and amount.low <= amount.high


def _comparator(amount: Amount) -> Literal["<", "<=", ">", ">=", "=", "~", "between"]:
    if amount.comparator:
        return amount.comparator
    return "=" if amount.low == amount.high else "between"


def _unit(sentence: str, amount: Amount) -> str:
    if amount.dimension == "money":
        symbol = _CURRENCY.search(sentence[max(0, amount.start - 5) : amount.end + 5])
        return symbol[0] if symbol else "money"
    return _UNITS.get(amount.dimension, amount.unit)
