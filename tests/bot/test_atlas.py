from __future__ import annotations

import pytest

from bot.advisor import Advisor
from bot.atlas import MOST_SHOWN, Atlas
from graph.schema import Node
from kb.errors import InputError
from tests.bot import river
from tests.bot.desks import CATALOG


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """Return the small world and its one article."""
    return river.atlas(CATALOG)


def neighbours(atlas: Atlas, node: str) -> dict[str, list[str]]:
    """Return the neighbours of a node by the name of the relation."""
    return {group.name: [spot.id for spot in group.spots] for group in atlas.sight(node).groups}


def test_a_claim_is_seen_with_what_it_stands_on_and_what_stands_on_it(atlas: Atlas) -> None:
    """Its passage, its reference, and every rule and option that relies on it."""
    found = neighbours(atlas, "claim:river#few")
    assert found["Cites"] == ["reference:styx-1999"]
    assert found["Stated in"] == ["passage:river/p001-00000000"]
    assert {"rule:crossing/few", "trade-off:crossing"} <= set(found["Relied on by"])


def test_the_words_behind_a_claim_come_with_it(atlas: Atlas) -> None:
    """They are those of the source, with the reference that they lean on."""
    quote = atlas.sight("claim:river#few").quote
    assert quote is not None
    assert quote.quote == river.TEXT[quote.start : quote.end] == river.FEW
    assert [reference.id for reference in quote.references] == ["styx-1999"]


def test_an_edge_says_what_is_tested(atlas: Atlas) -> None:
    """A rule leads to a factor with its condition in words."""
    group = next(g for g in atlas.sight("rule:crossing/few").groups if g.name == "Holds when")
    assert (group.spots[0].title, group.notes) == ("Cars a day", ("cars a day is below 500/day",))


def test_each_kind_is_counted_and_listed(atlas: Atlas) -> None:
    """As many are listed as are counted."""
    for kind, count in atlas.counts.items():
        assert len(atlas.all_of(kind)) == count
    assert atlas.counts[Node.RULE] == 3


def test_a_search_finds_what_holds_every_word(atlas: Atlas) -> None:
    """In any order and case; what begins with the first word comes first."""
    spots, more = atlas.find("CARS ferry")
    assert {spot.id for spot in spots} >= {"claim:river#few", "rule:crossing/few"}
    assert more == 0
    assert atlas.find("cars")[0][0].id == "factor:cars"


@pytest.mark.parametrize("text", ["", "   ", "nothing of the kind"])
def test_a_search_for_nothing_finds_nothing(atlas: Atlas, text: str) -> None:
    """No word, no hit."""
    assert atlas.find(text) == ((), 0)


@pytest.mark.parametrize("id", ["", "claim:nowhere#none", "x", "source:", "<b>"])
def test_an_unknown_node_is_an_error_for_the_user(atlas: Atlas, id: str) -> None:
    """Ids come from clicks, and clicks can be forged."""
    with pytest.raises(InputError, match="nothing of this id"):
        atlas.sight(id)


def test_every_node_of_the_built_in_knowledge_can_be_looked_at(advisor: Advisor) -> None:
    """No node lacks a title, and every neighbour leads back."""
    atlas = Atlas(g=advisor.g, catalog=advisor.catalog, library=advisor.library)
    for node in advisor.g:
        sight = atlas.sight(node)
        assert sight.spot.title
        for group in sight.groups:
            assert len(group.spots) <= MOST_SHOWN
            assert all(advisor.g.has_edge(node, s.id) or advisor.g.has_edge(s.id, node) for s in group.spots)
