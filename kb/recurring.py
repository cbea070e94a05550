"""Rates said by what lies between two events: "a request every 30 ms", "300 every other day", "5x a day"."""

from __future__ import annotations

import re
from functools import lru_cache

from kb.amounts import Amount, amount_of
from kb.numerals import Number, read_number, skip_blank
from kb.periods import FORTNIGHT, PERIOD_AFTER, SECONDS, TIME_UNIT, period_of

EVERY = re.compile(
    r"(?:\s(?!every\b|each\b)[^\W\d_][\w-]{0,20}){0,3}?"
    r"\s(?:(?:every|each|alle|cada|chaque|toutes les|tous les)\s)(?P<other>other\s|zwei\s|deux\s|dos\s)?",
    re.IGNORECASE,
)
_OTHER = frozenset({"other ", "zwei ", "deux ", "dos "})
_ONE = re.compile(r"(?:an?|one|eine?n?|une?|una)\s(?!vez|fois)(?=[^\W\d_]{3,})", re.IGNORECASE)
_ONCE = re.compile(r"(?:una vez|une fois|ein ?mal|one time)\b", re.IGNORECASE)
_TIMES = re.compile(r"\s?(?:x|×|times|mal|veces|fois|次)\s?(?=\S)", re.IGNORECASE)


def read_recurring(text: str, at: int, number: Number | None) -> Amount | None:
    """Return the rate that starts at ``at`` with a number or "a", or None; "every 5 minutes" alone is a duration."""
    one = None if number else _ONE.match(text, at)
    if one:  # "a request every 30 ms": the noun is there, or it is no count
        every = every_at(text, one.end() - 1)
        values = (1.0, 1.0)
    elif number and not _ONCE.match(text, at):
        every, values = every_at(text, number.end), (number.low, number.high)
        if every is None:
            return _times_a(text, number)
    else:
        return None
    rate = _between(text, at, every, values) if every else None
    if rate and one and not rate.low * SECONDS["minute"] > SECONDS[str(rate.period)]:
        return None  # "a release every six weeks" tells how old it may be, not how many there are
    return rate


def every_at(text: str, at: int) -> re.Match[str] | None:
    """Return where "every" stands at most three words behind a position; most texts hold no such word at all."""
    return EVERY.match(text, at) if _says_every(text) else None


@lru_cache(maxsize=64)  # asked for each number of a sentence
def _says_every(text: str) -> bool:
    low = text.lower()
    return (
        "every" in low
        or "each" in low
        or "alle" in low
        or "cada" in low
        or "chaque" in low
        or "toutes" in low
        or "tous" in low
    )


def every_stretch(text: str, start: int, at: int, value: float) -> Amount | None:
    """Return ``value`` times per the stretch of time that "every" names at ``at``: "twice every two weeks"."""
    every = every_at(text, at)
    return _between(text, start, every, (value, value)) if every else None


def _between(text: str, start: int, every: re.Match[str], values: tuple[float, float]) -> Amount | None:
    """Return so many per stretch of time, as a rate per unit of it (per second where it is shorter)."""
    stretch = read_number(text, every.end())
    other = every.group("other")
    if other:
        count, at = 2.0, every.end()
    elif stretch and stretch.low == stretch.high > 0:
        count, at = stretch.low, skip_blank(text, stretch.end)
    else:
        return None
    unit = FORTNIGHT.match(text, at) or TIME_UNIT.match(text, at)
    if unit is None:
        return None
    name = str(unit.lastgroup or "fortnight")
    seconds = count * SECONDS[name]
    whole = (period for period, length in SECONDS.items() if length == seconds and length >= 1)
    period = next(whole, "second" if seconds < 1 else name)  # every 24 hours is a day
    scale = SECONDS[period] / seconds
    return amount_of(text, (start, unit.end()), (values[0] * scale, values[1] * scale), "rate", period=period)


def _times_a(text: str, number: Number) -> Amount | None:
    """Read "5x a day", "10 times per hour", "4 fois par semaine"."""
    times = _TIMES.match(text, number.end)
    period = PERIOD_AFTER.match(text, times.end()) if times else None
    if period is None:
        return None
    return amount_of(text, (number.start, period.end()), (number.low, number.high), "rate", "times", period_of(period))
