"""What the turns of a conversation state: clauses heard as yes, no or a category, numbers given to their factor. Pure.

The newest statement wins unless it was heard far less surely; a retraction is heard.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from bot.clauses import Clause
from bot.listen import Heard, Listening, Turn
from bot.numbers import counted
from bot.replies import is_reply, reply
from bot.voices import NOTHING
from kb.types import Fact, Factor

_ALL_OF_IT = re.compile(
    r"\b(?:forget|scratch|ignore|disregard|strike) (?:that|it|this|what i (?:just )?said)\b(?! (?:about|on|the))"
    r"|vergiss das|olvida eso|oublie[zs]? ça",
    re.IGNORECASE,
)

STATED = 0.12
"""Probability from which a clause is taken to state a fact; of 0.08 to 0.3 the one that found more without hearing more
wrong, on four sets that had not been learnt from (docs/hearing.md)."""
SURE = 0.6
"""Probability below which a fact was only implied, and is shown as an assumption; of 0.4 to 0.7 the best by the totals
of the sets in ``tests/eval``."""
FIRM = 0.45
"""A later turn heard as surely as this replaces whatever stood before; below it, only what was heard less surely."""

RETRACTED = re.compile(
    r"\b(?:forget|ignore|scratch|scrap|strike|disregard|drop|take back|i was wrong about|never mind|no need for"
    r"|vergiss|vergessen sie|olvida|olvide|oubliez|oublie)\b|忘掉|收回|别管",
    re.IGNORECASE,
)


Asked = Callable[[Mapping[str, Fact]], Factor | None]
"""Which factor the advisor would have asked about next, given these facts."""


def extract_facts(listening: Listening, factors: Mapping[str, Factor], asked: Asked) -> dict[str, Fact]:
    """Return the facts that the turns state about these factors, by factor id; the last turn is the question.

    A bare "yes", "never" or "about 300" that states nothing else answers the question asked before it.
    """
    facts: dict[str, Fact] = {}
    surely: dict[str, float] = {}
    last = len(listening.turns) - 1
    for index, turn in enumerate(listening.turns):
        before = dict(facts)
        place = {"turn": index, "origin": "question" if index == last else "history"}
        found = (*stated(turn, listening.labels, factors), *counted(turn, listening.roles, factors, before))
        for factor in retracted(turn, facts, factors, [heard.fact.factor for heard in found]):
            # a turn that takes a figure back names it: "scrap the 150 ms" does not state it anew
            found = tuple(heard for heard in found if not _same(heard.fact, facts[factor]))
            del facts[factor], surely[factor]
        if index and is_reply(turn) and not any(heard.surely >= FIRM for heard in found):
            found = reply(turn, asked(before)) or found
        for heard in found:
            factor = heard.fact.factor
            if heard.surely >= min(FIRM, surely.get(factor, 0.0)):
                facts[factor], surely[factor] = heard.fact.model_copy(update=place), heard.surely
    return facts


def _same(heard: Fact, before: Fact) -> bool:
    """Say whether a fact is the one stated before."""
    return all(getattr(heard, part) == getattr(before, part) for part in ("factor", "low", "high", "choice"))


def stated(turn: Turn, labels: Sequence[str], factors: Mapping[str, Factor]) -> tuple[Heard, ...]:
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
    return tuple(_heard(turn, factor, *found) for factor, found in sorted(best.items()))


def _heard(turn: Turn, factor: str, probability: float, value: str, piece: Clause) -> Heard:
    words, span = turn.words(piece.start, piece.end)
    fact = Fact(factor=factor, choice=value, text=words.strip(), span=span, assumed=probability < SURE)
    return Heard(fact, probability)


def retracted(
    turn: Turn, facts: Mapping[str, Fact], factors: Mapping[str, Factor], restated: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the factors whose fact this turn takes back: a word of retraction beside their cues or their old words.

    "Forget that" alone takes back all that the turn before stated, unless the turn goes on to say what of it has
    changed (``restated``): "forget that, the ops crew was sold".
    """
    gone = []
    for clause in turn.clauses:
        if not RETRACTED.search(clause.text):
            continue
        said = clause.text.casefold()
        if _ALL_OF_IT.search(clause.text) and facts and not any(id in facts for id in restated):
            newest = max(fact.turn for fact in facts.values())
            gone += [id for id, fact in facts.items() if fact.turn == newest]
        for id in facts:
            words = {*factors[id].cues, factors[id].name, facts[id].text} if id in factors else set()
            if any(word and word.casefold() in said for word in words):
                gone.append(id)
    return tuple(dict.fromkeys(gone))
