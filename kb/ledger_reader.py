"""What can be asked of the ledger; ``kb.ledger`` is the ledger itself, which writes too."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kb.errors import InputError, StoreError
from kb.extracted import ExtractedRule
from kb.extracted_rows import load_extracted, unlinked
from kb.ids import text_hash
from kb.ledger_file import unusable
from kb.ledger_rows import Holding, from_blob, load_article, load_passages, load_source, whole_matrix
from kb.part_rows import Filed, Sketch, load_parts, load_sketches
from kb.primary import CitedWork, Primary, Visit
from kb.primary_rows import load_checks, load_visits, load_works
from kb.reviews import ReviewDecision
from kb.types import Article, Passage, Source
from kb.vectors import Stored


class LedgerReader:
    """The reading half of an open ledger.

    Every order is by id, so that the same content reads back in the same order.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        """Take over a connection that ``open`` prepared."""
        self._db = db
        self.path = path

    def generation(self) -> int:
        """Return the number of changes committed so far."""
        return int(self._one("SELECT value FROM counters WHERE name = 'generation'"))

    def holdings(self) -> tuple[Holding, ...]:
        """Return what is held, without any text."""
        query = "SELECT id, content_hash, file, shelf, reader, embedder FROM sources ORDER BY id"
        return tuple(Holding(*row) for row in self._all(query))

    def files(self) -> tuple[Holding, ...]:
        """Return every file that is held: the sources that are one file, and the files behind the others."""
        query = """SELECT p.id, p.content_hash, p.file, p.shelf, p.reader, s.embedder, p.source
                   FROM parts p JOIN sources s ON s.id = p.source ORDER BY p.id"""
        parts = [Holding(*row) for row in self._all(query)]
        joined = {part.of for part in parts}
        return tuple(sorted([*parts, *(h for h in self.holdings() if h.id not in joined)], key=lambda h: h.id))

    def parts(self, source_id: str) -> tuple[Filed, ...]:
        """Return the files that make up a source; none for a source of one file."""
        with self._reading():
            return tuple(load_parts(self._db, source_id))

    def sketches(self) -> dict[str, Sketch]:
        """Return the sketch of every file that has one, by the file's id."""
        with self._reading():
            return dict(load_sketches(self._db))

    def sources(self) -> tuple[Source, ...]:
        """Return every source with its text."""
        return tuple(load_source(*row) for row in self._all("SELECT record, text FROM sources ORDER BY id"))

    def article(self, source_id: str) -> Article:
        """Return one article as it was saved; raises InputError when there is none of that id."""
        with self._reading():
            found = load_article(self._db, source_id)
        if found is None:
            raise InputError(
                f"{source_id!r} is not a source. Known: {', '.join(h.id for h in self.holdings()) or 'none'}."
            )
        return found

    def articles(self) -> tuple[Article, ...]:
        """Return every article as it was saved, all of one moment."""
        with self.held_still():
            return tuple(self.article(holding.id) for holding in self.holdings())

    def passages(self, source_id: str) -> tuple[Passage, ...]:
        """Return one source's passages in reading order; none for an id that is not there."""
        with self._reading():
            return tuple(load_passages(self._db, source_id))

    def claim_ids(self) -> frozenset[str]:
        """Return the ids of all claims, which the authored rules stand on."""
        return frozenset(id for (id,) in self._all("SELECT id FROM claims"))

    def decisions(self) -> tuple[ReviewDecision, ...]:
        """Return what people decided about what was found, by item."""
        rows = self._all("SELECT record FROM reviews ORDER BY item")
        return tuple(ReviewDecision.model_validate_json(record) for (record,) in rows)

    def content_hash(self, source_id: str) -> str | None:
        """Return the hash of the bytes that a source was read from, or None when there is no such source."""
        rows = self._all("SELECT content_hash FROM sources WHERE id = ?", source_id)
        return str(rows[0][0]) if rows else None

    def passage_hashes(self) -> dict[str, str]:
        """Return passage id -> text hash of everything."""
        return dict(self._all("SELECT id, text_hash FROM passages ORDER BY id"))

    def extracted_rules(self) -> tuple[ExtractedRule, ...]:
        """Return what was extracted from the sources and linked to options, by source and in reading order."""
        with self._reading():
            return load_extracted(self._db)

    def unlinked(self, standpoint: str) -> tuple[str, ...]:
        """Return the sources that were not linked from this standpoint (``ingest.extraction``) yet."""
        with self._reading():
            return unlinked(self._db, standpoint)

    def cited_works(self) -> tuple[CitedWork, ...]:
        """Return what the references of the sources were resolved to, where they were followed."""
        with self._reading():
            return load_works(self._db, self._hashes())

    def primary_checks(self) -> tuple[Primary, ...]:
        """Return what the cited works say of the claims' figures, as far as the works are still what was read."""
        with self._reading():
            return load_checks(self._db, self._hashes())

    def visits(self) -> dict[str, Visit]:
        """Return the pages that were fetched before, by address."""
        with self._reading():
            return load_visits(self._db)

    def _hashes(self) -> dict[str, str]:
        return {holding.id: holding.content_hash for holding in self.holdings()}

    def embeddings(self) -> Stored:
        """Return the vectors of all passages, sorted by id; the caller sees to it that one embedder made them."""
        rows = self._all("SELECT id, text_hash, embedding FROM passages ORDER BY id")
        matrix = whole_matrix([blob for _, _, blob in rows])
        if matrix is None:  # something is wrong with one of them: say which
            for id, _, blob in rows:
                from_blob(blob, id)
            raise StoreError(
                f"{self.path}: vectors of different dimensions. Run crossroads ingest to embed them again."
            )
        return Stored(ids=tuple(r[0] for r in rows), hashes=tuple(r[1] for r in rows), matrix=matrix)

    def faults(self) -> tuple[str, ...]:
        """Check the file, its foreign keys, and every passage against its source; return what is wrong, in words."""
        found = [f"SQLite: {line}" for (line,) in self._all("PRAGMA integrity_check") if line != "ok"]
        found += [f"SQLite: a row of {row[0]} has no source" for row in self._all("PRAGMA foreign_key_check")]
        query = """SELECT p.id, p.text, p.text_hash, substr(s.text, p.start + 1, p.stop - p.start), p.embedding
                   FROM passages p JOIN sources s ON s.id = p.source ORDER BY p.id"""
        for id, text, digest, slice_, blob in self._all(query):
            if text_hash(text) != digest or text != slice_:
                found.append(f"passage {id}: its text is not what was ingested")
            try:
                from_blob(blob, id)
            except StoreError as error:
                found.append(str(error))
        return tuple(found)

    def _one(self, query: str) -> int:
        return int(self._all(query)[0][0])

    def _all(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        with self._reading():
            return self._db.execute(query, values).fetchall()

    @contextmanager
    def held_still(self) -> Iterator[None]:
        """Read in this block as if nobody wrote meanwhile; nothing is written in it."""
        with self._reading():
            if self._db.in_transaction:  # which holds still already
                yield
                return
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("ROLLBACK")

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise unusable(self.path, error) from error
