"""The lint of a knowledge base: its files and its ledger are read, nothing is built, written or published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from rich.text import Text

from bot.jsonl import json_bytes
from bot.terminal import console, visible
from graph.lint import SEVERITIES, Accepted, Known, LintFinding, Pending, Severity, lint, worst
from ingest.article import read_article
from kb.catalog import load_catalog
from kb.ledger import Ledger
from kb.places import accepted_findings, claim_places, places_of
from kb.settings import Settings
from kb.types import Article

LONGEST_QUOTE = 120
"""Characters of a pending rule's sentence that are shown."""


def linted(settings: Settings, *, year: int | None = None, moving_years: int) -> tuple[LintFinding, ...]:
    """Return the findings about the knowledge folders and what was ingested.

    ``year`` is the present one. Raises CatalogError or ArticleError where the knowledge is malformed.
    """
    folders = settings.knowledge
    own = {path: read_article(path) for folder in folders for path in sorted((folder / "articles").glob("*.md"))}
    ingested, pending = _ledger(settings, {article.source.id for article in own.values()})
    articles = (*own.values(), *ingested)
    claims = frozenset(claim.id for article in articles for claim in article.claims)
    places = places_of(folders)
    for path, article in own.items():
        places |= claim_places(path, article.source.id)
    known = Known(
        catalog=load_catalog(folders, claims),
        articles=articles,
        year=year or datetime.now(UTC).year,
        places=places,
        pending=pending,
        moving_years=moving_years,
    )
    return lint(known, [Accepted(**entry.model_dump()) for entry in accepted_findings(folders)])


def show_lint(settings: Settings, *, at_least: Severity, years: int, as_json: bool) -> int:
    """Print what authors of the knowledge should look at; return 1 where some of it is as severe as ``at_least``."""
    findings = linted(settings, moving_years=years)
    if as_json:
        print(json_bytes(lint_json(findings), indent=2).decode())
    else:
        out = console()
        for line in lint_lines(findings, strict=at_least == "note"):
            out.print(Text(visible(line)))
    return int(worst(findings, at_least))


def lint_json(findings: Sequence[LintFinding]) -> dict[str, Any]:
    """Return the findings as JSON: those that stand, those that were accepted, and how many of each severity stand."""
    return {
        "findings": [f.model_dump(mode="json", exclude={"accepted"}) for f in findings if f.accepted is None],
        "accepted": [f.model_dump(mode="json") for f in findings if f.accepted is not None],
        "counts": dict(_counts(findings)),
    }


def lint_lines(findings: Iterable[LintFinding], *, strict: bool) -> tuple[str, ...]:
    """Return a line for each finding that stands, with what to do below it, and the totals; notes where ``strict``."""
    findings = tuple(findings)
    lines = []
    for finding in findings:
        if finding.accepted is None and (strict or finding.severity != "note"):
            lines.append(f"{finding.place}: {finding.severity}: {finding.kind}: {finding.text}")
            lines.append(f"    {finding.advice}")
    counts = _counts(findings)
    total = ", ".join(f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}" for severity in SEVERITIES)
    taken = sum(finding.accepted is not None for finding in findings)
    hint = "" if strict or not counts["note"] else " --strict lists the notes."
    return (*lines, f"{total}, {taken} accepted.{hint}")


def _counts(findings: Iterable[LintFinding]) -> Counter[str]:
    counts = Counter(finding.severity for finding in findings if finding.accepted is None)
    return Counter({severity: counts[severity] for severity in SEVERITIES})


def _ledger(settings: Settings, besides: set[str]) -> tuple[tuple[Article, ...], tuple[Pending, ...]]:
    """Return the articles that were ingested beside the folders' own, and what of them is pending."""
    if not settings.ledger.exists():
        return (), ()
    with Ledger.open(settings.ledger, create=False) as ledger:
        shelf = {holding.id for holding in ledger.holdings() if holding.shelf == "built-in"}
        articles = tuple(a for a in ledger.articles() if a.source.id not in besides | shelf)
        judged = {decision.item for decision in ledger.decisions()}
        rules = [rule for rule in ledger.extracted_rules() if rule.id not in judged]
    return articles, tuple(Pending(id=rule.id, claim=rule.claim, text=_clipped(rule.quote)) for rule in rules)


def _clipped(quote: str) -> str:
    words = " ".join(quote.split())
    return f"“{words}”" if len(words) <= LONGEST_QUOTE else f"“{words[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …”"
