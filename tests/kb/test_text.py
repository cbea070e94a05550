"""Sections and sentences with their spans."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.blocks import BlockKind, blocks, code_spans
from kb.text import LONGEST_SENTENCE, plain, sections, sentences
from tests.hostile import GUARD, LINES


def split(text: str, **options: object) -> list[str]:
    """Return the sentences of a text as texts."""
    return [text[s.start : s.end] for s in sentences(text, **options)]  # type: ignore[arg-type]


def test_sentences_of_prose() -> None:
    """Abbreviations, decimals and an ``[n]`` behind the full stop do not end or begin a sentence."""
    text = "Small models, e.g. Phi, cost 3.5 USD vs. 10. See Fig. 2 (Smith et al. 2024). It won. [3] Next one.\nLast."
    assert split(text) == [
        "Small models, e.g. Phi, cost 3.5 USD vs. 10.",
        "See Fig. 2 (Smith et al. 2024).",
        "It won. [3]",
        "Next one.",
        "Last.",
    ]


def test_blocks_end_sentences() -> None:
    """A list item, a table row and a heading end without a full stop; code and page machinery hold no sentence."""
    text = "# Title\n\nTwo points:\n- one thing\n  goes on\n- another\n\n```\ncode. Not prose.\n```\n"
    text += "| a | b |\n|---|---|\n<br/>\n"
    found = sentences(text)
    assert [text[s.start : s.end] for s in found] == ["Two points:", "one thing\n  goes on", "another", "| a | b |"]
    assert [s.kind for s in found] == [BlockKind.PROSE, BlockKind.ITEM, BlockKind.ITEM, BlockKind.ROW]


def test_code_links_and_addresses_are_not_split() -> None:
    """A full stop inside inline code, link text or an address ends nothing."""
    text = "Call `run. Now` first. Read [Why. How](https://a.b/c. d) or https://x.y/z.Html for more. Done."
    assert split(text)[0] == "Call `run. Now` first."
    assert split(text)[-1] == "Done."


def test_chinese_sentences() -> None:
    """Chinese full stops end sentences."""
    assert split("大模型时代。这个问题已定论!是吗?", language="zh") == ["大模型时代。", "这个问题已定论!", "是吗?"]


def test_marked_breaks() -> None:
    """A position that an author marked ends a sentence whatever the splitter thinks."""
    text = "we call it no. 5 and more"
    assert split(text, breaks=[12]) == ["we call it n", "o. 5 and more"]


def test_sections() -> None:
    """Sections run from heading to heading, with the text before the first as section 0; setext headings count."""
    text = "Intro.\n\n# One [x](http://y) `z` <a name='q'></a>\nA.\n\nTwo\n---\nB.\n\n```\n# no\n```\n"
    found = sections(text)
    assert [(s.title, s.level, s.number) for s in found] == [("", 0, 0), ("One x z", 1, 1), ("Two", 2, 2)]
    assert "".join(text[s.start : s.end] for s in found) == text
    assert text[found[1].body : found[1].end].strip() == "A."


def test_plain() -> None:
    """Inline Markdown becomes its words."""
    assert plain("**Bold** [link](http://x.y) snake_case _it_ {#id}") == "Bold link snake_case it"


MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "# H",
                "## Ä b",
                "- item. Two.",
                "1. x",
                "> q. r",
                "```",
                "~~~",
                "| a | b |",
                "|---|",
                "",
                "    code",
                "---",
            ]
        ),
        st.sampled_from(["`a. b`", "[t. u](http://x.y/z)", "<!-- c", "-->", "**B.** c", "e.g. this", "A [1]. B", "=="]),
        st.text(alphabet="ab .!?[]()`#*|-_\\\t é。字\u2028{}<>0123456789", max_size=60),
    ),
    max_size=12,
).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(MARKDOWN)
def test_spans_are_ordered_and_cover_words(text: str) -> None:
    """Sentences are ordered, disjoint, trimmed and within one block; sections cover the text."""
    last = 0
    for sentence in sentences(text):
        words = text[sentence.start : sentence.end]
        assert last <= sentence.start < sentence.end <= len(text)
        assert words == words.strip()
        assert len(words) <= LONGEST_SENTENCE
        last = sentence.end
    ends = [0]
    for block in blocks(text):
        assert ends[-1] <= block.start < block.end <= len(text)
        ends.append(block.end)
    covered = "".join(text[s.start : s.end] for s in sections(text))
    assert covered.strip() == text.strip() or not text.strip()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="`a ", max_size=40))
def test_code_spans_close_with_as_many_backticks(text: str) -> None:
    """Inline code opens and closes with runs of the same length."""
    last = 0
    for start, end in code_spans(text):
        piece = text[start:end]
        run = len(piece) - len(piece.lstrip("`"))
        assert last <= start
        assert piece.endswith("`" * run)
        last = end


@pytest.mark.timeout(GUARD)
@pytest.mark.parametrize(
    ("name", "found"),
    [("brackets", 100), ("blanks", 0), ("backticks", 0), ("quotes", 0), ("stars", 151), ("pipes", 0)],
)
def test_hostile_lines_are_read(name: str, found: int) -> None:
    """A line of hundreds of thousands of characters is read to its end, as so many sentences, each after the last."""
    text, last = LINES[name], 0
    assert (len(sentences(text)), len(sections(text))) == (found, int(name != "blanks"))
    for sentence in sentences(text):
        assert last <= sentence.start < sentence.end <= len(text)
        last = sentence.end
