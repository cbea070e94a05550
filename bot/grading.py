"""How clearly the walk decides (strength) and how good the evidence is (certainty), kept apart as GRADE does. Pure.

GRADE starts from the kind of study and moves down for doubts and up for independent agreement; ours does the same on
four levels (Guyatt et al., BMJ 2008;336:924). The starting levels are our reading of how far each kind carries.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from bot.library import Library
from graph.path import Conflict, ReasoningPath, Sensitivity, Step, Support
from kb.types import Claim, ClaimKind, Outcome, Record, Rule

Strength = Literal["strong", "moderate", "weak"]
Certainty = Literal["high", "moderate", "low", "very low"]

START = {
    ClaimKind.EXPERIMENT: 2,
    ClaimKind.SURVEY: 2,
    ClaimKind.THRESHOLD: 1,
    ClaimKind.PRINCIPLE: 1,
    ClaimKind.DEFINITION: 1,
    ClaimKind.CASE: 1,
    ClaimKind.OPINION: 0,
}
"""Level a claim starts at: measured on many is moderate, a practitioner's bar or case is low, an opinion very low."""
KINDS = {
    ClaimKind.EXPERIMENT: ("an experiment", "experiments"),
    ClaimKind.SURVEY: ("a survey", "survey figures"),
    ClaimKind.THRESHOLD: ("a stated bar", "stated bars"),
    ClaimKind.PRINCIPLE: ("a principle", "principles"),
    ClaimKind.DEFINITION: ("a description", "descriptions"),
    ClaimKind.CASE: ("one reported case", "reported cases"),
    ClaimKind.OPINION: ("an author's opinion", "authors' opinions"),
}
"""What a claim of each kind is called, one and several."""
FOUND, NOT_FOUND = "the figure was found in the cited work", "the figure was not found in the cited work"
BOTH = "a figure was found in the cited work, another was not found there"
SOLD = "the figure is a vendor's own"
_SELLS = re.compile(
    r"\b(?:an?|the) vendor\b|\bvendor['’]s\b|\bsells\b|\bsponsored\b|\badvertorial\b|\baffiliate\b"
    r"|\bpaid (?:partnership|promotion|post)\b",
    re.IGNORECASE,
)
"""What the note of a reference, or a disclosure of a source, says of one who has something to sell."""
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


class Grade(Record):
    """How good the evidence is, and why in words: what it rests on, from when, and what lowers it."""

    level: Certainty
    reason: str


def certainty_of(
    steps: Iterable[Step],
    rules: Mapping[str, Rule],
    library: Library,
    conflicts: Iterable[Conflict],
    otherwise: Sequence[str] = (),
) -> Grade:
    """Grade the evidence behind the arguments for the recommended option; ``otherwise`` are claims where none holds.

    The best-grounded claim sets the start; one level up for two independent roots (different references, or sources
    without one), one down each where a machine wrote the source, where the figure is our own reading, and where sources
    disagree on it, or where a cited work that was read does not hold the figure. What is best grounded only in figures
    of those who sell it is never high.
    """
    steps = [s for s in steps if s.outcome is Outcome.HOLDS]
    ids = dict.fromkeys(id for s in steps for id in s.evidence) or dict.fromkeys(otherwise)
    claims = [library.claims[id] for id in ids if id in library.claims]
    if not claims:
        return Grade(level="very low", reason="no argument holds yet")
    doubts = []
    if all(_machine_written(library, c) for c in claims):
        doubts.append("a language model wrote the source")
    if steps and all(rules[s.rule].note for s in steps if s.rule in rules):
        doubts.append("the figure is our own reading")
    if any(c.relation == "disagree" for c in conflicts):
        doubts.append("sources disagree on it")
    looked_up = _looked_up(claims, library)
    if looked_up == NOT_FOUND:
        doubts.append(looked_up)
    start = max(START[c.kind] for c in claims)
    level = start + (len(roots_of(claims, library.works)) >= 2) - len(doubts)
    sold = start > 0 and all(_sold(library, c) for c in claims if START[c.kind] == start)
    told = [looked_up] if looked_up in (FOUND, BOTH) else []
    reason = "; ".join([_rests_on(claims, library), *told, *([SOLD] if sold else []), *doubts])
    most = LEVELS.index("moderate") if sold else len(LEVELS) - 1
    return Grade(level=LEVELS[max(0, min(most, level))], reason=reason)


def _sold(library: Library, claim: Claim) -> bool:
    """Say whether a claim is of those who sell what it speaks for: all references it leans on, else its source."""
    cited = [library.references[id].note or "" for id in claim.references if id in library.references]
    return all(_SELLS.search(text) for text in cited or [" ".join(library.sources[claim.source].disclosures)])


def _looked_up(claims: Iterable[Claim], library: Library) -> str | None:
    """Return what came of looking for the claims' figures in the works that they cite; None where nobody could."""
    statuses = {check.status for claim in claims if (check := library.primary.get(claim.id)) is not None}
    if "found" in statuses:
        return BOTH if "not found" in statuses else FOUND
    return NOT_FOUND if "not found" in statuses else None


def _rests_on(claims: Sequence[Claim], library: Library) -> str:
    """Return e.g. ``a stated bar and an author's opinion, 2025 and 2026``: a number on a moving price carries its
    year."""
    counts = Counter(claim.kind for claim in claims)
    kinds = [KINDS[kind][count > 1] for kind, count in sorted(counts.items(), key=lambda k: (-START[k[0]], k[0].value))]
    years = sorted({year for claim in claims if (year := _year(claim, library))})
    when = "" if not years else f", {years[0]}" if len(years) == 1 else f", {years[0]} to {years[-1]}"
    return " and ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds) + when


def _year(claim: Claim, library: Library) -> int | None:
    """Return the year of the reference that a claim leans on, else of its source."""
    cited = [library.references[id].year for id in claim.references if id in library.references]
    return max((year for year in cited if year), default=library.sources[claim.source].year)


def roots_of(claims: Iterable[Claim], works: Mapping[str, str] | None = None) -> frozenset[str]:
    """Return where the claims come from at root: the reference leaned on, else the source; copies share a root.

    ``works`` are sources that are cited works themselves, each with its reference: both are one root.
    """
    same = works or {}
    return frozenset(root for claim in claims for root in (claim.references or (same.get(claim.source, claim.source),)))


def _machine_written(library: Library, claim: Claim) -> bool:
    said = " ".join(library.sources[claim.source].disclosures).lower()
    return "language model" in said or "generated" in said
