"""What the graph may hold: the kinds of nodes, the relations, and which kinds each relation may join. Pure.

A node's id is its kind's prefix, a colon and the id of the record: ``claim:six-choices#cace``,
``rule:batch-vs-real-time/hours-are-fine``, ``option:batch-vs-real-time/batch``.
"""

from __future__ import annotations

from enum import StrEnum

from kb.errors import GraphError


class Node(StrEnum):
    """The kinds of nodes; the value is the prefix of their ids."""

    SOURCE = "source"
    SECTION = "section"
    PASSAGE = "passage"
    CLAIM = "claim"
    REFERENCE = "reference"
    TRADE_OFF = "trade-off"
    OPTION = "option"
    FACTOR = "factor"
    RULE = "rule"
    PRINCIPLE = "principle"


_KINDS = {kind.value: kind for kind in Node}


class Relation(StrEnum):
    """The relations, read from left to right: a source HAS_SECTION a section."""

    HAS_SECTION = "HAS_SECTION"
    HAS_PASSAGE = "HAS_PASSAGE"
    STATES = "STATES"
    CITES = "CITES"
    LISTS = "LISTS"
    OFFERS = "OFFERS"
    STARTS_WITH = "STARTS_WITH"
    DEPENDS_ON = "DEPENDS_ON"
    DECIDES = "DECIDES"
    TESTS = "TESTS"
    FAVOURS = "FAVOURS"
    RESTS_ON = "RESTS_ON"
    CORROBORATED_BY = "CORROBORATED_BY"
    BEARS_ON = "BEARS_ON"
    DISAGREES_WITH = "DISAGREES_WITH"


JOINS: dict[Relation, frozenset[tuple[Node, Node]]] = {
    Relation.HAS_SECTION: frozenset({(Node.SOURCE, Node.SECTION)}),
    Relation.HAS_PASSAGE: frozenset({(Node.SECTION, Node.PASSAGE)}),
    Relation.STATES: frozenset({(Node.PASSAGE, Node.CLAIM)}),
    Relation.CITES: frozenset({(Node.CLAIM, Node.REFERENCE), (Node.PASSAGE, Node.REFERENCE)}),
    Relation.LISTS: frozenset({(Node.SOURCE, Node.REFERENCE)}),
    Relation.OFFERS: frozenset({(Node.TRADE_OFF, Node.OPTION)}),
    Relation.STARTS_WITH: frozenset({(Node.TRADE_OFF, Node.OPTION)}),
    Relation.DEPENDS_ON: frozenset({(Node.TRADE_OFF, Node.FACTOR)}),
    Relation.DECIDES: frozenset({(Node.RULE, Node.TRADE_OFF)}),
    Relation.TESTS: frozenset({(Node.RULE, Node.FACTOR)}),
    Relation.FAVOURS: frozenset({(Node.RULE, Node.OPTION)}),
    Relation.RESTS_ON: frozenset(
        {
            (Node.RULE, Node.CLAIM),
            (Node.OPTION, Node.CLAIM),
            (Node.TRADE_OFF, Node.CLAIM),
            (Node.PRINCIPLE, Node.CLAIM),
        }
    ),
    Relation.CORROBORATED_BY: frozenset({(Node.RULE, Node.CLAIM)}),
    Relation.BEARS_ON: frozenset({(Node.PRINCIPLE, Node.TRADE_OFF)}),
    Relation.DISAGREES_WITH: frozenset({(Node.CLAIM, Node.CLAIM)}),
}


def node_id(kind: Node, id: str) -> str:
    """Return the id of the node that stands for a record."""
    return kind + ":" + id  # an enum's own ``value`` takes four times as long, and a large graph asks a million times


def record_id(node: str) -> str:
    """Return the id of the record that a node stands for."""
    return node.partition(":")[2]


def kind_of(node: str) -> Node:
    """Return the kind of a node by its id; raise GraphError for an id without a known prefix."""
    prefix = node.partition(":")[0]
    try:
        return _KINDS[prefix]  # an enum's own look-up takes thrice the time, and a large graph asks a million times
    except KeyError:
        known = ", ".join(kind.value for kind in Node)
        raise GraphError(
            f"node {node!r}: its id must begin with a kind and a colon. Found: {prefix!r}. Known kinds: {known}."
        ) from None


_ALLOWED = frozenset((str(a), str(relation), str(b)) for relation, pairs in JOINS.items() for a, b in pairs)


def require_join(start: str, relation: Relation, end: str) -> None:
    """Raise GraphError, naming both ends, unless the relation may join nodes of these kinds."""
    if (start.partition(":")[0], str(relation), end.partition(":")[0]) in _ALLOWED:
        return
    pair = (kind_of(start), kind_of(end))
    if pair not in JOINS[relation]:
        allowed = "; ".join(sorted(f"{a.value} to {b.value}" for a, b in JOINS[relation]))
        raise GraphError(
            f"{start} -[{relation.value}]-> {end}: this relation does not join a {pair[0].value} to a {pair[1].value}. "
            f"It joins: {allowed}. Use another relation, or extend JOINS in graph/schema.py."
        )
