"""Terms of texts and their weights."""

from __future__ import annotations

import numpy as np
import pytest

from bot.negation import negation_marked
from bot.terms import Terms, vectorizer, weighed

TAUGHT = [
    "we do not host it",
    "they host nothing at all",
    "the api is hosted for us",
    "we host it, not they",
    "宁可自己部署",
]
HEARD = ["we host it not", "", "   ", "zzz", "host host host the api", "我们自己部署"]


@pytest.mark.parametrize("analyzer", ["char_wb", "word"])
def test_terms_weigh_as_scikit_learn_weighs_them(analyzer: str) -> None:
    """To the last bit, for texts of known, unknown and no words, with and without words marked as denied."""
    fitted = vectorizer(analyzer, (1, 3), 1, word=r"\w+" if analyzer == "word" else None, before=negation_marked)
    fitted.fit(TAUGHT)
    ours, theirs = weighed(Terms.of(fitted), HEARD), fitted.transform(HEARD)
    assert (ours != theirs).nnz == 0
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype == np.float32
    assert weighed(Terms.of(fitted), []).shape == (0, len(fitted.vocabulary_))


def test_terms_that_were_kept_weigh_the_same() -> None:
    """Names and weights give the same terms back; as many weights as names are asked for."""
    fitted = vectorizer("char_wb", (3, 5), 1)
    fitted.fit(TAUGHT)
    terms = Terms.of(fitted)
    again = Terms.told(vectorizer("char_wb", (3, 5), 1), terms.names, terms.idf)
    assert (weighed(again, HEARD) != weighed(terms, HEARD)).nnz == 0
    with pytest.raises(ValueError, match="3 terms, 2 weights"):
        Terms.told(vectorizer("word", (1, 1), 1), ["a", "b", "c"], terms.idf[:2])
