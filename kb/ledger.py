"""The ledger: one SQLite file that is the single truth; the vector index and the graph are projections of it.

WAL with ``synchronous=FULL``: a commit that returned survives a kill and a power cut. Each article is saved,
replaced or removed in one transaction, so it is wholly there or wholly absent.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from kb.errors import ArticleError, InputError, StoreError
from kb.extracted import ExtractedRule
from kb.extracted_rows import load_extracted, note_linking, replace_extracted, unlinked
from kb.failpoint import step
from kb.ids import text_hash
from kb.ledger_file import open_file, unusable
from kb.ledger_rows import (
    Entry,
    Holding,
    check_article,
    from_blob,
    insert_article,
    load_article,
    load_passages,
    load_source,
    to_blob,
)
from kb.part_rows import Filed, Sketch, insert_parts, load_parts, load_sketches
from kb.primary import CitedWork, Primary, Visit
from kb.primary_rows import load_checks, load_visits, load_works, replace_primary, save_visits
from kb.reviews import ReviewDecision
from kb.types import Article, Passage, Source
from kb.vectors import Stored, Vector


class Ledger:
    """An open ledger; use it as a context manager, in one thread."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        """Take over a connection that ``open`` prepared."""
        self._db = db
        self.path = path

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> Ledger:
        """Open the ledger, migrating an older schema; make an empty one when ``create`` and nothing is there.

        Raises StoreError, leaving the file untouched, when it is damaged, not a ledger, newer than this release, or
        missing although ``create`` is false.
        """
        return cls(open_file(path, create=create), path)

    def __enter__(self) -> Ledger:
        """Return the ledger itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; an open transaction is rolled back."""
        self._db.close()

    # Writing. The caller holds the writer's lock.

    def save(
        self,
        article: Article,
        vectors: Mapping[str, Vector],
        embedder: str,
        *,
        file: str = "",
        shelf: str = "ingested",
        reader: str = "",
        instead_of: Sequence[str] = (),
    ) -> None:
        """Save the article with the vector of each passage id, in one transaction.

        It replaces everything of its source and of the sources ``instead_of`` (what the same file was before).

        Raises ArticleError when it would not come back byte for byte; then nothing was changed.
        """
        holding = Holding(article.source.id, article.source.content_hash, file, shelf, reader, embedder)
        self.save_all([Entry(article, vectors, holding)], instead_of=instead_of)

    def save_all(self, entries: Sequence[Entry], *, instead_of: Sequence[str] = ()) -> None:
        """Save sources, each in place of all it had, and remove the sources ``instead_of``, in one transaction.

        Raises ArticleError when one would not come back byte for byte; then nothing was changed.
        """
        for entry in entries:
            check_article(entry.article, entry.vectors)
        ids = [entry.article.source.id for entry in entries]
        with self._transaction():
            for id in dict.fromkeys((*ids, *instead_of)):
                self._db.execute("DELETE FROM sources WHERE id = ?", (id,))
            for id, entry in zip(ids, entries, strict=True):
                try:
                    insert_article(self._db, entry.article, entry.vectors, entry.holding)
                    insert_parts(self._db, id, entry.parts, entry.sketches)
                except sqlite3.IntegrityError as error:
                    raise ArticleError(f"{id}: an id occurs twice ({error}). Nothing was changed.") from error
            step("save: inside the transaction")
        step("save: committed")

    def remove(self, source_id: str) -> None:
        """Remove everything of a source; raises InputError when there is none of that id."""
        with self._transaction():
            if self._db.execute("DELETE FROM sources WHERE id = ?", (source_id,)).rowcount == 0:
                raise InputError(
                    f"{source_id!r} is not a source. Known: {', '.join(h.id for h in self.holdings()) or 'none'}."
                )
            step("remove: inside the transaction")

    def touch(self, source_id: str, *, file: str, shelf: str) -> None:
        """Note that an unchanged source, or file of one, now lives elsewhere; this is no new generation."""
        self._db.execute("UPDATE parts SET file = ?, shelf = ? WHERE id = ?", (file, shelf, source_id))
        self._db.execute("UPDATE sources SET file = ?, shelf = ? WHERE id = ?", (file, shelf, source_id))

    def reembed(self, source_id: str, vectors: Mapping[str, Vector], embedder: str) -> None:
        """Replace the vectors of all passages of one source, in one transaction."""
        with self._transaction():
            for id, vector in vectors.items():
                self._db.execute(
                    "UPDATE passages SET embedding = ? WHERE id = ? AND source = ?", (to_blob(vector), id, source_id)
                )
            self._db.execute("UPDATE sources SET embedder = ? WHERE id = ?", (embedder, source_id))
            step("reembed: inside the transaction")

    def decide(self, decision: ReviewDecision) -> bool:
        """Keep what a person decided about an item, in place of any earlier decision on it; say whether it is new.

        It outlives the article that the item was found in. The same verdict again changes nothing.
        """
        if decision.same_as(next((d for d in self.decisions() if d.item == decision.item), None)):
            return False
        with self._transaction():
            row = (decision.item, decision.verdict, decision.model_dump_json())
            self._db.execute("INSERT OR REPLACE INTO reviews VALUES (?,?,?)", row)
            step("decide: inside the transaction")
        return True

    def save_primary(self, source_id: str, works: Sequence[CitedWork], checks: Sequence[Primary]) -> bool:
        """Replace what became of the works that a source cites; say whether anything changed."""
        if tuple(works) == tuple(w for w in self.cited_works() if w.source == source_id) and tuple(checks) == tuple(
            c for c in self.primary_checks() if c.source == source_id
        ):
            return False
        with self._transaction():
            replace_primary(self._db, source_id, works, checks)
            step("primary: inside the transaction")
        return True

    def save_extracted(self, found: Mapping[str, Sequence[ExtractedRule]], standpoint: str) -> bool:
        """Replace the rules extracted from these sources, and note what they were linked with; say whether any changed.

        Only a change of rules is a new generation.
        """
        held: dict[str, list[ExtractedRule]] = {id: [] for id in found}
        for rule in self.extracted_rules():
            if rule.source in held:
                held[rule.source].append(rule)
        changed = {id: rules for id, rules in found.items() if tuple(rules) != tuple(held[id])}
        with self._transaction(counts=bool(changed)):
            for id, rules in changed.items():
                replace_extracted(self._db, id, rules)
            for id in found:
                note_linking(self._db, id, standpoint)
            step("extracted: inside the transaction")
        return bool(changed)

    def remember_visits(self, visits: Iterable[Visit]) -> None:
        """Remember pages that were fetched; this is no new generation."""
        with self._reading():
            save_visits(self._db, visits)

    # Reading. Every order is by id, so that the same content reads back in the same order.

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
        with self._reading():
            self._db.execute("BEGIN")
            try:
                return tuple(self.article(holding.id) for holding in self.holdings())
            finally:
                self._db.execute("ROLLBACK")

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
        vectors = [from_blob(blob, id) for id, _, blob in rows]
        if len({vector.shape for vector in vectors}) > 1:
            raise StoreError(
                f"{self.path}: vectors of different dimensions. Run crossroads ingest to embed them again."
            )
        matrix = np.stack(vectors) if vectors else np.zeros((0, 0), np.float32)
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
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise unusable(self.path, error) from error

    @contextmanager
    def _transaction(self, *, counts: bool = True) -> Iterator[None]:
        """One all-or-nothing change that counts up the generation; an error on the way rolls it back.

        What ``counts`` not leaves the generation as it is.
        """
        with self._reading():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                if counts:
                    self._db.execute("UPDATE counters SET value = value + 1 WHERE name = 'generation'")
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
