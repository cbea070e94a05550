"""Numbers as people write them: digits with any separators, multipliers, words, in the languages of ``number_words``.

``read_number(text, at)`` reads one number that starts at a position; it knows nothing of units. Every pattern is
bounded, so that reading a text takes time linear in its length.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.chinese_numerals import chinese_values, is_chinese, multiplies
from kb.decimals import VULGAR, and_a_part, and_point, mixed_part
from kb.fractions import OF_A, read_fraction
from kb.mil import scale_meant
from kb.number_words import (
    ALONE,
    CHINESE_SCALES,
    FRENCH_TEENS,
    FRENCH_UNITS,
    HUNDREDS,
    LETTERS,
    LOOSE,
    ONES,
    PLURAL_SCALES,
    SCALES,
    small,
)
from kb.shorthand import MILLIONS, read_shorthand

_BLANK = " \u00a0\u202f"
_DIGITS = re.compile(
    rf"[0-9]{{1,3}}(?:[{_BLANK}][0-9]{{3}}){{1,4}}(?![0-9])|[0-9]{{1,3}}(?:['’][0-9]{{3}}){{1,4}}(?![0-9])"
    r"|[0-9]{1,2}(?:,[0-9]{2}){1,3},[0-9]{3}(?![0-9])"
    r"|[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,12})?(?![0-9])|[0-9]{1,3}(?:\.[0-9]{3}){1,4}(?:,[0-9]{1,12})?(?![0-9])"
    r"|[0-9]{0,15}\.[0-9]{1,12}(?![0-9])|[0-9]{1,15}(?:,[0-9]{1,12})?(?![0-9])"
)
_WORDED = sorted({*SCALES, *PLURAL_SCALES} - {"cent", "cents", "ciento", "miles"}, key=len, reverse=True)
_MULTIPLIER = re.compile(rf"[{_BLANK}-]?(?:(mio|mrd|mln|tsd)\.?|({'|'.join(_WORDED)}))(?![a-zà-ÿß])", re.IGNORECASE)
_LETTER = re.compile(r"([kmbt])(?![a-z0-9²³])", re.IGNORECASE)
_SPACED_LETTER = re.compile(rf"[{_BLANK}](?:([kK])(?![\w²³'’])|(M)(?=\s?/|\s(?:de\s|d['’])?[a-zà-ÿ]{{3}}))")
_CHINESE_MULTIPLIER = re.compile(r"[万萬亿億千百만천억]{1,3}| [万萬亿億만억]")
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万萬亿億半几]{1,12}")
_EXPONENT = re.compile(r"e\+?(?P<power>[0-9]{1,15})(?!\w)", re.IGNORECASE)
_LOOSE = re.compile(rf"(?:{'|'.join(sorted(LOOSE, key=len, reverse=True))})(?!\w)", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:an?|une?|una|uma?|een|eine?n?|one)[ -](?:(?:good|full|whole|cool|solid|mere|gute|buen|bon|petit) )?", re.I
)
_WORD = re.compile(r"[^\W\d_]{1,60}")
_JOINERS = frozenset({"and", "und", "et", "y", "of", "de"})
_COIN = re.compile(r"\b(?:the|a|an|per|one|each|every|last|single|por|pour|to)\s$", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:between|zwischen|entre) $", re.IGNORECASE)
_TWO_ANDS = re.compile(r"[a-z]+ hundred and [a-z]+(?:[ -](?!hundred)[a-z]+)? and\s", re.IGNORECASE)
_LONGEST = 12  # words a number may have


class Number(NamedTuple):
    """A number read at ``[start, end)``; ``low < high`` where the words are loose ("a few thousand").

    ``digits`` tells figures from words; ``scale`` is the last multiplier ("40 thousand": 1000), for ranges.
    """

    low: float
    high: float
    start: int
    end: int
    digits: bool
    scale: float = 1.0


def digits_value(text: str) -> float:
    """Return the value of digits with separators: ``1.250`` and ``1,250`` are 1250, ``15,5`` is 15.5."""
    bare = re.sub(rf"[{_BLANK}'’]", "", text)
    if "," in bare and "." in bare:
        decimal = max(bare.rfind(","), bare.rfind("."))
        return float(re.sub(r"[.,]", "", bare[:decimal]) + "." + bare[decimal + 1 :])
    if bare.count(",") > 1:
        return float(bare.replace(",", ""))  # 12,34,567, as it is grouped in India
    groups = re.split(r"[.,]", bare)
    if len(groups) > 1 and all(len(part) == 3 for part in groups[1:]) and 1 <= len(groups[0]) <= 3 and groups[0] != "0":
        return float("".join(groups))
    return float(bare.replace(",", "."))


def read_number(text: str, at: int) -> Number | None:
    """Return the number that starts at ``at``, or None; a letter or digit right before rules one out ("H100", "v2")."""
    if at and (text[at - 1].isalnum() or text[at - 1] == "_") and not is_chinese(text[at - 1]):
        return None
    if ten := _TEN_TO_THE.match(text, at):
        value = digits_value(ten.group("factor") or "1") * 10.0 ** int(ten.group("power"))
        return Number(value, value, at, ten.end(), True)
    if short := read_shorthand(text, at):
        return Number(*short[:2], at, *short[2:])
    if digits := _DIGITS.match(text, at):
        return _with_multiplier(text, digits)
    if text[at : at + 1] in VULGAR:
        return _multiplied(text, at, VULGAR[text[at]], at + 1)
    if chinese := _CHINESE.match(text, at):
        return _in_chinese(text, chinese)
    if text[at : at + 5].lower().rstrip() == "cent" and _COIN.search(text[max(0, at - 8) : at]):
        return None
    return _in_words(text, at)


_TEN_TO_THE = re.compile(r"(?:(?P<factor>\d+(?:[.,]\d+)?)\s?[x×*·]\s?)?10\s?\^\s?(?P<power>\d{1,2})(?!\d)")


def _with_multiplier(text: str, digits: re.Match[str]) -> Number:
    value, end = digits_value(digits.group()), digits.end()
    if power := _EXPONENT.match(text, end):
        value *= 10.0 ** min(int(power.group("power")), 99)
        return Number(value, value, digits.start(), power.end(), True)
    part, end = mixed_part(text, end)
    return _multiplied(text, digits.start(), value + part, end)


def _multiplied(text: str, start: int, value: float, end: int) -> Number:
    """Return a number in figures with all that multiplies it: "40k", "3 mil millones", "2 and a half million"."""
    scale = 1.0
    value, end = and_a_part(text, value, end, scale)
    if millions := MILLIONS.match(text, end):
        scale, end = 1e6, millions.end()
    elif letter := _LETTER.match(text, end):
        scale, end = LETTERS[letter.group(1).lower()], letter.end()
    elif spaced := _SPACED_LETTER.match(text, end):
        scale, end = LETTERS[spaced.group().strip(_BLANK).lower()], spaced.end()
    elif chinese := _CHINESE_MULTIPLIER.match(text, end):
        for char in chinese.group().strip():
            scale *= CHINESE_SCALES[char]
        end = chinese.end()
    else:
        while scale < 1e9 and (worded := _MULTIPLIER.match(text, end)):
            if not (name := scale_meant(text, (worded.group(1) or worded.group(2)).lower(), *worded.span())):
                break
            scale, end = scale * (SCALES.get(name) or PLURAL_SCALES[name]), worded.end()
    value, end = and_a_part(text, value * scale, end, scale) if scale > 1 else (value, end)
    return Number(value, value, start, end, True, scale)


class _Sum:
    """A number in the making, word by word: whole groups in ``total``, the group under way in ``part``."""

    def __init__(self, low: float = 0.0, high: float = 0.0, fixed: bool = False) -> None:
        """Start from what precedes the first scale; ``fixed`` where only a scale may follow ("a few", "half a")."""
        self.total_low = self.total_high = 0.0
        self.low, self.high = low, high
        self.fixed = fixed
        self.scale = self.group = 1.0  # the last multiplier, and the last from a thousand up
        self.names: list[str] = []
        self.joined = False

    def take(self, name: str, next_scales: bool) -> bool:
        """Add a word and return True, or return False where the number ended before it."""
        value = HUNDREDS.get(name) or small(name)
        taken = self._small(name, value) if value is not None else self._scaled(name, next_scales)
        if taken:
            self.names.append(name)
            self.joined = False
        return taken

    def _small(self, name: str, value: float) -> bool:
        rest, last = self.low % 100, self.names[-1] if self.names else ""
        if self.fixed or (self.total_low and value >= self.group):
            return False
        if name in {"vingt", "vingts"} and last == "quatre":
            value = 76.0
        elif self.low == 0 or value >= 100:
            if self.low or (name in ONES and self.total_low and not self.joined) or (self.names and value == 0):
                return False
        elif not (
            (rest == 0 and (name not in ONES or self.joined))
            or (rest >= 20 and rest % 10 == 0 and 0 < value < 10)
            or (rest in {60, 80} and name in FRENCH_TEENS)
            or (last == "dix" and 7 <= value <= 9)
        ):
            return False
        self.low, self.high = self.low + value, self.high + value
        return True

    def _scaled(self, name: str, next_scales: bool) -> bool:
        scale, plural = SCALES.get(name), PLURAL_SCALES.get(name)
        if scale is None and plural is None:
            return False
        money = name in {"cent", "cents"} and self.names and self.names[-1] not in FRENCH_UNITS
        if money or (name == "miles" and not self.joined):  # miles are thousands in "cientos de miles" only
            return False
        value = scale or plural or 1.0
        if not self.low and not self.total_low:
            if plural:
                self.low, self.high = 2.0, 9.0
            elif name in ALONE or (next_scales and value < 1000):
                self.low = self.high = 1.0
            else:
                return False
        self.fixed = False
        if value < 1000:
            if self.low >= 100 and not plural:
                return False
            self.low, self.high = (self.low or 1.0) * value, (self.high or 1.0) * value
        elif self.low or not self.total_low:
            if self.total_low and value > self.group == 1000.0:  # "dos mil quinientos millones"
                self.low, self.high = self.total_low + self.low, self.total_high + self.high
                self.total_low = self.total_high = 0.0
            elif self.total_low and value >= self.group:
                return False
            self.total_low, self.total_high = self.total_low + self.low * value, self.total_high + self.high * value
            self.low, self.high, self.group = 0.0, 0.0, value
        else:
            self.total_low, self.total_high = self.total_low * value, self.total_high * value
            self.group = value
        self.scale = value
        return True


def _start(text: str, at: int) -> tuple[_Sum, int, int]:
    """Return what a number in words starts from, where its words go on, and where it ends if none do (-1: nowhere)."""
    if loose := _LOOSE.match(text, at):
        low, high = LOOSE[loose.group().lower()]
        return _Sum(low, high, fixed=True), loose.end(), loose.end()
    fraction = read_fraction(text, at)
    if fraction and (of := OF_A.match(text, fraction.end)) and _scales(text, of.end()):
        return _Sum(fraction.value, fraction.value, fixed=True), of.end(), -1
    if (article := _ARTICLE.match(text, at)) and _scales(text, article.end()):
        return _Sum(1.0, 1.0, fixed=True), article.end(), -1
    return _Sum(), at, -1


def _scales(text: str, at: int) -> bool:
    word = _WORD.match(text, at)
    return word is not None and word.group().lower() in SCALES and word.group().lower() not in {"grand", "cent"}


def _in_words(text: str, at: int) -> Number | None:
    """Read "twenty-two thousand", "a couple of hundred", "half a million", "quatre-vingt-dix", "tens of thousands"."""
    number, position, end = _start(text, at)
    ends = bool(_BETWEEN.search(text[max(0, at - 10) : at])) - bool(_TWO_ANDS.match(text, at))
    for _ in range(_LONGEST):
        position = skip_blank(text, position) if number.names or number.fixed else position
        word = _WORD.match(text, position)
        if word is None:
            break
        name = word.group().lower()
        if number.low and not (name := scale_meant(text, name, *word.span())):
            break
        if _joins(number, name, _next(text, word.end()), ends > 0):
            number.joined, position, ends = True, word.end(), ends + 1
        elif number.take(name, _next(text, word.end()) in SCALES):
            position = end = word.end()
        else:
            break
    if end < 0 or (not number.names and number.fixed and _followed_by_number(text, end)):
        return None
    part, stop = and_a_part(text, 0.0, end, number.scale)
    if not part and number.scale == 1.0 and number.names:
        part, stop = and_point(text, end)
    low, high, scale = number.total_low + number.low + part, number.total_high + number.high + part, number.scale
    while part and scale < 1e9 and number.scale == 1.0 and (after := _WORD.match(text, skip_blank(text, stop))):
        factor = SCALES.get(after.group().lower()) or PLURAL_SCALES.get(after.group().lower(), 0.0)
        if not factor:
            break
        low, high, stop, scale = low * factor, high * factor, after.end(), scale * factor
    return Number(low, high, at, stop, False, scale)


def _joins(number: _Sum, name: str, following: str, between: bool) -> bool:
    """Tell whether "and", "y", "of" joins two parts of one number rather than two numbers ("between" them, say)."""
    if not number.names or name not in _JOINERS:
        return False
    if name in {"of", "de"}:
        return following in SCALES or following in PLURAL_SCALES
    value = small(following)
    if value is None or value == 0 or between:
        return False
    whole = number.scale > 1 and value < number.scale
    return whole if name in {"and", "und"} else whole or (number.low % 100 >= 20 and value < 20)


def _followed_by_number(text: str, end: int) -> bool:
    """Tell whether "unos", "few" stand right before another number and so only say "about"."""
    at = skip_blank(text, end)
    return at < len(text) and (text[at].isdecimal() or small(_next(text, end)) is not None)


def _next(text: str, at: int) -> str:
    word = _WORD.match(text, skip_blank(text, at))
    return word.group().lower() if word else ""


def skip_blank(text: str, at: int) -> int:
    """Return the position behind one blank or hyphen at ``at``, or ``at`` itself."""
    return at + 1 if at < len(text) and text[at] in " -\u00a0\u2011" else at


def _in_chinese(text: str, found: re.Match[str]) -> Number | None:
    at = found.start()
    if at and (text[at - 1] == "第" or (is_chinese(text[at - 1]) and multiplies(found.group()))):
        return None
    values = chinese_values(found.group())
    return None if values is None else Number(*values, at, found.end(), False)
