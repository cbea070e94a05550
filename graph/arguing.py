"""Which rules hold, hang on one factor or stand without it, and which option a set of rules recommends. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.rules import Decision, conjunction, test
from kb.errors import GraphError
from kb.types import Condition, Fact, Factor, Force, Outcome, Rule


@dataclass(frozen=True)
class Scale:
    """The walk's comparison of supports as one number, and the options in the order that breaks ties."""

    options: tuple[str, ...]
    weights: Mapping[Force, int]

    @classmethod
    def of(cls, decision: Decision) -> Scale:
        """Return the scale on which no number of weaker rules of this decision outweighs a stronger one."""
        base = len(decision.rules) + 1
        others = tuple(option.id for option in decision.options if option.id != decision.start)
        return cls((decision.start, *others), {Force.DECISIVE: base * base, Force.STRONG: base, Force.WEAK: 1})

    def scores(self, rules: Iterable[Rule]) -> dict[str, int]:
        """Return each option's support by these rules."""
        scores = dict.fromkeys(self.options, 0)
        for rule in rules:
            scores[rule.favours] += self.weights[rule.force]
        return scores

    def best(self, rules: Iterable[Rule]) -> str:
        """Return the option that these rules recommend."""
        scores = self.scores(rules)
        return max(self.options, key=scores.__getitem__)  # the first of equals, in the order of preference


def outcome_of(
    rule: Rule, facts: Mapping[str, Fact], holding: Callable[[Condition, Fact | None], Outcome] = test
) -> Outcome:
    """Hold a rule against the facts, each condition as ``holding`` (``test`` or ``certain``) says."""
    return conjunction(tuple(holding(condition, facts.get(condition.factor)) for condition in rule.when))


def defined(factors: Mapping[str, Factor], id: str) -> Factor:
    """Return the factor; raise GraphError where no file defines it."""
    if id not in factors:
        raise GraphError(f"factor {id!r} is tested by a rule and not defined. Define it in the trade-off's file.")
    return factors[id]


def conditions_by_factor(rules: Iterable[Rule]) -> dict[str, list[Condition]]:
    """Return the conditions of the rules by the factor they test, by factor id."""
    by_factor: dict[str, list[Condition]] = {}
    for rule in rules:
        for condition in rule.when:
            by_factor.setdefault(condition.factor, []).append(condition)
    return dict(sorted(by_factor.items()))


def all_true(rule: Rule, factor: str, fact: Fact) -> bool:
    """Say whether all of a rule's conditions on this factor hold of the fact."""
    return all(test(c, fact) is Outcome.HOLDS for c in rule.when if c.factor == factor)


def true_rules(rules: Iterable[Rule], factor: str, fact: Fact) -> list[Rule]:
    """Return the rules all of whose conditions on this factor hold of the fact."""
    return [rule for rule in rules if all_true(rule, factor, fact)]


def hanging_on(rules: Sequence[Rule], facts: Mapping[str, Fact], factor: str) -> list[Rule]:
    """Return the rules that hang on this factor alone: all their other conditions hold already."""
    return [rule for rule in rules if tests_factor(rule, factor) and _rest_holds(rule, factor, facts)]


def fixed_without(decision: Decision, facts: Mapping[str, Fact], factor: str) -> list[Rule]:
    """Return the rules that hold and do not test this factor."""
    return [r for r in decision.rules if not tests_factor(r, factor) and outcome_of(r, facts) is Outcome.HOLDS]


def tests_factor(rule: Rule, factor: str) -> bool:
    """Say whether a rule tests this factor."""
    return any(condition.factor == factor for condition in rule.when)


def _rest_holds(rule: Rule, factor: str, facts: Mapping[str, Fact]) -> bool:
    return all(test(c, facts.get(c.factor)) is Outcome.HOLDS for c in rule.when if c.factor != factor)
