"""Ids are readable, derived from content and stable."""

from __future__ import annotations

import pytest

from kb.ids import claim_id, passage_id, rule_id, section_id, slug, text_hash


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Build vs. Buy in the LLM Era", "build-vs-buy-in-the-llm-era"),
        ("Sara Nóbrega’s naïve café", "sara-nobregas-naive-cafe"),
        ("  --  ", text_hash("  --  ")[:8]),
        ("", "untitled"),
    ],
)
def test_slug_is_readable_ascii(text: str, expected: str) -> None:
    """A title becomes lower-case ASCII words joined by hyphens."""
    assert slug(text) == expected


def test_slug_cuts_between_words_and_cuts_one_long_word() -> None:
    """The limit is kept without leaving half a word, unless there is only one word."""
    assert slug("alpha beta gamma", limit=12) == "alpha-beta"
    assert slug("alpha beta gamma", limit=10) == "alpha-beta"
    assert slug("x" * 90) == "x" * 40


def test_titles_without_latin_letters_stay_apart() -> None:
    """Two Chinese headings get two ids, and the same heading the same id."""
    assert slug("目录") != slug("数据量与数据质量")
    assert slug("目录") == slug("目录")


def test_ids_have_their_shapes() -> None:
    """Each kind of id has the shape that the rest of the house relies on."""
    assert claim_id("six-choices", "api-below-100k") == "six-choices#api-below-100k"
    assert passage_id("a", 7, "text") == f"a/p007-{text_hash('text')[:8]}"
    assert section_id("a", 2, "Model Complexity") == "a/s02-model-complexity"
    assert rule_id("build-vs-buy", "api-below-100k") == "build-vs-buy/api-below-100k"


def test_the_hash_takes_any_python_string() -> None:
    """A lone surrogate from a damaged page does not break hashing."""
    assert len(text_hash("broken \ud800 byte")) == 64
