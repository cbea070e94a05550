"""A review as a linter prints it, and as Markdown."""

from __future__ import annotations

from bot.design.report import markdown, text_lines, total
from bot.design.types import Review
from tests.bot.desks import reviewed


def test_text_is_one_line_a_finding_then_the_citations_then_the_totals() -> None:
    """Editors jump to ``file:line:``; the quotes stand below, once for each file."""
    lines = [line.plain for line in text_lines([("docs/a.md", reviewed())])]
    assert lines[0] == (
        "docs/a.md:3: error not-recommended: The document builds a bridge, but for 40 cars a day a ferry will do [1]."
    )
    assert lines[1].startswith("docs/a.md:9: info missing-factor: ")
    assert "[1] “A ferry carries forty cars [3].”" in lines
    assert lines[-1] == "2 findings (1 error, 1 info) in 1 document"


def test_no_finding_is_said_in_one_line() -> None:
    """A clean document prints the totals only."""
    clean = Review(findings=(), citations=(), knowledge="k")
    assert [line.plain for line in text_lines([("a.md", clean)])] == ["no findings in 1 document"]
    assert total((), 2) == "no findings in 2 documents"


def test_control_characters_of_a_document_do_not_reach_the_terminal() -> None:
    """A name or a text that would move the cursor is shown as it is written."""
    evil = reviewed().findings[0].model_copy(update={"text": "red \x1b[31m text"})
    lines = text_lines([("a\x1b.md", reviewed().model_copy(update={"findings": (evil,)}))])
    assert not any("\x1b" in line.plain for line in lines)


def test_markdown_lists_findings_and_sources_and_escapes_them() -> None:
    """It can be posted as a comment on a pull request: no text of a document is markup."""
    evil = reviewed().findings[0].model_copy(update={"text": "see <img src=x> and **this** [1]"})
    text = markdown([("docs/a.md", reviewed().model_copy(update={"findings": (evil,)}))])
    assert text.startswith("## docs/a.md\n\n1 finding (1 error) in 1 document")
    assert "- **error** (line 3–4) not-recommended: The evidence points to another option. see \\<img" in text
    assert "<img" not in text.replace("\\<img", "")
    assert "1. “A ferry carries forty cars" in text
