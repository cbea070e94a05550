"""The knowledge to look around in, as escaped HTML: an overview, lists, search, and one node with its neighbours. Pure.

A place is named by one text: empty for the overview, ``map`` for the whole graph (``map:words`` marks what holds them),
``kind:claim`` for a list, ``find:words`` for a search, else the id of a node. A button with ``data-place`` leads there.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.atlas import NAMES, Atlas, Group, Sight, Spot, kind_named
from bot.web.decision_panel import decision_html
from bot.web.evidence import evidence_html
from bot.web.graph_map import map_html
from bot.web.markup import link, plain
from bot.web.places import button, crumbs, heading, spot_html
from bot.web.source_panel import source_html
from graph.query import linked
from graph.schema import Node, Relation, record_id
from kb.errors import InputError

LISTED = (Node.TRADE_OFF, Node.FACTOR, Node.RULE, Node.CLAIM, Node.REFERENCE, Node.SOURCE)
"""The kinds that the overview leads to; the others are reached from these."""
MOST_LISTED = 300
MOST_SOURCES = 60
HERE = -1
"""What stands for the turn in the ids of this tab's evidence: no turn has it, nor has the look-up."""
FIND, KIND, MAP = "find:", "kind:", "map"


def place_html(atlas: Atlas, place: str) -> str:
    """Return the page of a place; one that does not exist says so and leads back."""
    try:
        if not place:
            return _page(overview_html(atlas))
        if place == MAP or place.startswith(f"{MAP}:"):
            return _page(crumbs("Map") + map_html(atlas, place.removeprefix(MAP).removeprefix(":")))
        if place.startswith(FIND):
            return _page(found_html(atlas, place.removeprefix(FIND)))
        if place.startswith(KIND):
            return _page(list_html(atlas, place.removeprefix(KIND)))
        return _page(sight_html(atlas, place))
    except InputError as error:
        return _page(f'{crumbs("Not found")}<p class="cr-empty" role="alert">{plain(str(error))}</p>')


def _page(body: str) -> str:
    return f'<div class="cr-card crk">{body}</div>'


def overview_html(atlas: Atlas) -> str:
    """Return what there is: the decisions, the sources, and a way to everything else."""
    ways = "".join(
        button(f"{KIND}{kind.value}", f"{NAMES[kind][1].capitalize()} <span>{atlas.counts[kind]}</span>", "crk-way")
        for kind in LISTED
        if kind in atlas.counts
    )
    ways += button(MAP, "Map of the graph", "crk-way")
    decisions = "".join(f"<li>{_decision(atlas, spot)}</li>" for spot in atlas.all_of(Node.TRADE_OFF))
    sources = "".join(f"<li>{_source(atlas, spot)}</li>" for spot in atlas.all_of(Node.SOURCE)[:MOST_SOURCES])
    return (
        f"{heading('What Crossroads knows', 2)}"
        f'<div class="crk-ways" role="group" aria-label="Kinds of knowledge">{ways}</div>'
        f'<h3>Decisions</h3><ul class="crk-tiles">{decisions}</ul>'
        f'<h3>Sources</h3><ul class="crk-rows">{sources}</ul>'
    )


def _decision(atlas: Atlas, spot: Spot) -> str:
    trade_off = atlas.catalog.trade_off(record_id(spot.id))
    counted = f"{len(trade_off.options)} options, {len(trade_off.factors)} factors, {len(trade_off.rules)} rules"
    inside = f"<strong>{plain(spot.title)}</strong><span>{plain(spot.about)}</span><small>{counted}</small>"
    return button(spot.id, inside, "crk-tile")


def _source(atlas: Atlas, spot: Spot) -> str:
    library, id = atlas.library, record_id(spot.id)
    claims = sum(claim.source == id for claim in library.claims.values())
    references = len(linked(atlas.g, spot.id, Relation.LISTS))  # a work that others list as well is each one's
    counted = f"{_counted(claims, 'claim')}, {_counted(references, 'reference')}"
    about = f"{plain(spot.about)} · {counted}" if spot.about else counted
    return f'{button(spot.id, plain(spot.title), "crk-node")}<span class="cr-heard">{about}</span>'


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def list_html(atlas: Atlas, name: str) -> str:
    """Return every node of one kind; raises InputError for a kind that there is not."""
    kind = kind_named(name)
    if kind is None:
        raise InputError(f"{name[:40]}: there is no knowledge of this kind.")
    spots = atlas.all_of(kind)
    more = len(spots) - MOST_LISTED
    rest = f'<p class="cr-heard">{more:,} more: search for them by their words.</p>' if more > 0 else ""
    title = NAMES[kind][1].capitalize()
    count = f'<span class="cr-count">{len(spots):,}</span>'
    return f"{crumbs(title)}{heading(f'{title} {count}', 2)}{_rows(spots[:MOST_LISTED], name_kind=False)}{rest}"


def found_html(atlas: Atlas, text: str) -> str:
    """Return what a search finds, each with its kind."""
    spots, more = atlas.find(text)
    shown = plain(text[:200])
    if not spots:
        hint = "Try fewer words, or look a statement up by its meaning in the tab beside this one."
        return f'{crumbs("Search")}<p class="cr-empty" role="status">Nothing holds all of “{shown}”. {hint}</p>'
    count = f'<span class="cr-count">{len(spots) + more:,}</span>'
    rest = f'<p class="cr-heard">{more:,} more: add a word to narrow it down.</p>' if more else ""
    on_map = f"<p>{button(f'{MAP}:{text}', 'Mark them on the map', 'crk-way')}</p>"
    return f"{crumbs('Search')}{heading(f'“{shown}” {count}', 2)}{on_map}{_rows(spots)}{rest}"


def _rows(spots: Iterable[Spot], *, name_kind: bool = True) -> str:
    rows = "".join(f"<li>{spot_html(spot, name_kind=name_kind)}</li>" for spot in spots)
    return f'<ul class="crk-rows">{rows}</ul>'


def sight_html(atlas: Atlas, node: str) -> str:
    """Return one node with its neighbours, or the page of a decision or a source; raises InputError for another id."""
    sight = atlas.sight(node)
    kind = sight.spot.kind
    way = f"{KIND}{kind.value}", NAMES[kind][1].capitalize()
    if kind is Node.TRADE_OFF:
        return crumbs(sight.spot.title, way) + decision_html(atlas, sight)
    if kind is Node.SOURCE:
        return crumbs(sight.spot.title, way) + source_html(atlas, sight)
    before = [group for group in sight.groups if group.side == "in"]
    after = [group for group in sight.groups if group.side == "out"]
    sides = (
        f'<div class="crk-ego"><div class="crk-focus">{_focus(sight)}</div>'
        f'<div class="crk-side crk-in">{_side(before)}</div><div class="crk-side crk-out">{_side(after)}</div></div>'
    )
    return crumbs(sight.spot.title, way) + sides


def _focus(sight: Sight) -> str:
    """Return the node in the middle: its words, or the evidence panel where words of a source stand behind it."""
    spot = sight.spot
    kicker = f'<p class="cr-kicker">{plain(NAMES[spot.kind][0])}</p>'
    about = f'<p class="cr-heard">{plain(spot.about)}</p>' if spot.about else ""
    text = f'<p class="cr-why">{plain(sight.text)}</p>' if sight.text else ""
    if sight.quote is not None:
        shown = heading(f"{NAMES[spot.kind][0].capitalize()} of {plain(sight.quote.source.title)}", 2, hidden=True)
        return f"{kicker}{shown}{about}{evidence_html((sight.quote,), HERE)}"
    original = f'<p class="cr-source">{link("Open the original", sight.url)}</p>' if sight.url else ""
    return f"{kicker}{heading(plain(spot.title), 2)}{about}{text}{original}"


def _side(groups: list[Group]) -> str:
    return "".join(_group(group) for group in groups)


def _group(group: Group) -> str:
    rows = "".join(
        f"<li>{spot_html(spot, note=note)}</li>" for spot, note in zip(group.spots, group.notes, strict=True)
    )
    more = f'<li class="cr-heard">and {group.more:,} more</li>' if group.more else ""
    count = f'<span class="cr-count">{len(group.spots) + group.more:,}</span>'
    listed = f'<ul class="crk-rows">{rows}{more}</ul>'
    return f'<section class="crk-group"><h3>{plain(group.name)} {count}</h3>{listed}</section>'
