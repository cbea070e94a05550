"""What was plainly stated and bears on no rule of the decision asked: shown, so that nobody wonders. Pure.

Nothing here reaches the walk; the bars are higher than for what the decision asks about, because nothing else speaks
for such a fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from bot.dropped import supposition_dropped
from bot.facts import states_nothing
from bot.follow_up import follow_up
from bot.listen import Heard, Listening, Turn, rather_than_nobody
from bot.mentions import as_of
from bot.numbers import counted
from bot.voices import NOTHING
from kb.types import Fact, Factor

PLAINLY = 0.85
"""Probability from which a fact, among all that could be meant, is plainly another decision's; of .7 to .95, on 1,500
questions whose facts are known, the highest that leaves out none of those that were meant."""
NUMBER = 0.44
"""How surely, beside nobody's, a number is another decision's: hardly less than not. Of .45 and .5 on 410 questions two
more are shown that were meant, and none that was not; a hair below .45, since a refit moves it by as much."""


def stated_aside(
    listening: Listening,
    facts: Mapping[str, Fact],
    asked: Mapping[str, Factor],
    factors: Mapping[str, Factor],
    former: Sequence[Mapping[str, Fact]] = (),
) -> tuple[Fact, ...]:
    """Return the facts about factors beyond those of the decision asked (``asked``), the newest statement of each.

    ``former`` are the facts that were stated of decisions asked before, as they were heard when those were asked.

    A number may be here and in one of the decision's ``facts``: "4k labelled" are labelled examples, and a corpus where
    only its size is asked about. Two names of one count, requests and decisions a day, are said once.
    """
    told = [factors[id] for id in facts]
    others = {id: f for id, f in factors.items() if id not in asked and not any(_same_count(f, one) for one in told)}
    found: dict[str, Fact] = {}
    last = len(listening.turns) - 1
    for index, turn in enumerate(listening.turns):
        if states_nothing(index, turn):
            continue
        place = {"turn": index, "origin": "question" if index == last else "history"}
        dropped = supposition_dropped(turn.text, [one.text for one in listening.turns[:index]])
        says_from = dropped.end if dropped else 0  # "never mind, that won't happen" states nothing
        heard_here = [*_plain(turn, listening.labels, others, says_from), *_numbers(turn, listening.roles, others)]
        here = [(factors[id], fact) for id, fact in facts.items() if fact.turn == index]
        heard_here += _by_its_name(turn, listening.roles, here, others)
        elsewhere = any(fact.turn == index for before in former for fact in before.values())
        if not (here or elsewhere):  # what a turn says of a decision asked, it says of nothing else
            known = {id: fact for id, fact in found.items() if fact.low is not None}
            theirs = {id: others[id] for id in known}
            heard_here += follow_up(turn, theirs, known, (), listening.turns[:index])
        for heard in heard_here:
            if turn.only_adds and heard.fact.factor in found:
                continue
            found[heard.fact.factor] = heard.fact.model_copy(update=place)
    for before in former:
        plain = {id: fact for id, fact in before.items() if id not in asked and not fact.assumed}
        left = {id: fact for id, fact in plain.items() if not _same_number(fact, facts, factors)}
        found = {id: fact for id, fact in found.items() if not _same_number(fact, left, factors)}
        found |= {id: fact for id, fact in left.items() if id not in found or fact.turn >= found[id].turn}
    return tuple(found[id] for id in sorted(found))


def _plain(turn: Turn, labels: tuple[str, ...], others: Mapping[str, Factor], says_from: int) -> list[Heard]:
    best: dict[str, Heard] = {}
    for row, clause in enumerate(turn.clauses):
        if clause.start < says_from:
            continue
        column = int(np.argmax(turn.stated[row]))
        factor, _, value = labels[column].partition("=")
        surely = float(turn.stated[row, column])
        if factor in others and surely >= max(PLAINLY, best[factor].surely if factor in best else 0.0):
            words, span = turn.words(clause.start, clause.end)
            best[factor] = Heard(Fact(factor=factor, choice=value, text=words.strip(), span=span), surely)
    return list(best.values())


def _numbers(turn: Turn, roles: tuple[str, ...], others: Mapping[str, Factor]) -> tuple[Heard, ...]:
    nobody = roles.index(NOTHING)
    of_shares = {start for told in turn.told for start in told.tally.used}
    heard = [turn.roles[as_of(turn, row)] for row in range(len(turn.amounts))]
    somebodys = np.arange(len(roles)) != nobody
    likeliest = [roles[int(np.where(somebodys, scores, -1.0).argmax())] for scores in heard]
    rows = [
        row
        for row, (owner, scores) in enumerate(zip(likeliest, heard, strict=True))
        if owner in others
        and turn.amounts[row].start not in of_shares  # "of the 400 that we checked 68 were wrong"
        and rather_than_nobody(float(scores[_alike(owner, roles, others)].sum()), float(scores[nobody])) >= NUMBER
    ]
    theirs = {likeliest[row]: others[likeliest[row]] for row in rows}
    part = replace(turn, amounts=tuple(turn.amounts[row] for row in rows), roles=turn.roles[rows])
    return counted(part, roles, theirs, {}) if rows else ()


def _alike(id: str, roles: Sequence[str], factors: Mapping[str, Factor]) -> list[int]:
    """Return the columns of a factor and of those that people mean by the same number: 46,000 images are somebody's,
    labelled examples or a corpus."""
    mean = {id, *factors[id].heard_as, *(one.id for one in factors.values() if id in one.heard_as)}
    return [column for column, role in enumerate(roles) if role in mean]


def _same_number(fact: Fact, told: Mapping[str, Fact], factors: Mapping[str, Factor]) -> bool:
    """Say whether a fact is another name of a count that was told: both are of the same words."""
    return any(
        (fact.turn, fact.span) == (other.turn, other.span) and _same_count(factors[fact.factor], factors[id])
        for id, other in told.items()
    )


def _by_its_name(
    turn: Turn, roles: tuple[str, ...], told: Sequence[tuple[Factor, Fact]], others: Mapping[str, Factor]
) -> list[Heard]:
    """Return the facts told of a count that is rather another's: 2,000 annotated pictures count as a corpus where that
    is asked about, and are labelled examples."""
    starts = {turn.words(a.start, a.end)[1]: row for row, a in enumerate(turn.amounts)}
    found = []
    for factor, fact in told:
        row = starts.get(fact.span) if fact.span else None
        scores = turn.roles[as_of(turn, row)] if row is not None else None
        for id in {*factor.heard_as} & {*others} & {*roles}:
            if scores is not None and scores[roles.index(id)] >= scores[roles.index(factor.id)]:
                found.append(Heard(fact.model_copy(update={"factor": id}), NUMBER))
    return found


def _same_count(one: Factor, other: Factor) -> bool:
    """Say whether people mean either of two counts by the same number, whichever is asked about."""
    return one.id in other.heard_as and other.id in one.heard_as
