from __future__ import annotations

import html
import os
import re
import subprocess
import sys

import pytest

from bot.advisor import Advisor
from bot.atlas import Atlas
from bot.library import Library
from bot.web.graph_map import HEIGHT, WIDTH, layout_of, map_html
from bot.web.knowledge_panel import place_html
from bot.web.knowledge_tab import looked
from graph.build import build_graph
from kb.types import Article, Catalog, Option
from tests.bot import river
from tests.bot.desks import CATALOG, FixedDesk
from tests.tree import ROOT

HOSTILE = '<img src=x onerror="hacked()"> {{a}} `b` ${c}'


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """Return the small world and its one article."""
    return river.atlas(CATALOG)


def places(page: str) -> list[str]:
    """Return the places that a page leads to."""
    return [html.unescape(place) for place in re.findall(r'data-place="([^"]*)"', page)]


def test_every_page_can_be_reached_from_the_overview(atlas: Atlas) -> None:
    """Following every button from the start comes to every node, and no button leads nowhere."""
    seen, waiting = set(), [""]
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        page = place_html(atlas, place)
        assert 'role="alert"' not in page, place
        waiting += places(page)
    assert set(atlas.g) <= seen


def test_a_decision_shows_options_factors_bars_and_sources(atlas: Atlas) -> None:
    """What is to be known of a decision is on one page."""
    page = place_html(atlas, "trade-off:crossing")
    for words in (
        "How do we cross the river?",
        "A boat that goes to and fro.",
        "to start with",
        "How many cars a day?",
        ">below 500/day<",
        "strong for Run a ferry",
        "Styx 1999 · case",
        "A ferry stands still in ice.",
    ):
        assert words in page, words


def test_a_source_shows_its_claims_and_what_they_cite(atlas: Atlas) -> None:
    """Claims by section, the bibliography with how many claims lean on each work."""
    page = place_html(atlas, "source:river")
    for words in (
        "Crossing</summary>",
        "A ferry carries forty cars [3].",
        "[3]",
        "behind 1 claim here",
        "our own summary",
    ):
        assert words in page.replace(' <span class="cr-count">2</span>', ""), words


def test_a_work_that_two_sources_list_counts_for_each() -> None:
    """One reference, two bibliographies."""
    source = river.ARTICLE.source.model_copy(update={"id": "lake", "title": "Crossing lakes"})
    work = river.ARTICLE.references[0].model_copy(update={"source": "lake"})
    lake = Article(source=source, sections=(), passages=(), claims=(), references=(work,))
    known = (river.ARTICLE, lake)
    overview = place_html(Atlas(g=build_graph(known, CATALOG), catalog=CATALOG, library=Library.of(known)), "")
    assert overview.count("1 reference<") == 2


@pytest.mark.parametrize("place", ["claim:none", "kind:none", "kind:", "nonsense", HOSTILE, f"find:{HOSTILE}", "find:"])
def test_a_place_that_is_not_there_says_so_and_leads_back(atlas: Atlas, place: str) -> None:
    """Places come from clicks; whatever they hold is shown as text."""
    page = place_html(atlas, place)
    assert "<img" not in page
    assert "${" not in page
    assert "" in places(page)


def test_a_forged_click_leads_to_the_overview() -> None:
    """What is no text is no place."""
    assert looked({"a": 1}, FixedDesk()) == looked("", FixedDesk())


def test_nothing_of_a_source_or_a_pack_is_markup() -> None:
    """Hostile names, claims and titles are text on every page, the map included."""
    trade_off = CATALOG.trade_offs[0]
    bad: Catalog = CATALOG.model_copy(
        update={
            "trade_offs": (
                trade_off.model_copy(
                    update={
                        "name": HOSTILE,
                        "question": HOSTILE,
                        "options": (Option(id="ferry", name=HOSTILE, text=HOSTILE), trade_off.options[1]),
                    }
                ),
            ),
        }
    )
    atlas = river.atlas(bad)
    for place in ("", "map", "kind:option", "trade-off:crossing", "option:crossing/ferry", "rule:crossing/few"):
        page = place_html(atlas, place)
        assert "<img" not in page, place
        assert "${" not in page, place


def test_the_map_shows_each_node_within_its_frame(advisor: Advisor) -> None:
    """Every decision, rule and claim of the built-in knowledge has a place of its own in the picture."""
    atlas = Atlas(g=advisor.g, catalog=advisor.catalog, library=advisor.library)
    drawn = layout_of(atlas)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in drawn.values())
    assert {spot for spot in drawn if spot.startswith("trade-off:")} == {
        f"trade-off:{trade_off.id}" for trade_off in advisor.catalog.trade_offs
    }
    assert len(set(drawn.values())) > 0.95 * len(drawn)


def test_the_map_is_the_same_for_the_same_graph() -> None:
    """In every process, though strings hash otherwise in each."""
    script = """
import networkx as nx
from bot.atlas import Atlas
from bot.library import Library
from bot.web.graph_map import layout_of
from kb.types import Catalog
from bot.library import Library
g = nx.MultiDiGraph()
for n, d in enumerate('abcdefgh'):
    for far in (0, 1, 3):
        g.add_edge(f'trade-off:{d}', f'factor:{(n * (far + 1)) % 11}')
    g.add_edge(f'trade-off:{d}', f'option:{d}/o')
print(sorted(layout_of(Atlas(g, Catalog(trade_offs=(), factors=()), Library({}, {}, {}, {}))).items()))
"""
    drawn = {
        subprocess.check_output([sys.executable, "-c", script], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    }
    assert len(drawn) == 1


def test_the_map_marks_what_a_search_finds(atlas: Atlas) -> None:
    """The hits are told apart, and counted in words."""
    page = map_html(atlas, "forty")
    assert len(re.findall(r'class="crk-n crk-claim crk-hit"', page)) == 1
    assert "Marked: 1 that hold “forty”" in page
