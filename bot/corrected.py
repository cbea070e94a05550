"""A figure stated before that a later turn names again, and gives another for or says how much of it there is: "5k was
the pilot, we're at 20k", "only three of those eight are left", "just two of the four are live". Pure.

Words of English, German, Spanish and French.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.apiece import carriers
from bot.compared import LEVEL
from bot.levels_anew import level_anew
from bot.listen import Turn
from bot.mentions import denied, is_to_come, withdrawn
from bot.periods_told import period_further_on
from bot.read_anew import read_anew
from bot.rescaled import added
from bot.restated import Again, changed, in_unit_said, is_figure_of
from bot.whose import STOP, ahead, of_others
from kb.numerals import read_number
from kb.plain_numbers import plain_numbers
from kb.quantity import Amount, convert
from kb.types import Fact, Factor

_NAMED = re.compile(
    r"\b(?:the|that|those|this|these|my|our|not|forget|scrap|scratch|ignore|strike|disregard|about|die|das|el|los|las|le"
    r"|les)\s(?:(?:about|some|roughly)\s)?$",
    re.IGNORECASE,
)
"""What stands before a figure that is named again: "the 30k", "forget the 700"."""
_IS_SAID_OF = re.compile(
    r"[%\w.]{0,3}(?:\s[^\W\d_]{1,14}){0,3}?(?:\s|['’])(?:s|was|were|is|are|includes?|included|covers?|covered|counts?"
    r"|counted|came|comes|dates?|dated|stems?|belongs?|referred|refers|applies|apply|holds|only|just|gilt|gelten|war"
    r"|waren|ist|sind|era|eran|es|son|était|étaient|est|sont)\b",
    re.IGNORECASE,
)
"""What is said of one that is: it was the pilot's, it is one clinic's alone."""
_BARE = re.compile(
    r"\s?(?:$|[.,;:!?)\]…]|[–—-]\s)"
    r"|\s(?:and|but|so|now|today|or|because|since|while|with|y|et|und|in (?:all|total)|altogether|overall|all told"
    r"|i (?:think|guess|believe|suppose|reckon)|or so|maybe|probably|tops"
    r"|for (?:all|everything|the (?:whole|lot))|across|over|per|a|an|every|each|daily|weekly|monthly|these|as of|jetzt"
    r"|heute|ahora|hoy|maintenant)\b"
    r"|\s(?:is|are|would be|ist|sind|es|est)\s(?:what\b|(?:(?:the|more|das|lo|le)\s)?(?:norm(?:al)?|usual|typical"
    r"|regular|average|right|correct|true|real(?:ity)?|it\b|accurate|like it|üblich|richtig|correcto|juste)\w*)",
    re.IGNORECASE,
)
"""What follows a figure that needs no noun, since it is of what the other was of."""
_OF_NOW = re.compile(
    r"\s(?:of|from|von|de|d['’])\s?(?:now|today|heute|jetzt|hoy|ahora|aujourd['’]hui)\b", re.IGNORECASE
)
_WAS = re.compile(
    r"[%\w.]{0,3}(?:\s[^\W\d_]{1,14}){0,3}?\s(?:was|were|war|waren|era|eran|était|étaient)\b", re.IGNORECASE
)
"""What is said of a figure that no longer holds: "the 700 was the pilot"."""
_PORTION = re.compile(
    r"\s(?:out )?(?:of|from|von|de|des|sur)\s(?:(?:the|those|these|our|my|all|den|los|las|les)\s)?", re.I
)
_REVERSED = re.compile(
    r"\b(?:of|from|von|de|des)\s(?:the|those|these|our|my|den|diesen|esos|esas|ces)\s$", re.IGNORECASE
)
_ON_TOP = re.compile(
    r"\b(?:on top of|besides|in addition to|beside|added to|over and above|zusätzlich zu|además de|en plus de)\s"
    r"(?:the|those|these|that|my|our|den|los|las|des)?\s?$",
    re.IGNORECASE,
)
"""What stands before a figure that is to be added to."""
_GETS_THE_REST = re.compile(
    r"\b(?:what(?:['’]s|\sis|ever(?:['’]s|\sis)|\sremains)(?:\sleft)?|the (?:rest|remainder))\b", re.IGNORECASE
)
"""What makes the difference of two figures that which counts: "of that speech takes 0.9, the model gets the rest"."""
_LEFT = re.compile(
    r"\b(?:left|remain\w*|surviv\w*|live|in (?:use|production|service)|usable|real|genuine|count(?!s? (?:as|of))\w*"
    r"|pass(?:ed)?|made it|checked out|approved"
    r"|valid|good|true|active|use it|using it|work|running|usable|ours|hold|stand|stay\w*|connected|online|switched on"
    r"|übrig|bleib\w*|quedan?|restent|reste)\b",
    re.IGNORECASE,
)
"""What makes the part of a figure all there is of it."""
_DIGITS, _SCALES = re.compile(r"\d+(?:\.\d+)?"), {1_000, 1_000_000}
FAR_SHORT = 50.0
"""How many times smaller a bare number must be than a figure in thousands to be meant in thousands itself; ours."""
_SENTENCE = 90
"""Characters of a sentence behind a figure in which it is said what becomes of it; ours."""


class _Part(NamedTuple):
    """So many of so many, at ``[start, end)``: "2 of the 4 are live"."""

    part: float
    whole: float
    start: int
    end: int


def named_again(
    turn: Turn,
    quantities: Mapping[str, Factor],
    known: Mapping[str, Fact],
    earlier: Sequence[Turn],
    former: Mapping[str, Sequence[Fact]],
) -> Again | None:
    """Return the new value of a fact whose figure the turn names again, or its old one where it goes back to that;
    ``former`` are the facts that those ``known`` have replaced."""
    facts = [f for f in known.values() if f.factor in quantities and f.low is not None and f.low == f.high]
    parts = tuple(_parts(turn)) if facts else ()
    for fact in sorted(facts, key=lambda f: (-f.turn, f.factor)):
        factor = quantities[fact.factor]
        found = (
            _part_left(turn, parts, fact, factor, earlier)
            or level_anew(turn, fact, factor, earlier)
            or _in_its_place(turn, fact, factor)
            or read_anew(turn, fact, factor, earlier)
            or _back_to(turn, fact, factor, former.get(fact.factor, ()))
        )
        if found:
            return found
    return None


def only_named(turn: Turn, amount: Amount, quantities: Mapping[str, Factor], known: Mapping[str, Fact]) -> bool:
    """Say whether a number only names what was stated before: "the 20k is Porto alone, there are three like it".

    One that gets another period does not: "the 20k is per hour".
    """
    if amount.period or period_further_on(turn, amount):
        return False
    facts = (f for f in known.values() if f.factor in quantities and f.low is not None)
    return any(_is(amount, f, quantities[f.factor]) for f in facts) and _is_named(turn, amount)


def _in_its_place(turn: Turn, fact: Fact, factor: Factor) -> Again | None:
    old = [a for a in turn.amounts if _is(a, fact, factor) and _is_named(turn, a)]
    if not old:
        return None
    more = bool(_ON_TOP.search(ahead(turn.text, old[0].start)))
    new = [a for a in turn.amounts if not _is(a, fact, factor) and (more or _can_replace(turn, a, factor))]
    if not (more or denied(turn.text, old[0].start)):  # "it's 510, not 150"
        new = [a for a in new if a.start > old[0].end]
    if not new:
        return None
    likewise = _as_large(turn, old[0], new[0])
    values = convert(likewise, str(factor.unit)) or in_unit_said(likewise, factor, fact.unit_said)
    before = float(fact.low or 0.0)
    if more:
        values = (before + values[0], before + values[1])
    elif _GETS_THE_REST.search(turn.text, new[0].end) and values[1] < before:
        values = (before - values[1], before - values[0])
    heard = changed(turn, fact.model_copy(update={"bound": None}), values, new[0].start, new[0].end)
    return Again(heard, frozenset(a.start for a in (*old, *new)))


def _as_large(turn: Turn, old: Amount, new: Amount) -> Amount:
    """Return a bare number in the thousands or millions of the figure that it replaces, which otherwise it would fall
    far short of: "the 30k was the quiet week. 45 is normal"."""
    number = _DIGITS.match(turn.text, old.start)
    scale = round(old.low / float(number.group())) if number and float(number.group()) else 1
    bare = turn.text[new.start : new.end].isdigit()
    if scale not in _SCALES or not bare or new.high * FAR_SHORT > old.low:
        return new
    return new.model_copy(update={"low": new.low * scale, "high": new.high * scale})


def _back_to(turn: Turn, fact: Fact, factor: Factor, former: Sequence[Fact]) -> Again | None:
    """Return what was stated before a fact, where the turn names its figure: "that is a dream, so the 300"."""
    for amount in turn.amounts:
        if not _can_replace(turn, amount, factor) and not _OF_NOW.match(turn.text, amount.end):
            continue
        if _WAS.match(turn.text, amount.end) or withdrawn(turn, amount):
            continue
        for old in reversed(former):
            if (old.low, old.high) != (fact.low, fact.high) and _is(amount, old, factor):
                heard = changed(turn, old, (float(old.low or 0.0), float(old.high or 0.0)), amount.start, amount.end)
                return Again(heard, frozenset({amount.start}))
    return None


def _is(amount: Amount, fact: Fact, factor: Factor) -> bool:
    """Say whether a number is the figure that a fact was stated by."""
    return is_figure_of(amount, fact, factor) or convert(amount, str(factor.unit)) == (fact.low, fact.high)


def _is_named(turn: Turn, amount: Amount) -> bool:
    """Say whether a figure stands for what was stated rather than states it anew."""
    before, after = ahead(turn.text, amount.start), turn.text[amount.end : amount.end + _SENTENCE]
    if _ON_TOP.search(before):
        return True
    if _REVERSED.search(before) or _PORTION.match(turn.text, amount.end):
        return False
    return bool(_NAMED.search(before) or _IS_SAID_OF.match(after)) or denied(turn.text, amount.start)


def _can_replace(turn: Turn, amount: Amount, factor: Factor) -> bool:
    """Say whether a number can be the new value: one of the same unit, or one that needs none; not what is only to
    come, taken back, of others, or added to what there is."""
    text = turn.text
    if withdrawn(turn, amount) or is_to_come(turn, amount) or added(text, amount.start, amount.end):
        return False
    if of_others(text, amount.start, amount.end):
        return False
    if factor.unit == "percentage points" and amount.dimension != "points" and amount.high > LEVEL:
        return False  # two levels make one
    bare = amount.dimension == "count" and bool(_BARE.match(text, amount.end))
    return bare or (amount.dimension != "count" and convert(amount, str(factor.unit)) is not None)


def _part_left(turn: Turn, parts: Sequence[_Part], fact: Fact, factor: Factor, earlier: Sequence[Turn]) -> Again | None:
    """Return what is left of a figure, or of those of whom it was the total: "just 2 of the 4 are live"."""
    for part in parts:
        rest = STOP.split(turn.text[part.end : part.end + _SENTENCE])[0]
        if not _LEFT.search(rest) or not 0 < part.part < part.whole:
            continue
        whole = Amount(low=part.whole, high=part.whole, dimension="count", start=part.start, end=part.end, text="")
        if not _is(whole, fact, factor) and not _is_of(part.whole, fact, factor, earlier):
            continue
        values = (float(fact.low or 0.0) * part.part / part.whole,) * 2
        inside = frozenset(a.start for a in turn.amounts if part.start <= a.start < part.end)
        return Again(changed(turn, fact, values, part.start, part.end), inside)
    return None


def _parts(turn: Turn) -> Iterator[_Part]:
    """Yield what a turn says of so many of so many: "three of those eight", "of those five points just one"."""
    found = plain_numbers(turn.text)
    for first in found:
        joint = _PORTION.match(turn.text, first.end)
        whole = read_number(turn.text, joint.end()) if joint else None
        if whole and whole.low == whole.high:
            yield _Part(first.low, whole.low, first.start, whole.end)
        if _REVERSED.search(ahead(turn.text, first.start)):
            for other in found:
                if other.start > first.end and not STOP.search(turn.text, first.end, other.start):
                    yield _Part(other.low, first.low, first.start, other.end)


def _is_of(many: float, fact: Fact, factor: Factor, earlier: Sequence[Turn]) -> bool:
    """Say whether a fact is the total of so many, of each of whom the turn that stated it told a part."""
    if fact.turn >= len(earlier):
        return False
    before = earlier[fact.turn]
    counted = [c for c in carriers(before.text) if c.number == many]
    wholes = [a for a in before.amounts if _is(a, fact, factor)]
    return any(whole.start <= c.start < whole.end for whole in wholes for c in counted)
