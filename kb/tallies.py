"""Shares told by two counts: "we re-read 500, three were wrong", "of 200 sampled, 198 held up". Pure.

Neither count is a share by itself, and the words between may be anything; what makes them a share is that the whole
was looked through, or is named as a whole ("of 500"), and that the part is said to be wrong or right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from kb.amounts import Amount, amount_of
from kb.numerals import read_number
from kb.verdicts import CHECKED, verdict, wrong_between

SMALLEST, FARTHEST = 10, 170
"""A whole that is checked is no smaller, and its part no farther away in characters; both set by hand."""
_NEAR = 60
"""Characters on either side of a whole, up to the next number, in which it is said to have been looked through."""
_OF = re.compile(
    r"(?:^|[.;!?,:(–—-]\s?|\b(?:and|so|that|und|et|y|que)\s)(?:out\s)?"
    r"(?:of|among|in|from(?= (?:each|every))|von|unter|aus|bei|de(?:\scada)?|entre|sur|parmi)\s"
    r"(?:(?:every|each)\s|the\s|our\s|a\s|these\s|those\s|den\s|unseren\s|las\s|los\s|les\s|nos\s)?$"
    r"|\b(?:sample|stichprobe|muestra|échantillon|lote?|batch|pile|stack|tirage)\s(?:of|von|de)\s$",
    re.IGNORECASE,
)
"""What names a whole right before it: "of 500", "von 1000", "a sample of 300"."""
_AMONG = re.compile(
    r"\s(?:among|out of|in|within|across|unter|von|auf|entre|sur|parmi|de|en|sobre|em|su|op)\s"
    r"(?:the\s|our\s|these\s|those\s|some\s)?$"
)
"""What names a whole behind a part that is said to be wrong: "4 wrong ones among 1,600"."""
_SINGLE = re.compile(
    r"(?P<none>\b(?:not (?:a single )?one|none|not a single|kein(?:e|er|es)? einzig\w+|aucune?|ningun[oa]|ni un[oa])\b"
    r"(?! of the (?:above|other)))"
    r"|(?P<one>\b(?:(?:just|only|exactly|but) )?(?:a|one) (?:single|lone)\b|\b(?:just|only|exactly) one\b"
    r"|\b(?:eine? einzige[rs]?|nur eine?[rs]?|genau eine?[rs]?|une seule|un seul|una sola|un solo)\b"
    r"|\beins\b|(?<= mal )una\b"
    r"|(?:(?<=[,;:–—-] )|(?<=[.!?] )|(?<=found )|(?<=with )|(?<=had )|(?<=and ))one\b)",
    re.IGNORECASE,
)
"""One or none where no number is read: "a single slip", "not one was off"."""
_NO_EXAMPLES = re.compile(
    r"\s(?:[^\W\d_]{1,14}\s)?(?:bids?|offers|quotes|quotations|tenders|proposals|vendors|suppliers|applicants|employees"
    r"|staff|people|persons|colleagues|engineers|customers|users|vans|trucks|cars|servers|shops|stores|offices|payslips"
    r"|angebote?n?|mitarbeiter\w*|personen|leute|kunden|ofertas|personas|empleados|clientes|offres|personnes|employés"
    r"|clients)(?!\w)(?!\s(?:photo|image|picture|scan|clip|record|label|tag)s)",
    re.IGNORECASE,
)
"""People, purchases and belongings: what is found wrong with them is no share of wrong labels."""
_LOOKERS = re.compile(
    r"(?:\sof (?:us|them|our))?(?:\s(?!(?:in|of|out|from|among|and|or)\b)[^\W\d_]{2,14}){0,3}"
    r"\s(?:(?:spot-?|double-?|cross-?)?check(?:ed)?|proof-?read|audit(?:ed)?|inspect(?:ed)?|verif(?:y|ied)|examin(?:e|ed)"
    r"|re-?(?:do|did|check|read|view|visit|examine|mark|grade|audit|count|label|tag|listen)(?:ed|d|led|ged)?(?: to)?"
    r"|(?:went|go|gone)(?: back)? (?:over|through)|look(?:ed)? (?:at|over|through)|sat (?:down )?with)"
    r"\s(?:(?:the|a|an|another|some|about|all|our|these|those|same)\s){0,2}$",
    re.IGNORECASE,
)
"""What stands between those who look and what they look through: "two interns re-read 150"."""
_NOW = re.compile(r"\b(?:this|now|today|latest|current)\b[^.;,]{0,16}$", re.IGNORECASE)
_SAMPLED = re.compile(r"(?:\s(?:about|some|just|only|roughly))?\s$", re.IGNORECASE)
_OF_OURS = re.compile(r"\s(?:out )?of (?:our|the|my|all|these|those|their)\b", re.IGNORECASE)
_STOP = re.compile(r"[.!?]\s|\n")
_STROKE = re.compile(r"\s?/\s?")


class Tally(NamedTuple):
    """A share in percent; ``right`` where it is of what was found right; ``used`` are the numbers that it is made of.

    ``used`` holds starts of amounts; a whole that was not itself looked through ("300 pictures, a single slip") is the
    size of what there is as well, and is not used up.
    """

    amount: Amount
    right: bool
    used: frozenset[int]


class _Count(NamedTuple):
    """A number that may be a whole or a part; one said of a period ("200 a month") is only a whole."""

    start: int
    end: int
    value: float
    whole_only: bool = False


def read_tallies(text: str, amounts: Sequence[Amount]) -> tuple[Tally, ...]:
    """Return the shares that pairs of counts of ``text`` tell, in order; ``amounts`` are all its quantities."""
    if slashed := _slashed(text, amounts):
        return slashed
    ahead = [text[max(0, a.start - 24) : a.start] for a in amounts]
    if not CHECKED.search(text) and not any(_OF.search(before) or _AMONG.search(before) for before in ahead):
        return ()
    counts = _without_lookers(text, sorted([*_counts(text, amounts), *_singles(text, amounts)]))
    wholes = {count: checked for count in counts if (checked := _whole(text, count, counts)) is not None}
    shares = [amount.start for amount in amounts if amount.dimension == "ratio"]
    best: dict[int, tuple[bool, Tally]] = {}
    for part in counts:
        whole = None if part.whole_only else _nearest(text, part, wholes)
        if whole is None or any(whole.end <= start < part.start for start in shares):
            continue
        if wholes.get(part) and not wholes[whole]:
            continue  # "9,000 labels, we had 150 redone": what was looked through of a total, and no finding
        right = verdict(text, part.start, part.end, _room(text, part, amounts))
        if right is None and not (wholes[whole] and whole < part and wrong_between(text, whole.end, part.start)):
            continue
        tally = _tally(text, part, whole, bool(right), wholes[whole])
        wholes.pop(part, None)  # what was found wrong of one whole is no whole of the next number
        latest = bool(_NOW.search(text[max(0, part.start - 24) : part.start]))
        if whole.start not in best or (latest and not best[whole.start][0]):
            best[whole.start] = (latest, tally)
    return tuple(tally for _, (_, tally) in sorted(best.items()))


def _slashed(text: str, amounts: Sequence[Amount]) -> tuple[Tally, ...]:
    """Return the shares written with a stroke: "spot check 37/500 mislabelled"."""
    found = []
    for part, whole in pairwise(_counts(text, amounts)):
        if not _STROKE.fullmatch(text, part.end, whole.start) or not part.value < whole.value >= SMALLEST:
            continue
        right = verdict(text, part.start, whole.end, _room(text, part._replace(end=whole.end), amounts))
        if right is not None:
            found.append(_tally(text, part, whole, right, True))
    return tuple(found)


def is_sample(text: str, amount: Amount) -> bool:
    """Say whether a share is what was looked at rather than what was found: "we checked 300 of our 7,400"."""
    number = read_number(text, amount.start) if amount.dimension == "ratio" else None
    if number is None or not _OF_OURS.match(text, number.end):
        return False
    before = text[max(0, amount.start - 40) : amount.start]
    found = list(CHECKED.finditer(before))
    return bool(found) and bool(_SAMPLED.fullmatch(before, found[-1].end()))


def _counts(text: str, amounts: Sequence[Amount]) -> list[_Count]:
    plain = [a for a in amounts if a.dimension in {"count", "rate"} and a.low == a.high]
    found = [_Count(a.start, a.end, a.low, a.dimension == "rate") for a in plain]
    for amount in amounts:
        if is_sample(text, amount) and (number := read_number(text, amount.start)):
            found.append(_Count(amount.start, amount.end, number.low, True))
    return found


def _without_lookers(text: str, counts: Sequence[_Count]) -> list[_Count]:
    """Return the counts but for those of the people who looked: "two interns re-read 150"."""
    followed = zip_longest(counts, counts[1:])
    return [count for count, then in followed if not (then and _LOOKERS.match(text[count.end : then.start]))]


def _singles(text: str, amounts: Sequence[Amount]) -> list[_Count]:
    return [
        _Count(*found.span(), 0.0 if found.group("none") else 1.0)
        for found in _SINGLE.finditer(text)
        if not any(a.start < found.end() and found.start() < a.end for a in amounts)
    ]


def _room(text: str, part: _Count, amounts: Sequence[Amount]) -> tuple[int, int]:
    """Return how far the words beside a part reach: to the numbers on either side."""
    before = (a.end for a in amounts if a.end <= part.start)
    after = (a.start for a in amounts if a.start >= part.end)
    return max(before, default=0), min(after, default=len(text))


def _whole(text: str, count: _Count, counts: Sequence[_Count]) -> bool | None:
    """Say whether a count was itself looked through (True) or is a total (False); None where it is no whole."""
    each = text[max(0, count.start - 6) : count.start].lower() == "every "  # "of every seven tags two are nonsense"
    if count.value < (2 if each else SMALLEST) or _NO_EXAMPLES.match(text, count.end):
        return None
    before = text[max(0, count.start - _NEAR, *(c.end for c in counts if c.end <= count.start)) : count.start]
    sentence = count.start - len(_STOP.split(before)[-1])
    looked = (found for found in CHECKED.finditer(text, sentence) if found.end() <= count.start)
    if _OF.search(text[max(0, count.start - 24) : count.start]) or any(looked):
        return True
    if _AMONG.search(before) and any(_wrong_up_to(text, other, count) for other in counts if other.end <= count.start):
        return True
    after = text[count.end : min(count.end + _NEAR, *(c.start for c in counts if c.start >= count.end), len(text))]
    found = CHECKED.search(after)
    if found is None:
        return None
    return not _STOP.search(after, 0, found.start()) and "," not in after[: found.start()]


def _wrong_up_to(text: str, part: _Count, whole: _Count) -> bool:
    """Say whether mistakes are what a number counts whose clause goes on to a whole: "found 4 wrong ones among"."""
    between = text[part.end : whole.start]
    beside = len(between) <= _NEAR and not _STOP.search(between) and not re.search("[,;:]", between)
    return beside and part.value < whole.value and wrong_between(text, part.end, whole.start)


def _nearest(text: str, part: _Count, wholes: dict[_Count, bool]) -> _Count | None:
    """Return the whole of a part: the nearest before it, at most one sentence back, else the nearest after it."""
    before = [w for w in wholes if w.end <= part.start and part.value < w.value]
    if before and part.start - before[-1].end <= FARTHEST:
        between = text[before[-1].end : part.start]
        if len(_STOP.findall(between)) <= 1:
            return before[-1]
    after = [w for w in wholes if w.start >= part.end and part.value < w.value]
    if after and after[0].start - part.end <= FARTHEST // 2 and not _STOP.search(text, part.end, after[0].start):
        return after[0]
    return None


def _tally(text: str, part: _Count, whole: _Count, right: bool, checked: bool) -> Tally:
    share = 100.0 * part.value / whole.value
    start = whole.start if checked else text.find(" ", whole.end) + 1  # a total stands for itself as well
    span = (min(part.start, start), max(part.end, whole.end))
    amount = amount_of(text, span, (share, share), "ratio", "%").model_copy(update={"comparator": ""})
    return Tally(amount, right, frozenset({part.start, whole.start} if checked else {part.start}))
