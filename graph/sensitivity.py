"""How firmly a path decides: robust or not, what would flip it, and what to ask next. Pure.

Robust: no completion of the open facts changes the recommendation. Open are the factors without a fact, and the
quantities whose stated range no single answer covers; these are completed inside their range only.

Flip: a known quantity moves, all else stays as it is known or unknown now; the nearest value in each direction at
which the recommendation changes. Where a stated range already straddles a change, that is asked, not flipped.

Next question: the open factor whose answer tells most about the recommendation, with all completions equally likely:
first by value of information (how much likelier the likeliest recommendation becomes, on average), then by information
in bits (where no single answer can unseat the likeliest, some still narrow it down; this reaches a robust path in
markedly fewer questions), then by the chance that the answer alone changes the recommendation, then by id.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.cells import Answer, Cell, answers, domain, line, range_of
from graph.outlook import Axis, Floats, Outlook, look_out
from graph.path import Flip, NextQuestion, Sensitivity
from graph.rules import Decision, conjunction, test
from kb.errors import GraphError
from kb.types import Condition, Fact, Factor, FactorKind, Force, Outcome, Rule


@dataclass(frozen=True)
class _Scale:
    """The walk's comparison of supports as one number, and the options in the order that breaks ties."""

    options: tuple[str, ...]
    weights: Mapping[Force, int]

    @classmethod
    def of(cls, decision: Decision) -> _Scale:
        base = len(decision.rules) + 1
        others = tuple(option.id for option in decision.options if option.id != decision.start)
        return cls((decision.start, *others), {Force.DECISIVE: base * base, Force.STRONG: base, Force.WEAK: 1})

    def scores(self, rules: Iterable[Rule]) -> dict[str, int]:
        scores = dict.fromkeys(self.options, 0)
        for rule in rules:
            scores[rule.favours] += self.weights[rule.force]
        return scores

    def best(self, rules: Iterable[Rule]) -> str:
        scores = self.scores(rules)
        return max(self.options, key=scores.__getitem__)  # the first of equals, in the order of preference


def sensitivity(decision: Decision, facts: Mapping[str, Fact], factors: Mapping[str, Factor]) -> Sensitivity:
    """Return how firmly the facts (factor id -> fact) decide; raise GraphError for a factor that is not defined.

    Questions come most valuable first, flips nearest first. A robust path has no questions, any other has some.
    ``exact`` is false where there were too many completions to walk them all (``graph.outlook``).
    """
    scale = _Scale.of(decision)
    outcomes = {rule.id: _outcome(rule, facts) for rule in decision.rules}
    held = [rule for rule in decision.rules if outcomes[rule.id] is Outcome.HOLDS]
    live = _contenders(scale, held, [rule for rule in decision.rules if outcomes[rule.id] is Outcome.UNKNOWN])
    current = scale.best(held)
    flips = _flips(decision, scale, facts, factors, current)
    open_ = _open_answers(live, facts, factors)
    if not open_:
        return Sensitivity(robust=True, flips=flips, questions=())
    outlook = _outlook(scale, held, live, open_)
    if outlook.exact and outlook.reached == 1 << scale.options.index(current):
        return Sensitivity(robust=True, flips=flips, questions=())
    questions = _questions(scale, held, live, facts, open_, outlook, current)
    return Sensitivity(robust=False, flips=flips, questions=questions, exact=outlook.exact)


def reachable(decision: Decision, factors: Mapping[str, Factor]) -> frozenset[str]:
    """Return the options that some completion of no facts at all recommends (by sample where there are too many)."""
    scale = _Scale.of(decision)
    held = [rule for rule in decision.rules if not rule.when]
    live = [rule for rule in decision.rules if rule.when]
    open_ = _open_answers(live, {}, factors)
    if not open_:
        return frozenset({scale.best(held)})
    return frozenset(_named(scale, _outlook(scale, held, live, open_).reached))


def _outcome(rule: Rule, facts: Mapping[str, Fact]) -> Outcome:
    return conjunction(tuple(test(condition, facts.get(condition.factor)) for condition in rule.when))


def _contenders(scale: _Scale, held: Sequence[Rule], live: Sequence[Rule]) -> list[Rule]:
    """Return the open rules of those options that could still win; the others cannot bear on the outcome."""
    least, most = scale.scores(held), scale.scores([*held, *live])
    floor = max((least[option], -place) for place, option in enumerate(scale.options))
    winning = {option for place, option in enumerate(scale.options) if (most[option], -place) >= floor}
    return [rule for rule in live if rule.favours in winning and len(winning) > 1]


def _factor(factors: Mapping[str, Factor], id: str) -> Factor:
    if id not in factors:
        raise GraphError(f"factor {id!r} is tested by a rule and not defined. Define it in the trade-off's file.")
    return factors[id]


def _conditions(rules: Iterable[Rule]) -> dict[str, list[Condition]]:
    by_factor: dict[str, list[Condition]] = {}
    for rule in rules:
        for condition in rule.when:
            by_factor.setdefault(condition.factor, []).append(condition)
    return dict(sorted(by_factor.items()))


def _open_answers(
    live: Sequence[Rule], facts: Mapping[str, Fact], factors: Mapping[str, Factor]
) -> dict[str, tuple[Answer, ...]]:
    found = {
        factor: answers(_factor(factors, factor), conditions, facts.get(factor))
        for factor, conditions in _conditions(live).items()
    }
    return {
        factor: these
        for factor, these in found.items()
        if any(test(c, facts.get(factor)) is Outcome.UNKNOWN for rule in live for c in rule.when if c.factor == factor)
    }


def _outlook(
    scale: _Scale, held: Sequence[Rule], live: Sequence[Rule], open_: Mapping[str, tuple[Answer, ...]]
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
    truth = [[_true_of(rule, factor, answer.fact) for answer in these] for rule in live]
    return Axis(factor, chances / chances.sum(), np.array(truth, dtype=np.float64))


def _true_of(rule: Rule, factor: str, fact: Fact) -> bool:
    """Say whether all of a rule's conditions on this factor hold of the fact."""
    return all(test(c, fact) is Outcome.HOLDS for c in rule.when if c.factor == factor)


def _true(rules: Iterable[Rule], factor: str, fact: Fact) -> list[Rule]:
    return [rule for rule in rules if _true_of(rule, factor, fact)]


def _named(scale: _Scale, bits: int) -> tuple[str, ...]:
    return tuple(option for place, option in enumerate(scale.options) if bits >> place & 1)


def _questions(
    scale: _Scale,
    held: Sequence[Rule],
    live: Sequence[Rule],
    facts: Mapping[str, Fact],
    open_: Mapping[str, tuple[Answer, ...]],
    outlook: Outlook,
    current: str,
) -> tuple[NextQuestion, ...]:
    ranked = []
    for (factor, these), joint, swing in zip(open_.items(), outlook.joint, outlook.swings, strict=True):
        hanging = _alone(live, facts, factor)
        alone = [(scale.best([*held, *_true(hanging, factor, a.fact)]), a.weight) for a in these]
        chance = sum(weight for option, weight in alone if option != current) / sum(a.weight for a in these)
        options = {*_named(scale, swing), *(option for option, _ in alone)} - {current}
        value = round(float(joint.max(axis=0).sum() - joint.sum(axis=1).max()), 9)
        ranked.append((-value, -_information(joint), -chance, factor, options))
    if not any(options for *_, options in ranked):  # only several answers together can change it
        everything = set(_named(scale, outlook.reached)) - {current} or set(scale.options) - {current}
        ranked = [(*entry[:4], everything) for entry in ranked]
    return tuple(
        NextQuestion(
            factor=factor, value=max(0.0, -value), could_change_to=tuple(o for o in scale.options if o in options)
        )
        for value, _, _, factor, options in sorted(ranked, key=lambda entry: entry[:4])
        if options
    )


def _information(joint: Floats) -> float:
    """Return the mutual information, in bits, of a joint distribution of shape (options, answers)."""
    apart = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    there = joint > 0
    return round(float((joint[there] * np.log2(joint[there] / apart[there])).sum()), 9)


def _alone(live: Sequence[Rule], facts: Mapping[str, Fact], factor: str) -> list[Rule]:
    """Return the open rules that hang on this factor alone: all their other conditions hold already."""
    return [rule for rule in live if _tests(rule, factor) and _rest_holds(rule, factor, facts)]


def _flips(
    decision: Decision, scale: _Scale, facts: Mapping[str, Fact], factors: Mapping[str, Factor], current: str
) -> tuple[Flip, ...]:
    found: list[tuple[float, Flip]] = []
    for id, conditions in _conditions(decision.rules).items():
        if id in facts and _factor(factors, id).kind is FactorKind.QUANTITY:
            found += _flips_of(decision, scale, facts, factors[id], conditions, current)
    return tuple(flip for _, flip in sorted(found, key=lambda pair: (pair[0], pair[1].factor, pair[1].direction)))


def _flips_of(
    decision: Decision,
    scale: _Scale,
    facts: Mapping[str, Fact],
    factor: Factor,
    conditions: Sequence[Condition],
    current: str,
) -> Iterable[tuple[float, Flip]]:
    """Yield the flips of one known quantity, each with its distance from the fact."""
    low, high = range_of(factor, facts[factor.id])
    least, greatest = domain(factor)
    cells = line(factor, conditions, min(least, low), max(greatest, high))
    fixed = [rule for rule in decision.rules if _outcome(rule, facts) is Outcome.HOLDS and not _tests(rule, factor.id)]
    moving = _alone(decision.rules, facts, factor.id)
    holding = [_true(moving, factor.id, cell.fact) for cell in cells]
    chosen = [scale.best([*fixed, *rules]) for rules in holding]
    for value, step in ((high, 1), (low, -1)):
        place = _place(cells, value)
        if place is None or chosen[place] != current:
            continue
        while 0 <= place + step < len(cells) and chosen[place] == current:
            place += step
        if chosen[place] != current:
            yield _flip(
                factor, cells[place], step, chosen[place], current, holding[place - step], holding[place], value
            )


def _tests(rule: Rule, factor: str) -> bool:
    return any(condition.factor == factor for condition in rule.when)


def _rest_holds(rule: Rule, factor: str, facts: Mapping[str, Fact]) -> bool:
    return all(test(c, facts.get(c.factor)) is Outcome.HOLDS for c in rule.when if c.factor != factor)


def _place(cells: Sequence[Cell], value: float) -> int | None:
    for place, cell in enumerate(cells):
        if cell.start < value < cell.end or cell.start == value == cell.end:
            return place
    return None


def _flip(
    factor: Factor,
    cell: Cell,
    step: int,
    towards: str,
    current: str,
    before: Sequence[Rule],
    after: Sequence[Rule],
    value: float,
) -> tuple[float, Flip]:
    at = cell.start if step > 0 else cell.end
    changed = [rule for rule in (*before, *after) if (rule in before) != (rule in after)]
    responsible = [rule for rule in changed if rule.favours in (towards, current)]
    order = list(Force)
    responsible.sort(key=lambda rule: (rule not in after, rule.favours != towards, order.index(rule.force), rule.id))
    flip = Flip(
        factor=factor.id,
        at=at,
        unit=factor.unit or "",
        direction="up" if step > 0 else "down",
        towards=towards,
        rules=tuple(rule.id for rule in responsible),
        inclusive=cell.point,
    )
    return _distance(value, at), flip


def _distance(value: float, at: float) -> float:
    """Return how far a change is from the fact, relative to the greater of the two: 0 at it, 1 from or to zero."""
    greater = max(abs(value), abs(at))
    return abs(at - value) / greater if greater and math.isfinite(greater) else 0.0
