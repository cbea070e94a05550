"""The graph file is written whole or not at all, and believed only after it has been checked."""

from __future__ import annotations

import json
import random
from pathlib import Path

import networkx as nx
import pytest

from graph.files import graph_bytes, parse_graph, read_graph, write_graph
from kb.errors import GraphError


def small() -> nx.MultiDiGraph:
    """A source with a section, two passages, and the order of them on the edges."""
    g = nx.MultiDiGraph(knowledge="k", dangling=[])
    g.add_node("source:a", kind="source", title="Ä “title”")
    g.add_node("section:a/s01-x", kind="section", start=0, end=9)
    g.add_edge("source:a", "section:a/s01-x", key="HAS_SECTION:1", relation="HAS_SECTION", order=1)
    for i in (0, 1):
        g.add_node(f"passage:a/p{i}", kind="passage", text_hash="h", score=0.5)
        edge = f"HAS_PASSAGE:{i}"
        g.add_edge("section:a/s01-x", f"passage:a/p{i}", key=edge, relation="HAS_PASSAGE", order=i)
    return g


def test_graph_comes_back_equal_with_its_stamp(tmp_path: Path) -> None:
    """Nodes, edges, keys, attributes and the generation read back as written, and the bytes are stable."""
    write_graph(small(), tmp_path / "g.json", generation=7)
    g, generation = read_graph(tmp_path / "g.json")
    assert generation == 7
    assert nx.utils.graphs_equal(g, small())
    assert graph_bytes(g, 7) == (tmp_path / "g.json").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["g.json"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, "x\ud800"])
def test_attribute_that_is_not_json_is_refused_and_the_old_file_stays(tmp_path: Path, value: object) -> None:
    """A graph that cannot be written as JSON leaves the file that was there."""
    write_graph(small(), tmp_path / "g.json", generation=1)
    before = (tmp_path / "g.json").read_bytes()
    g = small()
    g.nodes["source:a"]["bad"] = value
    with pytest.raises(GraphError):
        write_graph(g, tmp_path / "g.json", generation=2)
    assert (tmp_path / "g.json").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"generation":7', '"generation":NaN'),
        ('"generation":7', '"generation":-1'),
        ('"generation":7', '"generation":true'),
        ('"score":0.5', '"score":1e999'),
        ('"score":0.5', '"score":-Infinity'),
        ('"text_hash":"h"', '"text_hash":"\\ud800"'),
        ('"version":1', '"version":2'),
        ('"format":"crossroads-graph"', '"format":"other"'),
        ('"directed":true', '"directed":false'),
        ('"kind":"section"', '"kind":"passage"'),
        ('"relation":"HAS_SECTION"', '"relation":"HAS_PASSAGE"'),
        ('"relation":"HAS_SECTION"', '"relation":"EATS"'),
        ('"target":"passage:a/p1"', '"target":"passage:a/p9"'),
        ('"id":"passage:a/p1"', '"id":"passage:a/p0"'),
        ('"id":"passage:a/p1"', '"id":["x"]'),
        ('"key":"HAS_PASSAGE:1"', '"key":null'),
        ('"nodes":[', '"nodes":[1,'),
        ('"graph":{', '"graph":[{'),
    ],
)
def test_file_that_is_not_ours_is_refused(tmp_path: Path, old: str, new: str) -> None:
    """One wrong value anywhere is a GraphError that names the file, never a partial graph."""
    text = graph_bytes(small(), 7).decode()
    assert old in text
    (tmp_path / "g.json").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(GraphError, match=r"g\.json.*doctor"):
        read_graph(tmp_path / "g.json")


def test_cut_off_missing_and_oversized_files_are_refused(tmp_path: Path) -> None:
    """No prefix of a file is read as a graph; a missing one and one over the cap are GraphErrors too."""
    raw = graph_bytes(small(), 7)
    for length in range(0, len(raw), 17):
        with pytest.raises(GraphError):
            parse_graph(raw[:length])
    with pytest.raises(GraphError, match="cannot be read"):
        read_graph(tmp_path / "none.json")
    (tmp_path / "g.json").write_bytes(raw)
    with pytest.raises(GraphError, match="more than the 10 allowed"):
        read_graph(tmp_path / "g.json", max_bytes=10)


def test_flipped_bytes_never_raise_anything_else() -> None:
    """Whatever single bit is flipped, reading gives a graph or a GraphError."""
    raw = graph_bytes(small(), 7)
    chance = random.Random(1)
    read = 0
    for _ in range(500):
        damaged = bytearray(raw)
        damaged[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        try:
            parse_graph(bytes(damaged))
            read += 1
        except GraphError:
            continue
    assert read < 500


def test_deep_nesting_and_foreign_json_are_refused() -> None:
    """A file nested a million deep, a bare list and an empty object are GraphErrors."""
    for raw in (b"[" * 1_000_000, b"[]", b"{}", json.dumps({"format": "crossroads-graph"}).encode(), b"\xff\xfe"):
        with pytest.raises(GraphError):
            parse_graph(raw)
