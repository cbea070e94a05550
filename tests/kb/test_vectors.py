"""Both vector stores behave alike: real Chroma on disk, and the exact one in memory."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.vector_stores.types import MetadataFilter, MetadataFilters, VectorStoreQuery
from llama_index.vector_stores.chroma import ChromaVectorStore

from kb.chroma import ChromaVectors, server_client
from kb.errors import InputError, StoreError
from kb.ids import text_hash
from kb.llama import passage_node
from kb.types import Passage, Span
from kb.vectors import MemoryVectors, VectorStore


def passage(id: str, text: str) -> Passage:
    """A passage that spans its whole text."""
    span = Span(source="s", start=0, end=len(text))
    return Passage(id=id, source="s", section="s/s01-a", text=text, span=span, text_hash=text_hash(text))


def unit(*rows: list[float]) -> np.ndarray:
    """Rows scaled to length one."""
    matrix = np.array(rows, np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@pytest.fixture(params=["memory", "chroma"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorStore]:
    """Each of the two stores, empty."""
    if request.param == "memory":
        yield MemoryVectors()
        return
    chroma = ChromaVectors.embedded(tmp_path / "chroma")
    yield chroma
    chroma.close()


def test_query_returns_cosines_best_first(store: VectorStore) -> None:
    """Hits come best first with their cosine, at most k of them."""
    store.upsert([passage("a", "x"), passage("b", "y"), passage("c", "z")], unit([1, 0], [1, 1], [0, 1]))
    hits = store.query([2.0, 0.0], 2)
    assert [hit.id for hit in hits] == ["a", "b"]
    assert [hit.score for hit in hits] == pytest.approx([1, 0.7071], abs=1e-3)
    assert store.query([1.0, 0.0], 0) == []


def test_upsert_replaces_text_and_vector(store: VectorStore) -> None:
    """Writing an id again leaves nothing of its former text and vector, and repeating a write changes nothing."""
    store.upsert([passage("a", "old")], unit([1, 0]))
    for _ in range(2):
        store.upsert([passage("a", "new")], unit([0, 1]))
    stored = store.vectors()
    assert (stored.ids, stored.hashes) == (("a",), (text_hash("new"),))
    assert stored.matrix.tolist() == [[0, 1]]


def test_delete_ignores_what_is_not_there(store: VectorStore) -> None:
    """Deleting twice is deleting once, and a deleted passage is no longer found."""
    store.upsert([passage("a", "x"), passage("b", "y")], unit([1, 0], [0, 1]))
    store.delete(["a", "nothing"])
    store.delete(["a"])
    assert [hit.id for hit in store.query([1.0, 0.0], 5)] == ["b"]
    assert store.vectors(["a", "b"]).ids == ("b",)


def test_empty_store_answers(store: VectorStore) -> None:
    """Nothing stored is no hits and no rows, not an error."""
    assert store.query([1.0, 0.0], 3) == []
    assert store.vectors().ids == ()


def test_more_passages_than_one_batch_of_chroma(tmp_path: Path) -> None:
    """6,000 passages, more than Chroma takes in one call, are all stored with their own vectors."""
    rows = unit(*np.random.default_rng(0).normal(size=(6000, 8)).tolist())
    store = ChromaVectors.embedded(tmp_path)
    store.upsert([passage(f"p{i:04d}", f"text {i}") for i in range(6000)], rows)
    stored = store.vectors()
    store.close()
    assert len(stored.ids) == 6000
    assert float(np.abs(stored.matrix - rows).max()) <= 1e-5


def test_closed_chroma_can_be_moved_and_opened_again(tmp_path: Path) -> None:
    """After close the directory can be renamed, and another client finds everything in it."""
    store = ChromaVectors.embedded(tmp_path / "one")
    store.upsert([passage("a", "x")], unit([1, 0]))
    store.close()
    (tmp_path / "one").rename(tmp_path / "two")
    again = ChromaVectors.embedded(tmp_path / "two")
    assert again.hashes() == {"a": text_hash("x")}
    again.close()


def test_llamaindex_reads_back_the_node_that_was_written(tmp_path: Path) -> None:
    """Its own store over the same collection finds a passage, by its source too, as the whole node with its text."""
    chroma = ChromaVectors.embedded(tmp_path / "chroma")
    chroma.upsert([passage("a", "x"), passage("b", "y")], unit([1, 0], [0, 1]))
    store = ChromaVectorStore(chroma_collection=chroma.index.client)
    filters = MetadataFilters(filters=[MetadataFilter(key="source", value="s")])
    found = store.query(VectorStoreQuery(query_embedding=[0.0, 1.0], similarity_top_k=1, filters=filters))
    assert found.nodes is not None
    assert [node.to_dict() for node in found.nodes] == [passage_node(passage("b", "y")).to_dict()]
    chroma.close()


def test_damaged_chroma_is_a_store_error(tmp_path: Path) -> None:
    """A directory whose database is rubbish raises StoreError and nothing else."""
    (tmp_path / "chroma.sqlite3").write_bytes(b"rubbish" * 1000)
    with pytest.raises(StoreError, match="doctor"):
        ChromaVectors.embedded(tmp_path)


def test_server_that_never_replies_ends_at_the_deadline() -> None:
    """A server that accepts and says nothing is a StoreError after the deadline, not a hang."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        with pytest.raises(StoreError, match=r"no answer within 0\.5 s"):
            server_client(f"http://127.0.0.1:{silent.getsockname()[1]}", deadline=0.5)
        assert time.monotonic() - begun < 30


def test_server_that_is_down_or_misnamed_says_so() -> None:
    """A refused connection and a URL that is none are clear errors."""
    with pytest.raises(StoreError, match="cannot be reached"):
        server_client("http://127.0.0.1:9", deadline=5)
    with pytest.raises(InputError, match="http://host:port"):
        server_client("localhost", deadline=1)
