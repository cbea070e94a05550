"""Two levels told of two things, where the second may leave out its base: "71 right in a hundred, the net gets 93".
Pure.

A level of errors is compared like one of hits: what falls from 9 of 100 to 4 is better by five points.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from bot.listen import Turn
from kb.amounts import Amount
from kb.numerals import read_number

LEVEL = 25.0
"""Percent above which a figure said of a gain is a level: no gain in the voices is as large."""
FARTHEST, IN_SAME_WORDS = 90, 220
"""Characters between two levels that are compared, and between two that the same words say to be levels ("right 71.5%
of the time ... right 84% of the time"); our choice, about fifteen words and two sentences."""
_HITS = re.compile(
    r"\b(?:right|correct\w*|accura\w+|precision|recall|f1|auc|hits?|catch\w*|caught|spots?|spotted"
    r"|finds?|found|detect\w*"
    r"|names?|named|picks?|picked|agree\w*|match\w*|predict\w*|guess\w*|gets?|got|scores?|scored"
    r"|of the time|identif\w+"
    r"|recogni\w+|nail\w*|classif\w+|flag\w*|calls?|called|tells?|told|sees?|lands?|lies|reads?|places?"
    r"|on (?:target|the mark)"
    r"|juste|justesse|class(?:e|é)\w*|reconna\w+|trouve|repère|devine|richtig\w*|trifft|treffer\w*|erkenn\w+|findet"
    r"|acierta|aciertos?|detecta"
    r"|encuentra|reconoce|precisión|précision)\b|对|准|命中|识别|正确",
    re.IGNORECASE,
)
_ERRORS = re.compile(
    r"\b(?:wrong\w*|miss(?:es|ed)?|errs?|errors?|error rate|mistak\w*|false|fail\w*|botch\w*"
    r"|overlook\w*|slips?|falsch\w*|fehler\w*"
    r"|daneben|verfehlt|übersieht|trompe\w*|erreurs?|falla|fallos|errore?s?|yerra|equivoca)\b|错|漏|失误",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\s?(?:$|[.,;:!?)\]…。，；！？])|\s[–—-]\s|\s(?:and|but|so|while|right|correct(?:ly)?|wrong|times"
    r"|on (?:the )?(?:right|correct|target)|of them|with|for|by|now|today"
    r"|there|here|instead|too|if|when|since|after|flat|richtig|falsch|mal|und|fois|veces|y|et|aciertos|justes?)\b"
    r"|\sw/|次|个",
    re.IGNORECASE,
)
_BESIDE = 24
"""Characters on either side of a level that say what it is of; ours, about four words."""
SMALLEST = 50
"""A whole of which two counts are levels has at least so many; ours."""
_WHOLE = re.compile(
    r"\b(?:(?:out )?of|among|from|on|set is|sample is|sur|de|von|aus)\s(?:the\s|the\ssame\s|our\s|all\s|these\s|a\s)?$",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\b(?:acc|accuracy|f1|auc|auroc|map|bleu|rouge|precision|recall|r2|score[sd]?|benchmark|eval|holdout|hit rate"
    r"|genauigkeit|trefferquote|précision|precisión|exactitud)\b|准确率|精度",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?]\s|\n")
_RISES = re.compile(
    r"\b(?:takes?|took|moves?|moved|goes|go|went|gets?|got|brings?|brought|lifts?|lifted|raises?|raised"
    r"|climbs?|climbed|rises?|rose"
    r"|jumps?|jumped|pushe[sd]|improve[sd]?|up|bumps?|bumped|steigt|steigert|hebt|bringt|passe|passer"
    r"|monte|sube|pasa)\b"
    r"(?:\s[^\W\d_]{1,14}){0,3}?\s(?:from|von|de)\s(?:about\s|around\s|roughly\s)?$",
    re.IGNORECASE,
)


class Pair(NamedTuple):
    """Two levels in percent and the rows of the numbers that tell them; ``plain`` where the words say that they are."""

    low: float
    high: float
    rows: tuple[int, ...]
    plain: bool


def compared(turn: Turn) -> tuple[Pair, ...]:
    """Return the pairs of neighbouring numbers of a turn that are two levels of one thing."""
    pairs = [_risen(turn, row) for row in range(len(turn.amounts))]
    pairs += [_pair(turn, row, row + 1) or _scored(turn, row) for row in range(len(turn.amounts) - 1)]
    shares = [row for row, amount in enumerate(turn.amounts) if amount.dimension == "ratio"]
    pairs += [_pair(turn, *two) for two in pairwise(shares) if two[1] - two[0] > 1]
    pairs += [_of_whole(turn, row) for row in range(len(turn.amounts) - 2)]
    return tuple(pair for pair in pairs if pair)


def _risen(turn: Turn, row: int) -> Pair | None:
    """Read "takes us from 81.2 to 82.9": levels with decimals need no unit where something lifts one to the other."""
    amount = turn.amounts[row]
    bare = amount.dimension == "count" and LEVEL < amount.low < amount.high <= 100.0
    if not bare or amount.low % 1 == amount.high % 1 == 0 or amount.unit in {"%", "points"}:
        return None
    before = turn.text[max(0, amount.start - 60) : amount.start]
    return Pair(amount.low, amount.high, (row,), True) if _RISES.search(before) else None


def _scored(turn: Turn, row: int) -> Pair | None:
    """Read "catboost 90.6 acc, the mixture 92.0", "F1 .74, the ensemble .77": scores need no unit where the measure is
    named, one of tenths."""
    first, second = turn.amounts[row : row + 2]
    scale = _scale(first)
    bare = all(
        a.dimension == "count" and a.low == a.high and _scale(a) == scale and a.unit not in {"%", "points"}
        for a in (first, second)
    )
    if (
        not (bare and scale)
        or first.low == second.low
        or second.start - first.end > FARTHEST
        or not _is_bare(turn.text, second)
    ):
        return None
    if first.low % 1 == second.low % 1 == 0 or not _MEASURE.search(_around(turn.text, first.start, second.end)):
        return None
    low, high = sorted((scale * first.low, scale * second.low))
    return Pair(low, high, (row, row + 1), True)


def _scale(score: Amount) -> float:
    """Return what makes percent of a score, written in percent or as a fraction of one (".74"); 0 for what is none."""
    return 1.0 if LEVEL < score.low <= 100.0 else 100.0 if LEVEL < 100.0 * score.low < 100.0 else 0.0


def _of_whole(turn: Turn, row: int) -> Pair | None:
    """Read "out of 500: the linear 468, the net 471", "a test set of 4,000; the tree misses 340, the net 300"."""
    whole, first, second = turn.amounts[row : row + 3]
    if any(a.dimension != "count" or a.low != a.high for a in (whole, first, second)) or whole.low < SMALLEST:
        return None
    if not 0 < min(first.low, second.low) < max(first.low, second.low) < whole.low:
        return None
    near = first.start - whole.end <= FARTHEST and second.start - first.end <= FARTHEST
    if not near or not _WHOLE.search(turn.text[max(0, whole.start - 24) : whole.start]):
        return None
    words = [turn.text[a.end : b.start] for a, b in ((whole, first), (first, second))]
    errors = all(_ERRORS.search(one) for one in words)
    hits = _HITS.search(_around(turn.text, whole.start, second.end)) and all(
        _is_bare(turn.text, a) for a in (first, second)
    )
    values = sorted(100.0 * a.low / whole.low for a in (first, second))
    told = errors or (hits and values[0] > LEVEL)
    return Pair(values[0], values[1], (row, row + 1, row + 2), True) if told else None


def _pair(turn: Turn, row: int, other: int) -> Pair | None:
    first, second = turn.amounts[row], turn.amounts[other]
    between = turn.text[first.end : second.start]
    alike = _says_what(turn.text, first) & _says_what(turn.text, second)
    if len(between) > (IN_SAME_WORDS if alike else FARTHEST) or len(_STOP.findall(between)) > (2 if alike else 1):
        return None
    shares = [a for a in (first, second) if a.dimension == "ratio" and a.low == a.high and a.low > 0]
    counts = [a for a in (first, second) if a.dimension == "count" and a.low == a.high and _is_bare(turn.text, a)]
    if not shares or len(shares) + len(counts) < 2:
        return None
    values = sorted([*(s.low for s in shares), *(100.0 * c.low / _base(shares[0]) for c in counts)])
    words = _around(turn.text, first.start, second.end)
    errors, hits = bool(_ERRORS.search(words)), bool(_HITS.search(words) or _MEASURE.search(words))
    if not 0 < values[0] < values[1] <= 100.0 or not (errors or values[0] > LEVEL):
        return None
    if counts and not (errors or hits or shares[0].low > LEVEL):
        return None
    return Pair(values[0], values[1], (row, other), errors or hits)


def _says_what(text: str, level: Amount) -> frozenset[str]:
    """Return the words right beside a level by which it is one of hits or of errors: "right", "of the time"."""
    beside = re.split(r"[.;!?,]", text[max(0, level.start - _BESIDE) : level.start])[-1]
    beside += " | " + re.split(r"[.;!?,]", text[level.end : level.end + _BESIDE])[0]
    words = (*_HITS.finditer(beside), *_ERRORS.finditer(beside))
    return frozenset(word.group().lower() for word in words)


def _is_bare(text: str, count: Amount) -> bool:
    """Say whether a count has no noun of its own, so that it shares that of the level beside it."""
    return bool(_BARE.match(text, count.end))


def _base(share: Amount) -> float:
    """Return of how many a share was said: 1000 of "911 out of a thousand", 100 of "64 per cent"."""
    part = read_number(share.text, 0)
    return 100.0 * part.low / share.low if part and part.low else 100.0


def _around(text: str, start: int, end: int) -> str:
    """Return the words of a pair from the start of its sentence to the end of its clause."""
    before = _STOP.split(text[max(0, start - FARTHEST) : start])[-1]
    return before + text[start:end] + re.split(r"[.;!?,]", text[end : end + 40])[0]
