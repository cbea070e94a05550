"""The ledger: one SQLite file that is the single truth; the vector index and the graph are projections of it.

WAL with ``synchronous=FULL``: a commit that returned survives a kill and a power cut. Each article is saved,
replaced or removed in one transaction, so it is wholly there or wholly absent.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

from kb.errors import ArticleError, InputError, UnsavedError
from kb.extracted import ExtractedRule
from kb.extracted_rows import note_linking, replace_extracted
from kb.failpoint import step
from kb.ledger_file import open_file
from kb.ledger_reader import LedgerReader
from kb.ledger_rows import Entry, Holding, check_article, insert_article, to_blob
from kb.part_rows import insert_parts
from kb.primary import CitedWork, Primary, Visit
from kb.primary_rows import replace_primary, save_visits
from kb.reviews import ReviewDecision
from kb.types import Article
from kb.vectors import Vector


class Ledger(LedgerReader):
    """An open ledger; use it as a context manager, in one thread."""

    _together = 0.0
    _began = 0.0

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

    @contextmanager
    def together(self, seconds: float) -> Iterator[None]:
        """Commit the changes of this block so many seconds' worth at a time, since a commit waits for the disk.

        Each is still wholly there or wholly absent, and ``settled`` says whether all of them are there for good.
        """
        self._together = seconds
        try:
            yield
        finally:
            self._together = 0.0
            if not self.settled:
                self._commit(alone=False)

    @property
    def settled(self) -> bool:
        """Whether every change so far is committed."""
        return not self._db.in_transaction

    @contextmanager
    def _transaction(self, *, counts: bool = True) -> Iterator[None]:
        """One all-or-nothing change that counts up the generation; an error on the way rolls it back.

        What ``counts`` not leaves the generation as it is. Raises StoreError also where earlier changes that were not
        committed yet are gone with it.
        """
        with self._reading():
            alone = self.settled
            if alone:
                self._db.execute("BEGIN IMMEDIATE")
                self._began = time.monotonic()
            self._db.execute("SAVEPOINT change")
            with ExitStack() as unless_done:
                unless_done.callback(self._undo, alone=alone)
                yield
                if counts:
                    self._db.execute("UPDATE counters SET value = value + 1 WHERE name = 'generation'")
                self._db.execute("RELEASE change")
                unless_done.pop_all()
            if time.monotonic() - self._began >= self._together:
                self._commit(alone=alone)

    def _undo(self, *, alone: bool) -> None:
        """Take back the change that failed, and no other; raises UnsavedError where SQLite took others back too."""
        if not self._db.in_transaction:
            if not alone:
                raise self._unsaved()
        elif alone:
            self._db.execute("ROLLBACK")
        else:
            self._db.execute("ROLLBACK TO change")
            self._db.execute("RELEASE change")

    def _commit(self, *, alone: bool) -> None:
        """Commit, or take back all that was not committed; raises UnsavedError where that is more than one change."""
        try:
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if not alone:
                raise self._unsaved() from error
            raise

    def _unsaved(self) -> UnsavedError:
        return UnsavedError(f"{self.path}: what was read last could not be saved. Free some space, and ingest again.")
