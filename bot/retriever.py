"""Hybrid retrieval as a LlamaIndex retriever."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from bot.lexicon import Lexicon
from bot.library import Library
from bot.retrieve import search
from graph.query import neighbours_for_retrieval
from kb.llama import passage_node
from kb.vectors import Embedder, VectorStore


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
