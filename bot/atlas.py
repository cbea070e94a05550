"""The knowledge to look around in: any node of the graph with what it is joined to, and a search over all. Pure.

A ``Sight`` is one node seen from near: its own words, the quote behind it where it is a claim, and its neighbours
grouped by the relation, told in words from where one stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import networkx as nx

from bot.citing import Citer, reference_text
from bot.library import Library
from bot.types import CitedQuote
from bot.wording import clipped, required
from graph.build import nodes_of
from graph.query import Index
from graph.schema import Node, Relation, kind_of, node_id, record_id
from kb.errors import InputError
from kb.types import Catalog, Claim, Record, Reference, Rule

MOST_SHOWN = 60
"""Neighbours of one relation, and hits of one search, that are shown; the rest is counted."""
TITLE = 150
"""Characters of a title that stands in a list."""
NAMES: Mapping[Node, tuple[str, str]] = {
    Node.TRADE_OFF: ("decision", "decisions"),
    Node.OPTION: ("option", "options"),
    Node.FACTOR: ("factor", "factors"),
    Node.RULE: ("rule", "rules"),
    Node.CLAIM: ("claim", "claims"),
    Node.REFERENCE: ("reference", "references"),
    Node.SOURCE: ("source", "sources"),
    Node.SECTION: ("section", "sections"),
    Node.PASSAGE: ("passage", "passages"),
    Node.PRINCIPLE: ("principle", "principles"),
}
"""What people call each kind, one and many, in the order in which they are listed."""
_OUT: Mapping[Relation, str] = {
    Relation.HAS_SECTION: "Its sections",
    Relation.HAS_PASSAGE: "Its passages",
    Relation.STATES: "States",
    Relation.CITES: "Cites",
    Relation.LISTS: "Its bibliography",
    Relation.OFFERS: "Offers",
    Relation.STARTS_WITH: "Starts with",
    Relation.DEPENDS_ON: "Depends on",
    Relation.DECIDES: "Decides",
    Relation.TESTS: "Holds when",
    Relation.FAVOURS: "Argues for",
    Relation.RESTS_ON: "Rests on",
    Relation.CORROBORATED_BY: "Said as well by",
    Relation.BEARS_ON: "Bears on",
    Relation.DISAGREES_WITH: "Disagrees with",
}
_IN: Mapping[Relation, str] = {
    Relation.HAS_SECTION: "In the source",
    Relation.HAS_PASSAGE: "In the section",
    Relation.STATES: "Stated in",
    Relation.CITES: "Cited by",
    Relation.LISTS: "In the bibliography of",
    Relation.OFFERS: "An option of",
    Relation.STARTS_WITH: "Chosen at the start of",
    Relation.DEPENDS_ON: "Needed to decide",
    Relation.DECIDES: "Decided by the rules",
    Relation.TESTS: "Tested by",
    Relation.FAVOURS: "Argued for by",
    Relation.RESTS_ON: "Relied on by",
    Relation.CORROBORATED_BY: "Confirms",
    Relation.BEARS_ON: "Borne on by",
    Relation.DISAGREES_WITH: "Disagrees with",
}


class Spot(Record):
    """A node in a list: its id, its kind, a title, and a few words about it."""

    id: str
    kind: Node
    title: str
    about: str = ""


class Group(Record):
    """The neighbours by one relation; ``notes`` are words on each edge, ``more`` counts those not shown."""

    name: str
    side: Literal["in", "out"]
    spots: tuple[Spot, ...]
    notes: tuple[str, ...]
    more: int = 0


class Sight(Record):
    """A node seen from near; ``quote`` is what stands behind a claim or a passage, ``url`` where to read it."""

    spot: Spot
    text: str = ""
    quote: CitedQuote | None = None
    url: str | None = None
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Atlas:
    """One state of the knowledge to look around in."""

    g: nx.MultiDiGraph
    catalog: Catalog
    library: Library

    @property
    def rules(self) -> Mapping[str, Rule]:
        """All rules of the graph by id, those that articles brought included."""
        return Index.of(self.g).rules

    @cached_property
    def counts(self) -> Mapping[Node, int]:
        """How many nodes there are of each kind, in the order of ``NAMES``."""
        found = Counter(kind_of(node) for node in self.g)
        return {kind: found[kind] for kind in NAMES if found[kind]}

    def all_of(self, kind: Node) -> tuple[Spot, ...]:
        """Return every node of a kind, by title."""
        found = (self.spot(node) for node in nodes_of(self.g, kind))
        return tuple(sorted(found, key=lambda spot: (spot.title.lower(), spot.id)))

    def spot(self, node: str) -> Spot:
        """Return a node as a list shows it; raises InputError for an id that the graph does not hold."""
        if node not in self.g:
            raise InputError(f"{node[:80]}: the knowledge holds nothing of this id. Search for it by its words.")
        kind, data = kind_of(node), self.g.nodes[node]
        title, about = self._words(node, kind, data)
        return Spot(id=node, kind=kind, title=clipped(" ".join(title.split()) or node, TITLE), about=about)

    def sight(self, node: str) -> Sight:
        """Return a node with its neighbours; raises InputError for an id that the graph does not hold."""
        spot, data = self.spot(node), self.g.nodes[node]
        quote = self._quote(node, spot.kind)
        url = data.get("url") if spot.kind in (Node.SOURCE, Node.REFERENCE) else None
        return Sight(spot=spot, text=self._text(node, spot.kind, data), quote=quote, url=url, groups=self._groups(node))

    def find(self, text: str, kind: Node | None = None) -> tuple[tuple[Spot, ...], int]:
        """Return the nodes whose words hold every word that is looked for, best first, and how many more there are."""
        words = text.lower().split()
        if not words:
            return (), 0
        hits = [
            (not said.startswith(words[0]), list(NAMES).index(kind_of(node)), len(said), node)
            for node, said in self._said.items()
            if (kind is None or kind_of(node) is kind) and all(word in said for word in words)
        ]
        best = sorted(hits)[:MOST_SHOWN]
        return tuple(self.spot(hit[-1]) for hit in best), max(0, len(hits) - len(best))

    @cached_property
    def _said(self) -> Mapping[str, str]:
        """What a search looks through: title, words about it and id of every node, in lower case."""
        found = {}
        for node in self.g:
            title, about = self._words(node, kind_of(node), self.g.nodes[node])
            found[node] = f"{title} {about} {record_id(node)}".lower()
        return found

    def _words(self, node: str, kind: Node, data: Mapping[str, Any]) -> tuple[str, str]:
        """Return a node's title and a few words about it."""
        id = record_id(node)
        match kind:
            case Node.SOURCE:
                return data["title"], ", ".join([*data["authors"], *([str(data["year"])] if data["year"] else [])])
            case Node.SECTION:
                return data["title"], self._source_title(data["source"])
            case Node.PASSAGE:
                passage = self.library.passages.get(id)
                return passage.text if passage else id, self._source_title(data["source"])
            case Node.CLAIM:
                return data["text"], f"{data['claim_kind']} · {self.credit(id)}"
            case Node.REFERENCE:
                reference = self.library.references.get(id)
                return reference_text(reference) if reference else data["title"], data["reference_kind"]
            case Node.FACTOR:
                kinds = {"quantity": data["unit"] or "", "category": ", ".join(data["values"])}
                return data["name"], kinds.get(data["value_kind"], "yes or no")
            case Node.RULE:
                return data["because"], f"{data['force']} · {self._trade_off_name(id.partition('/')[0])}"
            case Node.OPTION:
                return data["name"], self._trade_off_name(id.partition("/")[0])
            case Node.TRADE_OFF:
                return data["name"], data["question"]
        return data.get("name", id), ""

    def credit(self, claim: str) -> str:
        """Return whom a claim goes back to and where it stands: ``Ptolemay 2025, in Six Choices …``."""
        known = self.library.claims.get(claim)
        if known is None:
            return ""
        source = clipped(self._source_title(known.source), 44)
        return f"{self.author(known)}, in {source}" if self._work(known) else source

    def author(self, claim: Claim) -> str:
        """Return whom a claim goes back to: the first work that it cites, else its source: ``Ptolemay 2025``."""
        work = self._work(claim)
        source = self.library.sources.get(claim.source)
        authors, year = (work.authors, work.year) if work else (source.authors, source.year) if source else ((), None)
        if not authors:
            return clipped(reference_text(work) if work else self._source_title(claim.source), 34)
        return f"{authors[0].rpartition(' ')[2]} {year or ''}".strip()

    def _work(self, claim: Claim) -> Reference | None:
        """Return the first work that a claim cites."""
        return next((self.library.references[id] for id in claim.references if id in self.library.references), None)

    def _source_title(self, id: str) -> str:
        source = self.library.sources.get(id)
        return source.title if source else id

    def _trade_off_name(self, id: str) -> str:
        node = node_id(Node.TRADE_OFF, id)
        return str(self.g.nodes[node]["name"]) if node in self.g else id

    def _text(self, node: str, kind: Node, data: Mapping[str, Any]) -> str:
        """Return what a node says beyond its title."""
        match kind:
            case Node.TRADE_OFF:
                return str(data["question"])
            case Node.OPTION | Node.PRINCIPLE:
                return str(data["text"])
            case Node.FACTOR:
                return f"{data['ask']} {data['why']}"
            case Node.RULE:
                rule = self.rules.get(record_id(node))
                when = " and ".join(self.condition_words(rule)) if rule else ""
                note = f" {data['note']}" if data["note"] else ""
                return f"Holds when {when}.{note}" if when else note.strip()
        return ""

    def condition_words(self, rule: Rule) -> tuple[str, ...]:
        """Return the conditions of a rule in words, one each: ``requests per day is below 100,000/day``."""
        factors = Index.of(self.g).factors
        return tuple(required(condition, factors[condition.factor]) for condition in rule.when)

    def _quote(self, node: str, kind: Node) -> CitedQuote | None:
        """Return the words that stand behind a claim or a passage, with their place and their references."""
        citer, id = Citer(self.library), record_id(node)
        if kind is Node.CLAIM and id in self.library.claims:
            citer.claim(id)
        elif kind is Node.PASSAGE and id in self.library.passages:
            citer.passage(id)
        return next(iter(citer.cited()), None)

    def _groups(self, node: str) -> tuple[Group, ...]:
        """Return the neighbours by relation, in the order of the relations; within one in the author's order."""
        found: dict[tuple[str, Literal["in", "out"]], dict[str, tuple[str, str]]] = {}
        for _, end, data in self.g.out_edges(node, data=True):
            group = found.setdefault((_OUT[Relation(data["relation"])], "out"), {})
            group[end] = (_order(data), self._note(node, data))
        for start, _, data in self.g.in_edges(node, data=True):
            side: Literal["in", "out"] = "out" if data["relation"] == Relation.DISAGREES_WITH else "in"
            # the order is that of the other end's list, and says nothing here
            found.setdefault((_IN[Relation(data["relation"])], side), {})[start] = ("", self._note(start, data))
        order = [*dict.fromkeys([*_OUT.values(), *_IN.values()])]
        named = sorted(found, key=lambda key: order.index(key[0]))
        return tuple(self._group(name, side, found[name, side]) for name, side in named)

    def _group(self, name: str, side: Literal["in", "out"], ends: Mapping[str, tuple[str, str]]) -> Group:
        kinds = list(NAMES)
        shown = sorted(
            (self.spot(end) for end in ends), key=lambda s: (kinds.index(s.kind), ends[s.id][0], s.title.lower(), s.id)
        )
        kept = tuple(shown[:MOST_SHOWN])
        notes = tuple(ends[spot.id][1] for spot in kept)
        return Group(name=name, side=side, spots=kept, notes=notes, more=len(shown) - len(kept))

    def _note(self, start: str, data: Mapping[str, Any]) -> str:
        """Return words on an edge: the condition that a rule tests, what two claims disagree about."""
        if data["relation"] == Relation.TESTS:
            rule = self.rules.get(record_id(start))
            tested = [c for c in rule.when if c.text == data["text"]] if rule else []
            return required(tested[0], Index.of(self.g).factors[tested[0].factor]) if tested else str(data["text"])
        return str(data.get("about", ""))


def kind_named(name: str) -> Node | None:
    """Return the kind of a name such as ``claim``; nothing for another."""
    try:
        return Node(name)
    except ValueError:
        return None


def _order(data: Mapping[str, Any]) -> str:
    """Return the place of an edge in its author's list, so that it sorts."""
    return str(data.get("order", 0)).zfill(9)
