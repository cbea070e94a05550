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
    ],
)
def test_what_is_denied_is_marked_on_either_side(text: str, denied: str) -> None:
    """A word that a negation denies is marked, whether it stands behind the negation or before it."""
    assert f"¬{denied}" in negated(text)


def test_a_stop_ends_what_a_negation_reaches() -> None:
    """Neither the next sentence nor the one before is denied."""
    assert negated("No. We review all of them") == ("¬",)
    assert negated("We review all of them. Nobody minds") == ("¬", "¬minds")
