"""The default embedder works offline, and what made a vector is known."""

from __future__ import annotations

import socket
import sys

import numpy as np
import pytest
from llama_index.core.embeddings import MockEmbedding

from kb.embed import WordLlama, embedder_named, identity, unit_rows
from kb.errors import InputError, StoreError


class Three(MockEmbedding):
    """A LlamaIndex embedding of another make, for the tests of this module."""

    def __init__(self) -> None:
        """Three dimensions, always."""
        super().__init__(embed_dim=3)


def test_related_texts_are_nearer_than_unrelated_ones() -> None:
    """The cosine of two ways to say one thing exceeds that of two different things."""
    a, b, c = WordLlama().vectors(["the cost of a GPU server", "price of graphics hardware", "a recipe for soup"])
    assert a @ b > a @ c + 0.1


def test_no_connection_is_made_and_the_library_is_not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Embedding opens no socket, and wordllama, which would look for a hub, is never imported."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert len(embedder_named("wordllama").get_query_embedding("hello")) == 256
    assert "wordllama" not in sys.modules


def test_text_without_tokens_is_zero_not_nan() -> None:
    """An empty text has the zero vector; every other has length one."""
    rows = WordLlama().vectors(["", "words"])
    assert np.linalg.norm(rows, axis=1).tolist() == pytest.approx([0, 1])


def test_same_text_gives_the_same_bytes_alone_and_in_a_batch() -> None:
    """A vector does not depend on what it was embedded with."""
    embedder = WordLlama()
    together = embedder.get_text_embedding_batch(["one", "two words", "three words here"])
    assert together[1] == embedder.get_query_embedding("two words")


def test_any_llama_index_embedding_can_be_named() -> None:
    """``module:Class`` gives an instance, whose identity differs from the default's."""
    other = embedder_named(f"{__name__}:Three")
    assert identity(other).endswith("/3")
    assert identity(WordLlama()).startswith("wordllama-l2-supercat-256/sha256:64b47a2d")


@pytest.mark.parametrize("name", ["nosuch", "no.such.module:Class", "pathlib:Path", "pathlib:Nothing"])
def test_unknown_embedder_is_an_input_error(name: str) -> None:
    """A name that is no embedding is refused with the name in the message."""
    with pytest.raises(InputError, match=name):
        embedder_named(name)


def test_nan_is_refused() -> None:
    """A vector with NaN never reaches a store."""
    with pytest.raises(StoreError, match="NaN"):
        unit_rows(np.array([[np.nan, 1.0]], np.float32))
