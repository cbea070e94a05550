"""Durations without one number and one unit: "under a second", "an hour old", "a fortnight", "next week", "下个月"."""

from __future__ import annotations

import re

from kb.amounts import Amount, amount_of
from kb.numerals import read_number, skip_blank
from kb.periods import FORTNIGHT, SECONDS, TIME_UNIT

_ARTICLE = re.compile(r"an?\s(?:single\s|full\s|whole\s|good\s|couple of\s)?(?=\w)", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:up to|under|within|in|about|around|over|than|most|least|for|after|takes?|took|nearly|almost|below|inside|to"
    r"|maybe|only|just|waits?|needs?|of|until|past|by|beyond|roughly|every|max(?:imum)?|is|was|half"
    r"|lags?|lagging|trails?|late|have|has|gives? (?:us|me|them)|allows? (?:us|me|them)|wants?)\s$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s(?:old|ago|late|stale|behind|earlier|or so|or less|max|or two|and a half|delay|lag|out of date|outdated"
    r"|in total|from (?:now|today)(?! on\b)|of (?:patience|warning|notice|delay|lag|slack)"
    r"|to (?:answer|reply|respond|decide|ship|go live))\b"
    r"|-old\b|'s\s",
    re.IGNORECASE,
)
_FIRST = re.compile(r"(?:^|[.!?]\s|\b(?:ok|okay|no|yes|well|hm+|rather|say)[,:]?\s)$", re.IGNORECASE)
_ALONE = re.compile(r"\s?(?:$|[.,;!?])|\s(?:is|would|will|works|max|tops|at most)\b", re.IGNORECASE)
"""What stands around a duration that is the whole answer: "An hour is fine"."""
_ORDINAL = re.compile(
    r"\s(?!or\b|is\b|are\b|for\b|to\b|per\b|on\b|and\b|but\b|at\b|from\b|in\b|of\b|when\b|if\b|after\b|before\b|because\b"
    r"|since\b|while\b|max|p9|tops|with\b|even\b|total)[a-z]",
    re.IGNORECASE,
)
_PAUSE = re.compile(
    r"(?:^|[.!?,;:]\s|\b(?:but|ok|okay|no|well|so|now|please|just|let's|let me)\s)"
    r"(?:leave|wait|hold|hang|stop|pause|park|forget|step|bear|put|set|listen|imagine|suppose|pretend|assume|ignore|give)\b"
    r"[^.!?,;:]{0,24}\s$",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"(?:second|sec|minute)\s?(?:$|[.!?,;:–-])", re.IGNORECASE)
"""What asks for patience and states no time: "leave that for a second", "wait a minute"."""
_NEXT = re.compile(r"(?:next|nächste[nrs]?|kommende[nrs]?|próxim[oa])\s(?=\w)|下个?(?=[月周星])", re.IGNORECASE)
_MORE = re.compile(r"\s(?P<two>or two)\b|\s(?P<half>and a half)\b", re.IGNORECASE)

_NEXT_UNIT = 60
"""How many of the shorter unit the longer may hold: "five minutes and five milliseconds" are two durations."""
_GOES_ON = re.compile(r"\.?\s?(?:and\s|und\s|et\s|y\s)?(?=\S)", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|zwischen|entre)\s$", re.IGNORECASE)
_GLUED = re.compile(
    r"(?P<a>[0-9]{1,3})(?P<long>d|h|m|min)\s?(?P<b>[0-9]{1,3})(?P<short>h|m|mins?|s|secs?)(?!\w)", re.IGNORECASE
)
_PART = re.compile(r"(?P<a>[1-9])/(?P<b>[2-9]|10|12)\s?(?:of an?\s)?(?=[^\W\d_])", re.IGNORECASE)
_OLD = re.compile(r"(?:minute|hour|day|week|month|year)(?=-old\b)", re.IGNORECASE)
"""One of it, said of an age: "week-old scores"."""
_SUB = re.compile(r"sub-?(?=[a-z])", re.IGNORECASE)


def read_duration(text: str, at: int) -> Amount | None:
    """Return the duration without a number that starts at ``at``, or None where "a day" is the period of a rate."""
    if special := _glued(text, at) or _below(text, at):
        return special
    if following := _NEXT.match(text, at):
        return _next(text, following)
    if old := _OLD.match(text, at):
        seconds = SECONDS[old.group().lower()]
        return amount_of(text, old.span(), (seconds, seconds), "duration", old.group())
    article = _ARTICLE.match(text, at)
    if article is None:
        return None
    if fortnight := FORTNIGHT.match(text, article.end()):
        days = 14 * SECONDS["day"]
        return amount_of(text, (at, fortnight.end()), (days, days), "duration", "fortnight")
    unit = TIME_UNIT.match(text, article.end())
    if unit is None or len(unit.group()) < 3:
        return None
    if _MOMENT.match(text, article.end()) and _PAUSE.search(text[max(0, at - 48) : at]):
        return None
    ahead = text[max(0, at - 12) : at]
    before = _BEFORE.search(ahead) or (_FIRST.search(ahead) and _ALONE.match(text, unit.end()))
    if not _AFTER.match(text, unit.end()) and (
        not before or (unit.group() == "second" and _ORDINAL.match(text, unit.end()))
    ):
        return None
    seconds = SECONDS[str(unit.lastgroup)]
    low, high, end = seconds, seconds, unit.end()
    if more := _MORE.match(text, end):
        low, high = (low, 2 * high) if more.group("two") else (1.5 * low, 1.5 * high)
        end = more.end()
    return amount_of(text, (at, end), (low, high), "duration", unit.group())


def part_of_time(text: str, at: int) -> Amount | None:
    """Return the duration of "1/4 s" or "3/10 of a second", which is no share; None where there is none."""
    part = _PART.match(text, at)
    time = TIME_UNIT.match(text, part.end()) if part else None
    if part is None or time is None or not 0 < int(part["a"]) < int(part["b"]):
        return None
    seconds = SECONDS[str(time.lastgroup)] * int(part["a"]) / int(part["b"])
    return amount_of(text, (at, time.end()), (seconds, seconds), "duration", time.group())


def lengthened(text: str, first: Amount) -> Amount:
    """Return a duration with the shorter ones that go on with it: "2h 30min", "3 days and 4 hours"."""
    if (
        first.dimension != "duration"
        or first.low != first.high
        or _BETWEEN.search(text[max(0, first.start - 10) : first.start])
    ):
        return first
    seconds, end, unit = first.low, first.end, _unit_seconds(first)
    while going_on := _GOES_ON.match(text, end):
        number = read_number(text, going_on.end())
        time = TIME_UNIT.match(text, skip_blank(text, number.end)) if number else None
        if number is None or time is None or number.low != number.high:
            break
        shorter = SECONDS[str(time.lastgroup)]
        if shorter >= unit or shorter * _NEXT_UNIT < unit or number.low * shorter >= unit:
            break
        seconds, end, unit = seconds + number.low * shorter, time.end(), shorter
    if end == first.end:
        return first
    return amount_of(text, (first.start, end), (seconds, seconds), "duration", first.unit)


def _unit_seconds(amount: Amount) -> float:
    named = TIME_UNIT.fullmatch(amount.unit)
    return SECONDS[str(named.lastgroup)] if named else 0.0


def _glued(text: str, at: int) -> Amount | None:
    """Read "1h45m", "3m20s", "2d4h": two numbers with their letters and no blank."""
    found = _GLUED.match(text, at)
    if found is None:
        return None
    names = {"d": "day", "h": "hour", "m": "minute", "s": "second"}
    long, short = SECONDS[names[found["long"][0].lower()]], SECONDS[names[found["short"][0].lower()]]
    if short >= long:
        return None
    seconds = float(found["a"]) * long + float(found["b"]) * short
    return amount_of(text, found.span(), (seconds, seconds), "duration", found["long"][0].lower())


def _below(text: str, at: int) -> Amount | None:
    """Read "sub-second" as under a second."""
    sub = _SUB.match(text, at)
    unit = TIME_UNIT.match(text, sub.end()) if sub else None
    if unit is None or len(unit.group()) < 4:
        return None
    seconds = SECONDS[str(unit.lastgroup)]
    amount = amount_of(text, (at, unit.end()), (seconds, seconds), "duration", unit.group())
    return amount.model_copy(update={"comparator": "<"})


def _next(text: str, following: re.Match[str]) -> Amount | None:
    """Read "next week" as a week from now; "next minute" and the like are no plans."""
    unit = TIME_UNIT.match(text, following.end())
    name, end = (str(unit.lastgroup), unit.end()) if unit else ("", 0)
    if text.startswith("月", following.end()):
        name, end = "month", following.end() + 1
    if name not in {"week", "month"} or (unit is not None and unit.group().lower().endswith("s")):
        return None
    return amount_of(text, (following.start(), end), (SECONDS[name], SECONDS[name]), "duration", name)
