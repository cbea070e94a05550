"""What a vector store is, and the one in memory that searches exactly; ``kb.chroma`` holds the one on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.types import Passage

Vector = NDArray[np.float32]


class Embedder(Protocol):
    """Text to vectors; ours and every LlamaIndex ``BaseEmbedding`` satisfy it."""

    def get_query_embedding(self, query: str) -> list[float]:
        """Return the vector of a question."""

    def get_text_embedding_batch(self, texts: list[str], show_progress: bool = False) -> list[list[float]]:
        """Return the vectors of texts, in order."""


@dataclass(frozen=True)
class Hit:
    """One result of a search: a passage id and its cosine similarity in [-1, 1]."""

    id: str
    score: float


@dataclass(frozen=True)
class Stored:
    """What a store holds, read back: row i of ``matrix`` is the vector of ``ids[i]``, whose text has ``hashes[i]``."""

    ids: tuple[str, ...]
    hashes: tuple[str, ...]
    matrix: Vector


class VectorStore(Protocol):
    """A set of passages with one unit-length vector each, searched by cosine.

    Every write is idempotent: repeating it after an error, whether or not it had been applied, is always right.
    """

    def upsert(self, passages: Sequence[Passage], vectors: Vector) -> None:
        """Insert or wholly replace passages; row i of ``vectors`` belongs to ``passages[i]``."""

    def delete(self, ids: Sequence[str]) -> None:
        """Remove passages; ids that are not there are ignored."""

    def query(self, vector: Sequence[float] | Vector, k: int) -> list[Hit]:
        """Return at most ``k`` hits, best first, ties by id."""

    def vectors(self, ids: Sequence[str] | None = None) -> Stored:
        """Read back vectors and text hashes, of all passages or of those among ``ids`` that exist, sorted by id."""


class MemoryVectors:
    """An exact search in one numpy matrix: the twin for tests, and the fallback when no index can be opened."""

    def __init__(self) -> None:
        """Start empty."""
        self._hashes: dict[str, str] = {}
        self._rows: dict[str, Vector] = {}
        self._packed: Stored | None = None

    @classmethod
    def holding(cls, stored: Stored) -> MemoryVectors:
        """Return a store that holds what was read back from another one."""
        memory = cls()
        memory._hashes = dict(zip(stored.ids, stored.hashes, strict=True))
        memory._rows = dict(zip(stored.ids, stored.matrix, strict=True))
        return memory

    def upsert(self, passages: Sequence[Passage], vectors: Vector) -> None:
        """Insert or replace; see ``VectorStore``."""
        for passage, row in zip(passages, vectors, strict=True):
            self._hashes[passage.id] = passage.text_hash
            self._rows[passage.id] = np.asarray(row, dtype=np.float32)
        self._packed = None

    def delete(self, ids: Sequence[str]) -> None:
        """Remove; see ``VectorStore``."""
        for id in ids:
            self._hashes.pop(id, None)
            self._rows.pop(id, None)
        self._packed = None

    def query(self, vector: Sequence[float] | Vector, k: int) -> list[Hit]:
        """Search exactly; see ``VectorStore``."""
        stored = self.vectors()
        return nearest(stored, np.asarray(vector, dtype=np.float32), k)

    def vectors(self, ids: Sequence[str] | None = None) -> Stored:
        """Read back; see ``VectorStore``."""
        if ids is None:
            if self._packed is None:
                self._packed = self._pack(sorted(self._rows))
            return self._packed
        return self._pack(sorted(set(ids) & self._rows.keys()))

    def _pack(self, ids: list[str]) -> Stored:
        matrix = np.stack([self._rows[id] for id in ids]) if ids else np.zeros((0, 0), np.float32)
        return Stored(ids=tuple(ids), hashes=tuple(self._hashes[id] for id in ids), matrix=matrix)


def nearest(stored: Stored, vector: Vector, k: int) -> list[Hit]:
    """Return the ``k`` passages most similar to ``vector`` by exact cosine, best first, ties by id."""
    length = float(np.linalg.norm(vector))
    if not stored.ids or k <= 0:
        return []
    scores = stored.matrix @ (vector / length if length else vector)
    order = sorted(range(len(stored.ids)), key=lambda i: (-scores[i], stored.ids[i]))
    return [Hit(id=stored.ids[i], score=float(scores[i])) for i in order[:k]]
