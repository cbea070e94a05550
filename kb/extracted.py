"""Records of what was extracted from an article and not written by us: figures, rules of thumb, and rules from them.

Spans point into ``Source.text`` of their source. Nothing here is used in an answer as if a person had written it: a
rule made of an ``ExtractedRule`` carries the status ``extracted`` and the least force until someone accepts it.
"""

from __future__ import annotations

from typing import Literal

from kb.reviews import item_id
from kb.types import Record, Span

Polarity = Literal["for", "against"]


class Mark(Record):
    """Some words of a source, where they stand."""

    text: str
    start: int
    end: int


class Carried(Record):
    """The citation that a statement carries: in its own sentence, or in one beside it that speaks of the same work."""

    marker: str
    start: int
    end: int
    references: tuple[str, ...]
    where: Literal["in the sentence", "beside it"]


class Figure(Record):
    """A quantity as stated: ``low`` to ``high`` in ``unit`` as the text has it (``18 months``, ``$``, ``requests``).

    ``period`` is that of a rate; ``canonical`` holds low, high and the unit of the knowledge base where it differs.
    """

    low: float
    high: float
    unit: str
    period: str | None = None
    comparator: Literal["<", "<=", ">", ">=", "=", "~", "between"] = "="
    counted: str = ""
    words: Mark
    compared_by: Mark | None = None
    hedge: Mark | None = None
    canonical: tuple[float, float, str] | None = None


class Thumb(Record):
    """A rule of thumb in words: under ``condition``, ``option`` is (``for``) or is not (``against``) the one to take.

    ``about`` are other words that name the option, where its own are a pronoun: a heading, the start of a list item.
    """

    condition: Mark
    option: Mark
    about: tuple[str, ...] = ()
    polarity: Polarity = "for"
    hedge: Mark | None = None
    sentence: tuple[int, int]
    stem: tuple[int, int] | None = None


class Link(Record):
    """What a statement was linked to, and how surely (0 to 1)."""

    trade_off: str = ""
    option: str = ""
    option_score: float = 0.0
    factor: str = ""
    when: str = ""
    factor_score: float = 0.0


class Statement(Record):
    """One thing that a claim states: a figure, a rule of thumb, or both; with what it was linked to."""

    claim: str
    span: Span
    figure: Figure | None = None
    thumb: Thumb | None = None
    citation: Carried | None = None
    link: Link = Link()


class ExtractedRule(Record):
    """A rule of thumb or a threshold whose option is one of ours.

    ``when`` is the text of a condition (``kb.conditions``), or empty where the condition is words that no factor of
    ours carries; ``favours`` is the option it speaks of, for or against it. ``quote`` is what the source says.
    """

    id: str
    source: str
    claim: str
    span: Span
    trade_off: str
    factor: str
    when: str
    condition_words: str
    favours: str
    polarity: Polarity
    hedge: str | None = None
    quote: str


def extracted_id(source: str, quote: str, trade_off: str, factor: str, favours: str) -> str:
    """Return the id of an extracted rule, derived from what it says: the same after its article is read again."""
    return item_id("rule", source, quote, trade_off, factor, favours)
