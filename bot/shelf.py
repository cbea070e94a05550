"""The sources as the command line lists them: what each holds, where it came from, and how far it carries."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low

from bot.citing import reference_text
from bot.grading import LEVELS, START, Certainty
from kb.errors import InputError
from kb.ledger import Ledger
from kb.types import Article, Record


class Shelved(Record):
    """One source with its counts. ``documents`` are the files it was read from.

    ``text_kind`` is ``digest``, ``original``, or ``both`` where the original joined our digest of it.
    """

    id: str
    title: str
    kind: str
    language: str
    text_kind: str
    certainty: Certainty
    sections: int
    passages: int
    claims: int
    references: int
    documents: tuple[str, ...]
    shelf: str
    origin: str
    url: str | None


def shelved(ledger: Ledger) -> tuple[Shelved, ...]:
    """Return every source of the ledger, by id."""
    held = {holding.id: holding for holding in ledger.holdings()}
    files: dict[str, list[str]] = {}
    for file in ledger.files():
        files.setdefault(file.of or file.id, []).append(file.file)
    return tuple(
        _row(article, tuple(files[article.source.id]), held[article.source.id].shelf)
        for article in sorted(ledger.articles(), key=lambda a: a.source.id)
    )


def _row(article: Article, documents: tuple[str, ...], shelf: str) -> Shelved:
    source = article.source
    kinds = {part.text_kind for part in source.parts} or {source.text_kind}
    text_kind = "both" if len(kinds) > 1 else kinds.pop()
    return Shelved(
        id=source.id, title=source.title, kind=source.kind, language=source.language, text_kind=text_kind,
        certainty=certainty_of_source(article), sections=len(article.sections), passages=len(article.passages),
        claims=len(article.claims), references=len(article.references), documents=documents, shelf=shelf,
        origin=source.origin, url=source.url,
    )  # fmt: skip


def certainty_of_source(article: Article) -> Certainty:
    """Return how far a source carries: the level its middle claim starts from, one lower if a machine wrote it.

    It is a word for a list; what an answer says of its evidence is graded claim by claim (``bot.grading``).
    """
    starts = [START[claim.kind] for claim in article.claims]
    said = " ".join(article.source.disclosures).lower()
    level = (median_low(starts) if starts else 0) - ("language model" in said or "generated" in said)
    return LEVELS[max(0, level)]


def article_of(id: str, ledger: Ledger) -> Article:
    """Return one source with all it holds; raises InputError naming what there is."""
    known = sorted(holding.id for holding in ledger.holdings())
    if id not in known:
        raise InputError(
            f"There is no source {id!r}. Known: {', '.join(known[:20]) or 'none'}. `crossroads sources` lists them."
        )
    return ledger.article(id)


def reference_lines(article: Article) -> tuple[str, ...]:
    """Return the bibliography, one line an entry: number, entry, address, id."""
    return tuple(
        " ".join(
            part
            for part in (f"[{r.number}]" if r.number is not None else "-", reference_text(r), r.url or "", f"({r.id})")
            if part
        )
        for r in article.references
    )


def claim_lines(article: Article) -> tuple[str, ...]:
    """Return the claims, one line each: id, kind, span, text."""
    return tuple(f"{c.id} ({c.kind.value}, {c.span.start}-{c.span.end}): {c.text}" for c in article.claims)


def table_lines(rows: Sequence[Shelved]) -> tuple[str, ...]:
    """Return the sources as lines: what each is, what it holds, where it came from."""
    lines = []
    for row in rows:
        summary = {"digest": ", our summary", "both": ", our summary and the original"}.get(row.text_kind, "")
        lines.append(f"{row.id}: {row.title}")
        lines.append(f"    {row.kind}, {row.language}{summary}, {row.certainty} certainty, {row.shelf}")
        lines.append(
            f"    {row.sections} sections, {row.passages} passages, {row.claims} claims, {row.references} references"
        )
        lines.append(f"    from {', '.join(row.documents)}")
    return tuple(lines)
