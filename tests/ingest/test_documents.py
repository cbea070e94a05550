"""PDF and Word documents become text with headings, paragraphs and what they say about themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.article import read_article
from ingest.document import read_document
from ingest.outline import outline
from ingest.pdf import paragraphs, without_edges
from kb.errors import ArticleError
from tests.ingest.documents import docx, docx_bomb, packed, pdf

COST = "Batch inference costs less than real-time inference, because nothing has to answer at once."


def test_word(tmp_path: Path) -> None:
    """Headings become headings; title, authors and date are those of the document's properties."""
    path = tmp_path / "cost.docx"
    path.write_bytes(
        docx("# Cost", COST, "## Why", "It waits.", title="On cost", author="A. Doe; B. Roe", created="2026-03-01T10")
    )
    article = read_article(path)
    assert article.source.text == f"# Cost\n\n{COST}\n\n## Why\n\nIt waits."
    assert [section.title for section in article.sections] == ["Cost", "Why"]
    assert (article.source.title, article.source.authors) == ("On cost", ("A. Doe", "B. Roe"))
    assert article.source.published == "2026-03-01"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 and no more", "damaged archive"),
        (packed({"a.txt": "x"}), "another kind of ZIP archive"),
        (packed({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "declares a document type"),
        (packed({"word/document.xml": "<a>"}), "damaged one"),
        (docx(""), "no text in the document"),
    ],
)
def test_word_refused(data: bytes, said: str) -> None:
    """What only looks like a Word document is refused with what it is."""
    with pytest.raises(ArticleError, match=f"^x.docx: .*{said}"):
        read_document(data, "docx", "x.docx", "x")


def test_word_bomb() -> None:
    """An archive of a few hundred kilobytes that unpacks to 300 MB is refused before it is unpacked."""
    data = docx_bomb(300_000_000)
    assert len(data) < 1_000_000
    with pytest.raises(ArticleError, match="unpacks to 300,000,"):
        read_document(data, "docx", "x.docx", "x")


def test_pdf(tmp_path: Path) -> None:
    """Lines become paragraphs, running heads and page numbers go, and the document says who wrote it."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    pages = [
        ["Notes on serving", f"Part {day}", COST[:60], COST[60:], f"It ran on {day}.", str(number)]
        for number, day in enumerate(days, start=1)
    ]
    path = tmp_path / "notes.pdf"
    path.write_bytes(pdf(pages, "/Title (On serving) /Author (A. Doe and B. Roe) /CreationDate (D:20260301120000Z)"))
    article = read_article(path)
    assert article.source.text.count("Batch inference costs less than real-time inference, because") == 5
    assert "Notes on serving" not in article.source.text
    assert (article.source.title, article.source.authors) == ("On serving", ("A. Doe", "B. Roe"))
    assert article.source.published == "2026-03-01"


def test_pdf_that_lies(tmp_path: Path) -> None:
    """A count of pages that is not true changes nothing; what is no PDF, or is a scan, is refused with what it is."""
    told = read_document(pdf([[COST]], count=900_000), "pdf", "x.pdf", "x")
    assert COST in told.text
    for data, said in (
        (b"<!doctype html><html>", "found an HTML page"),
        (b"PK\x03\x04", "found a ZIP archive"),
        (b"%PDF-1.7\nnothing", "damaged one"),
        (pdf([[], []]), r"no text on its 2 page\(s\)"),
        (b"", "no text in the file's 0 bytes"),
    ):
        with pytest.raises(ArticleError, match=said):
            read_document(data, "pdf", "x.pdf", "x")


def test_pdf_lines() -> None:
    """A line that is full goes on in the next; broken words are mended, a hyphen that is meant stays."""
    full = "Applications that are called latency sensitive keep one token"
    lines = [
        full,
        "and a second one. This makes them latency-",
        "sensitive, which nobody under-",
        "stands at once.",
        "1. First item of a list",
    ]
    joined = f"{full} and a second one. This makes them latency-sensitive, which nobody understands at once."
    assert paragraphs(lines) == f"{joined}\n\n1. First item of a list"
    assert without_edges([["Head 1", "a"], ["Head 2", "b"], ["Head 3", "c"]]) == ["a", "b", "c"]


def test_outline() -> None:
    """Lists, tables, links and footnotes of a document become Markdown."""
    shown = outline(
        '<p>See <a href="https://a.example/">this</a><sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup>.</p>'
        "<ul><li>one<ul><li>deep</li></ul></li><li>two</li></ul><table><tr><td>a</td><td>b</td></tr></table>"
        '<ol><li id="footnote-1"><p>Doe 2024. <a href="#footnote-ref-1">↑</a></p></li></ol>'
    )
    assert shown.split("\n\n") == [
        "See [this](https://a.example/)[^1].",
        "- one\n  - deep\n- two",
        "| a | b |\n|---|---|",
        "## Footnotes",
        "[^1]: Doe 2024.",
    ]


def test_charset_of_a_page() -> None:
    """A page in a legacy encoding is read as its meta element says."""
    head = "<head><meta charset='iso-8859-2'><title>Ž</title></head>"
    page = f"<html>{head}<body><p>{COST} Žluťoučký kůň.</p></body></html>"
    assert "Žluťoučký kůň" in read_document(page.encode("iso-8859-2"), "html", "x.html", "x").text
