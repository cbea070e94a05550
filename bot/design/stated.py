"""The facts that a document states about its decisions: heard in every statement, kept with where they stand. Pure.

A requirement stated anywhere belongs to every decision; what is stated in the section of another choice of the same
trade-off belongs to that one only. Numbers of others, of the past, of examples and of sources are no facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.design import voice
from bot.design.choices import Choice
from bot.design.document import Document, Part, Statement
from bot.facts import stated
from bot.listen import Heard, Listening, Turn
from bot.numbers import counted
from kb.types import Fact, Factor, FactorKind

SURE = 0.6
"""Probability from which a statement of a document states a fact; in a question, where all is about the matter, less
does (``bot.facts.STATED``)."""
RIVAL = 0.15
"""How much surer than its contrary a fact must be, where the document states both."""
ELSEWHERE = 0.8
"""What is stated where another matter is decided counts so much less surely."""
MENTIONED = 0.25
"""Probability from which a document may be said to have mentioned a factor."""

_THAN = re.compile(
    r"\b(?:below|above|under|over|beyond|exceed\w*|than|up to which|threshold|bar|limit of|from which)\s*"
    r"(?:the |a |an |of |about |some |roughly )*$",
    re.IGNORECASE,
)
_SOURCED = re.compile(
    r"\b(?:according to|survey\w*|stud(?:y|ies) (?:of|by|found|show)|benchmark\w*|reported|literature|paper"
    r"|analysts?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Told:
    """A fact with how surely it was heard and the statement that states it; ``planned`` where it is of a later time."""

    fact: Fact
    surely: float
    statement: Statement
    planned: bool = False


@dataclass(frozen=True)
class Heeded:
    """The statements of a document that may state facts, each with what was heard in it."""

    statements: tuple[Statement, ...]
    listening: Listening


def heeded(document: Document) -> tuple[Statement, ...]:
    """Return the statements that may state facts about the document's own matter."""
    return tuple(s for s in document.statements if _own(s))


def _own(statement: Statement) -> bool:
    text = statement.text
    if statement.quoted or statement.place.part is Part.ELSEWHERE:
        return False
    return not (voice.exemplary(text) or voice.past(text) or voice.theirs(text) or text.rstrip().endswith("?"))


def told(heard: Heeded, factors: Mapping[str, Factor]) -> tuple[Told, ...]:
    """Return all that the statements state about these factors, in order."""
    found: list[Told] = []
    for statement, turn in zip(heard.statements, heard.listening.turns, strict=True):
        facts: list[Heard] = [h for h in stated(turn, heard.listening.labels, factors) if h.surely >= SURE]
        if not _SOURCED.search(statement.text):
            facts += [h for h in counted(_own_amounts(turn), heard.listening.roles, factors, {}) if h.surely >= SURE]
        planned = voice.planned(statement.text)
        found += [Told(h.fact, h.surely, statement, planned and h.fact.low is not None) for h in facts]
    return tuple(found)


def _own_amounts(turn: Turn) -> Turn:
    """Return the turn without those numbers that it compares others with: "9,000, far below the 100,000 at which"."""
    if len(turn.amounts) < 2:
        return turn
    kept = [i for i, a in enumerate(turn.amounts) if not _THAN.search(turn.text[max(0, a.start - 30) : a.start])]
    if not kept or len(kept) == len(turn.amounts):
        return turn
    return replace(turn, amounts=tuple(turn.amounts[i] for i in kept), roles=turn.roles[kept])


def facts_for(choice: Choice, all_choices: Sequence[Choice], said: Iterable[Told]) -> dict[str, Told]:
    """Return the present facts that belong to a choice, by factor: what its own section says before what others do."""
    rivals = {
        number
        for other in all_choices
        if other.trade_off == choice.trade_off and other.option != choice.option
        for number in other.sections
    } - choice.sections
    others = {n for o in all_choices if o.trade_off != choice.trade_off for n in o.sections} - choice.sections
    by_factor: dict[str, list[tuple[float, Told]]] = {}
    for one in said:
        number = one.statement.place.number
        if number in rivals or one.planned:
            continue
        weight = one.surely * (ELSEWHERE if number in others else 1.0) + (0.2 if number in choice.sections else 0.0)
        if weight >= SURE:
            by_factor.setdefault(one.fact.factor, []).append((weight, one))
    kept = {factor: _surest(mentions) for factor, mentions in by_factor.items()}
    return {factor: one for factor, one in kept.items() if one is not None}


def _surest(mentions: list[tuple[float, Told]]) -> Told | None:
    """Return the surest mention, or None where a contrary one is about as sure."""
    ranked = sorted(mentions, key=lambda m: (-round(m[0], 2), m[1].statement.line))
    weight, best = ranked[0]
    against = [w for w, m in ranked if m.fact.choice != best.fact.choice and m.fact.choice is not None]
    return None if against and weight - max(against) < RIVAL else best


def planned_for(choice: Choice, all_choices: Sequence[Choice], said: Iterable[Told]) -> tuple[Told, ...]:
    """Return the figures of a later time that belong to a choice."""
    rivals = {
        n for o in all_choices if o.trade_off == choice.trade_off and o.option != choice.option for n in o.sections
    } - choice.sections
    return tuple(one for one in said if one.planned and one.statement.place.number not in rivals)


def mentioned(document: Document, heard: Heeded, factor: Factor) -> bool:
    """Say whether a document mentions a factor at all: something is heard about it, or one of its words is said."""
    columns = [c for c, label in enumerate(heard.listening.labels) if label.split("=")[0] == factor.id]
    roles = [c for c, label in enumerate(heard.listening.roles) if label == factor.id]
    for turn in heard.listening.turns:
        if len(turn.stated) and columns and float(turn.stated[:, columns].max()) >= MENTIONED:
            return True
        if len(turn.roles) and roles and float(turn.roles[:, roles].max()) >= MENTIONED:
            return True
    words = {factor.name, *factor.cues}
    spoken = "\n".join(s.text for s in document.statements if not s.quoted).casefold()
    return any(re.search(rf"\b{re.escape(word.casefold())}\b", spoken) for word in words)


def figures(factor: Factor) -> bool:
    """Say whether a factor takes a number."""
    return factor.kind is FactorKind.QUANTITY
