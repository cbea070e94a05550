"""Which value of a factor a clause states, once it is known to speak of that factor: one small classifier a factor.

The classifier of facts must tell some sixty things apart, and "we never measured how it fails" shares nearly all of its
words with what people say who did. Here a word that a negation reaches is another word, and only the values of one
factor are told apart; on clauses kept out of the fit the value is right for 88%. Both opinions count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from bot.fits import Arrays, packed, softmax, unpacked
from bot.negation import heard_words
from bot.terms import Embed, Kind, Terms, as_sparse, sharing, weighed
from bot.voices import NOTHING, Row, distinct

INVERSE_REGULARISATION = 10.0
"""Of 3, 10 and 30 the one with the least loss on clauses kept out of the fit."""
PASSES = 20
"""Over the rows; of 20 and 30, together with 10 and 15 for all other classifiers but that of facts, 2,810 and 2,806 of
2,963 questions that had not been learnt from are right, with 3,893 and 3,897 facts found and 95 and 94 heard wrong."""
LEAN = 0.6
"""Weight of this opinion, as a logarithm, beside that of the classifier of facts; of 0, 0.35, 0.5, 0.6 and 1 the one
that heard fewest facts wrong in 1,814 questions that had not been learnt from (72; with 1 alone 82)."""
SPOKEN_OF = 0.5
"""Probability from which a piece of a sentence speaks of a factor, whichever value it states; by hand."""
_LEAST, _HARDLY = np.float32(1e-6), np.float32(1e-3)
PARTS = {"marked": (Kind((1, 2), r"\S+"), 2), "plain": (Kind((3, 5)), 3), "denied": (Kind((3, 5)), 3)}
"""How the parts of a text are cut, and in how many texts a term stands at least."""


@dataclass(frozen=True)
class Values:
    """Weights, features x labels, and one bias a label ``factor=value``; within a factor they are a softmax."""

    labels: tuple[str, ...]
    terms: tuple[Terms, ...]
    weights: csr_matrix
    bias: NDArray[np.float32]

    @classmethod
    def fit(cls, rows: Iterable[Row], embed: Embed) -> Values:
        """Fit on labelled clauses; those that state nothing, and factors of which one value is known, teach nothing."""
        told: dict[str, list[Row]] = {}
        for row in distinct(row for row in rows if row.label != NOTHING):
            told.setdefault(_factor(row.label), []).append(row)
        told = {factor: own for factor, own in sorted(told.items()) if len({row.label for row in own}) > 1}
        texts = [row.text for own in told.values() for row in own]
        if not texts:
            return cls((), (), csr_matrix((0, 0), dtype=np.float32), np.zeros(0, np.float32))
        parts, at = _parted(texts), 0
        cut = zip(PARTS.values(), parts, strict=True)
        terms, ngrams = zip(*(Terms.learnt(kind, part, min_df) for (kind, min_df), part in cut), strict=True)
        features = _joined(ngrams, parts, embed)
        labels: list[str] = []
        weights, bias = [], []
        for own in told.values():
            learnt = softmax(
                features[at : at + len(own)],
                [row.label for row in own],
                inverse_regularisation=INVERSE_REGULARISATION,
                passes=PASSES,
            )
            at += len(own)
            labels += learnt.classes
            weights.append(csr_matrix(learnt.weights.T))
            bias.append(learnt.bias)
        return cls(tuple(labels), sharing(terms), csr_matrix(hstack(weights)), np.concatenate(bias))

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return all of it as plain arrays, their keys under ``name``."""
        parts = zip(PARTS, self.terms, strict=False)
        return {
            f"{name}/about": packed({"labels": self.labels}),
            **{key: array for part, own in parts for key, array in own.arrays(f"{name}/{part}").items()},
            f"{name}/weights": self.weights.data,
            f"{name}/columns": self.weights.indices,
            f"{name}/starts": self.weights.indptr,
            f"{name}/bias": self.bias,
        }

    @classmethod
    def of(cls, name: str, arrays: Arrays) -> Values:
        """Return what ``arrays`` gave under ``name``; raises ValueError or KeyError where it is something else."""
        labels = tuple(unpacked(arrays[f"{name}/about"])["labels"])
        own = PARTS.items() if labels else ()
        terms = tuple(Terms.kept(kind, f"{name}/{part}", arrays) for part, (kind, _) in own)
        data, columns, starts = (arrays[f"{name}/{part}"] for part in ("weights", "columns", "starts"))
        weights = csr_matrix((data, columns, starts), shape=(len(starts) - 1, len(labels)))
        return cls(labels, terms, weights, np.asarray(arrays[f"{name}/bias"], np.float32))

    def decide(
        self, scores: NDArray[np.float32], classes: Sequence[str], texts: Sequence[str], embed: Embed
    ) -> NDArray[np.float32]:
        """Return the scores of facts, one row a text, with what each factor has shared out anew among its values, by
        these scores and by what is learnt here."""
        if not len(texts) or not self.labels:
            return scores
        logits = np.asarray((_features(texts, self.terms, embed) @ self.weights).todense(), np.float32) + self.bias
        decided = scores.copy()
        for own in _by_factor(self.labels):
            odds = np.exp(LEAN * (logits[:, own] - logits[:, own].max(axis=1, keepdims=True)))
            columns = [classes.index(self.labels[row]) for row in own]
            whole = scores[:, columns].sum(axis=1, keepdims=True)
            odds *= (scores[:, columns] / np.maximum(whole, _LEAST) + _LEAST) ** (1.0 - LEAN)
            decided[:, columns] = whole * odds / odds.sum(axis=1, keepdims=True)
        return decided


def in_sentences(scores: NDArray[np.float32], classes: Sequence[str], sentences: Sequence[int]) -> NDArray[np.float32]:
    """Return the scores of facts, one row a clause, with the value that a piece states heard in its sentence as well.

    ``sentences`` are the rows of the sentences that the clauses are, or are pieces of. How surely a factor is spoken of
    stays as it is: only its values are weighed, for a piece may leave behind what turns it round. Where several pieces
    speak of a factor each stands for itself: "two of us do Kubernetes, none knows GPUs". On 1,861 facts that had not
    been learnt from 40 instead of 48 were heard wrong, and 7 more found.
    """
    heard, rows = scores.copy(), np.asarray(sentences, int)
    pieces = rows != np.arange(len(rows))
    for own in _by_factor(classes):
        whole = scores[:, own].sum(axis=1, keepdims=True)
        shares = np.maximum(scores[:, own] / np.maximum(whole, _LEAST), _HARDLY)
        speaking = np.bincount(rows, pieces & (whole[:, 0] >= SPOKEN_OF), len(rows))
        alone = speaking[rows] < 2
        shares = np.sqrt(shares * shares[rows])
        heard[np.ix_(alone, own)] = (whole * shares / shares.sum(axis=1, keepdims=True))[alone]
    return heard


def _factor(label: str) -> str:
    return label.partition("=")[0]


def _by_factor(labels: Sequence[str]) -> list[list[int]]:
    """Return for each factor where its values stand among the labels; NOTHING is none's."""
    places: dict[str, list[int]] = {}
    for place, label in enumerate(labels):
        if label != NOTHING:
            places.setdefault(_factor(label), []).append(place)
    return list(places.values())


def _parted(texts: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Return each text with its denied words marked, without them, and these alone."""
    heard = [heard_words(text) for text in texts]
    return (
        [" ".join(word.marked for word in words) for words in heard],
        [" ".join(word.text for word in words if not word.denied) for words in heard],
        [" ".join(word.text for word in words if word.denied and word.text) for words in heard],
    )


def _features(texts: Sequence[str], terms: tuple[Terms, ...], embed: Embed) -> csr_matrix:
    parts = _parted(texts)
    return _joined([weighed(own, part) for own, part in zip(terms, parts, strict=True)], parts, embed)


def _joined(ngrams: Sequence[csr_matrix], parts: Sequence[Sequence[str]], embed: Embed) -> csr_matrix:
    meanings = [as_sparse(embed(part)) for part in parts[1:]]
    return csr_matrix(hstack([*ngrams, *meanings], format="csr", dtype=np.float32))
