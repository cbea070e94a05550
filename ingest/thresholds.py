"""The quantities that a sentence states, as thresholds: comparator, value or range, unit, period, hedge."""

from __future__ import annotations

import re
from typing import Literal

from kb.blocks import code_spans
from kb.quantity import Amount, read_amounts
from kb.types import Threshold

_HEDGE = re.compile(
    r"\b(?:about|around|approximately|approx\.|roughly|nearly|almost|some|circa|up to|usually|typically|often|generally"
    r"|on average|most(?:ly)?|tends? to)\b|[~≈]",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|JPY|CNY)\b")
_UNITS = {"duration": "s", "ratio": "%", "points": "percentage points"}
_SMALL_IN_WORDS = 12
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_NO_UNITS = frozenset(
    " a an and are as at be by can for from has have if in is it of on or that the to was were when which will with"  # noqa: SIM905
    " would always very".split(" ")
)
"""Words after a number that are no unit: the number stands alone, as a section's number does."""
_BEFORE = 40
_LONGEST = 2000


def thresholds(sentence: str) -> tuple[Threshold, ...]:
    """Return the quantities with a unit or a comparator that a sentence states, in order; dates and code are none."""
    part = sentence[:_LONGEST]
    code = list(code_spans(part)) if "`" in part else []
    found: list[Threshold] = []
    for amount in read_amounts(part):
        if not any(start <= amount.start < end for start, end in code) and _says_something(amount):
            found.append(_threshold(part, amount))
    return tuple(found)


def _says_something(amount: Amount) -> bool:
    """Say whether an amount can be held against a fact: not a year, an ordinal, "no one", a number with no unit."""
    if amount.dimension == "date" or not _finite(amount) or amount.unit == "clock":
        return False
    if amount.dimension in ("count", "other") and not amount.comparator.strip("~"):
        in_words = not any(c.isdigit() for c in amount.text)
        small = amount.high <= _SMALL_IN_WORDS and in_words
        year = amount.low == amount.high and _FIRST_YEAR <= amount.low <= _LAST_YEAR and amount.text.strip().isdigit()
        return not (small or year or amount.unit.lower() in _NO_UNITS)
    return True


def _threshold(sentence: str, amount: Amount) -> Threshold:
    hedges = _HEDGE.findall(sentence[max(0, amount.start - _BEFORE) : amount.end])
    return Threshold(
        comparator=_comparator(amount),
        low=amount.low,
        high=amount.high,
        unit=_unit(sentence, amount),
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
    unit = _UNITS.get(amount.dimension, amount.unit)
    return "" if unit.lower() in _NO_UNITS else unit
