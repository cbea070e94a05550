"""The sources as data: the list, or one of them with what it holds; the JSON of the command line and of the API.

Everything is read from the ledger, so that both tell the same; claims are linked to the published knowledge.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, get_args

from bot.cited_works import with_primary, with_works
from bot.claim_rows import claim_rows
from bot.shelf import article_of, shelved
from ingest.generations import current_number, read_catalog
from ingest.linking import Linker
from kb.embed import WordLlama
from kb.errors import InputError
from kb.ledger import Ledger
from kb.settings import Settings
from kb.types import Catalog

Part = Literal["summary", "claims", "references", "text"]
"""What of a source is shown: its row of the list, its claims, its bibliography, or the text that spans point into."""
PARTS: tuple[Part, ...] = get_args(Part)


def sources_data(
    settings: Settings, source: str | None = None, show: Part = "summary", linker: Callable[[], Linker] | None = None
) -> Any:
    """Return the sources as plain JSON values: a list of rows, or one row, or ``{"id", <show>}`` of one source.

    ``linker`` gives what claims are linked with, where the caller has one already. Raises InputError naming the
    sources that there are where there is none of this id, StoreError where the ledger cannot be read.
    """
    with Ledger.open(settings.ledger, create=False) as ledger:
        if source is None:
            if show != "summary":
                raise InputError(f"source: expected the id of a source to show the {show} of, found none.")
            return [row.model_dump(mode="json") for row in shelved(ledger)]
        article = article_of(source, ledger)
        if show == "summary":
            return next(row for row in shelved(ledger) if row.id == source).model_dump(mode="json")
        checks, works = ledger.primary_checks(), ledger.cited_works()
    if show == "text":
        return {"id": source, show: article.source.text}
    if show == "references":
        return {"id": source, show: with_works([r.model_dump(mode="json") for r in article.references], source, works)}
    rows = claim_rows(article, (linker or (lambda: published_linker(settings)))())
    return {"id": source, show: with_primary(rows, checks)}


def published_linker(settings: Settings) -> Linker:
    """Return what links claims to the knowledge that is published; to nothing where none is."""
    number = current_number(settings)
    empty = Catalog(trade_offs=(), factors=())
    catalog = read_catalog(settings.generations / str(number)) if number is not None else empty
    return Linker(catalog, WordLlama().vectors)
