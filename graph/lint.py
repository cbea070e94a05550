"""What an author of knowledge should look at: gaps, overlaps, what decides nothing, what rests on little. Pure.

Nothing here is malformed (that is a CatalogError); it is knowledge that does less than its author may think. Every
finding has a severity, a place and what to do, and can be accepted with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from graph.coverage import gaps, overlaps, reach
from graph.rules import Decision
from kb.types import Article, Catalog, Claim, Factor, Record, Rule, TradeOff

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""Most severe first: what never works, what is probably not meant, what is good to know."""
MOVING_YEARS = 3
"""Years from which a figure on prices is called old."""
_PRICE = re.compile(
    r"[$€£¥]|\b(?:USD|EUR|GBP|pric\w*|cost\w*|cheap\w*|expens\w*|spend\w*|spent|budget\w*|bills?|fees?|pay|margins?)\b",
    re.IGNORECASE,
)


class LintFinding(Record):
    """One finding: ``about`` is the id of what it is about, ``place`` its ``file:line``, ``advice`` what to do.

    ``accepted`` is the reason for which it was accepted.
    """

    kind: str
    severity: Severity
    about: str
    place: str
    text: str
    advice: str
    accepted: str | None = None


class Accepted(Record):
    """A finding that an author accepts: its kind, what it is about (``*`` stands for anything), and why."""

    finding: str
    about: str
    reason: str
    place: str


class Pending(Record):
    """Something extracted that nobody has looked at: its id, the claim it was read in, what it says."""

    id: str
    claim: str
    text: str


@dataclass(frozen=True)
class Known:
    """What is linted: the authored knowledge, the articles, what is pending, and where each thing is written.

    ``places`` is ``<kind>:<id>`` -> ``file:line``; ``year`` is the present one.
    """

    catalog: Catalog
    articles: Sequence[Article]
    year: int
    places: Mapping[str, str] = field(default_factory=dict)
    pending: Sequence[Pending] = ()
    moving_years: int = MOVING_YEARS

    def place(self, *keys: str) -> str:
        """Return where the first of these that is known is written, else its id."""
        return next((self.places[key] for key in keys if key in self.places), keys[0].partition(":")[2])


def lint(known: Known, accepted: Sequence[Accepted] = ()) -> tuple[LintFinding, ...]:
    """Return all findings, the most severe first, then by place; an acceptance that fits nothing is one too."""
    factors = {factor.id: factor for factor in known.catalog.factors}
    claims = {claim.id: claim for article in known.articles for claim in article.claims}
    found: list[LintFinding] = []
    for trade_off in known.catalog.trade_offs:
        found += _coverage(trade_off, factors, known)
        found += _idle(trade_off, factors, known)
        found += _evidence(trade_off, claims, known)
        found += _positions(trade_off, known)
    found += _old(claims, known)
    found += _pending(known)
    marked = [_marked(finding, accepted) for finding in found]
    marked += _needless(found, accepted)
    return tuple(sorted(marked, key=lambda f: (SEVERITIES.index(f.severity), _by_line(f.place), f.kind, f.about)))


def worst(findings: Iterable[LintFinding], at_least: Severity) -> bool:
    """Say whether a finding that nobody accepted is at least as severe as this."""
    bar = SEVERITIES.index(at_least)
    return any(f.accepted is None and SEVERITIES.index(f.severity) <= bar for f in findings)


def _coverage(trade_off: TradeOff, factors: Mapping[str, Factor], known: Known) -> Iterator[LintFinding]:
    decision = Decision.of(trade_off)
    for region in gaps(decision, factors):
        yield LintFinding(
            kind="gap",
            severity="warning" if region.inner else "note",
            about=f"{trade_off.id}/{region.factor}",
            place=known.place(f"factor:{trade_off.id}/{region.factor}", f"trade-off:{trade_off.id}"),
            text=f"No rule of {trade_off.id} speaks of {region.factor} {region.text}.",
            advice="Add a weak rule that says what holds there, or accept it where the sources say nothing.",
        )
    for overlap in overlaps(decision, factors):
        one, other = overlap.one, overlap.other
        alike = one.force == other.force
        besides = "" if overlap.alone else ", where their other conditions hold too"
        weighed = f"both {one.force.value}" if alike else f"{one.force.value} and {other.force.value}"
        yield LintFinding(
            kind="overlap",
            severity="warning" if alike and overlap.alone else "note",
            about=f"{one.id} and {other.id}",
            place=known.place(f"rule:{other.id}", f"trade-off:{trade_off.id}"),
            text=f"{one.id} ({one.favours}) and {other.id} ({other.favours}), {weighed}, both hold for "
            f"{overlap.region.factor} {overlap.region.text}{besides}.",
            advice="Move one of the bars, make one rule stronger, or name the disagreement under 'disagreements'.",
        )


def _idle(trade_off: TradeOff, factors: Mapping[str, Factor], known: Known) -> Iterator[LintFinding]:
    """Yield options that are never recommended and factors that change nothing."""
    decision = Decision.of(trade_off)
    reached = reach(decision, factors)
    for option in trade_off.options:
        if option.id not in reached.options:
            spoken_for = any(rule.favours == option.id for rule in trade_off.rules)
            why = "its rules never outweigh the others'" if spoken_for else "no rule favours it"
            yield LintFinding(
                kind="unreachable option",
                severity="error" if reached.exact or not spoken_for else "note",
                about=f"{trade_off.id}/{option.id}",
                place=known.place(f"option:{trade_off.id}/{option.id}", f"trade-off:{trade_off.id}"),
                text=f"No combination of facts recommends {option.id} in {trade_off.id}: {why}.",
                advice="Add or strengthen a rule for it, or drop the option.",
            )
    tested = {condition.factor for rule in trade_off.rules for condition in rule.when}
    for factor in trade_off.factors:
        if factor in reached.deciding:
            continue
        sampled = "" if reached.exact else " (of those that were sampled)"
        why = f"no combination of the other facts{sampled} lets it change the recommendation"
        yield LintFinding(
            kind="idle factor",
            severity="warning" if reached.exact or factor not in tested else "note",
            about=f"{trade_off.id}/{factor}",
            place=known.place(f"factor:{trade_off.id}/{factor}", f"trade-off:{trade_off.id}"),
            text=f"{factor} decides nothing in {trade_off.id}: {why if factor in tested else 'no rule tests it'}.",
            advice="Add a rule that depends on it, strengthen the one that does, or drop the factor.",
        )


def _evidence(trade_off: TradeOff, claims: Mapping[str, Claim], known: Known) -> Iterator[LintFinding]:
    for rule in trade_off.rules:
        behind = [claims[id] for id in rule.evidence if id in claims]
        place = known.place(f"rule:{rule.id}", f"trade-off:{trade_off.id}")
        if not behind:
            yield LintFinding(
                kind="rule without evidence",
                severity="error",
                about=rule.id,
                place=place,
                text=f"{rule.id} decides and rests on no claim of any article.",
                advice="Name the claim that it stands on, or ingest the article that makes it.",
            )
            continue
        roots = {root for claim in behind for root in (claim.references or (claim.source,))}
        if len(roots) == 1:
            yield _one_source(rule, behind, roots.pop(), place)


def _one_source(rule: Rule, behind: Sequence[Claim], root: str, place: str) -> LintFinding:
    cited = " as " + ", ".join(sorted({claim.source for claim in behind})) + " cites it" if behind[0].references else ""
    return LintFinding(
        kind="one source",
        severity="note",
        about=rule.id,
        place=place,
        text=f"{rule.id} ({rule.force.value}) rests on one source alone: {root}{cited}.",
        advice="Look for a second source that does not draw on the first, or lower its force.",
    )


def _positions(trade_off: TradeOff, known: Known) -> Iterator[LintFinding]:
    """Yield disagreements, and positions of them, whose claims no rule of the decision stands on."""
    stood_on = {claim for rule in trade_off.rules for claim in rule.evidence}
    for disagreement in trade_off.disagreements:
        bare = [p for p in disagreement.positions if p.evidence not in stood_on]
        if not bare:
            continue
        whole = len(bare) == len(disagreement.positions)
        named = ", ".join(position.evidence for position in bare)
        yield LintFinding(
            kind="disagreement without a rule",
            severity="warning" if whole else "note",
            about=f"{trade_off.id}/{disagreement.id}",
            place=known.place(f"disagreement:{trade_off.id}/{disagreement.id}", f"trade-off:{trade_off.id}"),
            text=f"No rule stands on {'any position' if whole else 'these positions'} of {disagreement.id}: {named}.",
            advice="Name the claim in the evidence of the rule that follows from it, or accept that it only informs.",
        )


def _old(claims: Mapping[str, Claim], known: Known) -> Iterator[LintFinding]:
    """Yield figures on prices, behind something that decides, that are old or undated."""
    years = {r.id: r.year for article in known.articles for r in article.references}
    published = {article.source.id: article.source.year for article in known.articles}
    used = {
        id
        for t in known.catalog.trade_offs
        for ids in (
            *(r.evidence for r in t.rules),
            t.start_evidence,
            (p.evidence for d in t.disagreements for p in d.positions),
        )
        for id in ids
    }
    for id in sorted(used & claims.keys()):
        claim = claims[id]
        if not claim.thresholds or not _PRICE.search(claim.text):
            continue
        cited = [year for reference in claim.references if (year := years.get(reference))]
        year = max(cited, default=published.get(claim.source))
        age = None if year is None else known.year - year
        if age is not None and age <= known.moving_years:
            continue
        yield LintFinding(
            kind="old figure",
            severity="note" if age is None else "warning",
            about=id,
            place=known.place(f"claim:{id}"),
            text=f"{id} states a figure on cost that is {'undated' if age is None else f'of {year}, {age} years old'}.",
            advice="Look for a newer figure, or accept it where the price has not moved.",
        )


def _pending(known: Known) -> Iterator[LintFinding]:
    for item in known.pending:
        yield LintFinding(
            kind="pending rule",
            severity="note",
            about=item.id,
            place=known.place(f"claim:{item.claim}"),
            text=f"{item.id} was extracted and nobody has looked at it: {item.text}.",
            advice="Accept, edit or reject it with `crossroads review-knowledge`.",
        )


def _marked(finding: LintFinding, accepted: Iterable[Accepted]) -> LintFinding:
    reason = next((a.reason for a in accepted if _fits(a, finding)), None)
    return finding if reason is None else finding.model_copy(update={"accepted": reason})


def _fits(accepted: Accepted, finding: LintFinding) -> bool:
    return accepted.finding == finding.kind and fnmatchcase(finding.about, accepted.about)


def _needless(found: Sequence[LintFinding], accepted: Iterable[Accepted]) -> Iterator[LintFinding]:
    for entry in accepted:
        if not any(_fits(entry, finding) for finding in found):
            yield LintFinding(
                kind="needless acceptance",
                severity="warning",
                about=f"{entry.finding}: {entry.about}",
                place=entry.place,
                text=f"There is no finding {entry.finding!r} about {entry.about!r} to accept.",
                advice="Drop the entry, or mend its names.",
            )


def _by_line(place: str) -> tuple[str, int]:
    file, _, number = place.rpartition(":")
    return (file, int(number)) if number.isdecimal() else (place, 0)
