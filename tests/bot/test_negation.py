"""What a negation reaches, as the classifiers are told it."""

from __future__ import annotations

import pytest

from bot.negation import negated


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("users would notice nothing", "notice"),
        ("we have nobody for nights", "nights"),
        ("it is not reversible", "reversible"),
        ("wir haben keine Leute dafür", "leute"),
        ("it is anything but narrow", "narrow"),
        ("einen Nachtdienst kriegen wir personell nicht gestemmt", "nachtdienst"),
        ("aucun client ne s'en rend compte", "compte"),
        ("никаких больших моделей", "моделей"),
        ("撤不回来", "回"),
        ("gece nöbeti yok", "nöbeti"),
    ],
)
def test_what_is_denied_is_marked_on_either_side(text: str, denied: str) -> None:
    """A word that a negation denies is marked, whether it stands behind the negation or before it."""
    assert f"¬{denied}" in negated(text)


@pytest.mark.parametrize(("text", "ending"), [("元に戻せない", "戻せない"), ("복구할 수 없습니다", "없습니다")])
def test_a_word_that_ends_in_a_negation_is_denied_itself(text: str, ending: str) -> None:
    """Japanese and Korean deny by the ending of the verb, which keeps its word."""
    assert any(word.startswith("¬") and word.endswith(ending) for word in negated(text))


def test_a_comma_ends_what_a_negation_within_its_words_reaches() -> None:
    """Where a negation may stand behind what it denies, the part up to the comma is all that it reaches."""
    assert "¬sûr" not in negated("aucun client ne le voit, c'est sûr")


def test_a_no_that_answers_denies_nothing_of_what_follows() -> None:
    """ "No, a standard transformer" says that it is one; "no spare hands" has none."""
    assert negated("no, a standard transformer") == ("¬",)
    assert "¬hands" in negated("no spare hands")


def test_a_stop_ends_what_a_negation_reaches() -> None:
    """Neither the next sentence nor the one before is denied."""
    assert negated("No. We review all of them") == ("¬",)
    assert negated("We review all of them. Nobody minds") == ("¬", "¬minds")
