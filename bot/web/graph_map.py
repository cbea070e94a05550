"""The whole graph as a picture: each kind of node its own shape, decisions and sources named, hits of a search marked.

Pure. The layout is made once for each graph and is the same for the same graph. A graph too large to be read at once
is drawn without its evidence, or not at all: then the search and the lists lead further.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from weakref import WeakKeyDictionary

import networkx as nx

from bot.atlas import NAMES, Atlas
from bot.web.markup import plain
from bot.web.places import heading
from bot.wording import clipped
from graph.schema import Node, kind_of

WIDTH, HEIGHT, EDGE = 1000, 760, 46
"""Size of the picture and its margin, in its own units."""
MOST_DRAWN = 700
ITERATIONS = 70
LEVELS: tuple[frozenset[Node], ...] = (
    frozenset({Node.TRADE_OFF, Node.OPTION, Node.FACTOR, Node.RULE, Node.CLAIM, Node.REFERENCE, Node.SOURCE}),
    frozenset({Node.TRADE_OFF, Node.OPTION, Node.FACTOR, Node.RULE, Node.SOURCE}),
    frozenset({Node.TRADE_OFF, Node.OPTION, Node.FACTOR}),
)
"""The kinds that are drawn: all that decides and what it rests on, then less where that is too many."""
_LAYOUTS: WeakKeyDictionary[nx.MultiDiGraph, dict[str, tuple[int, int]]] = WeakKeyDictionary()
_SIZE = {Node.TRADE_OFF: 13, Node.SOURCE: 12, Node.OPTION: 9, Node.FACTOR: 7, Node.REFERENCE: 7}
_SMALL = 5
_NAMED = {Node.TRADE_OFF: (42, 7.8), Node.SOURCE: (30, 6.4)}
"""The kinds whose names are drawn: how many characters at most, and how wide one is about."""


def map_html(atlas: Atlas, words: str = "") -> str:
    """Return the picture with its legend; ``words`` marks what a search finds."""
    places = layout_of(atlas)
    if not places:
        return (
            f'{heading("Map", 2)}<p class="cr-empty">This graph is too large to draw. Search it, or use the lists.</p>'
        )
    hits = {spot.id for spot in atlas.find(words)[0]} & places.keys() if words else set()
    drawn = {kind_of(node) for node in places}
    count = f'<span class="cr-count">{len(places):,}</span>'
    found = f" Marked: {len(hits)} that hold “{plain(words)}”." if words else ""
    return (
        f"{heading(f'Map {count}', 2)}<p class='cr-heard'>Press a shape to look at it from near.{found}</p>"
        f'{_legend(drawn)}<div class="crk-scroll" tabindex="0" role="region" aria-label="Map of the graph">'
        f'<svg class="crk-map{" crk-marked" if hits else ""}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{_described(atlas, drawn)}">{_edges(atlas.g, places)}{_nodes(atlas, places, hits)}</svg></div>'
    )


def layout_of(atlas: Atlas) -> Mapping[str, tuple[int, int]]:
    """Return where each drawn node stands; nothing where even the fewest are too many."""
    if atlas.g not in _LAYOUTS:
        _LAYOUTS[atlas.g] = _laid_out(atlas.g)
    return _LAYOUTS[atlas.g]


def _laid_out(g: nx.MultiDiGraph) -> dict[str, tuple[int, int]]:
    nodes: list[str] = []
    for kinds in LEVELS:
        nodes = sorted(node for node in g if kind_of(node) in kinds)
        if len(nodes) <= MOST_DRAWN:
            break
    if not nodes or len(nodes) > MOST_DRAWN:
        return {}
    near = nx.Graph()
    near.add_nodes_from(nodes)
    near.add_edges_from(sorted((a, b) for a, b in g.edges() if a in near and b in near))
    near.add_edges_from(list(_of_sources(g, nodes)))
    centres = [node for node in nodes if kind_of(node) is Node.TRADE_OFF] or nodes
    start = _start(near, centres)
    found = nx.spring_layout(near, pos=start, k=1.15 / math.sqrt(len(nodes)), iterations=ITERATIONS, seed=1)
    return _fitted({node: (float(x), float(y)) for node, (x, y) in found.items()})


def _of_sources(g: nx.MultiDiGraph, near: Collection[str]) -> Iterable[tuple[str, str]]:
    """Return an edge from each claim to its source: the passages in between are not drawn."""
    for node in list(near):
        source = f"{Node.SOURCE.value}:{g.nodes[node].get('source')}"
        if kind_of(node) is Node.CLAIM and source in near:
            yield source, node


def _start(near: nx.Graph, centres: list[str]) -> dict[str, tuple[float, float]]:
    """Return where the layout begins: the decisions on a ring, every other node near the decision nearest to it."""
    ring = {
        node: (math.cos(2 * math.pi * place / len(centres)), math.sin(2 * math.pi * place / len(centres)))
        for place, node in enumerate(centres)
    }
    # a list, since a set would be walked in another order in each process
    owner = nx.multi_source_dijkstra_path(near, centres)
    start = {}
    for place, node in enumerate(sorted(near)):
        x, y = ring[owner[node][0]] if node in owner else (0.0, 0.0)
        turn = place * 2.399963  # the golden angle: no two begin at one place
        start[node] = ring.get(node, (x + 0.3 * math.cos(turn), y + 0.3 * math.sin(turn)))
    return start


def _fitted(found: Mapping[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    """Return the places scaled to the picture; each axis by rank and value alike, so that crowds spread out."""
    fitted: list[dict[str, float]] = []
    for axis, size in ((0, WIDTH), (1, HEIGHT)):
        values = {node: place[axis] for node, place in found.items()}
        low, high = min(values.values()), max(values.values())
        ranks = {node: place for place, node in enumerate(sorted(values, key=lambda n: (values[n], n)))}
        last = max(1, len(ranks) - 1)
        share = {n: 0.6 * (v - low) / ((high - low) or 1.0) + 0.4 * ranks[n] / last for n, v in values.items()}
        fitted.append({node: EDGE + s * (size - 2 * EDGE) for node, s in share.items()})
    return {node: (round(fitted[0][node]), round(fitted[1][node])) for node in found}


def _edges(g: nx.MultiDiGraph, places: Mapping[str, tuple[int, int]]) -> str:
    joined = {(a, b) for a, b in g.edges() if a in places and b in places} | set(_of_sources(g, places))
    lines = sorted((places[a], places[b]) for a, b in joined)
    path = "".join(f"M{a[0]} {a[1]}L{b[0]} {b[1]}" for a, b in lines)
    return f'<path class="crk-lines" d="{path}"/>'


def _nodes(atlas: Atlas, places: Mapping[str, tuple[int, int]], hits: Collection[str]) -> str:
    """Return the shapes, the small ones first so that names stand above them."""
    order = sorted(places, key=lambda node: (_SIZE.get(kind_of(node), _SMALL), node in hits, node))
    named = _names(atlas, places)
    return "".join(_node(atlas, node, places[node], node in hits) + named.get(node, "") for node in order)


def _names(atlas: Atlas, places: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    """Return the names of decisions and sources, each above its shape, or below where another name stands above."""
    taken: list[tuple[float, float, float]] = []
    found = {}
    for node in sorted((n for n in places if kind_of(n) in _NAMED), key=lambda n: (list(_NAMED).index(kind_of(n)), n)):
        longest, wide = _NAMED[kind_of(node)]
        name = clipped(atlas.spot(node).title, longest)
        (x, y), half, gap = places[node], len(name) * wide / 2, _SIZE[kind_of(node)] + 5
        level = next((at for at in (y - gap, y + gap + 12) if not _crowded(x, at, half, taken)), y - gap)
        taken.append((x, level, half))
        found[node] = f'<text class="crk-{kind_of(node).value}" x="{x}" y="{level}">{plain(name)}</text>'
    return found


def _crowded(x: float, y: float, half: float, taken: Iterable[tuple[float, float, float]]) -> bool:
    return any(abs(y - other_y) < 17 and abs(x - other_x) < half + other for other_x, other_y, other in taken)


def _node(atlas: Atlas, node: str, place: tuple[int, int], hit: bool) -> str:
    spot, (x, y) = atlas.spot(node), place
    kind = spot.kind
    size = _SIZE.get(kind, _SMALL) * (1.5 if hit and kind not in (Node.TRADE_OFF, Node.SOURCE) else 1.0)
    told = f"<title>{plain(NAMES[kind][0])}: {plain(clipped(spot.title, 110))}</title>"
    marked = " crk-hit" if hit else ""
    drawn = f"{told}{_shape(kind, x, y, size)}"
    return f'<g class="crk-n crk-{kind.value}{marked}" data-place="{plain(node)}">{drawn}</g>'


def _shape(kind: Node, x: int, y: int, size: float) -> str:
    """Return the outline of a kind: the shape tells it, the colour only repeats that."""
    corners = {
        Node.OPTION: ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
        Node.REFERENCE: ((0, -1.1), (1.1, 0.9), (-1.1, 0.9)),
        Node.SOURCE: ((-0.6, -1), (0.6, -1), (1.2, 0), (0.6, 1), (-0.6, 1), (-1.2, 0)),
    }
    if kind in corners:
        points = " ".join(f"{x + dx * size:.0f},{y + dy * size:.0f}" for dx, dy in corners[kind])
        return f'<polygon points="{points}"/>'
    if kind in (Node.TRADE_OFF, Node.RULE):
        side = size * (1.0 if kind is Node.TRADE_OFF else 0.85)
        box = f'x="{x - side:.0f}" y="{y - side:.0f}" width="{2 * side:.0f}" height="{2 * side:.0f}"'
        return f'<rect {box} rx="{side / 4:.0f}"/>'
    return f'<circle cx="{x}" cy="{y}" r="{size * (0.8 if kind is Node.CLAIM else 1.0):.1f}"/>'


def _legend(drawn: Collection[Node]) -> str:
    signs = "".join(
        f'<li><svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><g class="crk-n crk-{kind.value}">'
        f"{_shape(kind, 12, 12, 8)}</g></svg>{plain(NAMES[kind][0])}</li>"
        for kind in NAMES
        if kind in drawn
    )
    return f'<ul class="crk-legend" aria-label="What the shapes are">{signs}</ul>'


def _described(atlas: Atlas, drawn: Collection[Node]) -> str:
    """Return what the picture shows, for those who do not see it; the lists hold the same."""
    counted = ", ".join(f"{atlas.counts[kind]} {NAMES[kind][1]}" for kind in NAMES if kind in drawn)
    return plain(f"The graph: {counted}. The lists of this page hold the same.")
