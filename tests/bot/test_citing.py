"""Numbered citations: one number a place, the quote as stored, a link that leads somewhere."""

from __future__ import annotations

import pytest

from bot.citing import AROUND, Citer, link_to, reference_text
from kb.types import Reference, Source
from tests.bot.shelf import NOTES, library


def test_one_place_has_one_number_however_often_it_is_cited() -> None:
    """Numbers follow the order of first citation, and a second citation of the same place repeats its number."""
    citer = Citer(library())
    assert citer.claims(("notes#regret", "notes#bar", "notes#regret")) == (1, 2)
    assert citer.claim("notes#bar") == 2
    assert [c.n for c in citer.cited()] == [1, 2]


def test_quote_is_the_stored_text_with_what_stands_around_it() -> None:
    """Quote, prefix and suffix join to the stored text; the reference comes with its number and address."""
    citer = Citer(library())
    citer.claim("notes#bar")
    (cited,) = citer.cited()
    assert cited.quote == NOTES[cited.start : cited.end]
    assert cited.prefix + cited.quote + cited.suffix == NOTES[: cited.end + AROUND]
    assert cited.kind == "digest"
    assert [(r.id, r.number, r.url) for r in cited.references] == [("ada-2025", 1, "https://example.org/costs")]


def test_claim_that_is_gone_is_not_cited() -> None:
    """A claim that the library does not hold has no number, and the others keep theirs."""
    citer = Citer(library())
    assert citer.claim("notes#removed") is None
    assert citer.claims(("notes#removed", "notes#bar")) == (1,)


def test_claims_cite_at_most_as_many_as_asked() -> None:
    """``most`` cuts the list of claims."""
    assert Citer(library()).claims(("notes#bar", "notes#regret"), most=1) == (1,)


def test_passage_brings_the_references_of_its_claims() -> None:
    """A whole passage is cited with every reference that a claim in it leans on."""
    citer = Citer(library())
    assert citer.passage("notes/p001") == 1
    assert citer.cited()[0].quote == NOTES
    assert [r.id for r in citer.cited()[0].references] == ["ada-2025"]


def test_reference_is_shown_as_printed_or_composed() -> None:
    """Without a printed entry one is made of at most three authors, year, title and venue."""
    composed = library().references["ada-2025"]
    assert reference_text(composed) == "A. Ada, B. Bab, C. Cee et al. (2025). Costs. Journal."
    assert reference_text(composed.model_copy(update={"text": "Ada, Costs."})) == "Ada, Costs."
    assert reference_text(Reference(id="r", source="s", title="Why?", year=2020)) == "(2020). Why?"
    assert reference_text(Reference(id="r", source="s", title="T")) == "T."


@pytest.mark.parametrize(
    ("kind", "url", "quote", "link"),
    [
        ("original", None, "any words", ""),
        ("digest", "https://example.org/a", "any words", "https://example.org/a"),
        ("original", "https://example.org/a", "one, two-three", "https://example.org/a#:~:text=one%2C%20two-three"),
        (
            "original",
            "https://example.org/a",
            " ".join("abcdefghijklmno"),
            "https://example.org/a#:~:text=a%20b%20c%20d%20e,k%20l%20m%20n%20o",
        ),
    ],
)
def test_link_has_a_text_fragment_only_where_the_words_stand_in_the_original(
    kind: str, url: str | None, quote: str, link: str
) -> None:
    """A digest links plainly; an original links to the words, a long quote by its ends."""
    source = Source.model_validate(
        {"id": "s", "title": "", "url": url, "text_kind": kind, "text": "", "content_hash": ""}
    )
    assert link_to(source, quote) == link
