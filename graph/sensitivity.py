"""How firmly a path decides: robust or not, what would flip it, and what to ask next. Pure.

Robust: no completion of the open facts changes the recommendation. Open are the factors without a fact, the quantities
stated with a bound ("at least 90k": anything from there), and those whose stated range no single answer covers; these
are completed inside their range only, its end points included.

Flip: a known quantity moves, all else stays as it is known or unknown now; the nearest value in each direction at
which the recommendation changes. Where a stated range already straddles a change, that is asked, not flipped.

Next question: the open factor whose answer tells most about the recommendation, with all completions equally likely:
first by value of information (how much likelier the likeliest recommendation becomes, on average), then by information
in bits (where no single answer can unseat the likeliest, some still narrow it down; this reaches a robust path in
markedly fewer questions), then by the chance that the answer alone changes the recommendation, then by id. Where the
value is the same, a quantity stated as a range that straddles a bar comes first: it takes only a more precise figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from graph.arguing import (
    Scale,
    all_true,
    conditions_by_factor,
    defined,
    fixed_without,
    hanging_on,
    outcome_of,
    true_rules,
)
from graph.cells import Answer, answers, opened
from graph.flips import flips_of
from graph.outlook import Axis, Floats, Outlook, look_out
from graph.path import NextQuestion, Sensitivity
from graph.rules import Decision, certain, test
from kb.types import Fact, Factor, Outcome, Rule


def sensitivity(decision: Decision, facts: Mapping[str, Fact], factors: Mapping[str, Factor]) -> Sensitivity:
    """Return how firmly the facts (factor id -> fact) decide; raise GraphError for a factor that is not defined.

    Questions come most valuable first, flips nearest first. A robust path has no questions, any other has some.
    ``exact`` is false where there were too many completions to walk them all (``graph.outlook``).
    """
    scale = Scale.of(decision)
    possible = {id: opened(factors[id], fact) if id in factors else fact for id, fact in facts.items()}
    outcomes = {rule.id: outcome_of(rule, possible, certain) for rule in decision.rules}
    held = [rule for rule in decision.rules if outcomes[rule.id] is Outcome.HOLDS]
    live = _contenders(scale, held, [rule for rule in decision.rules if outcomes[rule.id] is Outcome.UNKNOWN])
    current = scale.best(rule for rule in decision.rules if outcome_of(rule, facts) is Outcome.HOLDS)
    flips = flips_of(decision, scale, facts, factors, current)
    open_ = _open_answers(live, possible, factors)
    if not open_:
        return Sensitivity(robust=True, flips=flips, questions=())
    outlook = _outlook(scale, held, live, open_)
    if outlook.exact and outlook.reached == 1 << scale.options.index(current):
        return Sensitivity(robust=True, flips=flips, questions=())
    questions = _questions(decision, scale, live, facts, open_, outlook, current)
    return Sensitivity(robust=False, flips=flips, questions=questions, exact=outlook.exact)


def reachable(decision: Decision, factors: Mapping[str, Factor]) -> frozenset[str]:
    """Return the options that some completion of no facts at all recommends (by sample where there are too many)."""
    scale = Scale.of(decision)
    held = [rule for rule in decision.rules if not rule.when]
    live = [rule for rule in decision.rules if rule.when]
    open_ = _open_answers(live, {}, factors)
    if not open_:
        return frozenset({scale.best(held)})
    return frozenset(_named(scale, _outlook(scale, held, live, open_).reached))


def _contenders(scale: Scale, held: Sequence[Rule], live: Sequence[Rule]) -> list[Rule]:
    """Return the open rules of those options that could still win; the others cannot bear on the outcome."""
    least, most = scale.scores(held), scale.scores([*held, *live])
    floor = max((least[option], -place) for place, option in enumerate(scale.options))
    winning = {option for place, option in enumerate(scale.options) if (most[option], -place) >= floor}
    return [rule for rule in live if rule.favours in winning and len(winning) > 1]


def _open_answers(
    live: Sequence[Rule], facts: Mapping[str, Fact], factors: Mapping[str, Factor]
) -> dict[str, tuple[Answer, ...]]:
    found = {
        factor: answers(defined(factors, factor), conditions, facts.get(factor))
        for factor, conditions in conditions_by_factor(live).items()
    }
    return {
        factor: these
        for factor, these in found.items()
        if any(
            certain(c, facts.get(factor)) is Outcome.UNKNOWN for rule in live for c in rule.when if c.factor == factor
        )
    }


def _outlook(
    scale: Scale, held: Sequence[Rule], live: Sequence[Rule], open_: Mapping[str, tuple[Answer, ...]]
) -> Outlook:
    scores = scale.scores(held)
    return look_out(
        [_axis(factor, these, live) for factor, these in open_.items()],
        np.array([scores[option] for option in scale.options], dtype=np.float64),
        np.array([scale.options.index(rule.favours) for rule in live], dtype=np.intp),
        np.array([scale.weights[rule.force] for rule in live], dtype=np.float64),
    )


def _axis(factor: str, these: Sequence[Answer], live: Sequence[Rule]) -> Axis:
    chances = np.array([answer.weight for answer in these])
    truth = [[all_true(rule, factor, answer.fact) for answer in these] for rule in live]
    return Axis(factor, chances / chances.sum(), np.array(truth, dtype=np.float64))


def _named(scale: Scale, bits: int) -> tuple[str, ...]:
    return tuple(option for place, option in enumerate(scale.options) if bits >> place & 1)


def _questions(
    decision: Decision,
    scale: Scale,
    live: Sequence[Rule],
    facts: Mapping[str, Fact],
    open_: Mapping[str, tuple[Answer, ...]],
    outlook: Outlook,
    current: str,
) -> tuple[NextQuestion, ...]:
    ranked = []
    for (factor, these), joint, swing in zip(open_.items(), outlook.joint, outlook.swings, strict=True):
        fixed, hanging = fixed_without(decision, facts, factor), hanging_on(decision.rules, facts, factor)
        alone = [(scale.best([*fixed, *true_rules(hanging, factor, a.fact)]), a.weight) for a in these]
        chance = sum(weight for option, weight in alone if option != current) / sum(a.weight for a in these)
        options = {*_named(scale, swing), *(option for option, _ in alone)} - {current}
        value = round(float(joint.max(axis=0).sum() - joint.sum(axis=1).max()), 9)
        vague = _straddles(live, facts.get(factor))
        ranked.append(((-value, not vague, -_information(joint), -chance, factor), options))
    if not any(options for _, options in ranked):  # only several answers together can change it
        everything = set(_named(scale, outlook.reached)) - {current} or set(scale.options) - {current}
        ranked = [(order, everything) for order, _ in ranked]
    return tuple(
        NextQuestion(
            factor=order[-1], value=max(0.0, -order[0]), could_change_to=tuple(o for o in scale.options if o in options)
        )
        for order, options in sorted(ranked, key=lambda entry: entry[0])
        if options
    )


def _straddles(live: Sequence[Rule], fact: Fact | None) -> bool:
    """Say whether a stated range lies on both sides of a bar that matters, with more than an end point on each."""
    return fact is not None and any(
        test(c, fact) is Outcome.UNKNOWN for rule in live for c in rule.when if c.factor == fact.factor
    )


def _information(joint: Floats) -> float:
    """Return the mutual information, in bits, of a joint distribution of shape (options, answers)."""
    apart = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    there = joint > 0
    return round(float((joint[there] * np.log2(joint[there] / apart[there])).sum()), 9)
