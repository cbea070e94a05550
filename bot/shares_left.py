"""What a share said of what was stated before leaves of it: "scrap nine in ten of them", "a third of that is left".
Pure.

A share that goes leaves the rest; a share that stays, or of which nothing else is said, is what is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.fractions import read_fraction
from kb.quantity import read_amounts

NEAR = 24
"""Characters around a share or a multiple in which the direction is said: "a third fewer", "cut by 40%"."""
OF_THAT = re.compile(
    r"\s(?:of\s)?(?:that|as (?:much|many)|it|them|those|this|these|the (?:volume|traffic|load|number|size|amount"
    r"|rate|set|lot)"
    r"|davon|dessen|de eso|de ellos|de ça|de cela)\b|\s?$|\s?[?.!,;]",
    re.IGNORECASE,
)
CUT = re.compile(
    r"\b(?:cut|cuts|cutting|reduc\w+|drops?|dropped|shr\w+nk\w*|falls?|fell|down|less|fewer|lower|smaller"
    r"|los[et]\w*|minus|goes down|(?:knock|tak|chop|shav|trim|lop)\w*\s(?:off|away)|slash\w*"
    r"|weniger|gesenkt|sinkt|fällt|menos|baja|reduc\w+|moins|baisse\w*|réduit\w*|divided|divide|geteilt)\b|减少|下降|少",
    re.IGNORECASE,
)
GROWN = re.compile(
    r"\b(?:grow\w*|grew|up|increas\w*|ris\w+|rose|more|higher|larger|bigger|gains?|jump\w*|climb\w*|goes up|mehr"
    r"|wächst|steigt"
    r"|más|sube|crece|aumenta\w*|plus|augment\w*|hausse)\b|增加|增长|上涨|多",
    re.IGNORECASE,
)
_GOES = (
    r"(?:gone|scrap\w*|str(?:ike|ikes|iking|uck)(?! me)|(?:went|go|goes) (?:in|into) the bin|delet\w+|discard\w*"
    r"|remov\w+|bin(?:s|ned)?|bins?|cull\w*|exclud\w+|duplicat\w+|useless|unusable|worthless"
    r"|los[et]\w*|wast\w+|eaten|withdrawn|vanish\w*|disappear\w*|fell (?:through|away|out)|weed\w*|reject\w*"
    r"|(?:thr[eo]w\w*|tak\w+|took|leav\w+|left|kick\w*|strip\w*|sort\w*|filter\w*)\s(?:(?:them|those|these|it"
    r"|that|all)\s)?(?:out|away|off)"
    r"|(?:knock|chop|shav|trim|lop)\w*\s(?:(?:them|those|it|that)\s)?(?:off|away)"
    r"|(?:they|those|these|it|that)(?:['’]re|['’]s| are| is) out|(?:don't|doesn't|do not|cannot|can't) (?:count"
    r"|be used|use)"
    r"|lösch\w+|gelöscht|weggeworfen|fallen weg|fällt weg|unbrauchbar|descart\w+|elimin\w+|borr\w+|perd\w+"
    r"|(?:are|is|were|was|be) (?:(?:just|only|all|mostly|pure) )?(?:test(?:s|ing)?|dumm(?:y|ies)|health[ -]?checks?"
    r"|pings?|spam|bots?|crawlers?|retries|load tests?|smoke tests?)"
    r"|inservible\w*|duplicad[oa]s?|no (?:cuenta|vale|sirve)n?|ne compte(?:nt)? pas|zähl(?:t|en) nicht"
    r"|jet\w+|supprim\w+|perdu\w*|inutilisable\w*)\b|删掉|删除|去掉|丢掉|作废"
)
_TAKES = re.compile(rf"\b{_GOES}|删|去掉|丢", re.IGNORECASE)
_TAKES_BEFORE = re.compile(
    rf"(?:{_GOES}|\b(?:drop(?:s|ped|ping)?|lose|lost|losing|leave out|knock\w* off|take off|took off"
    rf"|throw(?:ing)? out|enl[eè]v\w*|retir\w*|ôte\w*|quita\w*|resta\w*|zieh\w*"
    r"|cut|cutting|strip\w*|bin)\b)(?:\s[^\W\d_]{1,12}){0,3}?\s$",
    re.IGNORECASE,
)
_STAYS = re.compile(
    r"\b(?:left(?! (?:them |those |it )?out)|remain\w*|surviv\w+|ke(?:ep|pt)|stay\w*|usable|real|genuine|counts?"
    r"|ours|übrig|bleib\w*"
    r"|quedan?|reste\w*|brauchbar)\b|剩|留",
    re.IGNORECASE,
)
_STAYS_BEFORE = re.compile(
    r"\b(?:keep\w*|kept|leav(?:es|ing)|left with|(?:can|may|could|allowed to|able to) (?:only )?use"
    r"|only|just|down to|left (?:us )?with|nur|behalten|solo|sólo"
    r"|seulement|garde\w*)"
    r"(?:\s[^\W\d_]{1,12}){0,2}?\s$",
    re.IGNORECASE,
)
_REST = re.compile(r"\s?(?:the )?(?:rest|others?|remainder)\b|\bthe rest\b", re.IGNORECASE)
_ALL_BUT = re.compile(r"\b(?:all but|except(?: for)?|apart from|save|bis auf|salvo|sauf)\s$", re.IGNORECASE)
_OF_THEM = re.compile(
    r"\s(?:of\s)?(?:that|them|those|these|it|davon|de ellos|de esos|d'entre eux|de ça)\b|\sof the [^\W\d_]{3,14}",
    re.IGNORECASE,
)
_ONE_IN = re.compile(r"^(?:one|1|ein\w*|un\w?) (?:in|out of|von|de cada|sur) ", re.IGNORECASE)
"""A share that is said of things one by one: "we may use one in a hundred"."""
_IS = re.compile(
    r"(?:\s[^\W\d_]{2,14}){0,2}?\s(?:is|are|was|were|be|has|have|had|need|needs|get|gets|come|comes|go|goes"
    r"|turned|contain\w*|sind|ist|son|sont)\b",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"\b(?:first|second|other|latter|zweite|erste|andere|otra|segunda|seconde|autre|for|this|last|next|every"
    r"|each|past|full|whole|entire|fiscal|financial|previous|coming"
    r"|per|(?:hear|heard|read|caught|got|understood|told (?:you|me|us)) (?:only|just)|(?:only|just) (?:hear|heard|read"
    r"|caught|got|understood|told (?:you|me|us)))\s(?:an?\s)?$",
    re.IGNORECASE,
)
"""The second half of something is a part of it, not half of a number; this quarter is a time; "you only heard half"."""
_BY, _LEFT = re.compile(r"\b(?:by|um|de|por)\s(?:a\s)?$", re.I), re.compile(r"\b(?:to|in|auf|a|à)\s(?:an?\s)?$", re.I)
"""What is cut by a third keeps two of them; what is cut to a third keeps one."""
_STOP = re.compile(r"[.;!?](?:\s|$)|\n")
_GOES_ON = re.compile(r"^\W{0,2}(?:so |and |we |i |i've |we've |please )*", re.IGNORECASE)
_AFTER = 70
"""Characters behind a share in which it is said what becomes of it."""


def said(direction: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Say whether a direction is said beside ``[start, end)``, in the same sentence."""
    before = _STOP.split(text[max(0, start - NEAR) : start])[-1]
    return bool(direction.search(before) or direction.search(_STOP.split(text[end : end + NEAR // 2])[0]))


def shares_left(text: str) -> Iterator[tuple[float, int, int]]:
    """Yield what is left of what was stated before, with the place of the words that say so."""
    yield from _fractions(text)
    for amount in read_amounts(text):
        if amount.dimension != "ratio" or amount.low != amount.high or not 0 < amount.low < 100:
            continue
        share = amount.low / 100.0
        becomes = _becomes(text, amount.start, amount.end)
        of_them = _OF_THEM.match(text, amount.end) or _ONE_IN.search(amount.text)
        if (of_them or amount.text[:1].isalpha() or becomes < 0) and becomes and (of_them or becomes < 0):
            yield (share if becomes > 0 else 1.0 - share), amount.start, amount.end


def _fractions(text: str) -> Iterator[tuple[float, int, int]]:
    """Read "half of that", "a tenth of the traffic", "cut by a third"; a half that is counted otherwise is none."""
    for place in re.finditer(r"\b[^\W\d_]", text):
        fraction = read_fraction(text, place.start())
        if fraction is None or fraction.value >= 1 or _ORDERED.search(text[: fraction.start]):
            continue
        start, end, of_that = fraction.start, fraction.end, OF_THAT.match(text, fraction.end)
        becomes, before = _becomes(text, start, end), text[max(0, start - 8) : start]
        cut = said(CUT, text, start, end)
        kept = becomes > 0 and bool(_STAYS.match(text, end + 1))
        if becomes and (of_that or kept or becomes < 0):
            yield (fraction.value if becomes > 0 else 1.0 - fraction.value), start, end
        elif cut and (_BY.search(before) or not (_LEFT.search(before) or (of_that and "of" in of_that.group()))):
            yield 1.0 - fraction.value, start, end
        elif cut or (of_that and not (_OF_THEM.match(text, end) and _IS.match(text, of_that.end()))):
            yield fraction.value, start, end


def _becomes(text: str, start: int, end: int) -> int:
    """Say what becomes of the share at ``[start, end)``: 1 it stays, -1 it goes, 0 nothing is said of it."""
    before = _STOP.split(text[max(0, start - 2 * NEAR) : start])[-1]
    if _ALL_BUT.search(before):
        return 1 if _TAKES.search(before) or _TAKES.search(text[end : end + _AFTER]) else -1
    if _LEFT.search(before):
        return 0
    if _TAKES_BEFORE.search(before):
        return -1
    if _STAYS_BEFORE.search(before):
        return 1
    parts = re.split(r"(?<=[.;!?:])\s", text[end : end + _AFTER])[:2]
    for number, part in enumerate(parts):
        goes, stays = _TAKES.search(part), _STAYS.search(part)
        if goes and _REST.search(part[goes.end() :]):
            goes = None
        if (
            number
            and goes
            and not _GOES_ON.sub("", part).startswith(goes.group())
            and not re.search(r"\b(?:them|those|these|it|that)\b", part[: goes.end()])
        ):
            goes = None
        if goes and (not stays or goes.start() < stays.start()):
            return -1
        if stays and not number:
            return 1
    return 0
