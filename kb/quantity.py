"""Quantities with units and periods: read them in text, convert them to a canonical unit, compare them.

Canonical units (design, section 2): ``1/day``, ``s``, ``weeks``, ``count``, ``%``, ``percentage points``. The conversions are exact factors of
``kb.periods``; a units library would bring a second of start-up for six of them.
"""

from __future__ import annotations

import re
from typing import Literal

from kb.numerals import ORDINALS, Number, read_number
from kb.periods import (
    FORTNIGHT,
    PERIOD_AFTER,
    PERIOD_BEFORE,
    SECONDS,
    SLASH,
    TIME_UNIT,
    per_day,
    period_named,
    period_of,
)
from kb.types import Record, Threshold

Dimension = Literal["count", "rate", "duration", "ratio", "points", "money", "date", "other"]


class Amount(Record):
    """A quantity as it stands in a text at ``[start, end)``.

    ``low`` and ``high`` are in seconds (duration), percent (ratio), percentage points (points), or plain numbers (count, rate, money);
    ``period`` is the period of a rate. ``unit`` is the word after the number, as written; ``loose`` marks vague words ("a few").
    """

    low: float
    high: float
    dimension: Dimension
    period: str | None = None
    unit: str = ""
    comparator: Literal["<", "<=", ">", ">=", "~", ""] = ""
    start: int
    end: int
    text: str


_PERCENT = re.compile(
    r"[ \u00a0\u202f-]?(?:(?P<points>percentage[ -]points?|per ?cent points?|%[ -]?points?|pp\b|ppts?\b|pps\b|pts?\b(?!\w)|points?\b|prozentpunkte?n?|puntos?(?: porcentuales)?"
    r"|points? de pourcentage|个百分点)|(?P<basis>basis[ -]points?|bps\b|bp\b|basispunkte?n?)|(?P<percent>%|％|percent\b|per ?cent\b|pct\b|prozent\b|por ciento\b|pour ?cent\b))",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(
    r"(?:[$€£¥₹]|US\$|\b(?:EUR|USD|CHF|GBP|JPY|CNY|RMB|SEK|NOK|DKK|PLN|A\$|CA\$))\s?$", re.IGNORECASE
)
_MONEY_AFTER = re.compile(
    r"\s?(?:[$€£¥]|(?:EUR|USD|CHF|GBP|SEK|PLN|euros?|dollars?|bucks|pounds|francs?|cents?|pence|quid|pennies|kronor|zloty|yuan|rmb|dólares|dolares|centavos)\b|元|块|欧元|美元|人民币)",
    re.IGNORECASE,
)
_OTHER_AFTER = re.compile(
    r"[ -]?(?:fps|hz|khz|mhz|ghz|gb|mb|tb|kb|km|kg|cm|mm|m²|m2|kw|kwh|°|vram|bit)\b", re.IGNORECASE
)
_DATE_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|through|by|from|of|year|early|late|mid|seit|bis|en|desde|depuis|ab|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s|[‘'])$",
    re.IGNORECASE,
)
_CLOCK_AFTER = re.compile(
    r"(?::\d\d|\s?(?:am|pm|o'clock|uhr)\b|\s?(?:st|nd|rd|th)\b|\.\s(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember))",
    re.IGNORECASE,
)
_RANGE_JOIN = re.compile(r"\s?(?:-|–|—|至|到|~)\s?|\s(?:to|bis|a|à|and|or|und|y|et)\s", re.IGNORECASE)
_COMPARATORS: tuple[tuple[Literal["<", "<=", ">", ">=", "~"], str], ...] = (
    ("<=", r"at most|up to|no more than|max(?:imum)?|not more than|within|inside|höchstens|como máximo|au plus|最多|不超过"),
    (">=", r"at least|no fewer than|no less than|min(?:imum)?|from|mindestens|al menos|au moins|至少|>="),
    ("<", r"under|below|less than|fewer than|short of|unter|weniger als|menos de|moins de|低于|少于|不到|<"),
    (">", r"over|above|more than|beyond|exceeding|past|greater than|über|mehr als|más de|plus de|超过|高于|>"),
    ("~", r"about|around|roughly|approximately|approx\.?|circa|ca\.?|some|abt\.?|nearly|almost|close to|like|~|≈|etwa|ungefähr|rund|unos|unas|cerca de|environ|à peu près|大约|大概|约"),
)  # fmt: skip
_COMPARATOR_BEFORE = re.compile(
    "(?:" + "|".join(rf"(?P<c{i}>(?<![\w]){words})" for i, (_, words) in enumerate(_COMPARATORS)) + r")\s?$",
    re.IGNORECASE,
)
_IN_EACH = re.compile(
    r"(?:\s\w+){0,2}?\s(?:in|out of|of|von|de|sur|out of every|in every|of every|de cada|in (?:a|one)|auf)\s(?:every\s|each\s|cada\s|a\s|the\s|our\s|alle\s)?|\s?/\s?(?=\d+\b)",
    re.IGNORECASE,
)
_CADA = re.compile(
    r"(?:un[ao]s?\s+de\s+cada|une?\s+sur|jede[rs]?|every|each|cada|chaque)\s+(?P<ord>\w+)(?=\s)", re.IGNORECASE
)
_HALF = re.compile(r"(?P<half>half|die hälfte|la mitad|la moitié|一半)(?:\s(?:of|der|de)\s|的)", re.IGNORECASE)
_ROUND_THE_CLOCK = re.compile(r"24\s?[/x×]\s?7|24/5|365/24")
_WHOLE = re.compile(
    r"(?:a|one|two|three|an?)\s(?P<ord>third|quarter|fifth|sixth|seventh|eighth|tenth|half)s?\s(?:of|are|is)\b",
    re.IGNORECASE,
)
_TENTHS = re.compile(
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine)\s(?:tenths?|hundredths?)\sof\sa\s(?:percentage\s)?(?:point|per ?cent)(?:age point)?",
    re.IGNORECASE,
)
_ZH_RATIO = re.compile(
    r"百分之(?P<n>[零一二两三四五六七八九十百千\d.]+)|(?P<b>[二三四五六七八九十])分之(?P<a>[一二三四五六七八九])|每(?P<c>[二两三四五六七八九十\d]+)[个张条份].{0,3}?[有就]?[一1]"
)
_A_TIME = re.compile(r"(?<![\w])(?:an?|one|eine[rn]?|un[ae]?|una)\s(?=\w)", re.IGNORECASE)


def read_amounts(text: str) -> tuple[Amount, ...]:
    """Return every quantity of ``text`` in order; spans do not overlap."""
    found: list[Amount] = []
    at = 0
    while at < len(text):
        amount = _amount_at(text, at)
        if amount is None:
            at += 1
            continue
        found.append(amount)
        at = max(amount.end, at + 1)
    return tuple(found)


def _amount_at(text: str, at: int) -> Amount | None:
    if at and text[at - 1].isalnum() and text[at].isalnum() and not _cjk(text[at - 1]) and not _cjk(text[at]):
        return None
    if clock := _ROUND_THE_CLOCK.match(text, at):
        return Amount(low=24, high=24, dimension="other", start=at, end=clock.end(), text=clock.group())
    special = _ratio_in_words(text, at) or _single_time(text, at)
    if special:
        return special
    number = read_number(text, at)
    if number is None:
        return None
    if at >= 2 and text[at - 1] in "-–" and text[at - 2].isalpha():
        return Amount(
            low=number.low, high=number.high, dimension="other", start=at, end=number.end, text=text[at : number.end]
        )
    number, scaled = _range(text, number)
    return _with_unit(text, number, scaled)


def _cjk(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _ratio(text: str, start: int, end: int, percent: float) -> Amount:
    return Amount(low=percent, high=percent, dimension="ratio", unit="%", start=start, end=end, text=text[start:end])


def _ratio_in_words(text: str, at: int) -> Amount | None:
    """Read "every eighth", "one in four", "8 in a thousand", "a third of", "two tenths of a point", "五分之一"."""
    if tenths := _TENTHS.match(text, at):
        number = read_number(text, at)
        base = 1.0 if number is None else number.low
        value = base / (100 if "hundredth" in tenths.group().lower() else 10)
        return Amount(
            low=value, high=value, dimension="points", unit="points", start=at, end=tenths.end(), text=tenths.group()
        )
    if (zh := _ZH_RATIO.match(text, at)) and (value := _zh_percent(zh)) is not None:
        return _ratio(text, at, zh.end(), value)
    if half := _HALF.match(text, at):
        return _ratio(text, at, half.end("half"), 50.0)
    number = read_number(text, at)
    if (whole := _WHOLE.match(text, at)) and (number is None or number.end <= whole.end("ord")):
        return _ratio(
            text,
            at,
            whole.end("ord"),
            100.0 * (number.low if number and number.low >= 1 else 1.0) / ORDINALS[whole.group("ord").lower()],
        )
    if each := _CADA.match(text, at):
        word = each.group("ord").lower()
        nth_number = read_number(text, each.start("ord"))
        nth = ORDINALS.get(word) if word != "second" else 2
        if nth is None and nth_number is not None and re.match(r"(?i)un", each.group()):
            nth = int(nth_number.low)
        return _ratio(text, at, each.end(), 100.0 / nth) if nth and nth > 1 and period_named(word) is None else None
    if number is None or number.low != number.high:
        return None
    if joined := _IN_EACH.match(text, number.end):
        whole_number = _number_or_scale(text, joined.end())
        if (
            whole_number
            and 0 < number.low < whole_number.low
            and whole_number.low >= 2
            and not _MONEY_AFTER.match(text, whole_number.end)
        ):
            words_between = len(joined.group().split())
            if text[joined.start() : joined.end()].strip() != "/" or whole_number.low in {
                3,
                4,
                5,
                8,
                10,
                20,
                100,
                1000,
            }:
                return (
                    _ratio(text, at, whole_number.end, 100.0 * number.low / whole_number.low)
                    if words_between <= 5
                    else None
                )
    return None


def _number_or_scale(text: str, at: int) -> Number | None:
    number = read_number(text, at)
    bare = re.compile(r"(hundred|thousand|million|dozen|hundert|tausend|cien|mil|cent|mille)\b", re.IGNORECASE).match(
        text, at
    )
    if number is None and bare:
        value = {"hundred": 100, "hundert": 100, "cien": 100, "cent": 100, "dozen": 12, "million": 1e6}.get(
            bare.group(1).lower(), 1000
        )
        return Number(value, value, at, bare.end(), False)
    return number


def _zh_percent(match: re.Match[str]) -> float | None:
    if match.group("n"):
        number = read_number(match.group("n"), 0)
        return number.low if number else None
    if match.group("b"):
        below, above = read_number(match.group("b"), 0), read_number(match.group("a") + "个", 0)
        return 100.0 * above.low / below.low if below and above and below.low else None
    each = read_number(match.group("c"), 0)
    return 100.0 / each.low if each and each.low > 1 else None


def _single_time(text: str, at: int) -> Amount | None:
    """Read "a week", "an hour", "a fortnight" as a duration where it is not the period of a rate."""
    article = _A_TIME.match(text, at)
    if article is None:
        return None
    fortnight = FORTNIGHT.match(text, article.end())
    unit = TIME_UNIT.match(text, article.end())
    if fortnight:
        return _duration(text, at, fortnight.end(), 14 * SECONDS["day"], 14 * SECONDS["day"])
    if (
        unit is None
        or len(unit.group()) < 3
        or not re.match(
            r"\s(?:old|ago|late|stale|behind|earlier|or so|alt|or less|max)\b|'s\s", text[unit.end() :], re.IGNORECASE
        )
    ):
        return None
    seconds = SECONDS[str(unit.lastgroup)]
    return _duration(text, at, unit.end(), seconds, seconds)


def _duration(text: str, start: int, end: int, low: float, high: float) -> Amount:
    return Amount(
        low=low,
        high=high,
        dimension="duration",
        unit="s",
        start=start,
        end=end,
        text=text[start:end],
        comparator=_comparator(text, start),
    )


def _range(text: str, number: Number) -> tuple[Number, bool]:
    """Join "300 to 450", "4-5k", "between 18 and 22"; the second number's multiplier serves the first one too."""
    joined = _RANGE_JOIN.match(text, number.end)
    if joined is None:
        return number, False
    between = re.search(r"\b(?:between|zwischen|entre)\s$", text[: number.start], re.IGNORECASE)
    if (
        joined.group().strip().lower() in {"and", "und", "y", "et", "or", "a"}
        and not between
        and joined.group().strip().lower() != "or"
    ):
        return number, False
    second = read_number(text, joined.end())
    if second is None or second.digits != number.digits:
        return number, False
    low = number.low
    if low > second.high:
        return number, False
    if (
        number.digits
        and low < 1000 <= second.low
        and low * 1000 <= second.high * 1.0
        and not re.search(r"[a-z万]", text[number.start : number.end], re.IGNORECASE)
    ):
        ratio = second.low / _leading(text, second)
        low *= ratio
    if low > second.high or (low and second.high / low > 1000):
        return number, False
    return Number(low, second.high, number.start, second.end, number.digits), True


def _leading(text: str, number: Number) -> float:
    bare = re.match(r"[\d.,]+", text[number.start :])
    return float(bare.group().replace(",", "").rstrip(".")) if bare else number.low


def _comparator(text: str, start: int) -> Literal["<", "<=", ">", ">=", "~", ""]:
    before = _COMPARATOR_BEFORE.search(text[max(0, start - 24) : start])
    if before is None:
        return ""
    return next(sign for i, (sign, _) in enumerate(_COMPARATORS) if before.group(f"c{i}"))


def _with_unit(text: str, number: Number, ranged: bool) -> Amount | None:
    start, end, low, high = number.start, number.end, number.low, number.high
    comparator = _comparator(text, start)

    def amount(
        dimension: Dimension, stop: int, scale: float = 1.0, period: str | None = None, unit: str = ""
    ) -> Amount:
        return Amount(
            low=low * scale,
            high=high * scale,
            dimension=dimension,
            period=period,
            unit=unit,
            comparator=comparator,
            start=start,
            end=stop,
            text=text[start:stop],
        )

    if _MONEY_BEFORE.search(text[max(0, start - 6) : start]):
        return amount("money", end)
    if money := _MONEY_AFTER.match(text, end):
        return amount("money", money.end())
    if percent := _PERCENT.match(text, end):
        if percent.group("percent"):
            return amount("ratio", percent.end(), unit="%")
        return amount("points", percent.end(), 0.01 if percent.group("basis") else 1.0, unit="points")
    if other := _OTHER_AFTER.match(text, end):
        return amount("other", other.end(), unit=other.group().strip(" -"))
    blank = end + (1 if end < len(text) and text[end] in " -\u00a0" else 0)
    fortnight, time = FORTNIGHT.match(text, blank), TIME_UNIT.match(text, blank)
    if fortnight:
        return amount("duration", fortnight.end(), 14 * SECONDS["day"], unit="fortnight")
    if time and not (time.group() in {"d", "w", "y", "mo"} and blank == end and not number.digits):
        return amount("duration", time.end(), SECONDS[str(time.lastgroup)], unit=time.group())
    if slash := SLASH.match(text, end):
        return amount("rate", slash.end(), period=period_of(slash))
    if _CLOCK_AFTER.match(text, end) and not ranged:
        return amount("other", end, unit="clock")
    if (
        low == high
        and 1900 <= low <= 2049
        and number.digits
        and re.fullmatch(r"\d{4}", text[start:end])
        and _dated(text, start, end)
    ):
        return amount("date", end)
    period, stop = _period(text, start, end)
    return amount(
        "rate" if period else "count", stop if period and stop > end else end, period=period, unit=_noun(text, end)
    )


def _dated(text: str, start: int, end: int) -> bool:
    return bool(_DATE_BEFORE.search(text[max(0, start - 12) : start])) or not re.match(r"\s[a-z]", text[end:])


def _noun(text: str, end: int) -> str:
    word = re.match(r"[ -]([a-zà-ÿ][\w-]*)", text[end : end + 30], re.IGNORECASE)
    return word.group(1) if word else ""


_CLAUSE_END = re.compile(
    r"[.;:!?(),]\s|\s-\s|[。，；：？！]|\n|\s(?:and|but|while|und|aber|y|pero|et|mais|with|vs|for|over|from|because|so)\s",
    re.IGNORECASE,
)


def _period(text: str, start: int, end: int) -> tuple[str | None, int]:
    """Return the period of a rate and where its words end: after the number in its noun phrase, else before it in its clause."""
    after = text[end : end + 60]
    cut = _CLAUSE_END.search(after)
    phrase = after[: cut.start()] if cut else after
    named = PERIOD_AFTER.search(phrase)
    if named is None and cut and (rest := PERIOD_AFTER.match(after, cut.end())):
        named = rest  # "3.4 million parcels, every day", "listings for the seven days"
    if named is None and (seven := re.search(r"for the seven days", after, re.IGNORECASE)):
        return "week", end + seven.end()
    if named and len(re.findall(r"\w+", after[: named.start()])) <= 7 and not re.search(r"\d", after[: named.start()]):
        return period_of(named), end + named.end()
    before = re.split(r"[.;!?。；？！]\s?|\n", text[max(0, start - 60) : start])[-1]
    earlier = list(PERIOD_BEFORE.finditer(before))
    if earlier and not re.search(r"\d", before[earlier[-1].end() :]) and len(before) - earlier[-1].end() <= 40:
        return str(earlier[-1].lastgroup), end
    return None, end


def convert(amount: Amount, unit: str) -> tuple[float, float] | None:
    """Return ``(low, high)`` of the amount in a canonical unit, or None where the dimensions differ."""
    if unit == "1/day" and amount.dimension == "rate" and amount.period:
        scale = per_day(1.0, amount.period)
    elif (unit == "s" and amount.dimension == "duration") or (unit in {"%"} and amount.dimension == "ratio"):
        scale = 1.0
    elif unit == "weeks" and amount.dimension == "duration":
        scale = 1.0 / SECONDS["week"]
    elif unit == "percentage points" and amount.dimension in {"points", "ratio"}:
        scale = 1.0
    elif unit == "count" and amount.dimension == "count":
        scale = 1.0
    else:
        return None
    return amount.low * scale, amount.high * scale


def parse_amount(text: str, unit: str) -> float:
    """Return the value of an authored amount such as ``100 thousand/day`` in the canonical ``unit``.

    A bare number is taken to be in ``unit``. Raises ValueError where the text is no single quantity or its dimension does not fit.
    """
    amounts = read_amounts(text.strip())
    if len(amounts) != 1 or amounts[0].low != amounts[0].high:
        raise ValueError(
            f"{text!r} is not one quantity (expected something like '100 thousand/day', '5 minutes', '10 %')"
        )
    amount = amounts[0]
    values = convert(amount, unit)
    if values is None and amount.dimension == "count" and not amount.unit and amount.end == len(text.strip()):
        values = (amount.low, amount.high)
    if values is None:
        raise ValueError(f"{text!r} is a {amount.dimension}, which has no value in {unit}")
    return values[0]


def parse_threshold(text: str) -> Threshold:
    """Return the threshold that an authored text such as ``< 100 thousand requests`` or ``about 500 thousand/month`` states."""
    sign = re.match(r"\s*(<=|>=|<|>|=|~|about|around|roughly|between)?\s*", text)
    amounts = read_amounts(text)
    if not amounts:
        raise ValueError(f"{text!r} states no quantity")
    amount = amounts[0]
    said = sign.group(1) if sign else None
    comparator = (
        "between"
        if amount.low != amount.high
        else {"about": "~", "around": "~", "roughly": "~"}.get(said or "=", said or "=")
    )
    unit = {"ratio": "%", "points": "percentage points", "duration": "s"}.get(
        amount.dimension, _noun(text, amount.end) or amount.unit
    )
    return Threshold.model_validate(
        {
            "comparator": comparator,
            "low": amount.low,
            "high": amount.high,
            "unit": unit,
            "period": amount.period,
            "hedge": said if comparator == "~" else None,
            "text": text,
        }
    )
