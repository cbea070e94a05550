"""The shelf of articles, looked up by id."""

from __future__ import annotations

from bot.library import Library
from kb.types import Article, Reference, Source
from tests.bot.shelf import library


def test_everything_is_found_by_its_id() -> None:
    """Sources, passages, claims and references of all articles are there."""
    shelf = library()
    assert sorted(shelf.sources) == ["blog", "notes"]
    assert sorted(shelf.claims) == ["blog#cheap", "notes#bar", "notes#regret"]
    assert sorted(shelf.references) == ["ada-2025"]


def test_claims_of_a_passage_come_in_their_order_in_the_text() -> None:
    """The claims that stand in a passage are listed from its start to its end."""
    assert [c.id for c in library().claims_in["notes/p001"]] == ["notes#bar", "notes#regret"]


def test_reference_that_two_sources_list_is_kept_once_the_first() -> None:
    """Two articles that name one reference id share the entry of the first."""
    articles = [
        Article(
            source=Source(id=id, title=id, text="", content_hash=""),
            references=(Reference(id="same", source=id, title=id),),
        )
        for id in ("first", "second")
    ]
    assert Library.of(articles).references["same"].title == "first"
