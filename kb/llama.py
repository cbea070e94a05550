"""What is handed to LlamaIndex: passages as its nodes, its store of nodes in Chroma, our embedder as one of its own.

LlamaIndex takes two seconds to import, so this module is imported where it is used, and no question waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.schema import BaseNode, MetadataMode, TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr

from kb.embed import WordLlama
from kb.types import Passage
from kb.vectors import Embedder, Vector

_BESIDE = ("source", "text_hash")
"""Metadata of a passage that Chroma can filter by; all of it is in the node."""


class WordLlamaEmbedding(BaseEmbedding):
    """The default embedder as LlamaIndex takes one."""

    _embedder: WordLlama = PrivateAttr(default_factory=WordLlama)

    def __init__(self, **values: Any) -> None:
        """Read the weights and the tokenizer; raises StoreError when the wheel is not installed."""
        super().__init__(**{"model_name": WordLlama.model_name, "embed_batch_size": 256, **values})

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises this embedding."""
        return "WordLlamaEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._embedder.get_query_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._embedder.get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._embedder.get_query_embedding(text)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._embedder.get_text_embedding_batch(texts)


def as_embedding(embedder: Embedder) -> BaseEmbedding:
    """Return an embedder as LlamaIndex takes one."""
    return WordLlamaEmbedding() if isinstance(embedder, WordLlama) else cast(BaseEmbedding, embedder)


def passage_node(passage: Passage, vector: Sequence[float] | Vector | None = None) -> TextNode:
    """Return the LlamaIndex node of a passage: same id, its text alone embedded, its provenance as metadata."""
    metadata = {
        "source": passage.source,
        "section": passage.section,
        "start": passage.span.start,
        "end": passage.span.end,
        "text_hash": passage.text_hash,
    }
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=list(metadata),
        embedding=None if vector is None else np.asarray(vector).tolist(),
    )


class UpsertChroma(ChromaVectorStore):
    """LlamaIndex's store with an ``add`` that replaces what is there and keeps to the client's batch limit."""

    def add(self, nodes: Sequence[BaseNode], *, new: bool = False, **_: Any) -> list[str]:
        """Upsert nodes that carry their embedding, or add them where none is there yet; returns their ids."""
        step = self.client._client.get_max_batch_size()
        put = self.client.add if new else self.client.upsert
        for start in range(0, len(nodes), step):
            batch = nodes[start : start + step]
            put(
                ids=[node.node_id for node in batch],
                embeddings=[node.get_embedding() for node in batch],
                documents=[node.get_content(metadata_mode=MetadataMode.NONE) for node in batch],
                metadatas=[_metadata(node) for node in batch],
            )
        return [node.node_id for node in nodes]


def _metadata(node: BaseNode) -> dict[str, Any]:
    """Return what LlamaIndex makes the node of again, and beside it what its filters and our verification ask for.

    LlamaIndex's own way stores every value twice and all that is unset, and Chroma keeps an index of each: that took
    a quarter of the time of filling it.
    """
    content = node.model_dump_json(exclude={"embedding", "text", "text_resource"}, exclude_defaults=True)
    beside = {key: value for key in _BESIDE if (value := node.metadata.get(key)) is not None}
    if node.class_name() != TextNode.class_name():
        beside["_node_type"] = node.class_name()
    if node.ref_doc_id:
        beside["document_id"] = node.ref_doc_id  # what LlamaIndex deletes by
    return {**beside, "_node_content": content}
