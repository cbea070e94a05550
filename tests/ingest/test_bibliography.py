"""Everything an article says it cites: lists of all kinds, footnotes, and bibliographies beside it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from ingest.article import parse_article, read_article
from ingest.bibliography import bibliography
from ingest.citations import cite
from ingest.page import RawPage
from kb.text import sections
from kb.types import Article, Reference

SEED = Path(__file__).resolve().parents[3] / "shared" / "seeds"

BIB = """@article{lee2020, author = {Lee, Tim and {Open Works}}, title = {Batches, {B}ig and small},
  journal = {J. of Queues}, year = 2020, volume = 4, pages = {1--9}, doi = {10.1234/Q.4}}
@misc{broken, title = {no end
@online{doe21, author = {Jane Doe}, title = {A guide to queues}, date = {2021-02-03}, url = {https://d.example/q}}
"""


def parsed(text: str) -> Article:
    """Return the article that a Markdown text is."""
    return parse_article(RawPage(origin="a.md", name="a", format="markdown", text=text, content_hash="0" * 64))


def pointers(article: Article) -> list[tuple[str, tuple[str, ...]]]:
    """Return each marker with its references."""
    return [(c.marker, c.references) for c in article.citations]


def kinds(article: Article) -> list[str]:
    """Return the kinds of the findings."""
    return [f.kind for f in article.findings]


def test_footnotes() -> None:
    """A footnote with a work in it is a reference; a remark is none, and its pointer does not dangle."""
    article = parsed(
        "# On queues\n\nBatches are cheap.[^1] So is waiting.[^why] Not always.[^gone]\n\n"
        "[^1]: Lee, T. (2020). Batches, big and small.\n    Journal of Queues, 4, 1-9. https://q.example/4\n"
        "[^why]: Only where nobody waits.\n"
    )
    assert pointers(article) == [("[^1]", ("lee-2020",)), ("[^gone]", ())]
    assert [(r.number, r.title, r.url) for r in article.references] == [
        (1, "Batches, big and small", "https://q.example/4")
    ]
    assert kinds(article) == ["dangling citation"]
    assert not any("Journal of Queues" in p.text for p in article.passages)


def test_footnotes_beside_a_numbered_list() -> None:
    """A footnote's number is not that of the list: ``[1]`` and ``[^1]`` are two works."""
    article = parsed(
        "# On queues\n\nOne [1] and two.[^1]\n\n[^1]: Doe, J. (2021). Notes on waiting in lines. https://d.example/w\n\n"
        "## References\n\n[1] Lee, T. (2020). Batches, big and small.\n"
    )
    assert pointers(article) == [("[1]", ("lee-2020",)), ("[^1]", ("doe-2021",))]


def test_author_year_list_with_wrapped_entries() -> None:
    """Entries without number and bullet end where the next begins; an indented line goes on with the entry before."""
    article = parsed(
        "# On queues\n\nAs Lee et al. (2020a) show (Doe, 2021, p. 3; Lee 2020b). Nobody et al. (1999) disagree.\n\n"
        "## Bibliography\n\nDoe, J. (2021). A guide to queues and\n    to waiting. Queue Press.\n"
        "Lee, T. (2020). Batches, big and small. Journal of Queues, 4, 1-9.\nLee, T. (2020). Another look at streams.\n"
    )
    assert [r.title for r in article.references] == [
        "A guide to queues and to waiting", "Batches, big and small", "Another look at streams",
    ]  # fmt: skip
    assert pointers(article) == [
        ("Lee et al. (2020a)", ("lee-2020",)),
        ("(Doe, 2021, p. 3; Lee 2020b)", ("doe-2021", "lee-2020-2")),
        ("Nobody et al. (1999)", ()),
    ]


def test_superscripts() -> None:
    """Raised numbers that the list has are pointers; exponents and ordinals are none."""
    article = parsed(
        "# On queues\n\nCheap batches.¹ Waiting<sup>1,2</sup> costs, as shown².\n"
        "The 3<sup>rd</sup> of 5 m² and 10³ grows.\n\n"
        "## References\n\n1. Lee, T. (2020). Batches, big and small.\n2. Doe, J. (2021). A guide to queues.\n"
    )
    assert pointers(article) == [
        ("¹", ("lee-2020",)), ("<sup>1,2</sup>", ("lee-2020", "doe-2021")), ("²", ("doe-2021",)),
    ]  # fmt: skip


def test_bibtex_beside_the_article(tmp_path: Path) -> None:
    """``x.bib`` gives the fields of ``x.md``, keys resolve, and an entry that cannot be read is a finding."""
    (tmp_path / "x.bib").write_text(BIB)
    (tmp_path / "x.md").write_text("# On queues\n\nBatches are cheap [@lee2020, p. 3; @nobody]. See [@doe21].\n")
    article = read_article(tmp_path / "x.md")
    assert pointers(article) == [("[@lee2020, p. 3; @nobody]", ("lee2020",)), ("[@doe21]", ("doe21",))]
    lee = article.references[0]
    assert (lee.authors, lee.title, lee.year) == (("Lee, Tim", "Open Works"), "Batches, Big and small", 2020)
    assert (lee.venue, lee.volume, lee.pages, lee.doi) == ("J. of Queues", "4", "1-9", "10.1234/q.4")
    assert sorted(kinds(article)) == ["bibliography", "dangling citation"]


def test_csl_json_named_in_front_matter(tmp_path: Path) -> None:
    """Of a shared file only what is cited is taken, and a printed entry of the same work is completed by it."""
    items = [
        {"id": "lee", "type": "article-journal", "title": "Batches, big and small", "DOI": "10.1234/q.4",
         "author": [{"family": "Lee", "given": "Tim"}], "issued": {"date-parts": [[2020, 5]]}, "container-title": "Q"},
        {"id": "other", "type": "book", "title": "Never cited", "issued": {"date-parts": [[1999]]}},
    ]  # fmt: skip
    (tmp_path / "all.json").write_text(json.dumps(items))
    front = "---\ntitle: On queues\nbibliography: [all.json, ../out.json, missing.bib]\n---\n"
    text = "\nBatches are cheap [1] [@lee].\n\n## References\n\n[1] T. Lee, Batches, big and small (2020).\n"
    (tmp_path / "x.md").write_text(front + text)
    article = read_article(tmp_path / "x.md")
    assert [(r.id, r.number, r.doi, r.venue) for r in article.references] == [("lee-2020", 1, "10.1234/q.4", "Q")]
    assert pointers(article) == [("[1]", ("lee-2020",)), ("[@lee]", ("lee-2020",))]


@pytest.mark.parametrize("name", ["x.bib", "x.csl.json"])
@pytest.mark.parametrize("content", ["{" * 300_000, '{"items": 5}', "[1]", '@article{a, title={"' * 3000, "\0\1\2"])
def test_a_side_file_that_cannot_be_read_costs_only_itself(tmp_path: Path, name: str, content: str) -> None:
    """The article is read, in little time, whatever lies beside it."""
    (tmp_path / name).write_text(content)
    (tmp_path / "x.md").write_text("# On queues\n\nBatches are cheap.\n")
    began = time.perf_counter()
    article = read_article(tmp_path / "x.md")
    assert article.references == ()
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    "piece", ["[^1", "[@a", "(Smith 2020", "Smith et al. ", "<sup>1,", "word¹,", "[^a]: x\n", "[1,"]
)
def test_a_million_characters_of_half_a_pointer(piece: str) -> None:
    """No form of pointer or footnote makes the reading of a long text hang."""
    text = (
        "# On queues\n\nBatches are cheap.\n\n"
        + piece * (1_000_000 // len(piece))
        + "\n\n## References\n\n[1] Lee (2020).\n"
    )
    began = time.perf_counter()
    raw = RawPage(origin="a.md", name="a", format="markdown", text=text, content_hash="0" * 64)
    found = bibliography("s", {}, raw, text, sections(text, ()))
    cite("s", text, (), [Reference(id="a", source="s", number=1, authors=("Lee",), year=2020)], (), found.labels)
    assert time.perf_counter() - began < 20


def test_the_eleven_references_of_the_first_seed() -> None:
    """Each has authors, year, title and address; the venue where it is printed; the broken address is reported."""
    files = sorted(SEED.glob("000*.txt"))
    if not files:
        pytest.skip("the seeds lie beside the project, not in it")
    article = read_article(files[0])
    listed = [r for r in article.references if r.number is not None]
    assert [r.number for r in listed] == list(range(1, 12))
    assert [r.authors for r in listed] == [
        ("Omdia",), ("Ptolemay",), ("TianPan",), ("D. Sculley",), ("CMU MLIP",), ("Z. Qi",), ("S. Sigari",),
        ("C. Zhou",), ("S. Jolfaei",), ("LLM Stats",), ("A. Masood",),
    ]  # fmt: skip
    assert [r.year for r in listed] == [2025, 2025, 2026, 2015, 2024, 2018, 2023, 2025, 2025, 2026, 2025]
    assert all(len(r.title.split()) > 4 and "(" not in r.title for r in listed)
    assert all((r.url or "").startswith("https://") for r in listed)
    assert [r.venue for r in listed if r.venue] == ["NeurIPS"]
    assert listed[5].arxiv == "1803.06071"
    assert any("'https://mlip-cmu.github.io/e book/22-technical-debt.html'" in f.text for f in article.findings)


@pytest.mark.parametrize(
    ("head", "entry"),
    [
        ("References", "1. Kim J. Caching at scale. Journal of Systems. 2023."),
        ("**References:**", "[1] Kim J. Caching at scale. Journal of Systems. 2023."),
        ("Works Cited", "Kim, J. (2023). Caching at scale. Journal of Systems."),
    ],
)
def test_a_line_above_entries_is_the_heading_of_their_list(head: str, entry: str) -> None:
    """Few who paste a list of references into Markdown make its title a heading."""
    article = parsed(f"# Caches\n\nA plain cache is enough, as Kim measured [1] (Kim, 2023).\n\n{head}\n\n{entry}\n")
    assert [reference.id for reference in article.references] == ["kim-2023"]
    assert all(citation.references == ("kim-2023",) for citation in article.citations[-1:])


def test_a_line_above_other_things_is_none() -> None:
    """Kafka is no reference, nor is what stands in code."""
    listed = parsed("# Pipes\n\nWe read from two.\n\nSources\n\n- Kafka\n- Postgres\n")
    coded = parsed("# Pipes\n\nSo it is set.\n\n```yaml\nSources:\n- https://example.org/1 2023\n```\n")
    assert (listed.references, coded.references) == ((), ())
