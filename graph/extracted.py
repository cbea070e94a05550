"""What was extracted from articles, beside the authored knowledge: a catalog that has both. Pure.

A rule that says what an authored one says is corroboration of it and argues no second time. One that says something
else is a rule of its own, with the status ``extracted`` and the least force, once however many sources say it; where it
contradicts an authored rule the two are a disagreement. A rejected one is left out; an accepted one is authored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from graph.conflicts import compare
from graph.rules import bounds
from kb.conditions import parse_condition
from kb.extracted import ExtractedRule
from kb.ids import text_hash
from kb.judged import Judged, judged
from kb.reviews import ReviewDecision, by_item
from kb.types import Catalog, Condition, Disagreement, Factor, FactorKind, Force, Position, Rule, Threshold, TradeOff

MARK = "extracted-"
"""What the ids of extracted rules and of their disagreements begin with, behind their trade-off."""


class Said(NamedTuple):
    """One thing said by one or more sources: a condition and the option that it speaks for."""

    condition: Condition
    favours: str
    rules: tuple[ExtractedRule, ...]
    accepted: bool
    force: Force = Force.WEAK
    because: str = ""


def with_extracted(
    catalog: Catalog,
    rules: Iterable[ExtractedRule],
    decisions: Iterable[ReviewDecision] = (),
    originals: Mapping[str, str] | None = None,
) -> Catalog:
    """Return the catalog with the extracted rules; the same for the same rules in any order, and the same digest.

    ``originals`` maps a source to the one that it is a copy of: both count once. Rules that no condition of ours
    states, that speak of an option not in the catalog, or against one of several, are left out.
    """
    factors = {f.id: f for f in catalog.factors}
    told = _authored_claims(catalog)
    used = [one for one in judged(rules, by_item(decisions)) if one.rule.claim not in told]
    found = [_joined(t, _said(t, used, factors), factors, originals or {}) for t in catalog.trade_offs]
    return catalog.model_copy(update={"trade_offs": tuple(found)})


def _authored_claims(catalog: Catalog) -> frozenset[str]:
    """Return the claims that authored rules and positions stand on: what they say is in the rules already."""
    found: set[str] = set()
    for trade_off in catalog.trade_offs:
        found.update(id for rule in trade_off.rules for id in rule.evidence if not is_extracted(rule.id, trade_off.id))
        found.update(p.evidence for d in trade_off.disagreements if not d.id.startswith(MARK) for p in d.positions)
    return frozenset(found)


def authored_only(catalog: Catalog) -> Catalog:
    """Return the catalog without what ``with_extracted`` added."""
    return catalog.model_copy(update={"trade_offs": tuple(_authored(t) for t in catalog.trade_offs)})


def _authored(trade_off: TradeOff) -> TradeOff:
    own = (
        r.model_copy(update={"corroborated_by": ()}) for r in trade_off.rules if not is_extracted(r.id, trade_off.id)
    )
    disagreements = tuple(d for d in trade_off.disagreements if not d.id.startswith(MARK))
    return trade_off.model_copy(update={"rules": tuple(own), "disagreements": disagreements})


def is_extracted(rule: str, trade_off: str) -> bool:
    """Say whether a rule came from ``with_extracted``, by its id."""
    return rule.startswith(f"{trade_off}/{MARK}")


def _said(trade_off: TradeOff, used: Sequence[Judged], factors: Mapping[str, Factor]) -> tuple[Said, ...]:
    """Return what is said of a trade-off, each thing once, in an order of its own.

    What a reviewer accepted of one source counts for all that say the same; the strongest force given holds.
    """
    groups: dict[tuple[object, ...], list[Judged]] = {}
    conditions: dict[tuple[object, ...], Condition] = {}
    for one in sorted(used, key=lambda j: (j.rule.source, j.rule.span.start, j.rule.id)):
        rule = one.rule
        favours, condition = _favours(trade_off, rule), _condition(rule.when, factors)
        if rule.trade_off != trade_off.id or favours is None or condition is None:
            continue
        if condition.factor not in trade_off.factors:
            continue
        key = (condition.factor, condition.comparator, condition.low, condition.high, condition.values, favours)
        groups.setdefault(key, []).append(one)
        conditions.setdefault(key, condition)
    return tuple(
        Said(
            condition=conditions[key],
            favours=str(key[-1]),
            rules=tuple(one.rule for one in group),
            accepted=any(one.status == "authored" for one in group),
            force=min((one.force for one in group), key=list(Force).index),
            because=next((one.because for one in group if one.because), ""),
        )
        for key, group in sorted(groups.items(), key=lambda pair: repr(pair[0]))
    )


def _favours(trade_off: TradeOff, rule: ExtractedRule) -> str | None:
    """Return the option that a rule argues for: of two options, the other one where it speaks against one."""
    options = [o.id for o in trade_off.options]
    if rule.favours not in options:
        return None
    if rule.polarity == "for":
        return rule.favours
    return next(o for o in options if o != rule.favours) if len(options) == 2 else None


def _condition(text: str, factors: Mapping[str, Factor]) -> Condition | None:
    try:
        return parse_condition(text, factors) if text else None
    except ValueError:
        return None


def _joined(
    trade_off: TradeOff, said: Sequence[Said], factors: Mapping[str, Factor], originals: Mapping[str, str]
) -> TradeOff:
    if not said:
        return trade_off
    behind: dict[str, list[str]] = {}
    added: list[Rule] = []
    disagreements: list[Disagreement] = []
    for one in said:
        same = [rule for rule in trade_off.rules if _agrees(rule, one, factors)]
        for rule in same:
            behind.setdefault(rule.id, []).extend(_independent(rule, one, originals))
        if same:
            continue
        added.append(_rule(trade_off, one))
        against = [rule for rule in trade_off.rules if _contradicts(rule, one, factors)]
        disagreements += [_disagreement(trade_off, rule, one, factors) for rule in against if rule.evidence]
    rules = tuple(
        rule.model_copy(update={"corroborated_by": tuple(dict.fromkeys(behind[rule.id]))})
        if rule.id in behind
        else rule
        for rule in trade_off.rules
    )
    return trade_off.model_copy(
        update={"rules": (*rules, *added), "disagreements": (*trade_off.disagreements, *disagreements)}
    )


def _independent(rule: Rule, one: Said, originals: Mapping[str, str]) -> Iterable[str]:
    """Yield the claims of sources that the authored rule does not rest on already, one a source."""
    seen = {_original(claim.partition("#")[0], originals) for claim in rule.evidence}
    for extracted in one.rules:
        source = _original(extracted.source, originals)
        if source not in seen:
            seen.add(source)
            yield extracted.claim


def _original(source: str, originals: Mapping[str, str]) -> str:
    return originals.get(source, source)


def _rule(trade_off: TradeOff, one: Said) -> Rule:
    name = next(o.name for o in trade_off.options if o.id == one.favours)
    key = text_hash(repr((one.condition.factor, one.condition.text, one.favours)))[:8]
    sources = len({r.source for r in one.rules})
    whose = "An article" if sources == 1 else f"{sources} articles"
    return Rule(
        id=f"{trade_off.id}/{MARK}{key}",
        trade_off=trade_off.id,
        when=(one.condition,),
        favours=one.favours,
        force=one.force,
        because=one.because or f"{whose} {'says' if sources == 1 else 'say'} so of: {name}.",
        evidence=tuple(dict.fromkeys(r.claim for r in one.rules)),
        note=None if one.accepted else "Extracted from what was ingested; nobody has reviewed it yet.",
        status="authored" if one.accepted else "extracted",
    )


def _alone(rule: Rule, one: Said) -> Condition | None:
    """Return the only condition of an authored rule, where it is about the same factor."""
    if len(rule.when) == 1 and rule.when[0].factor == one.condition.factor:
        return rule.when[0]
    return None


def _agrees(rule: Rule, one: Said, factors: Mapping[str, Factor]) -> bool:
    condition = _alone(rule, one)
    if condition is None or rule.favours != one.favours:
        return False
    factor = factors[condition.factor]
    if factor.kind is not FactorKind.QUANTITY:
        return set(one.condition.values) <= set(condition.values)
    if _points(condition) != _points(one.condition):
        return False
    relation, _ = compare(_threshold(condition, factor), _threshold(one.condition, factor), rate=factor.unit == "1/day")
    return relation == "agree"


def _contradicts(rule: Rule, one: Said, factors: Mapping[str, Factor]) -> bool:
    """Say whether an authored rule puts the bar of the same option elsewhere, or takes another option in that case."""
    condition = _alone(rule, one)
    if condition is None:
        return False
    if factors[condition.factor].kind is not FactorKind.QUANTITY:
        return rule.favours != one.favours and bool(set(condition.values) & set(one.condition.values))
    if rule.favours == one.favours:
        return _points(condition) == _points(one.condition)
    (low, high), (other_low, other_high) = bounds(condition), bounds(one.condition)
    return max(low, other_low) < min(high, other_high)


def _points(condition: Condition) -> str:
    return {"<": "below", "<=": "below", ">": "above", ">=": "above"}.get(condition.comparator, "at")


def _threshold(condition: Condition, factor: Factor) -> Threshold:
    low = condition.low if condition.low is not None else 0.0
    rate = factor.unit == "1/day"
    return Threshold(
        comparator=condition.comparator if condition.comparator != "is" else "=",
        low=low,
        high=condition.high if condition.high is not None else low,
        unit="" if rate or factor.unit == "count" else factor.unit or "",
        period="day" if rate else None,
    )


def _disagreement(trade_off: TradeOff, rule: Rule, one: Said, factors: Mapping[str, Factor]) -> Disagreement:
    factor = factors[one.condition.factor]
    names = {o.id: o.name for o in trade_off.options}
    figures = factor.kind is FactorKind.QUANTITY and rule.favours == one.favours
    counted = factor.name.lower()
    sides = [(rule.evidence[0], rule.when[0], rule.favours), (one.rules[0].claim, one.condition, one.favours)]
    key = text_hash(repr((rule.id, one.condition.text, one.favours)))[:8]
    return Disagreement(
        id=f"{MARK}{key}",
        about=f"{factor.name}: {names[one.favours]}",
        factors=(factor.id,),
        positions=tuple(
            Position(
                evidence=claim,
                text=f"{names[favours]}, if {condition.text.replace('_', ' ')}",
                states=_threshold(condition, factor) if figures else None,
                stance=None if figures else f"{names[favours]}, if {condition.text.replace('_', ' ')}",
                population=counted if figures else None,
            )
            for claim, condition, favours in sides
        ),
    )
