"""Words in common: BM25 over texts, and the share of a query's weight that a text carries."""

from __future__ import annotations

import pytest

from bot.lexicon import Lexicon, has_question_mark, length_in_words, terms

TEXTS = {"a": "Batch jobs are cheap.", "b": "Real-time serving costs more.", "c": "Batch serving of batches."}


def test_terms_are_stemmed_content_words() -> None:
    """Stop words go, inflections meet, decimals stay whole."""
    assert terms("The batches were running at 2.5 and the batch ran") == ["batch", "run", "2.5", "batch", "ran"]


def test_search_finds_texts_that_share_a_word_best_first() -> None:
    """Only texts with a word of the query are found, the one that says it most first, at most ``k``."""
    lexicon = Lexicon.of(TEXTS)
    found = lexicon.search("batch", 5)
    assert {id for id, _ in found} == {"a", "c"}
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert len(lexicon.search("batch serving", 1)) == 1


@pytest.mark.parametrize("query", ["", "the of and", "zebra", "\x00"])
def test_query_without_a_known_word_finds_nothing(query: str) -> None:
    """An empty query, stop words and words of no text find nothing."""
    assert Lexicon.of(TEXTS).search(query, 5) == []


def test_empty_collection_answers_nothing() -> None:
    """No texts, and texts without words, can be searched."""
    assert Lexicon.of({}).search("batch", 5) == []
    assert Lexicon.of({"x": "..."}).search("batch", 5) == []
    assert Lexicon.of({}).overlap(["batch"], ["batch"]) == 1.0


def test_overlap_weighs_rare_words_more() -> None:
    """Sharing the rare word of a query counts for more than sharing the common one; nothing shared is nothing."""
    lexicon = Lexicon.of(TEXTS)
    query = terms("cheap batch")
    assert lexicon.overlap(query, terms("cheap")) > lexicon.overlap(query, terms("batch")) > 0
    assert lexicon.overlap(query, terms("cheap batch")) == pytest.approx(1.0)
    assert lexicon.overlap(query, terms("serving")) == 0.0
    assert lexicon.overlap([], terms("serving")) == 0.0


@pytest.mark.parametrize(
    ("text", "words"), [("and at two million?", 4), ("今天晚饭吃什么好", 4), ("RAG 还是微调", 3), ("为", 1), ("", 0)]
)
def test_words_are_counted_where_no_blanks_part_them(text: str, words: int) -> None:
    """Two ideographs count as a word."""
    assert length_in_words(text) == words


def test_question_marks_of_both_scripts_are_seen() -> None:
    """A Latin and a Chinese question mark ask, wherever they stand; a statement has none."""
    assert has_question_mark("why? because")
    assert has_question_mark("为什么？")
    assert not has_question_mark("nobody is there at night.")
