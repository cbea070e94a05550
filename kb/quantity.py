"""Quantities with units and periods: read them in text, and convert them to a canonical unit.

Canonical units (design, section 2): ``1/day``, ``s``, ``weeks``, ``count``, ``%``, ``percentage points``. The
conversions are exact factors of ``kb.periods``; a units library would bring a second of start-up for six of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kb.amounts import Amount, amount_of
from kb.chinese_numerals import is_chinese
from kb.durations import lengthened, part_of_time, read_duration
from kb.fractions import HALVES, PARTS
from kb.number_words import ALONE, CHINESE_DIGITS, CHINESE_SCALES, HUNDREDS, LOOSE, PLURAL_SCALES, SCALES, SMALL, small
from kb.numerals import Number, read_number
from kb.periods import PERIOD_AFTER, SECONDS, per_day, period_of
from kb.ranges import range_join, widened
from kb.ratios import read_ratio, read_share
from kb.recurring import every_at, every_stretch, read_recurring
from kb.units import with_unit

__all__ = ["Amount", "convert", "read_amounts"]

LARGEST = 1e18
"""Numbers from here on are no quantities of anything the advisor decides about, and are ignored."""

_TOKEN = re.compile(r"[0-9]+|(?<![\w.])\.(?=[0-9])|[\u4e00-\u9fff〇]|[^\W\d_\u4e00-\u9fff〇]+")
_ASCII_TOKEN = re.compile(r"[0-9]+|(?<![\w.])\.(?=[0-9])|[A-Za-z]+")
_CHINESE_STARTS = frozenset({*CHINESE_DIGITS, *CHINESE_SCALES, "半", "几", "每", "下"})
_NAMES = frozenset({
    "gpt", "llama", "claude", "gemini", "qwen", "mistral", "phi", "gemma", "yolo", "bert", "python", "cuda",
    "java", "version", "release", "phase", "step", "chapter", "figure", "fig", "section", "page", "kapitel",
    "seite", "abschnitt", "layer", "tier", "iphone", "windows", "rtx", "room", "raum", "zimmer", "salle", "gate",
    "flight", "hangar", "aisle", "paragraph", "clause",
})  # fmt: skip
_STARTS = frozenset({
    *SMALL, *HUNDREDS, *SCALES, *ALONE, *PLURAL_SCALES, *HALVES, *_NAMES,
    *(phrase.split()[0] for phrase in LOOSE if phrase[:2] != "a "),
    "every", "each", "cada", "chaque", "jede", "jeder", "jedes", "jeden", "quarter", "next", "nächste", "nächsten",
    "nächster", "kommende", "kommenden", "próximo", "próxima", "once", "twice", "thrice", "half",
    "minute", "hour", "day", "week", "month", "year",
}) - {"grand"}  # fmt: skip
_AFTER_ARTICLE = re.compile(
    r"\s(?:good|full|whole|solid|cool|mere|single|couple|few|handful|half|percent|per|points?|basis|pp|fortnight|millisecond|second|minute"
    rf"|hour|day|week|month|year|{'|'.join(PARTS)}|{'|'.join(SCALES)})",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"[^\W\d_]{2,9}[ -]v?(?P<number>[0-9]{1,4}(?:\.[0-9]{1,3}){0,3}[a-z]?)(?![\w%]|[.,][0-9])", re.IGNORECASE
)
_NO_QUANTITY = re.compile(
    r"24\s?[/x×]\s?7|(?<=las )(?:24|veinticuatro) horas|24 ?h(?:eures)? ?(?:/|sur) ?24|24 stunden am tag|24 hours a day"
    r"|24/5|365/24|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:19|20)[0-9]{2}(?![0-9])"
    r"|[0-9]{1,3}(?:\.[0-9]{1,3}){2,4}(?![0-9,])|[0-9]{1,2}h[0-9]{2}(?![0-9]|\s?m)"
    r"|(?:[7-9]|10)\s?(?:-|–|to|bis)\s?[4-6](?=\s?(?:$|[.,;!?)])|\s(?:on|job|shift|schedule|weekdays)\b)",
    re.IGNORECASE,
)
_CARD = re.compile(
    r"[1-9][0-9]{3}(?:s|\s?ti|\s?super)?(?=\s?(?:$|[.,;:!?)](?!\d)|[–—-]\s)"
    r"|\s(?:cards?|gpus?|box|rig|shared|in|under|from|on|after|at|for|and|with|that|which|is)\b)",
    re.IGNORECASE,
)
_ONE_OF = re.compile(
    r"(?<![\w.,])(?:an?|one|single|lone|old|lonely|used|second-hand|two|three|four|[2-8])\s$", re.IGNORECASE
)
"""A card is named by its number: "one 3090, shared", "two 4090s"."""
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,4}(?![0-9])")
_TIMES = re.compile(r"(?:(?P<english>once|twice|thrice)|(?P<german>[^\W\d_]{3,20})mal)(?:\s|(?=每))", re.IGNORECASE)
_ONCE = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_TENS = re.compile(r"[1-9]0s(?!\w)")
_IN_TENS = re.compile(r"\b(low|lower|mid|middle|high|upper)[ -]$", re.IGNORECASE)
_SUB = re.compile(r"(?<!\w)sub-$", re.IGNORECASE)
_CHINESE_PERIOD_FIRST = re.compile(
    r"(?:一个?[天周月年]|[1１一](?:日|時間|分|秒|週間?|[かヶカ]月)間?(?=あたり|に|[約0-9０-９零一二两三四五六七八九十]))"
    r"[^，。；？！0-9零一二两三四五六七八九十]{0,6}[0-9零一二两三四五六七八九十几]"
)


def read_amounts(text: str) -> tuple[Amount, ...]:
    """Return every quantity of ``text`` in order, spans apart; takes time linear in the text and raises nothing."""
    found: list[Amount] = []
    pattern = _ASCII_TOKEN if text.isascii() else _TOKEN
    if _STARTS_NONE.issuperset(pattern.findall(text)):
        return ()
    at = 0
    for token in pattern.finditer(text):
        if token.group() in _STARTS_NONE or token.start() < at or not _may_start(text, token):
            continue
        amount = _amount_at(text, token.start())
        if amount is None or not 0 <= amount.low <= amount.high < LARGEST or amount.start < at:
            continue
        amount = _joined(text, amount)
        found.append(amount)
        at = amount.end
    return tuple(found)


def _may_start(text: str, token: re.Match[str]) -> bool:
    """Tell cheaply whether an amount may start with a token, since most words of a text start none."""
    word = token.group().lower()
    if word[0].isdigit() or word == ".":
        return True
    if word in {"a", "an"}:
        return bool(_AFTER_ARTICLE.match(text, token.end()) or every_at(text, token.end()))
    if _starts(word):
        return True
    if len(_STARTS_NONE) < _MOST_KNOWN:
        _STARTS_NONE.add(token.group())
    return False


_STARTS_NONE: set[str] = set()
"""Words, as they were written, that are known to start no amount: texts repeat their words, and most are of these."""
_MOST_KNOWN = 1 << 15


@lru_cache(maxsize=1 << 14)
def _starts(word: str) -> bool:
    """Tell it of a word in small letters that is no article: five tables are asked."""
    if len(word) == 1:
        return word in _CHINESE_STARTS or word in "o½¼¾"
    if word in _STARTS:
        return True
    if word == "sub" or word in {"eine", "einen", "ein", "een", "une", "un", "una", "um", "uma"}:
        return True
    return 3 <= len(word) <= 40 and (
        small(word) is not None or (word.endswith("mal") and len(word) > 5) or word.startswith(("viertel", "drittel"))
    )


def _amount_at(text: str, at: int) -> Amount | None:
    if (
        at
        and (text[at - 1].isalnum() or text[at - 1] == "_")
        and not (is_chinese(text[at - 1]) or is_chinese(text[at]))
    ):
        return None
    if (
        at > 1
        and text[at].isdigit()
        and text[at - 1] in ".,:"
        and text[at - 2].isalnum()
        and not is_chinese(text[at - 2])
    ):
        return None  # the rest of a version, a list or a number too long to be one
    if none := _no_quantity(text, at):
        return none
    if text[at] in "一1１" and _CHINESE_PERIOD_FIRST.match(text, at):
        return None  # the period of the number that follows: 一天四万单
    number = read_number(text, at)
    special = (
        _decade(text, at, number)
        or _times(text, at)
        or read_recurring(text, at, number)
        or part_of_time(text, at)
        or read_ratio(text, at, number)
        or read_duration(text, at)
    )
    if special or number is None:
        return special
    if at >= 2 and text[at - 1] in "-–" and text[at - 2].isalpha() and not _SUB.search(text[max(0, at - 5) : at]):
        return amount_of(text, (at, number.end), (number.low, number.high), "other") if number.digits else None
    number, ranged = widened(text, number)
    if ranged and (share := read_share(text, number)):
        return share
    amount = with_unit(text, number, ranged)
    return amount and lengthened(text, amount)


def _no_quantity(text: str, at: int) -> Amount | None:
    """Read 24/7, a date, a version and the number of a named thing ("GPT-4", "Llama 3"): numbers, no quantities."""
    if fixed := _NO_QUANTITY.match(text, at):
        if _THOUSANDS.match(text, at):
            return None
        return amount_of(text, fixed.span(), (0.0, 0.0), "other")
    if text[at].isdigit():
        card = _CARD.match(text, at)
        one = card and _ONE_OF.search(text[max(0, at - 14) : at])
        return amount_of(text, card.span(), (0.0, 0.0), "other", "name") if card and one else None
    if (named := _NAMED.match(text, at)) and text[at : named.start("number")].rstrip(" -vV").lower() in _NAMES:
        return amount_of(text, named.span("number"), (0.0, 0.0), "other", "name")
    return None


def _decade(text: str, at: int, number: Number | None) -> Amount | None:
    """Read "the low 80s" as the scores that it says, for it is no time: 80 to 83, mid 84 to 86, high 87 to 89."""
    said = _IN_TENS.search(text[max(0, at - 10) : at]) if number and _TENS.match(text, at) else None
    if said is None or number is None:
        return None
    low, high = {"l": (0, 3), "m": (4, 6), "h": (7, 9), "u": (7, 9)}[said.group(1)[0].lower()]
    return amount_of(text, (at, number.end + 1), (number.low + low, number.low + high), "count")


def _times(text: str, at: int) -> Amount | None:
    """Read "twice a day", "dreimal täglich", "once per week" as a rate; "we tried it twice" is none."""
    times = _TIMES.match(text, at)
    if times is None:
        return None
    word = times.group("german")
    value = _ONCE[times.group("english").lower()] if word is None else 1.0 if word.lower() == "ein" else small(word)
    period = PERIOD_AFTER.match(text, times.end())
    if value is None:
        return None
    if period is None:  # "once every 6 hours" stays six hours, which tells more
        return every_stretch(text, at, times.end() - 1, value) if value > 1 else None
    return amount_of(text, (at, period.end()), (value, value), "rate", "times", period_of(period))


def _joined(text: str, first: Amount) -> Amount:
    """Join two whole amounts of a kind into a range: "8% to 10%", "a tenth and an eighth" after "between"."""
    if first.dimension not in {"ratio", "duration", "points", "rate"} or first.low != first.high:
        return first
    joined = range_join(text, first.start, first.end)
    at = joined.end() if joined else len(text)
    second = _amount_at(text, at) if at < len(text) else None
    if second is None or second.dimension != first.dimension or second.period != first.period:
        return first
    if second.start != at or not first.low <= second.low <= second.high < LARGEST:
        return first
    return amount_of(
        text, (first.start, second.end), (first.low, second.high), first.dimension, second.unit, first.period
    )


_ALIKE = frozenset(
    {
        ("s", "duration"),
        ("%", "ratio"),
        ("count", "count"),
        ("percentage points", "points"),
        ("percentage points", "ratio"),
    }
)
"""Units that amounts of a dimension are in already; a change of a share is said in percent and in points."""


def convert(amount: Amount, unit: str) -> tuple[float, float] | None:
    """Return ``(low, high)`` of the amount in a canonical unit, or None where the dimensions differ."""
    dimension = amount.dimension
    if unit == "1/day" and dimension == "rate" and amount.period:
        scale = per_day(1.0, amount.period)
    elif unit == "weeks" and dimension == "duration":
        scale = 1.0 / SECONDS["week"]
    elif (unit, dimension) in _ALIKE:
        scale = 1.0
    elif unit == "%" and dimension == "count" and 0 < amount.low <= amount.high < 1:
        scale = 100.0  # "label noise of 0.08": a count that is no whole number is a share
    else:
        return None
    return amount.low * scale, amount.high * scale
