"""The records of Crossroads: frozen, tuples not lists, ids derived from content, a span on everything extracted."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from kb.copies import Part, Quoted
from kb.record import Record as Record

Bound = Literal["at least", "at most"]
"""The side on which a stated quantity is open: "at least 90k" may be anything from there up."""


class Outcome(StrEnum):
    """What a condition is, given the facts: absence of a fact is a value of its own, never false."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


class Force(StrEnum):
    """How much a rule weighs; a decisive rule outranks any number of strong ones, a strong any number of weak ones."""

    DECISIVE = "decisive"
    STRONG = "strong"
    WEAK = "weak"


class FactorKind(StrEnum):
    """What kind of value a factor takes."""

    QUANTITY = "quantity"
    YES_NO = "yes/no"
    CATEGORY = "category"


class ClaimKind(StrEnum):
    """What a claim rests on, which bears on its certainty (the idea of GRADE: quality apart from clarity)."""

    THRESHOLD = "threshold"
    SURVEY = "survey"
    EXPERIMENT = "experiment"
    CASE = "case"
    PRINCIPLE = "principle"
    DEFINITION = "definition"
    OPINION = "opinion"


class Span(Record):
    """A half-open range of characters ``[start, end)`` in the stored text of a source."""

    source: str
    start: int
    end: int

    @model_validator(mode="after")
    def _ordered(self) -> Span:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs from 0 <= start <= end, not {self.start}..{self.end}")
        return self


class Reference(Record):
    """One entry of a source's bibliography."""

    id: str
    source: str
    number: int | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    title: str = ""
    venue: str | None = None
    url: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    volume: str | None = None
    pages: str | None = None
    publisher: str | None = None
    kind: str = "article"
    text: str = ""
    note: str | None = None


class Source(Record):
    """An ingested article with the text that every span points into.

    ``text_kind`` is ``digest`` where the text is our own summary of the article, ``original`` where it is the
    article itself. ``content_hash`` is the SHA-256 of the bytes that were ingested, in hex. Where several texts of one
    article were ingested (a digest and its original, copies), ``text`` holds them one after the other and ``parts``
    says which is where.
    """

    id: str
    title: str
    authors: tuple[str, ...] = ()
    published: str | None = None
    year: int | None = None
    url: str | None = None
    kind: str = "article"
    language: str = "en"
    text_kind: Literal["digest", "original"] = "original"
    text: str
    content_hash: str
    origin: str = ""
    disclosures: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    def part_at(self, position: int) -> Part | None:
        """Return the text that holds a character, where the source has several."""
        return next((part for part in self.parts if part.start <= position < part.end), None)


class Section(Record):
    """A heading and the text under it, up to the next heading of any level."""

    id: str
    source: str
    title: str
    level: int
    number: int
    span: Span


class Passage(Record):
    """The unit of retrieval: whole sentences of one section, with their span in the source.

    ``language`` is set where it is not the source's; ``translates`` is then the id of the passage that it translates.
    """

    id: str
    source: str
    section: str
    text: str
    span: Span
    text_hash: str
    language: str = ""
    translates: str = ""


class Citation(Record):
    """An in-text pointer such as ``[2]`` or a link; ``references`` is empty where it dangles."""

    source: str
    marker: str
    span: Span
    references: tuple[str, ...] = ()


class Threshold(Record):
    """A condition on a quantity: comparator, value or range, unit, period.

    ``low`` and ``high`` are in ``unit``; a single value has ``low == high``. ``period`` is ``None`` where the source
    names none, which makes two thresholds on a rate not comparable.
    """

    comparator: Literal["<", "<=", ">", ">=", "=", "~", "between"]
    low: float
    high: float
    unit: str = ""
    period: str | None = None
    hedge: str | None = None
    text: str = ""


class Claim(Record):
    """One statement of a source: its span, what it cites, what it rests on, the quantities it states.

    ``quoted`` is where the original says it, for a claim of a digest whose original was ingested too.
    """

    id: str
    source: str
    anchor: str
    text: str
    span: Span
    kind: ClaimKind = ClaimKind.OPINION
    references: tuple[str, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    passage: str = ""
    quoted: Quoted | None = None


class Finding(Record):
    """Something a reader of the ingest report should know: a dangling marker, an unused reference, a repaired byte."""

    source: str
    kind: str
    text: str
    line: int | None = None


class Article(Record):
    """All that one article yields; what the ledger saves or replaces as a whole."""

    source: Source
    sections: tuple[Section, ...] = ()
    passages: tuple[Passage, ...] = ()
    claims: tuple[Claim, ...] = ()
    references: tuple[Reference, ...] = ()
    citations: tuple[Citation, ...] = ()
    findings: tuple[Finding, ...] = ()


class Option(Record):
    """Something that can be chosen; ``text`` says it in one sentence, ``evidence`` are claim ids."""

    id: str
    name: str
    text: str
    evidence: tuple[str, ...] = ()


class Factor(Record):
    """What a decision depends on, and the words people use for it.

    ``unit`` is the canonical unit of a quantity (``1/day``, ``s``, ``count``, ``%``, ``percentage points``, ``weeks``).
    ``values`` are the values of a category. ``said`` maps a value (``yes``, ``no``, or a category's value) to
    sentences people say when it is so; for a quantity ``said["is"]`` holds sentences with the number in braces.
    ``not_said`` are sentences that sound alike and state nothing about it. ``contrasts`` are sentences as alike as can
    be, each with the value that it states: they teach which value, once it is known what is spoken of. ``cues`` are
    words and noun phrases.
    ``heard_as`` names quantities that people mean by the same numbers: said of one of them, a number counts for this
    factor wherever a decision depends on this one and not on that. ``implied_by`` says what may be assumed about it
    from another factor until the user says so or otherwise. ``exceeded_when`` is what says of a figure beside it that
    so much is too much: "ten minutes old, and they complain" is no age that they tolerate.
    """

    id: str
    name: str
    kind: FactorKind
    unit: str | None = None
    values: tuple[str, ...] = ()
    ask: str
    why: str
    cues: tuple[str, ...] = ()
    said: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    not_said: tuple[str, ...] = ()
    contrasts: tuple[dict[str, str], ...] = ()
    heard_as: tuple[str, ...] = ()
    implied_by: tuple[Implication, ...] = ()
    exceeded_when: Condition | None = None


class Condition(Record):
    """A test of one factor, as people write it: ``requests_per_day < 100 thousand/day``, ``ops_24_7 is no``.

    For a quantity ``low``/``high`` are in the factor's canonical unit (``<``, ``<=``, ``>``, ``>=`` use ``low``;
    ``between`` uses both, inclusive). For the others ``values`` holds the accepted values (``yes``, ``no``, ...).
    """

    factor: str
    comparator: Literal["<", "<=", ">", ">=", "between", "is"]
    low: float | None = None
    high: float | None = None
    values: tuple[str, ...] = ()
    text: str


class Implication(Record):
    """What may be assumed of a factor while nothing is stated about it: ``value`` where ``when`` holds."""

    value: str
    when: Condition


class Rule(Record):
    """Conditions over factors (all must hold), the option it favours, its force, and the claims behind it.

    ``note`` says so where a figure is our own reading because the sources name none. ``corroborated_by`` are claims of
    other sources that were found to say the same (``graph.extracted``), one a source.
    """

    id: str
    trade_off: str
    when: tuple[Condition, ...]
    favours: str
    force: Force
    because: str
    evidence: tuple[str, ...]
    note: str | None = None
    status: Literal["authored", "extracted"] = "authored"
    corroborated_by: tuple[str, ...] = ()


class Position(Record):
    """What one source holds in a disagreement; ``states`` is set where it is a quantity, ``stance`` where it is not.

    ``population`` is what its figure was counted over (``requests to an LLM API``), where the source says so. Figures
    are compared only where it is the same; the date of a position is that of its claim's reference and source.
    """

    evidence: str
    text: str
    states: Threshold | None = None
    stance: str | None = None
    population: str | None = None


class Disagreement(Record):
    """Sources that do not say the same about one thing; the relation is computed, not authored."""

    id: str
    about: str
    factors: tuple[str, ...] = ()
    positions: tuple[Position, ...]


class LookUp(Record):
    """A way people ask for a piece of evidence, and the claim that answers it."""

    ask: str
    claim: str


class TradeOff(Record):
    """A decision: what can be chosen, by which rules, and what it is recognised by.

    ``examples`` are questions that ask this decision, with what they state marked as ``{words|factor}`` for a
    quantity and ``{words|factor=value}`` for a yes/no or a category; of ``partly_marked`` ones only what this decision
    depends on is marked. ``near_misses`` sound alike and ask something else.
    """

    id: str
    name: str
    question: str
    aliases: tuple[str, ...] = ()
    options: tuple[Option, ...]
    start: str
    start_because: str
    start_evidence: tuple[str, ...]
    factors: tuple[str, ...]
    rules: tuple[Rule, ...]
    disagreements: tuple[Disagreement, ...] = ()
    cues: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    partly_marked: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    look_ups: tuple[LookUp, ...] = ()


class Principle(Record):
    """Something that bears on every decision."""

    id: str
    name: str
    text: str
    evidence: tuple[str, ...]


class Catalog(Record):
    """All authored decision knowledge, validated; ``digest`` is the SHA-256 of what it was read from.

    ``off_topic`` is what people ask of other things, ``follow_ups`` what they say of an answer that they got,
    ``remarks`` what they say beside the point, of the weather and the office.
    """

    trade_offs: tuple[TradeOff, ...]
    factors: tuple[Factor, ...]
    principles: tuple[Principle, ...] = ()
    off_topic: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    digest: str = ""

    def trade_off(self, id: str) -> TradeOff:
        """Return the trade-off with this id; raise KeyError if there is none."""
        return {t.id: t for t in self.trade_offs}[id]

    def factor(self, id: str) -> Factor:
        """Return the factor with this id; raise KeyError if there is none."""
        return {f.id: f for f in self.factors}[id]


class Fact(Record):
    """A factor's value as the user stated it, with the words it came from.

    A quantity is in the factor's canonical unit, ``low == high`` for a single value; a yes/no or category has
    ``choice`` set. ``bound`` is set where the value is only the near end of what is stated ("at least", "at most"):
    the walk takes the value, robustness anything on the open side. ``span`` are the characters in the turn that stated
    it, ``turn`` its index. What was only implied is ``assumed``; what was hardly heard, ``perhaps`` so, does not count.
    """

    factor: str
    low: float | None = None
    high: float | None = None
    choice: str | None = None
    text: str = ""
    origin: Literal["question", "history", "given", "model"] = "question"
    span: tuple[int, int] | None = None
    turn: int = 0
    unit_said: str | None = None
    assumed: bool = False
    perhaps: bool = False
    bound: Bound | None = None
