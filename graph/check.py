"""Check a built graph: evidence that is not there, rules and options that can do nothing, cycles. Pure."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from graph.build import nodes_of
from graph.query import Index, linked
from graph.schema import Node, Relation, kind_of, record_id
from graph.sensitivity import reachable
from kb.types import ClaimKind, Finding

NEEDS_REFERENCE = frozenset({ClaimKind.SURVEY.value, ClaimKind.EXPERIMENT.value})


def check_graph(g: nx.MultiDiGraph) -> tuple[Finding, ...]:
    """Return what a reader of the ingest report should know, sorted.

    ``Finding.source`` is the id of the record that it is about. Kinds: ``dangling id``, ``uncited claim`` (a survey or
    an experiment without a reference), ``rule without evidence``, ``unreachable option`` (no completion of the facts
    recommends it), ``idle factor`` (no rule tests it), ``cycle``.
    """
    checks = (_dangling, _uncited, _unproven, _unreachable, _idle, _cycles)
    found = {finding for check in checks for finding in check(g)}
    return tuple(sorted(found, key=lambda finding: (finding.kind, finding.source, finding.text)))


def _dangling(g: nx.MultiDiGraph) -> Iterator[Finding]:
    for start, relation, end in g.graph.get("dangling", ()):
        missing, other = (end, start) if end not in g else (start, end)
        text = f"{start} -[{relation}]-> {end}: {missing} is not in the graph. Ingest the article that holds it."
        yield Finding(source=record_id(other), kind="dangling id", text=text)


def _uncited(g: nx.MultiDiGraph) -> Iterator[Finding]:
    for claim in nodes_of(g, Node.CLAIM):
        kind = g.nodes[claim].get("claim_kind")
        if kind in NEEDS_REFERENCE and not linked(g, claim, Relation.CITES):
            text = f"{claim} reports a result of kind {kind} and cites no reference."
            yield Finding(source=record_id(claim), kind="uncited claim", text=text)


def _unproven(g: nx.MultiDiGraph) -> Iterator[Finding]:
    for rule in nodes_of(g, Node.RULE):
        if not linked(g, rule, Relation.RESTS_ON):
            text = f"{rule} decides and rests on no claim of the graph. Name its evidence, or ingest its article."
            yield Finding(source=record_id(rule), kind="rule without evidence", text=text)


def _unreachable(g: nx.MultiDiGraph) -> Iterator[Finding]:
    index = Index.of(g)
    for decision in index.decisions.values():
        reached = reachable(decision, index.factors)
        for option in decision.options:
            if option.id not in reached:
                text = (
                    f"No combination of facts recommends {option.id} in {decision.id}. Add a rule, or drop the option."
                )
                yield Finding(source=f"{decision.id}/{option.id}", kind="unreachable option", text=text)


def _idle(g: nx.MultiDiGraph) -> Iterator[Finding]:
    for factor in nodes_of(g, Node.FACTOR):
        if not any(data["relation"] == Relation.TESTS for _, _, data in g.in_edges(factor, data=True)):
            text = f"{factor} is tested by no rule, so that its value decides nothing."
            yield Finding(source=record_id(factor), kind="idle factor", text=text)


def _cycles(g: nx.MultiDiGraph) -> Iterator[Finding]:
    arcs = ((a, b) for a, b, data in g.edges(data=True) if data["relation"] != Relation.DISAGREES_WITH)
    for component in nx.strongly_connected_components(nx.DiGraph(arcs)):
        if len(component) > 1:
            members = sorted(component)
            kinds = ", ".join(sorted({kind_of(node).value for node in members}))
            text = f"These nodes ({kinds}) lead back to each other: {', '.join(members)}. Rebuild the graph."
            yield Finding(source=record_id(members[0]), kind="cycle", text=text)
