"""The nearest taught texts speak for their classes, and are stored and read back as they were."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.hearing import Classifier, Shape
from bot.neighbours import Neighbours
from bot.voices import Row
from kb.embed import WordLlama


def known() -> Neighbours:
    """Three texts in two features: two of class 0 alike, one of class 1."""
    ngrams = csr_matrix(np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0]], np.float32))
    return Neighbours.taught(ngrams, [0, 0, 1])


def asked(*row: float) -> csr_matrix:
    """One text with these two features."""
    return csr_matrix(np.array([row], np.float32))


def test_nearest_texts_speak_for_their_class() -> None:
    """A text like the taught ones of a class gets nearly all of its share from them, whatever its length."""
    near = known()
    assert near.speak(asked(1.0, 0.0), 2)[0, 0] > 0.99
    assert near.speak(asked(0.0, 7.0), 2)[0, 1] > 0.99
    assert near.speak(asked(1.0, 0.0), 3).sum() == pytest.approx(1.0)


def test_text_like_none_leaves_the_choice_open() -> None:
    """Where nothing is alike, every neighbour counts the same, so that the more frequent class gets its share."""
    assert known().speak(asked(0.0, 0.0), 2)[0] == pytest.approx([2 / 3, 1 / 3])


def test_what_is_stored_speaks_the_same() -> None:
    """Arrays give back the same neighbours; where there are none, there is None."""
    near = known()
    again = Neighbours.of("topic", near.arrays("topic"))
    assert again is not None
    assert np.array_equal(again.speak(asked(0.3, 0.7), 2), near.speak(asked(0.3, 0.7), 2))
    assert Neighbours.of("intent", near.arrays("topic")) is None


def test_a_turn_of_phrase_is_known_from_one_that_was_taught() -> None:
    """With neighbours a question in the very words of a taught one is surer of its class than without."""
    words = ["tea or coffee", "a pot of tea", "green tea", "coffee beans", "espresso", "strong coffee", "tea leaves"]
    rows = [Row(text, "tea" if "tea" in text else "coffee", text) for text in words]
    rows += [Row("what shall I pour the old lady", "tea", "x"), Row("what keeps the night watch awake", "coffee", "y")]
    embed = WordLlama().vectors
    plain, near = (
        Classifier.fit(rows, embed, Shape(min_df=1, inverse_regularisation=0.1, lean=lean)) for lean in (0.0, 0.35)
    )
    said = ["so what shall I pour the old lady"]
    tea = plain.classes.index("tea")
    assert near.scores(said, embed)[0, tea] > plain.scores(said, embed)[0, tea] > 0.5
    again = Classifier.of("drinks", near.arrays("drinks"))
    assert np.array_equal(again.scores(said, embed), near.scores(said, embed))


def test_among_many_the_ten_nearest_speak_and_what_is_as_near_as_the_last() -> None:
    """Of thousands of texts, many of them equal, those speak that ordering all of them would choose."""
    rng = np.random.default_rng(7)
    texts = rng.integers(0, 3, (3000, 6)).astype(np.float32) + 0.01
    near = Neighbours.taught(csr_matrix(texts), range(3000))
    for new in rng.random((20, 6)).astype(np.float32):
        alike = (texts @ new) / np.linalg.norm(texts, axis=1)
        clearly = alike > np.sort(alike)[-10] * 1.001
        speaks = near.speak(asked(*new), 3000)[0] > 0
        assert clearly.sum() < 10 <= speaks.sum()
        assert speaks[clearly].all()
        assert alike[speaks].min() > np.sort(alike)[-10] * 0.999
