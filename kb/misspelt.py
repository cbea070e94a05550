"""Units of time as hurried hands type them: "4 weks", "3 mounths", "20 mintues"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_MEANT: Mapping[str, str] = {
    "millisecond": "millisecond", "milliseconds": "millisecond", "millisecs": "millisecond",
    "second": "second", "seconds": "second", "minute": "minute", "minutes": "minute", "hour": "hour", "hours": "hour",
    "week": "week", "weeks": "week", "month": "month", "months": "month", "year": "year", "years": "year",
    "sekunde": "second", "sekunden": "second", "minuten": "minute", "stunde": "hour", "stunden": "hour",
    "woche": "week", "wochen": "week", "monate": "month", "segundos": "second", "minutos": "minute",
    "semana": "week", "semanas": "week", "secondes": "second", "heures": "hour", "semaine": "week",
    "semaines": "week",
}  # fmt: skip
_REAL = frozenset({
    "weak", "weed", "weeds", "weep", "weeps", "wee", "mouth", "mouths", "moth", "moths", "minuses", "minuet", "minuets",
    "hourly", "houri", "yearn", "yearns", "yeas", "yea", "wachen", "wecken", "monat", "donate", "studen", "week's",
    "yearly", "weekly", "monthly", "semantic",
})  # fmt: skip
"""Words that are one letter away from a unit of time and mean something else, or are its other forms."""
MISTYPED: Mapping[str, tuple[str, ...]] = {
    "day": ("dya", "dy", "dday", "daay"), "month": ("mnth", "monht", "motnh", "mounth", "mnoth"),
    "week": ("wek", "weke", "wekk", "weeek"), "hour": ("huor", "hor", "hourr", "houre"),
    "minute": ("mintue", "minuet", "minit"), "year": ("yaer", "yeer", "yera"),
}  # fmt: skip
"""Periods as they are mistyped behind "a" or "per", where a pattern must name them; the shortest are too short for
``time_meant``."""
SHORTEST = 3


@lru_cache(maxsize=4096)
def time_meant(word: str) -> str | None:
    """Return the unit of time (``week``, ...) that a misspelt word means, or None: one letter off, the first right."""
    name = word.lower()
    if len(name) < SHORTEST or name in _REAL or name in _MEANT:
        return None
    near = (unit for spelled, unit in _MEANT.items() if spelled[0] == name[0] and _one_off(name, spelled))
    return next(near, None)


def _one_off(typed: str, meant: str) -> bool:
    """Say whether one letter was left out, added, changed (in a word of five or more) or swapped with the next."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    if len(typed) == len(meant):
        swapped = typed[at : at + 2] == meant[at : at + 2][::-1] and typed[at + 2 :] == meant[at + 2 :]
        return swapped or (len(meant) >= 5 and typed[at + 1 :] == meant[at + 1 :])
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    return longer[at + 1 :] == shorter[at:]
