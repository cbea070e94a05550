"""Texts as numbers: tf-idf vectorizers that can be kept as plain arrays, and what embeds a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, one row a text (zeros for an empty one)."""
LATELY = 256
"""Texts whose terms are remembered: the clauses of one message, which half a dozen classifiers look at in turn."""


def vectorizer(
    analyzer: str,
    ngrams: tuple[int, int],
    min_df: int,
    *,
    word: str | None = None,
    before: Callable[[str], str] | None = None,
) -> TfidfVectorizer:
    """Return a vectorizer that is not fitted yet; ``word`` is the pattern of one, ``before`` prepares a text."""
    return TfidfVectorizer(
        analyzer=analyzer,
        preprocessor=before,
        ngram_range=ngrams,
        min_df=min_df,
        sublinear_tf=True,
        lowercase=True,
        token_pattern=word,
        dtype=np.float32,
    )


def vocabulary(vectorizer: TfidfVectorizer) -> list[str]:
    """Return the terms of a fitted vectorizer in the order of its columns."""
    return sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)


def taught(vectorizer: TfidfVectorizer, terms: Sequence[str], idf: NDArray[np.generic]) -> TfidfVectorizer:
    """Return a vectorizer with these terms and weights instead of fitted ones."""
    vectorizer.vocabulary = vectorizer.vocabulary_ = {term: column for column, term in enumerate(terms)}
    vectorizer.idf_ = idf
    return vectorizer


def weighed(fitted: TfidfVectorizer, texts: Sequence[str]) -> csr_matrix:
    """Return what ``fitted.transform(texts)`` gives: texts x terms, each row of length 1, or 0 where no term is known.

    Scikit-learn checks its input some twenty times a call, which for a clause takes longer than to count its terms.
    """
    columns = fitted.vocabulary_
    kind = (fitted.analyzer, fitted.ngram_range, fitted.token_pattern, fitted.preprocessor)
    rows = [
        sorted((column, n) for term, n in _counts(kind, text).items() if (column := columns.get(term)) is not None)
        for text in texts
    ]
    starts = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    terms, counts = np.array([pair for row in rows for pair in row], np.int32).reshape(-1, 2).T.copy()
    values = np.log(counts, dtype=np.float32) + np.float32(1.0)
    values *= fitted.idf_[terms]
    squares = np.concatenate([[0.0], np.cumsum(values * values, dtype=np.float64)])
    lengths = np.sqrt(np.diff(squares[starts]))
    values = (values / np.repeat(lengths, np.diff(starts))).astype(np.float32)
    return csr_matrix((values, terms, starts), shape=(len(texts), len(columns)))


@lru_cache(maxsize=LATELY)
def _counts(kind: tuple[Any, ...], text: str) -> Mapping[str, int]:
    return Counter(_analyzer(kind)(text))


@lru_cache
def _analyzer(kind: tuple[Any, ...]) -> Callable[[str], list[str]]:
    analyzer, ngrams, word, before = kind
    analyze: Callable[[str], list[str]] = vectorizer(analyzer, ngrams, 1, word=word, before=before).build_analyzer()
    return analyze
