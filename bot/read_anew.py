"""What was stated before, read anew with another number in the place of one of those that told it: "70, not 7" after
"of 500 labels 7 were wrong", "two shifts, not three", "the 2,500 is for the whole day". Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.listen import Turn, amounts_of
from bot.mentions import denied_amounts, withdrawn
from bot.periods_told import period_further_on
from bot.restated import Again, changed
from bot.told import said_of_the_right
from bot.whose import STOP
from kb.numerals import Number, read_number
from kb.periods import per_day
from kb.plain_numbers import plain_numbers
from kb.quantity import Amount, convert
from kb.tallies import read_tallies
from kb.types import Fact, Factor


def read_anew(turn: Turn, fact: Fact, factor: Factor, earlier: Sequence[Turn]) -> Again | None:
    """Return a fact of an ``earlier`` turn as this turn puts it right."""
    if fact.turn >= len(earlier):
        return None
    before = earlier[fact.turn]
    for old, new in _swapped(turn):
        value = _with_another(before, fact, factor, old.low, _digits(turn, new))
        if value is not None:
            return Again(changed(turn, fact, (value, value), new.start, new.end), frozenset({old.start, new.start}))
    for amount in turn.amounts:
        period = period_further_on(turn, amount) if factor.unit == "1/day" else None
        if amount.dimension == "count" and period and amount.low in _inside(before, fact):
            rate = per_day(amount.low, period)
            named = fact.model_copy(update={"unit_said": period})
            return Again(changed(turn, named, (rate, rate), amount.start, amount.end), frozenset({amount.start}))
    return None


def _swapped(turn: Turn) -> Iterator[tuple[Amount, Amount]]:
    """Yield each number that a turn denies with the one beside it, of the same sentence, that it puts in its place."""
    for old in denied_amounts(turn):
        beside = [a for a in turn.amounts if a is not old and not withdrawn(turn, a) and not _apart(turn, a, old)]
        if beside and old.low == old.high:
            yield old, min(beside, key=lambda a: max(a.start - old.end, old.start - a.end))


def _apart(turn: Turn, one: Amount, other: Amount) -> bool:
    first, second = sorted((one, other), key=lambda a: a.start)
    return bool(STOP.search(turn.text, first.end, second.start))


def _digits(turn: Turn, amount: Amount) -> str:
    number = read_number(turn.text, amount.start)
    return turn.text[amount.start : number.end if number else amount.end]


def _with_another(before: Turn, fact: Fact, factor: Factor, old: float, new: str) -> float | None:
    """Return the value that a fact would have had, had ``new`` stood where ``old`` did; None where that is nowhere."""
    text = before.text
    for number in plain_numbers(text):
        if number.low != old:
            continue
        other = f"{text[: number.start]}{new}{text[number.end :]}"
        told = [(was, _told(other, was, len(other) - len(text), number)) for was in _of(before, fact, factor)]
        for was, now in told:
            if now is not None and now.low == now.high and now.low != was.low:
                value = _value(before, now, was, factor)
                if value is not None:
                    return value
    return None


def _of(before: Turn, fact: Fact, factor: Factor) -> list[Amount]:
    """Return the amounts of a turn, made of more than one number, that told a fact."""
    shares = [share.amount for share, _ in before.told] if factor.unit == "%" else []
    return [a for a in (*shares, *before.amounts) if _value(before, a, a, factor) == fact.low == fact.high]


def _value(before: Turn, amount: Amount, was: Amount, factor: Factor) -> float | None:
    values = convert(amount, str(factor.unit))
    if values is None:
        return None
    right = factor.unit == "%" and said_of_the_right(before, was, factor)
    return 100.0 - values[0] if right else values[0]


def _told(text: str, was: Amount, longer: int, number: Number) -> Amount | None:
    """Return what stands in a text in the place of an amount, once another number stands within it."""
    found = [whole for whole, _ in amounts_of(text)]
    found += [tally.amount for tally in read_tallies(text, found)]
    start = was.start + (longer if number.start < was.start else 0)
    end = was.end + (longer if number.start < was.end else 0)
    return next((a for a in found if (a.start, a.end, a.dimension) == (start, end, was.dimension)), None)


def _inside(before: Turn, fact: Fact) -> list[float]:
    """Return the numbers within the words that told a fact, where there are several: 2,500 a shift, three shifts."""
    told = [a for a in before.amounts if before.words(a.start, a.end)[1] == fact.span]
    inside = [n.low for n in plain_numbers(before.text) if any(a.start <= n.start < a.end for a in told)]
    return inside if len(inside) > 1 else []
