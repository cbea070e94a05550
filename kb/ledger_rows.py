"""Between an ``Article`` and the rows of the ledger: the schema, its migrations, and the checks at the door."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from kb.errors import ArticleError, StoreError
from kb.extracted_rows import MIGRATION as EXTRACTED_MIGRATION
from kb.ids import text_hash
from kb.part_rows import MIGRATION as PARTS_MIGRATION
from kb.part_rows import Filed, Sketch
from kb.primary_rows import MIGRATION as PRIMARY_MIGRATION
from kb.types import Article, Citation, Claim, Finding, Passage, Record, Reference, Section, Source, Span
from kb.vectors import Vector

_R = TypeVar("_R", bound=Record)
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # the escape, not the six characters of it

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE sources (
            id TEXT PRIMARY KEY, record TEXT NOT NULL, text TEXT NOT NULL, content_hash TEXT NOT NULL,
            file TEXT NOT NULL, shelf TEXT NOT NULL, reader TEXT NOT NULL, embedder TEXT NOT NULL) STRICT""",
        """CREATE TABLE sections (
            source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE, place INTEGER NOT NULL,
            id TEXT NOT NULL UNIQUE, record TEXT NOT NULL, PRIMARY KEY (source, place)) STRICT""",
        """CREATE TABLE passages (
            source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE, place INTEGER NOT NULL,
            id TEXT NOT NULL UNIQUE, section TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
            text TEXT NOT NULL, text_hash TEXT NOT NULL, embedding BLOB NOT NULL,
            PRIMARY KEY (source, place)) STRICT""",
        """CREATE TABLE claims (
            source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE, place INTEGER NOT NULL,
            id TEXT NOT NULL UNIQUE, record TEXT NOT NULL, PRIMARY KEY (source, place)) STRICT""",
        """CREATE TABLE bibliography (
            source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE, place INTEGER NOT NULL,
            id TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (source, place), UNIQUE (source, id)) STRICT""",
        """CREATE TABLE citations (
            source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE, place INTEGER NOT NULL,
            record TEXT NOT NULL, PRIMARY KEY (source, place)) STRICT""",
        """CREATE TABLE findings (
            source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE, place INTEGER NOT NULL,
            record TEXT NOT NULL, PRIMARY KEY (source, place)) STRICT""",
        "CREATE INDEX sources_by_hash ON sources(content_hash)",
        "CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
        "INSERT INTO counters VALUES ('generation', 0)",
    ),
    (
        # A decision outlives the article that it is about, so nothing cascades here.
        """CREATE TABLE decisions (
            item TEXT PRIMARY KEY, verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
            reviewer TEXT NOT NULL, decided TEXT NOT NULL, note TEXT NOT NULL DEFAULT '') STRICT""",
    ),
    (
        # What replaced it: verdicts may also edit, and what was edited is kept. Nothing had been written to the former.
        """CREATE TABLE reviews (
            item TEXT PRIMARY KEY, verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'reject', 'edit')),
            record TEXT NOT NULL) STRICT""",
    ),
    PRIMARY_MIGRATION,
    PARTS_MIGRATION,
    EXTRACTED_MIGRATION,
)
"""Entry i brings a ledger from schema i to schema i + 1; the newest schema is ``len(MIGRATIONS)``."""


@dataclass(frozen=True)
class Holding:
    """What the ledger knows of a source without reading its text.

    ``file`` is the path it was read from, ``shelf`` is ``built-in`` for the knowledge folders and ``ingested`` for
    what the user handed in, ``reader`` names the version of the parser, ``embedder`` the identity of its vectors.
    ``of`` is set for a file that makes up a source together with others: the id of that source.
    """

    id: str
    content_hash: str
    file: str
    shelf: str
    reader: str
    embedder: str
    of: str = ""


@dataclass(frozen=True)
class Entry:
    """What is saved of one source: ``parts`` are its files where they are several, ``sketches`` those of its files."""

    article: Article
    vectors: Mapping[str, Vector]
    holding: Holding
    parts: Sequence[Filed] = ()
    sketches: Mapping[str, Sketch] = field(default_factory=dict)


def check_article(article: Article, vectors: Mapping[str, Vector]) -> None:
    """Refuse what would not come back byte for byte; raises ArticleError naming the source and the first fault.

    Checked: no NUL and no lone surrogate anywhere; every passage is its span of the source text, has its hash and a
    finite vector of one common dimension.
    """
    name = article.source.id
    try:
        everything = article.model_dump_json()
    except ValueError as error:  # what pydantic raises for a string that has no UTF-8 form
        raise ArticleError(f"{name}: the text holds a lone surrogate ({error}). Save the file as UTF-8.") from error
    if "\\u0000" in everything and _NUL.search(everything):
        raise ArticleError(f"{name}: the text holds a NUL character. Save the file as UTF-8 text without it.")
    shapes: set[tuple[int, ...]] = set()
    for passage in article.passages:
        span = passage.span
        if passage.source != name or article.source.text[span.start : span.end] != passage.text:
            raise ArticleError(f"{name}: passage {passage.id} is not the text at {span.start}..{span.end}.")
        if text_hash(passage.text) != passage.text_hash:
            raise ArticleError(f"{name}: passage {passage.id} does not have the hash that it states.")
        vector = vectors.get(passage.id)
        if vector is None or not np.isfinite(vector).all():
            raise ArticleError(f"{name}: passage {passage.id} has no usable vector.")
        shapes.add(vector.shape)
    if len(shapes) > 1:
        raise ArticleError(f"{name}: vectors of different dimensions {sorted(shapes)}.")


def insert_article(db: sqlite3.Connection, article: Article, vectors: Mapping[str, Vector], holding: Holding) -> None:
    """Insert all rows of an article inside the caller's transaction; the source must not be there."""
    source = article.source
    record = source.model_dump_json(exclude={"text"})
    row = (
        source.id,
        record,
        source.text,
        holding.content_hash,
        holding.file,
        holding.shelf,
        holding.reader,
        holding.embedder,
    )
    db.execute("INSERT INTO sources VALUES (?,?,?,?,?,?,?,?)", row)
    _insert_passages(db, source.id, article.passages, vectors)
    with_ids: tuple[tuple[str, Sequence[Section | Claim | Reference]], ...] = (
        ("sections", article.sections),
        ("claims", article.claims),
        ("bibliography", article.references),
    )
    for table, items in with_ids:
        rows = ((source.id, place, item.id, item.model_dump_json()) for place, item in enumerate(items))
        db.executemany(f"INSERT INTO {table} VALUES (?,?,?,?)", rows)  # noqa: S608 - a name from the line above
    for table, marks in (("citations", article.citations), ("findings", article.findings)):
        pairs = ((source.id, place, mark.model_dump_json()) for place, mark in enumerate(marks))
        db.executemany(f"INSERT INTO {table} VALUES (?,?,?)", pairs)  # noqa: S608 - a name from the line above


def _insert_passages(
    db: sqlite3.Connection, source: str, passages: Sequence[Passage], vectors: Mapping[str, Vector]
) -> None:
    rows = (
        (source, place, p.id, p.section, p.span.start, p.span.end, p.text, p.text_hash, to_blob(vectors[p.id]))
        for place, p in enumerate(passages)
    )
    db.executemany("INSERT INTO passages VALUES (?,?,?,?,?,?,?,?,?)", rows)
    tongues = ((p.id, p.language, p.translates) for p in passages if p.language)
    db.executemany("INSERT INTO languages VALUES (?,?,?)", tongues)


def load_article(db: sqlite3.Connection, source_id: str) -> Article | None:
    """Return the article as it was saved, or None."""
    row = db.execute("SELECT record, text FROM sources WHERE id = ?", (source_id,)).fetchone()
    if row is None:
        return None
    return Article(
        source=load_source(*row),
        sections=tuple(_records(db, "sections", source_id, Section)),
        passages=tuple(load_passages(db, source_id)),
        claims=tuple(_records(db, "claims", source_id, Claim)),
        references=tuple(_records(db, "bibliography", source_id, Reference)),
        citations=tuple(_records(db, "citations", source_id, Citation)),
        findings=tuple(_records(db, "findings", source_id, Finding)),
    )


def load_source(record: str, text: str) -> Source:
    """Join a source's record with its text."""
    return Source.model_validate({**json.loads(record), "text": text})


def load_passages(db: sqlite3.Connection, source_id: str) -> Iterator[Passage]:
    """Yield a source's passages in reading order."""
    query = """SELECT id, section, start, stop, text, text_hash, coalesce(language, ''), coalesce(translates, '')
               FROM passages LEFT JOIN languages ON passage = id WHERE source = ? ORDER BY place"""
    for id, section, start, stop, text, digest, language, translates in db.execute(query, (source_id,)):
        yield Passage(
            id=id,
            source=source_id,
            section=section,
            text=text,
            span=Span(source=source_id, start=start, end=stop),
            text_hash=digest,
            language=language,
            translates=translates,
        )


def _records(db: sqlite3.Connection, table: str, source_id: str, kind: type[_R]) -> Iterator[_R]:
    query = f"SELECT record FROM {table} WHERE source = ? ORDER BY place"  # noqa: S608 - only names of this module
    for (record,) in db.execute(query, (source_id,)):
        yield kind.model_validate_json(record)


def to_blob(vector: Vector) -> bytes:
    """Little-endian float32."""
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def from_blob(blob: bytes, passage: str) -> Vector:
    """Read a stored vector; raises StoreError naming the passage when its bytes are not whole finite numbers."""
    if len(blob) % 4 or not blob:
        raise StoreError(f"ledger: the vector of {passage} has {len(blob)} bytes; the ledger is damaged.")
    vector = np.frombuffer(blob, dtype="<f4").astype(np.float32)
    if not np.isfinite(vector).all():
        raise StoreError(f"ledger: the vector of {passage} is not finite; the ledger is damaged.")
    return vector


def whole_matrix(blobs: Sequence[bytes]) -> Vector | None:
    """Read stored vectors as the rows of one matrix; None where one of them is damaged or of another dimension."""
    if not blobs:
        return np.zeros((0, 0), np.float32)
    size = len(blobs[0])
    if not size or size % 4 or any(len(blob) != size for blob in blobs):
        return None
    matrix = np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), -1).astype(np.float32)
    return matrix if np.isfinite(matrix).all() else None
