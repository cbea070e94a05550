"""Small decisions that a reader can walk by eye, and strategies that make random ones."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from graph.rules import Decision
from kb.types import Bound, Condition, Fact, Factor, FactorKind, Force, Option, Rule

EXAMPLES_EACH = int(os.environ.get("CROSSROADS_PROPERTY_EXAMPLES", "1000"))
PROPERTY = settings(max_examples=EXAMPLES_EACH, deadline=None, derandomize=True)

LOAD = Factor(id="load", name="Requests per day", kind=FactorKind.QUANTITY, unit="1/day", ask="How many?", why="Cost.")
EXAMPLES = Factor(id="examples", name="Examples", kind=FactorKind.QUANTITY, unit="count", ask="How many?", why="Data.")
NOISE = Factor(id="noise", name="Label noise", kind=FactorKind.QUANTITY, unit="%", ask="How noisy?", why="Quality.")
TEAM = Factor(id="team", name="Platform team", kind=FactorKind.YES_NO, ask="Is there a team?", why="Somebody runs it.")
AUDIT = Factor(id="audit", name="Audit", kind=FactorKind.YES_NO, ask="Is it audited?", why="Somebody checks it.")
CADENCE = Factor(
    id="cadence",
    name="Cadence",
    kind=FactorKind.CATEGORY,
    values=("on-demand", "hourly", "daily", "weekly"),
    ask="How often?",
    why="It bounds the delay.",
)
FACTORS = {factor.id: factor for factor in (LOAD, EXAMPLES, NOISE, TEAM, AUDIT, CADENCE)}


def number(factor: str, low: float, high: float | None = None, bound: Bound | None = None) -> Fact:
    """Return a fact about a quantity: one value, a range, or a value with a bound."""
    return Fact(factor=factor, low=low, high=low if high is None else high, bound=bound)


def choice(factor: str, value: str) -> Fact:
    """Return a fact about a yes/no or a category."""
    return Fact(factor=factor, choice=value)


@cache
def when(text: str) -> Condition:
    """Read ``load < 100``, ``examples between 500 and 1000`` or ``cadence is daily or weekly``, in canonical units."""
    factor, comparator, rest = text.split(" ", 2)
    fields: dict[str, Any] = {"factor": factor, "comparator": comparator, "text": text}
    if comparator == "is":
        return Condition(values=tuple(rest.split(" or ")), **fields)
    low, *high = (float(word) for word in rest.split(" and "))
    return Condition(low=low, high=high[0] if high else None, **fields)


def rule(id: str, conditions: Sequence[str], favours: str, force: str = "strong") -> Rule:
    """Return a rule of the decision ``d``."""
    return Rule(
        id=f"d/{id}",
        trade_off="d",
        when=tuple(when(text) for text in conditions),
        favours=favours,
        force=Force(force),
        because=f"Because of {id}.",
        evidence=("article#claim",),
    )


def decision(*rules: Rule, options: str = "api own", start: str = "api") -> Decision:
    """Return a decision between options that are named in one string."""
    return Decision(
        id="d",
        name="D",
        options=tuple(Option(id=id, name=id.upper(), text=f"Choose {id}.") for id in options.split()),
        start=start,
        start_because="It is the cheapest to try.",
        rules=rules,
    )


THRESHOLDS = {"load": (100.0, 200.0, 400.0), "examples": (1.0, 2.0, 500.0), "noise": (0.0, 5.0, 100.0)}
CHOICES = {"team": ("yes", "no"), "audit": ("yes", "no"), "cadence": CADENCE.values}
GRID = {
    "load": (0.0, 50.0, 100.0, 150.0, 200.0, 300.0, 400.0, 1000.0),
    "examples": (0.0, 1.0, 2.0, 3.0, 499.0, 500.0, 501.0, 9000.0),
    "noise": (0.0, 2.0, 5.0, 50.0, 100.0),
}


def _conditions_on(factor: str) -> tuple[str, ...]:
    """Return every condition that is drawn on a factor, equals first."""
    if factor in CHOICES:
        values = [(value,) for value in CHOICES[factor]] + list(itertools.permutations(CHOICES[factor], 2))
        return tuple(f"{factor} is {' or '.join(chosen)}" for chosen in values)
    ends = itertools.combinations_with_replacement(THRESHOLDS[factor], 2)
    bounds = [f"{factor} {sign} {end}" for sign in ("<", "<=", ">", ">=") for end in THRESHOLDS[factor]]
    return (*bounds, *(f"{factor} between {low} and {high}" for low, high in ends))


CONDITIONS = {factor: _conditions_on(factor) for factor in sorted(FACTORS)}
"""Drawn from as a whole, since drawing each part of a condition took a third of the time of all properties."""


def conditions() -> st.SearchStrategy[str]:
    """Draw a condition on one of the six factors."""
    return st.one_of([st.sampled_from(own) for own in CONDITIONS.values()])


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    """Draw a decision between three options with up to seven rules of up to three conditions."""
    drawn = st.tuples(
        st.lists(conditions(), min_size=0, max_size=3), st.sampled_from("abc"), st.sampled_from(list(Force))
    )
    rules = draw(st.lists(drawn, max_size=7))
    start = draw(st.sampled_from("abc"))
    return decision(
        *(rule(f"r{i}", when_, favours, force) for i, (when_, favours, force) in enumerate(rules)),
        options="a b c",
        start=start,
    )


def values_of(factor: str) -> tuple[Fact, ...]:
    """Return facts that stand for every value a factor can have, as far as the drawn rules can tell."""
    if factor in CHOICES:
        return tuple(choice(factor, value) for value in CHOICES[factor])
    return tuple(number(factor, value) for value in GRID[factor])


@st.composite
def some_facts(draw: st.DrawFn) -> dict[str, Fact]:
    """Draw facts about some of the factors: values, and values with a bound and ranges of quantities."""
    known = draw(st.lists(st.sampled_from(sorted(FACTORS)), unique=True))
    found = {}
    for factor in known:
        fact = draw(st.sampled_from(values_of(factor)))
        shape = draw(st.sampled_from(["value", "bound", "range", "range"])) if factor in GRID else "value"
        if shape == "bound":
            fact = fact.model_copy(update={"bound": draw(st.sampled_from(["at least", "at most"]))})
        elif shape == "range":
            other = draw(st.sampled_from(GRID[factor]))
            low, high = sorted((fact.low or 0.0, other))
            fact = number(factor, low, high)
        found[factor] = fact
    return found


def factors_tested_by(d: Decision) -> tuple[str, ...]:
    """Return the factors that some rule of the decision tests."""
    return tuple(sorted({condition.factor for r in d.rules for condition in r.when}))


def completions(facts: Mapping[str, Fact], factors: Sequence[str]) -> list[dict[str, Fact]]:
    """Return every way to make these factors known, on the grid, inside the stated ranges and beyond the bounds."""
    ways = [[fact for fact in values_of(id) if _within(fact, facts.get(id))] for id in factors]
    return [{fact.factor: fact for fact in way} for way in itertools.product(*ways)]


def _within(fact: Fact, stated: Fact | None) -> bool:
    if stated is None:
        return True
    if stated.choice is not None:
        return fact.choice == stated.choice
    assert fact.low is not None
    assert stated.low is not None
    assert stated.high is not None
    above, below = stated.bound == "at least", stated.bound == "at most"
    return (below or stated.low <= fact.low) and (above or fact.low <= stated.high)
