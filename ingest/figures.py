"""Figures of a text, brought to common units, and whether two of them are the same number. Pure.

Rates are per day, times in seconds, shares in percent; "35x", "35 times" and "35-fold" are alike. A count keeps its
noun apart, which says what is counted. A rate without a period, or another currency, is another figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import Stemmer

from ingest.thresholds import thresholds
from kb.periods import PERIOD_AFTER, per_day, period_of
from kb.quantity import Amount, read_amounts

NEAR, ROUGHLY = 0.0005, 0.05
"""Relative difference up to which two numbers are the same: as printed, and where one of them is hedged ("about")."""
_ROUGH = frozenset(
    ("about", "around", "approximately", "approx.", "roughly", "nearly", "almost", "some", "circa", "~", "≈")
)
_MARKER = re.compile(r"\[\^?[\d\s,;–-]{1,40}\](?:\([^()\s]{0,300}\))?")
"""A pointer such as ``[2, 5]``, whose numbers are none of the text's."""
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s$", re.IGNORECASE)
_YEARS = re.compile(r"1[4-9]\d\d|20\d\d|(?:1[4-9]|20)\d\d[-–](?:\d\d){1,2}")
_NUMBER = re.compile(r"\d[\d.,_]*")
_TIMES = frozenset(("x", "×", "fold", "times", "倍"))
_CURRENCIES = {
    "$": "usd", "usd": "usd", "dollar": "usd", "dollars": "usd", "bucks": "usd", "€": "eur", "eur": "eur",
    "euro": "eur", "euros": "eur", "£": "gbp", "gbp": "gbp", "pounds": "gbp", "¥": "jpy", "chf": "chf", "francs": "chf",
}  # fmt: skip
_CURRENCY = re.compile(r"[$€£¥]|\b(?:usd|eur|gbp|chf|dollars?|bucks|euros?|pounds|francs)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_STEMMER = Stemmer.Stemmer("english")
_STOP_WORDS = """
a an the of to in on at for from by with and or but not is are was were be been it its this that these those as if we
our us you your they their he she his her do does did have has had can could would should will may might what which who
when where why how there here than then so no any some all each just about into over out up down also only more less
fewer most least below above under between around roughly nearly almost per day days week weeks month months year years
hour hours minute minutes second seconds daily monthly percent percentage points times one two three many much very such
both other usually often typically generally thousand million billion
"""
_STOP = frozenset(_STOP_WORDS.split())
"""Words that say nothing of what a figure is about: comparators, periods and units are compared as such."""


@dataclass(frozen=True)
class Figure:
    """A number of a text at ``[start, end)`` in common units; ``noun`` is the stem of what is counted, if anything.

    ``kind`` names what may be compared (``rate``, ``count``, ``ratio``, ``money usd``); ``period`` of money alone.
    ``digits`` are those that matter, of the more precise end: "100k" has one, "376" three.
    """

    kind: str
    low: float
    high: float
    noun: str
    period: str | None
    vague: bool
    digits: int
    start: int
    end: int
    text: str


def figures(sentence: str) -> tuple[Figure, ...]:
    """Return the figures that a sentence states, in order: what ``thresholds`` takes for one but dates, in common
    units."""
    sentence = _MARKER.sub(lambda marker: " " * len(marker[0]), sentence)
    stated = {(t.low, t.high): t for t in thresholds(sentence)}
    found = []
    for amount in read_amounts(sentence):
        threshold = stated.get((amount.low, amount.high))
        if threshold is not None and not _is_date(sentence, amount):
            found.append(_figure(sentence, amount, vague=amount.comparator == "~" or threshold.hedge in _ROUGH))
    return tuple(found)


def numbers(sentence: str) -> tuple[Figure, ...]:
    """Return every quantity of a sentence, "three players" too: where a figure is looked for it is known already."""
    sentence = _MARKER.sub(lambda marker: " " * len(marker[0]), sentence)
    return tuple(
        _figure(sentence, amount, vague=False)
        for amount in read_amounts(sentence)
        if amount.dimension != "date" and not _is_date(sentence, amount)
    )


def _is_date(sentence: str, amount: Amount) -> bool:
    """Say whether a number is the day of a month or a year: behind a month's name, or of four digits with no noun."""
    if _MONTH.search(sentence[max(0, amount.start - 12) : amount.start]):
        return True
    year = amount.dimension == "count" and _YEARS.fullmatch(amount.text.strip())
    return bool(year) and (not amount.unit or amount.unit.lower() in _STOP)


def same(claimed: Figure, other: Figure) -> bool:
    """Say whether another text's figure is the number that was claimed, as printed or as it was rounded."""
    if not alike(claimed, other):
        return False
    ends = ((claimed.low, other.low), (claimed.high, other.high))
    return all(_equal(one, two, claimed.vague, claimed.digits) for one, two in ends)


def alike(one: Figure, other: Figure) -> bool:
    """Say whether two figures can be compared at all: the same kind of number, and of money the same period."""
    return one.kind == other.kind and (one.period == other.period or not one.period or not other.period)


def stems(text: str) -> frozenset[str]:
    """Return the stems of the words that say what a text is about; of ideographs, their pairs."""
    words = [word for word in _WORD.findall(text.lower()) if word not in _STOP and not _IDEOGRAPH.search(word)]
    pairs: Iterable[str] = (
        run[i : i + 2] for run in (() if text.isascii() else _IDEOGRAPH.findall(text)) for i in range(len(run) - 1)
    )
    return frozenset((*_STEMMER.stemWords(words), *pairs))


def _figure(sentence: str, amount: Amount, *, vague: bool) -> Figure:
    low, high, kind, period, noun = amount.low, amount.high, str(amount.dimension), None, ""
    unit = amount.unit.lower().strip(" -")
    if kind == "rate" and amount.period:
        low, high = per_day(low, amount.period), per_day(high, amount.period)
        noun = unit
    elif kind == "money":
        around = _CURRENCY.search(sentence[max(0, amount.start - 5) : amount.end + 9])
        kind = f"money {_CURRENCIES.get(around[0].lower(), around[0]) if around else ''}"
        after = PERIOD_AFTER.match(sentence, amount.end + 1) or PERIOD_AFTER.match(sentence, amount.end)
        period = period_of(after) if after else None
        low, high = (per_day(low, period), per_day(high, period)) if period else (low, high)
    elif unit in _TIMES:
        kind = "times"
    elif kind == "other":
        kind = f"other {unit}"
    elif kind == "count":
        noun = unit
    return Figure(
        kind=kind,
        low=low,
        high=high,
        noun=_STEMMER.stemWord(noun) if noun and noun not in _STOP else "",
        period="stated" if period else None,
        vague=vague,
        digits=max((_significant(number) for number in _NUMBER.findall(amount.text)), default=1),
        start=amount.start,
        end=amount.end,
        text=amount.text,
    )


def _equal(claimed: float, other: float, vague: bool, places: int) -> bool:
    """Compare a claimed value with another: equal, roughly so where it is hedged, or the other one rounded to it."""
    apart = abs(claimed - other)
    if apart <= max(abs(claimed), abs(other)) * (ROUGHLY if vague else NEAR):
        return True
    return places >= 2 and f"{other:.{places - 1}e}" == f"{claimed:.{places - 1}e}"


def _significant(number: str) -> int:
    return len(re.sub(r"\D", "", number).strip("0")) or 1
