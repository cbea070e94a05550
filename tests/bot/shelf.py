"""A library of two small articles and what hangs on them, written out so that a reader can check every span by eye."""

from __future__ import annotations

from bot.library import Library
from kb.types import (
    Article,
    Claim,
    ClaimKind,
    Factor,
    FactorKind,
    Passage,
    Reference,
    Source,
    Span,
)

NOTES = "Below 100k requests a day an API is right [1]. Small teams regret servers."
BLOG = "Machines say that batch is cheap."


def claim(source: str, text: str, anchor: str, kind: ClaimKind, body: str, *references: str) -> Claim:
    """Return a claim whose span is where its text stands in the body."""
    start = body.index(text)
    span = Span(source=source, start=start, end=start + len(text))
    return Claim(
        id=f"{source}#{anchor}",
        source=source,
        anchor=anchor,
        text=text,
        span=span,
        kind=kind,
        references=references,
        passage=f"{source}/p001",
    )


def passage(source: str, text: str) -> Passage:
    """Return the one passage of a source: its whole text."""
    span = Span(source=source, start=0, end=len(text))
    return Passage(id=f"{source}/p001", source=source, section=f"{source}/s01", text=text, span=span, text_hash="0")


def library() -> Library:
    """Return the library: ``notes`` (a digest with a reference and an address), ``blog`` (written by a machine)."""
    reference = Reference(
        id="ada-2025",
        source="notes",
        number=1,
        authors=("A. Ada", "B. Bab", "C. Cee", "D. Dee"),
        year=2025,
        title="Costs",
        venue="Journal",
        url="https://example.org/costs",
    )
    notes = Article(
        source=Source(
            id="notes",
            title="Notes",
            authors=("N. Oter",),
            year=2026,
            url="https://example.org/notes",
            text_kind="digest",
            text=NOTES,
            content_hash="1",
        ),
        passages=(passage("notes", NOTES),),
        claims=(
            claim(
                "notes", "Below 100k requests a day an API is right [1].", "bar", ClaimKind.SURVEY, NOTES, "ada-2025"
            ),
            claim("notes", "Small teams regret servers.", "regret", ClaimKind.OPINION, NOTES),
        ),
        references=(reference,),
    )
    blog = Article(
        source=Source(
            id="blog",
            title="Blog",
            url="https://example.org/blog",
            text=BLOG,
            content_hash="2",
            disclosures=("Written with a language model.",),
        ),
        passages=(passage("blog", BLOG),),
        claims=(claim("blog", BLOG, "cheap", ClaimKind.EXPERIMENT, BLOG),),
    )
    return Library.of([notes, blog])


def factors() -> dict[str, Factor]:
    """Return one factor of each kind and of each unit that has its own wording."""
    rows = (
        Factor(id="load", name="Load", kind=FactorKind.QUANTITY, unit="1/day", ask="?", why="."),
        Factor(id="latency", name="Latency", kind=FactorKind.QUANTITY, unit="s", ask="?", why="."),
        Factor(id="noise", name="Noise", kind=FactorKind.QUANTITY, unit="%", ask="?", why="."),
        Factor(id="gain", name="Gain", kind=FactorKind.QUANTITY, unit="percentage points", ask="?", why="."),
        Factor(id="rows", name="Rows", kind=FactorKind.QUANTITY, unit="count", ask="?", why="."),
        Factor(id="weeks", name="Time", kind=FactorKind.QUANTITY, unit="weeks", ask="?", why="."),
        Factor(id="team", name="Has a team", kind=FactorKind.YES_NO, ask="?", why="."),
        Factor(id="pace", name="Pace", kind=FactorKind.CATEGORY, values=("daily", "weekly"), ask="?", why="."),
    )
    return {factor.id: factor for factor in rows}
