"""An ingest is incremental, whole or nothing per article, and leaves no residue anywhere."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from graph.files import graph_bytes
from ingest.doctor import doctor
from ingest.generations import open_generation
from ingest.intake import Tools
from ingest.pipeline import build, ensure, ingest, remove, stale
from ingest.report import IngestReport
from kb.errors import CatalogError, InputError, LockedError, StoreError
from kb.ledger import Ledger
from kb.lock import writer_lock
from kb.settings import Settings
from tests.ingest.small import TOOLS, read_small, settings_in, write


def statuses(report: IngestReport) -> dict[str, str]:
    """File name (or source) -> status."""
    return {Path(a.path).name or a.source: a.status for a in report.articles}


def everywhere(settings: Settings) -> tuple[set[str], set[str], set[str]]:
    """The ids of all passages in the ledger, in the graph and in the vectors."""
    with Ledger.open(settings.ledger, create=False) as ledger:
        held = set(ledger.passage_hashes())
    opened = open_generation(settings)
    nodes = {node.removeprefix("passage:") for node in opened.g if node.startswith("passage:")}
    vectors = set(opened.vectors.vectors().ids)
    opened.close()
    return held, nodes, vectors


def test_changed_article_replaces_all_that_it_had(tmp_path: Path) -> None:
    """After a change, ledger, graph and vectors hold the new passages of the article and none of its old ones."""
    settings = settings_in(tmp_path)
    file = write(tmp_path / "in" / "a.md", "a", "Milk is white [1].", "Water is clear.", "Ink is black.")
    assert statuses(ingest([file], settings, tools=TOOLS)) == {"drinks.md": "ingested", "a.md": "ingested"}
    before = everywhere(settings)[0]
    write(file, "a", "Water is clear.", "Beer is brown.")
    assert statuses(ingest([file], settings, tools=TOOLS)) == {"a.md": "replaced"}
    held, nodes, vectors = everywhere(settings)
    assert held == nodes == vectors
    assert len([id for id in held if id.startswith("a/")]) == 2
    assert not {id for id in before if id.startswith("a/")} & held


def test_unchanged_article_costs_a_hash_and_publishes_nothing(tmp_path: Path) -> None:
    """A second run reads no article, embeds none, publishes no generation and says so."""
    settings = settings_in(tmp_path)
    file = write(tmp_path / "in" / "a.md", "a", "Milk is white.")
    first = ingest([file], settings, tools=TOOLS)

    def refuse(path: Path) -> object:
        raise AssertionError(f"{path} was read again")

    unread = Tools(read_article=refuse, load_catalog=TOOLS.load_catalog, build_graph=TOOLS.build_graph)  # type: ignore[arg-type]
    second = ingest([file], settings, tools=unread)
    assert statuses(second) == {"a.md": "unchanged"}
    assert (second.generation, second.published) == (first.generation, False)


def test_order_of_ingestion_leaves_the_same_graph(tmp_path: Path) -> None:
    """Two articles ingested together, or one by one in the other order, give the same graph bytes."""
    a = write(tmp_path / "in" / "a.md", "a", "Milk is white [1].")
    b = write(tmp_path / "in" / "b.md", "b", "Ink is black.")
    graphs = []
    for name, runs in (("x", [[a, b]]), ("y", [[b], [a]])):
        settings = settings_in(tmp_path, data=tmp_path / name)
        for paths in runs:
            ingest(paths, settings, tools=TOOLS)
        opened = open_generation(settings)
        graphs.append(graph_bytes(opened.g, 0))
        opened.close()
    assert graphs[0] == graphs[1]


def test_one_bad_file_never_stops_a_folder(tmp_path: Path) -> None:
    """Every file of a folder is accounted for: taken, or rejected with its reason."""
    folder = tmp_path / "in"
    write(folder / "a.md", "a", "Milk is white.")
    (folder / "binary.md").write_bytes(b"\xff\xfe\x00")
    (folder / "empty.md").touch()
    (folder / "table.csv").write_text("1,2")
    (folder / "link.md").symlink_to(folder / "nowhere")
    write(folder / "nul.md", "n", "a\x00b")
    write(folder / "z.md", "z", "Ink is black.")
    report = ingest([folder, tmp_path / "missing"], settings_in(tmp_path), tools=TOOLS)
    taken = {"drinks.md", "a.md", "z.md"}
    assert {name for name, status in statuses(report).items() if status == "ingested"} == taken
    assert {Path(a.path).name: a.reason[:20] for a in report.rejected} == {
        "binary.md": "is not UTF-8.",
        "empty.md": "has no text.",
        "table.csv": "expected one of .doc",
        "link.md": "cannot be read (No s",
        "nul.md": "n: the text holds a ",
        "missing": "cannot be read (No s",
    }


def test_same_id_from_two_files_is_an_error_for_the_second(tmp_path: Path) -> None:
    """Two files with one id: the first is kept, in one run and in a later one, and the second is told which it is."""
    settings = settings_in(tmp_path)
    first = write(tmp_path / "in" / "1.md", "a", "Milk is white.")
    second = write(tmp_path / "in" / "2.md", "a", "Milk is not white.")
    report = ingest([tmp_path / "in"], settings, tools=TOOLS)
    assert statuses(report) == {"drinks.md": "ingested", "1.md": "ingested", "2.md": "rejected"}
    later = ingest([second], settings, tools=TOOLS)
    assert str(first) in later.rejected[0].reason
    first.unlink()
    assert statuses(ingest([second], settings, tools=TOOLS)) == {"2.md": "replaced"}


def test_file_that_changes_its_id_leaves_nothing_under_the_old_one(tmp_path: Path) -> None:
    """When the same file comes back with another id, the source of the old id is gone."""
    settings = settings_in(tmp_path)
    file = write(tmp_path / "in" / "a.md", "a", "Milk is white.")
    ingest([file], settings, tools=TOOLS)
    write(file, "b", "Milk is white.")
    ingest([file], settings, tools=TOOLS)
    held, nodes, vectors = everywhere(settings)
    assert held == nodes == vectors
    assert {id.split("/")[0] for id in held} == {"b", "drinks"}


def test_same_bytes_under_another_name_are_not_taken_twice(tmp_path: Path) -> None:
    """A copy of an ingested file is reported as the same bytes; a moved one is followed."""
    settings = settings_in(tmp_path)
    a = write(tmp_path / "in" / "a.md", "a", "Milk is white.")
    ingest([a], settings, tools=TOOLS)
    b = tmp_path / "in" / "b.md"
    b.write_bytes(a.read_bytes())
    assert "the same bytes as" in ingest([b], settings, tools=TOOLS).articles[0].reason
    a.unlink()
    assert "moved from" in ingest([b], settings, tools=TOOLS).articles[0].reason


def test_removed_source_leaves_nothing(tmp_path: Path) -> None:
    """After remove no id of the source is in ledger, graph or vectors; an unknown or needed one is refused."""
    settings = settings_in(tmp_path)
    ingest([write(tmp_path / "in" / "a.md", "a", "Milk is white.")], settings, tools=TOOLS)
    assert remove("a", settings, tools=TOOLS).count("removed") == 1
    held, nodes, vectors = everywhere(settings)
    assert held == nodes == vectors
    assert {id.split("/")[0] for id in held} == {"drinks"}
    for id, message in (("a", "is not a source"), ("drinks", "knowledge folder")):
        with pytest.raises(InputError, match=message):
            remove(id, settings, tools=TOOLS)


def test_malformed_knowledge_changes_nothing(tmp_path: Path) -> None:
    """A rule whose evidence is gone is a CatalogError before anything is saved; what was published stays."""
    settings = settings_in(tmp_path)
    build(settings, tools=TOOLS)
    write(settings.built_in / "articles" / "drinks.md", "drinks", "Tea is gentle on the stomach.")
    with pytest.raises(CatalogError, match="drinks#c2"):
        build(settings, tools=TOOLS)
    with Ledger.open(settings.ledger) as ledger:
        assert "drinks#c2" in ledger.claim_ids()
    opened = open_generation(settings)
    assert opened.catalog.trade_offs[0].id == "tea-vs-coffee"
    opened.close()


def test_rule_that_rests_on_an_ingested_article_protects_it(tmp_path: Path) -> None:
    """A user's article that a pack's rule cites can be neither removed nor changed so that the claim is lost."""
    settings = settings_in(tmp_path)
    file = write(tmp_path / "in" / "a.md", "a", "Milk is white.")
    ingest([file], settings, tools=TOOLS)
    rules = settings.built_in / "tradeoffs" / "tea-vs-coffee.yaml"
    rules.write_text(rules.read_text().replace('evidence: ["drinks#c2"]\n', 'evidence: ["a#c1"]\n'))
    build(settings, tools=TOOLS)
    with pytest.raises(InputError, match="a#c1"):
        remove("a", settings, tools=TOOLS)


def test_start_up_builds_catches_up_and_then_costs_nothing(tmp_path: Path) -> None:
    """ensure builds from nothing, does nothing when all is current, and catches up with changed knowledge."""
    settings = settings_in(tmp_path)
    assert ensure(settings, tools=TOOLS).published
    assert stale(settings) is None
    assert ensure(settings, tools=TOOLS) == IngestReport(generation=1)
    rules = settings.built_in / "tradeoffs" / "tea-vs-coffee.yaml"
    rules.write_text(rules.read_text().replace('"Tea or coffee"', '"Tea or espresso"'))
    report = ensure(settings, tools=TOOLS)
    assert "authored knowledge" in report.notes[0]
    opened = open_generation(settings)
    assert opened.catalog.trade_offs[0].name == "Tea or espresso"
    opened.close()


def test_article_taken_out_of_the_knowledge_folder_is_gone_after_the_next_start(tmp_path: Path) -> None:
    """A pack's article that is deleted leaves ledger, graph and vectors, and one that is added joins them."""
    settings = settings_in(tmp_path)
    extra = write(settings.built_in / "articles" / "extra.md", "extra", "Milk is white.")
    ensure(settings, tools=TOOLS)
    extra.unlink()
    ensure(settings, tools=TOOLS)
    held, nodes, vectors = everywhere(settings)
    assert held == nodes == vectors
    assert {id.split("/")[0] for id in held} == {"drinks"}


def test_start_up_beside_a_writer_serves_what_is_published(tmp_path: Path) -> None:
    """While another process writes, a whole generation is used and said to be behind; with none, LockedError."""
    settings = settings_in(tmp_path)
    with writer_lock(settings.lock), pytest.raises(LockedError):
        ensure(settings, tools=TOOLS)
    build(settings, tools=TOOLS)
    rules = settings.built_in / "tradeoffs" / "tea-vs-coffee.yaml"
    rules.write_text(rules.read_text().replace("gentle", "mild"))
    with writer_lock(settings.lock):
        report = ensure(settings, tools=TOOLS)
    assert report.generation == 1
    assert "Not brought up to date" in report.notes[0]


def test_other_embedder_embeds_everything_again_and_says_so(tmp_path: Path) -> None:
    """Changing the embedder gives a note, vectors of the new dimension only, and a clean doctor."""
    settings = settings_in(tmp_path)
    ingest([write(tmp_path / "in" / "a.md", "a", "Milk is white.")], settings, tools=TOOLS)
    other = settings.model_copy(update={"embedder": "tests.kb.test_embed:Three"})
    report = ensure(other, tools=TOOLS)
    assert any("2 sources embedded again" in note for note in report.notes)
    opened = open_generation(other)
    assert opened.vectors.vectors().matrix.shape == (3, 3)
    opened.close()
    assert doctor(other, tools=TOOLS, isolate=False).clean


def test_lost_ledger_is_never_made_anew(tmp_path: Path) -> None:
    """With a published generation but no ledger, or an empty one, every way in refuses and makes nothing."""
    settings = settings_in(tmp_path)
    build(settings, tools=TOOLS)
    for path in settings.data.glob("ledger.sqlite*"):
        path.unlink()
    for attempt in (lambda: ensure(settings, tools=TOOLS), lambda: build(settings, tools=TOOLS)):
        with pytest.raises(StoreError, match="not made anew"):
            attempt()
    assert not settings.ledger.exists()


def test_disk_that_fills_while_publishing_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the new generation cannot be written, the old one is served, and the next start catches up."""
    settings = settings_in(tmp_path)
    build(settings, tools=TOOLS)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "graph.json")

    with monkeypatch.context() as patch:
        patch.setattr("ingest.projection.write_graph", full)
        with pytest.raises(StoreError, match=r"graph\.json.*No space left.*the next start"):
            ingest([write(tmp_path / "in" / "a.md", "a", "Milk is white.")], settings, tools=TOOLS)
    assert open_generation(settings).manifest.number == 1
    assert "ledger was ahead" in ensure(settings, tools=TOOLS).notes[0]
    held, nodes, vectors = everywhere(settings)
    assert held == nodes == vectors
    assert any(id.startswith("a/") for id in held)


def test_progress_tells_every_file(tmp_path: Path) -> None:
    """The progress callback counts each file of the run up to the total."""
    heard: list[tuple[str, int, int]] = []
    files = [write(tmp_path / "in" / f"{n}.md", n, f"{n} is a letter.") for n in "abc"]
    ingest(files, settings_in(tmp_path), tools=TOOLS, progress=lambda *heard_now: heard.append(heard_now))
    assert [item for item in heard if item[0] == "ingesting"] == [("ingesting", n, 3) for n in (1, 2, 3)]


def test_small_reader_reads_what_it_writes(tmp_path: Path) -> None:
    """The tiny reader of these tests gives passages that are their spans."""
    article = read_small(write(tmp_path / "a.md", "a", "One.", "Two."))
    assert [article.source.text[p.span.start : p.span.end] for p in article.passages] == ["One.", "Two."]
