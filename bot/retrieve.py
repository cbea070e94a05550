"""Hybrid retrieval: BM25 and dense search fused, plus the graph neighbours of the rules that fired; a LlamaIndex
retriever."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from bot.lexicon import Lexicon
from bot.library import Library
from graph.query import neighbours_for_retrieval
from kb.chroma import passage_node
from kb.vectors import Embedder, VectorStore

DENSE_WEIGHT = 0.3
RANK_OFFSET = 20
"""Reciprocal rank fusion ``w / (RANK_OFFSET + rank)``; taken over from a measurement on SciFact's
test queries, where equal weights with a static embedder do worse than BM25 alone (nDCG@10 .631 against .679) and these
do not (.682); not measured again here."""
NEIGHBOUR = 0.5
"""Share of a first rank that a graph neighbour of a fired rule is given."""
DEPTH = 30


def fuse(rankings: Sequence[tuple[float, Sequence[str]]]) -> list[tuple[str, float]]:
    """Return ids by weighted reciprocal rank fusion, best first, ties by id; each ranking is (weight, ids best
    first)."""
    scores: dict[str, float] = {}
    for weight, ids in rankings:
        for rank, id in enumerate(ids):
            scores[id] = scores.get(id, 0.0) + weight / (RANK_OFFSET + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def search(
    query: str,
    library: Library,
    lexicon: Lexicon,
    vectors: VectorStore,
    embedder: Embedder,
    k: int,
    near: Sequence[str] = (),
) -> list[tuple[str, float]]:
    """Return at most ``k`` (passage id, score), best first; ``near`` are passages close in the graph."""
    lexical = [id for id, _ in lexicon.search(query, DEPTH)]
    dense = [hit.id for hit in vectors.query(embedder.get_query_embedding(query), DEPTH)]
    fused = fuse([(1.0, lexical), (DENSE_WEIGHT, dense), (NEIGHBOUR, near)])
    return [(id, score) for id, score in fused if id in library.passages][:k]


class HybridRetriever(BaseRetriever):
    """Drops into any LlamaIndex query engine; nodes are passages with their place in the source as metadata."""

    def __init__(
        self,
        library: Library,
        lexicon: Lexicon,
        vectors: VectorStore,
        embedder: Embedder,
        *,
        k: int = 8,
        g: Any = None,
        rules: Sequence[str] = (),
    ) -> None:
        """Search ``k`` passages; with a graph and rule ids the rules' neighbours join the ranking."""
        super().__init__()
        self._library, self._lexicon, self._vectors, self._embedder, self._k = library, lexicon, vectors, embedder, k
        self._near = neighbours_for_retrieval(g, rules) if g is not None and rules else ()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = search(
            query_bundle.query_str, self._library, self._lexicon, self._vectors, self._embedder, self._k, self._near
        )
        return [NodeWithScore(node=self._node(id), score=score) for id, score in found]

    def _node(self, id: str) -> TextNode:
        return passage_node(self._library.passages[id])
