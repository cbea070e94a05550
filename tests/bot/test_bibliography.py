"""References for other programs: CSL-JSON, BibTeX, text."""

from __future__ import annotations

import json

import pytest

from bot.bibliography import as_bibtex, as_text, csl_items, csl_name, exported, works_of
from ingest.page import SideFile
from ingest.side_files import entries_of
from kb.types import Article, Reference, Source

PAPER = Reference(
    id="lee-2020", source="a", number=1, authors=("Tim Lee", "Zoë van der Berg", "Open Works Team"), year=2020,
    title="50% of {batches} & queues_x: $1 \\ 2", venue="Journal of Queues", volume="4", pages="1-9",
    doi="10.1234/q.4",
    url="https://q.example/a%20b?x=1&y_z=2#c",
)  # fmt: skip
PREPRINT = Reference(
    id="doe-2021", source="a", authors=("Doe, J.",), year=2021, title="A guide to waiting", venue="arXiv",
    arxiv="2103.00001", url="https://arxiv.org/abs/2103.00001", kind="preprint",
)  # fmt: skip
UNREAD = Reference(id="x", source="a", text="Something printed} that {nobody can read")


def test_bibtex_comes_back_as_it_went() -> None:
    """What is written is read again with the same fields, TeX's own characters and addresses included."""
    entries, problems = entries_of("a", SideFile(name="x.bib", text=as_bibtex([PAPER, PREPRINT, UNREAD]), own=True))
    assert problems == ()
    first, second, third = (entry.reference for entry in entries)
    for name in ("id", "title", "venue", "year", "volume", "pages", "doi", "url"):
        assert getattr(first, name) == getattr(PAPER, name)
    assert first.authors == ("Lee, Tim", "van der Berg, Zoë", "Open Works Team")
    assert (second.arxiv, second.url) == (PREPRINT.arxiv, PREPRINT.url)
    assert third.note == UNREAD.text


def test_csl_json_comes_back_as_it_went() -> None:
    """The items are CSL-JSON: names apart, the year as a date, identifiers."""
    text = exported([PAPER, PREPRINT], "csl-json")
    assert json.loads(text)[0]["issued"] == {"date-parts": [[2020]]}
    entries, _ = entries_of("a", SideFile(name="x.csl.json", text=text, own=True))
    first, second = (entry.reference for entry in entries)
    for name in ("id", "title", "venue", "year", "volume", "pages", "doi", "url"):
        assert getattr(first, name) == getattr(PAPER, name)
    assert second.arxiv == "2103.00001"


def test_text_in_author_year_style() -> None:
    """Each work is a line with authors, year and title; one without a title stands as it was printed."""
    lines = as_text([PREPRINT, UNREAD]).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Doe, J. (2021)")
    assert "A guide to waiting" in lines[0]
    assert lines[1] == UNREAD.text


@pytest.mark.parametrize("form", ["text", "csl-json", "bibtex"])
def test_nothing_to_export(form: str) -> None:
    """No reference gives an empty document of the form."""
    assert exported([], form).strip() in ("", "[]")


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Smith, J.", {"family": "Smith", "given": "J."}),
        ("D. Sculley et al.", {"family": "Sculley", "given": "D."}),
        ("Smith J", {"family": "Smith", "given": "J"}),
        ("Jan van der Berg", {"family": "van der Berg", "given": "Jan"}),
        ("Omdia", {"literal": "Omdia"}),
        ("LLM Stats", {"literal": "LLM Stats"}),
        ("Platform team", {"literal": "Platform team"}),
    ],
)
def test_names(author: str, name: dict[str, str]) -> None:
    """People have a family name, organisations a name as a whole."""
    assert csl_name(author) == name


def test_each_work_once() -> None:
    """Two sources that cite one work under other ids give it once."""
    other = PAPER.model_copy(update={"id": "q", "source": "b", "number": 7, "title": "Queues"})
    shelf = [
        Article(source=Source(id=r.source, title=r.source, text="", content_hash=""), references=(r,))
        for r in (PAPER, other)
    ]
    assert [item["id"] for item in csl_items(works_of(shelf))] == ["lee-2020"]


def test_an_issue_stands_beside_its_volume() -> None:
    """``12(3)`` as printed is volume 12, number 3, and is printed so again."""
    work = PAPER.model_copy(update={"volume": "12(3)"})
    assert "volume = {12},\n\tnumber = {3}" in exported([work], "bibtex")
    (item,) = json.loads(exported([work], "csl-json"))
    assert (item["volume"], item["issue"]) == ("12", "3")
    assert "12(3)" in as_text([work])
