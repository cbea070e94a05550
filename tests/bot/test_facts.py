"""Facts out of what was heard: stated, assumed, perhaps so, or nothing."""

from __future__ import annotations

import numpy as np
import pytest

from bot.clauses import clauses
from bot.facts import stated
from bot.listen import Turn
from bot.spelling import Mended
from bot.voices import NOTHING
from kb.types import Factor, FactorKind

TEXT = "the pond freezes over"
FACTORS = {"ice": Factor(id="ice", name="Ice", kind=FactorKind.YES_NO, ask="?", why="")}


@pytest.mark.parametrize(
    ("surely", "heard"),
    [(0.9, ("yes", False, False)), (0.5, ("yes", True, False)), (0.2, ("yes", True, True)), (0.01, None)],
)
def test_how_surely_a_fact_was_heard_says_what_it_is_worth(surely: float, heard: tuple[str, bool, bool] | None) -> None:
    """What is surely heard is stated, what is half heard assumed, what is hardly heard perhaps so, and less is none."""
    scores = np.array([(1.0 - surely, surely, 0.0)], np.float32)
    turn = Turn(TEXT, Mended(TEXT, (0,), (0,)), clauses(TEXT), scores, (), np.zeros((0, 1), np.float32))
    facts = [one.fact for one in stated(turn, (NOTHING, "ice=yes", "ice=no"), FACTORS)]
    assert [(fact.choice, fact.assumed, fact.perhaps) for fact in facts] == ([heard] if heard else [])
