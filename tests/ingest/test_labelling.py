"""Which word of a printed reference belongs to which field."""

from __future__ import annotations

import time

from ingest.labelling import LABELS, MOST_WORDS, features, label


def test_fields_of_a_usual_reference() -> None:
    """Every part of a journal reference gets its label, and no word is lost."""
    text = "Smith, J. and Doe, A. (2020). A study of long names in small towns. Journal of Places, 12(3), 45-67."
    runs = label(text)
    assert " ".join(words for _, words in runs) == text
    assert dict(runs) == {
        "author": "Smith, J. and Doe, A.",
        "date": "(2020).",
        "title": "A study of long names in small towns.",
        "container": "Journal of Places,",
        "volume": "12(3),",
        "pages": "45-67.",
    }


def test_nothing_and_too_much() -> None:
    """No word gives no label; a dump of a million characters is cut and costs no more than a long reference."""
    assert label(" \n") == ()
    began = time.perf_counter()
    runs = label("word, " * 170_000)
    assert sum(len(words.split()) for _, words in runs) == MOST_WORDS
    assert time.perf_counter() - began < 5


def test_strange_words() -> None:
    """Words of marks, of other scripts and of one letter have features and a label."""
    words = ["—", "“", "参考文献", "Ж.", "(", "é", "٣", "x" * 5000]
    assert len(list(features(words))) == len(words)
    assert {name for name, _ in label(" ".join(words))} <= set(LABELS)
