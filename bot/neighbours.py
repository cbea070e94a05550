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
from functools import cached_property

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
TINY = 1e-9
"""Square of the length of a text without a known feature, so that none is divided by."""
DOUBT = 0.02
"""What every class is given, so that none is ruled out because no neighbour is of it."""


@dataclass(frozen=True)
class Neighbours:
    """Texts of length 1: ``ngrams`` features x texts, ``labels`` the class of each."""

    ngrams: csr_matrix
    labels: NDArray[np.int32]

    @classmethod
    def taught(cls, ngrams: csr_matrix, labels: Sequence[int], max_df: int | None = None) -> Neighbours:
        """Remember texts by their features, one row each, and their class, a number from 0; what stands in more than
        ``max_df`` of them makes no two alike, and is left out."""
        features = csr_matrix(ngrams.T, dtype=np.float32)
        if max_df is not None:
            features = csr_matrix(features.multiply((np.diff(features.indptr) <= max_df)[:, None]))
            features.eliminate_zeros()
        lengths = np.sqrt(np.maximum(np.asarray(features.multiply(features).sum(axis=0)).ravel(), TINY))
        return cls(csr_matrix(features.multiply(1.0 / lengths), dtype=np.float32), np.asarray(labels, np.int32))

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
        shares = np.zeros((ngrams.shape[0], classes), np.float32)
        for row in range(len(shares)):
            own = slice(ngrams.indptr[row], ngrams.indptr[row + 1])
            said = self._told[ngrams.indices[own]]
            terms, values = ngrams.indices[own][said], ngrams.data[own][said]
            near = (self.ngrams[terms].T @ values) / np.sqrt(max(float((values * values).sum()), TINY))
            nearest = _highest(near)
            loud = np.exp((near[nearest] - near.max()) / SHARPNESS)
            shares[row] = np.bincount(self.labels[nearest], loud, classes)
        return np.asarray(shares / shares.sum(axis=1, keepdims=True), np.float32)

    @cached_property
    def _told(self) -> NDArray[np.bool_]:
        """Which features any text is known by."""
        return np.asarray(np.diff(self.ngrams.indptr) > 0)


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
