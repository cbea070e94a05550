"""What a hurried hand typed is mended, with the place of every character kept."""

from __future__ import annotations

import pytest

from bot.spelling import Speller

USED = (
    "wrong ring fifth fits with call can the damaged labels of our pictures were checked by hand know when who",
) * 4
SPELLER = Speller((*USED, "wrong when call know " * 20))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rong", "wrong"),
        ("fith", "fifth"),
        ("cal", "call"),
        ("whn", "when"),
        ("labesl", "labels"),
        ("dammaged", "damaged"),
        ("checkde", "checked"),
        ("nown", "known"),
    ],
)
def test_the_likeliest_slip_is_taken_back(typed: str, meant: str) -> None:
    """Of the words one slip away it is the one that people mistype so: a letter left out, two swapped, one doubled."""
    speller = Speller((*USED, "wrong when call known " * 20))
    assert speller.mend(f"the {typed} piktures of hand").text == f"the {meant} pictures of hand"


def test_places_point_into_what_was_typed() -> None:
    """A word behind a mended one stands where it was typed."""
    mended = SPELLER.mend("teh dammaged piktures were checked")
    at = mended.text.index("checked")
    start, end = mended.place(at, at + len("checked"))
    assert "teh dammaged piktures were checked"[start:end] == "checked"


@pytest.mark.parametrize("text", ["the wrong labels of Zbigniew were checked", "quelle heure est-il donc là-bas"])
def test_a_single_odd_word_and_another_language_stay(text: str) -> None:
    """One unknown word is more often a name, and a message of unknown words is in another language."""
    assert SPELLER.mend(text).text == text


def test_a_negation_without_its_apostrophe_is_one() -> None:
    """ "wasnt" is "wasn't", not "want"."""
    assert "wasn't" in SPELLER.mend("the labesl wasnt checked").text


def test_a_rare_word_that_is_a_slip_of_a_common_one_is_mended_in_english() -> None:
    """The voices hold misspelt words too; what is no slip, or stands in another language, stays."""
    known = Speller(["the labels between the models are wrong " * 300, "betwen", "modles strain"])
    assert known.mend("teh labels betwen the modles are wrnog").text == "the labels between the models are wrong"
    assert "strain" in known.mend("teh labels of the strain are wrnog").text
