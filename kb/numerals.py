"""Numbers as people write them: digits with any separators, multipliers, words, in five languages.

``read_number(text, at)`` reads one number that starts at a position; it knows nothing of units. Languages: English, German, Spanish,
French and Chinese, since these are the ones questions are promised to be understood in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_DIGITS = re.compile(
    r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])|\d{1,3}(?:['’]\d{3})+|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)"
    r"|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
)

# A multiplier that follows digits, longest first; the letters bind only when glued to the digits or set off by one blank.
_MULTIPLIERS: Mapping[str, float] = {
    "thousand": 1e3, "tausend": 1e3, "tsd": 1e3, "mil": 1e3, "mille": 1e3, "k": 1e3, "grand": 1e3, "千": 1e3,
    "hundred": 1e2, "hundert": 1e2, "百": 1e2, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "lakh": 1e5, "crore": 1e7,
    "million": 1e6, "millions": 1e6, "millionen": 1e6, "millones": 1e6, "millón": 1e6, "mio": 1e6, "mln": 1e6, "mn": 1e6, "mm": 1e6, "m": 1e6,
    "billion": 1e9, "billions": 1e9, "milliarden": 1e9, "milliarde": 1e9, "milliard": 1e9, "milliards": 1e9, "mrd": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "trillions": 1e12, "billionen": 1e12, "tn": 1e12, "t": 1e12, "thousands": 1e3, "dozen": 12, "dutzend": 12,
}  # fmt: skip
_GLUED = {
    "k",
    "m",
    "b",
    "t",
    "mm",
}  # as letters they mean a multiplier only right behind the digits ("40k", "1.1M", "7B")
_MULTIPLIER = re.compile(
    r"[ \u00a0\u202f-]?(?:("
    + "|".join(sorted((m for m in _MULTIPLIERS if m not in _GLUED), key=len, reverse=True))
    + r"))(?![a-zà-ÿ])\.?",
    re.IGNORECASE,
)
_MULTIPLIER_GLUED = re.compile(r"(k|mm|m|b|t)(?![a-z0-9²³])", re.IGNORECASE)
_CJK_MULTIPLIER = re.compile(r"[万萬亿億千百]+")

_UNITS: Mapping[str, float] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "null": 0, "ein": 1, "eine": 1, "einen": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
    "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "achtzig": 80,
    "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "doce": 12,
    "quince": 15, "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "douze": 12,
    "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
}  # fmt: skip
_SCALES: Mapping[str, float] = {
    "dozen": 12, "dozens": 12, "score": 20, "hundred": 1e2, "hundreds": 1e2, "thousand": 1e3, "thousands": 1e3, "grand": 1e3, "million": 1e6,
    "millions": 1e6, "billion": 1e9, "trillion": 1e12, "hundert": 1e2, "tausend": 1e3, "millionen": 1e6, "million(en)": 1e6, "dutzend": 12,
    "cien": 1e2, "cientos": 1e2, "mil": 1e3, "miles": 1e3, "millón": 1e6, "millones": 1e6, "docena": 12, "cent": 1e2, "cents": 1e2, "mille": 1e3,
    "millier": 1e3, "milliers": 1e3, "douzaine": 12,
}  # fmt: skip
# Loose amounts, as a range: what "a few" stands for is our reading (2 to 5), kept wide so that no rule hangs on its middle.
_LOOSE: Mapping[str, tuple[float, float]] = {
    "a couple of": (2, 2), "a couple": (2, 2), "couple of": (2, 2), "a few": (2, 5), "few": (2, 5), "a handful of": (3, 6),
    "several": (3, 7), "half a": (0.5, 0.5), "half an": (0.5, 0.5), "half": (0.5, 0.5), "a quarter of a": (0.25, 0.25),
    "quarter of a": (0.25, 0.25), "a quarter of an": (0.25, 0.25), "a quarter": (0.25, 0.25), "three quarters of a": (0.75, 0.75),
    "one and a half": (1.5, 1.5), "two and a half": (2.5, 2.5), "a": (1, 1), "an": (1, 1),
    "ein paar": (2, 5), "einige": (2, 5), "eine halbe": (0.5, 0.5), "einer halben": (0.5, 0.5), "eine viertel": (0.25, 0.25), "halbe": (0.5, 0.5),
    "unas": (2, 5), "unos": (2, 5), "unos pocos": (2, 5), "medio": (0.5, 0.5), "media": (0.5, 0.5), "un cuarto de": (0.25, 0.25),
    "quelques": (2, 5), "une demi": (0.5, 0.5), "un demi": (0.5, 0.5), "demi": (0.5, 0.5), "un quart de": (0.25, 0.25),
}  # fmt: skip
_LOOSE_RE = re.compile(
    r"(?:" + "|".join(re.escape(w) for w in sorted(_LOOSE, key=len, reverse=True)) + r")(?![\w])[ -]?", re.IGNORECASE
)
_WORD = re.compile(r"[a-zà-ÿß]+", re.IGNORECASE)
_CJK_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百千万亿半几]+")
_CJK_DIGIT = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_CJK_SCALE = {"十": 10, "百": 100, "千": 1000}
ORDINALS: Mapping[str, int] = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
    "fifteenth": 15, "twentieth": 20, "zweite": 2, "dritte": 3, "vierte": 4, "fünfte": 5, "sechste": 6, "siebte": 7, "achte": 8, "neunte": 9,
    "zehnte": 10, "half": 2, "quarter": 4, "tercio": 3, "cuarto": 4, "quinto": 5, "tiers": 3, "quart": 4, "cinquième": 5, "dixième": 10,
    "drittel": 3, "viertel": 4, "fünftel": 5, "zehntel": 10, "hundredth": 100,
}  # fmt: skip


class Number(NamedTuple):
    """A number read at ``[start, end)``; ``low < high`` where the words are loose ("a few thousand")."""

    low: float
    high: float
    start: int
    end: int
    digits: bool


def digits_value(text: str) -> float:
    """Return the value of a run of digits with separators; ``1.250`` and ``1,250`` are 1250, ``15,5`` is 15.5, ``0.125`` is 0.125."""
    bare = re.sub(r"[ \u00a0\u202f'’]", "", text)
    if "," in bare and "." in bare:
        decimal = max(bare.rfind(","), bare.rfind("."))
        return float(re.sub(r"[.,]", "", bare[:decimal]) + "." + bare[decimal + 1 :])
    groups = re.split(r"[.,]", bare)
    if len(groups) > 1 and all(len(part) == 3 for part in groups[1:]) and 1 <= len(groups[0]) <= 3 and groups[0] != "0":
        return float("".join(groups))
    return float(bare.replace(",", "."))


def read_number(text: str, at: int) -> Number | None:
    """Return the number that starts at ``at``, or None; letters or digits right before it rule one out ("H100", "GPT-4")."""
    if at and (text[at - 1].isalnum() and not _is_cjk(text[at - 1])):
        return None
    digits = _DIGITS.match(text, at)
    if digits:
        return _with_multiplier(text, digits)
    cjk = _CJK_NUMBER.match(text, at)
    if cjk:
        value = _cjk_value(cjk.group())
        return None if value is None else Number(value[0], value[1], at, cjk.end(), False)
    return _in_words(text, at)


def _is_cjk(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _with_multiplier(text: str, digits: re.Match[str]) -> Number:
    value, end = digits_value(digits.group()), digits.end()
    glued = _MULTIPLIER_GLUED.match(text, end)
    worded = _MULTIPLIER.match(text, end)
    cjk = _CJK_MULTIPLIER.match(text, end)
    if glued:
        return Number(
            value * _MULTIPLIERS[glued.group(1).lower()],
            value * _MULTIPLIERS[glued.group(1).lower()],
            digits.start(),
            glued.end(),
            True,
        )
    if cjk:
        for char in cjk.group():
            value *= _MULTIPLIERS[char]
        return Number(value, value, digits.start(), cjk.end(), True)
    if worded:
        factor = _MULTIPLIERS[worded.group(1).lower()]
        # "7 M" and "600 T" with a blank are as often metres and tonnes; only words and abbreviations longer than that multiply.
        return Number(value * factor, value * factor, digits.start(), worded.end(), True)
    return Number(value, value, digits.start(), end, True)


def _in_words(text: str, at: int) -> Number | None:
    """Read "twenty-two thousand", "a couple of hundred", "half a million", "three"."""
    loose = _LOOSE_RE.match(text, at)
    total_low = total_high = part_low = part_high = 0.0
    seen = scaled = False
    position = at
    if loose:
        key = re.sub(r"\s+", " ", loose.group().strip(" -").lower())
        part_low, part_high = _LOOSE[key]
        seen, position = key not in {"a", "an"}, loose.end()
    end = position if seen else at
    while word := _WORD.match(text, position):
        name = word.group().lower()
        if name in _UNITS and not scaled | (seen and part_low < 20 and not _tens(part_low)):
            part_low, part_high = part_low + _UNITS[name], part_high + _UNITS[name]
            seen = True
        elif name in _UNITS and scaled:
            part_low, part_high, scaled = part_low + _UNITS[name], part_high + _UNITS[name], False
        elif name in _SCALES and (seen or loose or name.endswith("s") or not scaled):
            scale = _SCALES[name]
            base = (
                (part_low or 1.0, part_high or 1.0)
                if seen or loose
                else ((2.0, 9.0) if name.endswith("s") else (1.0, 1.0))
            )
            if not (seen or loose) and not name.endswith("s"):
                return None  # a bare "thousand" or "mil" without a number before it is not one
            part_low, part_high = base[0] * scale, base[1] * scale
            if scale >= 1e3:
                total_low, total_high, part_low, part_high = total_low + part_low, total_high + part_high, 0.0, 0.0
            seen = scaled = True
        elif (
            name in {"and", "und", "et", "y", "of", "de"}
            and seen
            and scaled
            and _next_is_number(text, word.end(), name)
        ):
            position = _skip_blank(text, word.end())
            continue
        else:
            break
        end = word.end()
        position = _skip_blank(text, end)
    if not seen:
        return None
    low, high = total_low + part_low, total_high + part_high
    return Number(low, high, at, len(text[:end].rstrip(" -")), False)


def _tens(value: float) -> bool:
    return value >= 20 and value % 10 == 0


def _skip_blank(text: str, at: int) -> int:
    return at + 1 if at < len(text) and text[at] in " -\u00a0" else at


def _next_is_number(text: str, at: int, joiner: str) -> bool:
    word = _WORD.match(text, _skip_blank(text, at))
    if word is None:
        return False
    name = word.group().lower()
    return name in _SCALES if joiner in {"of", "de"} else name in _UNITS


def _cjk_value(text: str) -> tuple[float, float] | None:
    """Return the value of Chinese numerals; a lone character that is also an ordinary word is not one."""
    if text in {"半"}:
        return 0.5, 0.5
    if text in {"几", "百", "千", "万", "亿", "一", "十", "零"} and text not in {"一", "十"}:
        return None
    if "几" in text:
        scale = 1.0
        for char in text.replace("几", ""):
            scale *= {**_CJK_SCALE, "万": 1e4, "亿": 1e8}.get(char, 1.0)
        return 2 * scale, 9 * scale
    total = section = digit = 0.0
    for char in text:
        if char in _CJK_DIGIT:
            digit = _CJK_DIGIT[char]
        elif char in _CJK_SCALE:
            section += (digit or 1.0) * _CJK_SCALE[char]
            digit = 0.0
        elif char in "万亿":
            total = (total + section + digit or 1.0) * (1e4 if char == "万" else 1e8)
            section = digit = 0.0
    value = total + section + digit
    return value, value
