"""A condition in an article's words as a factor: what to ask, what people say when it is so, and the rule's test. Pure.

A condition that bounds one quantity becomes a quantity with the article's bound; any other becomes a yes/no.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.draft_words import stated
from ingest.thresholds import thresholds
from kb.conditions import parse_condition
from kb.ids import slug
from kb.types import Factor, FactorKind, Threshold

LONGEST_ID = 40
LONGEST_NAME = 70
_STOP = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by can do don for from has have if in is it its more most need needs no not of "
        "on or our re so t than that the their there these they this to ve very want wants we when where "
        "which will with you your ",
    )
)
"""The verb behind one of these belongs to a noun: "teams that need to …" is no statement of its own."""
_COMPARED = frozenset(("<", "<=", ">", ">=", "between"))
_UNITS = {"s": "s", "%": "%", "percentage points": "percentage points"}
_WORDS_BEFORE = re.compile(r"([^\W\d_][\w-]*)\W*$")
_FILLER = frozenset(
    re.findall(
        r"\w+",
        "a about above an are around at be below between beyond drop drops exceed exceeds fall falls fewer "
        "handle has have is keep kept least less more most must need of only our over remain remains roughly "
        "should stay stays than the to under up with within you your ",
    )
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A factor as drafted: its record, the value for which the rule holds, and the rule's test as text.

    ``says`` maps a value (``yes``, ``no``; ``is`` for a quantity, the number in braces) to sentences.
    """

    factor: Factor
    when: str
    says: dict[str, tuple[str, ...]]


def drafted(condition: str, known: Mapping[str, Factor]) -> Drafted:
    """Return the factor of a condition; one of ``known`` where it is the same quantity."""
    return _quantity(condition, known) or _yes_no(condition, known)


def _quantity(condition: str, known: Mapping[str, Factor]) -> Drafted | None:
    bounds = [t for t in thresholds(condition) if t.comparator in _COMPARED]
    if len(bounds) != 1 or len(thresholds(condition)) != 1:
        return None
    bound = bounds[0]
    unit = "1/day" if bound.period else _UNITS.get(bound.unit, "count")
    noun = _noun(condition, bound, unit)
    if not noun:
        return None
    same = _known(noun, unit, known)
    name = same.name if same else f"{noun} a day" if unit == "1/day" else noun
    factor = same or Factor(
        id=_free(_id(noun) + ("_per_day" if unit == "1/day" else ""), known),
        name=name,
        kind=FactorKind.QUANTITY,
        unit=unit,
        ask=_how_much(noun, unit),
        why=f"The source draws a line at {bound.text.strip()}.",
        cues=(noun,),
    )
    when = f"{factor.id} {_test(bound)}"
    try:
        parse_condition(when, {factor.id: factor})
    except ValueError:
        return None
    return Drafted(factor, when, {"is": _amounts(bound, noun)})


def _test(bound: Threshold) -> str:
    """Return comparator and amount as a condition is written."""

    def amount(value: float) -> str:
        number = _number(value)
        if bound.period:
            return f"{number}/{bound.period}"
        return f"{number} {bound.unit}" if bound.unit in _UNITS else number

    if bound.comparator == "between":
        return f"between {amount(bound.low)} and {amount(bound.high)}"
    return f"{bound.comparator} {amount(bound.low)}"


def _number(value: float) -> str:
    """Return a number as people write it: ``10 million``, ``5000``, ``0.05``."""
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if value >= size and value * 10 % size == 0:
            return f"{value / size:g} {word}"
    return f"{value:.0f}" if value == int(value) else f"{value:.4g}"


def _noun(condition: str, bound: Threshold, unit: str) -> str:
    """Return what is counted or measured: the words after the amount for a count, those before it otherwise."""
    at = condition.find(bound.text)
    if at < 0:
        return ""
    after = re.match(r"\W*((?:[^\W\d_][\w-]*\s?){1,2})", condition[at + len(bound.text) :])
    if unit in ("count", "1/day"):
        words = [bound.unit] if bound.unit else []
        following = after[1].split() if after else []
        words += [w for w in following[:1] if w.lower() not in _STOP and w.lower() not in bound.text.lower()]
        return " ".join(dict.fromkeys(w for w in words if w.lower() not in _FILLER)).strip().lower()
    before = condition[:at]
    found: list[str] = []
    while len(found) < 2 and (match := _WORDS_BEFORE.search(before)):
        before = before[: match.start()]
        word = match[1].lower()
        if word in _FILLER or word in _STOP:
            if found:
                break
            continue
        found.insert(0, word)
    return " ".join(found)


def _known(noun: str, unit: str, known: Mapping[str, Factor]) -> Factor | None:
    """Return the factor of ours that counts the same thing in the same unit."""
    for factor in known.values():
        words = {factor.name.lower(), *(cue.lower() for cue in factor.cues), *factor.id.split("_")}
        if factor.kind is FactorKind.QUANTITY and factor.unit == unit and noun in words - {"per", "day"}:
            return factor
    return None


def _how_much(noun: str, unit: str) -> str:
    if unit == "count":
        return f"How many {noun} are there?"
    return f"How many {noun} a day are there?" if unit == "1/day" else f"How much is the {noun}?"


def _amounts(bound: Threshold, noun: str) -> tuple[str, ...]:
    """Return sentences that state an amount, on either side of the bound."""
    said: list[str] = []
    for scale in (0.4, 1.5, 6.0):
        value = min(bound.low * scale, 100.0) if bound.unit == "%" else bound.low * scale
        number = _number(value if bound.unit in _UNITS else max(1, round(value)))
        if bound.period:
            said += [
                f"we get {{{number} {noun} a {bound.period}|}}",
                f"it is about {{{number} {noun} per {bound.period}|}}",
            ]
        elif bound.unit in _UNITS:
            unit = "seconds" if bound.unit == "s" else bound.unit
            said += [f"our {noun} is {{{number} {unit}|}}", f"{noun} of {{{number} {unit}|}}"]
        else:
            said += [f"we have {{{number} {noun}|}}", f"there are about {{{number} {noun}|}}"]
    return tuple(said)


def _yes_no(condition: str, known: Mapping[str, Factor]) -> Drafted:
    """Return a yes/no; a condition that denies something holds where that is ``no``."""
    core, ask, yes, no, holds = stated(condition)
    id = _free(_id(core), known)
    factor = Factor(
        id=id,
        name=_name(core),
        kind=FactorKind.YES_NO,
        ask=ask,
        why="The source makes its advice depend on it.",
        cues=tuple(dict.fromkeys((core.lower(),))),
    )
    return Drafted(factor, f"{id} is {holds}", {"yes": yes, "no": no})


def _name(core: str) -> str:
    name = core[:1].upper() + core[1:]
    return name if len(name) <= LONGEST_NAME else name[: name.rfind(" ", 0, LONGEST_NAME)].rstrip(" ,;") + " …"


def _id(text: str) -> str:
    words = [w for w in slug(text, 200).split("-") if w not in _STOP] or slug(text, 60).split("-")
    id = ""
    for word in words:
        if len(id) + len(word) > LONGEST_ID:
            break
        id = f"{id}_{word}" if id else word
    return id if id[:1].isalpha() else f"is_{id}" if id else "stated"


def _free(id: str, known: Mapping[str, Factor]) -> str:
    """Return an id that no factor has yet."""
    number, free = 2, id
    while free in known:
        free, number = f"{id}_{number}", number + 1
    return free
