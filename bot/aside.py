"""What was plainly stated and bears on no rule of the decision asked: shown, so that nobody wonders. Pure.

Nothing here reaches the walk; the bars are higher than for what the decision asks about, because nothing else speaks
for such a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from bot.facts import states_nothing
from bot.listen import Heard, Listening, Turn, rather_than_nobody
from bot.numbers import counted
from bot.voices import NOTHING
from kb.types import Fact, Factor

PLAINLY = 0.7
"""Probability from which a fact, among all that could be meant, or a number, beside nobody's, is plainly another
decision's; by hand."""


def stated_aside(
    listening: Listening, facts: Mapping[str, Fact], asked: Mapping[str, Factor], factors: Mapping[str, Factor]
) -> tuple[Fact, ...]:
    """Return the facts about factors beyond those of the decision asked (``asked``), the newest statement of each.

    A number may be here and in one of the decision's ``facts``: "4k labelled" are labelled examples, and a corpus where
    only its size is asked about. Two names of one count, requests and decisions a day, are said once.
    """
    told = [factors[id] for id in facts]
    others = {id: f for id, f in factors.items() if id not in asked and not any(_same_count(f, one) for one in told)}
    found: dict[str, Fact] = {}
    last = len(listening.turns) - 1
    for index, turn in enumerate(listening.turns):
        if states_nothing(turn):
            continue
        place = {"turn": index, "origin": "question" if index == last else "history"}
        for heard in (*_plain(turn, listening.labels, others), *_numbers(turn, listening.roles, others)):
            found[heard.fact.factor] = heard.fact.model_copy(update=place)
    return tuple(found[id] for id in sorted(found))


def _plain(turn: Turn, labels: tuple[str, ...], others: Mapping[str, Factor]) -> list[Heard]:
    best: dict[str, Heard] = {}
    for row, clause in enumerate(turn.clauses):
        column = int(np.argmax(turn.stated[row]))
        factor, _, value = labels[column].partition("=")
        surely = float(turn.stated[row, column])
        if factor in others and surely >= max(PLAINLY, best[factor].surely if factor in best else 0.0):
            words, span = turn.words(clause.start, clause.end)
            best[factor] = Heard(Fact(factor=factor, choice=value, text=words.strip(), span=span), surely)
    return list(best.values())


def _numbers(turn: Turn, roles: tuple[str, ...], others: Mapping[str, Factor]) -> tuple[Heard, ...]:
    nobody = roles.index(NOTHING)
    likeliest = [roles[int(column)] for column in turn.roles.argmax(axis=1)] if len(turn.roles) else []
    rows = [
        row
        for row, owner in enumerate(likeliest)
        if owner in others
        and rather_than_nobody(float(turn.roles[row].max()), float(turn.roles[row, nobody])) >= PLAINLY
    ]
    theirs = {likeliest[row]: others[likeliest[row]] for row in rows}
    part = replace(turn, amounts=tuple(turn.amounts[row] for row in rows), roles=turn.roles[rows])
    return counted(part, roles, theirs, {}) if rows else ()


def _same_count(one: Factor, other: Factor) -> bool:
    """Say whether people mean either of two counts by the same number, whichever is asked about."""
    return one.id in other.heard_as and other.id in one.heard_as
