"""The bibliography of an article."""

from __future__ import annotations

import pytest

from ingest.entries import parse_reference
from ingest.references import authored_references, listed_references, section_of
from kb.errors import ArticleError
from kb.text import sections


@pytest.mark.parametrize(
    ("entry", "id", "title", "year"),
    [
        ("D. Sculley et al., Hidden Debt in Systems (2015), NeurIPS.", "sculley-2015", "Hidden Debt in Systems", 2015),
        ("Smith, J., & Doe, A. (2020). Deep work. Journal, 5(2), 1-10.", "smith-2020", "Deep work", 2020),
        ('J. Smith and A. Doe, "A title of work," in Proc. X, 2021.', "smith-2021", "A title of work", 2021),
        ("Vaswani A, Shazeer N. Attention is needed. NeurIPS; 2017.", "vaswani-2017", "Attention is needed", 2017),
        ("LLM Stats, Is tuning higher? (2026).", "llm-stats-2026", "Is tuning higher?", 2026),
        ("[A good post](https://a.example/p) by Ann Lee, 2024", "lee-2024", "A good post", 2024),
        ("X", "x", "X", None),
    ],
)
def test_printed_styles(entry: str, id: str, title: str, year: int | None) -> None:
    """Common styles give first author, title and year."""
    found = parse_reference("s", entry)
    assert (found.id, found.title, found.year) == (id, title, year)


def test_addresses() -> None:
    """URL, DOI and arXiv id are told apart."""
    assert parse_reference("s", "Lee, T. A b c. https://x.example/a.").url == "https://x.example/a"
    assert parse_reference("s", "Lee, T. A b c. doi:10.1234/ab.5.").doi == "10.1234/ab.5"
    assert parse_reference("s", "Lee, T. A b c. arXiv:2309.06180").url == "https://arxiv.org/abs/2309.06180"


def test_numbered_list_with_addresses_on_their_own_lines() -> None:
    """A line with the address of a numbered entry belongs to it; what follows the list does not."""
    text = "## References\n\n[1] A, Be (2020).\n\nSource: https://a.example\n\n[2] B, Ce (2021).\n\n[3] C, De (2022)."
    text += "\n\nShare this"
    found = listed_references("s", text, section_of(sections(text)))
    assert [(r.number, r.url) for r in found] == [(1, "https://a.example"), (2, None), (3, None)]


def test_bulleted_list_and_repeated_ids() -> None:
    """A bulleted list has no numbers; two works of one author and year get two ids."""
    text = "Body.\n\n## Sources\n- Lee, T. (2020). One thing.\n- Lee, T. (2020). Other thing.\n\n## After\nText."
    found = listed_references("s", text, section_of(sections(text)))
    assert [r.id for r in found] == ["lee-2020", "lee-2020-2"]


def test_authored_references() -> None:
    """The front matter's entries keep their ids; one without an id is an error that says which."""
    meta = {"references": [{"id": "a-2020", "number": 1, "authors": ["A"], "year": 2020, "title": "T"}]}
    assert authored_references("s", meta, "x.md")[0].number == 1
    with pytest.raises(ArticleError, match="expected an id of its own for reference 1"):
        authored_references("s", {"references": [{"title": "T"}]}, "x.md")
