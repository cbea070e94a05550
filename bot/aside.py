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

    A number that a fact of the decision already stands on is nobody else's.
    """
    others = {id: factor for id, factor in factors.items() if id not in asked}
    found: dict[str, Fact] = {}
    last = len(listening.turns) - 1
    for index, turn in enumerate(listening.turns):
        if states_nothing(turn):
            continue
        taken = [fact.span for fact in facts.values() if fact.turn == index and fact.span and fact.choice is None]
        place = {"turn": index, "origin": "question" if index == last else "history"}
        for heard in (*_plain(turn, listening.labels, others), *_numbers(turn, listening.roles, others, taken)):
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


def _numbers(
    turn: Turn, roles: tuple[str, ...], others: Mapping[str, Factor], taken: list[tuple[int, int]]
) -> tuple[Heard, ...]:
    nobody = roles.index(NOTHING)
    likeliest = [roles[int(column)] for column in turn.roles.argmax(axis=1)] if len(turn.roles) else []
    rows = [
        row
        for row, (amount, owner) in enumerate(zip(turn.amounts, likeliest, strict=True))
        if owner in others
        and rather_than_nobody(float(turn.roles[row].max()), float(turn.roles[row, nobody])) >= PLAINLY
        and not any(_overlap(turn.words(amount.start, amount.end)[1], span) for span in taken)
    ]
    theirs = {likeliest[row]: others[likeliest[row]] for row in rows}
    part = replace(turn, amounts=tuple(turn.amounts[row] for row in rows), roles=turn.roles[rows])
    return counted(part, roles, theirs, {}) if rows else ()


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]
