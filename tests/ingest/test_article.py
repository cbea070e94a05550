"""One article in, its records out."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kb
from ingest.article import parse_article, read_article
from ingest.page import Format, RawPage
from kb.errors import ArticleError
from kb.types import Article, ClaimKind

DIGESTS = sorted((Path(kb.__file__).parent / "data" / "articles").glob("*.md"))
SHARED = Path(__file__).resolve().parents[3] / "shared"


TOO_LONG_FOR_A_TEST = frozenset(("backticks", "authors", "entity_bomb", "unclosed_comment", "deep_div_100k"))
"""Each takes seconds, most of them for the start of a child process; the others take the same ways."""


def page(text: str, format: Format = "markdown", name: str = "an-article") -> RawPage:
    """Return a fetched page."""
    return RawPage(origin=f"{name}.md", name=name, format=format, text=text, content_hash="0" * 64)


def parse(text: str, format: Format = "markdown") -> Article:
    """Return the article of a text."""
    return parse_article(page(text, format))


def verdict(path: Path) -> str:
    """Return whether a file ends as an article whose spans hold or is refused by name."""
    try:
        holds(read_article(path))
    except ArticleError as refused:
        return "refused" if os.fspath(path) in str(refused) else str(refused)
    return "article"


def holds(article: Article) -> None:
    """Fail unless every span slices the stored text to what its record says, and ids are unique."""
    text = article.source.text
    for record in (*article.passages, *article.claims):
        assert text[record.span.start : record.span.end] == record.text
    for citation in article.citations:
        assert text[citation.span.start : citation.span.end] == citation.marker
    by_id = {p.id: p for p in article.passages}
    for claim in article.claims:
        assert by_id[claim.passage].span.start <= claim.span.start <= claim.span.end <= by_id[claim.passage].span.end
    for records in (article.passages, article.claims, article.references, article.sections):
        ids = [record.id for record in records]
        assert len(ids) == len(set(ids))
    known = {r.id for r in article.references}
    assert {id for c in article.claims for id in c.references} <= known


DIGEST = """---
id: a-source
title: "A title: with a colon"
authors: ["Ann Lee"]
published: 2025-03-01
url: https://a.example/post
kind: survey-article
language: en
text_kind: digest
references:
  - {id: omdia-2025, number: 1, authors: [Omdia], year: 2025, title: A survey}
---

## Buying or building

Below 100k requests a day an API is usually right [1]. {#api-first kind=threshold}
Nothing is claimed here.
A second one, e.g. This. {#second}

```
x = 1 {#not-a-marker}
```
"""


def test_digest() -> None:
    """Front matter, authored claims and their kinds, references and spans of a digest."""
    article = parse(DIGEST)
    source = article.source
    assert (source.id, source.year, source.text_kind, source.kind) == ("a-source", 2025, "digest", "survey-article")
    assert "{#api-first" not in source.text
    assert "{#not-a-marker}" in source.text
    assert source.text.startswith(
        "\n## Buying or building\n\nBelow 100k requests a day an API is usually right [1].\nN"
    )
    first, second = article.claims
    assert (first.id, first.kind, first.references) == ("a-source#api-first", ClaimKind.THRESHOLD, ("omdia-2025",))
    assert first.text == "Below 100k requests a day an API is usually right [1]."
    assert (first.thresholds[0].comparator, first.thresholds[0].low) == ("<", 100_000)
    assert (second.text, second.kind) == ("A second one, e.g. This.", ClaimKind.OPINION)
    assert article.findings == ()
    holds(article)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("kind=threshold", "kind=guess"), "an-article.md:16: expected one of .* as kind of a claim, found 'guess'"),
        (("{#second}", "{#api-first}"), "an-article.md:18: the anchor 'api-first' was used in line 16"),
        (("Below 100k requests a day an API is usually right [1]. ", ""), "16: expected a sentence before the anchor"),
        (("id: a-source", "id: A Source"), "expected an id of small letters, .* Write 'a-source'"),
        (("authors: [", "authors: [["), "an-article.md:[0-9]+: the front matter cannot be read"),
        (("kind: survey-article", "id: again"), "the front matter cannot be read"),
        (("text_kind: digest", "text_kind: copy"), "expected 'digest' or 'original' as text_kind, found 'copy'"),
    ],
)
def test_broken_digest(change: tuple[str, str], message: str) -> None:
    """Each mistake in a digest is an error that names the file, the line where there is one, and what was found."""
    with pytest.raises(ArticleError, match=message):
        parse(DIGEST.replace(*change, 1))


ORDINARY = """# A plain article

Intro words that claim nothing at all.

## Costs

In one survey 40% of teams said so [1]. Is it 50%? Use batch rather than real-time when nobody waits.
The client saved $18,000 a month with it. Nothing here either, it is nice.

## References

[1] A. Lee, A survey of teams (2024).
[2] B. Cruz, Never cited (2023).
"""


def test_ordinary_article() -> None:
    """Without markers, sentences with a quantity, a citation or a comparison become claims; questions do not."""
    article = parse(ORDINARY)
    holds(article)
    assert article.source.title == "A plain article"
    assert [(c.kind, c.references) for c in article.claims] == [
        (ClaimKind.SURVEY, ("lee-2024",)),
        (ClaimKind.OPINION, ()),
        (ClaimKind.CASE, ()),
    ]
    assert [f.kind for f in article.findings] == ["unused reference"]
    assert not any("Never cited" in p.text for p in article.passages)
    assert [c.id for c in parse("\n\n" + ORDINARY).claims] == [c.id for c in article.claims]


def test_passages_are_of_one_section_and_of_a_size() -> None:
    """Passages hold about 60 to 120 words of whole sentences of one section."""
    body = "".join(f"Sentence number {n} has exactly eight words here. " for n in range(60))
    article = parse(f"# A\n\n{body}\n\n# B\n\n{body}")
    sizes = [len(p.text.split()) for p in article.passages]
    assert all(56 <= size <= 128 for size in sizes)
    assert all(p.text.startswith("Sentence") and p.text.endswith("here.") for p in article.passages)
    assert len({p.section for p in article.passages}) == 2


def test_plain_text() -> None:
    """Lines that stand alone above prose are the headings of a plain text; one-line paragraphs stay apart."""
    long = "Prose goes on for quite a while so that this line is surely longer than the limit we set. " * 2
    text = f"A title of five words\n\nFirst part\n{long}\nSecond part\n{long}\nReferences\n[1] A. Lee, T (2020)."
    article = parse(text, "text")
    holds(article)
    assert article.source.title == "A title of five words"
    assert [s.title for s in article.sections][-3:] == ["First part", "Second part", "References"]
    assert article.references[0].id == "lee-2020"


def test_restructured_text() -> None:
    """Adorned titles, code, notes, roles and links of reStructuredText are understood."""
    text = (
        "=====\nTitle\n=====\n\nSee `the docs <https://d.example/x>`_ and :ref:`part <p>`.\n\nPart\n----\n\n"
        ".. note::\n\n   Mind the gap here.\n\n"
        ".. code-block:: python\n\n   x = 1. y\n\n.. image:: a.png\n   :width: 3\n\nThe end.\n"
    )
    article = parse(text, "rst")
    holds(article)
    assert [(s.title, s.level) for s in article.sections] == [("Title", 1), ("Part", 2)]
    assert article.references[0].url == "https://d.example/x"
    text = " ".join(p.text for p in article.passages)
    assert "Mind the gap here." in text
    assert "x = 1" not in text


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    """Text that opens with a thematic break keeps all of its words."""
    assert "Some words" in parse("---\n\nSome words stand here.\n\n---\nMore words.").passages[0].text


def test_escapes() -> None:
    """A backslash before a full stop or a citation is Markdown's, not the author's; in code it stays."""
    article = parse("It costs 3 USD\\. See \\[1\\] and `a\\.b`\\.\n\n## References\n\n[1] A. Lee, T (2020).\n")
    assert [p.text for p in article.passages] == ["It costs 3 USD. See [1] and `a\\.b`."]
    assert article.citations[0].references == ("lee-2020",)


def test_disclosure_and_language() -> None:
    """A machine-written text says so; the language is guessed where there is enough text."""
    german = (
        "Die Kosten der Anfragen steigen mit der Zahl der Nutzer, und niemand weiß, wie lange das noch gut geht. " * 4
    )
    article = parse(german + "\n\nThis text was generated using a large language model.")
    assert article.source.language == "de"
    assert article.source.disclosures == ("This text was generated using a large language model.",)
    assert parse("RAG vs LoRA.").source.language == "en"


@pytest.mark.parametrize("text", ["# Only a heading", "```\ncode\n```", "![p](https://i.example/x.png)"])
def test_nothing_to_retrieve(text: str) -> None:
    """An article without a sentence is refused, and told so."""
    with pytest.raises(ArticleError, match="found no sentence in it"):
        parse(text)


WORDS = st.sampled_from(
    (
        *(
            "Costs rise 3x [1].",
            "We saw 40% (Lee, 2024).",
            "# Head",
            "- an item of it",
            "```",
            "`x. y`",
            "> quoted. Yes.",
        ),
        *("", "[a link](https://x.example/y) says so.", "| a | b |", "|---|---|", "e.g. small. Big", "字。句!", "{#x}"),
        *("## References", "[1] A. Lee, T (2024).", "1. one", "~~~", "<b>bold</b>", "Use it when 5 users wait.", "---"),
    )
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(WORDS, st.text(max_size=30)), max_size=20).map("\n".join),
    st.sampled_from(["markdown", "text", "rst"]),
)
def test_any_text_is_an_article_or_an_error(text: str, format: Format) -> None:
    """Whatever the text, every span holds or the article is refused with a message."""
    problem = ""
    try:
        holds(parse(text, format))
    except ArticleError as refused:
        problem = str(refused)
    assert not problem or problem.startswith("an-article.md")


@pytest.mark.parametrize("path", DIGESTS, ids=lambda p: p.stem)
def test_built_in_digests(path: Path) -> None:
    """Every digest that ships is read without a finding about its markers, and its spans hold."""
    article = read_article(path)
    holds(article)
    assert article.source.id == path.stem
    assert article.source.text_kind == "digest"
    assert [f for f in article.findings if f.kind != "unused reference"] == []


def test_ids_from_file_names(tmp_path: Path) -> None:
    """The id is the slug of the file's name without a hash; a name of digits alone gives way to the title."""
    for name, id in (("My Notes_0123abcd4567.md", "my-notes"), ("001_4db942642aeeb437.md", "the-title-of-it")):
        path = tmp_path / name
        path.write_text("# The title of it\n\nSome words stand here.\n", encoding="utf-8")
        assert read_article(path).source.id == id


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the public test data is not on this machine")
def test_real_and_hostile_files() -> None:
    """Real articles are read with spans that hold; hostile files end in an article or a clear error, in time."""
    data = SHARED / "data"
    articles = data / "articles"
    real = [*sorted(articles.glob("*.md")), *articles.glob("*.rst"), *(SHARED / "seeds").glob("*.txt")]
    assert len(real) > 30
    for path in real:
        holds(read_article(path))
    folders = [data / "bad-inputs" / "generated" / kind for kind in ("articles", "txt", "html", "md", "redos")]
    for path in (p for folder in folders for p in folder.iterdir() if p.stem not in TOO_LONG_FOR_A_TEST):
        begun = time.process_time()  # not the clock: a busy machine is no fault of the file
        assert verdict(path) in ("article", "refused")
        assert time.process_time() - begun < 10, path


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("002_af2d3a2e00b8a91e", "We read new talks and send you five insights"),
        ("caching-notes", "caching notes"),
        ("17", "We read new talks and send you five insights"),
    ],
)
def test_a_text_without_title_is_named_by_its_file_or_by_how_it_begins(name: str, title: str, tmp_path: Path) -> None:
    """A number or a hash names nothing."""
    file = tmp_path / f"{name}.txt"
    file.write_text("We read new talks and send you five insights. For speed, start small.\n\nThen grow, slowly.\n")
    assert read_article(file).source.title == title
