"""The taught texts that are nearest to a new one, and what they speak for: a second opinion beside a linear model.

A linear model weighs every word for itself; a turn of phrase that was taught as a whole is known by the texts that have
it. Over 584 questions that had not been learnt from, the linear model erred in 7.4 % about which decision is asked, the
nearest texts in 12 %, both together in about 6 %. Beside the models of facts and of what is asked for, they had 17 more
of 1,979 questions right, and 87 instead of 99 of 2,783 facts heard wrong. Near is what shares its n-grams; embeddings
beside them changed nothing, and took ten times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.fits import Arrays

NEAREST = 10
"""Taught texts that are asked; 10, 30 and 100 compared."""
SHARPNESS = 0.15
"""Cosine by which a text that is less near speaks e times less; .06, .1 and .16 compared."""
BLOCK = 64
"""Values of which only the highest is ordered at first; set by hand, and changes nothing but the time."""
DOUBT = 0.02
"""What every class is given, so that none is ruled out because no neighbour is of it."""


@dataclass(frozen=True)
class Neighbours:
    """Texts of length 1: ``ngrams`` features x texts, ``labels`` the class of each."""

    ngrams: csr_matrix
    labels: NDArray[np.int32]

    @classmethod
    def taught(cls, ngrams: csr_matrix, labels: Sequence[int]) -> Neighbours:
        """Remember texts by their features, one row each, and their class, a number from 0."""
        columns = csr_matrix(ngrams.multiply(1.0 / _lengths(ngrams)[:, None]).T, dtype=np.float32)
        return cls(columns, np.asarray(labels, np.int32))

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return all of it as plain arrays, their keys under ``name``."""
        return {
            f"{name}/near/values": self.ngrams.data,
            f"{name}/near/texts": self.ngrams.indices,
            f"{name}/near/starts": self.ngrams.indptr,
            f"{name}/near/labels": self.labels,
        }

    @classmethod
    def of(cls, name: str, arrays: Arrays) -> Neighbours | None:
        """Return what ``arrays`` gave under ``name``, or None; raises ValueError or KeyError where it is broken."""
        if f"{name}/near/labels" not in arrays:
            return None
        parts = ("values", "texts", "starts", "labels")
        values, texts, starts, labels = (arrays[f"{name}/near/{part}"] for part in parts)
        ngrams = csr_matrix((values, texts, starts), shape=(len(starts) - 1, len(labels)))
        return cls(ngrams, np.asarray(labels, np.int32))

    def speak(self, ngrams: csr_matrix, classes: int) -> NDArray[np.float32]:
        """Return for each text, a row of features, what share of its nearest speaks for each of so many classes.

        All that are as near as the last of them speak too: which of equals come first differs between processors.
        """
        lengths = _lengths(ngrams)
        shares = np.zeros((len(lengths), classes), np.float32)
        for row, length in enumerate(lengths):
            own = slice(ngrams.indptr[row], ngrams.indptr[row + 1])
            near = (self.ngrams[ngrams.indices[own]].T @ ngrams.data[own]) / length
            nearest = _highest(near)
            loud = np.exp((near[nearest] - near.max()) / SHARPNESS)
            shares[row] = np.bincount(self.labels[nearest], loud, classes)
        return np.asarray(shares / shares.sum(axis=1, keepdims=True), np.float32)


def _highest(values: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return where the highest stand, ``NEAREST`` of them and what is as high as the last.

    As many blocks have a highest value from the lowest of theirs on, so only what reaches that is ordered.
    """
    whole = len(values) // BLOCK * BLOCK
    peaks = values[:whole].reshape(-1, BLOCK).max(axis=1)
    least = np.partition(peaks, -NEAREST)[-NEAREST] if len(peaks) > NEAREST else values.min()
    among = np.flatnonzero(values >= least)
    last = max(len(among) - NEAREST, 0)
    nearest: NDArray[np.intp] = among[values[among] >= np.partition(values[among], last)[last]]
    return nearest


def _lengths(ngrams: csr_matrix) -> NDArray[np.float32]:
    squares = np.asarray(ngrams.multiply(ngrams).sum(axis=1)).ravel()
    lengths: NDArray[np.float32] = np.sqrt(np.maximum(squares, 1e-9), dtype=np.float32)
    return lengths
