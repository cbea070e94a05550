"""What a later message without a figure of its own makes of one stated before: "and if it doubles?", "I meant per
hour", "that was the month's figure", "months, sorry". Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.from_to import moved_to
from bot.lexicon import has_question_mark
from bot.listen import Heard, Turn
from bot.mentions import NOW, denied_amounts, withdrawn
from bot.periods_told import contrasted, period_alone
from bot.rescaled import Scaling, added, scaling
from bot.restated import changed, in_unit_said, is_figure_of, multiplied, of_period, restated, same_value
from bot.what_changed import of_another_thing, of_something_else, points_back
from kb.amounts import bound_in
from kb.periods import SECONDS, TIME_UNIT
from kb.quantity import Amount, convert
from kb.types import Fact, Factor

LONGEST_FOLLOW_UP, LONGEST_SCALED, LONGEST_ABOUT = 80, 160, 320
"""Characters up to which a turn may be read as changing the number stated before, as scaling it in words, and as
scaling it in words that point back ("a tenth of that", "ten times as many")."""
_ABOUT = re.compile(r"\s?(?:as (?:many|much)|(?:of )?(?:that|those|them|these|it)|davon|de eso|de ça)\b", re.IGNORECASE)
_NO_UNIT = frozenset({"", "since", "without", "once", "as", "when", "if", "now", "seit", "ohne"})
_OF = frozenset({"of", "von", "de", "davon"})
"""What follows a number in the place of a unit: "190 without it"; "14 of them" only where some are added or gone."""
_WISHED = re.compile(r"\b(?:to|should|could|would|will|wants?|plan\w*|imagine|if)\b", re.IGNORECASE)
"""What makes a wish of a multiple: "should we now double it?" """
_STOP = re.compile(r"[.;!?]\s")
_INSTEAD = re.compile(
    r"\b(?:no|nope|not|sorry|wait|oops|i mean\w*|meant|rather|instead|correction|make (?:that|it)|nein|perdón|pardon"
    r"|non)\b|不对|不是|应该是",
    re.IGNORECASE,
)
"""What says that a multiple stands in the place of the one before it; of one only asked about, any does."""
_ONCE_MORE = re.compile(
    r"\b(?:then|again|once more|on top|after that|another|further|from there|nochmals?|otra vez|encore)\b|再",
    re.IGNORECASE,
)
_AFTERWARDS = 80
"""Characters from a figure on that tell what it counts; ``bot.voices.CONTEXT`` after it, more or less."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_COUNTS_OTHERS = re.compile(r"\s?[个名位台块张家套辆间](?=[\u4e00-\u9fff])")
"""A measure word with its noun: 四个人 is four people, whatever was counted before."""
_TIME_ALONE = re.compile(
    r"(?:^\W*|\b(?:mean|meant|say|said|was|is|it's|that's|in|meine|meinte|quería decir|veux dire)\s)"
    r"(?P<unit>milliseconds|seconds|minutes|hours|days|weeks|months|years|sekunden|minuten|stunden|tage|wochen"
    r"|monate|jahre"
    r"|segundos|minutos|horas|días|semanas|meses|secondes|heures|jours|semaines|mois)"
    r"(?=\s?(?:$|[.,;:!?–—-])|\s(?:not|sorry|actually|nicht|no|pas)\b)"
    r"|\b(?:an?|one)\s(?P<one>second|minute|hour|day|week|month|year)(?=,?\s(?:not|instead of|rather than)\san?\b)",
    re.IGNORECASE,
)
"""A unit of time that takes the place of the one said before: "months, sorry", "a day, not an hour"."""


def follow_up(
    turn: Turn,
    quantities: Mapping[str, Factor],
    known: Mapping[str, Fact],
    stated: Sequence[Heard] = (),
    earlier: Sequence[Turn] = (),
) -> tuple[Heard, ...]:
    """Return what "what about at 10M?" or "and if it doubles?" makes of a quantity stated in an ``earlier`` turn.

    ``stated`` is what the turn gives a value outright; beside it the turn can only scale that very value ("an hour is
    too long, a sixtieth of that") or another one.
    """
    before = [f for f in known.values() if f.factor in quantities and f.low is not None and f.high is not None]
    if right := _of_the_other_period(turn, before, quantities):
        return right
    scaled, anew = scaled_in(turn, quantities, known), {heard.fact.factor for heard in stated}
    if scaled and not scaled.slip and (here := _said_before(turn, scaled, stated)):
        return (_scaled(turn, here, scaled),)
    before = [f for f in before if f.factor not in anew or _said_to_be_scaled(turn, f, scaled, stated)]
    if not before:
        return ()
    figures = _figures(turn, scaled)
    stay = [(f, a) for f in before for a in figures if _is_of(a, f, quantities[f.factor])]
    if len(stay) < len(before):  # "and if we had 10,000? the 4 weeks don't move"
        before = [f for f in before if f not in [fact for fact, _ in stay]]
        figures = [a for a in figures if a not in [amount for _, amount in stay]]
    if scaled and not (scaled.slip and (anew or figures)):
        fact = _meant(turn, before, quantities)
        if fact.factor in known and of_something_else(turn, scaled, _counted(before, quantities, earlier)):
            return ()
        return _times(turn, _as_it_was(turn, fact, scaled, earlier), scaled)
    if moved := [a for a in figures if moved_to(turn.text, a)]:
        return _moved(turn, moved[-1], before, quantities, earlier)
    if anew or len(turn.text) > LONGEST_FOLLOW_UP:
        return ()
    if other := _other_period(turn, before, quantities) or _other_unit(turn, before, quantities):
        return other
    return _bare(turn, figures[0], before, quantities, scaled) if len(figures) == 1 else ()


def _said_to_be_scaled(turn: Turn, fact: Fact, scaled: Scaling | None, stated: Sequence[Heard]) -> bool:
    """Say whether a turn repeats what was stated before only to ask or say how often it counts: "60k, and if that
    doubles?", "those 2,000 are one depot's, and there are thirty"; not "60k, it doubled since spring"."""
    if scaled is None or not any(same_value(heard.fact, fact) for heard in stated):
        return False
    return scaled.alike or has_question_mark(turn.text)


def _moved(
    turn: Turn, figure: Amount, before: Sequence[Fact], quantities: Mapping[str, Factor], earlier: Sequence[Turn]
) -> tuple[Heard, ...]:
    """Return what became of what was stated before: "the gap has grown to twelve", not "the team has"."""
    if of_another_thing(turn.text, figure.start, figure.end, _counted(before, quantities, earlier)):
        return ()
    return _bare(turn, figure, before, quantities, None)


def _counted(before: Sequence[Fact], quantities: Mapping[str, Factor], earlier: Sequence[Turn]) -> list[str]:
    """Return the words for what was counted: those that its factor goes by, and those that stood behind its figure."""
    return [word for f in before for word in (*quantities[f.factor].cues, _sentence_from(f, earlier))]


def _as_it_was(turn: Turn, fact: Fact, scaled: Scaling, earlier: Sequence[Turn]) -> Fact:
    """Return a fact as it was before an earlier turn multiplied it, where this one says by how much instead: "and if
    that grows a hundredfold?", "no, sorry, thirtyfold"."""
    before = earlier[fact.turn] if fact.turn < len(earlier) else None
    was = scaling(before.text) if before else None
    if before is None or was is None or before.words(was.start, was.end)[0] != fact.text:
        return fact
    asked = has_question_mark(before.text) and not points_back(turn.text, scaled.start, scaled.end)
    if not _INSTEAD.search(turn.text[: scaled.start]) and (not asked or _ONCE_MORE.search(turn.text)):
        return fact
    values = {"low": float(fact.low or 0.0) / was.times, "high": float(fact.high or 0.0) / was.times}
    return fact.model_copy(update=values)


def _times(turn: Turn, fact: Fact, scaled: Scaling) -> tuple[Heard, ...]:
    """Return a fact as often as a turn says, unless the turn says too much beside it."""
    if len(turn.text) > (LONGEST_ABOUT if _ABOUT.match(turn.text, scaled.end) else LONGEST_SCALED):
        return ()
    return (_scaled(turn, fact, scaled),)


def _scaled(turn: Turn, fact: Fact, scaled: Scaling) -> Heard:
    return multiplied(turn, fact, scaled.times, scaled.start, scaled.end)


def _bare(
    turn: Turn, figure: Amount, before: Sequence[Fact], quantities: Mapping[str, Factor], slip: Scaling | None
) -> tuple[Heard, ...]:
    """Return what the only number of a turn makes of what was stated before: its new value, or so many more of it."""
    unit = figure.unit.lower()
    others = _COUNTS_OTHERS.match(turn.text, figure.end)
    if others or figure.dimension != "count" or not figure.high or (unit not in _NO_UNIT and not _signed(turn, figure)):
        return ()
    if unit not in _NO_UNIT | _OF:  # "another 30k frames" are no percent
        before = [f for f in before if quantities[f.factor].unit in {"count", "1/day"}]
    if not before:
        return ()
    right = [f for f in before if slip and _puts_right(f, figure, quantities[f.factor], slip)]
    fact = right[0] if right else _meant(turn, before, quantities)
    return _replaced(turn, fact, figure, quantities[fact.factor])


def scaled_in(turn: Turn, quantities: Mapping[str, Factor], known: Mapping[str, Fact]) -> Scaling | None:
    """Return how a turn multiplies what was stated before, where nothing was, a figure of its own; "down to 3%" is the
    new value of a share."""
    scaled = scaling(turn.text, shares=any(id in quantities and quantities[id].unit == "%" for id in known))
    return scaled if known or _scaled_here(turn, scaled) else None


def _said_before(turn: Turn, scaled: Scaling, stated: Sequence[Heard]) -> Fact | None:
    """Return what the turn itself states right before it says "a sixtieth of that"."""
    if not _ABOUT.match(turn.text, scaled.end):
        return None
    start = turn.words(scaled.start, scaled.end)[1][0]
    facts = [h.fact for h in stated if h.fact.low is not None and h.fact.span and h.fact.span[1] <= start]
    facts = [f for f in facts if f.span and _apart(turn.original[f.span[1] : start])]
    return max(facts, key=lambda f: f.span[1] if f.span else 0, default=None)


def _apart(between: str) -> bool:
    """Say whether a multiple is of a figure before it: "40k in spring, now it is double that"; not "26 feeds, half of
    them old"."""
    return bool(_STOP.search(between) or NOW.search(between))


def _scaled_here(turn: Turn, scaled: Scaling | None) -> bool:
    """Say whether a message says what is now as a multiple of a figure of its own: "now it is double that"."""
    before = _STOP.split(turn.text[: scaled.start])[-1] if scaled else ""
    told = scaled and not scaled.slip and _ABOUT.match(turn.text, scaled.end) and NOW.search(before)
    return bool(told and not _WISHED.search(before))


def _sentence_from(fact: Fact, earlier: Sequence[Turn]) -> str:
    """Return a figure and what stands after it in the sentence that states it: "60k tickets a day"."""
    if fact.span is None or fact.turn >= len(earlier):
        return fact.text
    return _STOP.split(earlier[fact.turn].original[fact.span[0] :][:_AFTERWARDS], maxsplit=1)[0]


def _figures(turn: Turn, scaled: Scaling | None) -> list[Amount]:
    """Return the numbers of a turn but those it denies ("not 6") and those that are words of a multiple."""
    apart = [a for a in turn.amounts if not (scaled and scaled.covers(a.start))]
    return [a for a in apart if not withdrawn(turn, a)]


def _is_of(amount: Amount, fact: Fact, factor: Factor) -> bool:
    """Say whether a figure with its unit is what a fact was stated by: "the 4 weeks don't move"."""
    return amount.dimension != "count" and convert(amount, str(factor.unit)) == (fact.low, fact.high)


def _puts_right(fact: Fact, figure: Amount, factor: Factor, slip: Scaling) -> bool:
    """Say whether a figure is what a slip of the pen should have been: 300, where 3,000 had a zero too many."""
    right = in_unit_said(figure, factor, fact.unit_said)[0]
    return abs(right - float(fact.low or 0.0) * slip.times) <= 1e-6 * right


def _meant(turn: Turn, facts: Sequence[Fact], quantities: Mapping[str, Factor]) -> Fact:
    """Return the fact whose value the turn denies ("it's not 6"), or that it names, or else the newest."""

    def figured(fact: Fact, amounts: Sequence[Amount]) -> bool:
        return any(is_figure_of(amount, fact, quantities[fact.factor]) for amount in amounts)

    gone, own = denied_amounts(turn), turn.amounts
    return max(
        facts, key=lambda f: (figured(f, gone), figured(f, own), _named(turn, quantities[f.factor]), f.turn, f.factor)
    )


def _named(turn: Turn, factor: Factor) -> int:
    """Return how many of the words a factor goes by stand in a turn: "if the traffic doubles" is about requests."""
    words = {word for cue in factor.cues for word in _WORD.findall(cue.lower())}
    return len(words.intersection(_WORD.findall(turn.text.lower())))


def _signed(turn: Turn, amount: Amount) -> int:
    return added(turn.text, amount.start, amount.end)


def _replaced(turn: Turn, fact: Fact, amount: Amount, factor: Factor) -> tuple[Heard, ...]:
    """Return the fact with a bare number in its place, or with so many more or fewer of its unit."""
    values = in_unit_said(amount, factor, fact.unit_said)
    if sign := _signed(turn, amount):
        values = (float(fact.low or 0.0) + sign * values[0], float(fact.high or 0.0) + sign * values[1])
        if not 0 <= values[0] <= values[1]:
            return ()
    other = fact.model_copy(update={"bound": bound_in(amount, str(factor.unit))})
    return (changed(turn, other, values, amount.start, amount.end),)


def _other_period(turn: Turn, facts: Sequence[Fact], quantities: Mapping[str, Factor]) -> tuple[Heard, ...]:
    """Return the same figure with the period that a correction names: "sorry, I meant per hour"."""
    rates = [f for f in facts if f.unit_said in SECONDS and quantities[f.factor].unit == "1/day"]
    period = period_alone(turn) if rates else None
    if period is None:
        return ()
    fact, (named, start, end) = _meant(turn, rates, quantities), period
    return () if named == fact.unit_said else (of_period(turn, fact, named, start, end),)


def _of_the_other_period(turn: Turn, facts: Sequence[Fact], quantities: Mapping[str, Factor]) -> tuple[Heard, ...]:
    """Return the same figure with the period that a turn, however long, sets against its own: "per month, not per day".

    With a figure of its own ("1,100 an hour, not a day") the turn states it anew.
    """
    told = contrasted(turn.text)
    rates = [f for f in facts if told and f.unit_said == told.instead_of and quantities[f.factor].unit == "1/day"]
    if told is None or not rates:
        return ()
    fact = _meant(turn, rates, quantities)
    own = [a for a in turn.amounts if a.period == told.named and not restated(a, fact, told.named)]
    return () if own else (of_period(turn, fact, told.named, told.start, told.end),)


def _other_unit(turn: Turn, facts: Sequence[Fact], quantities: Mapping[str, Factor]) -> tuple[Heard, ...]:
    """Return the same figure in the unit of time that a correction names: "months, sorry" of three weeks."""
    alone = None if turn.amounts else _TIME_ALONE.search(turn.text)
    times = [f for f in facts if quantities[f.factor].unit in {"s", "weeks"} and _seconds(f.unit_said)]
    if alone is None or not times:
        return ()
    fact = _meant(turn, times, quantities)
    named = alone.lastgroup or "unit"
    scale = (_seconds(alone.group(named)) or 1.0) / (_seconds(fact.unit_said) or 1.0)
    other = fact.model_copy(update={"unit_said": alone.group(named)})
    return (multiplied(turn, other, scale, *alone.span(named)),)


def _seconds(unit: str | None) -> float | None:
    found = TIME_UNIT.fullmatch(unit) if unit else None
    return SECONDS[str(found.lastgroup)] if found else None
