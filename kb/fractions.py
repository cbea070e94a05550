"""Fractions in words: "half", "a good third", "two tenths", "drei Viertel", "un cinquième"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from kb.number_words import ONES, small

HALVES = frozenset({
    "half", "halbe", "halben", "halber", "halbes", "halb", "medio", "media", "demi", "demie", "hälfte", "haelfte",
    "mitad", "moitié",
})  # fmt: skip
PARTS: Mapping[str, int] = {
    "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "fifteenth": 15, "sixteenth": 16, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
    "thousandth": 1000, "millionth": 1_000_000,
    "drittel": 3, "viertel": 4, "fünftel": 5, "sechstel": 6, "siebtel": 7, "achtel": 8, "neuntel": 9, "zehntel": 10,
    "zwölftel": 12, "zwanzigstel": 20, "dreißigstel": 30, "fünfzigstel": 50, "sechzigstel": 60, "hundertstel": 100,
    "tausendstel": 1000, "tercio": 3, "cuarto": 4, "quinto": 5, "sexto": 6,
    "octavo": 8, "décimo": 10, "décima": 10, "centésima": 100, "tiers": 3, "quart": 4, "cinquième": 5,
    "sixième": 6, "septième": 7, "huitième": 8, "neuvième": 9, "dixième": 10, "vingtième": 20, "centième": 100,
    "millième": 1000,
}  # fmt: skip
ORDINALS: Mapping[str, int] = {
    **{word: value for word, value in PARTS.items() if word not in {"quarter", "viertel"}},
    "second": 2, "eleventh": 11, "thirtieth": 30, "fortieth": 40, "zweite": 2, "dritte": 3, "vierte": 4, "fünfte": 5,
    "sechste": 6, "siebte": 7, "achte": 8, "neunte": 9, "zehnte": 10, "zwölfte": 12, "zwanzigste": 20, "other": 2,
    "hundertste": 100, "troisième": 3, "quatrième": 4, "deuxième": 2,
}  # fmt: skip
"""Ordinals that name a share after "every": every eighth, jede achte, every other."""

_GOOD = r"(?:(?:good|full|whole|solid|mere|gutes|knappes|buen|bon|petit) )?"
_FRACTION = re.compile(
    r"(?:(?P<count>[^\W\d_]{1,12}|[0-9]{1,2})[ -])?" + _GOOD + r"(?P<part>[^\W\d_]{3,12})", re.IGNORECASE
)
_GLUED = re.compile(r"(?P<part>viertel|drittel|zehntel|hundertstel)(?=stunden?|sekunden?|jahre?)", re.IGNORECASE)
_ARTICLES = ONES | {"a", "an", "la", "die", "der", "einem"}
OF_A = re.compile(
    r" d['’](?:une? )?| de (?:una? )?| eine[rsm]? |(?: of)?(?: an?| one)?[ -]|(?=stunde|sekunde|jahr)", re.IGNORECASE
)
"""What stands between a fraction and what it is a fraction of: half *an* hour, a quarter *of a* million."""


class Fraction(NamedTuple):
    """A fraction at ``[start, end)``; ``counted`` where a number or article stands before, ``plain`` where only "a"."""

    value: float
    start: int
    end: int
    counted: bool
    emphatic: bool


def read_fraction(text: str, at: int) -> Fraction | None:
    """Return the fraction in words that starts at ``at``, or None; whether it is a share is for the caller to tell."""
    found = _FRACTION.match(text, at)
    if found is None:
        return None
    count = (found.group("count") or "").lower()
    if count and (count in HALVES or _denominator(count)):
        return _bare(text, at, count, found.end("count"))
    if not count:
        return _bare(text, at, found.group("part").lower(), found.end())
    name = found.group("part").lower()
    times = 1.0 if count in _ARTICLES else float(count) if count.isdecimal() else small(count)
    below, end = _denominator(name), found.end()
    if below is None and (glued := _GLUED.match(text, found.start("part"))):
        below, end = _denominator(glued.group("part").lower()), glued.end()
    if name in HALVES and count in _ARTICLES:
        below = 2
    if below is None or not times or times > below * 3:
        return None
    emphatic = text[found.end("count") + 1 : found.start("part")] != "" or count not in {"a", "an"}
    return Fraction(times / below, at, end, True, emphatic)


def _bare(text: str, at: int, name: str, end: int) -> Fraction | None:
    """Read "half", "quarter-" and "Viertel-" without a count."""
    if name in HALVES:
        return Fraction(0.5, at, end, False, False)
    if name == "quarter":
        return Fraction(0.25, at, end, False, False)
    if glued := _GLUED.match(text, at):
        return Fraction(1.0 / PARTS[glued.group("part").lower()], at, glued.end(), False, False)
    return None


def _denominator(name: str) -> int | None:
    return PARTS.get(name) or (PARTS.get(name[:-1]) if name.endswith("s") else None)
