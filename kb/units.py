"""What the words around a number make of it: money, a percentage, a duration, a rate, a date, or a mere count."""

from __future__ import annotations

import re

from kb.amounts import Amount, Dimension, amount_of
from kb.chinese_numerals import is_chinese
from kb.misspelt import time_meant
from kb.number_words import ONES
from kb.numerals import Number, skip_blank
from kb.periods import FORTNIGHT, SECONDS, SLASH, TIME_UNIT, period_of
from kb.rates import TRAFFIC, period_beside

PERCENT = re.compile(
    r"[ \u00a0\u202f-]?(?:(?P<points>(?:(?:more|extra|additional|further|full|whole|solid|accuracy|f1|auc) )?"
    r"(?:percentage[ -]points?|per ?cent points?|pct\.?[ -]?(?:points?|pts?)\b|%[ -]?(?:points?|pts?\b)"
    r"|pp\b|ppts?\b|pps\b|pts?\b"
    r"|points?\b|(?:ponts?|pionts?|poitns?|poins)\b"
    r"|prozentpunkte?[ns]?\b|punkte?n?\b|puntos?(?: porcentuales)?\b|points? de pourcentage|个百分点|个点"
    r"|pontos?(?: percentuais)?\b|punt[oi](?: percentual[ei])?\b"
    r"|procentpunt\w*|punkt(?:y|ów|u)(?: procentow\w+)?|p\.p\.|п\.\s?п\.|процентн\w+ пункт\w*|ポイント|%p\b))"
    r"|(?P<basis>basis[ -]points?|bps\b|bp\b|basispunkte?n?)"
    r"|(?P<mille>‰|per ?mille?\b|per thousand\b|promille\b|por mil\b|pour mille\b)"
    r"|(?P<percent>%|％|percent\b|per ?cent\b|pct\b|prozent\b|por ciento\b|pour ?cent\b"
    r"|procent\w*|por cento\b|per cento\b|процент\w*|パーセント|퍼센트))",
    re.IGNORECASE,
)
"""A share right behind a number; the group says which of percent, per mille, percentage points, basis points."""
_MONEY_BEFORE = re.compile(
    r"(?:[$€£¥₹]|US\$|\b(?:EUR|USD|CHF|GBP|JPY|CNY|RMB|SEK|NOK|DKK|PLN|A\$|CA\$))\s?$", re.IGNORECASE
)
MONEY_AFTER = re.compile(
    r"\s?(?:[$€£¥]|(?:EUR|USD|CHF|GBP|(?-i:SEK)|PLN|euros?|dollars?|bucks|pounds|francs?|cents?|pence|quid|pennies|kronor|zloty"
    r"|yuan|rmb|dólares|dolares|centavos)\b|元|块|欧元|美元|人民币)",
    re.IGNORECASE,
)
_OTHER_AFTER = re.compile(
    r"[ -]?(?:fps|hz|khz|mhz|ghz|gb|mb|tb|kb|km|kg|cm|mm|m²|m2|kw|kwh|°c?|vram|bit)(?!\w)|(?:x|×|d|-?fold)(?!\w)|倍",
    re.IGNORECASE,
)
_METRIC = re.compile(
    r"\s(?:(?:in|on|of)\s)?(?:f-?1|f1[- ]score|roc[- ]auc|auc|auroc|bleu|rouge|chrf|map|ndcg|mrr"
    r"|accuracy|acc|precision|recall)(?!\w)",
    re.IGNORECASE,
)
"""What is scored from 0 to 1, or to 100; a gain in it is written with a plus: "+0.4 F1", "+.02 AUC"."""
_OF_ONE = 0.1
"""A gain below this is of a score up to 1, from here on of one up to 100: few gain 40 points."""
_ADDED = re.compile(
    r"(?:more|additional|extra|further|other|full|whole|solid|straight|good|short|weitere|volle|ganze)\s(?=[a-z])",
    re.IGNORECASE,
)
"""What may stand between a number and its unit of time: "4 more weeks", "two full days"."""
_NINES = re.compile(r"[ -]nines\b", re.IGNORECASE)
_RPM = re.compile(r"\s?rpm\b", re.IGNORECASE)
_CLOCK_AFTER = re.compile(
    r"(?::[0-9]{2}){1,2}(?:\s?[ap]m\b)?|\s?(?:am|pm|o'clock|uhr)\b|(?:st|nd|rd|th|er|ère|ème|º|ª)(?!\w)|月|号|点钟|点半"
    r"|\.\s(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"
    r"|\s(?:january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_OCLOCK = re.compile(r"\s(?:o['’]clock|uhr)\b", re.IGNORECASE)
_MONTH_BEFORE = re.compile(
    r"\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,7}\.?|[qh][1-4])\s$", re.IGNORECASE
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|through|year|early|late|mid|seit|bis|en|desde|depuis|ab|before|after)\s|[‘'(])$",
    re.IGNORECASE,
)
_OF_YEARS = re.compile(r"年|s(?!\w)")
YEAR = re.compile(r"(?:19[0-9]{2}|20[0-4][0-9])(?![0-9])")
_TYPED = re.compile(r"[a-z]{3,12}(?![\w'’-])", re.IGNORECASE)
_NOUN = re.compile(r"[ -]([a-zà-ÿ][\w-]{0,30})", re.IGNORECASE)
_NO_NOUN = frozenset({
    "of", "in", "is", "are", "was", "were", "that", "which", "who", "whose", "whom", "and", "or", "but", "to",
    "the", "a", "an", "at", "on", "by", "for", "from", "with", "as", "it", "we", "i", "you", "they", "he", "she",
    "if", "then", "than", "when", "where", "has", "had", "have", "can", "could", "would", "should", "will", "may",
    "might", "must", "does", "did", "do", "not", "no", "so", "per", "way", "thing", "day", "more", "another",
    "after", "before", "time", "last", "such", "side", "hand", "big", "good", "bad", "new", "old", "single",
    "reason", "option", "choice", "sits", "goes", "gets", "makes", "says", "wins", "costs", "works", "comes",
    "needs", "wants",
})  # fmt: skip
_NOT_ONE = re.compile(
    r"\b(?:which|this|that|every|each|no|the|other|another|any|some|first|last|next|right|wrong|good|better|best|new|old"
    r"|big|bigger|small|smaller|large|larger|cheap|cheaper|simple|simpler|custom|own|same|only the"
    r"|[a-z]{2,8}(?:th|rd|nd|est|er))\s$",
    re.IGNORECASE,
)
_EACH_ONE = re.compile(r"\b(?:each|every)\s$", re.IGNORECASE)
_SOLE = re.compile(
    r"\s(?:single|sole|sol[oa]|seule?|einzige[rsnm]?|únic[oa]|persona|personne|person|ingenier[oa]|ingénieure?|ingenieur(?:in)?"
    r"|entwickler(?:in)?|développeu(?:r|se)|desarrollador)\b|(?:名|位|台|人|个(?:人|工程师|开发|同事))",
    re.IGNORECASE,
)
_LAST_HOUR = 24
_A_DAY_IN_GERMAN = re.compile(r"\sam\s(?:tag|morgen|vormittag|nachmittag|abend)", re.IGNORECASE)
HALF_MORE = re.compile(r"\s(?:and a half|y medi[ao]|et demie?)(?!\w)", re.IGNORECASE)


def with_unit(text: str, number: Number, ranged: bool) -> Amount | None:
    """Return what a number is by the words around it, or None where it is no quantity ("which one", "half")."""
    span, values = (number.start, number.end), (number.low, number.high)
    if _MONEY_BEFORE.search(text[max(0, number.start - 6) : number.start]):
        return amount_of(text, span, values, "money")
    if money := MONEY_AFTER.match(text, number.end):
        return amount_of(text, (number.start, money.end()), values, "money")
    if percent := PERCENT.match(text, number.end):
        half = HALF_MORE.match(text, percent.end()) if number.low == number.high else None
        if half:  # "dos puntos y medio"
            values = (number.low + 0.5, number.low + 0.5)
        return share_of(text, (number.start, (half or percent).end()), values, percent)
    if number.low == number.high and number.low in range(1, 10) and (nines := _NINES.match(text, number.end)):
        share = 100.0 - 100.0 * 10.0**-number.low
        return amount_of(text, (number.start, nines.end()), (share, share), "ratio", "nines")
    if text[max(0, number.start - 1) : number.start] == "+" and (metric := _METRIC.match(text, number.end)):
        scale = 100.0 if number.high < _OF_ONE else 1.0
        points = (number.low * scale, number.high * scale)
        return amount_of(text, (number.start, metric.end()), points, "points", "points")
    if (rpm := _RPM.match(text, number.end)) and not TRAFFIC.search(text[max(0, rpm.start() - 80) : rpm.end() + 80]):
        return amount_of(text, (number.start, rpm.end()), values, "other", "rpm")
    if (other := _OTHER_AFTER.match(text, number.end)) and (number.digits or len(other.group()) > 1):
        return amount_of(text, (number.start, other.end()), values, "other", other.group().strip(" -"))
    clock = None if ranged else (_CLOCK_AFTER if number.digits else _OCLOCK).match(text, number.end)
    late = clock is not None and clock.group().strip().lower() in {"am", "pm"} and number.high > _LAST_HOUR
    if clock and not late and not _A_DAY_IN_GERMAN.match(text, number.end):
        return amount_of(text, (number.start, clock.end()), values, "other", "clock")
    if number.digits and is_year(text, number):
        return amount_of(text, span, values, "date")
    if duration := _duration(text, number):
        return duration
    if slash := SLASH.match(text, number.end):
        return amount_of(text, (number.start, slash.end()), values, "rate", period=period_of(slash))
    return _count(text, number)


def share_of(text: str, span: tuple[int, int], values: tuple[float, float], percent: re.Match[str]) -> Amount:
    """Return the ratio or the points that a match of ``PERCENT`` makes of a value."""
    scale = {"basis": 0.01, "mille": 0.1}.get(str(percent.lastgroup), 1.0)
    scaled = (values[0] * scale, values[1] * scale)
    if percent.lastgroup in {"points", "basis"}:
        return amount_of(text, span, scaled, "points", "points")
    return amount_of(text, span, scaled, "ratio", "%")


def _duration(text: str, number: Number) -> Amount | None:
    at = skip_blank(text, number.end)
    if added := _ADDED.match(text, at):
        at = added.end()
    fortnight, time = FORTNIGHT.match(text, at), TIME_UNIT.match(text, at)
    if fortnight:
        days = 14 * SECONDS["day"]
        return amount_of(
            text, (number.start, fortnight.end()), (number.low * days, number.high * days), "duration", "fortnight"
        )
    if time and _plausible(time.group(), number):
        unit, seconds, end = time.group(), SECONDS[str(time.lastgroup)], time.end()
    elif (word := _TYPED.match(text, at)) and at > number.end and (meant := time_meant(word.group())):
        unit, seconds, end = meant, SECONDS[meant], word.end()
    else:
        return None
    low, high = number.low * seconds, number.high * seconds
    if more := HALF_MORE.match(text, end):
        low, high, end = low + seconds / 2, high + seconds / 2, more.end()
    return amount_of(text, (number.start, end), (low, high), "duration", unit, number_end=number.end)


def _plausible(unit: str, number: Number) -> bool:
    """Tell a unit of one letter from a name: "3 d" and "10s" are times, "3D" and "two s" are not."""
    if len(unit) > 2 or is_chinese(unit[0]) or unit in {"ms", "µs", "μs"}:
        return True
    return number.digits and (unit.islower() or unit == "H")


def is_year(text: str, number: Number) -> bool:
    """Tell a year from a count of the same size: 2023 alone or after "in" is one; 2000 labels and 2000条 are not."""
    start, end = number.start, number.end
    if not (YEAR.fullmatch(text, start, end)):
        return False
    if _MONTH_BEFORE.search(text[max(0, start - 12) : start]) or _OF_YEARS.match(text, end):
        return True
    if SLASH.match(text, end) or (end < len(text) and is_chinese(text[end])):
        return False
    noun = _NOUN.match(text, end)
    followed = noun is not None and noun.group(1).lower() not in _NO_NOUN
    if _YEAR_BEFORE.search(text[max(0, start - 8) : start]):
        return number.low != 2000 or not followed
    return not followed and 1950 <= number.low <= 2035 and number.low != 2000


def _count(text: str, number: Number) -> Amount | None:
    period, stop = period_beside(text, number.start, number.end)
    each = _EACH_ONE.search(text[max(0, number.start - 6) : number.start])
    rated = period and stop > number.end and not each
    if text[number.start : number.end].lower() in ONES and not rated and not _is_one(text, number):
        return None
    if not number.digits and 0 < number.high < 1 and not period:
        return None
    end = stop if period and stop > number.end else number.end
    dimension: Dimension = "rate" if period else "count"
    return amount_of(
        text,
        (number.start, end),
        (number.low, number.high),
        dimension,
        noun_after(text, number.end),
        period,
        number.end,
    )


def _is_one(text: str, number: Number) -> bool:
    """Tell the count one from an article or a pronoun: "one engineer" is, "which one" and "un" are not."""
    if _SOLE.match(text, number.end):
        return True
    if text[number.start : number.end].lower() != "one":
        return False
    noun = _NOUN.match(text, number.end)
    if noun is None or text[number.end] == "-" or noun.group(1).lower() in _NO_NOUN:
        return False
    return not _NOT_ONE.search(text[max(0, number.start - 12) : number.start])


def noun_after(text: str, end: int) -> str:
    """Return the word right behind a number, as written, or an empty text."""
    word = _NOUN.match(text, end)
    return word.group(1) if word else ""
