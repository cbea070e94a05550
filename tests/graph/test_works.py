"""One work, one reference, whatever number and id each source gives it."""

from __future__ import annotations

from graph.build import build_graph
from graph.works import best_entries, one_id_a_work
from kb.types import Article, Catalog, Citation, Reference, Source, Span


def article(id: str, *references: Reference, digest: bool = False) -> Article:
    """Return an article that lists the references and cites the first of them."""
    kind = "digest" if digest else "original"
    return Article(
        source=Source(id=id, title=id, text="A [1].", content_hash="0" * 64, text_kind=kind),
        references=tuple(r.model_copy(update={"source": id}) for r in references),
        citations=(
            Citation(source=id, marker="[1]", span=Span(source=id, start=2, end=5), references=(references[0].id,)),
        ),
    )


TITLE = "A study of batch sizes"
PAPER = Reference(id="lee-2020", source="", number=3, title=TITLE, year=2020, doi="10.1234/abc")
LINK = Reference(id="the-study", source="", number=1, title="the study", url="https://doi.org/10.1234/ABC", kind="link")
OTHER = Reference(id="lee-2020", source="", number=1, title="Another study, of prices", year=2020)


def test_the_same_work_is_one_node_with_two_listings() -> None:
    """Two sources that cite one DOI share the node; each edge keeps the number of its own list."""
    g = build_graph([article("a", LINK), article("b", PAPER)], Catalog(trade_offs=(), factors=()))
    nodes = [n for n, kind in g.nodes(data="kind") if kind == "reference"]
    assert len(nodes) == 1
    assert sorted((start, d["number"]) for start, _, d in g.in_edges(nodes[0], data=True)) == [
        ("source:a", 1),
        ("source:b", 3),
    ]


def test_two_works_under_one_id_stay_two() -> None:
    """An id that two sources give to two works is qualified by the source for the later, in its citations too."""
    first, second = one_id_a_work([article("a", PAPER), article("b", OTHER)])
    assert first.references[0].id == "lee-2020"
    assert second.references[0].id == second.citations[0].references[0] == "lee-2020@b"


def test_title_and_year_do_not_join_two_dois() -> None:
    """Two parts of one title and year stay apart where each states a DOI of its own."""
    part = PAPER.model_copy(update={"id": "lee-2020-2", "doi": "10.1234/other"})
    named = one_id_a_work([article("a", PAPER), article("b", part)])
    assert len({r.id for a in named for r in a.references}) == 2


def test_the_digest_names_the_work_and_others_add_to_it() -> None:
    """The entry of a digest stands for the work, with the DOI that only another source states."""
    ours = Reference(id="lee", source="", number=1, title=TITLE, year=2020)
    named = one_id_a_work([article("a", PAPER), article("z", ours, digest=True)])
    assert [(id, r.doi) for id, r in best_entries(named).items()] == [("lee", "10.1234/abc")]


def test_the_order_of_the_articles_does_not_matter() -> None:
    """The ids are the same for every order of the same articles."""
    shelf = [article("a", LINK), article("b", PAPER), article("c", OTHER)]
    there, back = one_id_a_work(shelf), one_id_a_work(shelf[::-1])
    assert there == back[::-1]
