"""Views of a reasoning path: Markdown steps, a Mermaid flowchart, rows, a dict for JSON. Pure.

Each view takes the path, the decision it walked and the factors' definitions (for names and units), and changes none
of them. Holds, fails and unknown are told by word, sign and shape; colour carries nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph.path import ReasoningPath, Step, Test
from graph.rules import Decision
from kb.figures import number
from kb.types import Fact, Factor, FactorKind, Outcome

SIGNS = {Outcome.HOLDS: "✓ holds", Outcome.FAILS: "✗ fails", Outcome.UNKNOWN: "? unknown"}
SHAPES = {Outcome.HOLDS: ("[", "]"), Outcome.FAILS: ("{{", "}}"), Outcome.UNKNOWN: ("[/", "/]")}
ARROWS = {Outcome.HOLDS: "-->", Outcome.FAILS: "-.->", Outcome.UNKNOWN: "-.->"}
SHOWN = {Outcome.FAILS: 8, Outcome.UNKNOWN: 5}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_MERMAID = {"&": "#amp;", "#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;", "%": "#37;", "\\": "#92;"}


def markdown(path: ReasoningPath, decision: Decision, factors: Mapping[str, Factor]) -> str:
    """Return the path as Markdown: the recommendation and why, then every step with its tests."""
    names = _option_names(decision)
    head = f"**{_plain(names[path.recommended])}**"
    if not path.argued:
        head += f" is where to start: no rule argues yet. {_plain(decision.start_because)}"
    lines = [head.rstrip(), ""]
    for at, step in enumerate(path.steps, start=1):
        argues = f"for {_plain(names[step.favours])}, {step.force.value}"
        lines.append(f"{at}. {SIGNS[step.outcome]} ({argues}): {_plain(step.because)}")
        lines += [f"    - {_test_line(test, factors)}" for test in step.tests]
    return "\n".join(lines).rstrip() + "\n"


def rows(path: ReasoningPath, decision: Decision, factors: Mapping[str, Factor]) -> list[tuple[str, ...]]:
    """Return one row a step: number, outcome, reason, conditions, option favoured, force, evidence."""
    names = _option_names(decision)
    return [
        (
            str(number),
            step.outcome.value,
            step.because,
            "; ".join(f"{_factor_name(t, factors)} {_bare(t)} ({t.outcome.value})" for t in step.tests),
            names[step.favours],
            step.force.value,
            ", ".join(step.evidence),
        )
        for number, step in enumerate(path.steps, start=1)
    ]


def as_dict(path: ReasoningPath, decision: Decision) -> dict[str, Any]:
    """Return the path as plain JSON values, with the options' names; an open end of a range is null."""
    data: dict[str, Any] = json.loads(path.model_dump_json())
    return {**data, "name": decision.name, "options": [{"id": o.id, "name": o.name} for o in decision.options]}


def mermaid(path: ReasoningPath, decision: Decision, factors: Mapping[str, Factor]) -> str:
    """Return the walked part of the graph as a Mermaid flowchart, from facts over rules to options.

    A rule that holds is a rectangle with a heavy arrow to its option, one that fails a hexagon without arrow, an
    unknown one a slanted box with a dashed arrow. Of failed and of unknown rules only the first ``SHOWN`` are drawn;
    one node counts the rest. Lines are left for Mermaid to break. Node ids are generated; no text is one.
    """
    shown, folded = _fold(path.steps)
    facts = {fact.factor: fact for fact in path.facts}
    tested = dict.fromkeys([*facts, *(test.condition.factor for step in shown for test in _telling(step))])
    fact_ids = {factor: f"f{place}" for place, factor in enumerate(tested)}
    option_ids = {option.id: f"c{place}" for place, option in enumerate(decision.options)}
    lines = ["flowchart LR"]
    lines += [_fact_node(fact_ids[factor], factor, facts.get(factor), factors) for factor in tested]
    for place, step in enumerate(shown):
        lines += _rule_lines(f"r{place}", step, fact_ids, option_ids)
    for outcome, hidden in folded.items():
        lines += _folded_lines(outcome, hidden, {factor: fact_ids[factor] for factor in facts})
    lines += _option_lines(path, decision, option_ids)
    drawn = {step.favours for step in shown if step.outcome is not Outcome.FAILS}
    lines += [f"    r0 ~~~ {option_ids[o.id]}" for o in decision.options if shown and o.id not in drawn]
    return "\n".join(lines + _classes()) + "\n"


def value_text(fact: Fact, factor: Factor | None) -> str:
    """Return a fact's value as people read it: ``55,000 a day``, ``500 to 1,000``, ``at least 3 s``, ``yes``."""
    if fact.choice is not None:
        return fact.choice
    unit = factor.unit if factor and factor.kind is FactorKind.QUANTITY else None
    suffix = {"1/day": " a day", "count": "", "%": "%", None: ""}.get(unit, f" {unit}")
    low, high = (None if end is None else number(end, own=True) for end in (fact.low, fact.high))
    if low is None or high is None:
        known = [f"{word} {end}{suffix}" for word, end in (("at least", low), ("at most", high)) if end is not None]
        return known[0] if known else "not known"
    return f"{low}{suffix}" if low == high else f"{low} to {high}{suffix}"


def _fold(steps: Sequence[Step]) -> tuple[list[Step], dict[Outcome, list[Step]]]:
    """Return the steps to draw and, by outcome, those to count only; one alone is drawn rather than counted."""
    shown: list[Step] = []
    folded: dict[Outcome, list[Step]] = {}
    for outcome in Outcome:
        these = [step for step in steps if step.outcome is outcome]
        limit = SHOWN.get(outcome, len(these))
        limit += len(these) == limit + 1
        shown += these[:limit]
        folded[outcome] = these[limit:]
    shown.sort(key=steps.index)
    return shown, folded


def _fact_node(node: str, id: str, fact: Fact | None, factors: Mapping[str, Factor]) -> str:
    name = factors[id].name if id in factors else id
    if fact is None:
        return f'    {node}[/"{_label(f"? {name}: not known")}"/]\n    class {node} unknown'
    return f'    {node}(["{_label(f"{name}: {value_text(fact, factors.get(id))}")}"])'


def _rule_lines(node: str, step: Step, fact_ids: Mapping[str, str], option_ids: Mapping[str, str]) -> Iterator[str]:
    yield f"    {node}{_shape(step.outcome, f'{SIGNS[step.outcome]}: {step.because}')}"
    yield f"    class {node} {step.outcome.value}"
    for test in _telling(step):
        label = _label(f"{_bare(test)}: {test.outcome.value}")
        yield f'    {fact_ids[test.condition.factor]} {ARROWS[test.outcome]}|"{label}"| {node}'
    if step.outcome is Outcome.HOLDS:
        yield f'    {node} ==>|"{step.force.value}"| {option_ids[step.favours]}'
    elif step.outcome is Outcome.UNKNOWN:
        yield f'    {node} -.->|"would be {step.force.value}"| {option_ids[step.favours]}'


def _telling(step: Step) -> tuple[Test, ...]:
    """Return the tests that tell why a step is what it is: of a failed rule, those that failed."""
    return tuple(test for test in step.tests if step.outcome is not Outcome.FAILS or test.outcome is Outcome.FAILS)


def _folded_lines(outcome: Outcome, hidden: Sequence[Step], fact_ids: Mapping[str, str]) -> Iterator[str]:
    if hidden:
        node = f"more_{outcome.value}"
        yield f"    {node}{_shape(outcome, f'{SIGNS[outcome]}: {len(hidden)} more rules')}"
        yield f"    class {node} {outcome.value}"
        tested = {test.condition.factor for step in hidden for test in step.tests}
        yield from (f"    {fact_ids[factor]} -.-> {node}" for factor in fact_ids if factor in tested)


def _option_lines(path: ReasoningPath, decision: Decision, option_ids: Mapping[str, str]) -> Iterator[str]:
    for option in decision.options:
        node = option_ids[option.id]
        if option.id == path.recommended:
            word = "recommended" if path.argued else "start here"
            yield f'    {node}[["{_label(f"★ {word}: {option.name}")}"]]'
            yield f"    class {node} recommended"
        else:
            yield f'    {node}("{_label(option.name)}")'


def _classes() -> list[str]:
    return [
        "    classDef holds stroke-width:2px",
        "    classDef unknown stroke-dasharray:6 4",
        "    classDef fails stroke-dasharray:2 3",
        "    classDef recommended stroke-width:4px",
    ]


def _shape(outcome: Outcome, text: str) -> str:
    opening, closing = SHAPES[outcome]
    return f'{opening}"{_label(text)}"{closing}'


def _label(text: str) -> str:
    """Escape a text for a quoted Mermaid label of one line."""
    return "".join(_MERMAID.get(c, c) for c in " ".join(text.split())) or " "


def _plain(text: str) -> str:
    """Escape what Markdown and HTML would read as markup."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _test_line(test: Test, factors: Mapping[str, Factor]) -> str:
    name = _plain(_factor_name(test, factors))
    known = value_text(test.fact, factors.get(test.condition.factor)) if test.fact else "not known"
    return f"{name}: {_plain(known)}; {_plain(_bare(test))}: {SIGNS[test.outcome]}"


def _factor_name(test: Test, factors: Mapping[str, Factor]) -> str:
    id = test.condition.factor
    return factors[id].name if id in factors else id


def _bare(test: Test) -> str:
    """Return the condition as written, without the factor's id before it."""
    return test.condition.text.removeprefix(test.condition.factor).strip()


def _option_names(decision: Decision) -> dict[str, str]:
    return {option.id: option.name for option in decision.options}
