"""Walk the rules of one decision with the facts that are known: the reasoning path and its recommendation. Pure.

Each rule that holds argues for its option. Supports are compared force by force: more decisive rules first, then
more strong ones, then more weak ones. Among equals the starting option stands if it is one of them, otherwise the
first in the author's order. Where no rule holds, the starting option is recommended and ``argued`` is false.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import networkx as nx

from graph.path import ReasoningPath, Step, Support
from graph.query import decision_of
from graph.rules import Decision, holds
from kb.types import Fact, Force, Outcome, Rule

OUTCOME_ORDER = {Outcome.HOLDS: 0, Outcome.UNKNOWN: 1, Outcome.FAILS: 2}
FORCE_ORDER = {Force.DECISIVE: 0, Force.STRONG: 1, Force.WEAK: 2}


def walk_graph(g: nx.MultiDiGraph, trade_off: str, facts: Mapping[str, Fact]) -> ReasoningPath:
    """Walk a trade-off of the graph; raise GraphError if the graph holds no trade-off of this id."""
    return walk(decision_of(g, trade_off), facts)


def walk(decision: Decision, facts: Mapping[str, Fact]) -> ReasoningPath:
    """Hold every rule against the facts (factor id -> fact) and recommend the option with the best support.

    Steps come in an order of their own, whatever the order of rules and facts: those that hold, then unknown, then
    failed; within these by force, then by rule id. The path keeps only the facts that some rule tests, by factor id.
    """
    steps = sorted((_step(rule, facts) for rule in decision.rules), key=step_order)
    supports = supports_of(decision, (step for step in steps if step.outcome is Outcome.HOLDS))
    tested = {condition.factor for rule in decision.rules for condition in rule.when}
    return ReasoningPath(
        trade_off=decision.id,
        facts=tuple(facts[factor] for factor in sorted(tested) if factor in facts),
        steps=tuple(steps),
        supports=supports,
        recommended=recommend(decision, supports),
        argued=any(rank(support) > (0, 0, 0) for support in supports),
    )


def recommend(decision: Decision, supports: Iterable[Support]) -> str:
    """Return the option with the best support; among equals the starting option, then the author's order."""
    ranks = {support.option: rank(support) for support in supports}
    best = max(ranks.values())
    tied = [option.id for option in decision.options if ranks[option.id] == best]
    return decision.start if decision.start in tied else tied[0]


def supports_of(decision: Decision, arguments: Iterable[Rule | Step]) -> tuple[Support, ...]:
    """Count the arguments for each option by force, in the author's order of options."""
    counts = Counter((argument.favours, argument.force) for argument in arguments)
    return tuple(
        Support(
            option=option.id,
            decisive=counts[option.id, Force.DECISIVE],
            strong=counts[option.id, Force.STRONG],
            weak=counts[option.id, Force.WEAK],
        )
        for option in decision.options
    )


def rank(support: Support) -> tuple[int, int, int]:
    """Return what supports are compared by, greatest first: decisive, strong, weak."""
    return support.decisive, support.strong, support.weak


def step_order(step: Step) -> tuple[int, int, str]:
    """Return the sort key of a step: what holds first, the greater force first, then the rule's id."""
    return OUTCOME_ORDER[step.outcome], FORCE_ORDER[step.force], step.rule


def _step(rule: Rule, facts: Mapping[str, Fact]) -> Step:
    outcome, tests = holds(rule, facts)
    return Step(
        rule=rule.id,
        tests=tests,
        outcome=outcome,
        favours=rule.favours,
        force=rule.force,
        because=rule.because,
        evidence=rule.evidence,
        status=rule.status,
        corroborated_by=rule.corroborated_by,
    )
