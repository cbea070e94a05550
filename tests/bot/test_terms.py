"""Terms of texts and their weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.negation import negation_marked
from bot.terms import Kind, Terms, Vocabulary, as_sparse, sharing, weighed

TAUGHT = [
    "we do not host it",
    "they host nothing at all",
    "The API is hosted for us",
    "we host it, not they",
    "宁可自己部署",
    "a b  c a b",
]
HEARD = ["we host it not", "", "   ", "zzz", "host host host the api", "我们自己部署", "a b c"]
KINDS = [Kind((3, 5)), Kind((2, 4)), Kind((1, 2), r"\w+", negation_marked), Kind((1, 3), r"\S+")]


def theirs(kind: Kind, min_df: int) -> TfidfVectorizer:
    """Return the vectorizer of scikit-learn that cuts and weighs as a kind does."""
    how = {"analyzer": "word", "token_pattern": kind.word} if kind.word else {"analyzer": "char_wb"}
    weights = {"sublinear_tf": True, "dtype": np.float32, "min_df": min_df}
    return TfidfVectorizer(ngram_range=kind.ngrams, preprocessor=kind.before, **how, **weights)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
@pytest.mark.parametrize("min_df", [1, 2])
def test_terms_are_learnt_and_weighed_as_scikit_learn_does(kind: Kind, min_df: int) -> None:
    """To the last bit, for texts of known, unknown and no words, with and without words marked as denied."""
    vectorizer = theirs(kind, min_df)
    taught = vectorizer.fit_transform(TAUGHT)
    terms, ours = Terms.learnt(kind, TAUGHT, min_df)
    assert terms.vocabulary.names == sorted(vectorizer.vocabulary_)
    assert np.array_equal(terms.idf, vectorizer.idf_)
    for mine, of_them in ((ours, taught), (weighed(terms, HEARD), vectorizer.transform(HEARD))):
        assert (mine != of_them).nnz == 0
        assert (mine.shape, mine.dtype) == (of_them.shape, of_them.dtype)
    assert weighed(terms, []).shape == (0, len(terms.idf))


def test_terms_that_share_a_vocabulary_weigh_the_same_kept_or_not() -> None:
    """One vocabulary holds the terms of all, is kept once, and gives each its own back; another order is refused."""
    kind = KINDS[0]
    alone = [Terms.learnt(kind, texts, 1)[0] for texts in (TAUGHT[:3], TAUGHT[2:])]
    shared = sharing(alone)
    assert shared[0].vocabulary is shared[1].vocabulary
    arrays = {**shared[0].arrays("a"), **shared[1].arrays("b")}
    assert set(arrays) == {"a", "a/terms", "b", "b/terms", kind.key}
    for name, before, after in zip("ab", alone, shared, strict=True):
        again = Terms.kept(kind, name, arrays)
        assert (weighed(after, HEARD) != weighed(before, HEARD)).nnz == 0
        assert (weighed(again, HEARD) != weighed(before, HEARD)).nnz == 0
    vocabulary = Vocabulary(kind, ["a", "b", "c"])
    for numbers in ([0, 1], [0, 2, 1], [0, 1, 3], [-1, 0, 1]):
        with pytest.raises(ValueError, match=f"{len(numbers)} terms"):
            Terms.told(vocabulary, np.array(numbers), np.ones(3, np.float32))


def test_texts_without_a_common_term_have_none() -> None:
    """Nothing is learnt of no texts, or of texts that share nothing, and every text is then empty."""
    for texts in ([], ["one", "two"]):
        terms, rows = Terms.learnt(KINDS[3], texts, 2)
        assert rows.shape == (len(texts), 0)
        assert weighed(replace(terms), HEARD).nnz == 0


def test_dense_rows_become_sparse_without_their_zeros() -> None:
    """As scipy makes them: rows of zeros alone, rows with a zero, full rows, and none."""
    for rows in ([[0.0, 0.0], [1.0, 0.0], [2.0, 3.0]], np.zeros((0, 2)), np.zeros((2, 0))):
        dense = np.array(rows, np.float32)
        ours, theirs_ = as_sparse(dense), csr_matrix(dense)
        assert (ours != theirs_).nnz == 0
        assert (ours.shape, ours.nnz, ours.dtype) == (theirs_.shape, theirs_.nnz, theirs_.dtype)
