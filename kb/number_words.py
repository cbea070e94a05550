"""The words numbers are made of, in English, German, Spanish, French and Chinese, and the smaller ones of seven more
languages; ``kb.numerals`` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_ENGLISH = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_SPANISH = [
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
    "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno",
    "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho",
    "veintinueve",
]  # fmt: skip
_FRENCH = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
]  # fmt: skip
_GERMAN = [
    "null", "ein", "zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwoelf",
    "dreizehn", "vierzehn", "fuenfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
]  # fmt: skip
_GERMAN_TENS = [
    "zwanzig", "dreissig", "vierzig", "fuenfzig", "sechzig", "siebzig", "achtzig", "neunzig",
]  # fmt: skip

_MORE: dict[str, float] = {
    word: float(value)
    for value, words in {
        2: "dois duas twee dwa dwie dwóch два две двух iki", 3: "tre três drie trzy trzech три трёх трех üç",
        4: "quattro quatro cztery czterech четыре четырёх dört", 5: "cinque vijf pięć pięciu пять пяти beş",
        6: "zes sześć sześciu шесть шести altı", 7: "sette sete zeven siedem siedmiu семь семи yedi",
        8: "oito osiem ośmiu восемь восьми sekiz", 9: "nove negen dziewięć девять девяти dokuz",
        10: "dieci dez tien dziesięć dziesięciu десять десяти", 11: "undici jedenaście одиннадцать",
        12: "dodici doze twaalf dwanaście двенадцать", 13: "tredici treze dertien",
        14: "quattordici veertien czternaście",
        15: "quindici quinze vijftien piętnaście пятнадцать", 16: "sedici zestien", 18: "diciotto dezoito achttien",
        20: "venti vinte twintig dwadzieścia двадцать yirmi", 30: "trenta trinta dertig trzydzieści тридцать otuz",
        40: "quaranta quarenta veertig czterdzieści сорок kırk",
        50: "cinquanta cinquenta vijftig pięćdziesiąt пятьдесят elli",
        60: "sessanta sessenta zestig sześćdziesiąt шестьдесят altmış",
        70: "settanta zeventig siedemdziesiąt семьдесят",
        80: "ottanta oitenta tachtig osiemdziesiąt восемьдесят", 90: "novanta negentig dziewięćdziesiąt девяносто",
    }.items()
    for word in words.split()
} | {
    f"{unit}{scale}": value * times
    for value, unit in enumerate(("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"), start=2)
    for scale, times in (("honderd", 100.0), ("duizend", 1000.0))
} | {"uma": 1.0}  # fmt: skip
"""Italian, Portuguese, Dutch, Polish, Russian and Turkish, without what is another word elsewhere ("due", "sei", "on").
"""

SMALL: Mapping[str, float] = {
    word: float(value)
    for words in (_ENGLISH, _SPANISH, _FRENCH)
    for value, word in enumerate(words)  # "once" is English before all, "desde cero" an idiom
    if word not in {"once", "cero", "zéro", "dix-sept", "dix-huit", "dix-neuf"}
} | _MORE | {
    "une": 1, "una": 1, "dieciseis": 16, "veintidos": 22, "veintitres": 23, "veintiseis": 26, "veintiún": 21,
    "veintiuna": 21,
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80,
    "noventa": 90, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "nonante": 90, "eine": 1, "einen": 1, "einer": 1, "einem": 1, "eins": 1,
}  # fmt: skip
"""Words below one hundred; German ones are compounds and come from ``german``."""

HUNDREDS: Mapping[str, float] = {
    f"{stem}cient{end}": 100.0 * value
    for value, stem in ((2, "dos"), (3, "tres"), (4, "cuatro"), (6, "seis"), (7, "sete"), (8, "ocho"), (9, "nove"))
    for end in ("os", "as")
} | {"quinientos": 500.0, "quinientas": 500.0, "duecento": 200.0, "trecento": 300.0, "quattrocento": 400.0,
    "cinquecento": 500.0, "seicento": 600.0, "settecento": 700.0, "ottocento": 800.0, "novecento": 900.0,
    "duzentos": 200.0, "duzentas": 200.0, "trezentos": 300.0, "trezentas": 300.0, "quatrocentos": 400.0,
    "quinhentos": 500.0, "quinhentas": 500.0, "seiscentos": 600.0, "setecentos": 700.0, "oitocentos": 800.0,
    "novecentos": 900.0, "двести": 200.0, "триста": 300.0, "пятьсот": 500.0, "dwieście": 200.0, "trzysta": 300.0,
    "pięćset": 500.0,
}  # fmt: skip

SCALES: Mapping[str, float] = {
    "dozen": 12, "dutzend": 12, "docena": 12, "douzaine": 12, "dizaine": 10, "quinzaine": 15, "vingtaine": 20,
    "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "decena": 10, "veintena": 20,
    "hundred": 1e2, "hundert": 1e2, "cien": 1e2, "ciento": 1e2, "cent": 1e2, "centaine": 1e2, "cents": 1e2,
    "thousand": 1e3, "grand": 1e3, "tausend": 1e3, "tsd": 1e3, "mil": 1e3, "mille": 1e3, "millier": 1e3, "lakh": 1e5,
    "crore": 1e7, "million": 1e6, "millionen": 1e6, "millón": 1e6, "millon": 1e6, "mio": 1e6, "mln": 1e6, "mn": 1e6,
    "billion": 1e9, "milliarde": 1e9, "milliarden": 1e9, "milliard": 1e9, "mrd": 1e9, "bn": 1e9, "trillion": 1e12,
    "billionen": 1e12, "tn": 1e12, "millones": 1e6, "mila": 1e3, "milione": 1e6, "milioni": 1e6, "milhão": 1e6,
    "milhões": 1e6, "duizend": 1e3, "miljoen": 1e6, "tys": 1e3, "tysiąc": 1e3, "tysiące": 1e3, "tysięcy": 1e3,
    "milion": 1e6, "miliony": 1e6, "milionów": 1e6, "тыс": 1e3, "тысяч": 1e3, "тысячи": 1e3, "млн": 1e6,
    "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "tusen": 1e3, "miljon": 1e6, "miljoner": 1e6,
    "milyon": 1e6, "viertelmillion": 2.5e5, "dreiviertelmillion": 7.5e5, "decina": 10, "dozzina": 12, "quindicina": 15,
    "ventina": 20, "trentina": 30, "quarantina": 40, "cinquantina": 50, "sessantina": 60, "centinaio": 100,
    "migliaio": 1e3, "dezena": 10, "dúzia": 12, "centena": 100, "cento": 100, "cem": 100, "honderd": 100,
    "сто": 100, "yüz": 100, "тысяча": 1e3, "bin": 1e3,
}  # fmt: skip
"""Words that multiply what stands before them; "billones" and German "Billion" are left out as ambiguous."""

PLURAL_SCALES: Mapping[str, float] = {
    "tens": 10, "decenas": 10, "dizaines": 10, "dozens": 12, "dutzende": 12, "docenas": 12, "douzaines": 12,
    "hundreds": 1e2, "hunderte": 1e2, "hunderten": 1e2, "cientos": 1e2, "centenares": 1e2, "centaines": 1e2,
    "thousands": 1e3, "tausende": 1e3, "tausenden": 1e3, "miles": 1e3, "milliers": 1e3, "zehntausende": 1e4,
    "hunderttausende": 1e5, "millions": 1e6, "billions": 1e9, "trillions": 1e12, "milliards": 1e9, "lakhs": 1e5,
}  # fmt: skip
"""Plurals that stand for two to nine of themselves where nothing before them says how many."""

ALONE = frozenset({
    "hundert", "tausend", "cien", "ciento", "mil", "mille", "cent", "cento", "cem", "honderd", "duizend", "сто",
    "yüz", "тысяча",
})  # fmt: skip
"""Scales that need no "a" or "one" before them to be a number."""

LOOSE: Mapping[str, tuple[float, float]] = {
    "a couple of": (2, 2), "a couple": (2, 2), "couple of": (2, 2), "couple": (2, 2), "a few": (2, 5), "few": (2, 5),
    "a handful of": (3, 6), "a handful": (3, 6), "several": (3, 7), "ein paar": (2, 5), "einige": (2, 5),
    "mehrere": (3, 7), "una par de": (2, 2), "un par de": (2, 2), "unos pocos": (2, 5), "unas pocas": (2, 5),
    "unos cuantos": (2, 5), "varios": (3, 7), "varias": (3, 7), "miles de": (2000, 9000), "unos": (2, 5),
    "unas": (2, 5), "quelques": (2, 5), "plusieurs": (3, 7),
}  # fmt: skip
"""Loose words as a range: our reading, kept wide so that no rule hangs on its middle."""

FRENCH_TEENS = frozenset({"dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"})
FRENCH_UNITS = frozenset({
    "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf",
})  # fmt: skip
ONES = frozenset(
    {"one", "un", "une", "uno", "una", "um", "uma", "ein", "eine", "einen", "einer", "einem", "eins", "一"}
)
"""Words for one that are more often an article or a pronoun."""

CHINESE_DIGITS: Mapping[str, int] = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
CHINESE_SCALES: Mapping[str, float] = {
    "十": 10, "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "천": 1e3, "만": 1e4, "억": 1e8,
}  # fmt: skip

LETTERS: Mapping[str, float] = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}
"""Letters that multiply only right behind digits ("40k", "1.1M", "7B"); with a blank they are metres and tonnes."""


def plain(word: str) -> str:
    """Return a German word in lower case without umlauts and ß, as the compounds here are spelled."""
    return word.lower().replace("ß", "ss").replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")


def _german_table() -> dict[str, float]:
    below = {word: float(value) for value, word in enumerate(_GERMAN)} | {"eins": 1.0, "siebenzehn": 17.0}
    for tens, word in enumerate(_GERMAN_TENS, start=2):
        below[word] = 10.0 * tens
        below |= {f"{_GERMAN[unit]}und{word}": 10.0 * tens + unit for unit in range(1, 10)}
    table = dict(below)
    for hundreds in range(1, 10):
        for head in {"hundert", "einhundert"} if hundreds == 1 else {_GERMAN[hundreds] + "hundert"}:
            table[head] = 100.0 * hundreds
            for word, value in below.items():
                table[head + word] = table[head + "und" + word] = 100.0 * hundreds + value
    return table


_GERMAN_BELOW_THOUSAND = _german_table()


@lru_cache(maxsize=4096)
def german(word: str) -> float | None:
    """Return the value of one German number word ("zweiundzwanzig", "dreitausend", "zweieinhalb"), or None.

    A bare "ein" or "null" is none here: ``SMALL`` decides on articles, and "null" is seldom a number elsewhere.
    """
    name = plain(word)
    if name in {"ein", "eins", "null"} or not 3 <= len(name) <= 60:
        return None
    if name in {"anderthalb", "anderthalbe", "anderthalben", "eineinhalb", "anderhalf", "anderhalve"}:
        return 1.5
    if name.endswith("einhalb"):
        whole = _GERMAN_BELOW_THOUSAND.get(name.removesuffix("einhalb"))
        return None if whole is None else whole + 0.5
    head, mark, tail = name.partition("tausend")
    if not mark:
        return _GERMAN_BELOW_THOUSAND.get(name)
    left = _GERMAN_BELOW_THOUSAND.get(head) if head else 1.0
    right = _GERMAN_BELOW_THOUSAND.get(tail.removeprefix("und")) if tail else 0.0
    return None if left is None or right is None else left * 1000.0 + right


@lru_cache(maxsize=4096)
def small(word: str) -> float | None:
    """Return the value of a word for a number below a thousand (below a million in German), or None."""
    name = word.lower()
    value = SMALL.get(name)
    if value is None and name not in SCALES:
        value = german(name)
    return value
