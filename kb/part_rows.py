"""The files behind a source that several of them make up, and the sketches by which copies are found: tables, rows.

A source of one file has no row here but its sketch. What a joined source shows is made from its files; they are kept
as each was read by itself, so that one can be taken out again without reading the others anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.types import Article

Sketch = NDArray[np.uint64]
"""Sorted hashes of what survives copying, spinning and translation (``ingest.sketch``)."""

MIGRATION: tuple[str, ...] = (
    """CREATE TABLE languages (
        passage TEXT PRIMARY KEY REFERENCES passages(id) ON DELETE CASCADE, language TEXT NOT NULL,
        translates TEXT NOT NULL) STRICT""",
    """CREATE TABLE parts (
        source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE, place INTEGER NOT NULL,
        id TEXT NOT NULL UNIQUE, record TEXT NOT NULL, content_hash TEXT NOT NULL, file TEXT NOT NULL,
        shelf TEXT NOT NULL, reader TEXT NOT NULL, PRIMARY KEY (source, place)) STRICT""",
    """CREATE TABLE sketches (
        source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE, id TEXT NOT NULL UNIQUE,
        hashes BLOB NOT NULL) STRICT""",
)


@dataclass(frozen=True)
class Filed:
    """One file as it was read by itself, and where it came from (as in ``kb.ledger_rows.Holding``)."""

    article: Article
    file: str
    shelf: str
    reader: str

    @property
    def id(self) -> str:
        """The id that the file's article has by itself."""
        return self.article.source.id


def insert_parts(db: sqlite3.Connection, source: str, parts: Sequence[Filed], sketches: Mapping[str, Sketch]) -> None:
    """Insert the files and sketches of a source inside the caller's transaction; the source is there already."""
    for place, part in enumerate(parts):
        row = (source, place, part.id, part.article.model_dump_json(), part.article.source.content_hash)
        db.execute("INSERT INTO parts VALUES (?,?,?,?,?,?,?,?)", (*row, part.file, part.shelf, part.reader))
    for id, sketch in sketches.items():
        blob = np.ascontiguousarray(sketch, dtype="<u8").tobytes()
        db.execute("INSERT INTO sketches VALUES (?,?,?)", (source, id, blob))


def load_parts(db: sqlite3.Connection, source: str) -> Iterator[Filed]:
    """Yield the files that make up a source, in their order; none for a source of one file."""
    query = "SELECT record, file, shelf, reader FROM parts WHERE source = ? ORDER BY place"
    for record, file, shelf, reader in db.execute(query, (source,)):
        yield Filed(Article.model_validate_json(record), file, shelf, reader)


def load_sketches(db: sqlite3.Connection) -> Iterator[tuple[str, Sketch]]:
    """Yield the sketch of every file that has one, by the file's id."""
    for id, blob in db.execute("SELECT id, hashes FROM sketches ORDER BY id"):
        yield id, np.frombuffer(blob, dtype="<u8").astype(np.uint64)
