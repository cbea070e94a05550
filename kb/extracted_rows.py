"""The rows of the ledger about extracted rules: kept for as long as their source is, and replaced with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from kb.extracted import ExtractedRule

MIGRATION: tuple[str, ...] = (
    """CREATE TABLE extracted_rules (
        source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE, place INTEGER NOT NULL,
        id TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (source, place), UNIQUE (source, id)) STRICT""",
    # What a source was linked with, also where no rule came of it, so that it is linked once.
    """CREATE TABLE linkings (
        source TEXT PRIMARY KEY REFERENCES sources(id) ON DELETE CASCADE, standpoint TEXT NOT NULL) STRICT""",
)


def replace_extracted(db: sqlite3.Connection, source: str, rules: Sequence[ExtractedRule]) -> None:
    """Write a source's rules anew inside the caller's transaction."""
    db.execute("DELETE FROM extracted_rules WHERE source = ?", (source,))
    rows = ((source, place, rule.id, rule.model_dump_json()) for place, rule in enumerate(rules))
    db.executemany("INSERT INTO extracted_rules VALUES (?,?,?,?)", rows)


def load_extracted(db: sqlite3.Connection) -> tuple[ExtractedRule, ...]:
    """Return all rules by source, each source's in its order."""
    rows = db.execute("SELECT record FROM extracted_rules ORDER BY source, place")
    return tuple(ExtractedRule.model_validate_json(record) for (record,) in rows)


def note_linking(db: sqlite3.Connection, source: str, standpoint: str) -> None:
    """Note what a source was linked with."""
    db.execute("INSERT OR REPLACE INTO linkings VALUES (?,?)", (source, standpoint))


def unlinked(db: sqlite3.Connection, standpoint: str) -> tuple[str, ...]:
    """Return the sources that were not linked with this, by id."""
    query = """SELECT s.id FROM sources s LEFT JOIN linkings l ON l.source = s.id
               WHERE l.standpoint IS NOT ? ORDER BY s.id"""
    return tuple(id for (id,) in db.execute(query, (standpoint,)))
