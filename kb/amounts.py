"""The record of a quantity in a text, and the comparator that stands before or behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from kb.types import Bound, Record

Dimension = Literal["count", "rate", "duration", "ratio", "points", "money", "date", "other"]
Comparator = Literal["<", "<=", ">", ">=", "~", ""]


class Amount(Record):
    """A quantity as it stands in a text at ``[start, end)``.

    ``low`` and ``high`` are in seconds (duration), percent (ratio), percentage points (points), or plain numbers
    (count, rate, money); they differ for a range and for vague words ("a few"). ``period`` is the period of a rate.
    ``unit`` is the word after the number, as written. ``other`` is a number that is no quantity here: a version, a
    clock time, 24/7.
    """

    low: float
    high: float
    dimension: Dimension
    period: str | None = None
    unit: str = ""
    comparator: Comparator = ""
    start: int
    end: int
    text: str


_COMPARATORS: tuple[tuple[Comparator, str], ...] = (
    ("<=", r"at (?:the )?most|up to|not? (?:more|higher|greater|larger|bigger) than|not (?:over|above)"
           r"|max(?:imum)?(?: of)?\.?|within|inside|capped at|limited to"
           r"|höchstens|maximal|bis zu|nicht mehr als|como máximo|como mucho"
           r"|hasta|no más de|au plus|au maximum|jusqu'à|最多|不超过|至多|不多于"),
    (">=", r"at (?:the )?(?:very )?least|not? (?:fewer|less|lower) than|not (?:under|below)|min(?:imum)?(?: of)?\.?"
           r"|from|starting at|mindestens|wenigstens|nicht weniger als|al menos|por lo menos|como mínimo|au moins"
           r"|au minimum|pas moins de|至少|最少|不少于|>="),
    ("<", r"under|below|beneath|less than|fewer than|lower than|smaller than|short of|shy of|south of|unter|weniger als"
          r"|menos de|por debajo de|moins d[e'’]|sous|低于|少于|不到|不足|<|sub-?"),
    (">", r"over|above|more than|beyond|exceeding|in excess of|past|(?:greater|higher|larger|bigger|older|longer) than"
          r"|north of|upwards? of|über|(?:mehr|älter|länger) als|más (?:de|(?:viej|antigu)\w+ (?:que|de))|por encima de"
          r"|plus (?:d[e'’]|(?:vieu|vieil|ancien)\w* qu[e'’])|au-delà de|passée?s?|超过|高于|多于|旧于|>"),
    ("~", r"about|around|roughly|approximately|approx\.?|circa|ca\.?|some|abt\.?|nearly|almost|close to|like|~|≈|etwa"
          r"|ungefähr|rund|knapp|unos|unas|cerca de|casi|environ|à peu près|près d[e']|大约|大概|约|差不多"),
)  # fmt: skip
_BEFORE = re.compile(
    "(?:" + "|".join(rf"(?P<c{i}>(?<![\w]){words})" for i, (_, words) in enumerate(_COMPARATORS)) + r")[\s-]?$",
    re.IGNORECASE,
)
_MORE = r"or (?:more|above|higher|over|greater)|and (?:up|above|more)|plus|oder mehr|o más|ou plus|et plus"
_LESS = r"or (?:fewer|less|lower|below|under)|tops|oder weniger|o menos|ou moins"
_END = r"(?=\s?(?:$|[.,;:!?)])|\s(?:and|but|per|an?|in|of|so|we|for)\b)"
_MOST = r"at (?:the )?most|max(?:imum)?|höchstens|como máximo|au maximum|au plus"
_LEAST = r"at (?:the very )?least|minimum|mindestens|al menos|como mínimo|au moins"
_AFTER = re.compile(
    rf"(?:(?P<plus>\+(?![\w.]))|\s(?P<more>{_MORE})(?!\w)|\s(?P<less>{_LESS})(?!\w)"
    rf"|(?P<above>以上)|(?P<below>以下|以内|之内)"
    rf"|(?:\s[^\W\d_]{{2,15}}){{0,2}}?\s(?:(?P<most>{_MOST})|(?P<least>{_LEAST})){_END})",
    re.IGNORECASE,
)
_AFTER_SIGNS: Mapping[str, Comparator] = {
    "plus": ">=", "more": ">=", "above": ">=", "least": ">=", "less": "<=", "below": "<=", "most": "<=",
}  # fmt: skip
_NEGATED = re.compile(
    r"(?:n['’]?t|\b(?:not|never|no|hardly|rarely|cannot|nicht|nie|keine?|nunca|no|jamais|pas|ni)|没有|不会)"
    r"(?:\s[^\W\d_]{1,12}){0,2}\s?$",
    re.IGNORECASE,
)
_OPPOSITE: Mapping[Comparator, Comparator] = {">": "<=", "<": ">="}
_BOUNDS: Mapping[Comparator, Bound] = {"<": "at most", "<=": "at most", ">": "at least", ">=": "at least"}
_WINDOW = 28


def comparator_before(text: str, start: int) -> Comparator:
    """Return what stands right before a quantity, as a sign: "under" is ``<``, "about" is ``~``, nothing is ``""``.

    "at least about 40" is ``>=``; "never more than" and "not under" are the opposite of what they deny.
    """
    found = _sign(text, start)
    if found and found[0] == "~" and (firmer := _sign(text, found[1])):
        found = firmer
    if found is None:
        return ""
    sign, at = found
    if sign in _OPPOSITE and _NEGATED.search(text[max(0, at - _WINDOW) : at]):
        return _OPPOSITE[sign]
    return sign


def comparator_span(text: str, start: int) -> tuple[Comparator, int] | None:
    """Return the sign of what stands right before a quantity and where its words begin, or None for nothing."""
    found = _sign(text, start)
    if found and found[0] == "~" and (firmer := _sign(text, found[1])):
        return firmer
    return found


def _sign(text: str, start: int) -> tuple[Comparator, int] | None:
    window = max(0, start - _WINDOW)
    found = _sign_in(text[window:start])
    return found and (found[0], window + found[1])


@lru_cache(maxsize=1024)  # asked thrice for each quantity
def _sign_in(window: str) -> tuple[Comparator, int] | None:
    before = _BEFORE.search(window)
    if before is None:
        return None
    return next((sign, before.start()) for i, (sign, _) in enumerate(_COMPARATORS) if before.group(f"c{i}"))


def comparator_after(text: str, end: int) -> Comparator:
    """Return what stands right behind a number or quantity: "10k+" and "or more" are ``>=``, "max" is ``<=``."""
    after = _AFTER.match(text[end : end + 48])
    return _AFTER_SIGNS[str(after.lastgroup)] if after else ""


def bound_of(amount: Amount) -> Bound | None:
    """Return on which side a stated value is open: "at least 90k" above it, "under 50" below it; a range is closed."""
    if amount.low != amount.high:
        return None
    return _BOUNDS.get(amount.comparator)


def bound_in(amount: Amount, unit: str) -> Bound | None:
    """Return the bound of a value of a factor in this canonical unit.

    A time that is allowed is its own limit ("under 200 ms", "up to a day old", "more than a day is too late"), so that
    only "at least" bounds one.
    """
    if unit in {"s", "weeks"} and amount.comparator != ">=":
        return None
    return bound_of(amount)


def amount_of(
    text: str,
    span: tuple[int, int],
    values: tuple[float, float],
    dimension: Dimension,
    unit: str = "",
    period: str | None = None,
    number_end: int = 0,
) -> Amount:
    """Return the amount at a span of a text, with the comparator before or behind it; behind its number, if given."""
    start, end = span
    before = comparator_before(text, start)
    if before in {"", "~"}:
        before = (comparator_after(text, number_end) if number_end else "") or comparator_after(text, end) or before
    return Amount(
        low=values[0],
        high=values[1],
        dimension=dimension,
        period=period,
        unit=unit,
        comparator=before,
        start=start,
        end=end,
        text=text[start:end],
    )
