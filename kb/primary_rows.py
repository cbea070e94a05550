"""The rows of the ledger about cited works: kept for as long as their source is, and replaced with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from kb.primary import CitedWork, Primary, Visit

MIGRATION: tuple[str, ...] = (
    """CREATE TABLE cited_works (
        source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE, reference TEXT NOT NULL,
        record TEXT NOT NULL, PRIMARY KEY (source, reference)) STRICT""",
    """CREATE TABLE primary_checks (
        source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE, claim TEXT NOT NULL,
        record TEXT NOT NULL, PRIMARY KEY (source, claim)) STRICT""",
    # Pages are remembered whoever cites them, so nothing cascades here.
    "CREATE TABLE visits (url TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT",
)


def replace_primary(db: sqlite3.Connection, source: str, works: Sequence[CitedWork], checks: Sequence[Primary]) -> None:
    """Write all of a source anew inside the caller's transaction."""
    db.execute("DELETE FROM cited_works WHERE source = ?", (source,))
    db.execute("DELETE FROM primary_checks WHERE source = ?", (source,))
    db.executemany(
        "INSERT INTO cited_works VALUES (?,?,?)", ((source, w.reference, w.model_dump_json()) for w in works)
    )
    db.executemany(
        "INSERT INTO primary_checks VALUES (?,?,?)", ((source, c.claim, c.model_dump_json()) for c in checks)
    )


def load_works(db: sqlite3.Connection, held: Mapping[str, str]) -> tuple[CitedWork, ...]:
    """Return every resolved reference by source; of a work that has gone only that it was not read since."""
    rows = db.execute("SELECT record FROM cited_works ORDER BY source, reference")
    works = (CitedWork.model_validate_json(record) for (record,) in rows)
    gone = "the work was removed since"
    return tuple(w if not w.work or w.work in held else w.model_copy(update={"work": "", "why": gone}) for w in works)


def load_checks(db: sqlite3.Connection, held: Mapping[str, str]) -> tuple[Primary, ...]:
    """Return every check by claim; one that looked at another text than its works have now is left out.

    ``held`` is source id -> content hash.
    """
    rows = db.execute("SELECT record FROM primary_checks ORDER BY claim")
    checks = (Primary.model_validate_json(record) for (record,) in rows)
    return tuple(c for c in checks if all(held.get(read.work) == read.content_hash for read in c.works))


def save_visits(db: sqlite3.Connection, visits: Iterable[Visit]) -> None:
    """Remember pages."""
    rows = ((visit.url, visit.model_dump_json()) for visit in visits)
    db.executemany("INSERT OR REPLACE INTO visits VALUES (?,?)", rows)


def load_visits(db: sqlite3.Connection) -> dict[str, Visit]:
    """Return what is remembered, by address."""
    rows = db.execute("SELECT record FROM visits ORDER BY url")
    return {visit.url: visit for (record,) in rows for visit in (Visit.model_validate_json(record),)}
