"""Texts as numbers: tf-idf vectorizers that can be kept as plain arrays, and what embeds a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, one row a text (zeros for an empty one)."""


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
