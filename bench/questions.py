"""How soon the advisor's questions settle a decision of which nothing is stated yet.

For each trade-off of the knowledge: a user is drawn who has an answer to everything (every answer that the rules can
tell apart as likely as its weight in ``graph.cells``, and none that contradicts what the others imply: a narrow task is
not open-ended), the advisor asks what it would ask, at most three times, and the user answers. *Settled* is a
conversation after which the recommendation is the one that all the answers together give; *robust* is one after which
no further answer could change it. Run: ``python -m bench.questions``.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from bot.assumed import with_assumed
from graph.cells import Answer, answers
from graph.rules import Decision
from graph.sensitivity import sensitivity
from graph.walk import walk
from kb.catalog import builtin_folder, load_catalog
from kb.types import Condition, Fact, Factor

USERS, MOST, SEED = 400, 3, 20261120
PROMISE = 0.9


def main() -> None:
    """Print a line a trade-off, and the mean over them."""
    catalog = load_catalog([builtin_folder()])
    factors = {factor.id: factor for factor in catalog.factors}
    rows = []
    for trade_off in catalog.trade_offs:
        decision = Decision.of(trade_off)
        theirs = {id: factors[id] for id in trade_off.factors}
        rows.append(shares(decision, theirs))
        print(f"{trade_off.id:30s} settled {rows[-1][0]:6.1%}   robust {rows[-1][1]:6.1%}")
    settled, robust = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    print(f"{'mean':30s} settled {settled:6.1%}   robust {robust:6.1%}")
    if settled < PROMISE:
        raise SystemExit(1)


def shares(decision: Decision, factors: Mapping[str, Factor]) -> tuple[float, float]:
    """Return the shares of users whose decision is settled, and robust, after at most ``MOST`` questions."""
    rng = random.Random(SEED)
    possible = _possible(decision, factors)
    settled = robust = 0
    for _ in range(USERS):
        truth = _user(possible, factors, rng)
        told = told_after(decision, factors, truth)
        settled += walk(decision, told).recommended == walk(decision, truth).recommended
        robust += sensitivity(decision, told, factors).robust
    return settled / USERS, robust / USERS


def told_after(decision: Decision, factors: Mapping[str, Factor], truth: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return what a user who knows everything has been asked, and has said, after at most ``MOST`` questions."""
    told: dict[str, Fact] = {}
    for _ in range(MOST):
        questions = sensitivity(decision, told, factors).questions
        if not questions:
            break
        told[questions[0].factor] = truth[questions[0].factor]
        told = with_assumed(told, factors)
    return told


def _user(
    possible: Mapping[str, tuple[Answer, ...]], factors: Mapping[str, Factor], rng: random.Random
) -> dict[str, Fact]:
    """Return an answer to everything in which nothing contradicts what the rest implies."""
    while True:
        truth = {id: rng.choices(these, [a.weight for a in these])[0].fact for id, these in possible.items()}
        if all(_agrees(id, truth, factors) for id in truth):
            return truth


def _agrees(id: str, truth: Mapping[str, Fact], factors: Mapping[str, Factor]) -> bool:
    """Say whether one answer is what the others imply, where they imply any."""
    implied = with_assumed({other: fact for other, fact in truth.items() if other != id}, factors)
    return implied.get(id, truth[id]).choice == truth[id].choice


def _possible(decision: Decision, factors: Mapping[str, Factor]) -> dict[str, tuple[Answer, ...]]:
    tested: dict[str, list[Condition]] = {}
    for rule in decision.rules:
        for condition in rule.when:
            tested.setdefault(condition.factor, []).append(condition)
    return {id: answers(factors[id], conditions, None) for id, conditions in sorted(tested.items())}


if __name__ == "__main__":
    main()
