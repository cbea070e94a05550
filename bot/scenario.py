"""The authored knowledge as it would be without some of the claims that it rests on. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator

from kb.types import Catalog, TradeOff


def resting_on(catalog: Catalog, claims: Collection[str]) -> tuple[str, ...]:
    """Return what rests on any of these claims, each as ``rule <id>``, ``option <id>`` and so on, in order."""
    return tuple(name for name, evidence in _evidence(catalog) if not set(claims).isdisjoint(evidence))


def _evidence(catalog: Catalog) -> Iterator[tuple[str, tuple[str, ...]]]:
    for t in catalog.trade_offs:
        yield f"the start of {t.id}", t.start_evidence
        yield from ((f"option {t.id}/{option.id}", option.evidence) for option in t.options)
        yield from ((f"rule {rule.id}", rule.evidence) for rule in t.rules)
        yield from ((f"disagreement {t.id}/{d.id}", tuple(p.evidence for p in d.positions)) for d in t.disagreements)
        yield from ((f"look-up “{look.ask}”", (look.claim,)) for look in t.look_ups)
    yield from ((f"principle {p.id}", p.evidence) for p in catalog.principles)


def without(catalog: Catalog, gone: Collection[str]) -> Catalog:
    """Return the catalog without these claims: a rule that is left with no evidence goes, and so does a conflict.

    What a decision is recognised by stays as it is, so that questions are understood as before.
    """
    if not resting_on(catalog, gone):
        return catalog
    lost = frozenset(gone)
    principles = (p.model_copy(update={"evidence": _kept(p.evidence, lost)}) for p in catalog.principles)
    return catalog.model_copy(
        update={
            "trade_offs": tuple(_trade_off(t, lost) for t in catalog.trade_offs),
            "principles": tuple(p for p in principles if p.evidence),
            "digest": hashlib.sha256("\n".join([catalog.digest, *sorted(lost)]).encode()).hexdigest(),
        }
    )


def _trade_off(t: TradeOff, lost: frozenset[str]) -> TradeOff:
    options = (o.model_copy(update={"evidence": _kept(o.evidence, lost)}) for o in t.options)
    rules = (r.model_copy(update={"evidence": _kept(r.evidence, lost)}) for r in t.rules)
    disagreements = (
        d.model_copy(update={"positions": tuple(p for p in d.positions if p.evidence not in lost)})
        for d in t.disagreements
    )
    return t.model_copy(
        update={
            "start_evidence": _kept(t.start_evidence, lost),
            "options": tuple(options),
            "rules": tuple(r for r in rules if r.evidence),
            "disagreements": tuple(d for d in disagreements if len(d.positions) > 1),
        }
    )


def _kept(evidence: tuple[str, ...], lost: frozenset[str]) -> tuple[str, ...]:
    return tuple(id for id in evidence if id not in lost)
