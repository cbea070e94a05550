"""Numbers as people shorten them: "low six figures", "2k5", "3.2MM". Pure."""

from __future__ import annotations

import re

from kb.number_words import LETTERS, small

MILLIONS = re.compile(
    "[ \u00a0\u202f]?MM(?![A-Za-z0-9])"
    r"|mm(?=[\s/](?:req|requests?|calls?|hits|users|events|messages|msgs|documents|docs|records|rows|tokens)\b)"
)
"""How finance writes a million; "3 mm" is a length otherwise."""
_INSIDE = re.compile(r"(?P<whole>[0-9]{1,3})(?P<scale>[kKM])(?P<tenths>[0-9])(?![\w.,]\w|\w)")
_FIGURES = re.compile(
    r"(?P<count>four|five|six|seven|eight|nine|[4-9])[ -]figures?(?![\w-])"
    r"(?! (?:sum|salar|budget|deal|contract|bill|invoice|cost|spend|price|pay|income|loss|fee))",
    re.IGNORECASE,
)
_PART = re.compile(r"\b(?:(?P<low>low|lower)|(?P<mid>mid|middle)|(?P<high>high|upper))[ -]$", re.IGNORECASE)
_FIRST_DIGITS = {"low": (1, 3), "mid": (4, 6), "high": (7, 10), None: (1, 10)}


def read_shorthand(text: str, at: int) -> tuple[float, float, int, bool] | None:
    """Return the ends of a shortened number, where its words end, and whether they are digits; None where none is."""
    return _so_many_figures(text, at) or _letter_for_point(text, at)


def _so_many_figures(text: str, at: int) -> tuple[float, float, int, bool] | None:
    """Read "six figures", "low seven-figure" as the range that so many figures can say."""
    figures = _FIGURES.match(text, at)
    if figures is None:
        return None
    count = figures["count"].lower()
    ten = 10.0 ** (int(small(count) or float(count)) - 1)
    part = _PART.search(text[max(0, at - 8) : at])
    low, high = _FIRST_DIGITS[part.lastgroup if part else None]
    return low * ten, high * ten, figures.end(), False


def _letter_for_point(text: str, at: int) -> tuple[float, float, int, bool] | None:
    """Read "2k5", whose multiplier stands where the decimal point would."""
    inside = _INSIDE.match(text, at)
    if inside is None:
        return None
    value = (float(inside["whole"]) + float(inside["tenths"]) / 10) * LETTERS[inside["scale"].lower()]
    return value, value, inside.end(), True
