"""The doctor finds what disagrees, rebuilds it without embedding again, and never touches a damaged ledger."""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.doctor import doctor, doctor_lines
from ingest.generations import current_number, open_generation, read_manifest, stamp
from ingest.pipeline import build, ensure, ingest
from ingest.probe import probe
from kb.chroma import ChromaVectors
from kb.ledger import Ledger
from kb.settings import Settings
from tests.ingest.small import TOOLS, settings_in, write

WEDGED = (
    Path(__file__).resolve().parents[3] / "shared" / "data" / "bad-inputs" / "chroma-1.5.9-wedged-by-sigkill.tar.gz"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data directory with two articles, published."""
    made = settings_in(tmp_path)
    ingest([write(tmp_path / "in" / "a.md", "a", "Milk is white.", "Ink is black.")], made, tools=TOOLS)
    return made


def here(settings: Settings) -> Path:
    """The directory of the current generation."""
    return settings.generations / str(current_number(settings))


def restamp(settings: Settings) -> None:
    """Make the manifest agree with files that were altered, so that only their content can betray them."""
    manifest = read_manifest(here(settings)).model_copy(update={"files": stamp(here(settings))})
    (here(settings) / "manifest.json").write_text(manifest.model_dump_json())


def other_vector(settings: Settings) -> None:
    """One passage gets another's vector: what a second writer does, silently, with the right count."""
    store = ChromaVectors.embedded(here(settings) / "chroma")
    with Ledger.open(settings.ledger) as ledger:
        passage = ledger.passages("a")[0]
    store.upsert([passage], np.ones((1, 256), np.float32) / 16)
    store.close()
    restamp(settings)


def lost_vector(settings: Settings) -> None:
    """One passage is missing from the index."""
    store = ChromaVectors.embedded(here(settings) / "chroma")
    store.delete([store.vectors().ids[0]])
    store.close()
    restamp(settings)


def other_graph(settings: Settings) -> None:
    """One attribute differs in the graph file, which is still well formed."""
    path = here(settings) / "graph.json"
    path.write_text(path.read_text().replace('"text_hash":"', '"text_hash":"0', 1))
    restamp(settings)


def lost_node(settings: Settings) -> None:
    """The graph file is one of fewer articles."""
    path = here(settings) / "graph.json"
    with Ledger.open(settings.ledger) as ledger:
        articles = [a for a in ledger.articles() if a.source.id == "drinks"]
    from graph.files import write_graph

    opened = open_generation(settings)
    write_graph(TOOLS.build_graph(articles, opened.catalog), path, generation=2)
    opened.close()
    restamp(settings)


def other_article(settings: Settings) -> None:
    """A title differs in the generation's articles."""
    path = here(settings) / "articles.jsonl"
    path.write_text(path.read_text().replace('"title":"drinks"', '"title":"Drinks"', 1))
    restamp(settings)


def other_format(settings: Settings) -> None:
    """The generation was published by another release."""
    manifest = read_manifest(here(settings)).model_copy(update={"format": 1})
    (here(settings) / "manifest.json").write_text(manifest.model_dump_json())


def cut_graph(settings: Settings) -> None:
    """The graph file is cut off."""
    path = here(settings) / "graph.json"
    path.write_bytes(path.read_bytes()[:100])


def no_pointer(settings: Settings) -> None:
    """CURRENT is deleted."""
    settings.current.unlink()


def wrong_pointer(settings: Settings) -> None:
    """CURRENT holds rubbish."""
    settings.current.write_text("seven")


def no_index(settings: Settings) -> None:
    """The index is deleted."""
    shutil.rmtree(here(settings) / "chroma")


def flipped_index(settings: Settings) -> None:
    """One byte of Chroma's database differs."""
    path = here(settings) / "chroma" / "chroma.sqlite3"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))


def no_generation(settings: Settings) -> None:
    """Every generation is deleted."""
    shutil.rmtree(settings.generations)


DAMAGES: dict[str, tuple[Callable[[Settings], None], str]] = {
    "other vector": (other_vector, "vectors"),
    "lost vector": (lost_vector, "vectors"),
    "other graph": (other_graph, "graph"),
    "lost node": (lost_node, "graph"),
    "other article": (other_article, "articles"),
    "other format": (other_format, "generation"),
    "cut graph": (cut_graph, "graph"),
    "no pointer": (no_pointer, "generation"),
    "wrong pointer": (wrong_pointer, "generation"),
    "no index": (no_index, "vectors"),
    "flipped index": (flipped_index, "generation"),
    "no generation": (no_generation, "generation"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_every_damage_is_found_and_repaired_without_embedding(
    settings: Settings, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each damage is found where it is, repaired from the ledger's own vectors, and gone when looked for again."""
    damage, place = DAMAGES[name]
    assert doctor(settings, tools=TOOLS, isolate=False).found == ()
    damage(settings)
    assert not doctor(settings, tools=TOOLS, isolate=False, repair=False).clean
    monkeypatch.setattr("ingest.nodes.embed_articles", None)
    report = doctor(settings, tools=TOOLS, isolate=False)
    assert place in {fault.place for fault in report.found}
    assert report.repaired
    assert report.clean
    assert doctor(settings, tools=TOOLS, isolate=False).found == ()


@pytest.mark.parametrize(
    "name", ["other format", "cut graph", "no pointer", "wrong pointer", "no index", "flipped index", "no generation"]
)
def test_start_up_repairs_a_damaged_generation_by_itself(settings: Settings, name: str) -> None:
    """What is visibly damaged is rebuilt at the next start, with no command."""
    DAMAGES[name][0](settings)
    assert ensure(settings, tools=TOOLS).published
    opened = open_generation(settings)
    assert len(opened.vectors.vectors().ids) == 4
    opened.close()


def test_index_is_opened_in_a_child_process(settings: Settings) -> None:
    """A healthy index is read back through the child, and the report says that all agree."""
    report = doctor(settings, tools=TOOLS)
    assert report.clean
    assert doctor_lines(report)[-1].startswith("Clean: 2 sources, 4 passages")


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(not WEDGED.exists(), reason=f"the wedged store is not at {WEDGED}")
def test_index_wedged_by_a_kill_is_detected_and_replaced(settings: Settings, tmp_path: Path) -> None:
    """A real Chroma store that a kill left unusable, though SQLite calls it sound, is named and rebuilt."""
    with tarfile.open(WEDGED) as tar:
        tar.extraction_filter = getattr(tarfile, "data_filter", None)  # Python before 3.11.4 has none
        for member in tar:
            tar.extract(member, tmp_path / "wedged")
    wedged = next((tmp_path / "wedged").rglob("chroma.sqlite3")).parent
    db = sqlite3.connect(wedged / "chroma.sqlite3")
    assert db.execute("PRAGMA quick_check").fetchone() == ("ok",)
    name = db.execute("SELECT name FROM collections").fetchone()[0]
    db.execute("UPDATE collections SET name = 'passages' WHERE name = ?", (name,))
    db.commit()
    db.close()
    assert isinstance(probe(wedged, tmp_path / "scratch"), str)
    shutil.rmtree(here(settings) / "chroma")
    shutil.move(wedged, here(settings) / "chroma")
    restamp(settings)
    report = doctor(settings, tools=TOOLS)
    assert "the vector index cannot be used" in "\n".join(doctor_lines(report))
    assert report.repaired
    assert report.clean


def test_damaged_ledger_is_reported_and_left_alone(settings: Settings) -> None:
    """A truncated ledger is one clear fault; nothing is rebuilt, and not a byte of it changes."""
    ensure(settings, tools=TOOLS)
    settings.ledger.write_bytes(settings.ledger.read_bytes()[:5000])
    before = settings.ledger.read_bytes()
    report = doctor(settings, tools=TOOLS, isolate=False)
    assert {fault.place for fault in report.remaining} == {"ledger"}
    assert not report.repaired
    assert "restore it from a backup" in report.remaining[0].text
    assert settings.ledger.read_bytes() == before


def test_altered_passage_in_the_ledger_stops_the_repair(settings: Settings) -> None:
    """When a text in the ledger is not what was ingested, nothing is rebuilt from it."""
    db = sqlite3.connect(settings.ledger)
    db.execute("UPDATE passages SET text = 'Milk is black.' WHERE text = 'Milk is white.'")
    db.commit()
    db.close()
    number = current_number(settings)
    report = doctor(settings, tools=TOOLS, isolate=False)
    assert "its text is not what was ingested" in report.remaining[0].text
    assert current_number(settings) == number


def test_empty_data_directory_is_clean(tmp_path: Path) -> None:
    """Where nothing was ever ingested there is nothing to find, and nothing is made."""
    report = doctor(settings_in(tmp_path), tools=TOOLS)
    assert (report.clean, report.passages) == (True, 0)
    assert not (tmp_path / "data" / "ledger.sqlite").exists()


def test_probe_survives_an_index_that_kills_its_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the child dies or hangs, the doctor's process lives and says how the child ended."""
    (tmp_path / "chroma").mkdir()
    (tmp_path / "scratch" / ".probe-left").mkdir(parents=True)
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\nkill -SEGV $$\n")
    script.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(script))
    assert probe(tmp_path / "chroma", tmp_path / "scratch") == "opening it killed the process (signal 11)"
    script.write_text("#!/bin/sh\nexec sleep 30\n")
    assert "did not end within 0.3 s" in str(probe(tmp_path / "chroma", tmp_path / "scratch", deadline=0.3))
    assert list((tmp_path / "scratch").iterdir()) == []


def test_rebuilding_after_damage_keeps_the_ledger_as_it_is(settings: Settings) -> None:
    """Repair publishes a new generation and changes nothing in the ledger."""
    with Ledger.open(settings.ledger) as ledger:
        before = (ledger.generation(), ledger.articles(), ledger.embeddings().matrix.tobytes())
    no_pointer(settings)
    doctor(settings, tools=TOOLS, isolate=False)
    with Ledger.open(settings.ledger) as ledger:
        assert (ledger.generation(), ledger.articles(), ledger.embeddings().matrix.tobytes()) == before
    assert build(settings, tools=TOOLS).published is False
