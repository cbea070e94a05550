"""What is learned from the voices: small linear classifiers over words, character n-grams and an embedding.

Fitted when the knowledge is built, seeded, and stored as plain arrays (no pickle) under the digest of what they were
fitted on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from bot.fits import Arrays, packed, softmax, unpacked
from bot.negation import negated, negation_marked
from bot.neighbours import DOUBT, Neighbours
from bot.terms import Embed, Kind, Terms, as_sparse, sharing, weighed
from bot.values import Values
from bot.voices import NOTHING, Row, distinct

MODELS = ("topic", "intent", "asks", "about", "stated", "roles", "evidence")
FORMAT = 33
"""Raised whenever features or rows change their meaning, so that stored models of an older release are fitted anew."""


MANY = 1000
"""Texts beyond which a term must stand in one more of them to count, up to what a shape asks for: knowledge of a few
dozen voices would have none left."""


@dataclass(frozen=True)
class Shape:
    """The features of one classifier; ``bot.schooling`` says which are used and what they were compared on.

    ``lean`` is the weight of what the nearest taught texts say, as a logarithm, beside the linear model; 0 asks none.
    A feature that stands in more than ``near_max_df`` of them makes none near.
    """

    chars: tuple[int, int] = (2, 5)
    words: tuple[int, int] = (1, 2)
    min_df: int = 2
    embedding: float = 1.0
    negated: float = 0.0
    inverse_regularisation: float = 10.0
    passes: int = 15
    lean: float = 0.0
    near_max_df: int | None = None


@dataclass(frozen=True)
class Classifier:
    """A linear softmax over sparse text features: ``scores(texts)`` gives one row of probabilities a text."""

    shape: Shape
    classes: tuple[str, ...]
    chars: Terms
    words: Terms
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    neighbours: Neighbours | None = None

    @classmethod
    def fit(cls, rows: Iterable[Row], embed: Embed, shape: Shape) -> Classifier:
        """Fit on labelled texts; the same rows in the same order give the same weights."""
        rows = list(rows)
        if len({row.label for row in rows}) < 2:
            rows = [*rows, *(Row(f"nothing was taught {n}", f"{NOTHING}{'-' * (n % 2)}", "") for n in range(6))]
        rows = distinct(rows)
        texts, labels = [row.text for row in rows], [row.label for row in rows]
        shape = replace(shape, min_df=min(shape.min_df, 2 + len(texts) // MANY))
        (chars, by_chars), (words, by_words) = (Terms.learnt(kind, texts, shape.min_df) for kind in _kinds(shape))
        ngrams = _side_by_side(by_chars, by_words)
        meanings = _meanings(texts, embed, shape)
        learnt = softmax(
            _side_by_side(ngrams, *meanings),
            labels,
            inverse_regularisation=shape.inverse_regularisation,
            passes=shape.passes,
        )
        known = [learnt.classes.index(label) for label in labels]
        near = Neighbours.taught(ngrams, known, shape.near_max_df) if shape.lean else None
        return cls(shape, learnt.classes, chars, words, learnt.weights, learnt.bias, near)

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return all of it as plain arrays, their keys under ``name``."""
        return {
            f"{name}/about": packed({"classes": self.classes, "shape": vars(self.shape)}),
            **self.chars.arrays(f"{name}/chars"),
            **self.words.arrays(f"{name}/words"),
            f"{name}/weights": self.weights.T,  # a row a feature, as they lie in memory
            f"{name}/bias": self.bias,
            **(self.neighbours.arrays(name) if self.neighbours else {}),
        }

    @classmethod
    def of(cls, name: str, arrays: Arrays) -> Classifier:
        """Return what ``arrays`` gave under ``name``; raises ValueError or KeyError where it is something else."""
        about = unpacked(arrays[f"{name}/about"])
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in about["shape"].items()}
        shape, classes = Shape(**values), tuple(about["classes"])
        own = zip(_kinds(shape), ("chars", "words"), strict=True)
        chars, words = (Terms.kept(kind, f"{name}/{part}", arrays) for kind, part in own)
        weights = np.asarray(arrays[f"{name}/weights"], np.float32).T
        bias = np.asarray(arrays[f"{name}/bias"], np.float32)
        if weights.shape[0] != len(classes):
            raise ValueError(f"{name}: {len(classes)} classes, {weights.shape[0]} rows of weights")
        return cls(shape, classes, chars, words, weights, bias, Neighbours.of(name, arrays))

    def scores(self, texts: Sequence[str], embed: Embed) -> NDArray[np.float32]:
        """Return probabilities, one row a text, one column a class in the order of ``classes``."""
        if not texts:
            return np.zeros((0, len(self.classes)), dtype=np.float32)
        ngrams, meanings = _ngrams(texts, self.chars, self.words), _meanings(texts, embed, self.shape)
        logits = _side_by_side(ngrams, *meanings) @ self.weights.T + self.bias
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        if self.neighbours:
            odds *= (self.neighbours.speak(ngrams, len(self.classes)) + DOUBT) ** self.shape.lean
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)


def log_odds(probability: float) -> float:
    """Return the log odds of a probability; certainty either way counts as one in a hundred, so that it is finite."""
    return math.log((probability + 0.01) / (1.01 - probability))


def mean_log_odds(one: float, other: float) -> float:
    """Return the mean of what two classifiers say, in log odds, which is better than either."""
    return (log_odds(one) + log_odds(other)) / 2.0


_WORD = r"(?u)¬?\b\w+\b|¬|[一-鿿]"


def _kinds(shape: Shape) -> tuple[Kind, Kind]:
    """Return how texts are cut into characters and into words, whose denied ones are said once more, marked."""
    return Kind(shape.chars), Kind(shape.words, _WORD, negation_marked)


def _ngrams(texts: Sequence[str], chars: Terms, words: Terms) -> csr_matrix:
    return _side_by_side(weighed(chars, texts), weighed(words, texts))


def _meanings(texts: Sequence[str], embed: Embed, shape: Shape) -> list[csr_matrix]:
    parts = []
    if shape.embedding:
        parts.append(as_sparse(embed(texts) * np.float32(shape.embedding)))
    if shape.negated:
        # what is denied, as a meaning: "not static" is heard like "not fixed" even where nobody said it so before
        reached = [" ".join(word[1:] for word in negated(text)) for text in texts]
        parts.append(as_sparse(embed(reached) * np.float32(shape.negated)))
    return parts


def _side_by_side(*features: csr_matrix) -> csr_matrix:
    return csr_matrix(hstack(features, format="csr", dtype=np.float32))


@dataclass(frozen=True)
class Hearing:
    """The classifiers: which decision, what is wanted, whether evidence is, whether a message only speaks of the answer
    before it, what a clause states and which value of it, whose a number is, which claim is asked for."""

    topic: Classifier
    intent: Classifier
    asks: Classifier
    about: Classifier
    stated: Classifier
    roles: Classifier
    evidence: Classifier
    values: Values

    def sharing(self) -> Hearing:
        """Return the same with one vocabulary for all terms of a kind."""
        models: dict[str, Classifier] = {name: getattr(self, name) for name in MODELS}
        shared = iter(
            sharing([*self.values.terms, *(t for model in models.values() for t in (model.chars, model.words))])
        )
        values = replace(self.values, terms=tuple(islice(shared, len(self.values.terms))))
        own = {name: replace(model, chars=next(shared), words=next(shared)) for name, model in models.items()}
        return Hearing(values=values, **own)

    def facts(self, clauses: Sequence[str], embed: Embed) -> NDArray[np.float32]:
        """Return how surely each clause states each fact, one row a clause, columns as ``stated.classes``."""
        return self.values.decide(self.stated.scores(clauses, embed), self.stated.classes, clauses, embed)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the models as plain arrays."""
        models: dict[str, Classifier] = {name: getattr(self, name) for name in MODELS}
        parts = (*(model.arrays(name) for name, model in models.items()), self.values.arrays("values"))
        return {key: array for part in parts for key, array in part.items()}

    @classmethod
    def of(cls, arrays: Arrays) -> Hearing:
        """Return what ``arrays`` gave; raises ValueError or KeyError where it is something else."""
        return cls(**{name: Classifier.of(name, arrays) for name in MODELS}, values=Values.of("values", arrays))
