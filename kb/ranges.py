"""Numbers that make a range: "300 to 450", "4-5k", "between 18 and 22", "four, five". Pure."""

from __future__ import annotations

import re

from kb.numerals import Number, read_number
from kb.units import YEAR, is_year

_RANGE_JOIN = re.compile(
    r"\s?(?:-|–|—|至|到|~)\s?"
    r"|\s(?P<word>to|bis|a|à|and|or|oder|ou|o|und|y|et)\s(?:(?:un|el|einem|le)\s(?=\d))?",
    re.IGNORECASE,
)
_IN = re.compile(r"\bin\s$", re.IGNORECASE)
_COMMA = re.compile(r",?\s")
_LINKS = frozenset({"and", "und", "y", "et"})
_THE = re.compile(r"\bthe\s$", re.IGNORECASE)
"""What makes an English article of an "a" between two numbers: "make the 300 a 450"."""
_BETWEEN = re.compile(r"\b(?:between|zwischen|entre)\s(?:un |el |einem |le )?$", re.IGNORECASE)


def widened(text: str, number: Number) -> tuple[Number, bool]:
    """Return a number, as far as a range that it begins reaches, and whether it begins one; the second number's
    multiplier serves the first one too: "4-5k"."""
    joined = range_join(text, number.start, number.end) or _next_in_words(text, number)
    second = read_number(text, joined.end()) if joined else None
    if second is None or second.digits != number.digits or number.low > second.high or _years(text, number, second):
        return number, False
    low = number.low
    if number.scale in {1.0, 100.0} and low < 1000 and number.scale < second.scale <= second.high / max(low, 1e-9):
        low *= second.scale
    if low and second.high / low > 1000:
        return number, False
    return Number(low, second.high, number.start, second.end, number.digits, second.scale), True


def _years(text: str, first: Number, second: Number) -> bool:
    """Say whether two numbers are years ("between 1998 and 2004"), or the first one is ("in 2023 to 150k a day")."""
    if _IN.search(text[max(0, first.start - 3) : first.start]) and first.low != 2000 and is_year(text, first):
        return True
    both = all(YEAR.fullmatch(text, n.start, n.end) and n.low != 2000 for n in (first, second))
    return both and is_year(text, second)


def range_join(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return what joins two ends of a range; "and" does only after "between"."""
    joined = _RANGE_JOIN.match(text, end)
    if joined is None:
        return None
    word, before = (joined.group("word") or "").lower(), text[max(0, start - 16) : start]
    if _THE.search(before) if word == "a" else word in _LINKS and not _BETWEEN.search(before):
        return None
    return joined


def _next_in_words(text: str, number: Number) -> re.Match[str] | None:
    """Return the comma of "four, five a day", where the next number in words follows; two in digits are a list."""
    comma = None if number.digits else _COMMA.match(text, number.end)
    second = read_number(text, comma.end()) if comma else None
    return comma if second and not second.digits and second.low == second.high == number.high + 1 else None
