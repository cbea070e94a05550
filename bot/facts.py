"""What the turns of a conversation state: clauses heard as yes, no or a category, numbers given to their factor. Pure.

The newest statement wins unless it was heard far less surely; a retraction is heard.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from bot.clauses import Clause
from bot.listen import Heard, Listening, Turn
from bot.numbers import counted
from bot.replies import is_only_yes_or_no, is_reply, is_unknown, reply
from bot.restated import same_value
from bot.takebacks import Back, contrary, no_longer, overtaken, taken_back
from bot.voices import NOTHING
from bot.whose import of_others
from kb.types import Fact, Factor

STATED = 0.03
"""Probability from which a clause is taken to state a fact. Of .03 and .04, on 1,544 questions that had not been learnt
from: at .03 11 more of 3,707 facts are found and as many heard wrong, and 65 more are shown, as what may be so, that
nobody stated; none of these counts."""
SURE = 0.6
"""Probability below which a fact was only implied, and is shown as an assumption; of 0.4 to 0.7 the best by the totals
of the sets in ``tests/eval``."""
COUNTS = 0.4
"""Probability from which what was implied counts at all; below, it is shown as what may be so. Of 1,640 questions that
had not been learnt from 1,543 are right so, 1,541 or 1,542 from .25 or .35 on and 1,538 from .5 on. Where all of it
counted unless something stated decided firmly, 1,533 were."""
FIRM = 0.45
"""A later turn heard as surely as this replaces whatever stood before; below it, only what was heard less surely."""
LIKELY, SAYS_MORE = 0.3, 4
"""How surely a reply of that many words must state a fact not to be the answer to what was asked: "yes, two agronomists
can proofread" says what it says yes to; set by hand."""
STATES_NOTHING = 0.5
"""Probability from which a message only speaks of the answer it got, or beside the point, so that no fact is heard in
its words."""
ALL_THE_SAME = 0.9
"""How surely a clause of such a message must state a fact to be heard all the same: "the score turned out to be the
same for everybody, we don't trust it any longer"; set by hand."""
FURTHER_ON = 0.9
"""How surely the contrary of a statement must be heard further on in the same message to be its upshot, beside it; of
.5 to .95 it made the least difference where it is, and put right 3 of 805 facts that had not been learnt from."""
CHANGED = 0.25
"""The same for a turn that speaks for the new value far more than for the old; set by hand on the conversations that
were evaluated and looked at."""

Asked = Callable[[Mapping[str, Fact]], Factor | None]
"""Which factor the advisor would have asked about next, given these facts."""


def extract_facts(
    listening: Listening, factors: Mapping[str, Factor], asked: Asked, part: Collection[int] | None = None
) -> dict[str, Fact]:
    """Return the facts that the turns state about these factors, by factor id; the last turn is the question.

    ``part`` are the turns to be heard, where it is not all of them.
    A bare "yes", "never" or "about 300" that states nothing else answers the question asked before it.
    """
    told: dict[str, list[Heard]] = {}
    last = len(listening.turns) - 1
    for index, turn in enumerate(listening.turns):
        if part is not None and index not in part:
            continue
        before = {factor: heard[-1].fact for factor, heard in told.items()}
        place = {"turn": index, "origin": "question" if index == last else "history"}
        former = {factor: [h.fact for h in heard[:-1]] for factor, heard in told.items()}
        quantities = counted(turn, listening.roles, factors, before, listening.turns[:index], former)
        heard_here = () if is_unknown(turn.text) else stated(turn, listening.labels, factors)
        if states_nothing(index, turn):
            heard_here = tuple(h for h in heard_here if h.surely >= ALL_THE_SAME and not h.fact.text.endswith("?"))
        restated = [h.fact.factor for h in (*heard_here, *quantities)]
        back = taken_back(turn, told, factors, listening.labels, restated, listening.turns[:index])
        if back.unsaid:
            heard_here = stated(turn, listening.labels, factors, back.unsaid)
        # a turn that takes a figure back names it: "scrap the 150 ms" does not state it anew
        found = tuple(h for h in (*heard_here, *quantities) if not _repeats(h, before, back.gone))
        told = {**told, **back.told}
        for factor in [factor for factor, heard in told.items() if not heard]:
            del told[factor]
        if index and _only_replies(turn, back, found):
            found = reply(turn, asked(before)) or found
        if turn.only_adds:
            found = tuple(heard for heard in found if heard.fact.factor not in told)
        for heard in found:
            heard = no_longer(turn, heard, before)
            if heard.surely >= _enough(turn, listening.labels, heard, told.get(heard.fact.factor, [])):
                entry = heard._replace(fact=heard.fact.model_copy(update=place))
                told.setdefault(heard.fact.factor, []).append(entry)
    return overtaken({factor: heard[-1].fact for factor, heard in told.items()}, factors)


def states_nothing(index: int, turn: Turn) -> bool:
    """Say whether a turn so plainly speaks of the answer it got, or beside the point, that its words state nothing:
    "how sure are you?", "the lift is broken again"; the first, of ``index`` 0, got no answer yet."""
    return index > 0 and turn.about_answer + turn.beside >= STATES_NOTHING


def _only_replies(turn: Turn, back: Back, found: Sequence[Heard]) -> bool:
    """Say whether a turn answers what was asked before it, and neither takes anything back nor plainly states any."""
    enough = LIKELY if len(turn.text.split()) >= SAYS_MORE else FIRM
    return is_reply(turn) and not (back.gone or back.unsaid) and not any(heard.surely >= enough for heard in found)


def _repeats(heard: Heard, before: Mapping[str, Fact], gone: Collection[str]) -> bool:
    """Say whether what is heard is what was stated before and this turn takes back, unless it is plainly said anew."""
    fact = heard.fact
    again = fact.factor in gone and same_value(fact, before[fact.factor])
    return again and (fact.choice is None or heard.surely < ALL_THE_SAME)


def _enough(turn: Turn, labels: Sequence[str], heard: Heard, told: Sequence[Heard]) -> float:
    """Return how surely a statement must be heard to replace what was told before: less surely where its words say
    that something has changed, or speak for the new value far more than for the old."""
    if not told:
        return 0.0
    if heard.fact.choice and heard.fact.span and of_others(turn.original, *heard.fact.span, plainly=True):
        return math.inf  # "marketing runs theirs every night" replaces nothing, however surely it is heard
    enough = min(FIRM, told[-1].surely)
    if same_value(heard.fact, told[-1].fact):
        return enough
    return min(enough, CHANGED) if contrary(turn, labels, heard.fact, told[-1].fact) else enough


def stated(
    turn: Turn, labels: Sequence[str], factors: Mapping[str, Factor], unsaid: Collection[tuple[int, str]] = ()
) -> tuple[Heard, ...]:
    """Return the yes/no and category facts of one turn: for each factor the value heard most surely.

    ``unsaid`` are the (clause, label) that take a fact back rather than state it.

    Probabilities are taken among the labels of these factors and NOTHING: which decision is asked is known by now.
    """
    columns = [c for c, label in enumerate(labels) if label == NOTHING or label.split("=")[0] in factors]
    if not len(turn.stated) or not columns:
        return ()
    scores = turn.stated[:, columns]
    scores = scores / np.maximum(scores.sum(axis=1, keepdims=True), 1e-9)
    told: dict[str, list[_Told]] = {}
    for row, piece in enumerate(turn.clauses):
        if is_only_yes_or_no(piece.text) and len(turn.clauses) > 1:
            continue  # "no, we never measured it": what is denied is told behind it
        for column, label in enumerate(labels[c] for c in columns):
            factor, _, value = label.partition("=")
            if value and scores[row, column] >= STATED and (row, label) not in unsaid:
                told.setdefault(factor, []).append(_Told(float(scores[row, column]), value, piece))
    return tuple(_heard(turn, factor, *_upshot(told[factor])) for factor in sorted(told))


class _Told(NamedTuple):
    surely: float
    value: str
    piece: Clause


def _upshot(told: Sequence[_Told]) -> _Told:
    """Return what was heard most surely, or what another clause says against it further on: "two of us do Kubernetes,
    none knows GPUs"."""
    best = max(told, key=lambda one: one.surely)  # the first of equals
    for one in sorted(told, key=lambda one: one.piece.end):
        if one.value != best.value and one.piece.start >= best.piece.end and one.surely >= FURTHER_ON * best.surely:
            best = one
    return best


def _heard(turn: Turn, factor: str, probability: float, value: str, piece: Clause) -> Heard:
    words, span = turn.words(piece.start, piece.end)
    doubt = {"assumed": probability < SURE, "perhaps": probability < COUNTS}
    return Heard(Fact(factor=factor, choice=value, text=words.strip(), span=span, **doubt), probability)
