"""What a message does to a number said before it: "and at ten times that?", "halve it", "plus another 30k". Pure.

Words of English, German, Spanish, French and Chinese; which of the earlier facts is meant is told in ``bot.follow_up``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.like_it import like_it
from bot.magnitudes import magnitudes
from bot.shares_left import CUT, GROWN, NEAR, OF_THAT, said, shares_left
from kb.number_words import SCALES
from kb.numerals import read_number, skip_blank
from kb.periods import PERIOD_AFTER


class Scaling(NamedTuple):
    """The words at ``[start, end)`` multiply what was stated before by ``times``; a slip of the pen is one of a figure
    that may be put right in the same message; one of so many ``alike`` is told by how many there are."""

    times: float
    start: int
    end: int
    slip: bool = False
    alike: bool = False

    def covers(self, place: int) -> bool:
        """Say whether a place in the text is among the words of the multiple."""
        return self.start <= place < self.end


_STEMS: Mapping[str, float] = {
    "quadrupl": 4.0, "vervierfach": 4.0, "cuadruplic": 4.0, "quintupl": 5.0, "trip": 3.0, "trebl": 3.0,
    "verdreifach": 3.0, "verzehnfach": 10.0, "verhundertfach": 100.0, "verfünffach": 5.0, "halv": 0.5, "halbier": 0.5,
    "doubl": 2.0, "doble": 2.0, "doppel": 2.0, "twice": 2.0, "duplic": 2.0, "减半": 0.5, "翻倍": 2.0, "翻番": 2.0,
    "翻一番": 2.0, "翻了一番": 2.0, "翻一倍": 2.0, "翻两番": 4.0,
}  # fmt: skip
_VERB = re.compile(
    r"\b(?:doubles?|doubled|doubling|twice|triples?|tripled|tripling|trebles?|trebled|quadruples?|quadrupled"
    r"|quintuples?"
    r"|halves?|halved|halving|verdoppel\w*|verdreifach\w*|vervierfach\w*|verfünffach\w*|verzehnfach\w*"
    r"|verhundertfach\w*"
    r"|(?<=\bel )(?:doble|triple)|(?<=\bdas )doppelte"
    r"|halbier\w*|duplica(?!te|tion|ting|d[oa]s?\b)\w*|(?<=\bha )duplicado|(?<=\bhan )duplicado"
    r"|duplique\w*|triplica\w*|triplique\w*|cuadruplica\w*|double(?:nt|ait"
    r"|rait)|tripl(?:ent"
    r"|ait|erait))\b"
    r"|翻了?[一两]?[倍番]|减半",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r".*?(?:^|[.,;:–—-]\s?|\b(?:is|was|are|were|be|been|to|at|about|nearly|almost|roughly|now|or|just|maybe|and"
    r"|make (?:it|that|them|those)|(?:it|that|there|they)['’](?:s|re|d be))\s)twice\b"
    r"|.*?\btwice\s(?:that|as|the|what|all|this|those|these|it|our|my|their|so)\b",
    re.IGNORECASE | re.DOTALL,
)
"""What makes a multiple of "twice"."""
_FOLD = re.compile(
    r"\b(?P<word>[^\W\d_]{3,12}?)-?\s?(?:fold\b|fach(?:e[nrsm]?)?\b|mal\b(?=\s(?:so|mehr|weniger|d|$)|[?.!,;]"
    r"|$))",
    re.I,
)
_AFTER = re.compile(
    r"\s?(?:x\b|×|-?\s?fold\b|-?fache?[nrsm]?\b|-?\s?times\b|mal\b(?!\s(?:pro|am|im|in|täglich))|veces\b"
    r"|fois\b)",
    re.I,
)
_CHINESE_FOLD = re.compile(r"(?P<n>[零一二两三四五六七八九十百千万]+|\d+(?:\.\d+)?)\s?倍(?!数)")
_FACTOR_OF = re.compile(
    r"\b(?:by (?:a )?factor (?:of )?|um (?:den )?faktor |por (?:un factor de )?|par (?:un facteur )?|mal |times "
    r"|x\s?)(?=\S)",
    re.IGNORECASE,
)
_DIVIDED = re.compile(
    r"\b(?:divided?|geteilt|divid\w+|divis\w+)\s(?:(?:that|it|this|das|eso|ça)\s)?(?:by|durch|entre|por"
    r"|par)\s",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\s(?:in|by|for|during|at|on|next|im|bis|en|para|pour|dès)\b", re.IGNORECASE)
_PERCENT = re.compile(
    r"(?P<n>\d{1,3}(?:[.,]\d+)?)\s?(?:%|percent\b|per cent\b|prozent\b|por ciento\b|pour ?cent\b)", re.I
)
_PERCENT_OF_THAT = re.compile(
    r"\b(?:is|are|was|be|send|use|get|make|need|just|only|really|actually|barely|about|roughly)\s"
    r"(?P<n>[^\W_]{1,12}(?:[.,]\d+)?)\s?(?:%|percent|per cent)\sof\s(?:that|it|this)\b(?=\s*(?:$|[.,;!?)]))",
    re.IGNORECASE,
)
"""A part that is all there is: "what we really send is one percent of that"."""
_SCALE_WORD = r"(?:hundred|thousand|million|billion|k|m|tausend|million(?:en)?|mil|millones|mille|millions?|千|万|百万)"
_INSTEAD = re.compile(
    rf"(?<!\w)(?P<a>{_SCALE_WORD})s?,?\s(?:and\s)?(?:not|nicht|no|pas)\s(?P<b>{_SCALE_WORD})s?(?!\w)"
    rf"|\bnot\s(?P<c>{_SCALE_WORD})s?,?\s(?:but\s)?(?P<d>{_SCALE_WORD})s?(?!\w)"
    rf"|\b(?:that|the)\s(?P<e>{_SCALE_WORD})\s(?:is|was|should (?:be|have been)|ought to be)\s(?:really\s)?(?:an?\s)"
    rf"(?P<f>{_SCALE_WORD})(?!\w)",
    re.IGNORECASE,
)
"""A slip of the scale taken back: "thousand, not million"."""
_MORE = re.compile(
    r"\b(?:plus|another|an? (?:additional|extra|further)|additional|extra|further|add(?:ed|s|ing)?"
    r"|on top(?: of that)?"
    r"|weitere|noch|zusätzlich\w*|dazu|otr[oa]s|además|adicional\w*|encore|en plus|supplémentaire\w*"
    r"|再加|另外|还有|又)\s?"
    r"(?:[^\W\d_]{1,9}\s){0,2}$",
    re.IGNORECASE,
)
_MORE_AFTER = re.compile(
    r"^\s?(?!(?:\w{1,12}\s)?(?:not?|never|nicht|ni|pas)\s)(?:\w{1,12}\s){0,2}?"
    r"(?:more|extra|on top|additional|further|besides|in addition|mehr|dazu|más|adicionales|de plus|en plus"
    r"|supplémentaires)\b(?!\s(?:than|als|que|like it\b|accurate|precise|correct|right|reliable|exact|often))",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:left out|forgot(?:ten)?(?: about)?|overlooked|(?:not|n['’]t|never) count(?:ed)?|omitted|vergessen"
    r"|olvid(?:é|amos)|oubliée?s?)\b|忘了",
    re.IGNORECASE,
)
_BESIDES = re.compile(
    r"\b(?:of its own|on top|besides|as well|together|additionally|in addition|separately|dazu|zusammen|obendrein"
    r"|además|juntos|en plus|ensemble)\b|一起|另外",
    re.IGNORECASE,
)
"""What was left out before, and is to be counted together with it."""
_FEWER = re.compile(
    r"\b(?:minus|less|delet\w+|remov\w+|drop\w*|discard\w*|los[et]\w*|throw\w* (?:away|out)|threw (?:away|out)"
    r"|bin(?:ned)?|weed\w* out|tak\w+ (?:away|out|off)|subtract\w*|without|abzüglich|lösch\w+|verlieren|weniger"
    r"|menos|quit\w+|borr\w+|perd\w+|moins|supprim\w+|enlev\w+|retir\w+|减去|删掉|删除|去掉)\s?(?:[^\W\d_]{1,9}\s){0,2}$",
    re.IGNORECASE,
)
_MINUS = re.compile(r"\b(?:minus|less|menos|moins)\b|减", re.IGNORECASE)
_OF_THEM = re.compile(
    r"^\s?(?:[^\W\d_]{1,14}\s){0,2}?(?:(?:of|from)\s(?:them|those|these|that|it)|von (?:den|diesen|denen)|fewer|less"
    r"|davon|weniger|de ellos|de esos|menos|d'entre eux|de moins)\b(?!\s(?:than|als|que)\b)",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:delet|remov|drop|discard|los[et]|lost|throw|threw|bin|weed|tak|subtract|gone|go away|duplicat|useless"
    r"|unusable|junk|eat|ate|consum|swallow|copies|counted twice|double[- ]counted|doppelt gezählt|dos veces|deux fois"
    r"|(?:they|those|these)(?:['’]re| are) out\b|lösch|verl|quit|borr|perd|supprim|enlev|retir)\w*",
    re.IGNORECASE,
)


_THEN = re.compile(
    r"\b(?:then|afterwards|after that|before|dann|danach|luego|después|puis|ensuite)\b|然后|又", re.IGNORECASE
)
"""What joins two changes of which the second is made to what the first left: "halved it, then doubled it"."""
_ANEW = re.compile(
    r"(?:\b(?:it|that|this|they|which)(?:['’]s|\s(?:is|was|are|were|should (?:be|read|say)|came to))"
    r"|\bmake (?:it|that)|\brather|\bist|\bes|\bc'est)"
    r"(?:\s(?:only|just|really|actually|about|nur|solo|sólo))?\s$",
    re.IGNORECASE,
)
"""What a share that replaces the one before is introduced by."""
_TO = re.compile(
    r"\b(?:to|auf|al?|à)\s(?:about |around |roughly |just |only |some |etwa |unos |environ )?$", re.IGNORECASE
)
"""What a share that is left is introduced by: "down to 3%"."""
_ALTOGETHER = re.compile(
    r",?\s(?:(?:of (?:them|those|these)|now)\s)?(?:in total|in all(?! [^\W\d_])|all told|altogether|all together"
    r"|insgesamt|alles in allem|en total|au total|in totale|in totaal)\b|[条个份张]?(?:总共|一共)",
    re.IGNORECASE,
)
_SO = r"(?:^|[.,;:]\s)(?:so|hence|thus|which means|meaning)(?: it(?:['’]s| is)| that(?:['’]s| is)| now)?"
SO = re.compile(rf"{_SO}(?: about| around| roughly| some)?\s$", re.IGNORECASE)
"""What leads to the upshot of what was said: "so 8,000 calls"."""
_BRINGS_TO = re.compile(
    r"\b(?:(?:brings?|takes?|puts?) (?:us|it|that|this|the total) (?:up )?(?:to|at)|(?:a|the) total (?:of|is|was)"
    r"|(?<=[,;:] )(?:which|that) makes|making (?:it|that)|das macht"
    r"|\b(?:we(?:['’]re| are| stand)|it(?:['’]s| is)|they(?:['’]re| are)) (?:now |today |already )?at"
    r"|\b(?:go|stick|work|reckon|calculate) with|\b(?:let['’]?s|please) (?:say|take|use)"
    rf"|{_SO})"
    r"(?: about| around| roughly| some)?\s$|(?:总共|一共)有?$",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(r"\s?(?:$|[.,;:!?)。，；！？])|\s(?:of (?:them|those|these)|now|and|by)\b", re.IGNORECASE)


@lru_cache(maxsize=256)
def scaling(text: str, shares: bool = False) -> Scaling | None:
    """Return how a message multiplies what was stated before, or None; the first such words count.

    ``shares`` says that this may be a share, of which "down to 3%" is a new value. Remembered, since both what a turn
    is about and what it states hang on it.
    """
    every = sorted(_scalings(text, shares), key=lambda s: (s.start, -s.end))
    found = every[0] if every else None
    for other in every[1:]:
        if found and found.end <= other.start and _THEN.search(text, found.end, other.start):
            found = Scaling(found.times * other.times, found.start, other.end, alike=found.alike)
    return found if found and found.times > 0 else None


def added(text: str, start: int, end: int) -> int:
    """Say what is done with the number at ``[start, end)``: 1 added, -1 taken from what was stated before, else 0."""
    before, after = text[max(0, start - 2 * NEAR) : start], text[end : end + 2 * NEAR]
    if _FEWER.search(before) and (_OF_THEM.search(after) or _MINUS.search(before)):
        return -1
    if _OF_THEM.search(after) and _GONE.search(text):
        return -1
    if _MORE.search(before) or _MORE_AFTER.search(after) or _MORE_AFTER.search(text[start:end]):
        return 1
    return int(bool(_LEFT_OUT.search(text, 0, start) and _BESIDES.search(text, end)))


def in_all(text: str, start: int, end: int) -> bool:
    """Say whether the number at ``[start, end)`` is what there is altogether: "so we're at 2,000 in total".

    Where it has a noun of its own ("14 people in total"), that says what it counts.
    """
    brought = _BRINGS_TO.search(text[max(0, start - 2 * NEAR) : start]) and _NO_NOUN.match(text, end)
    return bool(brought or _ALTOGETHER.match(text, end))


def _scalings(text: str, shares: bool) -> Iterator[Scaling]:
    for swap in _INSTEAD.finditer(text):
        meant, typed = (_times(swap, *groups) for groups in (("a", "d", "f"), ("b", "c", "e")))
        if meant and typed:
            yield Scaling(meant / typed, *swap.span())
    for verb in _VERB.finditer(text):
        if PERIOD_AFTER.match(text, skip_blank(text, verb.end())):
            continue  # "audited twice a year" says how often
        word = verb.group().lower()
        if word == "twice" and not _TWICE.match(text, max(0, verb.start() - NEAR)):
            continue  # so does "went through it twice"
        yield Scaling(next((times for stem, times in _STEMS.items() if stem in word), 0.0), *verb.span())
    yield from _multiples(text)
    yield from (Scaling(*order) for order in magnitudes(text))
    yield from (Scaling(*left) for left in shares_left(text))
    for that in _PERCENT_OF_THAT.finditer(text):
        if number := read_number(text, that.start("n")):
            yield Scaling(number.low / 100.0, that.start("n"), that.end())
    yield from (Scaling(*like, alike=True) for like in like_it(text))
    for share in _PERCENT.finditer(text):
        part = float(share.group("n").replace(",", ".")) / 100.0
        if _ANEW.search(text[: share.start()]) and not _OF_THEM.match(text[share.end() :]):
            continue  # "dropped a decimal. It's 0.7 %"
        cut, grown = said(CUT, text, *share.span()), said(GROWN, text, *share.span())
        if (cut or grown) and _TO.search(text[: share.start()]):
            if not shares and part > 0:
                yield Scaling(part, *share.span())  # "cut it to 40%"
        elif cut and part < 1:
            yield Scaling(1.0 - part, *share.span())
        elif grown:
            yield Scaling(1.0 + part, *share.span())


def _times(swap: re.Match[str], *groups: str) -> float | None:
    word = next(word for group in groups if (word := swap.group(group))).lower()
    return {"k": 1e3, "m": 1e6}.get(word) or SCALES.get(word)


def _multiples(text: str) -> Iterator[Scaling]:
    """Read "10x", "five times", "a hundredfold", "by a factor of 20", "das Zehnfache", "十倍"."""
    for word in _FOLD.finditer(text):
        name = word.group("word")
        number = read_number(name, 0) or read_number(f"a {name}", 0)
        if number and number.end >= len(name) and number.low == number.high > 1:
            yield _directed(text, number.low, *word.span())
    for word in _CHINESE_FOLD.finditer(text):
        if number := read_number(word.group("n"), 0):
            yield _directed(text, number.low, *word.span())
    for place in re.finditer(r"(?<![\w.,])\S", text):
        number = read_number(text, place.start())
        after = _AFTER.match(text, number.end) if number else None
        rate = after and PERIOD_AFTER.match(text, skip_blank(text, after.end()))
        if number and after and not rate and number.low == number.high > 1:
            yield _directed(text, number.low, number.start, after.end())
    for part in _DIVIDED.finditer(text):
        if (number := read_number(text, part.end())) and number.low == number.high > 1:
            yield Scaling(1.0 / number.low, part.start(), number.end)
    for by in _FACTOR_OF.finditer(text):
        number = read_number(text, by.end())
        ended = number and (OF_THAT.match(text, number.end) or _WHEN.match(text, number.end))
        if number and ended and number.low == number.high > 1:
            yield _directed(text, number.low, by.start(), number.end)


def _directed(text: str, times: float, start: int, end: int) -> Scaling:
    return Scaling(1.0 / times if times and said(CUT, text, start, end) else times, start, end)
