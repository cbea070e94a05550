"""Extracted rules as a reviewer left them: accepted with a force, edited, rejected, or still only extracted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from kb.errors import InputError
from kb.extracted import ExtractedRule
from kb.located import parse_located
from kb.reviews import ReviewDecision, item_id
from kb.types import Catalog, Disagreement, Force, Record, TradeOff

EDITABLE = ("when", "favours", "force", "because")


class Judged(Record):
    """One extracted rule that is used: with what a reviewer put in its place, and as whose it counts.

    ``status`` is ``authored`` once a person accepted or edited it. ``because`` is empty where nobody wrote one.
    """

    rule: ExtractedRule
    force: Force
    status: Literal["authored", "extracted"]
    because: str = ""


def judged(rules: Iterable[ExtractedRule], decisions: Mapping[str, ReviewDecision]) -> tuple[Judged, ...]:
    """Return the rules that are used, in order: a rejected one is left out, one that nobody judged is weak."""
    found = []
    for rule in rules:
        decision = decisions.get(rule.id)
        if decision is None:
            found.append(Judged(rule=rule, force=Force.WEAK, status="extracted"))
        elif decision.verdict != "reject":
            found.append(_decided(rule, changes_of(decision.edited or "")))
    return tuple(found)


def _decided(rule: ExtractedRule, changes: Mapping[str, str]) -> Judged:
    kept = {key: value for key, value in changes.items() if key in ("when", "favours")}
    if "when" in kept:
        kept["factor"] = kept["when"].split()[0]
    if "favours" in kept:
        kept["polarity"] = "for"  # whoever names the option says what it speaks for
    return Judged(
        rule=rule.model_copy(update=kept),
        force=Force(changes.get("force", Force.WEAK.value)),
        status="authored",
        because=changes.get("because", ""),
    )


def changes_of(edited: str) -> dict[str, str]:
    """Return what an edit puts in place of a rule's own: a condition, or YAML with keys of ``EDITABLE``.

    Raises InputError for another key or an unknown force; CatalogError where the YAML is malformed.
    """
    text = edited.strip()
    if not text:
        return {}
    if not any(text.startswith((f"{key}:", f'"{key}"')) for key in EDITABLE) and "\n" not in text:
        return {"when": text}
    changes = {key: value.text() for key, value in parse_located(text, "edit").fields((), EDITABLE).items()}
    if changes.get("force", Force.WEAK.value) not in {force.value for force in Force}:
        known = ", ".join(force.value for force in Force)
        raise InputError(f"force: expected one of {known}, found {changes['force']!r}.")
    return changes


def conflict_id(trade_off: TradeOff, disagreement: Disagreement) -> str:
    """Return the id under which a disagreement is reviewed: of what its sides say, wherever they stand."""
    return item_id("conflict", trade_off.id, *sorted(f"{p.evidence} {p.text}" for p in disagreement.positions))


def without_rejected(catalog: Catalog, decisions: Mapping[str, ReviewDecision]) -> Catalog:
    """Return the catalog without the disagreements that a reviewer rejected as none."""
    rejected = {id for id, decision in decisions.items() if decision.verdict == "reject" and id.startswith("conflict-")}
    if not rejected:
        return catalog
    kept = [
        t.model_copy(update={"disagreements": tuple(d for d in t.disagreements if conflict_id(t, d) not in rejected)})
        for t in catalog.trade_offs
    ]
    return catalog.model_copy(update={"trade_offs": tuple(kept)})
