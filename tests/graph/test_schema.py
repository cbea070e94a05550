"""Which relation may join which kinds."""

from __future__ import annotations

import pytest

from graph.schema import JOINS, Node, Relation, kind_of, node_id, record_id, require_join
from kb.errors import GraphError


def test_every_relation_says_what_it_joins() -> None:
    """A relation without an entry could join nothing, one with an empty entry would be dead."""
    assert set(JOINS) == set(Relation)
    assert all(JOINS.values())


def test_a_node_id_is_prefix_and_record_id_and_can_be_read_back() -> None:
    """Ids of records may hold colons themselves; only the first one separates."""
    node = node_id(Node.CLAIM, "a:b#c")
    assert (node, kind_of(node), record_id(node)) == ("claim:a:b#c", Node.CLAIM, "a:b#c")


def test_a_join_outside_the_schema_is_refused_with_both_ends() -> None:
    """The message names the ends, the relation and what it may join."""
    with pytest.raises(GraphError, match=r"factor:load -\[FAVOURS\]-> option:d/api.*rule to option"):
        require_join("factor:load", Relation.FAVOURS, "option:d/api")


def test_an_id_without_a_known_prefix_is_refused() -> None:
    """A node of no kind cannot be part of the graph."""
    with pytest.raises(GraphError, match="'thing'"):
        kind_of("thing:1")
