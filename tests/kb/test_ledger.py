"""The ledger gives back what it was given, wholly or not at all."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from kb.errors import ArticleError, InputError, StoreError, UnsavedError
from kb.ledger import Ledger
from kb.ledger_file import SCHEMA
from kb.ledger_rows import MIGRATIONS, whole_matrix
from kb.types import Article
from kb.vectors import Vector
from tests.ingest.small import article_of


def vectors_of(article: Article, value: float = 1.0) -> dict[str, Vector]:
    """One made-up vector a passage."""
    return {p.id: np.array([value, i], np.float32) for i, p in enumerate(article.passages)}


def save(ledger: Ledger, id: str, text: str, embedder: str = "e") -> Article:
    """Save a small article."""
    article = article_of(id, text)
    ledger.save(article, vectors_of(article), embedder)
    return article


def test_article_comes_back_equal(tmp_path: Path) -> None:
    """Everything of an article reads back equal from another connection, vectors included."""
    text = "One – “quoted” line [1].\n𝔘nicode 中文 \\u0000 line."
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        article = save(ledger, "a", text)
    with Ledger.open(tmp_path / "l.sqlite", create=False) as ledger:
        assert ledger.article("a") == article
        assert ledger.sources() == (article.source,)
        stored = ledger.embeddings()
        assert stored.ids == tuple(p.id for p in article.passages)
        assert stored.matrix.tolist() == [[1, 0], [1, 1]]
        assert ledger.faults() == ()


def test_saving_again_leaves_no_residue(tmp_path: Path) -> None:
    """A source that is saved again has nothing left of its former rows, in any table."""
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        save(ledger, "a", "one [1]\ntwo\nthree")
        new = save(ledger, "a", "four")
        assert ledger.articles() == (new,)
        assert list(ledger.passage_hashes()) == [new.passages[0].id]
        assert ledger.generation() == 2


def test_removed_source_leaves_nothing(tmp_path: Path) -> None:
    """After remove every table is empty of the source, and removing it again is an InputError."""
    path = tmp_path / "l.sqlite"
    with Ledger.open(path) as ledger:
        save(ledger, "a", "one [1]\ntwo")
        ledger.remove("a")
        with pytest.raises(InputError, match="'a' is not a source"):
            ledger.remove("a")
    db = sqlite3.connect(path)
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counts = {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}  # noqa: S608
    assert {name for name, count in counts.items() if count} == {"counters"}


def test_failed_save_changes_nothing(tmp_path: Path) -> None:
    """An article with an id twice is refused, and what the source had before is still there."""
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        good = save(ledger, "a", "one\ntwo")
        twice = good.model_copy(update={"claims": (good.claims[0], good.claims[0])})
        with pytest.raises(ArticleError, match="occurs twice"):
            ledger.save(twice, vectors_of(twice), "e")
        assert ledger.article("a") == good
        assert ledger.generation() == 1


def test_what_would_not_come_back_is_refused_at_the_door(tmp_path: Path) -> None:
    """NUL, a passage that is not its span, a wrong hash, a missing or infinite vector: each is an ArticleError."""
    good = article_of("a", "one\ntwo")
    vectors = vectors_of(good)
    nul = article_of("a", "o\x00ne")
    moved = good.model_copy(
        update={"passages": (good.passages[0].model_copy(update={"text": "two"}), good.passages[1])}
    )
    hashed = good.model_copy(
        update={"passages": (good.passages[0].model_copy(update={"text_hash": "0"}), good.passages[1])}
    )
    infinite = {**vectors, good.passages[0].id: np.array([np.inf, 0], np.float32)}
    cases = [(nul, vectors_of(nul)), (moved, vectors), (hashed, vectors), (good, {}), (good, infinite)]
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        for article, given in cases:
            with pytest.raises(ArticleError, match=r"^a: "):
                ledger.save(article, given, "e")
        assert ledger.generation() == 0


def test_lone_surrogate_is_refused(tmp_path: Path) -> None:
    """Text that has no UTF-8 form cannot enter, even when a record was made without validation."""
    good = article_of("a", "one")
    broken = good.model_copy(update={"source": good.source.model_copy(update={"title": "x\ud800"})})
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        with pytest.raises(ArticleError, match="surrogate"):
            ledger.save(broken, vectors_of(good), "e")
        assert ledger.holdings() == ()


def test_newer_ledger_is_refused_untouched(tmp_path: Path) -> None:
    """A ledger of a later release is refused, and not one byte of it changes."""
    path = tmp_path / "l.sqlite"
    Ledger.open(path).close()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="Upgrade crossroads"):
        Ledger.open(path)
    assert path.read_bytes() == before


def test_older_ledger_is_migrated_with_its_content(tmp_path: Path) -> None:
    """A ledger of the first schema opens in this release with all that it held."""
    path = tmp_path / "l.sqlite"
    with Ledger.open(path) as ledger:
        article = save(ledger, "a", "one")
    db = sqlite3.connect(path)
    later = re.findall(r"CREATE TABLE (\w+)", " ".join(text for migration in MIGRATIONS[1:] for text in migration))
    for table in later:
        db.execute(f"DROP TABLE {table}")
    db.execute("PRAGMA user_version = 1")
    db.close()
    with Ledger.open(path) as ledger:
        assert ledger.articles() == (article,)
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    counts = [db.execute(f"SELECT count(*) FROM {table}").fetchone() for table in later]  # noqa: S608
    assert counts == [(0,)] * len(later)


def test_foreign_and_damaged_files_are_refused_untouched(tmp_path: Path) -> None:
    """Another program's SQLite file, rubbish, and a ledger cut in half are StoreErrors that change nothing."""
    foreign, rubbish, cut = tmp_path / "f.sqlite", tmp_path / "r.sqlite", tmp_path / "c.sqlite"
    db = sqlite3.connect(foreign)
    db.execute("CREATE TABLE t (x)")
    db.close()
    rubbish.write_bytes(b"not a database" * 100)
    with Ledger.open(cut) as ledger:
        save(ledger, "a", "one\n" + "two " * 20000)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    for path in (foreign, rubbish):
        before = path.read_bytes()
        with pytest.raises(StoreError, match=str(path)):
            Ledger.open(path)
        assert path.read_bytes() == before
    with pytest.raises(StoreError, match="only copy"), Ledger.open(cut) as ledger:
        ledger.faults()


def test_full_disk_is_no_damage_and_changes_nothing(tmp_path: Path) -> None:
    """When the file cannot grow, the message says to free space, and everything is as before."""
    path = tmp_path / "l.sqlite"
    with Ledger.open(path) as ledger:
        kept = save(ledger, "a", "one")
        ledger._db.execute("PRAGMA max_page_count = 1")  # the smallest that SQLite allows: what the file has now
        with pytest.raises(StoreError, match="Free some space"):
            save(ledger, "b", "two " * 50000)
        assert ledger.articles() == (kept,)
        assert ledger.generation() == 1


def test_changes_that_are_committed_together_are_whole_each(tmp_path: Path) -> None:
    """What fails between them is taken back alone; nobody else sees any of them before all are settled."""
    path = tmp_path / "l.sqlite"
    with Ledger.open(path) as ledger, Ledger.open(path) as other:
        with ledger.together(60.0):
            one = save(ledger, "a", "one\ntwo")
            twice = one.model_copy(update={"claims": (one.claims[0], one.claims[0])})
            with pytest.raises(ArticleError, match="occurs twice"):
                ledger.save(twice, vectors_of(twice), "e")
            two = save(ledger, "b", "three")
            assert (ledger.settled, ledger.articles(), other.articles()) == (False, (one, two), ())
        assert (ledger.settled, other.articles(), other.generation()) == (True, (one, two), 2)


def test_changes_are_settled_once_their_time_is_over(tmp_path: Path) -> None:
    """With no time to wait each is committed by itself."""
    with Ledger.open(tmp_path / "l.sqlite") as ledger, ledger.together(0.0):
        save(ledger, "a", "one")
        assert ledger.settled


def test_who_writes_is_told_when_earlier_changes_are_lost_too(tmp_path: Path) -> None:
    """A full disk leaves either every earlier change or none, and none is an error of its own."""
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        kept = save(ledger, "a", "one")
        ledger._db.execute("PRAGMA max_page_count = 60")

        def fill() -> None:
            with ledger.together(60.0):
                save(ledger, "b", "two")
                save(ledger, "c", "three " * 90000)

        with pytest.raises(StoreError) as told:
            fill()
        lost = isinstance(told.value, UnsavedError)
        assert [h.id for h in ledger.holdings()] == (["a"] if lost else ["a", "b"])
        assert ledger.article("a") == kept


def test_changes_that_sqlite_took_back_are_told(tmp_path: Path) -> None:
    """Where a failure ends the whole transaction, as some do, nobody goes on as if the earlier changes were there."""
    with Ledger.open(tmp_path / "l.sqlite") as ledger:

        def fail() -> None:
            with ledger.together(60.0):
                save(ledger, "a", "one")
                with ledger._transaction():
                    ledger._db.execute("ROLLBACK")
                    raise ArticleError("b: cannot be saved")

        with pytest.raises(UnsavedError, match="ingest again"):
            fail()
        assert ledger.holdings() == ()


def test_missing_ledger_is_not_made_when_it_must_exist(tmp_path: Path) -> None:
    """Opening without ``create`` neither makes a file nor accepts an empty one."""
    path = tmp_path / "l.sqlite"
    with pytest.raises(StoreError, match="no ledger"):
        Ledger.open(path, create=False)
    assert not path.exists()
    path.touch()
    with pytest.raises(StoreError, match="0 bytes"):
        Ledger.open(path, create=False)


def test_changed_row_is_found(tmp_path: Path) -> None:
    """A passage whose text or vector was altered behind our back is named by ``faults``."""
    path = tmp_path / "l.sqlite"
    with Ledger.open(path) as ledger:
        article = save(ledger, "a", "one\ntwo")
    db = sqlite3.connect(path)
    db.execute("UPDATE passages SET text = 'eno' WHERE place = 0")
    db.execute("UPDATE passages SET embedding = x'00' WHERE place = 1")
    db.commit()
    db.close()
    with Ledger.open(path) as ledger:
        faults = "\n".join(ledger.faults())
    assert all(p.id in faults for p in article.passages)


def test_reembedding_replaces_every_vector_and_names_the_embedder(tmp_path: Path) -> None:
    """After reembed a source has the new vectors, of another dimension too, under the new identity."""
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        article = save(ledger, "a", "one\ntwo", embedder="old")
        ledger.reembed("a", {p.id: np.ones(3, np.float32) for p in article.passages}, "new")
        assert ledger.embeddings().matrix.shape == (2, 3)
        assert ledger.holdings()[0].embedder == "new"


def test_vectors_are_read_as_one_matrix_or_not_at_all() -> None:
    """Rows come back as they were stored; one that is short, empty or not finite is no row of a matrix."""
    rows = np.arange(6, dtype="<f4").reshape(3, 2)
    found = whole_matrix([row.tobytes() for row in rows])
    assert found is not None
    assert found.tolist() == rows.tolist()
    for bad in (b"", b"abc", rows[0].tobytes()[:4], np.array([1, np.nan], "<f4").tobytes()):
        assert whole_matrix([rows[0].tobytes(), bad]) is None
    assert whole_matrix([b"", b""]) is None
