"""What is less than one in a number: "two and a quarter", "one point five", "deux virgule cinq", "2 1/2". Pure."""

from __future__ import annotations

import re

from kb.number_words import small

_AND_A_PART = re.compile(
    r" (?:(?:and (?:a|one) |und eine? |y |et (?:un )?)"
    r"(?:(?P<half>half|halbe?s?|media|medio|demie?)|(?P<quarter>quarter|quart|cuarto)))(?!\w)"
    r"| (?:and three[ -]quarters?|y tres cuartos|et trois quarts)(?!\w)",
    re.IGNORECASE,
)
_POINT = re.compile(
    r" (?:point|komma|coma|virgule)(?P<digits>(?:[ -](?:zero|oh|[^\W\d_]{2,6}(?![^\W\d_]))){1,4})", re.IGNORECASE
)
"""Decimals in words: "one point five million", "null Komma vier Prozent"."""
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_MIXED = re.compile(r" (?P<over>[1-9])/(?P<under>[2348])(?![\w/.])")
_WORD = re.compile(r"[^\W\d_]{1,60}")


def mixed_part(text: str, end: int) -> tuple[float, int]:
    """Return what a fraction right behind figures adds to them, and where it ends: "2½", "2 1/2"."""
    if text[end : end + 1] in VULGAR:
        return VULGAR[text[end]], end + 1
    if mixed := _MIXED.match(text, end):
        return int(mixed.group("over")) / int(mixed.group("under")), mixed.end()
    return 0.0, end


def and_a_part(text: str, value: float, end: int, scale: float) -> tuple[float, int]:
    """Add "and a half" to a number, of its last multiplier: a million and a half is 1.5 million."""
    part = _AND_A_PART.match(text, end)
    if part is None:
        return value, end
    return value + scale * (0.5 if part.group("half") else 0.25 if part.group("quarter") else 0.75), part.end()


def and_point(text: str, end: int) -> tuple[float, int]:
    """Return what the decimals behind "point" add to a number in words, and where they end: "one point two five"."""
    found = _POINT.match(text, end)
    value, below, stop = 0.0, 1.0, end
    for word in _WORD.finditer(text, found.start("digits"), found.end()) if found else ():
        digit = 0.0 if word.group().lower() in {"oh", "null", "zéro", "cero"} else small(word.group())
        if digit is None or digit > 9:
            break
        below /= 10.0
        value, stop = value + digit * below, word.end()
    return value, stop
