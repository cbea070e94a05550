"""The index is filled while articles are saved; whatever becomes of that, what is published agrees with the ledger."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from ingest import fill_ahead
from ingest.doctor import doctor
from ingest.filling import compare
from ingest.generations import LEASE, exact_vectors, open_generation
from ingest.pipeline import build, ensure, ingest
from kb.chroma import ChromaVectors
from kb.ledger import Ledger
from kb.lock import Lease
from kb.settings import Settings
from tests.ingest.small import settings_in

ROOT = Path(__file__).resolve().parents[2]
MANY = 30
DRINKS = """---
id: drinks
title: Drinks
kind: guide
language: en
text_kind: digest
---

## Tea and coffee

Tea is gentle on the stomach. {#c1} Coffee wakes you up. {#c2}
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A published generation, and a folder ``in`` with more articles than are read one after the other."""
    made = settings_in(tmp_path)
    (made.built_in / "articles" / "drinks.md").write_text(DRINKS, encoding="utf-8")
    build(made)
    (tmp_path / "in").mkdir()
    for number in range(MANY):
        text = f"# Note {number}\n\nBelow {number + 2}00 requests a day an API is right, we found in town {number}.\n"
        (tmp_path / "in" / f"note-{number}.md").write_text(text, encoding="utf-8")
    return made


def agrees(settings: Settings) -> int:
    """Return how many passages are published, each of which is the ledger's; the doctor finds nothing."""
    opened = open_generation(settings)
    try:
        stored = opened.vectors.vectors()
        assert compare(exact_vectors(settings).vectors(), stored) == ()
    finally:
        opened.close()
    assert doctor(settings, isolate=False, repair=False).found == ()
    assert not list(settings.generations.glob(".building-*"))
    return len(stored.ids)


def test_index_is_filled_while_articles_are_saved(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a round's worth of saved articles the index has passages, before anybody said that all are there."""
    monkeypatch.setattr(fill_ahead, "_EVERY", 5)
    with Ledger.open(settings.ledger) as ledger:
        filling = fill_ahead.FillAhead(settings, ledger.holdings()[0].embedder, fresh=True)
        try:
            for _ in range(5):
                filling.saved()
            index = settings.generations / ".building-2" / "chroma" / "chroma.sqlite3"
            deadline = time.monotonic() + 30
            while not (index.exists() and rows(index)) and time.monotonic() < deadline:
                time.sleep(0.05)
            assert rows(index) == len(ledger.passage_hashes())
        finally:
            filling.close()


def rows(index: Path) -> int:
    """Return how many passages Chroma's own file has."""
    with closing(sqlite3.connect(f"{index.as_uri()}?mode=ro", uri=True)) as db:
        try:
            return int(db.execute("SELECT count(*) FROM embeddings").fetchone()[0])
        except sqlite3.OperationalError:  # it is being made
            return 0


def test_many_articles_are_published_whole(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With rounds of five articles, every passage of thirty is published as the ledger has it."""
    monkeypatch.setattr(fill_ahead, "_EVERY", 5)
    assert ingest([tmp_path / "in"], settings).published
    assert agrees(settings) >= MANY


def test_a_filler_that_is_killed_only_costs_the_head_start(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the process dies, the index is filled when all is saved, everything is published, and the log says so."""
    monkeypatch.setattr(fill_ahead.FillAhead, "saved", lambda filling: filling._process.kill())
    assert ingest([tmp_path / "in"], settings).published
    assert "could not be filled ahead" in caplog.text
    assert agrees(settings) >= MANY


def test_last_round_brings_the_index_to_the_ledger(settings: Settings) -> None:
    """The last round brings the index to the ledger's state, and what is not published is removed."""
    with Ledger.open(settings.ledger) as ledger:
        filling = fill_ahead.FillAhead(settings, ledger.holdings()[0].embedder, fresh=True)
        try:
            filling.last()
            place = filling.place()
            store = ChromaVectors.embedded(place.building / "chroma")
            try:
                assert compare(ledger.embeddings(), store.vectors()) == ()
            finally:
                store.close()
        finally:
            filling.close()
    assert not place.building.exists()


def test_nothing_is_left_where_nothing_was_published(settings: Settings, tmp_path: Path) -> None:
    """Files that are all refused publish nothing, and leave no half-built generation."""
    for path in (tmp_path / "in").iterdir():
        path.write_bytes(b"\x00\x01\x02" * 400)
    report = ingest([tmp_path / "in"], settings)
    assert not report.published
    assert len(report.rejected) == MANY
    agrees(settings)


ORPHANED = """
import os, signal, sys; from pathlib import Path
from ingest.fill_ahead import FillAhead; from kb.settings import Settings
FillAhead(Settings(data=Path(sys.argv[1])), "any", fresh=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_filler_whose_parent_is_killed_at_once_is_waited_for(settings: Settings) -> None:
    """It has its place's lease before it runs its first line, so no later writer takes the place from under it."""
    ended = subprocess.run([sys.executable, "-c", ORPHANED, str(settings.data)], cwd=ROOT, check=False)
    assert ended.returncode == -9
    lease = settings.generations / ".building-2" / LEASE
    assert Lease.exclusive(lease) is None
    held = Lease.exclusive(lease, wait=30)
    assert held is not None
    held.release()


KILLED = """
import sys; from pathlib import Path; from ingest import fill_ahead, run; fill_ahead._EVERY = 5
run.TOGETHER = float(sys.argv[4])
from ingest.pipeline import ingest; from kb.settings import Settings
said = lambda doing, done, total: print(doing, flush=True)
ingest([Path(sys.argv[1])], Settings(data=Path(sys.argv[2]), built_in=Path(sys.argv[3])), progress=said)
"""


def killed(settings: Settings, folder: Path, together: float, step: int) -> tuple[int, int]:
    """Kill an ingest at a step; return how many articles it had reported, and how many are in the ledger."""
    arguments = [str(folder), str(settings.data), str(settings.built_in), str(together)]
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments],
        cwd=ROOT,
        env={**os.environ, "CROSSROADS_FAILPOINT": str(step)},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -9, ended.stderr.decode()
    with Ledger.open(settings.ledger, create=False) as ledger:
        return ended.stdout.decode().split("\n").count("ingesting"), len(ledger.holdings()) - 1


@pytest.mark.parametrize("step", [20, 61])
def test_killed_while_it_fills_ahead_nothing_is_lost(settings: Settings, tmp_path: Path, step: int) -> None:
    """After SIGKILL amid saving and filling, the next start publishes what had been saved, and leaves nothing over."""
    reported, saved = killed(settings, tmp_path / "in", 0.0, step)
    assert 0 < reported <= saved
    ensure(settings)
    agrees(settings)
    with Ledger.open(settings.ledger, create=False) as ledger:
        assert len(ledger.holdings()) == saved + 1


@pytest.mark.parametrize(("together", "step"), [(60.0, 59), (0.02, 31)])
def test_nothing_is_reported_before_it_is_committed(
    settings: Settings, tmp_path: Path, together: float, step: int
) -> None:
    """Of articles that are committed together all are there or none, and those that were reported are."""
    reported, saved = killed(settings, tmp_path / "in", together, step)
    assert reported <= saved
    assert together < 1 or (reported, saved) == (0, 0)
    assert ingest([tmp_path / "in"], settings).published
    assert agrees(settings) >= MANY
