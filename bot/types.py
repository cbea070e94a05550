"""The answer: one shape on every surface (JSON of the command line, of the API, of the chat)."""

from __future__ import annotations

from typing import Literal

from kb.types import Fact, Record

OutcomeName = Literal["recommendation", "needs_facts", "evidence_only", "out_of_scope"]


class Named(Record):
    """An id with the name people read."""

    id: str
    name: str


class CitedSource(Record):
    """The source a quote stands in."""

    id: str
    title: str
    authors: tuple[str, ...]
    year: int | None
    url: str | None


class CitedReference(Record):
    """A reference that the quoted sentence leans on."""

    id: str
    number: int | None
    text: str
    url: str | None


class CitedQuote(Record):
    """A numbered citation: ``quote`` is byte for byte ``source text[start:end]``.

    ``note`` says what a reader has to know of the wording: that it is a copy's with words swapped, beside our summary,
    or how the article's translation says it, where that is the language that was asked in, or that a figure which was
    looked up is another in the source.
    """

    n: int
    quote: str
    prefix: str
    suffix: str
    passage: str
    start: int
    end: int
    kind: Literal["original", "digest"]
    source: CitedSource
    references: tuple[CitedReference, ...]
    link: str
    note: str = ""


class Recommendation(Record):
    """What to do, how clearly it follows (strength), how good the evidence is (certainty)."""

    option: Named
    strength: Literal["strong", "moderate", "weak"]
    certainty: Literal["high", "moderate", "low", "very low"]
    robust: bool
    summary: str
    citations: tuple[int, ...]


class Alternative(Record):
    """An option that was not recommended, and why."""

    option: Named
    why_not: str
    citations: tuple[int, ...]


class FactHeard(Record):
    """A fact as it was understood, with the words it came from.

    ``assumed`` where the words only imply it; ``counted`` is false where it did not reach the walk: no rule of the
    decision depends on it, or it is only assumed and what is stated decides firmly without it.
    """

    factor: str
    value: float | bool | str | tuple[float, float]
    unit: str | None
    text: str
    origin: Literal["question", "history", "given", "model"]
    span: tuple[int, int] | None
    assumed: bool = False
    counted: bool = True


class PathStep(Record):
    """One step of the reasoning path."""

    step: int
    kind: str
    node: str
    text: str
    outcome: Literal["holds", "fails", "unknown"] | None
    favours: str | None
    force: str | None
    citations: tuple[int, ...]


class FlipHeard(Record):
    """The value at which the recommendation would change, in the user's own unit."""

    factor: str
    at: float
    unit: str
    towards: Named
    text: str
    citations: tuple[int, ...]


class PositionShown(Record):
    """One side of a conflict."""

    text: str
    citations: tuple[int, ...]


class ConflictShown(Record):
    """Where sources disagree, or cannot be compared; ``weight`` says which position this walk leaned on, and why."""

    about: str
    relation: Literal["disagree", "not comparable"]
    positions: tuple[PositionShown, ...]
    weight: str | None = None


class Missing(Record):
    """A fact that could change the recommendation, how to ask for it and why.

    ``kind`` and ``values`` say what may be answered (``values`` are those of a category, in the author's order),
    ``unit`` is the canonical one of a quantity; a surface needs no more to ask.
    """

    factor: str
    ask: str
    why: str
    could_change_to: tuple[str, ...]
    kind: Literal["quantity", "yes/no", "category"] = "quantity"
    values: tuple[str, ...] = ()
    unit: str | None = None


class Answer(Record):
    """The answer of section 4 of the design, whole."""

    question: str
    outcome: OutcomeName
    trade_off: Named | None
    recommendation: Recommendation | None
    alternatives: tuple[Alternative, ...]
    facts: tuple[FactHeard, ...]
    path: tuple[PathStep, ...]
    flips: tuple[FlipHeard, ...]
    conflicts: tuple[ConflictShown, ...]
    missing: tuple[Missing, ...]
    citations: tuple[CitedQuote, ...]
    text: str
    knowledge: str


class Question(Record):
    """What a message asks: its turns (the last is answered), what it wants, of which decision, how surely.

    ``intent`` is ``decide``, ``look_up`` or ``other``; ``trade_offs`` are (id, probability), most likely first;
    ``confidence`` is the probability that any of them is meant, ``asks_evidence`` that evidence is asked for;
    ``language`` is that of the last turn, ``also`` are other trade-offs that it asks besides, ``former`` those that the
    conversation asked and left, each with its turns; ``of_answer``: it speaks of the answer that it got; ``look_ups``
    are the turns that ask for evidence.
    """

    turns: tuple[str, ...]
    intent: Literal["decide", "look_up", "other"]
    trade_offs: tuple[tuple[str, float], ...]
    confidence: float
    asks_evidence: float = 0.0
    facts: tuple[Fact, ...] = ()
    language: str = "en"
    also: tuple[str, ...] = ()
    former: tuple[tuple[str, tuple[int, ...]], ...] = ()
    of_answer: bool = False
    look_ups: tuple[int, ...] = ()
