"""The period that a message names for a figure, one that it states or one stated before it: "sorry, I meant per hour",
"that was the month's figure". Pure."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from bot.listen import Turn
from bot.mentions import DENIAL, denied, denied_amounts
from bot.rescaled import Scaling
from bot.whose import STOP
from kb.periods import PERIOD_AFTER, SECONDS, period_named, period_of
from kb.quantity import Amount

_COUNTED = "figure|number|total|count|volume|rate|value|sum|zahl|wert|cifra|chiffre"
_ENDS = re.compile(
    r"\s*(?:$|[.,;:!?)\-–—。，！？])"
    r"|\s(?:not|instead|rather|of course|sorry|actually|though|and|i (?:mean|meant)|that is"
    r"|nicht|statt|sondern|no|pas|et|y)\b"
    rf"|\s(?:{_COUNTED}|one)\b",
    re.IGNORECASE,
)
"""What follows the period that a correction names ("per hour, not day"); "a second region" names none."""
_WITHIN = re.compile(
    r"\b(?:(?<!it's )(?<!it’s )(?<!it is )(?<!that's )(?<!that is )(?<!was )(?<!figure is )for"
    r"|within|after|before|until|till|under|less than|innerhalb|binnen|nach|dentro de|después de|après"
    r"|avant)\s$",
    re.IGNORECASE,
)
"""What makes a stretch of time of a unit, not a period: "it can be undone within a week"."""
_IT_IS = re.compile(
    r"\W*(?:(?:sorry|oops|ah|oh|eh|er|hm+|no|wait|correction|my mistake|my bad|entschuldigung|perdón|pardon)\W+){0,3}"
    r"(?:(?:(?:it|that|this|the (?:figure|number))(?:['’]s| is| are| was)|i (?:mean|meant|should have said)"
    r"|make (?:that|it)|meaning|das (?:ist|war)|ich meinte?|eso es|quería decir|c['’]est"
    r"|je voulais dire)\W+)?(?:for\W+|all\W+)?",
    re.IGNORECASE,
)
"""All that may stand before the period in the sentence that tells it."""
_NOT = re.compile(
    rf"(?:\s(?:{_COUNTED}))?[,;–—-]?\s?(?:(?:and|und|y|et)\s)?(?:not|instead of|rather than|nicht|statt|no"
    r"|en vez de|pas|au lieu de)\s(?:(?:the|als|del?|du)\s)?"
    r"|(?:的量|的数量?|的数字|的总数)?[,，]?\s?(?:而)?不",
    re.IGNORECASE,
)
_ONE_EACH = re.compile(rf"\b(?:an?|one)\s(?!(?:{_COUNTED})\b)[^\W\d_]{{3,20}}\s$", re.IGNORECASE)
"""What a period is of that stands for no figure: "audits and a binder per quarter"."""
_SLIPPED = re.compile(r"\s(?:no|nicht|pas|not),\s(?:(?:but|rather|sondern|sino|mais)\s)?", re.IGNORECASE)
"""What stands behind the period that was said, before the one that is meant: "al mes no, al día"."""
_BUT = re.compile(r"[,;]?\s(?:but|sondern|sino|mais)?\s?", re.IGNORECASE)
"""What stands between the period that is meant and the one that was said, and the other way about."""
FURTHER = 60
"""Characters of the same sentence in which a count's period may follow; as many as ``bot.voices.CONTEXT``."""
WHOLE_FURTHER = 120
"""The same where it is told in so many words: "the 2.4 million is what they bill for May, so it's a month's worth"."""
_STOP = re.compile(r"[.;!?]\s")
_UNIT = (
    r"(?P<unit>hour|day|week|fortnight|month|quarter|year|yr|tag|woche|monat|jahr"
    r"|semana|mes|año|mois|semaine|année)"
)
_WHOLE = re.compile(
    rf"\b(?:the|a|one|an)\s(?:(?:whole|entire|full)\s{_UNIT}\b|{_UNIT.replace('unit', 'its')}['’]s\b)"
    r"|\b(?:die ganze|der ganze|das ganze|toda la|todo el|toute la|tout le)\s(?P<foreign>[^\W\d_]{3,8})\b",
    re.IGNORECASE,
)
"""A period that a figure is for: "the month's figure", "that is the whole week"."""


_FOR_ONE = re.compile(
    rf"\b(?:for|covers|is) an?\s{_UNIT}\b|(?:是|按|指)(?:一|每)个?(?P<named>天|日|周|星期|月|小时|年)", re.IGNORECASE
)
"""The same where two are set against each other: "the figure for a month, not for a day"."""
_ONLY_UNIT = re.compile(rf"(?<=\bnot )(?:by )?(?:(?:the|a|an) )?{_UNIT}(?=\s?(?:$|[.,;!?)]))", re.IGNORECASE)
"""The same where the second is a bare word: "PER DAY not month"."""


def whole_period(text: str) -> str | None:
    """Return the period that the words say a figure is for: "is the whole week", "the month's"."""
    for found in _WHOLE.finditer(text):
        name = period_named(next(word for word in found.groups() if word))
        if name and not denied(text, found.start()):
            return name
    return None


def only_a_period(turn: Turn, period: tuple[str, int, int]) -> bool:
    """Say whether the sentence of a period says nothing but that it is a figure's: "it's for a month, whole coast"."""
    _, start, end = period
    before = _STOP.split(turn.text[:start])[-1]
    return bool(_IT_IS.fullmatch(before)) and bool(_ENDS.match(turn.text, end)) and "?" not in turn.text[end:]


def period_alone(turn: Turn, scaled: Scaling | None = None) -> tuple[str, int, int] | None:
    """Return the one period that a turn without a figure of its own names, with its place: "sorry, per year"; the words
    of a multiple ("four times that") are none."""
    periods = _periods(turn)
    figures = [amount for amount in turn.amounts if not denied(turn.text, amount.start)]
    figures = [a for a in figures if not (scaled and scaled.covers(a.start))]
    beside = [a for a in figures if a.dimension != "duration" or a.low not in SECONDS.values()]
    return None if beside or len({name for name, _, _ in periods}) != 1 else periods[0]


class Contrast(NamedTuple):
    """The words at ``[start, end)`` say that a figure is of ``named``, and not of ``instead_of`` as was said before."""

    named: str
    instead_of: str
    start: int
    end: int


def contrasted(text: str) -> Contrast | None:
    """Return the two periods that a correction sets against each other: "per month, not per day"; of "not a day but a
    week" the second is meant."""
    found = sorted(
        (m for pattern in (PERIOD_AFTER, _WHOLE, _FOR_ONE, _ONLY_UNIT) for m in pattern.finditer(text)),
        key=lambda m: m.start(),
    )
    for first, second in pairwise(found):
        meant = _NOT.fullmatch(text, first.end(), second.start())
        slipped = _SLIPPED.fullmatch(text, first.end(), second.start()) or (
            _BUT.fullmatch(text, first.end(), second.start()) and denied(text, first.start())
        )
        if not (meant or slipped):
            continue
        right, wrong = (first, second) if meant else (second, first)
        names = [
            period_of(m) if m.re is PERIOD_AFTER else period_named(next(w for w in m.groups() if w))
            for m in (right, wrong)
        ]
        if names[0] and names[1] and names[0] != names[1]:
            return Contrast(names[0], names[1], *right.span())
    return None


def _periods(turn: Turn) -> list[tuple[str, int, int]]:
    """Return the periods that a turn names by themselves, with their places; "not the day's" names none."""
    found = [
        (period_of(m), *m.span())
        for m in PERIOD_AFTER.finditer(turn.text)
        if _ENDS.match(turn.text, m.end()) and not _ONE_EACH.search(turn.text[: m.start()])
    ]
    found += [(period_named(next(w for w in m.groups() if w)), *m.span()) for m in _WHOLE.finditer(turn.text)]
    gone = denied_amounts(turn)
    return [
        (name, at, end)
        for name, at, end in found
        if name
        and not denied(turn.text, at)
        and not any(a.start < at < a.end for a in gone)
        and not _WITHIN.search(turn.text[max(0, at - DENIAL) : at])
    ]


def period_further_on(turn: Turn, amount: Amount) -> str | None:
    """Return the period that the rest of a number's sentence names: "30,000 replies that our bot sends daily"."""
    rest = rest_of_sentence(turn, amount)
    found = PERIOD_AFTER.search(rest)
    return period_of(found) if found else whole_period(rest_of_sentence(turn, amount, WHOLE_FURTHER))


def rest_of_sentence(turn: Turn, amount: Amount, further: int = FURTHER) -> str:
    """Return what stands behind a number in its sentence, as far as its period may follow."""
    rest = turn.text[amount.end : amount.end + further]
    return rest[: stop.start()] if (stop := STOP.search(rest)) else rest
