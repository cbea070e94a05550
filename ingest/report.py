"""What an ingest found and did, as a value, and its lines for a terminal."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from kb.copies import Copy
from kb.types import Article, Finding, Record

Status = Literal["ingested", "unchanged", "replaced", "removed", "rejected"]


class ArticleReport(Record):
    """What became of one file: its status, the reason where it was rejected, and what was found in it.

    ``copies`` say as what it was recognised, where it is one of several texts of ``source``.
    """

    path: str
    source: str = ""
    status: Status
    reason: str = ""
    sections: int = 0
    passages: int = 0
    claims: int = 0
    references: int = 0
    dangling: int = 0
    unused: int = 0
    findings: tuple[Finding, ...] = ()
    copies: tuple[Copy, ...] = ()


class IngestReport(Record):
    """Every file handed in, once; the generation that is published now; notes on anything done beside that.

    ``published`` says whether this run published it.
    """

    articles: tuple[ArticleReport, ...] = ()
    generation: int = 0
    published: bool = False
    notes: tuple[str, ...] = ()

    def count(self, status: Status) -> int:
        """Return how many files have this status."""
        return sum(article.status == status for article in self.articles)

    @property
    def rejected(self) -> tuple[ArticleReport, ...]:
        """The files that were not taken in, each with its reason."""
        return tuple(article for article in self.articles if article.status == "rejected")


def reported(path: str, article: Article, status: Status, reason: str = "", of: Article | None = None) -> ArticleReport:
    """Count what an article holds: a marker that points nowhere dangles, a reference that nothing cites is unused.

    ``of`` is the source that it makes up with other texts; the report then names that source and how they are tied.
    """
    source = article.source if of is None else of.source
    ties = [part.copy_of for part in source.parts if part.copy_of is not None]
    mine = tuple(tie for tie in ties if article.source.id in (tie.source, tie.of)) or tuple(ties)
    used = {r for citation in article.citations for r in citation.references}
    used |= {r for claim in article.claims for r in claim.references}
    return ArticleReport(
        path=path,
        source=source.id,
        status=status,
        reason=reason,
        sections=len(article.sections),
        passages=len(article.passages),
        claims=len(article.claims),
        references=len(article.references),
        dangling=sum(not citation.references for citation in article.citations),
        unused=sum(reference.id not in used for reference in article.references),
        findings=article.findings,
        copies=mine,
    )


def report_lines(report: IngestReport, *, verbose: bool = False) -> tuple[str, ...]:
    """Return the report as plain lines: one for each file that changed or was rejected, then the totals,
    and what a running app makes of it.

    ``verbose`` adds the unchanged files and every finding with its line.
    """
    lines = list(report.notes)
    for article in report.articles:
        if article.status != "unchanged" or verbose or article.reason:
            lines.append(_line(article))
        if verbose:
            lines += [f"    {_place(article.path, finding)}: {finding.text}" for finding in article.findings]
    counts = Counter(article.status for article in report.articles)
    total = ", ".join(f"{number} {status}" for status, number in sorted(counts.items())) or "nothing to ingest"
    state = "published" if report.published else "unchanged"
    lines.append(f"{total}; generation {report.generation} {state}.")
    if report.published:
        lines.append("An app that is running answers from it within seconds, by itself.")
    return tuple(lines)


def _line(article: ArticleReport) -> str:
    if article.status == "rejected":
        return f"rejected {article.path}: {article.reason}"
    found = (
        f"{article.sections} sections, {article.passages} passages, {article.claims} claims, "
        f"{article.references} references, {article.dangling} dangling, {article.unused} unused"
    )
    known = "".join(f"; {_known(copy)}" for copy in article.copies)
    return f"{article.status} {article.source}: {article.reason or found}{known}"


def _known(copy: Copy) -> str:
    """Return in words as what a text was recognised."""
    if copy.kind == "digest-of":
        return f"{copy.of} is the original of the digest {copy.source} ({copy.why})"
    what = {"spun": "a copy with its words swapped"}.get(copy.kind, f"a {copy.kind}")
    return f"{copy.source} is {what} of {copy.of} ({copy.why})"


def _place(path: str, finding: Finding) -> str:
    return path if finding.line is None else f"{path}:{finding.line}"
