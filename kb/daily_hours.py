"""Over how many hours of a day a rate runs: "between 8 and 18", "8:00 to 17:00", "9-5", "ten hours a day". Pure.

English, with the words of German, Spanish and French for "to" and "hours".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.numerals import read_number, skip_blank

_CLOCK = (
    r"(?P<{0}>[01]?\d|2[0-4])(?P<{0}m>[:.h][0-5]\d|h(?!\w))?\s?(?P<{0}n>[ap]\.?m\b\.?|uhr\b|o['’]clock\b|h\b|hours\b)?"
)
_WINDOW = re.compile(
    r"(?P<lead>\b(?:between|from|zwischen|von|entre|de|desde|von)\s(?:las\s)?)?(?<![\w.,:])"
    + _CLOCK.format("a")
    + r"\s?(?:-|–|—|to|and|until|till|through|bis|und|a(?: las)?|y(?: las)?|hasta|et|à)\s?"
    + _CLOCK.format("b")
    + r"(?![\w%]|[.,]\d|\s(?:per|a|an|each|every)\b)",
    re.IGNORECASE,
)
_HOURS = r"(?:\s|-)?(?:hours?|hrs?|h|stunden|horas|heures)"
_HOURS_A_DAY = re.compile(
    rf"{_HOURS}(?:\s|-)?(?:a|per|each|every|am|pro|al|por|par)?\s?(?:/\s?)?"
    r"(?:working |business )?(?:day|shift|tag|día|jour)\b",
    re.IGNORECASE,
)
_OPEN_FOR = re.compile(
    rf"{_HOURS}(?=\s(?:the|that|when|while|we|in which|during which"
    r"|of opening|of operation)\b)",
    re.IGNORECASE,
)
"""Behind a number: "for the ten hours the counters are open"."""
_LED = re.compile(
    r"\b(?:for|over|during|in|across)\s(?:the|those|these|our|all)\s(?:about\s|roughly\s)?$", re.IGNORECASE
)
_SHIFTS = re.compile(
    rf"(?P<many>\w+)(?:\s|-)(?P<long>\w+){_HOURS}(?:\s|-)?shifts\b"
    rf"|(?P<shifts>\w+) shifts (?:of|at) (?P<hours>\w+){_HOURS}",
    re.IGNORECASE,
)
"""The shifts of a day, of so many hours each: "two shifts of eight hours", "two 8-hour shifts"."""
_NUMBER = re.compile(r"(?<![\w.,])(?:\d|[^\W\d_]{3,})")
_NAMED_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_IN_WORDS = re.compile(
    rf"\b(?P<a>{'|'.join(_NAMED_HOURS)}) (?:to|till|until) (?P<b>{'|'.join(_NAMED_HOURS)})\b"
    r"(?=\s?(?:$|[,.;:!?)]|(?:on|every|each|mon|week|and|but|only|in|at|o['’]clock|sharp)\b))",
    re.IGNORECASE,
)
"""Office hours in words, "nine to five", at the end of what they are said of."""
_SHORTEST, _LONGEST = 2, 24


class DailyHours(NamedTuple):
    """The words at ``[start, end)`` name this many hours of a day."""

    hours: float
    start: int
    end: int


def hours_a_day(text: str) -> DailyHours | None:
    """Return the hours of a day that the words of a text name, or None where they name none or all of them."""
    named = (_in_words(window) for window in _IN_WORDS.finditer(text))
    found = (*(_between(window) for window in _WINDOW.finditer(text)), *named, _in_shifts(text), _counted(text))
    return next((one for one in found if one and _SHORTEST <= one.hours < _LONGEST), None)


def _between(window: re.Match[str]) -> DailyHours | None:
    """Return the hours between two times of day; two bare numbers are times only behind "between" or "from"."""
    marks = [window.group(name) for name in ("am", "an", "bm", "bn")]
    if not any(marks) and not window.group("lead"):
        return None
    first, last = (_of_the_clock(window, name) for name in ("a", "b"))
    if last <= first and last <= 12 and not window.group("bn"):
        last += 12  # "9 to 5"
    return DailyHours(last - first, *window.span()) if last > first else None


def _in_words(window: re.Match[str]) -> DailyHours | None:
    """Return the hours of "nine to five", whose second is the smaller number; any other two are no hours."""
    first, last = (_NAMED_HOURS.index(window.group(name).lower()) + 1 for name in ("a", "b"))
    return DailyHours(float(last + 12 - first), *window.span()) if last < first else None


def _in_shifts(text: str) -> DailyHours | None:
    """Return the sixteen of "two shifts of eight hours"."""
    shifts = _SHIFTS.search(text)
    if shifts is None:
        return None
    names = ("many", "long") if shifts["many"] else ("shifts", "hours")
    many, long = (read_number(text, shifts.start(name)) for name in names)
    return DailyHours(many.low * long.low, *shifts.span()) if many and long else None


def _of_the_clock(window: re.Match[str], name: str) -> float:
    minutes, half = window.group(f"{name}m") or "", (window.group(f"{name}n") or "").lower()
    hour = float(window.group(name)) + (float(minutes[1:]) / 60 if minutes[1:] else 0.0)
    if half.startswith("p") and hour < 12:
        return hour + 12
    return hour - 12 if half.startswith("a") and hour >= 12 else hour


def _counted(text: str) -> DailyHours | None:
    """Return the ten of "ten hours a day"."""
    for place in _NUMBER.finditer(text):
        number = read_number(text, place.start())
        day = _HOURS_A_DAY.match(text, skip_blank(text, number.end)) if number else None
        if number and not day and _LED.search(text[: number.start]):
            day = _OPEN_FOR.match(text, skip_blank(text, number.end))
        if number and day and number.low == number.high:
            return DailyHours(number.low, number.start, day.end())
    return None
