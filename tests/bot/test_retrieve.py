"""Hybrid retrieval, and the retriever inside a LlamaIndex query engine."""

from __future__ import annotations

import pytest
from llama_index.core import get_response_synthesizer
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine

from bot.advisor import Advisor
from bot.retrieve import NEIGHBOUR, RANK_OFFSET, fuse, search
from bot.retriever import HybridRetriever

QUERY = "staff share of self-hosting cost"


def retriever(advisor: Advisor, **options: object) -> HybridRetriever:
    """Return a retriever over the advisor's stores."""
    return HybridRetriever(advisor.library, advisor.lexicon, advisor.vectors, advisor.embedder, **options)  # type: ignore[arg-type]


def test_fusion_adds_up_weighted_reciprocal_ranks() -> None:
    """An id in two rankings beats one in either, ties go by id."""
    fused = fuse([(1.0, ["a", "b"]), (0.5, ["b", "c"])])
    assert dict(fused) == {
        "a": pytest.approx(1 / RANK_OFFSET),
        "b": pytest.approx(1 / (RANK_OFFSET + 1) + 0.5 / RANK_OFFSET),
        "c": pytest.approx(0.5 / (RANK_OFFSET + 1)),
    }
    assert [id for id, _ in fused] == ["b", "a", "c"]
    assert fuse([(1.0, ["y"]), (1.0, ["x"])]) == [("x", 1 / RANK_OFFSET), ("y", 1 / RANK_OFFSET)]


def test_search_finds_the_passage_that_says_it(advisor: Advisor) -> None:
    """The passage on staff cost comes first, at most ``k`` come, best first."""
    found = search(QUERY, advisor.library, advisor.lexicon, advisor.vectors, advisor.embedder, 3)
    assert len(found) == 3
    assert "70 to 80%" in advisor.library.passages[found[0][0]].text
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_neighbours_in_the_graph_join_the_ranking(advisor: Advisor) -> None:
    """A passage that words do not find appears when it lies near a rule that held."""
    far = sorted(advisor.library.passages)[-1]
    with_it = search("zzz", advisor.library, advisor.lexicon, advisor.vectors, advisor.embedder, 40, [far])
    assert dict(with_it)[far] >= NEIGHBOUR / RANK_OFFSET


def test_retriever_answers_in_a_query_engine(advisor: Advisor) -> None:
    """Any LlamaIndex engine takes it: the source nodes are our passages, with text, id and place, best first."""
    engine = RetrieverQueryEngine(
        retriever=retriever(advisor, k=4), response_synthesizer=get_response_synthesizer(llm=MockLLM())
    )
    response = engine.query(QUERY)
    assert str(response)
    assert len(response.source_nodes) == 4
    for node in response.source_nodes:
        passage = advisor.library.passages[node.node.node_id]
        assert node.node.get_content() == passage.text
    assert "70 to 80%" in response.source_nodes[0].node.get_content()


def test_retriever_with_rules_brings_their_neighbours(advisor: Advisor) -> None:
    """Given the graph and the rules that fired, the passages behind them are found whatever the query says."""
    rule = "build-vs-buy/low-volume"
    plain = {n.node.node_id for n in retriever(advisor, k=8).retrieve("zzz")}
    near = {n.node.node_id for n in retriever(advisor, k=8, g=advisor.g, rules=[rule]).retrieve("zzz")}
    behind = {
        advisor.library.claims[id].passage
        for t in advisor.catalog.trade_offs
        for r in t.rules
        if r.id == rule
        for id in r.evidence
    }
    assert behind & near
    assert near != plain
