"""A drafted trade-off as the YAML that ``kb.catalog`` reads; every text in double quotes, one line each. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence

from ingest.draft_factors import Drafted
from kb.types import FactorKind, Rule, TradeOff


def draft_yaml(
    trade_off: TradeOff, factors: Sequence[Drafted], known: Collection[str], title: str, examples: Sequence[str]
) -> str:
    """Return the file of a trade-off; ``factors`` are what it tests, ``known`` ids are not defined again."""
    lines = [
        f"# Drafted from {_quoted(title)} by patterns of words. Check the options, the forces and the start.",
        f"id: {_quoted(trade_off.id)}",
        f"name: {_quoted(trade_off.name)}",
        f"question: {_quoted(trade_off.question)}",
        *_listed("aliases", trade_off.aliases),
        "options:",
    ]
    for option in trade_off.options:
        lines += [
            f"  - id: {_quoted(option.id)}",
            f"    name: {_quoted(option.name)}",
            f"    text: {_quoted(option.text)}",
            f"    evidence: {_quoted(list(option.evidence))}",
        ]
    lines += [
        f"start: {_quoted(trade_off.start)}",
        f"start_because: {_quoted(trade_off.start_because)}",
        f"start_evidence: {_quoted(list(trade_off.start_evidence))}",
        "factors:",
        *(line for item in factors for line in _factor(item, known)),
        "rules:",
        *(line for rule in trade_off.rules for line in _rule(rule)),
        *_listed("cues", trade_off.cues),
        *_listed("examples", examples),
        *_listed("near_misses", trade_off.near_misses),
        *_said(factors, known),
    ]
    return "\n".join(lines) + "\n"


def _factor(item: Drafted, known: Collection[str]) -> Iterator[str]:
    factor = item.factor
    if factor.id in known:
        yield f"  - use: {_quoted(factor.id)}"
        return
    yield f"  - id: {_quoted(factor.id)}"
    yield f"    name: {_quoted(factor.name)}"
    yield f"    kind: {_quoted(factor.kind.value)}"
    if factor.kind is FactorKind.QUANTITY:
        yield f"    unit: {_quoted(factor.unit)}"
    yield f"    ask: {_quoted(factor.ask)}"
    yield f"    why: {_quoted(factor.why)}"
    if factor.cues:
        yield f"    cues: {_quoted(list(factor.cues))}"


def _rule(rule: Rule) -> Iterator[str]:
    yield f"  - id: {_quoted(rule.id.partition('/')[2])}"
    yield f"    when: {_quoted([condition.text for condition in rule.when])}"
    yield f"    favours: {_quoted(rule.favours)}"
    yield f"    force: {_quoted(rule.force.value)}"
    yield f"    because: {_quoted(rule.because)}"
    yield f"    evidence: {_quoted(list(rule.evidence))}"


def _said(factors: Iterable[Drafted], known: Collection[str]) -> Iterator[str]:
    new = [item for item in factors if item.factor.id not in known and item.says]
    if new:
        yield "said:"
    for item in new:
        yield f"  {item.factor.id}:"
        for value, texts in item.says.items():
            yield f"    {_quoted(value)}: {_quoted(list(texts))}"


def _listed(key: str, texts: Sequence[str]) -> Iterator[str]:
    if texts:
        yield f"{key}:"
        yield from (f"  - {_quoted(text)}" for text in texts)


def _quoted(value: object) -> str:
    """Return a text or a list of texts as YAML in double quotes, which JSON is a form of."""
    return json.dumps(value, ensure_ascii=False)
