"""The index of what the ledger holds follows every change."""

from __future__ import annotations

from dataclasses import replace

from ingest.held import Held
from kb.ledger_rows import Holding

A = Holding(id="a", content_hash="h1", file="/1.md", shelf="ingested", reader="1", embedder="e")


def test_holding_is_found_by_id_bytes_and_file() -> None:
    """A holding answers to its id and its bytes, and is no other of its own file."""
    held = Held([A], reader="1")
    assert held.by_id["a"] == held.same_bytes("h1") == A
    assert held.others_of("/1.md", "a") == ()
    assert held.others_of("/1.md", "b") == (A,)


def test_replaced_holding_is_no_longer_found_by_its_old_bytes_or_file() -> None:
    """After put and drop nothing answers to what was there before."""
    held = Held([A], reader="1")
    held.put(replace(A, content_hash="h2", file="/2.md"))
    assert held.same_bytes("h1") is None
    assert held.others_of("/1.md", "b") == ()
    held.drop("a")
    held.drop("a")
    assert held.same_bytes("h2") is None
    assert held.by_id == {}


def test_article_of_another_reader_is_read_again() -> None:
    """What an older release read is not taken for unchanged, though its id is known."""
    held = Held([replace(A, reader="0")], reader="1")
    assert held.same_bytes("h1") is None
    assert "a" in held.by_id


def test_two_sources_with_the_same_bytes_do_not_hide_each_other() -> None:
    """Dropping an older holding of the same bytes keeps the newer one."""
    held = Held([A], reader="1")
    held.put(replace(A, id="b"))
    held.drop("a")
    found = held.same_bytes("h1")
    assert found is not None
    assert found.id == "b"
