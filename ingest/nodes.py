"""An article through LlamaIndex's ingestion pipeline: a document becomes the nodes of its passages, each embedded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import BaseNode, Document, TransformComponent

from kb.embed import unit_rows
from kb.llama import as_embedding, passage_node
from kb.types import Article, Passage
from kb.vectors import Embedder, Vector


class PassageNodes(TransformComponent):
    """Turns each document into one node per passage of its parsed article, under the passage's own id."""

    passages: dict[str, tuple[Passage, ...]]

    def __call__(self, nodes: Sequence[BaseNode], **_: Any) -> Sequence[BaseNode]:
        """Return the nodes of all documents, in reading order."""
        return [passage_node(passage) for document in nodes for passage in self.passages[document.node_id]]


def embed_articles(articles: Sequence[Article], embedder: Embedder) -> Mapping[str, Vector]:
    """Return passage id -> unit-length vector for all passages of the articles.

    Raises StoreError when the embedder returns NaN or infinity. The pipeline's cache is off: it would keep a copy of
    everything, and the ledger already knows what is unchanged.
    """
    passages = {article.source.id: article.passages for article in articles}
    pipeline = IngestionPipeline(
        transformations=[PassageNodes(passages=passages), as_embedding(embedder)], disable_cache=True, name="crossroads"
    )
    documents = [Document(id_=article.source.id, text=article.source.text) for article in articles]
    nodes = pipeline.run(documents=documents)
    if not nodes:
        return {}
    rows = unit_rows(np.asarray([node.get_embedding() for node in nodes], dtype=np.float32))
    return {node.node_id: row for node, row in zip(nodes, rows, strict=True)}
