"""Texts as numbers: how they are cut into terms, the terms that all classifiers share, and what embeds a text."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.fits import Arrays, packed_lines, unpacked_lines

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, one row a text (zeros for an empty one)."""
Counted = tuple[NDArray[np.int32], NDArray[np.int32]]
"""The numbers of the terms of a text, each once and in order, and how often each is said."""
LATELY = 256
"""Texts whose terms are remembered: the clauses of one message, which half a dozen classifiers look at in turn."""
WORDS, LONG = 1 << 14, 40
"""Words whose character n-grams are remembered, since texts repeat their words, and letters of the longest: 10 MB in
all, whatever is asked."""
OPENED = 8
"""Vocabularies that are remembered: those of the knowledge before an ingest and after it."""
_NONE = np.zeros(0, np.int32)


class Kind(NamedTuple):
    """How a text is cut: into n-grams of the characters of each word, or of words where ``word`` is their pattern.

    ``before`` prepares a text, which is in small letters otherwise.
    """

    ngrams: tuple[int, int]
    word: str | None = None
    before: Callable[[str], str] | None = None

    @property
    def key(self) -> str:
        """Where the terms of this kind are kept."""
        return f"terms/{self.ngrams}/{self.word}/{self.before.__name__ if self.before else ''}"

    def pieces(self, text: str) -> list[str]:
        """Return the words of a text, in order and with what is said twice."""
        text = self.before(text) if self.before else text.lower()
        return text.split() if self.word is None else re.findall(self.word, text)

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, as scikit-learn's analyzers "char_wb" and "word" do."""
        pieces = self.pieces(text)
        if self.word is None:
            return [term for piece in pieces for term in self.within(piece)]
        return [" ".join(pieces[at : at + n]) for n in self._lengths(pieces) for at in range(len(pieces) - n + 1)]

    def within(self, word: str) -> list[str]:
        """Return the character n-grams of a word with a blank on either side; a shorter one is one as it is."""
        whole = f" {word} "
        lengths = self._lengths(whole) or (len(whole),)
        return [whole[at : at + n] for n in lengths for at in range(len(whole) - n + 1)]

    def _lengths(self, of: Sequence[str]) -> range:
        return range(self.ngrams[0], min(self.ngrams[1], len(of)) + 1)


class Vocabulary:
    """The terms of one kind, each with a number: their place in the order of their names."""

    def __init__(self, kind: Kind, names: Sequence[str]) -> None:
        """Number the names, which are sorted."""
        self.kind, self.names = kind, names
        self._numbers = dict(zip(names, range(len(names)), strict=True))
        self._within = lru_cache(maxsize=WORDS)(self._of_word)
        self.counted = lru_cache(maxsize=LATELY)(self._counted)

    @classmethod
    def joined(cls, several: Sequence[Vocabulary]) -> Vocabulary:
        """Return all terms of vocabularies of one kind."""
        return cls(several[0].kind, sorted({name for one in several for name in one.names}))

    def numbers(self, terms: Iterable[str]) -> NDArray[np.int32]:
        """Return the numbers of those terms that are known, in the order of the terms."""
        at = np.fromiter(map(self._numbers.get, terms, repeat(-1)), np.int32)
        return at[at >= 0]

    @cached_property
    def lines(self) -> NDArray[np.uint8]:
        """The names as an array of bytes."""
        return packed_lines(self.names)

    def _counted(self, text: str) -> Counted:
        if self.kind.word is None:
            words = self.kind.pieces(text)
            said = np.concatenate([_NONE, *((self._within if len(w) <= LONG else self._of_word)(w) for w in words)])
        else:
            said = self.numbers(self.kind.terms(text))
        at, counts = np.unique(said, return_counts=True)
        return at, counts.astype(np.int32)

    def _of_word(self, word: str) -> NDArray[np.int32]:
        return self.numbers(self.kind.within(word))


@dataclass(frozen=True)
class Terms:
    """The terms that one classifier knows: the column of each of the vocabulary's, -1 for none, and their weights.

    Columns are in the order of the names, as numbers are.
    """

    vocabulary: Vocabulary
    columns: NDArray[np.int32]
    idf: NDArray[np.float32]

    @classmethod
    def learnt(cls, kind: Kind, texts: Sequence[str], min_df: int) -> tuple[Terms, csr_matrix]:
        """Return the terms that stand in so many of the texts at least, and the texts by them, as ``weighed`` does.

        The weight of a term is its smoothed inverse document frequency, log((1 + texts) / (1 + df)) + 1.
        """
        names, counts = _counts(kind, texts)
        df = np.bincount(counts.indices, minlength=len(names))
        kept = sorted((names[number], number) for number in np.flatnonzero(df >= min_df).tolist())
        order = np.array([number for _, number in kept], np.int32)
        columns = np.full(len(names), -1, np.int32)
        columns[order] = np.arange(len(order), dtype=np.int32)
        known = columns[counts.indices] >= 0
        starts = np.concatenate([[0], np.cumsum(known)])[counts.indptr]
        own = csr_matrix(
            (counts.data[known], columns[counts.indices[known]], starts), shape=(len(texts), len(order)), dtype=np.int32
        )
        own.sort_indices()
        idf = np.log(np.float32(1 + len(texts)) / (1 + df[order]).astype(np.float32)) + np.float32(1.0)
        vocabulary = Vocabulary(kind, [name for name, _ in kept])
        terms = cls(vocabulary, np.arange(len(order), dtype=np.int32), idf)
        return terms, _tf_idf(own.indices, own.data, own.indptr, idf)

    @classmethod
    def told(cls, vocabulary: Vocabulary, numbers: NDArray[np.generic], idf: NDArray[np.float32]) -> Terms:
        """Return the terms of these numbers; raises ValueError for other than as many as weights, in order."""
        if len(numbers) != len(idf):
            raise ValueError(f"{len(numbers)} terms, {len(idf)} weights")
        if (np.diff(np.concatenate([[-1], numbers, [len(vocabulary.names)]])) <= 0).any():
            raise ValueError(f"{len(numbers)} terms are not in the order of their vocabulary, or not all of it")
        columns = np.full(len(vocabulary.names), -1, np.int32)
        columns[numbers] = np.arange(len(numbers), dtype=np.int32)
        return cls(vocabulary, columns, idf)

    @classmethod
    def kept(cls, kind: Kind, name: str, arrays: Arrays) -> Terms:
        """Return what ``arrays`` gave under ``name``; raises ValueError or KeyError where it is something else."""
        vocabulary, idf = _opened(kind, bytes(arrays[kind.key])), np.asarray(arrays[name], np.float32)
        return cls.told(vocabulary, arrays[f"{name}/terms"], idf)

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return plain arrays, their keys under ``name`` but for the vocabulary's, which all terms of a kind share."""
        vocabulary = self.vocabulary
        return {name: self.idf, f"{name}/terms": self.numbers, vocabulary.kind.key: vocabulary.lines}

    @property
    def numbers(self) -> NDArray[np.int32]:
        """The vocabulary's numbers of the terms, in the order of the columns."""
        return np.flatnonzero(self.columns >= 0).astype(np.int32)

    def by(self, vocabulary: Vocabulary) -> Terms:
        """Return the same terms by the numbers of a vocabulary that holds them all."""
        names = self.vocabulary.names
        return Terms.told(vocabulary, vocabulary.numbers(names[number] for number in self.numbers), self.idf)


def sharing(several: Sequence[Terms]) -> tuple[Terms, ...]:
    """Return the same terms with one vocabulary for all of a kind, in which a text is looked up once.

    Only such can be kept beside each other, since a vocabulary is kept by its kind.
    """
    kinds: dict[Kind, list[Vocabulary]] = {}
    for terms in several:
        kinds.setdefault(terms.vocabulary.kind, []).append(terms.vocabulary)
    joined = {kind: Vocabulary.joined(own) for kind, own in kinds.items()}
    return tuple(terms.by(joined[terms.vocabulary.kind]) for terms in several)


@lru_cache(maxsize=OPENED)
def _opened(kind: Kind, lines: bytes) -> Vocabulary:
    return Vocabulary(kind, unpacked_lines(np.frombuffer(lines, np.uint8)))


def weighed(terms: Terms, texts: Sequence[str]) -> csr_matrix:
    """Return texts x terms as tf-idf, each row of length 1, or 0 where no term is known.

    To the last bit what scikit-learn's vectorizer gives, which checks its input some twenty times a call: for a clause
    that takes longer than to count its terms.
    """
    rows = [(_NONE, _NONE), *(_known(terms, text) for text in texts)]
    starts = np.cumsum([len(row[0]) for row in rows], dtype=np.int32)
    at, counts = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    return _tf_idf(at, counts, starts, terms.idf)


def as_sparse(rows: NDArray[np.float32]) -> csr_matrix:
    """Return dense rows as a sparse matrix, in which those of zeros alone take no room.

    Nearly all others are full, which scipy finds out value by value, in ten times as long.
    """
    said = rows.any(axis=1)
    whole = rows[said]
    at = np.tile(np.arange(rows.shape[1], dtype=np.int32), len(whole))
    starts = np.concatenate([[0], np.cumsum(said * rows.shape[1])]).astype(np.int32)
    sparse = csr_matrix((whole.ravel(), at, starts), shape=rows.shape)
    sparse.eliminate_zeros()
    return sparse


def _tf_idf(
    at: NDArray[np.int32], counts: NDArray[np.int32], starts: NDArray[np.int32], idf: NDArray[np.float32]
) -> csr_matrix:
    """Return columns and counts of rows as a matrix: 1 + log of the count, times the weight, each row of length 1."""
    values = np.log(counts, dtype=np.float32) + np.float32(1.0)
    values *= idf[at]
    squares = np.concatenate([[0.0], np.cumsum(values * values, dtype=np.float64)])
    lengths = np.sqrt(np.diff(squares[starts]))
    values = (values / np.repeat(lengths, np.diff(starts))).astype(np.float32)
    return csr_matrix((values, at, starts), shape=(len(starts) - 1, len(idf)))


def _counts(kind: Kind, texts: Sequence[str]) -> tuple[list[str], csr_matrix]:
    """Return all terms of texts, as they come, and how often each text has each.

    Character n-grams are cut of each word once, and counted by the words of the texts.
    """
    if kind.word is not None:
        return _tallied(map(kind.terms, texts))
    words, said = _tallied(map(kind.pieces, texts))
    names, within = _tallied(map(kind.within, words))
    return names, csr_matrix(said @ within)


def _tallied(rows: Iterable[Sequence[str]]) -> tuple[list[str], csr_matrix]:
    """Return what is said in any row, as it comes, and how often each row says it."""
    numbers: dict[str, int] = {}
    said, starts = array("i"), [0]
    for row in rows:
        said.extend([numbers.setdefault(one, len(numbers)) for one in row])
        starts.append(len(said))
    at = np.frombuffer(said, np.int32)
    counts = csr_matrix((np.ones(len(at), np.int32), at, starts), shape=(len(starts) - 1, len(numbers)))
    counts.sum_duplicates()
    return list(numbers), counts


def _known(terms: Terms, text: str) -> Counted:
    """Return the columns of the terms of a text that are known, in order, and how often each is said."""
    numbers, counts = terms.vocabulary.counted(text)
    at = terms.columns[numbers]
    known = at >= 0
    return at[known], counts[known]
