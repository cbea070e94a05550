"""Readers take a whole, immutable generation; writers never pull it from under them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.filling import compare
from ingest.generations import (
    LEASE,
    current_number,
    damage,
    exact_vectors,
    numbers,
    open_generation,
    read_manifest,
    sweep_readers,
)
from ingest.pipeline import build, ingest
from kb.errors import EmbedderMismatch, GraphError, StoreError
from kb.lock import Lease
from kb.settings import Settings
from kb.vectors import Stored
from tests.ingest.small import TOOLS, settings_in, write

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data directory with generation 1 published."""
    made = settings_in(tmp_path)
    build(made, tools=TOOLS)
    return made


def grow(settings: Settings, name: str) -> None:
    """Ingest one more article, which publishes a generation."""
    ingest([write(settings.data.parent / "in" / f"{name}.md", name, f"{name} is a letter.")], settings, tools=TOOLS)


def test_reading_changes_no_published_byte(settings: Settings) -> None:
    """Opening and searching a generation leaves every published file as its manifest says."""
    opened = open_generation(settings)
    assert opened.vectors.query(exact_vectors(settings).vectors().matrix[0], 1)[0].score == pytest.approx(1, abs=1e-5)
    opened.close()
    directory = settings.generations / "1"
    assert damage(directory, read_manifest(directory), deep=True) == ()
    assert list(settings.readers.iterdir()) == []


def test_open_generation_stays_whole_while_others_are_published(settings: Settings) -> None:
    """A reader that opened generation 1 still reads exactly that after two more were published and it was retired."""
    opened = open_generation(settings)
    before = opened.vectors.vectors().ids
    grow(settings, "a")
    grow(settings, "b")
    assert (current_number(settings), numbers(settings)) == (3, [3])
    assert opened.vectors.vectors().ids == before
    assert opened.manifest.number == 1
    assert [article.source.id for article in opened.articles] == ["drinks"]
    opened.close()


def test_leased_generation_is_kept_until_it_is_released(settings: Settings) -> None:
    """A generation that is being opened is not retired; the next publication retires it."""
    lease = Lease.shared(settings.generations / "1" / LEASE)
    assert lease
    grow(settings, "a")
    assert numbers(settings) == [1, 2]
    lease.release()
    grow(settings, "b")
    assert numbers(settings) == [3]


def test_delta_gives_the_same_vectors_as_building_from_nothing(settings: Settings) -> None:
    """An index that grew by deltas holds the same ids, texts and vectors as a fresh one."""
    for name in "abc":
        grow(settings, name)
    opened = open_generation(settings)
    grown = opened.vectors.vectors()
    opened.close()
    build(settings, tools=TOOLS, fresh=True)
    opened = open_generation(settings)
    assert compare(opened.vectors.vectors(), grown) == ()
    opened.close()


def test_other_embedder_is_refused_by_the_reader(settings: Settings) -> None:
    """Opening for another embedder is EmbedderMismatch, which names both."""
    with pytest.raises(EmbedderMismatch, match=r"wordllama.*other"):
        open_generation(settings, embedder="other")


def test_nothing_published_and_rubbish_in_the_pointer_are_store_errors(tmp_path: Path, settings: Settings) -> None:
    """No pointer, a pointer to nowhere and a pointer with rubbish each say what to do."""
    with pytest.raises(StoreError, match="crossroads ingest"):
        open_generation(settings_in(tmp_path, data=tmp_path / "other"))
    for text, message in (("9", "names generation 9"), ("../x", "expected a number")):
        settings.current.write_text(text)
        with pytest.raises(StoreError, match=message):
            open_generation(settings)


def test_damaged_graph_or_manifest_is_an_error_not_an_empty_graph(settings: Settings) -> None:
    """A cut-off graph file and a cut-off manifest are refused by the reader."""
    graph = settings.generations / "1" / "graph.json"
    graph.write_bytes(graph.read_bytes()[:-10])
    with pytest.raises(GraphError, match="doctor"):
        open_generation(settings)
    (settings.generations / "1" / "manifest.json").write_text("{}")
    with pytest.raises(StoreError, match="not a manifest"):
        open_generation(settings)


def test_copy_of_a_killed_reader_is_swept(settings: Settings) -> None:
    """A reader that is killed leaves a private copy, which the next one removes; a living reader's stays."""
    script = (
        "import os, sys; from pathlib import Path; from kb.settings import Settings\n"
        "from ingest.generations import open_generation\n"
        "open_generation(Settings(data=Path(sys.argv[1]))); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(settings.data)], cwd=ROOT, check=False)
    assert len(list(settings.readers.iterdir())) == 1
    opened = open_generation(settings)
    sweep_readers(settings)
    assert len(list(settings.readers.iterdir())) == 1
    opened.close()
    assert list(settings.readers.iterdir()) == []


def test_comparison_sees_every_kind_of_difference() -> None:
    """Missing, extra, other text, other vector, NaN and other dimension are each named; equality is silent."""
    eye = np.eye(3, dtype=np.float32)
    truth = Stored(ids=("a", "b", "c"), hashes=("1", "2", "3"), matrix=eye)
    assert compare(truth, truth) == ()
    nan = eye.copy()
    nan[2, 2] = np.nan
    off = eye.copy()
    off[0, 1] = 2e-5
    cases = {
        "b: is missing": Stored(ids=("a", "c"), hashes=("1", "3"), matrix=eye[[0, 2]]),
        "d: is in the vector index but not": Stored(
            ids=("a", "b", "c", "d"), hashes=("1", "2", "3", "4"), matrix=np.vstack([eye, eye[:1]])
        ),
        "b: the vector index holds another text": Stored(ids=truth.ids, hashes=("1", "x", "3"), matrix=eye),
        "c: the vector index holds another vector": Stored(ids=truth.ids, hashes=truth.hashes, matrix=nan),
        "a: the vector index holds another vector": Stored(ids=truth.ids, hashes=truth.hashes, matrix=off),
        "a: its vector has 2 dimensions": Stored(ids=truth.ids, hashes=truth.hashes, matrix=eye[:, :2]),
    }
    for message, found in cases.items():
        assert compare(truth, found)[0].startswith(message)
