"""Ask the graph: the decisions it holds, the claims behind a rule, the passages behind a claim. Pure.

Every question goes through a small frozen index that is built once for each graph object. A graph that is queried is
taken to be finished: after changing it, build another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import networkx as nx

from graph.build import nodes_of
from graph.rules import Decision
from graph.schema import Node, Relation, record_id
from kb.errors import GraphError
from kb.types import Condition, Factor, Option, Rule

_INDEXES: WeakKeyDictionary[nx.MultiDiGraph, Index] = WeakKeyDictionary()


@dataclass(frozen=True)
class Index:
    """The graph's relations as plain look-ups from record id to record ids, in the author's order."""

    decisions: Mapping[str, Decision]
    factors: Mapping[str, Factor]
    factors_of: Mapping[str, tuple[str, ...]]
    claims_for: Mapping[str, tuple[str, ...]]
    passages_for: Mapping[str, tuple[str, ...]]
    references_of: Mapping[str, tuple[str, ...]]
    opposed_to: Mapping[str, tuple[str, ...]]
    cited_by: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, g: nx.MultiDiGraph) -> Index:
        """Return the index of this graph object, built at the first call."""
        found = _INDEXES.get(g)
        if found is None:
            found = _INDEXES[g] = _build(g)
        return found

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """All rules by id."""
        return {rule.id: rule for decision in self.decisions.values() for rule in decision.rules}


def decision_of(g: nx.MultiDiGraph, trade_off: str) -> Decision:
    """Return a trade-off's options and rules; raise GraphError if the graph holds no such trade-off."""
    decisions = Index.of(g).decisions
    if trade_off not in decisions:
        raise GraphError(
            f"trade-off {trade_off!r} is not in the graph. Known: {', '.join(sorted(decisions)) or 'none'}. "
            "Check the id, or ingest the pack that defines it."
        )
    return decisions[trade_off]


def options_of(g: nx.MultiDiGraph, trade_off: str) -> tuple[Option, ...]:
    """Return a trade-off's options in the author's order."""
    return decision_of(g, trade_off).options


def rules_of(g: nx.MultiDiGraph, trade_off: str) -> tuple[Rule, ...]:
    """Return a trade-off's rules by id."""
    return decision_of(g, trade_off).rules


def factors_of(g: nx.MultiDiGraph, trade_off: str) -> tuple[Factor, ...]:
    """Return the factors that a trade-off depends on, in the author's order."""
    index = Index.of(g)
    decision_of(g, trade_off)
    return tuple(index.factors[factor] for factor in index.factors_of[trade_off])


def claims_for(g: nx.MultiDiGraph, rule: str) -> tuple[str, ...]:
    """Return the ids of the claims that a rule rests on, the author's first choice first; none for an unknown rule."""
    return Index.of(g).claims_for.get(rule, ())


def passages_for(g: nx.MultiDiGraph, claim: str) -> tuple[str, ...]:
    """Return the ids of the passages that state a claim; none for an unknown claim."""
    return Index.of(g).passages_for.get(claim, ())


def references_of(g: nx.MultiDiGraph, claim: str) -> tuple[str, ...]:
    """Return the ids of the references that a claim cites; none for an unknown claim."""
    return Index.of(g).references_of.get(claim, ())


def neighbours_for_retrieval(g: nx.MultiDiGraph, rules: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the passages near these rules in the graph, nearest first and each once.

    First the passages of the rules' own claims, then of claims that a disagreement sets against them, then of the
    options that the rules favour, then of claims that cite the same references.
    """
    index = Index.of(g)
    known = [index.rules[rule] for rule in rules if rule in index.rules]
    own = [claim for rule in known for claim in index.claims_for.get(rule.id, ())]
    opposed = [other for claim in own for other in index.opposed_to.get(claim, ())]
    favoured = [c for rule in known for option in _favoured(index, rule) for c in option.evidence]
    related = [
        other
        for claim in own
        for reference in index.references_of.get(claim, ())
        for other in index.cited_by.get(reference, ())
    ]
    claims = dict.fromkeys([*own, *opposed, *favoured, *related])
    return tuple(dict.fromkeys(passage for claim in claims for passage in index.passages_for.get(claim, ())))


def _favoured(index: Index, rule: Rule) -> tuple[Option, ...]:
    return tuple(o for o in index.decisions[rule.trade_off].options if o.id == rule.favours)


def linked(g: nx.MultiDiGraph, node: str, relation: Relation) -> list[tuple[str, dict[str, Any]]]:
    """Return the nodes that a relation leads to from this node, with the edges' attributes, in order."""
    found = [(end, data) for _, end, data in g.out_edges(node, data=True) if data["relation"] == relation.value]
    return sorted(found, key=lambda pair: (str(pair[1].get("order", 0)).zfill(9), pair[0]))


def _ids(g: nx.MultiDiGraph, node: str, relation: Relation) -> tuple[str, ...]:
    return tuple(dict.fromkeys(record_id(end) for end, _ in linked(g, node, relation)))


def _build(g: nx.MultiDiGraph) -> Index:
    claims = nodes_of(g, Node.CLAIM)
    passages: dict[str, list[str]] = {}
    for passage in nodes_of(g, Node.PASSAGE):
        for claim in _ids(g, passage, Relation.STATES):
            passages.setdefault(claim, []).append(record_id(passage))
    references = {record_id(claim): _ids(g, claim, Relation.CITES) for claim in claims}
    cited_by: dict[str, list[str]] = {}
    opposed: dict[str, list[str]] = {}
    for claim in claims:
        for reference in references[record_id(claim)]:
            cited_by.setdefault(reference, []).append(record_id(claim))
        for other in _ids(g, claim, Relation.DISAGREES_WITH):
            opposed.setdefault(record_id(claim), []).append(other)
            opposed.setdefault(other, []).append(record_id(claim))
    trade_offs = nodes_of(g, Node.TRADE_OFF)
    return Index(
        decisions={record_id(node): _decision(g, node) for node in trade_offs},
        factors={record_id(node): _factor(g, node) for node in nodes_of(g, Node.FACTOR)},
        factors_of={record_id(node): _ids(g, node, Relation.DEPENDS_ON) for node in trade_offs},
        claims_for={record_id(rule): _ids(g, rule, Relation.RESTS_ON) for rule in nodes_of(g, Node.RULE)},
        passages_for=_frozen(passages),
        references_of=references,
        opposed_to=_frozen(opposed),
        cited_by=_frozen(cited_by),
    )


def _frozen(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in lists.items()}


def _factor(g: nx.MultiDiGraph, node: str) -> Factor:
    data = g.nodes[node]
    fields = {name: data[name] for name in ("name", "unit", "values", "ask", "why")}
    return Factor(id=record_id(node), kind=data["value_kind"], **fields)


def _decision(g: nx.MultiDiGraph, node: str) -> Decision:
    data = g.nodes[node]
    starts = linked(g, node, Relation.STARTS_WITH)
    if not starts:
        raise GraphError(f"{node}: no option to start with. Expected one STARTS_WITH edge. Rebuild the graph.")
    rules = sorted(start for start, _, edge in g.in_edges(node, data=True) if edge["relation"] == Relation.DECIDES)
    return Decision(
        id=record_id(node),
        name=data["name"],
        options=tuple(_option(g, option) for option, _ in linked(g, node, Relation.OFFERS)),
        start=_option_id(starts[0][0]),
        start_because=data["start_because"],
        start_evidence=_ids(g, node, Relation.RESTS_ON),
        rules=tuple(_rule(g, rule, record_id(node)) for rule in rules),
    )


def _option_id(node: str) -> str:
    return record_id(node).rpartition("/")[2]


def _option(g: nx.MultiDiGraph, node: str) -> Option:
    data = g.nodes[node]
    return Option(id=_option_id(node), name=data["name"], text=data["text"], evidence=_ids(g, node, Relation.RESTS_ON))


def _rule(g: nx.MultiDiGraph, node: str, trade_off: str) -> Rule:
    data = g.nodes[node]
    favours = linked(g, node, Relation.FAVOURS)
    if not favours:
        raise GraphError(f"{node}: favours no option. Expected one FAVOURS edge. Rebuild the graph.")
    names = ("comparator", "low", "high", "values", "text")
    return Rule(
        id=record_id(node),
        trade_off=trade_off,
        when=tuple(
            Condition(factor=record_id(factor), **{name: edge[name] for name in names})
            for factor, edge in linked(g, node, Relation.TESTS)
        ),
        favours=_option_id(favours[0][0]),
        force=data["force"],
        because=data["because"],
        evidence=_ids(g, node, Relation.RESTS_ON),
        note=data["note"],
        status=data["status"],
        corroborated_by=_ids(g, node, Relation.CORROBORATED_BY),
    )
