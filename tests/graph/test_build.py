"""The graph that articles and a catalog give."""

from __future__ import annotations

import json

import networkx as nx
import pytest

from graph.build import add_edge, build_graph, nodes_of, require_whole
from graph.schema import Node, Relation
from kb.errors import GraphError
from kb.types import Catalog
from tests.graph.articles import article, catalog, trade_off

ARTICLES = (article("one"), article("two"))


def test_every_record_is_a_node_under_its_prefixed_id() -> None:
    """Two articles with two claims each, one shared reference, and the catalog's records are all there."""
    g = build_graph(ARTICLES, catalog())
    counts = {kind.value: len(nodes_of(g, kind)) for kind in Node}
    assert counts == {
        "source": 2,
        "section": 2,
        "passage": 4,
        "claim": 4,
        "reference": 1,
        "trade-off": 1,
        "option": 2,
        "factor": 3,
        "rule": 2,
        "principle": 1,
    }


def test_the_order_of_articles_and_trade_offs_does_not_matter() -> None:
    """The same knowledge in another order serialises to the same bytes."""
    other = trade_off(id="e", rules=(), disagreements=())
    forth = build_graph(ARTICLES, catalog(trade_off(), other))
    back = build_graph(ARTICLES[::-1], catalog(other, trade_off()))
    assert json.dumps(nx.node_link_data(forth)) == json.dumps(nx.node_link_data(back))


def test_a_rules_condition_is_on_its_edge_to_the_factor() -> None:
    """The edge carries the comparator and the bounds in the canonical unit."""
    g = build_graph(ARTICLES, catalog())
    (edge,) = g.get_edge_data("rule:d/small", "factor:load").values()
    assert (edge["relation"], edge["comparator"], edge["low"], edge["order"]) == ("TESTS", "<", 100.0, 0)


def test_passages_keep_span_and_hash_and_not_their_text() -> None:
    """The text is the ledger's; the graph points at it."""
    g = build_graph(ARTICLES, catalog())
    data = g.nodes["passage:one/p000-00000000"]
    assert (data["start"], data["end"], data["text_hash"]) == (0, 25, "0" * 64)
    assert "text" not in data


def test_a_passage_cites_what_is_cited_inside_it() -> None:
    """The marker stands in the first passage, and only that one points to the reference."""
    g = build_graph(ARTICLES, catalog())
    assert g.has_edge("passage:one/p000-00000000", "reference:study-2025")
    assert not g.has_edge("passage:one/p001-00000000", "reference:study-2025")


def test_evidence_whose_article_is_gone_is_listed_as_dangling() -> None:
    """A removed article leaves the rules in place and its missing claims on record."""
    g = build_graph(ARTICLES[:1], catalog())
    assert ["rule:d/small", "RESTS_ON", "claim:two#rent"] in g.graph["dangling"]
    assert "claim:two#rent" not in g


def test_a_rule_on_an_undefined_factor_is_refused() -> None:
    """Dropping the condition silently would let the rule hold too easily."""
    lacking = catalog().model_copy(update={"factors": ()})
    with pytest.raises(GraphError, match="factor:load not found"):
        build_graph(ARTICLES, lacking)


def test_two_records_with_one_id_are_refused() -> None:
    """The same source twice would mix two texts under one id."""
    with pytest.raises(GraphError, match="source:one"):
        build_graph((article("one"), article("one")), catalog())


@pytest.mark.parametrize("field", ["sections", "passages", "claims"])
def test_an_article_is_refused_unbuilt_for_the_same_reason(field: str) -> None:
    """What the graph would refuse of one article by itself is told in the same words without building it."""
    whole = article("one")
    require_whole(whole)
    lost = whole.model_copy(update={"sections": ()})
    doubled = whole.model_copy(update={field: (*getattr(whole, field), getattr(whole, field)[0])})
    for broken in (lost, doubled):
        with pytest.raises(GraphError) as built:
            build_graph([broken], Catalog(trade_offs=(), factors=()))
        with pytest.raises(GraphError) as unbuilt:
            require_whole(broken)
        assert str(unbuilt.value) == str(built.value)


def test_an_edge_outside_the_schema_is_refused() -> None:
    """What the schema does not list cannot be drawn, and the message names both ends."""
    g = build_graph(ARTICLES, catalog())
    with pytest.raises(GraphError, match=r"source:one.*claim:one#own"):
        add_edge(g, "source:one", Relation.RESTS_ON, "claim:one#own")
