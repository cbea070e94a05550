"""The parts of one count told one by one: "400 tickets from legal and 500 from sales", "40M records plus 35M". Pure.

English, German, Spanish and French.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.listen import Heard, Turn
from bot.rescaled import added
from kb.quantity import Amount

Valued = tuple[float, float, float, Amount]
"""How surely a mention is a factor's, its lowest and highest value in the factor's unit, and the number itself."""
Owned = tuple[float, Amount]
"""How surely a number is a factor's, and the number."""
_WHERE = r"\s(?P<at>from|by|at|in|on|von|aus|bei|de|del|par|chez)\s(?:(?:the|our|den|la|el|le)\s)?(?P<who>[^\W_]{2,})"
_FIRST = re.compile(rf"(?:\s[^\W\d_]{{2,20}}){{0,5}}?{_WHERE}", re.IGNORECASE)
_NEXT = re.compile(_WHERE, re.IGNORECASE)
_LISTED = re.compile(
    r"[^.;:!?]{0,60}(?:,|\s(?:and|und|y|et|plus))(?:\s(?:and|another|some|about|further|und|noch))*\s$", re.I
)
_PLUS = re.compile(
    r"(?:\s[^\W\d_]{2,20}){0,5}?,?"
    r"\s(?:plus|\+|and (?:another|a further)|und (?:noch|weitere)|más otr[oa]s|plus encore)\s",
    re.IGNORECASE,
)
_OF_TIME = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|q[1-4]|springs?|summers?|autumns?|fall|winters?|mornings?|evenings?|nights?|days?"
    r"|weeks?|weekdays?|weekends?|months?|years?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|noon|peaks?|average|total"
    r"|all|holidays?|term|season|school|rush|most|least|first|last|now|today|production|training|test|tests)\b|\d",
    re.IGNORECASE,
)
"""What names a time or a measure, of which two figures are no parts of one count."""

_FURTHER = re.compile(r"[^.;:!?\d]{0,40}(?:,|\s(?:and|und|y|et|plus))(?:\s[^\W\d_]+){0,4}\s", re.IGNORECASE)
"""What stands between two figures that are both added to what was said before: "another 650k and transcripts 250k"."""
_TOGETHER = re.compile(
    r"\b(?:add(?:ing)?|sum) (?:them|these|those|both|all|it|the (?:two|three|four|lot))\b"
    r"|\b(?:count|take|put|lump|reckon) (?:[^\W\d_]+ ){1,3}(?:together|up|in|on top)\b"
    r"|\b(?:zusammenz[äa]hlen|zusammenrechnen|súmal[oa]s|additionne[zr]?)\b|加起来|合计",
    re.IGNORECASE,
)
"""What says that all figures told are parts of one: "add them", "count the three together"."""


def is_further_part(text: str, first: Amount, second: Amount) -> bool:
    """Say whether a bare number is told of another part of what the one before it was told of: "240 answers by legal,
    310 by procurement"."""
    if first.dimension not in {"count", "rate"} or second.dimension not in {"count", first.dimension}:
        return False
    one, other = _FIRST.match(text, first.end, second.start), _NEXT.match(text, second.end)
    if not one or not other or not _LISTED.match(text, first.end, second.start):
        return False
    told = (one["who"].lower(), other["who"].lower())
    apart = one["at"].lower() == other["at"].lower() and told[0] != told[1]
    return apart and not any(_OF_TIME.match(who) for who in told)


def parts(turn: Turn, values: Sequence[Valued], best: Valued, adding: bool) -> list[Valued]:
    """Return the mentions of a factor that are parts of one count with the surest of them, or none; where a turn is
    ``adding`` to what was said before, what it lists is."""
    if best[3].dimension not in {"count", "rate"}:
        return []
    ordered = sorted(values, key=lambda v: v[3].start)
    joined: list[list[Valued]] = []
    for value in ordered:
        if joined and _joins(turn.text, joined[-1][-1][3], value[3], adding):
            joined[-1].append(value)
        else:
            joined.append([value])
    run = next(run for run in joined if any(value[3] == best[3] for value in run))
    return run if len(run) > 1 else []


def adds(turn: Turn, amounts: Sequence[Amount]) -> int:
    """Say what a turn does with its figures of one factor, 1 or -1 where they are added to or taken from what was said
    before, else 0; what stands beside the first of them is said of all."""
    if not amounts or _TOGETHER.search(turn.text):
        return int(bool(amounts))
    signs = [added(turn.text, a.start, a.end) for a in sorted(amounts, key=lambda a: a.start)]
    return signs[0] if set(signs) <= {signs[0], 0} else 0


def listed(turn: Turn, owned: list[Owned], leaning: Sequence[Owned]) -> list[Owned]:
    """Return what a turn that adds to what was said before adds, with the bare figures that it lists beside that."""
    found = sorted(owned, key=lambda one: one[1].start)
    for share, amount in sorted(leaning, key=lambda one: one[1].start):
        bare = amount.dimension == "count" and not amount.unit and (share, amount) not in found
        if bare and any(_FURTHER.fullmatch(turn.text, a.end, amount.start) for _, a in found):
            found.append((share, amount))
    return found


def summed(heard: Heard, sign: int, known: tuple[float, float]) -> Heard:
    """Return what was ``known`` before with this added or taken away; never less than nothing."""
    low, high = heard.fact.low or 0.0, heard.fact.high or 0.0
    values = sorted((known[0] + sign * low, known[1] + sign * high))
    if not sign or values[0] < 0:
        return heard
    return heard._replace(fact=heard.fact.model_copy(update={"low": values[0], "high": values[1], "bound": None}))


def _joins(text: str, first: Amount, second: Amount, adding: bool) -> bool:
    further = adding and _FURTHER.fullmatch(text, first.end, second.start)
    return bool(further) or is_further_part(text, first, second) or bool(_PLUS.fullmatch(text, first.end, second.start))
