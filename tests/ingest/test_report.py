"""An ingest report says what became of every file and what was found in it."""

from __future__ import annotations

from ingest.report import ArticleReport, IngestReport, report_lines, reported
from kb.types import Citation, Finding, Reference, Span
from tests.ingest.small import article_of


def test_dangling_markers_and_unused_references_are_counted() -> None:
    """A marker that points nowhere dangles; a reference that neither a marker nor a claim names is unused."""
    article = article_of("a", "One [1].\nTwo [7].")
    nowhere = Citation(source="a", marker="[7]", span=Span(source="a", start=13, end=16))
    article = article.model_copy(
        update={
            "citations": (*article.citations, nowhere),
            "references": (*article.references, Reference(id="r2", source="a", number=2)),
        }
    )
    found = reported("a.md", article, "ingested")
    assert (found.sections, found.passages, found.claims, found.references) == (1, 2, 2, 2)
    assert (found.dangling, found.unused) == (1, 1)


def test_lines_name_what_changed_and_count_the_rest() -> None:
    """Changed and rejected files have a line each with the reason, unchanged ones only when asked for."""
    finding = Finding(source="a", kind="dangling", text="[7] points nowhere", line=3)
    report = IngestReport(
        articles=(
            ArticleReport(path="a.md", source="a", status="ingested", passages=2, dangling=1, findings=(finding,)),
            ArticleReport(path="b.md", source="b", status="unchanged"),
            ArticleReport(path="c.md", status="rejected", reason="is not UTF-8"),
        ),
        generation=4,
        published=True,
        notes=("The embedder changed.",),
    )
    assert report_lines(report) == (
        "The embedder changed.",
        "ingested a: 0 sections, 2 passages, 0 claims, 0 references, 1 dangling, 0 unused",
        "rejected c.md: is not UTF-8",
        "1 ingested, 1 rejected, 1 unchanged; generation 4 published.",
        "An app that is running answers from it within seconds, by itself.",
    )
    verbose = report_lines(report, verbose=True)
    assert "    a.md:3: [7] points nowhere" in verbose
    assert any(line.startswith("unchanged b") for line in verbose)
    assert [article.path for article in report.rejected] == ["c.md"]


def test_empty_report_says_so() -> None:
    """A run with no file says that there was nothing to ingest."""
    assert report_lines(IngestReport(generation=2)) == ("nothing to ingest; generation 2 unchanged.",)
