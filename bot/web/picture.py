"""The reasoning path of an answer as a Mermaid flowchart, left to right: facts, the rules they meet, the options. Pure.

Holds, fails and unknown are told by sign, word and shape (a plain, a notched and a rounded box), and by the line of an
arrow; colour only repeats it. Long reasons are cut short: the steps beside the picture carry them whole. An answer
names its rules by id, and the catalog says which factors a rule tests; a rule that the catalog does not know (one
extracted from an article) is drawn without its conditions.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.types import Answer, FactHeard, PathStep
from bot.wording import required
from graph.rules import test
from kb.types import Catalog, Condition, Fact, Factor, FactorKind, Outcome, Rule

SIGNS: Mapping[str, str] = {"holds": "✓ holds", "unknown": "? unknown", "fails": "✗ fails"}
ARROWS: Mapping[Outcome, str] = {Outcome.HOLDS: "-->", Outcome.FAILS: "-.-x", Outcome.UNKNOWN: "-.->"}
SHOWN = 4
"""Rules that fail, and rules that are unknown, drawn one by one; the rest is counted in one node each."""
LONGEST = 84
"""Characters of one label; two lines or three at the width that ``STYLE`` sets."""
STYLE = (
    '%%{init: {"fontFamily": "IBM Plex Sans, system-ui, sans-serif", "themeVariables": {"fontSize": "14px"}, '
    '"flowchart": {"wrappingWidth": 290, "nodeSpacing": 14, "rankSpacing": 52, "padding": 9}}}%%'
)
UNSTATED = "u"
_ENTITY: Mapping[str, str] = {
    **{"&": "#amp;", "#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;"},
    **{"`": "#96;", "%": "#37;", "\\": "#92;", "*": "#42;", "_": "#95;"},
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_LIST_MARK = re.compile(r"^(\d+)\. |^([-+]) ")


@dataclass(frozen=True)
class _Canvas:
    """What the nodes of one picture are drawn from."""

    answer: Answer
    rules: Mapping[str, Rule]
    factors: Mapping[str, Factor]
    facts: Mapping[str, Fact]
    said: Mapping[str, str]

    def drawn(self, step: PathStep) -> list[tuple[Condition, Outcome]]:
        """Return the conditions that an arrow is drawn for: the one that makes a rule fail, or all that it rests on."""
        tested: list[tuple[Condition, Outcome]] = [
            (c, test(c, self.facts.get(c.factor))) for c in self.conditions(step)
        ]
        if step.outcome != "fails":
            return tested
        return [pair for pair in tested if pair[1] is Outcome.FAILS][:1]

    def conditions(self, step: PathStep) -> tuple[Condition, ...]:
        """Return what the step's rule tests; empty for a rule that the catalog does not know."""
        rule = self.rules.get(step.node.removeprefix("rule:"))
        return rule.when if rule else ()

    def wanted(self, condition: Condition) -> str:
        """Return a condition in words: ``cost is attributed: no``."""
        factor = self.factors.get(condition.factor)
        return required(condition, factor) if factor else condition.text


def mermaid(answer: Answer, catalog: Catalog) -> str:
    """Return the answer's path as the text of a Mermaid flowchart; empty when no fact met a rule.

    Every label is escaped and every node id generated, so that no text of an author or a user is ever syntax.
    """
    steps = [step for step in answer.path if step.outcome is not None]
    if not steps or not answer.facts or answer.trade_off is None:
        return ""
    canvas = _canvas(answer, catalog)
    chosen, robust = _choice(answer)
    shown, folded = fold(steps, chosen, robust=robust)
    fact_ids = {factor: f"f{place}" for place, factor in enumerate(canvas.said)}
    options = _options(answer, catalog)
    option_ids = {id: f"o{place}" for place, id in enumerate(options)}
    lines = [STYLE, "flowchart LR"]
    lines += [f'    {node}(["{label(_capital(canvas.said[factor]))}"]):::fact' for factor, node in fact_ids.items()]
    for place, step in enumerate(shown):
        lines += _rule_lines(canvas, f"r{place}", step, fact_ids, option_ids)
    lines += _folded_lines(folded, option_ids.get(chosen or "", "o0"), robust=robust)
    if any(f"{UNSTATED} " in line for line in lines):
        lines.insert(2 + len(fact_ids), f'    {UNSTATED}("? Not stated yet"):::unknown')
    lines += _option_lines(answer, options, option_ids)
    return "\n".join(lines)


def fold(steps: Sequence[PathStep], recommended: str | None, *, robust: bool) -> tuple[list[PathStep], dict[str, int]]:
    """Return the steps to draw, in order, and how many of each outcome are left to a counting node.

    Where no missing fact could change the choice, the rules that wait for one are only counted; elsewhere those that
    argue for another option come first.
    """
    shown: list[PathStep] = []
    folded: dict[str, int] = {}
    for outcome in SIGNS:
        these = [step for step in steps if step.outcome == outcome]
        if outcome == "unknown":
            these.sort(key=lambda step: step.favours == recommended)
        limit = len(these) if outcome == "holds" or len(these) <= SHOWN + 1 else SHOWN
        limit = 0 if outcome == "unknown" and robust and len(these) > 1 else limit
        shown += these[:limit]
        folded[outcome] = len(these) - limit
    return shown, {outcome: count for outcome, count in folded.items() if count}


def label(text: str) -> str:
    """Escape a text for a quoted Mermaid label: one line, cut short, nothing in it is syntax."""
    flat = " ".join(_CONTROL.sub(" ", text).split())
    short = textwrap.shorten(flat, LONGEST, placeholder=" …") if len(flat) > LONGEST else flat
    safe = _LIST_MARK.sub(lambda m: f"{m[1]}.\u00a0" if m[1] else f"{m[2]}\u00a0", short)
    return "".join(_ENTITY.get(c, c) for c in safe) or "#32;"


def as_fact(heard: FactHeard, factor: Factor) -> Fact:
    """Return the fact that the answer shows as the walk knows it."""
    value = heard.value
    if factor.kind is FactorKind.YES_NO:
        return Fact(factor=factor.id, choice="yes" if value is True or value == "yes" else "no")
    if factor.kind is FactorKind.CATEGORY or isinstance(value, str):
        return Fact(factor=factor.id, choice=str(value))
    low, high = value if isinstance(value, tuple) else (float(value), float(value))
    return Fact(factor=factor.id, low=low, high=high)


def _canvas(answer: Answer, catalog: Catalog) -> _Canvas:
    factors = {factor.id: factor for factor in catalog.factors}
    return _Canvas(
        answer=answer,
        rules={rule.id: rule for trade_off in catalog.trade_offs for rule in trade_off.rules},
        factors=factors,
        facts={f.factor: as_fact(f, factors[f.factor]) for f in answer.facts if f.counted and f.factor in factors},
        said={step.node.removeprefix("factor:"): step.text for step in answer.path if step.kind == "fact"},
    )


def _options(answer: Answer, catalog: Catalog) -> dict[str, str]:
    """Return id -> name of the options, in the author's order where the catalog knows the trade-off."""
    known = {t.id: t for t in catalog.trade_offs}.get(answer.trade_off.id if answer.trade_off else "")
    names = {option.id: option.name for option in known.options} if known else {}
    if answer.recommendation:
        names.setdefault(answer.recommendation.option.id, answer.recommendation.option.name)
    for alternative in answer.alternatives:
        names.setdefault(alternative.option.id, alternative.option.name)
    return names


def _node(node: str, text: str, outcome: str) -> str:
    """Return a node in the shape of its outcome."""
    safe = label(text)
    match outcome:
        case "holds":
            return f'    {node}["{safe}"]:::holds'
        case "fails":
            return f'    {node}@{{ shape: notch-rect, label: "{safe}" }}\n    class {node} fails'
    return f'    {node}("{safe}"):::unknown'


def _rule_lines(
    canvas: _Canvas, node: str, step: PathStep, fact_ids: Mapping[str, str], option_ids: Mapping[str, str]
) -> Iterator[str]:
    outcome = str(step.outcome)
    yield _node(node, f"{SIGNS[outcome]}: {_reason(canvas, step)}", outcome)
    for condition, met in canvas.drawn(step):
        known = condition.factor in fact_ids
        bare = condition.text.removeprefix(condition.factor).strip() if known else canvas.wanted(condition)
        yield f'    {fact_ids.get(condition.factor, UNSTATED)} {ARROWS[met]}|"{label(bare)}"| {node}'
    option = option_ids.get(step.favours or "")
    if option:
        yield f"    {node} {_towards(step)} {option}"


def _towards(step: PathStep) -> str:
    """Return the link from a rule to its option: heavy, dotted, or only there to keep the option on the right."""
    if step.outcome == "holds":
        return f'==>|"{label(step.force or "argues")}"|'
    return "-.->" if step.outcome == "unknown" else "~~~"


def _reason(canvas: _Canvas, step: PathStep) -> str:
    rule = canvas.rules.get(step.node.removeprefix("rule:"))
    return rule.because if rule else step.text


def _choice(answer: Answer) -> tuple[str | None, bool]:
    r = answer.recommendation
    return (r.option.id, r.robust) if r else (None, False)


def _folded_lines(folded: Mapping[str, int], option: str, *, robust: bool) -> Iterator[str]:
    for outcome, count in folded.items():
        text = f"{SIGNS[outcome]}: {count} more rules, in the steps"
        if outcome == "unknown" and robust:
            text = f"{SIGNS[outcome]}: {count} rules; none would change this"
        yield _node(f"more_{outcome}", text, outcome)
        if outcome == "unknown":
            yield f"    {UNSTATED} -.-> more_unknown"
        yield f"    more_{outcome} ~~~ {option}"


def _option_lines(answer: Answer, options: Mapping[str, str], option_ids: Mapping[str, str]) -> Iterator[str]:
    chosen, _ = _choice(answer)
    for id, node in option_ids.items():
        if id == chosen:
            yield f'    {node}{{{{"{label(f"★ {options[id]}")}"}}}}:::chosen'
        else:
            yield f'    {node}[["{label(options[id])}"]]:::option'


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
