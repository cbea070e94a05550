"""Which claims the authored knowledge rests on. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kb.types import Catalog, TradeOff


def claims_behind(trade_off: TradeOff) -> Iterator[str]:
    """Yield the ids of the claims that a trade-off rests on; one that serves twice comes twice."""
    yield from trade_off.start_evidence
    yield from (id for option in trade_off.options for id in option.evidence)
    yield from (id for rule in trade_off.rules for id in rule.evidence)
    yield from (p.evidence for disagreement in trade_off.disagreements for p in disagreement.positions)
    yield from (look_up.claim for look_up in trade_off.look_ups)


def evidence_of(catalog: Catalog) -> frozenset[str]:
    """Return the ids of all claims that the catalog rests on."""
    principles = (id for principle in catalog.principles for id in principle.evidence)
    return frozenset((*(id for t in catalog.trade_offs for id in claims_behind(t)), *principles))
