"""Questions to the graph."""

from __future__ import annotations

import json

import networkx as nx
import pytest

from graph import query
from graph.build import build_graph
from graph.rules import Decision
from graph.walk import walk, walk_graph
from kb.errors import GraphError
from tests.graph.articles import article, catalog, trade_off
from tests.graph.cases import choice, number

G = build_graph((article("one"), article("two")), catalog())


def test_the_decision_read_from_the_graph_is_the_one_that_was_authored() -> None:
    """Options, their order, rules, conditions and evidence come back whole."""
    assert query.decision_of(G, "d") == Decision.of(trade_off())


def test_a_graph_that_went_through_json_decides_the_same() -> None:
    """Nothing of a decision is lost in node-link form."""
    again = nx.node_link_graph(json.loads(json.dumps(nx.node_link_data(G))), directed=True, multigraph=True)
    assert query.decision_of(again, "d") == query.decision_of(G, "d")
    assert query.Index.of(again).passages_for == query.Index.of(G).passages_for


def test_the_walk_over_the_graph_is_the_walk_over_its_decision() -> None:
    """Walking by id gives the same path as walking the authored trade-off."""
    facts = {"load": number("load", 900), "team": choice("team", "yes")}
    assert walk_graph(G, "d", facts) == walk(Decision.of(trade_off()), facts)
    assert walk_graph(G, "d", facts).recommended == "own"


def test_options_keep_the_authors_order_and_rules_come_by_id() -> None:
    """Order carries meaning for options, and none for rules."""
    assert [option.id for option in query.options_of(G, "d")] == ["own", "api"]
    assert [rule.id for rule in query.rules_of(G, "d")] == ["d/big", "d/small"]
    assert [factor.id for factor in query.factors_of(G, "d")] == ["load", "team"]


def test_from_a_rule_to_its_claims_passages_and_references() -> None:
    """The chain from a decision to what can be opened, in the author's order."""
    assert query.claims_for(G, "d/small") == ("one#rent", "two#rent")
    assert query.passages_for(G, "one#rent") == ("one/p000-00000000",)
    assert query.references_of(G, "one#rent") == ("study-2025",)
    assert query.claims_for(G, "no/such") == ()


def test_neighbours_begin_with_the_rules_own_passages_then_those_opposed() -> None:
    """Retrieval gets what the rule stands on, then what a disagreement sets against it, each once."""
    assert query.neighbours_for_retrieval(G, ["d/small"]) == (
        "one/p000-00000000",
        "two/p000-00000000",
        "two/p001-00000000",
    )
    assert query.neighbours_for_retrieval(G, ["no/such"]) == ()


def test_an_unknown_trade_off_is_an_error_that_lists_the_known() -> None:
    """The message helps to correct a mistyped id."""
    with pytest.raises(GraphError, match=r"'x' is not in the graph. Known: d"):
        query.decision_of(G, "x")


def test_the_index_is_built_once_for_each_graph() -> None:
    """Two questions to one graph share the index; another graph has its own."""
    assert query.Index.of(G) is query.Index.of(G)
    assert query.Index.of(G.copy()) is not query.Index.of(G)
