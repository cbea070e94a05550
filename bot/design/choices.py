"""The decisions that a document takes: which option of which trade-off, said where. Pure but for the classifier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.clauses import clauses
from bot.design import voice
from bot.design.borrowed import borrowed
from bot.design.document import Document, Statement
from bot.design.headings import Part
from bot.design.listed import Listed, options_listed, pointed_at
from bot.design.options import Likely, Options
from kb.blocks import BlockKind

EXPLICIT = 0.32
"""Probability of an option from which a sentence that announces a choice ("we will", a decision section) makes it."""
PLAIN = 0.65
"""The same for a sentence that only describes what is: "the service calls a hosted API"."""
SECOND = 0.55
"""Probability from which a second option of the same decision, chosen in another section, counts beside the first."""
PIECE = 0.55
"""The same for a clause of a sentence that as a whole chooses nothing."""
POINTED = 0.25
"""The same for an option that a sentence points at in a list: it is chosen, whatever it is called."""
SITUATED = 0.3
"""How much less the description of the present weighs than a choice."""
IN_A_ROW = 0.05
"""How much less a table row weighs than a sentence that says the same."""
SHORTEST = 10

_STATUS_NO = re.compile(
    r"\b(?:rejected|discarded|no|not chosen|declined|dropped|considered|alternative)\b|[✗✘❌]", re.I
)
_STATUS_YES = re.compile(r"\b(?:chosen|selected|accepted|yes|decided|adopted)\b|[✓✔✅]", re.I)
_FOLLOWS = re.compile(
    r"^\W*(?:(?:positive|negative|neutral)\b.*|consequences|implications|benefits|advantages|disadvantages|limitations|pros|cons"
    r"|trade-?offs(?: accepted)?|risks?|mitigations?|requirements?|assumptions?)\W*$",
    re.IGNORECASE,
)
"""Headings of what follows from a choice, or what it has to meet: what is said there chooses nothing."""
_LINKS = re.compile(r"\W*\[[^\]]+\]\(")
_CHOSEN = re.compile(
    r"\b(?:decisions?|decided|chosen|choice|choose|how|approach|solution|answer|resolution|outcome|we (?:do|use)"
    r"|plan)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:alternatives?|options?|candidates?|pros?|cons?|why not|status|verdict)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Choice:
    """An option that the document chooses; ``statement`` says it most clearly, ``statements`` are all that say it (by
    their first line), ``sections`` those in which they stand. ``surely`` is 0 to 1; ``announced`` where one of them
    announces a choice, and does not merely describe what is.
    """

    trade_off: str
    option: str
    statement: Statement
    sections: frozenset[int]
    statements: frozenset[int]
    surely: float
    announced: bool = True


@dataclass(frozen=True)
class _Candidate:
    likely: Likely
    statement: Statement
    weight: float
    announced: bool


def choices_of(document: Document, options: Options) -> tuple[Choice, ...]:
    """Return the decisions in the order of the document, one for each option of a trade-off."""
    listed = options_listed(document)
    others = borrowed(document)
    own = [s for s in document.statements if s not in others]
    pieces = [(s, text, whole) for s in own for text, whole in _pieces(s, listed)]
    found: list[_Candidate] = []
    for (statement, text, whole), ranked in zip(pieces, options.likely([p[1] for p in pieces]), strict=True):
        for likely in ranked[:1]:
            announced = voice.explicit(statement, statement.text)
            pointed = text == pointed_at(statement, listed)
            if likely.probability >= (POINTED if pointed else PLAIN if not announced else EXPLICIT if whole else PIECE):
                said = voice.commits(statement.text)
                bonus = 0.2 * (pointed or voice.announced(statement.text)) + 0.1 * announced + 0.1 * said
                bonus -= IN_A_ROW * bool(statement.cells)
                if not said and statement.place.part is Part.SITUATION:
                    bonus -= SITUATED
                found.append(_Candidate(likely, statement, likely.probability + bonus, announced))
    return tuple(sorted(_settled(found), key=lambda choice: choice.statement.line))


def _pieces(statement: Statement, listed: Listed) -> list[tuple[str, bool]]:
    """Return the parts of a statement that may choose something, and whether the whole does: the whole where nothing in
    it speaks against, else those of its clauses in which nothing does."""
    if statement.quoted or (statement.place.part is Part.ELSEWHERE and not _STATUS_YES.search(statement.text[:40])):
        return []
    if any(_FOLLOWS.search(title) for title in statement.place.titles[1:]):
        return []
    if statement.kind is BlockKind.ITEM and _key_word(statement):
        return []
    if statement.cells:
        return [(cell, True) for cell in _cells(statement)]
    if voice.exemplary(statement.text):
        return []
    if pointed := pointed_at(statement, listed):
        return [(pointed, True)]
    if thing := voice.chosen_thing(statement.text):
        return [(thing, True)]
    whole = voice.without_contrast(statement.text)
    if statement.text.rstrip().endswith("?"):
        return []
    if not voice.chooses(whole) and voice.chooses(main := voice.without_reasons(whole)) and len(main) >= SHORTEST:
        return [(main, True)]
    parts = [c.text for c in clauses(whole) if c.depth and len(c.text) >= 2 * SHORTEST and voice.chooses(c.text)]
    if voice.chooses(whole):  # what is chosen stands in the first clause; what follows says why
        return [(text, True) for text in (whole, *parts[:1])] if len(whole) >= SHORTEST else []
    return [(part, False) for part in parts if voice.commits(part)]


def _key_word(statement: Statement) -> bool:
    """Say whether a list item only names something, or points to it; under "Decision" that is what was chosen."""
    if statement.text.rstrip().endswith(":") or _LINKS.match(statement.raw):
        return True
    decided = any(_CHOSEN.search(title) for title in statement.place.titles[-1:])
    return not (decided or voice.says(statement.text) or voice.commits(statement.text))


def _cells(statement: Statement) -> list[str]:
    """Return the cells of a table row that may choose something; a table that compares does so only where a cell says
    that a row was chosen."""
    row = " ".join(statement.cells)
    compares = any(_COMPARES.search(head) for head in statement.heads[:1]) or any(
        re.search(r"why not|pros?\b|cons?\b", head, re.IGNORECASE) for head in statement.heads
    )
    if _STATUS_NO.search(row) or (compares and not _STATUS_YES.search(row)):
        return []
    if not _STATUS_YES.search(row):  # what a table holds are figures and parts by all odds
        heads = [*statement.heads, *[""] * len(statement.cells)]
        cells = [c for c, head in zip(statement.cells, heads, strict=False) if voice.commits(c) or _CHOSEN.search(head)]
        return _chosen_cells(cells)
    return _chosen_cells(statement.cells)


def _chosen_cells(cells: Sequence[str]) -> list[str]:
    texts = [voice.without_contrast(cell) for cell in cells if len(cell) >= SHORTEST]
    return [text for text in texts if voice.chooses(text)]


def _settled(found: Iterable[_Candidate]) -> list[Choice]:
    """Return one choice for each option that stands: of two in one section the likelier, of two in different sections
    both where both are clear."""
    by_trade_off: dict[str, list[_Candidate]] = {}
    for candidate in found:
        by_trade_off.setdefault(candidate.likely.trade_off, []).append(candidate)
    settled: list[Choice] = []
    for trade_off, candidates in by_trade_off.items():
        ranked = sorted(candidates, key=lambda c: (-c.weight, c.statement.line))
        winners: list[_Candidate] = []
        for candidate in ranked:
            place = candidate.statement.place.number
            if any(w.statement.place.number == place or w.likely.option == candidate.likely.option for w in winners):
                continue
            if not winners or min(candidate.weight, candidate.likely.probability) >= SECOND:
                winners.append(candidate)
        for winner in winners:
            own = [c for c in candidates if c.likely.option == winner.likely.option]
            sections = frozenset(c.statement.place.number for c in own)
            lines = frozenset(c.statement.line for c in own)
            surely = min(1.0, winner.weight)
            announced = any(c.announced for c in own)
            settled.append(
                Choice(trade_off, winner.likely.option, winner.statement, sections, lines, surely, announced)
            )
    return settled
