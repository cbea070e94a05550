"""The facts that a document states about its decisions: heard in every statement, kept with where they stand. Pure.

A requirement stated anywhere belongs to every decision; what is stated in the section of another choice of the same
trade-off belongs to that one only. Numbers of others, of the past, of examples and of sources are no facts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.design import voice
from bot.design.borrowed import borrowed
from bot.design.choices import Choice
from bot.design.document import Document, Statement
from bot.design.headings import Part
from bot.design.rows import gone
from bot.facts import stated
from bot.lexicon import terms
from bot.listen import Heard, Listening, Turn
from bot.numbers import counted
from kb.types import Fact, Factor

SURE = 0.66
"""Probability from which a statement of a document states a fact; in a question, where all is about the matter, less
does (``bot.facts.STATED``)."""
PERHAPS = 0.3
"""Probability from which it may state one: what is so heard in favour of a choice saves it from a finding."""
RIVAL = 0.15
"""How much surer than its contrary a fact must be, where the document states both."""
ELSEWHERE = 0.8
"""What is stated where another matter is decided counts so much less surely."""
INSIDE = 0.2
"""How much more a fact weighs that is stated in the choice's own section."""
FITTING = 0.3
"""How much more a figure weighs whose sentence is all in the words by which its factor is asked for."""
ALIKE = 0.1
"""Difference in weight up to which two figures of one factor are as good as each other, and make a range."""
OWN, STANDS_FOR = 0.35, 0.8
"""Probability below which a number is another quantity's, and how much less surely it then stands for this one."""
MENTIONED = 0.25
"""Probability from which a document may be said to have mentioned a factor."""

_THAN = re.compile(
    r"\b(?:below|above|under|over|beyond|exceed\w*|than|up to which|threshold|bar|limit of|from which)\s*"
    r"(?:the |a |an |of |about |some |roughly )*$",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(?:because|since|so that|in order|due to|owing to|given that|as (?:we|it|they|the))\b", re.I)
_SOURCED = re.compile(
    r"\b(?:according to|survey\w*|stud(?:y|ies) (?:of|by|found|show)|benchmark\w*|reported|literature|paper"
    r"|analysts?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Told:
    """A fact with how surely it was heard and the statement that states it.

    ``planned`` where it is of a later time; ``direct`` unless it is another quantity that may stand for this one;
    ``fits`` is the share of its words by which the factor is asked for; ``vague`` where several figures were joined;
    not ``near`` where it stands with another choice.
    """

    fact: Fact
    surely: float
    statement: Statement
    planned: bool = False
    direct: bool = True
    fits: float = 0.0
    vague: bool = False
    near: bool = True


@dataclass(frozen=True)
class Heeded:
    """The statements of a document that may state facts, each with what was heard in it."""

    statements: tuple[Statement, ...]
    listening: Listening


def heeded(document: Document) -> tuple[Statement, ...]:
    """Return the statements that may state facts about the document's own matter."""
    others = borrowed(document)
    return tuple(s for s in document.statements if s not in others and _own(s))


def _own(statement: Statement) -> bool:
    text = statement.text
    if statement.quoted or statement.place.part is Part.ELSEWHERE:
        return False
    return not (voice.exemplary(text) or voice.past(text) or text.rstrip().endswith("?"))


def told(heard: Heeded, factors: Mapping[str, Factor], year: int | None = None) -> tuple[Told, ...]:
    """Return all that the statements state about these factors, or may, in order; ``year`` is the document's."""
    found: list[Told] = []
    asked = {id: frozenset(terms(f"{f.name} {f.ask} {' '.join(f.cues)}")) for id, f in factors.items()}
    for statement, turn in zip(heard.statements, heard.listening.turns, strict=True):
        found += [
            Told(h.fact, h.surely, statement)
            for h in stated(turn, heard.listening.labels, factors)
            if h.surely >= PERHAPS
        ]
        if _SOURCED.search(statement.text):
            continue
        planned = voice.planned(statement.text) and not gone(statement.text, year)
        words = _words(statement.text)
        for h in counted(_own_amounts(turn), heard.listening.roles, factors, {}):
            direct = _direct(h, turn, heard.listening.roles)
            surely = h.surely if direct else h.surely * STANDS_FOR
            fits = len(words & asked[h.fact.factor]) / max(1, len(words))
            found += [Told(h.fact, surely, statement, planned, direct, fits)] if surely >= PERHAPS else []
    return tuple(found)


def _words(text: str) -> frozenset[str]:
    return frozenset(term for term in terms(text) if not term[:1].isdigit())


def _direct(heard: Heard, turn: Turn, roles: Sequence[str]) -> bool:
    """Say whether a number was heard as this very quantity, and not as another that may stand for it."""
    if heard.fact.factor not in roles:
        return False
    column = list(roles).index(heard.fact.factor)
    rows = [row for row, amount in enumerate(turn.amounts) if amount.text in heard.fact.text]
    return max((float(turn.roles[row, column]) for row in rows), default=1.0) >= OWN


def _own_amounts(turn: Turn) -> Turn:
    """Return the turn without those numbers that it compares others with: "9,000, far below the 100,000 at which"."""
    if len(turn.amounts) < 2:
        return turn
    kept = [i for i, a in enumerate(turn.amounts) if not _THAN.search(turn.text[max(0, a.start - 30) : a.start])]
    if not kept or len(kept) == len(turn.amounts):
        return turn
    return replace(turn, amounts=tuple(turn.amounts[i] for i in kept), roles=turn.roles[kept])


def facts_for(
    choice: Choice, all_choices: Sequence[Choice], said: Sequence[Told], bar: float = SURE
) -> dict[str, Told]:
    """Return the facts that belong to a choice, by factor: what its own section says before what others do.

    A figure of a later time counts where the document gives none of today.
    """
    away = rivals_of(choice, all_choices)
    others = {n for o in all_choices if o.trade_off != choice.trade_off for n in o.sections} - choice.sections
    present = {one.fact.factor for one in said if not one.planned and one.direct}
    choosing = {line for other in all_choices if other.trade_off == choice.trade_off for line in other.statements}
    by_factor: dict[str, list[tuple[float, Told]]] = {}
    for one in said:
        number, factor = one.statement.place.number, one.fact.factor
        if one.statement.line in choosing and not _reasoned(one):
            continue
        if number in away or (factor in present and (one.planned or not one.direct)):
            continue
        weight = one.surely * (ELSEWHERE if number in others else 1.0)
        if weight >= bar:
            weight += FITTING * one.fits + (INSIDE if number in choice.sections else 0.0)
            near = number not in others or number in choice.sections
            by_factor.setdefault(factor, []).append((weight, replace(one, near=near)))
    kept = {factor: _surest(mentions) for factor, mentions in by_factor.items()}
    return {factor: one for factor, one in kept.items() if one is not None}


def _reasoned(one: Told) -> bool:
    """Say whether what is heard in a sentence that chooses is a reason or a figure, and not the choice itself.

    "We score on demand" states no need to score on demand.
    """
    if one.fact.choice is None:
        return True
    at = one.statement.text.find(one.fact.text)
    return at > 0 and _REASON.search(one.statement.text[:at] + one.fact.text[:12]) is not None


def rivals_of(choice: Choice, all_choices: Sequence[Choice]) -> frozenset[int]:
    """Return the sections in which another option of the same trade-off is chosen, for something else."""
    return frozenset(
        number
        for other in all_choices
        if other.trade_off == choice.trade_off and other.option != choice.option
        for number in other.sections - choice.sections
    )


def _surest(mentions: list[tuple[float, Told]]) -> Told | None:
    """Return the surest mention, joined with other figures that are about as sure; None where a contrary one is."""
    ranked = sorted(mentions, key=lambda m: (-round(m[0], 2), m[1].statement.line))
    weight, best = ranked[0]
    if best.fact.low is None:
        against = [w for w, m in ranked if m.fact.choice != best.fact.choice]
        return None if against and weight - max(against) < RIVAL else best
    near = [m.fact for w, m in ranked if weight - w <= ALIKE and m.fact.low is not None]
    low = min(float(f.low or 0.0) for f in near)
    high = max(float(f.high if f.high is not None else f.low or 0.0) for f in near)
    if (low, high) == (best.fact.low, best.fact.high):
        return best
    joined = best.fact.model_copy(update={"low": low, "high": high, "bound": None})
    return replace(best, fact=joined, vague=True)


def planned_for(choice: Choice, all_choices: Sequence[Choice], said: Sequence[Told]) -> tuple[Told, ...]:
    """Return the figures of a later time that belong to a choice, where the document gives one of today as well."""
    away = rivals_of(choice, all_choices)
    present = {one.fact.factor for one in said if not one.planned and one.direct and one.fact.low is not None}
    return tuple(
        one for one in said
        if one.planned and one.direct and one.fact.factor in present and one.statement.place.number not in away
    )  # fmt: skip


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
