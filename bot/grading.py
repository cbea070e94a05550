"""How clearly the walk decides (strength) and how good the evidence is (certainty), kept apart as GRADE does. Pure.

GRADE starts from the kind of study and moves down for doubts and up for independent agreement; ours does the same on
four levels (Guyatt et al., BMJ 2008;336:924). The starting levels are our reading of how far each kind carries.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from bot.library import Library
from graph.path import Conflict, ReasoningPath, Sensitivity, Step, Support
from kb.types import Claim, ClaimKind, Outcome, Rule

Strength = Literal["strong", "moderate", "weak"]
Certainty = Literal["high", "moderate", "low", "very low"]

START = {
    ClaimKind.EXPERIMENT: 3,
    ClaimKind.SURVEY: 2,
    ClaimKind.THRESHOLD: 2,
    ClaimKind.PRINCIPLE: 2,
    ClaimKind.DEFINITION: 2,
    ClaimKind.CASE: 1,
    ClaimKind.OPINION: 1,
}
LEVELS: tuple[Certainty, ...] = ("very low", "low", "moderate", "high")


def strength_of(path: ReasoningPath, sensitivity: Sensitivity) -> Strength:
    """Return how clearly the path decides: by the lead of the recommended option over the next, and robustness."""
    if not path.argued:
        return "weak"
    supports = {s.option: s for s in path.supports}
    first = supports[path.recommended]
    others = [s for s in path.supports if s.option != path.recommended]
    lead = min((_lead(first, other) for other in others), default=2)
    if lead >= 2 or (lead == 1 and sensitivity.robust):
        return "strong"
    return "moderate" if lead == 1 else "weak"


def _lead(first: Support, other: Support) -> int:
    """Return 2 for a decisive lead or two strong rules more, 1 for one strong rule more, 0 for weak rules or a tie."""
    if first.decisive > other.decisive:
        return 2
    if first.decisive < other.decisive:
        return 0
    return max(0, min(2, first.strong - other.strong))


def certainty_of(
    steps: Iterable[Step], rules: dict[str, Rule], library: Library, conflicts: Iterable[Conflict]
) -> Certainty:
    """Return how good the evidence behind the arguments for the recommended option is.

    The best-grounded argument sets the start; one level up for two independent roots (different references, or sources
    without one), one down each where a machine wrote the source, where the figure is our own reading, and where sources
    disagree on it.
    """
    steps = [s for s in steps if s.outcome is Outcome.HOLDS]
    claims = [library.claims[id] for s in steps for id in s.evidence if id in library.claims]
    if not claims:
        return "very low"
    level = max(START[c.kind] for c in claims)
    if len(roots_of(claims)) >= 2:
        level += 1
    if all(_machine_written(library, c) for c in claims):
        level -= 1
    if all(rules[s.rule].note for s in steps if s.rule in rules):
        level -= 1
    if any(c.relation == "disagree" for c in conflicts):
        level -= 1
    return LEVELS[max(0, min(len(LEVELS) - 1, level))]


def roots_of(claims: Iterable[Claim]) -> frozenset[str]:
    """Return where the claims come from at root: the reference leaned on, else the source; copies share a root."""
    return frozenset(root for claim in claims for root in (claim.references or (claim.source,)))


def _machine_written(library: Library, claim: Claim) -> bool:
    said = " ".join(library.sources[claim.source].disclosures).lower()
    return "language model" in said or "generated" in said
