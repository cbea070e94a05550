"""The figures that a sentence states: value or range, unit as written, period, comparator, hedge, each with its span.

Pure, linear in the sentence. Dates, versions, names with a number ("GPT-4"), clock times, code and "one day" are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from ingest.counted import Counted, counted
from ingest.masked import collapsed, masked
from kb.amounts import comparator_span
from kb.blocks import code_spans
from kb.extracted import Figure, Mark
from kb.numerals import read_number, skip_blank
from kb.periods import PERIOD_AFTER, SECONDS, SLASH, TIME_UNIT, per_day, period_of
from kb.quantity import Amount, read_amounts
from kb.types import Threshold

LONGEST = 2000
HEDGE = re.compile(
    r"\b(?:about|around|approximately|approx\.|roughly|nearly|almost always|almost|circa|up to|usually|typically|often"
    r"|generally|normally|on average|mostly|tends? to|sometimes|rarely|seldom|probably|likely"
    r"|perhaps|may|might|can|could|should)\b|[~≈]",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"(?:\b(?:about|around|approximately|approx\.|roughly|nearly|almost|some|circa|up to)|[~≈])[\s$€£]{0,2}$", re.I
)
_LOOSELY = frozenset(
    ("usually", "typically", "often", "generally", "normally", "on average", "almost always", "mostly")
)
_ABOUT = frozenset(("about", "around", "approximately", "approx.", "roughly", "nearly", "almost", "circa", "~", "≈"))
_CURRENCY = re.compile(r"[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|JPY|CNY)\b")
_SMALL_IN_WORDS = 12
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_BARE = re.compile(r"(?:an?|one)[\s-][^\W\d_]+", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"(?<!\w)(?!sub-)(?=[\w.-]{0,39}[^\W\d_])[\w.-]{1,39}-$", re.IGNORECASE)
"""The rest of a name behind its hyphen: "Qwen3.5-", "OPT-"."""
_SPAN_BEFORE = re.compile(
    r"\b(?:in|within|for|than|every|per|after|under|over|about|takes?|took|least|most|of|last|next|by|once|sub)[\s-]$",
    re.I,
)
_GOES_ON = re.compile(
    r"\b(?:would|will|can|could|may|might|gives?|gets?|is|are|was|were|has|have|better)\b", re.IGNORECASE
)
"""Words that part a number from a period behind them: "7 quick wins would give better results in a day"."""
_TIMES = {"×": "x", "X": "x", "fold": "x", "-fold": "x"}
_NOUNLESS = frozenset(("other", "count", "rate"))


def figures(sentence: str, start: int = 0) -> tuple[Figure, ...]:
    """Return the figures of a sentence in order; spans count from ``start``, where the sentence begins in its text."""
    part = sentence[:LONGEST]
    code = list(code_spans(part)) if "`" in part else []
    text, places = collapsed(masked(part))
    found = []
    for amount in read_amounts(text):
        if says_something(text, amount) and not any(s <= places[amount.start] < e for s, e in code):
            found.append(_moved(_figure(text, amount), places, start))
    return tuple(found)


def _moved(figure: Figure, places: Sequence[int], start: int) -> Figure:
    """Return a figure with its spans where they are in the text that the sentence is part of."""
    if start == 0 and isinstance(places, range):
        return figure  # each stands where it was read

    def to(mark: Mark | None) -> Mark | None:
        if mark is None:
            return None
        return Mark(text=mark.text, start=start + places[mark.start], end=start + places[mark.end - 1] + 1)

    words = to(figure.words)
    update = {"words": words, "compared_by": to(figure.compared_by), "hedge": to(figure.hedge)}
    return figure.model_copy(update=update)


def says_something(text: str, amount: Amount) -> bool:
    """Say whether an amount is a statement: not a year, an ordinal, "no one", a name, "one day"."""
    if amount.dimension == "date" or amount.unit in ("clock", "name") or not amount.low <= amount.high < 1e18:
        return False
    if amount.dimension == "other" and amount.high == 0:
        return False
    if _NAME_BEFORE.search(text[max(0, amount.start - 40) : amount.start]):
        return False
    if amount.dimension == "duration" and _BARE.fullmatch(amount.text.strip()):
        return bool(_SPAN_BEFORE.search(text[max(0, amount.start - 12) : amount.start]))
    if amount.dimension in ("count", "other") and not amount.comparator.strip("~"):
        digits = any(c.isdigit() for c in amount.text)
        if not digits and amount.high <= _SMALL_IN_WORDS:
            return False
        if amount.low == amount.high and _FIRST_YEAR <= amount.low <= _LAST_YEAR and amount.text.strip().isdigit():
            noun = _counted(text, amount).noun.lower()
            return noun.endswith("s") and not noun.endswith(("is", "ss", "us"))
        if amount.dimension == "count" and not _counted(text, amount).noun:
            return amount.high > _SMALL_IN_WORDS and amount.low == int(amount.low)
    return True


def as_threshold(figure: Figure) -> Threshold:
    """Return a figure as the threshold of a claim: durations in seconds, whatever the text has."""
    low, high, unit = figure.low, figure.high, figure.unit
    if figure.canonical and figure.canonical[2] == "s":
        low, high, unit = figure.canonical
    return Threshold(
        comparator=figure.comparator,
        low=low,
        high=high,
        unit=unit,
        period=figure.period,
        hedge=figure.hedge.text.lower() if figure.hedge else None,
        text=figure.words.text,
    )


def _figure(text: str, amount: Amount) -> Figure:
    low, high, unit = _stated(text, amount)
    named = Counted("", "")
    end = amount.end
    if amount.dimension in _NOUNLESS or unit == "x":
        named = _counted(text, amount) if unit != "x" else counted(text, amount.end)
    period = amount.period
    if amount.dimension in ("count", "rate"):
        unit = named.noun
        if period and _GOES_ON.search(amount.text):
            period, end = None, min(end, amount.start + amount.text.find(named.noun) + len(named.noun))
    if amount.dimension == "money" and (after := _period_after(text, amount.end)):
        period, end = after
    sign = comparator_span(text, amount.start)
    comparator, hedge = _comparator(amount), _hedge(text, amount.start)
    if comparator == "=" and hedge and hedge.end <= amount.start and hedge.text.lower() in _ABOUT:
        comparator = "~"  # "roughly $10k"
    return Figure(
        low=low,
        high=high,
        unit=unit,
        period=period,
        comparator=comparator,
        counted=named.phrase,
        words=_mark(text, amount.start, end),
        compared_by=_mark(text, sign[1], amount.start)
        if sign and amount.comparator in ("<", "<=", ">", ">=")
        else None,
        hedge=hedge,
        canonical=_canonical(amount),
    )


def _mark(text: str, begin: int, end: int) -> Mark:
    while end > begin and text[end - 1].isspace():
        end -= 1
    return Mark(text=text[begin:end], start=begin, end=end)


def _stated(text: str, amount: Amount) -> tuple[float, float, str]:
    """Return the values and the unit as the text has them."""
    match amount.dimension:
        case "duration":
            time = TIME_UNIT.fullmatch(amount.unit)
            if time is None:
                return amount.low, amount.high, "s"
            seconds = SECONDS[str(time.lastgroup)]
            return _tidy(amount.low / seconds), _tidy(amount.high / seconds), amount.unit
        case "ratio":
            return amount.low, amount.high, "%"
        case "points":
            return amount.low, amount.high, "percentage points" if "percent" in amount.text else "points"
        case "money":
            symbol = _CURRENCY.search(text[max(0, amount.start - 5) : amount.end + 5])
            return amount.low, amount.high, symbol[0] if symbol else "money"
        case _:
            return amount.low, amount.high, _TIMES.get(amount.unit, amount.unit)


def _tidy(value: float) -> float:
    return float(f"{value:.9g}")


def _counted(text: str, amount: Amount) -> Counted:
    """Return what an amount counts, behind its number and before the period that its words may end with."""
    number = read_number(text, amount.start)
    end = number.end if number and number.end <= amount.end else amount.end
    if number and amount.low != amount.high:
        end = max(
            end,
            *(m.end() for m in re.finditer(r"[\dkKMmB]+(?=\W|$)", text[: amount.end]) if m.start() >= amount.start),
            end,
        )
    end = min(end, amount.end)
    if text[end : end + 1] == "+":
        end += 1
    return counted(text, end)


def _period_after(text: str, at: int) -> tuple[str, int] | None:
    found = SLASH.match(text, at) or PERIOD_AFTER.match(text, skip_blank(text, at))
    period = period_of(found) if found else None
    return (period, found.end()) if found and period else None


def _comparator(amount: Amount) -> Literal["<", "<=", ">", ">=", "=", "~", "between"]:
    if amount.low != amount.high and amount.comparator in ("", "~"):
        return "between"
    return amount.comparator or "="


def _hedge(text: str, at: int) -> Mark | None:
    """Return the hedge right before a number, else the last one before it, else one that hedges the whole sentence."""
    if near := _NEAR.search(text[max(0, at - 20) : at]):
        begin = max(0, at - 20) + near.start()
        return _mark(text, begin, begin + len(near[0].rstrip(" $€£")))
    loose = _loose_hedges(text)
    before = [span for span in loose if span[1] <= at] or loose
    return _mark(text, *before[-1]) if before else None


@lru_cache(maxsize=64)  # asked for each figure of a sentence
def _loose_hedges(text: str) -> Sequence[tuple[int, int]]:
    return tuple(m.span() for m in HEDGE.finditer(text) if m[0].lower() in _LOOSELY)


def _canonical(amount: Amount) -> tuple[float, float, str] | None:
    if amount.dimension == "duration":
        return amount.low, amount.high, "s"
    if amount.dimension == "rate" and amount.period:
        return per_day(amount.low, amount.period), per_day(amount.high, amount.period), "1/day"
    return None
