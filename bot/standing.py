"""What an answer stood on, part by part, kept under its digest so that a later replay can say which part changed."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, ValidationError

from bot.library import Library
from graph.extracted import is_extracted
from graph.files import write_atomically
from kb.types import Catalog, Record

ENGINE = "4"
"""Raised when the same knowledge and facts may give other bytes than before; part of an answer's digest."""
KEPT = 100
"""How many of these files a data directory keeps, the newest; each has a few kilobytes."""
_LOG = logging.getLogger(__name__)
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Standing(Record):
    """The engine, the authored knowledge, the sources, and what vectors and hearing were made with.

    ``sources`` are SHA-256 of what was ingested, by id; ``trade_offs`` and ``factors`` digests of their records, by id;
    ``primary`` of what the works that a source cites say of its figures.
    """

    engine: str
    catalog: str
    sources: dict[str, str]
    embedder: str
    hearing: str
    trade_offs: dict[str, str]
    factors: dict[str, str]
    primary: dict[str, str] = Field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The SHA-256 that names it, which every answer carries."""
        held = [f"{id} {hashed}" for id, hashed in sorted(self.sources.items())]
        followed = [f"cited by {id} {hashed}" for id, hashed in sorted(self.primary.items())]
        parts = [self.engine, self.catalog, *held, self.embedder, self.hearing, *followed]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def standing_of(catalog: Catalog, library: Library, *, embedder: str, hearing: str) -> Standing:
    """Return what answers from this knowledge stand on; ``embedder`` is an identity, ``hearing`` a digest."""
    return Standing(
        engine=ENGINE,
        catalog=_knowledge(catalog),
        sources={id: source.content_hash for id, source in library.sources.items()},
        embedder=embedder,
        hearing=hearing,
        trade_offs=_digests({t.id: t for t in catalog.trade_offs}),
        factors=_digests({f.id: f for f in catalog.factors}),
        primary=_followed(library),
    )


def _followed(library: Library) -> dict[str, str]:
    """Return a digest for each source whose references were followed: what an answer says of them is their status."""
    said: dict[str, list[str]] = {}
    for id, check in sorted(library.primary.items()):
        said.setdefault(check.source, []).append(f"{id} {check.status}")
    return {source: hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16] for source, lines in said.items()}


def _knowledge(catalog: Catalog) -> str:
    """Return the digest of the authored knowledge, and of what was extracted beside it where anything was."""
    rules = [r for t in catalog.trade_offs for r in t.rules]
    beside = [r.model_dump_json() for r in rules if r.corroborated_by or is_extracted(r.id, r.trade_off)]
    return hashlib.sha256("\n".join((catalog.digest, *beside)).encode()).hexdigest() if beside else catalog.digest


def _digests(records: Mapping[str, Record]) -> dict[str, str]:
    return {id: hashlib.sha256(r.model_dump_json().encode()).hexdigest()[:16] for id, r in sorted(records.items())}


def remember(standing: Standing, data: Path) -> None:
    """Keep it in the data directory; where that cannot be written a replay will only know less, so it is logged."""
    path = _place(data, standing.digest)
    if path.is_file():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, standing.model_dump_json().encode())
        for old in sorted(path.parent.glob("*.json"), key=lambda p: p.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        _LOG.info("%s was not written (%s)", path, error)


def recall(digest: str, data: Path) -> Standing | None:
    """Return what the digest stood for, if answers on it were given from this data directory."""
    if not _DIGEST.fullmatch(digest):
        return None
    try:
        found = Standing.model_validate_json(_place(data, digest).read_bytes())
    except (OSError, ValidationError):
        return None
    return found if found.digest == digest else None


def _place(data: Path, digest: str) -> Path:
    return data / "stood-on" / f"{digest}.json"
