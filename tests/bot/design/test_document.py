"""Reading a design document: statements with their lines, sections, and what is no document."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.design.document import LONGEST, Document, read_document
from bot.design.headings import Part, set_aside
from kb.errors import InputError
from tests.hostile import DOCUMENTS, GUARD

MARKDOWN = """\
---
status: draft
---
# Design: the thing

## Context

First sentence
goes on. Second one.

> Somebody else said so.

## Decision

- item one
    - nested item
- [x] done item

| Topic | Decision |
|---|---|
| Serving | hosted |

```yaml
answer: "no statement"
```

**What we leave out**

A parrot.
"""
PLAIN = """\
NOTE 7                                   A. Author

1. Introduction

   This is prose.  It has two sentences.

2.1. Model

   The model is small.

REJECTED IDEAS

   A large one.
"""


def said(document: Document) -> list[tuple[int, int, str]]:
    """Return first line, last line and words of each statement."""
    return [(s.line, s.line_end, s.text) for s in document.statements]


def test_statements_carry_the_lines_of_the_file_as_it_is() -> None:
    """Front matter, code and table heads hold no statements; lines count from 1 in the whole file."""
    assert said(read_document(MARKDOWN)) == [
        (8, 9, "First sentence goes on."),
        (9, 9, "Second one."),
        (11, 11, "Somebody else said so."),
        (15, 15, "item one"),
        (16, 16, "nested item"),
        (17, 17, "done item"),
        (21, 21, "| Serving | hosted |"),
        (29, 29, "A parrot."),
    ]


@pytest.mark.parametrize("change", [lambda t: t.replace("\n", "\r\n"), lambda t: "\ufeff" + t, lambda t: t.rstrip()])
def test_line_ends_and_byte_order_mark_move_no_line(change: Callable[[str], str]) -> None:
    """The same statements stand on the same lines with CRLF, with a byte-order mark and without a last line end."""
    assert said(read_document(change(MARKDOWN))) == said(read_document(MARKDOWN))


def test_sections_tell_what_they_are_for() -> None:
    """A decision's section, a context's and what is left out are told apart; the document's title tells nothing."""
    parts = {s.text: s.place.part for s in read_document(MARKDOWN).statements}
    assert parts["Second one."] is Part.SITUATION
    assert parts["item one"] is Part.DECISION
    assert parts["A parrot."] is Part.ELSEWHERE


def test_quotes_and_table_cells_are_marked() -> None:
    """A block quote is somebody else's; a row knows its cells and its table's head."""
    found = {s.text: s for s in read_document(MARKDOWN).statements}
    assert found["Somebody else said so."].quoted
    row = found["| Serving | hosted |"]
    assert (row.heads, row.cells) == (("Topic", "Decision"), ("Serving", "hosted"))


def test_plain_text_has_headings_too() -> None:
    """A short numbered line or one in capitals, alone between blank lines, is a heading."""
    found = read_document(PLAIN)
    assert [p.titles[-1] for p in found.places[1:]] == ["Introduction", "Model", "REJECTED IDEAS"]
    assert found.statements[-1].place.part is Part.ELSEWHERE


def test_comments_are_read_outside_of_code_only() -> None:
    """A remark is no statement and keeps its lines; the same words in a code block are code."""
    text = "Words. <!-- one -->\n\n```\n<!-- two -->\n```\n\n<!--\nthree\n-->\nMore words.\n"
    found = read_document(text)
    assert found.comments == ((1, 1, "one"), (7, 9, "three"))
    assert [s.text for s in found.statements] == ["Words.", "More words."]


@pytest.mark.parametrize(
    ("label", "aside"),
    [
        ("Alternatives considered", True),
        ("Non-goals", True),
        ("What we decided against", True),
        ("Appendix B: example", True),
        ("Risks and mitigations", True),
        ("Option 2 (chosen)", False),
        ("Risk scoring", False),
        ("Training examples", False),
        ("Open banking gateway", False),
        ("Decision", False),
    ],
)
def test_headings_that_set_aside(label: str, aside: bool) -> None:
    """What a heading sets aside is no choice of the document; the names of components set nothing aside."""
    assert set_aside(label) is aside


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "found nothing"),
        (" \n\t\ufeff", "found nothing"),
        ("a" * (LONGEST + 1), "at most"),
        ("PK\x03\x04\x00\x00" * 50, "control characters"),
        ("Go. " * 7_000, "sentences"),
    ],
)
def test_what_is_no_document_is_refused(text: str, words: str) -> None:
    """The message names the document, what was expected and what to do."""
    with pytest.raises(InputError, match=words) as refused:
        read_document(text, "x.md")
    assert str(refused.value).startswith("x.md: expected")


STATEMENTS = {"comments": 0, "headings": 100, "cells": 99, "quotes": 0, "items": 3000, "backticks": 0}


@pytest.mark.timeout(GUARD)
@pytest.mark.parametrize(("name", "statements"), STATEMENTS.items())
def test_hostile_text_is_read(name: str, statements: int) -> None:
    """Runs of markup of the greatest length state as much as they do, and no more."""
    assert len(read_document(DOCUMENTS[name]).statements) == statements
