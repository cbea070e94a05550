"""Texts as numbers: tf-idf vectorizers that can be kept as plain arrays, and what embeds a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.fits import Arrays, packed_lines, unpacked_lines

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, one row a text (zeros for an empty one)."""
Kind = tuple[str, tuple[int, int], str | None, Callable[[str], str] | None]
"""How a text is cut into terms: the arguments of ``vectorizer``."""
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


@dataclass(frozen=True)
class Terms:
    """The terms that a fitted vectorizer knows, their weights, and how it cuts a text into them."""

    kind: Kind
    columns: Mapping[str, int]
    idf: NDArray[np.generic]

    @classmethod
    def of(cls, fitted: TfidfVectorizer) -> Terms:
        """Take over what a vectorizer has learnt."""
        return cls(_kind(fitted), fitted.vocabulary_, fitted.idf_)

    @classmethod
    def told(cls, like: TfidfVectorizer, terms: Sequence[str], idf: NDArray[np.generic]) -> Terms:
        """Return these terms, in the order of their columns, for texts that are cut as one that is not fitted would.

        Raises ValueError where there are not as many weights.
        """
        if len(terms) != len(idf):
            raise ValueError(f"{len(terms)} terms, {len(idf)} weights")
        return cls(_kind(like), dict(zip(terms, range(len(terms)), strict=True)), idf)

    @classmethod
    def kept(cls, like: TfidfVectorizer, name: str, arrays: Arrays) -> Terms:
        """Return what ``arrays`` gave under ``name``; raises ValueError or KeyError where it is something else."""
        return cls.told(like, unpacked_lines(arrays[f"{name}/terms"]), arrays[name])

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return all of it but how it cuts texts as plain arrays, their keys under ``name``."""
        return {name: self.idf, f"{name}/terms": packed_lines(self.names)}

    @property
    def names(self) -> list[str]:
        """The terms in the order of their columns."""
        return sorted(self.columns, key=self.columns.__getitem__)


def weighed(terms: Terms, texts: Sequence[str]) -> csr_matrix:
    """Return what the fitted vectorizer's ``transform(texts)`` gives: texts x terms, each row of length 1, or 0 where
    no term is known.

    Scikit-learn checks its input some twenty times a call, which for a clause takes longer than to count its terms.
    """
    rows = [_known({}, terms.columns), *(_known(_counts(terms.kind, text), terms.columns) for text in texts)]
    starts = np.cumsum([len(row[0]) for row in rows], dtype=np.int32)
    at, counts = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    values = np.log(counts, dtype=np.float32) + np.float32(1.0)
    values *= terms.idf[at]
    squares = np.concatenate([[0.0], np.cumsum(values * values, dtype=np.float64)])
    lengths = np.sqrt(np.diff(squares[starts]))
    values = (values / np.repeat(lengths, np.diff(starts))).astype(np.float32)
    return csr_matrix((values, at, starts), shape=(len(texts), len(terms.columns)))


def _kind(vectorizer: TfidfVectorizer) -> Kind:
    return (vectorizer.analyzer, vectorizer.ngram_range, vectorizer.token_pattern, vectorizer.preprocessor)


def _known(counts: Mapping[str, int], columns: Mapping[str, int]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the columns of the terms that are known, in their order, and how often each is said."""
    at = np.fromiter(map(columns.get, counts, repeat(-1)), np.int32, len(counts))
    order = np.argsort(at)[np.count_nonzero(at < 0) :]
    return at[order], np.fromiter(counts.values(), np.int32, len(counts))[order]


@lru_cache(maxsize=LATELY)
def _counts(kind: Kind, text: str) -> Mapping[str, int]:
    return Counter(_analyzer(kind)(text))


@lru_cache
def _analyzer(kind: Kind) -> Callable[[str], list[str]]:
    analyzer, ngrams, word, before = kind
    analyze: Callable[[str], list[str]] = vectorizer(analyzer, ngrams, 1, word=word, before=before).build_analyzer()
    return analyze
