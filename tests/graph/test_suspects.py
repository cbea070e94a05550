"""Addresses of one work that differ in a word."""

from __future__ import annotations

from graph.suspects import suspicious_links
from graph.works import one_id_a_work
from kb.types import Article, Reference, Source


def shelf(*references: Reference) -> list[Article]:
    """Return one article for each reference, in order ``a``, ``b``, ..."""
    return [
        Article(
            source=Source(id=id, title=id, text="T.", content_hash="0" * 64),
            references=(reference.model_copy(update={"source": id}),),
        )
        for id, reference in zip("abcdef", references, strict=False)
    ]


COST = Reference(
    id="lee-2025", source="", number=2, title="Total cost of ownership, counted", year=2025, authors=("T. Lee",),
    url="https://lee.example/post/total-cost-of-ownership-counted",
)  # fmt: skip


def test_a_replaced_word_is_found_with_both_forms() -> None:
    """Another folder before the same slug, of a work of the same year and title, is reported and stays one work."""
    spun = COST.model_copy(
        update={"url": COST.url.replace("/post/", "/submit/"), "title": "Complete cost of possession, counted"}
    )
    articles = shelf(COST, spun)
    (found,) = suspicious_links(articles)
    assert found.source == "b"
    assert "'submit' for 'post'" in found.text
    assert COST.url in found.text
    assert len({r.id for a in one_id_a_work(articles) for r in a.references}) == 1


def test_a_blank_in_an_address_is_found_by_the_whole_one() -> None:
    """An address that a blank has broken is held against the whole one that another source has."""
    broken = COST.model_copy(update={"url": COST.url.replace("/post/", "/po%20st/")})
    assert "'po st' for 'post'" in suspicious_links(shelf(COST, broken))[0].text


def test_two_guides_are_no_suspects() -> None:
    """Words that the titles have too tell two works apart, as numbers of parts and other years do."""
    one = COST.model_copy(update={"url": "https://d.example/how-to-install-linux", "title": "How to install on Linux"})
    other = COST.model_copy(
        update={"url": "https://d.example/how-to-install-windows", "title": "How to install on Windows"}
    )
    part = COST.model_copy(update={"url": "https://lee.example/post2/total-cost-of-ownership-counted"})
    later = COST.model_copy(update={"url": "https://lee.example/submit/total-cost-of-ownership-counted", "year": 2026})
    assert suspicious_links(shelf(one, other)) == ()
    assert suspicious_links(shelf(COST, part, later)) == ()
