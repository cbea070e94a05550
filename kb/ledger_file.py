"""The ledger file: opened only when it is ours and whole, migrated in one transaction, never remade by accident."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from kb.errors import StoreError
from kb.failpoint import step
from kb.ledger_rows import MIGRATIONS

SCHEMA = len(MIGRATIONS)
APPLICATION = 0x43525244  # "CRRD": tells our file from any other SQLite file


def open_file(path: Path, *, create: bool) -> sqlite3.Connection:
    """Return a connection in autocommit mode with WAL, ``synchronous=FULL`` and foreign keys, at the newest schema.

    Raises StoreError, leaving the file untouched; see ``Ledger.open``.
    """
    if not create and not path.exists():
        raise StoreError(f"{path}: there is no ledger. Run crossroads ingest, or restore the file from a backup.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size:
            _inspect(path)
        elif not create:
            raise StoreError(f"{path}: the ledger is empty (0 bytes): it was cut off. Restore it from a backup.")
        db = sqlite3.connect(path, isolation_level=None, timeout=10.0)
    except (OSError, sqlite3.Error) as error:
        raise unusable(path, error) from error
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        _migrate(db)
    except sqlite3.Error as error:
        db.close()
        raise unusable(path, error) from error
    return db


def _inspect(path: Path) -> None:
    """Look at an existing file without writing to it; raises StoreError when it is not ours or is newer."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10.0)
    try:
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        application = int(db.execute("PRAGMA application_id").fetchone()[0])
        empty = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    finally:
        db.close()
    if application != APPLICATION and not (empty and version == 0):
        raise StoreError(
            f"{path}: this is a SQLite file, but not a Crossroads ledger. Move it away or choose another --data."
        )
    if version > SCHEMA:
        raise StoreError(
            f"{path}: the ledger has schema {version}, this release knows {SCHEMA}. "
            "It was not touched. Upgrade crossroads."
        )


def _migrate(db: sqlite3.Connection) -> None:
    """Bring the schema up to date in one transaction."""
    if int(db.execute("PRAGMA user_version").fetchone()[0]) == SCHEMA:
        return
    db.execute("BEGIN IMMEDIATE")
    version = int(db.execute("PRAGMA user_version").fetchone()[0])  # another process may just have done it
    for migration in MIGRATIONS[version:]:
        for statement in migration:
            db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {SCHEMA}")
    step("ledger: schema about to be committed")
    db.execute("COMMIT")


def snapshot(source: Path, target: Path) -> None:
    """Copy the ledger as of its last commit to a new file, whoever writes to it meanwhile; the source is only read.

    Raises StoreError when either file cannot be used.
    """
    uri = f"{source.absolute().as_uri()}?mode=rw"  # a read-only connection would leave its -shm and -wal behind
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=10.0)) as db, closing(sqlite3.connect(target)) as copy:
            db.execute("PRAGMA query_only = ON")
            db.backup(copy)
    except (OSError, sqlite3.Error) as error:
        raise unusable(source, error) from error


def unusable(path: Path, error: Exception) -> StoreError:
    """Say what failed and what to do; only what is no passing trouble is called damage."""
    code = getattr(error, "sqlite_errorcode", None)
    advice = _ADVICE.get(code & 0xFF) if isinstance(code, int) else None
    if isinstance(error, OSError):
        advice = "Mend its permissions, or choose another data directory with --data."
    return StoreError(
        f"{path}: the ledger cannot be used ({error}). "
        + (
            advice
            or "It is the only copy of what was ingested, so it is left as it is: restore it from a backup, "
            "or move it away and ingest the articles again."
        )
    )


_ADVICE = {
    sqlite3.SQLITE_FULL: "Nothing was changed. Free some space on its disk and try again.",
    sqlite3.SQLITE_BUSY: "Nothing was changed. Another program is writing to it; try again when it has finished.",
    sqlite3.SQLITE_READONLY: "Nothing was changed. It may only be read; mend its permissions.",
    sqlite3.SQLITE_CANTOPEN: "Mend its permissions, or choose another data directory with --data.",
}
