"""In-text citations: found, resolved, or reported."""

from __future__ import annotations

import pytest

from ingest.citations import Cited, cite
from ingest.pointers import NARRATIVE, narratives
from kb.blocks import blocks
from kb.types import Reference

REFERENCES = (
    Reference(id="a-2020", source="s", number=1, authors=("Smith, J.", "Lee, T."), year=2020, url="https://www.a.example/x/"),
    Reference(id="b-2021", source="s", number=2, authors=("Jane Doe",), year=2021),
    Reference(id="c-2022", source="s", number=3),
    Reference(id="d-2023", source="s", number=5),
    Reference(id="e-2023", source="s", number=5),
)  # fmt: skip


def cited(text: str) -> Cited:
    """Return what a text cites."""
    return cite("s", text, blocks(text), REFERENCES, ())


def pointers(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return each marker of a text with its references."""
    return [(c.marker, c.references) for c in cited(text).citations]


def kinds(text: str) -> list[str]:
    """Return the kinds of what was found about the markers of a text."""
    return [f.kind for f in cited(text).findings if f.kind not in ("unused reference", "duplicate reference number")]


def test_numbers_lists_and_ranges() -> None:
    """Numbers, lists, ranges and full-width digits resolve, in the order of the text."""
    text = "A [1]. B [1, 2], C [1-3], D [1–2;3] E [1][2] F [[3]] G [01] H [１]."
    assert pointers(text) == [
        ("[1]", ("a-2020",)),
        ("[1, 2]", ("a-2020", "b-2021")),
        ("[1-3]", ("a-2020", "b-2021", "c-2022")),
        ("[1–2;3]", ("a-2020", "b-2021", "c-2022")),
        ("[1]", ("a-2020",)),
        ("[2]", ("b-2021",)),
        ("[3]", ("c-2022",)),
        ("[01]", ("a-2020",)),
        ("[１]", ("a-2020",)),
    ]
    assert kinds(text) == []


def test_dangling_and_ambiguous() -> None:
    """A number that no entry has, or two have, and a range that runs backwards support nothing and are reported."""
    text = "A [7].\nB [5].\nC [3-1].\nD [1, 9]. E [999999999999]."
    assert [r for _, r in pointers(text)] == [(), (), (), ("a-2020",), ()]
    assert kinds(text) == ["dangling citation", "ambiguous citation"] + ["dangling citation"] * 3
    assert cited(text).findings[1].line == 2


def test_what_is_no_citation() -> None:
    """Code, an index, a year, decimals, images and link definitions are no citations."""
    text = "`a[1]` and b[1], [2023], [-1], [1.5].\n\n```\nx = a[1]\n```\n\n![p](https://i.example/1.png)\n\n[2]: http://x.y\n"
    assert pointers(text) == []
    assert kinds(text) == []


def test_hyperlinks() -> None:
    """A link to a listed address is that reference; any other becomes a reference of its own, once."""
    found = cited(
        "See [a](http://a.example/x) and [the study](https://b.example/y). Again [it](https://b.example/y#z)."
    )
    assert [c.references for c in found.citations] == [("a-2020",), ("the-study",), ("the-study",)]
    assert [(r.id, r.url, r.kind) for r in found.linked] == [("the-study", "https://b.example/y", "link")]


def test_author_and_year() -> None:
    """``(Surname, year)`` resolves by surname and year; months and other words are none."""
    text = "A (Smith, 2020). B (Smith et al., 2020; Doe 2021). C (Nobody, 2020). D (May 2020) (in 2020)."
    assert pointers(text)[:3] == [
        ("(Smith, 2020)", ("a-2020",)),
        ("(Smith et al., 2020; Doe 2021)", ("a-2020", "b-2021")),
        ("(Nobody, 2020)", ()),
    ]
    assert kinds(text)[0] == "dangling citation"
    assert "May" not in "".join(marker for marker, _ in pointers(text))


def test_findings_about_references() -> None:
    """Unused references and numbers used twice are reported."""
    found = [(f.kind, f.text) for f in cited("A [1].").findings]
    assert ("duplicate reference number", "[5] stands for more than one reference") in found
    assert sum(kind == "unused reference" for kind, _ in found) == 4


@pytest.mark.parametrize(
    "text",
    [
        "Smith (2024) and Jones and Lee (2023a), as Müller et al. (2019) saw; see (2020) and Kim, & Park (2021).",
        "a.Smith (2024) xSmith (2024) (1999) Wu (2001) Wu (2001)",
        "In May (2024) " + "word " * 60 + "Chan and " + "O'Neill-" * 5 + "x (1987b)." + " (2011)" * 5,
        "No year here (soon).",
    ],
)
def test_names_are_found_in_front_of_years_as_by_the_pattern_alone(text: str) -> None:
    """Looking in front of the years finds what looking behind every word does, in the same order."""
    assert [m.span() for m in narratives(text)] == [m.span() for m in NARRATIVE.finditer(text)]
