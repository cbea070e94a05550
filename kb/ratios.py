"""Shares in words: "every eighth", "one in four", "a good third", "2000条里有6条", "a percent or two"."""

from __future__ import annotations

import re

from kb.amounts import Amount, amount_of
from kb.fractions import HALVES, OF_A, ORDINALS, Fraction, read_fraction
from kb.number_words import CHINESE_SCALES, ONES, SCALES
from kb.numerals import Number, read_number, skip_blank
from kb.periods import TIME_UNIT, period_named
from kb.units import HALF_MORE, MONEY_AFTER, PERCENT, share_of, with_unit

_IN_EACH = re.compile(
    r"(?:(?:\s[^\W\d_]{1,20}){0,2}?"
    r"\s(?:in|out of|per|from(?=\s1000?\b)|(?:of|de|von|aus)(?=\s(?:every|each|cada|jeden?)\s))"
    r"|(?P<nouns>(?:\s[^\W\d_]{1,20}){0,3}?)\s(?:sur|von|de(?=\scada)|em(?=\scada)|su)|\s(?:of|de|aus|auf))"
    r"\s(?P<each>every\s|each\s|cada\s|jeden?\s|alle\s)?(?:a\s(?=hundred|thousand|million|dozen|\d)|the\s|our\s)?|\s?/\s?(?=[0-9])",
    re.IGNORECASE,
)
_BARE_SCALE = re.compile(r"(?:hundred|thousand|million|dozen|hundert|tausend|cien|mil|cent|mille)\b", re.IGNORECASE)
_EACH = re.compile(
    r"(?:(?P<one>un[ao]s?\s+de\s+cada|une?\s+sur)|jede[rsn]?|every|each|cada|chaque)\s"
    r"(?:(?P<ord>[^\W\d_]{3,20})|(?P<nth>[1-9][0-9]{0,4})(?:st|nd|rd|th|\.|[eè](?:me)?|[ºª°])(?=\s\w))(?!\w)",
    re.IGNORECASE,
)
_VON = re.compile(r"(?<!quote )(?<!rate )(?<!anteil )\bvon\s(?:rund\s|etwa\s|knapp\s|ca\.\s)?$", re.IGNORECASE)
_MANY = 50
"""What a share with several words between its counts is of at least, where the word between them means "on" as well."""
_ROUND = frozenset({3, 4, 5, 8, 10, 20, 50, 100, 1000})
_HALF_OF = re.compile(
    r"\s(?:of\s)?(?:the|our|all|my|their|them|these|those|your|its|it|us|der|des|unserer|aller|los|las|les|des)\b"
    r"|\s(?:of|are|were)\b|的",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"\s(?:of|are|is|were|was|have|need|turn|come|get|had|de|del|der|des|du|aller|von)\b|\sd['’]", re.IGNORECASE
)
_ENDED = re.compile(r"\s?(?:$|[.,;:!?)])|\s(?:and|or|to|bis|wrong|right|off)\b", re.IGNORECASE)
_AROUND = re.compile(
    r"(?:\b(?:about|around|roughly|nearly|almost|over|under|than|between|maybe|perhaps|some|least|most|barely|only|just|rund"
    r"|etwa|fast|knapp|gut|circa|ca\.|zwischen|casi|cerca de|entre|environ|presque|près d['’]e?"
    r"|between an? [a-z]{3,10} and)\s?|[~≈])$",
    re.IGNORECASE,
)
_POINT = re.compile(r"(?:an?|one)\s(?P<sole>single\s|full\s|whole\s|mere\s)?(?=per|point|basis|pp)", re.IGNORECASE)
_OF_A_POINT = re.compile(
    r"\s(?:of\s(?:an?|one)|eines|d['’]un|de)\s(?=per\s?cent|percentage|point|basis|%|prozent|punto)", re.IGNORECASE
)
_OR_TWO = re.compile(r"\sor\s(?P<two>two|so)\b", re.IGNORECASE)
_BETTER = re.compile(
    r"\s(?:of|better|worse|more|less|lower|higher|gain|improvement|up|down|in accuracy|in f1)\b|\s?$|[.,;)]",
    re.IGNORECASE,
)
_CHINESE_NUMBER = r"[零一二两三四五六七八九十百千万0-9]{1,9}"
_CHINESE = re.compile(
    rf"(?P<halved>一半|半数)|百分之(?P<n>[零一二两三四五六七八九十百千0-9.]{{1,12}})"
    rf"|(?P<below>[千万])分之(?P<few>[零一二两三四五六七八九十百0-9.]{{1,8}})|(?P<b>[二三四五六七八九十百]{{1,3}})分之(?P<a>[一二两三四五六七八九])"
    rf"|(?P<tenths>[一二两三四五六七八九])成(?P<half>[半一二三四五六七八九])?(?![为了功本立长就果员绩])"
    rf"|每?(?P<whole>{_CHINESE_NUMBER})[个条张份次人单封页]?[^，。；？！\s零一二两三四五六七八九十0-9]{{0,2}}(?:里面?|中|当中)"
    rf"(?:[大约只就能才会]{{0,2}}[有对错]{{0,2}})(?P<part>{_CHINESE_NUMBER})(?P<measure>[个条张份次人单封页])?"
    rf"|每(?P<every>{_CHINESE_NUMBER})[个张条份次][^，。；？！]{{0,3}}?[有就]?(?P<one>[一1])(?![0-9十百千万])(?P<m2>[个条张份次])?",
)


def read_ratio(text: str, at: int, number: Number | None) -> Amount | None:
    """Return the share in words that starts at ``at``, or None; ``number`` is the number that starts there, if any."""
    if chinese := _CHINESE.match(text, at):
        values = _chinese(chinese)
        return None if values is None else _ratio(text, at, chinese.end(), values)
    if point := _POINT.match(text, at):
        return _single_point(text, point)
    if (fraction := read_fraction(text, at)) and (amount := _fraction(text, fraction)):
        return amount
    if each := _EACH.match(text, at):
        return _every(text, each)
    if number is None or number.low != number.high:
        return None
    if number.low < 1 and (of := _OF_A_POINT.match(text, number.end)) and (share := PERCENT.match(text, of.end())):
        return share_of(text, (at, share.end()), (number.low, number.low), share)
    return read_share(text, number)


def _ratio(text: str, start: int, end: int, percent: float) -> Amount:
    return amount_of(text, (start, end), (percent, percent), "ratio", "%")


def _single_point(text: str, point: re.Match[str]) -> Amount | None:
    """Read "a percent or two", "a single basis point", "about a point"; "a point" alone is no quantity."""
    share = PERCENT.match(text, point.end())
    if share is None:
        return None
    if half := HALF_MORE.match(text, share.end()):
        return share_of(text, (point.start(), half.end()), (1.5, 1.5), share)
    more = _OR_TWO.match(text, share.end())
    end = more.end() if more else share.end()
    around = _AROUND.search(text[max(0, point.start() - 24) : point.start()])
    vague = share.group().lower() in {"point", "points"} and not point.group("sole") and not more
    if vague and not (around and _BETTER.match(text, end)) and not re.compile(r"\s(?:better|worse)\b").match(text, end):
        return None
    return share_of(
        text, (point.start(), end), (1.0, 2.0 if more and more.group("two").lower() == "two" else 1.0), share
    )


def _fraction(text: str, fraction: Fraction) -> Amount | None:
    """Return a fraction of a unit (half an hour, two tenths of a point) or a fraction that is a share."""
    of = OF_A.match(text, fraction.end)
    if of and (not fraction.counted or fraction.emphatic or of.group().lower().startswith((" of", " d", "-"))):
        time, share = TIME_UNIT.match(text, of.end()), PERCENT.match(text, of.end())
        if (time and len(time.group()) > 2) or share:
            return with_unit(text, Number(fraction.value, fraction.value, fraction.start, of.end(), False), False)
        word = re.compile(r"[^\W\d_]{1,12}").match(text, of.end())
        if word and word.group().lower() in SCALES:
            return None
    if _is_share(text, fraction):
        return _ratio(text, fraction.start, fraction.end, 100.0 * fraction.value)
    return None


def _is_share(text: str, fraction: Fraction) -> bool:
    """Tell a share from an ordinal or a stretch of time: "about a third", "one third", not "a third option"."""
    word = text[fraction.start : fraction.end].lower()
    around = bool(_AROUND.search(text[max(0, fraction.start - 24) : fraction.start]))
    ended = bool(_ENDED.match(text, fraction.end))
    if word.split()[-1] in HALVES:
        noun = word.split()[-1] in {"hälfte", "mitad", "moitié"}
        return (
            noun
            or bool(word.endswith("half") and _HALF_OF.match(text, fraction.end))
            or (around and ended and word == "half")
        )
    if not fraction.counted or (
        (word.endswith(("quarter", "quarters", "cuarto")) and fraction.value < 0.7) or not fraction.emphatic
    ):
        good = "good" in word or "full" in word
        return good or bool(_SHARED.match(text, fraction.end)) or (around and ended and fraction.counted)
    return text[fraction.end : fraction.end + 1] != "-"


def _every(text: str, each: re.Match[str]) -> Amount | None:
    """Read "every eighth", "every 8th", "jede achte", "uno de cada diez"; "every second" is every other one."""
    if each.group("nth"):
        time = TIME_UNIT.match(text, skip_blank(text, each.end()))
        nth = float(each.group("nth"))
        return _ratio(text, each.start(), each.end(), 100.0 / nth) if nth > 1 and not time else None
    word = each.group("ord").lower()
    if word in {"other", "second"} and not each.group().lower().startswith("every"):
        return None  # each other, each second
    nth = float(ORDINALS.get(word, ORDINALS.get(word.rstrip("rsn"), 0)))
    if not nth and each.group("one") and (number := read_number(text, each.start("ord"))):
        return _ratio(text, each.start(), number.end, 100.0 / number.low) if number.low > 1 else None
    if (
        nth <= 1
        or (word != "second" and period_named(word))
        or (word == "other" and TIME_UNIT.match(text, skip_blank(text, each.end())))
    ):
        return None
    return _ratio(text, each.start(), each.end(), 100.0 / nth)


def read_share(text: str, number: Number) -> Amount | None:
    """Read "1 in 30", "6 mistakes in 2,000", "8 in a thousand", "five per thousand", "drei von zehn"."""
    joined = _IN_EACH.match(text, number.end)
    if joined is None:
        return None
    whole, scale = read_number(text, joined.end()), _BARE_SCALE.match(text, joined.end())
    if whole is None and scale and scale.group().lower() != "cent":
        value = SCALES[scale.group().lower()]
        whole = Number(value, value, joined.end(), scale.end(), False)
    if whole is None or not 0 < number.low <= number.high < whole.low or whole.low < 2 or whole.low != whole.high:
        return None
    words, name = joined.group().split(), text[number.start : number.end].lower()
    if words == ["auf"] and _VON.search(text[max(0, number.start - 24) : number.start]):
        return None  # "von 20.000 auf 150.000 gestiegen"
    if words == ["/"] and (whole.low not in _ROUND or text[whole.end : whole.end + 1] == "/"):
        return None
    if name in ONES and (words[-1:] in (["of"], ["de"], ["aus"]) or words == ["of", "the"]) and "out" not in words:
        return None  # "every single one of the 30,000" names the whole
    if len((joined.group("nouns") or "").split()) > 1 and (whole.low < _MANY or whole.low % 10):
        return None  # "4 étiquettes fausses sur 1 000", not "2 personnes travaillent sur 3"
    days = "out of" in joined.group() and whole.low in {
        100,
        1000,
    }  # "911 out of a thousand days", not "3 out of 5 days"
    unit = not days and TIME_UNIT.match(text, skip_blank(text, whole.end))
    year = whole.digits and whole.end - whole.start == 4 and 1950 <= whole.low <= 2040 and whole.low != 2000
    if unit or year or MONEY_AFTER.match(text, whole.end) or PERCENT.match(text, whole.end):
        return None
    shares = (100.0 * number.low / whole.low, 100.0 * number.high / whole.low)
    return amount_of(text, (number.start, whole.end), shares, "ratio", "%")


def _chinese(found: re.Match[str]) -> float | None:
    """Return the percent of 百分之三, 千分之八, 五分之一, 三成半, 一成二, 每十条里有三条, 每八个有一个."""
    groups = found.groupdict()
    if groups["halved"]:
        return 50.0
    if groups["tenths"]:
        more = 5.0 if groups["half"] == "半" else _value(groups["half"] or "")
        return 10.0 * _value(groups["tenths"]) + more
    if groups["below"]:
        return 100.0 * _value(groups["few"]) / CHINESE_SCALES[groups["below"]]
    if groups["n"]:
        return _value(groups["n"])
    part, whole = groups["a"] or groups["part"] or groups["one"], groups["b"] or groups["whole"] or groups["every"]
    below, above = _value(whole or ""), _value(part or "")
    return 100.0 * above / below if 0 < above <= below and below > 1 else None


def _value(text: str) -> float:
    number = read_number(text, 0)
    return number.low if number and number.end == len(text) else 0.0
