"""One pass of the classifiers over a conversation: every clause and every number of every turn, scored once and used
by all that follow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.apiece import totals
from bot.clauses import Clause, clauses, past_acknowledgement, sentence_rows
from bot.from_to import in_its_unit
from bot.hearing import Hearing
from bot.machine_text import as_said
from bot.portions import portions
from bot.roles import context_of
from bot.spelling import Mended, Speller
from bot.terms import Embed
from bot.values import in_sentences
from bot.voices import ABOUT, NOTHING, REMARK
from kb.quantity import Amount, read_amounts
from kb.tallies import Tally, read_tallies
from kb.types import Fact, TradeOff

Scores = NDArray[np.float32]
_REFERENCE = re.compile(r"\[(\d+)\]")
_ITEM = re.compile(r"(?:(?<![\w(.,])\(?(?=\d+\))|^\s*(?=\d+\.))(\d{1,2})[.)]\s", re.MULTILINE)
UNHEARD = {"money", "date", "other"}
"""Dimensions that no factor has: prices, years, times of day, versions."""


class Told(NamedTuple):
    """A share told by two counts, with the scores of the roles that it may have."""

    tally: Tally
    roles: Scores


class Heard(NamedTuple):
    """A fact with how surely it was heard, 0 to 1."""

    fact: Fact
    surely: float


def rather_than_nobody(own: float, nobody: float) -> float:
    """Return how surely a number is a factor's rather than nobody's, from the probabilities of both."""
    return own / (own + nobody + 1e-9)


@dataclass(frozen=True)
class Turn:
    """One message with its clauses and numbers; row i of each score matrix belongs to clause or number i.

    ``text`` is the message with its spelling mended, which clauses and numbers point into; ``original`` is as it was
    typed. ``about_answer`` is how surely it speaks of an answer given before it ("how sure are you?"), ``beside`` how
    surely it is a remark beside the point. One that ``only_adds`` wants evidence, and changes nothing that was stated
    before it.
    """

    original: str
    mended: Mended
    clauses: tuple[Clause, ...]
    stated: Scores
    amounts: tuple[Amount, ...]
    roles: Scores
    told: tuple[Told, ...] = ()
    about_answer: float = 0.0
    beside: float = 0.0
    only_adds: bool = False

    @property
    def text(self) -> str:
        """The message as it is read."""
        return self.mended.text

    def piece_at(self, place: int) -> int | None:
        """Return the row of the shortest clause around a place of the text, or None."""
        around = [(c.end - c.start, row) for row, c in enumerate(self.clauses) if c.start <= place < c.end]
        return min(around)[1] if around else None

    def words(self, start: int, end: int) -> tuple[str, tuple[int, int]]:
        """Return the user's own words behind ``[start, end)`` of the text, and their place in the message."""
        first, last = self.mended.place(start, end)
        return self.original[first:last], (first, last)


@dataclass(frozen=True)
class Listening:
    """The turns as heard; the columns of the scores are the classes of the classifiers."""

    turns: tuple[Turn, ...]
    labels: tuple[str, ...]
    roles: tuple[str, ...]


def listen(messages: Sequence[str], hearing: Hearing, embed: Embed, speller: Speller) -> Listening:
    """Score all clauses and numbers of all turns, each kind in one call."""
    mended = [speller.mend(as_said(message)) for message in messages]
    texts = [m.text for m in mended]
    pieces = [clauses(text) for text in texts]
    amounts = [amounts_of(text) for text in texts]
    tallies = [read_tallies(text, read_amounts(text)) for text in texts]
    stated = _facts(pieces, hearing, embed)
    numbers = [(*group, *((t.amount, t.amount) for t in told)) for group, told in zip(amounts, tallies, strict=True)]
    roles = _roles(texts, numbers, hearing, embed)
    abouts = _states_nothing([past_acknowledgement(text.strip()) for text in texts], hearing, embed)
    turns, row, at = [], 0, 0
    for message, mend, group, counts, shares, about in zip(
        messages, mended, pieces, amounts, tallies, abouts, strict=True
    ):
        end, wholes = at + len(counts), tuple(whole for whole, _ in counts)
        told = tuple(Told(share, roles[end + number]) for number, share in enumerate(shares))
        turns.append(Turn(message, mend, group, stated[row : row + len(group)], wholes, roles[at:end], told, *about))
        row, at = row + len(group), end + len(shares)
    return Listening(tuple(turns), hearing.stated.classes, hearing.roles.classes)


def amounts_of(text: str) -> tuple[tuple[Amount, Amount], ...]:
    """Return the numbers of a text that can be anybody's, each as the total that it makes and as it was said."""
    marks = list_marks(text)
    found = [a for a in read_amounts(text) if a.dimension not in UNHEARD and a.start not in marks]
    return totals(text, portions(text, in_its_unit(text, found)))


def list_marks(text: str) -> frozenset[int]:
    """Return where numbers stand that count nothing: "[1]" marks a reference; "(1) ... (2) ...", items of a list."""
    references = [place.start(1) for place in _REFERENCE.finditer(text)]
    items = [item.start(1) for nth, item in enumerate(_ITEM.finditer(text), start=1) if item[1] == str(nth)]
    return frozenset(references + items if len(items) > 1 else references)


def _facts(pieces: Sequence[Sequence[Clause]], hearing: Hearing, embed: Embed) -> Scores:
    """Score which fact each clause of each message states."""
    scores = hearing.facts([c.text for group in pieces for c in group], embed)
    starts = accumulate((len(group) for group in pieces), initial=0)
    sentences = [start + row for start, group in zip(starts, pieces, strict=False) for row in sentence_rows(group)]
    return in_sentences(scores, hearing.stated.classes, sentences)


def _states_nothing(texts: Sequence[str], hearing: Hearing, embed: Embed) -> list[tuple[float, float]]:
    """Return how surely each message speaks of an answer given before it, of which there is none before the first, and
    how surely it is a remark beside the point."""
    classes, scores = hearing.about.classes, hearing.about.scores(texts, embed)
    taught = {label: scores[:, classes.index(label)].tolist() for label in (ABOUT, REMARK) if label in classes}
    none = [0.0] * len(texts)
    return list(zip(taught.get(ABOUT, none), taught.get(REMARK, none), strict=True))


def _roles(
    texts: Sequence[str], amounts: Sequence[Sequence[tuple[Amount, Amount]]], hearing: Hearing, embed: Embed
) -> Scores:
    """Score whose each number is; a total is heard in its own place and in that of the number it was made from, and
    counts as what it is less likely nobody's."""
    pairs = [(text, *pair) for text, group in zip(texts, amounts, strict=True) for pair in group]
    scores = hearing.roles.scores([context_of(text, whole) for text, whole, _ in pairs], embed)
    made = [row for row, (_, whole, said) in enumerate(pairs) if whole is not said]
    if not made:
        return scores
    single = hearing.roles.scores([context_of(pairs[row][0], pairs[row][2]) for row in made], embed)
    nobody, best = hearing.roles.classes.index(NOTHING), scores.copy()
    for row, other in zip(made, single, strict=True):
        if other[nobody] < best[row, nobody]:
            best[row] = other
    return best


def strongest(listening: Listening, turns: slice | Sequence[int] = slice(None)) -> dict[str, float]:
    """Return for each factor how surely anything at all is said about it in these turns."""
    best: dict[str, float] = {}
    heard = listening.turns[turns] if isinstance(turns, slice) else [listening.turns[at] for at in turns]
    for turn in heard:
        for labels, scores in ((listening.labels, turn.stated), (listening.roles, turn.roles)):
            if not len(scores):
                continue
            for label, most in zip(labels, scores.max(axis=0), strict=True):
                factor = label.split("=")[0]
                if factor:
                    best[factor] = max(best.get(factor, 0.0), float(most))
    return best


def bearing(best: Mapping[str, float], trade_offs: Sequence[TradeOff]) -> dict[str, float]:
    """Return how much of what is said bears on each trade-off; a factor that several share counts for each in part."""
    owners: dict[str, int] = {}
    for trade_off in trade_offs:
        for factor in trade_off.factors:
            owners[factor] = owners.get(factor, 0) + 1
    return {t.id: sum(best.get(f, 0.0) / owners[f] for f in t.factors) for t in trade_offs}
