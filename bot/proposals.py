"""What a language model may propose, and the check of it against the user's own words. Pure.

A model never decides. A fact it proposes is used only where the words it quotes stand in a turn, our own readers take
the same value from those words, and nothing that was heard says otherwise; it then carries the origin ``model``. A
trade-off it proposes is used only where our own reading is unsure. All else is dropped and counted by reason.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from bot.facts import STATED
from bot.given import given_fact
from bot.lexicon import terms
from bot.listen import Listening, Turn, rather_than_nobody
from bot.mentions import denied
from bot.retractions import retraction
from bot.takebacks import retracted
from bot.types import Question
from bot.voices import NOTHING
from kb.chinese_numerals import is_chinese
from kb.errors import InputError
from kb.quantity import convert, read_amounts
from kb.types import Fact, Factor, FactorKind, Record, TradeOff

UNSURE_FROM, UNSURE_TO = 0.2, 0.65
"""Probabilities of the likeliest trade-off between which our own reading is unsure: below, the message is of something
else; above, we know better."""
PERHAPS = 0.05
"""Probability that a trade-off must have by our own reading before a model may name it."""
SUPPORT = STATED / 2.0
"""Probability of a yes, a no or a category, among those of the trade-off, that our own hearing must give the quoted
words before a model may say that they state it; half of what suffices without a model."""
SHARE = 0.1
"""The same for whose a number is, as a share against nobody's."""
MOST_CANDIDATES, MOST_FACTS, MOST_PLACES = 4, 32, 8
LONGEST_QUOTE = 400
"""Characters; a longer quote points at no words in particular."""
CLOSE = 0.01
"""Relative difference within which two readings of a quantity are one, since people and models round."""

Span = tuple[int, int]
_FENCE = re.compile(r"\s*```(?:json)?\s*\n(?P<body>.*)\n\s*```\s*", re.DOTALL)


class Proposed(Record):
    """One fact as proposed: a factor, its value as text, the words it is said to stand in."""

    factor: str
    value: str
    quote: str


class Proposal(Record):
    """What a model proposed, read but not checked; ``malformed`` counts the entries that could not be read."""

    trade_off: str | None = None
    facts: tuple[Proposed, ...] = ()
    malformed: int = 0


class Checked(Record):
    """The facts that stood the check, by factor, and how many did not, by reason."""

    facts: dict[str, Fact]
    dropped: dict[str, int]


class Refused(Exception):
    """Why one proposed fact is not used."""


def unsure(question: Question) -> bool:
    """Say whether our own reading leaves open which decision is asked."""
    return bool(question.trade_offs) and UNSURE_FROM <= question.trade_offs[0][1] <= UNSURE_TO


def candidates(question: Question) -> tuple[str, ...]:
    """Return the trade-offs that a model is told of, likeliest first: the one we read, or those we waver between."""
    if not question.trade_offs or question.trade_offs[0][1] < UNSURE_FROM:
        return ()
    likely = tuple(id for id, probability in question.trade_offs if probability >= PERHAPS)
    return likely[:MOST_CANDIDATES] if unsure(question) else likely[:1]


def proposal_schema(trade_offs: Sequence[TradeOff], factors: Mapping[str, Factor]) -> dict[str, Any]:
    """Return the JSON Schema of a proposal about these trade-offs; its descriptions are all that a model is told."""
    ids = list(dict.fromkeys(id for trade_off in trade_offs for id in trade_off.factors))
    about = "; ".join(f"{t.id}: {t.question}" for t in trade_offs)
    fact = {
        "type": "object",
        "properties": {
            "factor": {"type": "string", "enum": ids, "description": "; ".join(_told(factors[id]) for id in ids)},
            "value": {"type": "string", "description": "yes or no, one of the values named, or a number with its unit"},
            "quote": {"type": "string", "description": "the words of the message that state it, copied exactly"},
        },
        "required": ["factor", "value", "quote"],
        "additionalProperties": False,
    }
    chosen = {"type": ["string", "null"], "enum": [*(t.id for t in trade_offs), None], "description": about}
    return {
        "type": "object",
        "properties": {"trade_off": chosen, "facts": {"type": "array", "items": fact}},
        "required": ["trade_off", "facts"],
        "additionalProperties": False,
    }


def _told(factor: Factor) -> str:
    values = {FactorKind.YES_NO: "yes or no", FactorKind.CATEGORY: " or ".join(factor.values)}
    return f"{factor.id} ({values.get(factor.kind, f'number in {factor.unit}')}): {factor.ask}"


def read_proposal(raw: str) -> Proposal:
    """Read a model's reply, whatever it is; what is no proposal is an empty one, with its entries counted."""
    fenced = _FENCE.fullmatch(raw)
    try:
        whole = json.loads(fenced["body"] if fenced else raw)
    except (ValueError, RecursionError):
        return Proposal(malformed=1)
    if not isinstance(whole, dict):
        return Proposal(malformed=1)
    named, listed = whole.get("trade_off"), whole.get("facts")
    entries = listed if isinstance(listed, list) else []
    facts = tuple(fact for entry in entries[:MOST_FACTS] if (fact := _proposed(entry)))
    return Proposal(
        trade_off=named if isinstance(named, str) else None,
        facts=facts,
        malformed=len(entries) - len(facts) + (listed is not None and not isinstance(listed, list)),
    )


def _proposed(entry: object) -> Proposed | None:
    if not isinstance(entry, dict):
        return None
    factor, value, quote = (entry.get(key) for key in ("factor", "value", "quote"))
    if not (isinstance(factor, str) and isinstance(quote, str) and isinstance(value, str | int | float)):
        return None
    return Proposed(factor=factor, value=str(value), quote=quote)


def read_again(question: Question, proposal: Proposal) -> Question:
    """Return the question with the proposed trade-off first where we waver between it and others, else as it is."""
    if not takes(question, proposal):
        return question
    others = tuple(item for item in question.trade_offs if item[0] != proposal.trade_off)
    named = next(item for item in question.trade_offs if item[0] == proposal.trade_off)
    intent = "decide" if question.intent == "other" else question.intent
    confidence = max(question.confidence, 0.5)
    return question.model_copy(update={"trade_offs": (named, *others), "intent": intent, "confidence": confidence})


def takes(question: Question, proposal: Proposal) -> bool:
    """Say whether the proposed trade-off changes how the question is read."""
    if not unsure(question) or proposal.trade_off not in candidates(question):
        return False
    declined = question.intent == "other" or question.confidence < 0.5
    return declined or proposal.trade_off != question.trade_offs[0][0]


def check_facts(
    proposal: Proposal, listening: Listening, factors: Mapping[str, Factor], heard: Mapping[str, Fact]
) -> Checked:
    """Return the proposed facts about these factors that the turns bear out, beside those that were ``heard``."""
    facts: dict[str, Fact] = {}
    dropped: Counter[str] = Counter({"malformed": proposal.malformed} if proposal.malformed else {})
    for proposed in proposal.facts:
        try:
            facts[proposed.factor] = _borne_out(proposed, listening, factors, {**heard, **facts})
        except Refused as reason:
            dropped[str(reason)] += 1
    return Checked(facts=facts, dropped=dict(sorted(dropped.items())))


def _borne_out(
    proposed: Proposed, listening: Listening, factors: Mapping[str, Factor], known: Mapping[str, Fact]
) -> Fact:
    """Return the fact; raises Refused with the reason where the words do not state it."""
    if proposed.factor not in factors:
        raise Refused("not of this trade-off")
    factor = factors[proposed.factor]
    try:
        fact = given_fact(factor.id, proposed.value, {factor.id: factor})
    except InputError as error:
        raise Refused("no value of its factor") from error
    if factor.id in known:
        raise Refused("heard already" if _same(fact, known[factor.id]) else "contradicts what was heard")
    reason = "not in the words"
    for index, span in _places(proposed.quote, listening.turns):
        turn = listening.turns[index]
        try:
            read = (
                _counted(fact, factor, turn, span, [f for f in known.values() if f.turn == index], listening.roles)
                if factor.kind is FactorKind.QUANTITY
                else _stated(fact, turn, span, listening.labels, factors)
            )
        except Refused as refused:
            reason = str(refused)
            continue
        read = read.model_copy(update={"turn": index, "origin": "model"})
        if any(retracted(later, {factor.id: read}, factors) for later in listening.turns[index + 1 :]):
            raise Refused("taken back")
        return read
    raise Refused(reason)


def _same(one: Fact, other: Fact) -> bool:
    if one.choice is not None or other.choice is not None:
        return one.choice == other.choice
    pairs = ((one.low, other.low), (one.high, other.high))
    return all(abs(float(a or 0) - float(b or 0)) <= CLOSE * abs(float(b or 0)) for a, b in pairs)


def _places(quote: str, turns: Sequence[Turn]) -> Iterator[tuple[int, Span]]:
    """Yield where the quote stands as whole words: turn and span, the newest turn first."""
    if not 0 < len(quote) <= LONGEST_QUOTE or not terms(quote):
        return
    for index in reversed(range(len(turns))):
        text, start = turns[index].original, -1
        for _ in range(MOST_PLACES):
            start = text.find(quote, start + 1)
            if start < 0:
                break
            end = start + len(quote)
            if not (_cuts(text, start) or _cuts(text, end)):
                yield index, (start, end)


def _cuts(text: str, at: int) -> bool:
    """Say whether a cut here would go through a word or a number ("5k" out of "55k", "able" out of "unable")."""
    before, after = text[at - 1 : at], text[at : at + 1]
    return before.isalnum() and after.isalnum() and not (is_chinese(before) or is_chinese(after))


def _counted(fact: Fact, factor: Factor, turn: Turn, span: Span, known: Sequence[Fact], roles: Sequence[str]) -> Fact:
    """Return the quantity that our reader finds in the quoted words, and at the same place of the whole turn."""
    inside = [(row, a) for row, a in enumerate(turn.amounts) if _within(turn.words(a.start, a.end)[1], span)]
    alone = read_amounts(turn.original[slice(*span)])
    if len(inside) != 1 or len(alone) != 1:
        raise Refused("not one number in the words")
    row, amount = inside[0]
    for found in (convert(amount, str(factor.unit)), convert(alone[0], str(factor.unit))):
        if found is None or not _same(fact, Fact(factor=factor.id, low=found[0], high=found[1])):
            raise Refused("the words say another value")
    if denied(turn.text, amount.start) or _taken_back(turn, span):
        raise Refused("the words take it back")
    words, place = turn.words(amount.start, amount.end)
    if any(f.low is not None and f.span and _overlap(f.span, place) for f in known):
        raise Refused("the number is another factor's")
    own, nobody = (float(turn.roles[row, roles.index(c)]) if c in roles else 0.0 for c in (factor.id, NOTHING))
    if rather_than_nobody(own, nobody) < SHARE:
        raise Refused("the words are of something else")
    unit = amount.period if amount.dimension == "rate" else amount.unit or None
    low, high = convert(amount, str(factor.unit)) or (amount.low, amount.high)
    return fact.model_copy(update={"low": low, "high": high, "text": words, "span": place, "unit_said": unit})


def _stated(fact: Fact, turn: Turn, span: Span, labels: Sequence[str], factors: Mapping[str, Factor]) -> Fact:
    """Return the yes, no or category where our own hearing finds it, however faintly, in the quoted words."""
    columns = [c for c, label in enumerate(labels) if label == NOTHING or label.split("=")[0] in factors]
    rows = [row for row, piece in enumerate(turn.clauses) if _overlap(turn.words(piece.start, piece.end)[1], span)]
    if not columns or not rows:
        raise Refused("the words are of something else")
    if _taken_back(turn, span):
        raise Refused("the words take it back")
    scores = turn.stated[np.ix_(rows, columns)]
    best = (scores / np.maximum(scores.sum(axis=1, keepdims=True), 1e-9)).max(axis=0)
    values = {
        label.partition("=")[2]: float(p)
        for label, p in zip((labels[c] for c in columns), best, strict=True)
        if label.partition("=")[0] == fact.factor
    }
    supported = values.get(fact.choice or "", 0.0)
    if supported < SUPPORT:
        raise Refused("the words are of something else")
    if supported < max(values.values()):
        raise Refused("the words say another value")
    return fact.model_copy(update={"text": turn.original[slice(*span)], "span": span})


def _taken_back(turn: Turn, span: Span) -> bool:
    """Say whether a clause that the quoted words are part of takes something back."""
    return any(
        retraction(piece.text) and _overlap(turn.words(piece.start, piece.end)[1], span) for piece in turn.clauses
    )


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
