"""What the turns of a conversation state: numbers given to the factor they belong to, clauses heard as yes, no or a category.

The newest statement wins, a retraction is heard, and two values that stand side by side in one turn become a range.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from bot.clauses import Clause
from bot.listen import Listening, Turn
from bot.voices import NOTHING
from kb.quantity import Amount, convert, read_amounts
from kb.types import Fact, Factor, FactorKind

STATED = 0.2
"""Probability from which a clause is taken to state a fact; calibrated on the tuning questions (docs/hearing.md)."""
ROLE = 0.35
"""Share of a factor against nobody from which a number is the factor's; calibrated likewise."""
RESTATED = 0.3
"""How much lower the bar is for a factor that an earlier turn stated: "sorry, 60k per hour" is about what was said before."""
LONGEST_FOLLOW_UP = 80
"""Characters up to which a turn may be read as changing the number stated before."""
LEVEL = 25.0
"""Two figures above this, said of one gain, are two levels whose difference is the gain ("81.4 % to 82.6 %")."""

_NEGATED = re.compile(
    r"(?:\b(?:not|isn't|instead of|rather than|nicht|kein|statt|no|en vez de|pas|au lieu de)\s(?:the\s|a\s|als\s)?|不是|而不是)$",
    re.IGNORECASE,
)
_SCALED = re.compile(
    r"\b(?:doubles?|doubled|doubling|twice|triples?|tripled|trebles?|quadruples?|halves|halved|half (?:that|as much|of that)|tenfold"
    r"|verdoppel\w*|verdreifach\w*|halbier\w*|duplica\w*|triplica\w*|doubl(?:e|ait|erait)|\d+(?:\.\d+)?\s?(?:x|times|-?fold|mal|veces|fois)(?:\s(?:that|as much|more))?)\b"
    r"|翻倍|翻一番|减半|\d+倍",
    re.IGNORECASE,
)
_STEMS = (
    ("quadrupl", 4.0), ("trip", 3.0), ("trebl", 3.0), ("dreifach", 3.0), ("tenfold", 10.0), ("hal", 0.5), ("减半", 0.5), ("doubl", 2.0), ("twice", 2.0),
    ("doppel", 2.0), ("duplica", 2.0), ("翻", 2.0),
)  # fmt: skip
_RETRACTED = re.compile(
    r"\b(?:forget|ignore|scratch|strike|disregard|drop|take back|i was wrong about|vergiss|vergessen sie|olvida|olvide|oubliez|oublie|never mind)\b|忘掉|收回|别管",
    re.IGNORECASE,
)


def extract_facts(listening: Listening, factors: Mapping[str, Factor]) -> dict[str, Fact]:
    """Return the facts that the turns state about these factors, by factor id; the last turn is the question."""
    facts: dict[str, Fact] = {}
    last = len(listening.turns) - 1
    for index, turn in enumerate(listening.turns):
        before = dict(facts)
        for factor in retracted(turn, facts, factors):
            facts.pop(factor, None)
        heard = (*stated(turn, listening.labels, factors), *counted(turn, listening.roles, factors, before))
        for fact in heard:
            facts[fact.factor] = fact.model_copy(
                update={"turn": index, "origin": "question" if index == last else "history"}
            )
    return facts


def stated(turn: Turn, labels: Sequence[str], factors: Mapping[str, Factor]) -> tuple[Fact, ...]:
    """Return the yes/no and category facts of one turn: for each factor the value heard most surely.

    Probabilities are taken among the labels of these factors and NOTHING: which decision is asked is known by now.
    """
    columns = [c for c, label in enumerate(labels) if label == NOTHING or label.split("=")[0] in factors]
    if not len(turn.stated) or not columns:
        return ()
    scores = turn.stated[:, columns]
    scores = scores / np.maximum(scores.sum(axis=1, keepdims=True), 1e-9)
    best: dict[str, tuple[float, str, Clause]] = {}
    for row, piece in enumerate(turn.clauses):
        for column, label in enumerate(labels[c] for c in columns):
            probability = float(scores[row, column])
            factor, _, value = label.partition("=")
            if value and probability >= STATED and probability > best.get(factor, (0.0,))[0]:
                best[factor] = (probability, value, piece)
    facts = []
    for factor, (_, value, piece) in sorted(best.items()):
        words, span = turn.words(piece.start, piece.end)
        facts.append(Fact(factor=factor, choice=value, text=words.strip(), span=span))
    return tuple(facts)


def counted(
    turn: Turn, roles: Sequence[str], factors: Mapping[str, Factor], known: Mapping[str, Fact]
) -> tuple[Fact, ...]:
    """Return the quantities of one turn, each given to the factor whose number it most surely is."""
    quantities = {id: factor for id, factor in factors.items() if factor.kind is FactorKind.QUANTITY}
    columns = {label: column for column, label in enumerate(roles)}
    owned: dict[str, list[tuple[float, Amount]]] = {}
    for row, amount in enumerate(turn.amounts):
        if _NEGATED.search(turn.text[max(0, amount.start - 20) : amount.start]):
            continue
        likely = {
            id: float(turn.roles[row, columns[id]])
            for id, f in quantities.items()
            if id in columns and _fits(amount, f, turn.amounts, known)
        }
        nobody = float(turn.roles[row, columns[NOTHING]])
        best = max(sorted(likely), key=lambda id: likely[id], default=None)
        bar = ROLE * (RESTATED if best in known else 1.0)
        if best and likely[best] >= bar * (likely[best] + nobody):
            owned.setdefault(best, []).append((likely[best], amount))
    heard = [
        _quantity(turn, quantities[id], mentions, turn.amounts, known.get(id)) for id, mentions in sorted(owned.items())
    ]
    return tuple(h for h in heard if h) or follow_up(turn, quantities, known)


def follow_up(turn: Turn, quantities: Mapping[str, Factor], known: Mapping[str, Fact]) -> tuple[Fact, ...]:
    """Return what a bare "what about at 10M?" or "and if it doubles?" makes of the quantity stated last."""
    stated_before = [f for f in known.values() if f.factor in quantities and f.low is not None and f.high is not None]
    if not stated_before or len(turn.text) > LONGEST_FOLLOW_UP:
        return ()
    fact = max(stated_before, key=lambda f: (f.turn, f.factor))
    low, high = float(fact.low or 0.0), float(fact.high or 0.0)
    if scaled := _SCALED.search(turn.text):
        times = _times(scaled)
        return (
            fact.model_copy(
                update={
                    "low": low * times,
                    "high": high * times,
                    "text": turn.words(*scaled.span())[0],
                    "span": turn.words(*scaled.span())[1],
                }
            ),
        )
    bare = [a for a in turn.amounts if a.dimension == "count" and not a.unit]
    if len(bare) != 1 or len(turn.amounts) != 1:
        return ()
    factor = quantities[fact.factor]
    values = _as_said(bare[0], factor, fact.unit_said)
    words, span = turn.words(bare[0].start, bare[0].end)
    return (fact.model_copy(update={"low": values[0], "high": values[1], "text": words, "span": span}),)


def _as_said(amount: Amount, factor: Factor, unit_said: str | None) -> tuple[float, float]:
    """Read a bare number in the unit in which its factor was stated before."""
    if factor.unit == "1/day":
        rate = convert(amount.model_copy(update={"dimension": "rate", "period": unit_said or "day"}), "1/day")
        return rate or (amount.low, amount.high)
    if factor.unit in {"s", "weeks"} and unit_said:
        duration = read_amounts(f"1 {unit_said}")
        if duration and (one := convert(duration[0], factor.unit)):
            return amount.low * one[0], amount.high * one[0]
    return amount.low, amount.high


def _times(match: re.Match[str]) -> float:
    word = match.group().lower()
    if number := re.search(r"(\d+(?:\.\d+)?)\s?(?:x|times|fold|-fold|mal|veces|fois|倍)", word):
        return float(number.group(1))
    return next((times for stem, times in _STEMS if stem in word), 1.0)


def _fits(amount: Amount, factor: Factor, amounts: Sequence[Amount], known: Mapping[str, Fact]) -> bool:
    """Say whether an amount can be a value of a factor; a bare count can be a rate whose period is said elsewhere."""
    if convert(amount, str(factor.unit)):
        return True
    if factor.unit == "percentage points":
        return amount.dimension in {"count", "ratio"} and amount.high <= 100
    return (
        factor.unit == "1/day"
        and amount.dimension == "count"
        and (factor.id in known or any(a.period for a in amounts))
    )


def _quantity(
    turn: Turn, factor: Factor, mentions: list[tuple[float, Amount]], amounts: Sequence[Amount], known: Fact | None
) -> Fact | None:
    """Join the mentions of one factor in one turn: a difference of two levels, a range, or the one value."""
    if factor.unit == "percentage points" and (gain := _difference(turn, factor, mentions)):
        return gain
    period = next((a.period for a in amounts if a.period), known.unit_said if known else None)
    values: list[tuple[float, float, float, Amount]] = []
    for probability, amount in mentions:
        known = convert(amount, str(factor.unit)) or convert(
            amount.model_copy(update={"dimension": "rate", "period": period}), str(factor.unit)
        )
        if known and known[0] >= 0:
            values.append((probability, *known, amount))
    if not values:
        return None
    whole = [v for v in values if v[3].dimension != "count" or factor.unit == "count"]
    best = max(whole or values, key=lambda v: (v[0], -v[3].start))
    near = [v for v in values if v[0] >= 0.75 * best[0]]
    low, high = min(v[1] for v in near), max(v[2] for v in near)
    start, end = min(v[3].start for v in near), max(v[3].end for v in near)
    words, span = turn.words(start, end)
    return Fact(factor=factor.id, low=low, high=high, text=words, span=span, unit_said=_unit_said(best[3]))


def _unit_said(amount: Amount) -> str | None:
    """Return the unit in which the user spoke, for answers in the same: a period of a rate, a unit of time."""
    return amount.period if amount.dimension == "rate" else amount.unit or None


def _difference(turn: Turn, factor: Factor, mentions: list[tuple[float, Amount]]) -> Fact | None:
    """Return the gain between two levels of accuracy, where no gain is said outright."""
    if any(amount.dimension == "points" for _, amount in mentions):
        return None
    ends = [value for _, amount in mentions for value in ({amount.low, amount.high}) if value > LEVEL]
    if len(ends) < 2 or any(amount.high <= LEVEL for _, amount in mentions):
        return None
    start, end = min(a.start for _, a in mentions), max(a.end for _, a in mentions)
    gain = round(float(np.max(ends) - np.min(ends)), 6)
    words, span = turn.words(start, end)
    return Fact(factor=factor.id, low=gain, high=gain, text=words, span=span, unit_said="points")


def retracted(turn: Turn, facts: Mapping[str, Fact], factors: Mapping[str, Factor]) -> tuple[str, ...]:
    """Return the factors whose fact this turn takes back: a word of retraction beside the factor's cues or its old words."""
    gone = []
    for clause in turn.clauses:
        if not _RETRACTED.search(clause.text):
            continue
        said = clause.text.casefold()
        for id in facts:
            words = {*factors[id].cues, factors[id].name, facts[id].text} if id in factors else set()
            if any(word and word.casefold() in said for word in words):
                gone.append(id)
    return tuple(dict.fromkeys(gone))
