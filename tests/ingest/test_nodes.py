"""Articles pass through LlamaIndex's ingestion pipeline with ids that are always the same."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.nodes import PassageNodes, embed_articles
from kb.embed import WordLlama
from kb.llama import passage_node
from tests.ingest.small import article_of


def test_every_passage_gets_the_vector_of_its_own_text() -> None:
    """The pipeline's vectors, by passage id, are those of embedding each text alone; nothing but the text counts."""
    articles = [article_of("a", "Milk is white.\nInk is black."), article_of("b", "Tar is sticky.")]
    vectors = embed_articles(articles, WordLlama())
    passages = [p for article in articles for p in article.passages]
    assert list(vectors) == [p.id for p in passages]
    alone = WordLlama().vectors([p.text for p in passages])
    assert np.abs(np.stack(list(vectors.values())) - alone).max() < 1e-6


def test_node_of_a_passage_is_deterministic_and_flat() -> None:
    """Two nodes of one passage are equal, under the passage's id, with flat metadata only."""
    passage = article_of("a", "Milk is white.").passages[0]
    node = passage_node(passage, np.ones(2, np.float32))
    assert node.to_dict() == passage_node(passage, np.ones(2, np.float32)).to_dict()
    assert node.node_id == passage.id
    assert {type(value) for value in node.metadata.values()} <= {str, int}


def test_article_without_passages_needs_no_vector() -> None:
    """Nothing to embed is nothing, and a document that the pipeline was not told of is a KeyError."""
    empty = article_of("a", "x").model_copy(update={"passages": ()})
    assert embed_articles([empty], WordLlama()) == {}
    with pytest.raises(KeyError):
        PassageNodes(passages={})([passage_node(article_of("b", "y").passages[0])])
