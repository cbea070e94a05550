"""Build the graph of sources, claims, rules and options from the ledger's articles and the authored catalog. Pure.

Nodes are keyed by prefixed ids (``graph.schema``). The same articles and catalog give the same graph whatever their
order: nodes and edges are added sorted, and where the author's order carries meaning it is kept as ``order``.
Attributes are JSON-safe. Passages keep their span and text hash, not their text, which the ledger holds.

An edge of evidence whose other end does not exist (an article was removed, say) is not drawn: it is listed in
``g.graph["dangling"]``, which ``graph.check`` reports. A missing end of any other edge would change what a rule
means, and raises GraphError, as do an edge that the schema does not allow and a second record with the same id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import networkx as nx

from graph.extracted import with_extracted
from graph.schema import Node, Relation, kind_of, node_id, require_join
from graph.works import best_entries, one_id_a_work
from kb.errors import GraphError
from kb.extracted import ExtractedRule
from kb.reviews import ReviewDecision
from kb.types import Article, Catalog, Citation, Passage, Record, Reference, Rule, TradeOff

Edge = tuple[str, Relation, str, dict[str, Any]]

MAY_DANGLE = frozenset(
    {Relation.RESTS_ON, Relation.CITES, Relation.STATES, Relation.DISAGREES_WITH, Relation.CORROBORATED_BY}
)


def build_graph(
    articles: Sequence[Article],
    catalog: Catalog,
    extracted: Iterable[ExtractedRule] = (),
    decisions: Iterable[ReviewDecision] = (),
) -> nx.MultiDiGraph:
    """Return the graph; raise GraphError for a duplicate id or an edge that the schema refuses.

    ``extracted`` rules join the authored ones as ``graph.extracted`` says, ``decisions`` are what people said of them.
    """
    catalog = with_extracted(catalog, extracted, decisions)
    g = nx.MultiDiGraph(knowledge=catalog.digest, dangling=[])
    edges: list[Edge] = []
    articles = one_id_a_work(articles)
    works = best_entries(articles)
    for article in sorted(articles, key=lambda a: a.source.id):
        edges += _add_article(g, article, works)
    for factor in sorted(catalog.factors, key=lambda f: f.id):
        attributes = {"name", "unit", "values", "ask", "why"}
        _add_node(g, Node.FACTOR, factor.id, value_kind=factor.kind.value, **_fields(factor, attributes))
    trade_offs = sorted(catalog.trade_offs, key=lambda t: t.id)
    for trade_off in trade_offs:
        edges += _add_trade_off(g, trade_off)
    for principle in sorted(catalog.principles, key=lambda p: p.id):
        node = _add_node(g, Node.PRINCIPLE, principle.id, **_fields(principle, {"name", "text"}))
        edges += _rests_on(node, principle.evidence)
        edges += [(node, Relation.BEARS_ON, node_id(Node.TRADE_OFF, t.id), {}) for t in trade_offs]
    for start, relation, end, attributes_ in edges:
        add_edge(g, start, relation, end, **attributes_)
    return g


def add_edge(g: nx.MultiDiGraph, start: str, relation: Relation, end: str, **attributes: Any) -> None:
    """Draw an edge that the schema allows, or list it as dangling if it is of evidence and misses an end.

    Raise GraphError, naming both ends, otherwise.
    """
    require_join(start, relation, end)
    name = str(relation)
    if start not in g or end not in g:
        if relation not in MAY_DANGLE:
            raise _missing(start, relation, end, [node for node in (start, end) if node not in g])
        g.graph["dangling"].append([start, name, end])
        return
    key = f"{name}:{attributes['order']}" if "order" in attributes else name
    g.add_edge(start, end, key=key, relation=name, **attributes)


def require_whole(article: Article) -> None:
    """Raise the GraphError that ``build_graph`` would raise of this article alone, without building anything."""
    for kind, records in (
        (Node.SECTION, article.sections),
        (Node.PASSAGE, article.passages),
        (Node.CLAIM, article.claims),
    ):
        seen: set[str] = set()
        for record in records:
            if record.id in seen:
                raise _doubled(node_id(kind, record.id))
            seen.add(record.id)
    sections = {section.id for section in article.sections}
    for passage in article.passages:
        if passage.section not in sections:
            section = node_id(Node.SECTION, passage.section)
            raise _missing(section, Relation.HAS_PASSAGE, node_id(Node.PASSAGE, passage.id), [section])


def _add_node(g: nx.MultiDiGraph, kind: Node, id: str, **attributes: Any) -> str:
    node = node_id(kind, id)
    if node in g:
        raise _doubled(node)
    g.add_node(node, kind=str(kind), **attributes)
    return node


def _doubled(node: str) -> GraphError:
    return GraphError(f"{node}: two records have this id. Expected one. Rename one of them or ingest only one.")


def _missing(start: str, relation: Relation, end: str, missing: Sequence[str]) -> GraphError:
    return GraphError(
        f"{start} -[{relation.value}]-> {end}: {' and '.join(missing)} not found in the graph. "
        "Define it in the catalog or in the article, or correct the id."
    )


def _fields(record: Record, names: set[str]) -> dict[str, Any]:
    return record.model_dump(mode="json", include=names)


def _add_article(g: nx.MultiDiGraph, article: Article, works: Mapping[str, Reference]) -> Iterable[Edge]:
    source = article.source
    source_fields = {"title", "authors", "published", "year", "url", "language", "text_kind", "content_hash"}
    root = _add_node(g, Node.SOURCE, source.id, source_kind=source.kind, **_fields(source, source_fields))
    for section in sorted(article.sections, key=lambda s: s.number):
        span = {"start": section.span.start, "end": section.span.end}
        node = _add_node(
            g, Node.SECTION, section.id, source=source.id, title=section.title, level=section.level, **span
        )
        yield root, Relation.HAS_SECTION, node, {"order": section.number}
    passages = sorted(article.passages, key=lambda p: (p.span.start, p.id))
    for order, passage in enumerate(passages):
        span = {"start": passage.span.start, "end": passage.span.end}
        node = _add_node(g, Node.PASSAGE, passage.id, source=source.id, text_hash=passage.text_hash, **span)
        yield node_id(Node.SECTION, passage.section), Relation.HAS_PASSAGE, node, {"order": order}
    yield from _add_references(g, root, article, works)
    yield from _passage_citations(passages, article.citations)
    yield from _add_claims(g, article)


def _add_references(g: nx.MultiDiGraph, root: str, article: Article, works: Mapping[str, Reference]) -> Iterable[Edge]:
    fields = {"authors", "year", "title", "venue", "url", "doi", "arxiv"}
    for order, reference in enumerate(sorted(article.references, key=lambda r: (r.number or 0, r.id))):
        node = node_id(Node.REFERENCE, reference.id)
        if node not in g:  # two sources that cite one work share its node
            work = works[reference.id]
            _add_node(g, Node.REFERENCE, reference.id, reference_kind=work.kind, **_fields(work, fields))
        yield root, Relation.LISTS, node, {"order": order, "number": reference.number}


def _passage_citations(passages: Sequence[Passage], citations: Sequence[Citation]) -> Iterable[Edge]:
    for passage in passages:
        inside = (c for c in citations if passage.span.start <= c.span.start < passage.span.end)
        cited = dict.fromkeys(reference for citation in inside for reference in citation.references)
        for order, reference in enumerate(cited):
            yield (
                node_id(Node.PASSAGE, passage.id),
                Relation.CITES,
                node_id(Node.REFERENCE, reference),
                {"order": order},
            )


def _add_claims(g: nx.MultiDiGraph, article: Article) -> Iterable[Edge]:
    for order, claim in enumerate(sorted(article.claims, key=lambda c: (c.span.start, c.id))):
        node = _add_node(
            g,
            Node.CLAIM,
            claim.id,
            source=article.source.id,
            claim_kind=claim.kind.value,
            start=claim.span.start,
            end=claim.span.end,
            text=claim.text,
            thresholds=[threshold.model_dump(mode="json") for threshold in claim.thresholds],
        )
        yield node_id(Node.PASSAGE, claim.passage), Relation.STATES, node, {"order": order}
        if claim.quoted is not None and claim.quoted.passage != claim.passage:
            yield node_id(Node.PASSAGE, claim.quoted.passage), Relation.STATES, node, {"order": order}
        for place, reference in enumerate(claim.references):
            yield node, Relation.CITES, node_id(Node.REFERENCE, reference), {"order": place}


def _add_trade_off(g: nx.MultiDiGraph, trade_off: TradeOff) -> Iterable[Edge]:
    node = _add_node(g, Node.TRADE_OFF, trade_off.id, **_fields(trade_off, {"name", "question", "start_because"}))
    for order, option in enumerate(trade_off.options):
        offered = _add_node(g, Node.OPTION, f"{trade_off.id}/{option.id}", **_fields(option, {"name", "text"}))
        yield node, Relation.OFFERS, offered, {"order": order}
        yield from _rests_on(offered, option.evidence)
    yield node, Relation.STARTS_WITH, node_id(Node.OPTION, f"{trade_off.id}/{trade_off.start}"), {}
    yield from _rests_on(node, trade_off.start_evidence)
    for order, factor in enumerate(trade_off.factors):
        yield node, Relation.DEPENDS_ON, node_id(Node.FACTOR, factor), {"order": order}
    for rule in sorted(trade_off.rules, key=lambda r: r.id):
        yield from _add_rule(g, trade_off, rule)
    for disagreement in sorted(trade_off.disagreements, key=lambda d: d.id):
        sides = [node_id(Node.CLAIM, position.evidence) for position in disagreement.positions]
        about = {"about": disagreement.about, "order": disagreement.id}
        for place, side in enumerate(sides):
            for other in sides[place + 1 :]:
                if side != other:
                    yield side, Relation.DISAGREES_WITH, other, about


def _add_rule(g: nx.MultiDiGraph, trade_off: TradeOff, rule: Rule) -> Iterable[Edge]:
    node = _add_node(g, Node.RULE, rule.id, **_fields(rule, {"force", "because", "note", "status"}))
    yield node, Relation.DECIDES, node_id(Node.TRADE_OFF, trade_off.id), {}
    yield node, Relation.FAVOURS, node_id(Node.OPTION, f"{trade_off.id}/{rule.favours}"), {}
    for order, condition in enumerate(rule.when):
        attributes = _fields(condition, {"comparator", "low", "high", "values", "text"})
        yield node, Relation.TESTS, node_id(Node.FACTOR, condition.factor), {"order": order, **attributes}
    yield from _rests_on(node, rule.evidence)
    for order, claim in enumerate(rule.corroborated_by):
        yield node, Relation.CORROBORATED_BY, node_id(Node.CLAIM, claim), {"order": order}


def _rests_on(node: str, evidence: Sequence[str]) -> Iterable[Edge]:
    for order, claim in enumerate(evidence):
        yield node, Relation.RESTS_ON, node_id(Node.CLAIM, claim), {"order": order}


def nodes_of(g: nx.MultiDiGraph, kind: Node) -> tuple[str, ...]:
    """Return the ids of all nodes of a kind, sorted."""
    return tuple(sorted(node for node in g if kind_of(node) is kind))
