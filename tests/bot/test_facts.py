"""Facts out of what was heard: stated, assumed, perhaps so, or nothing."""

from __future__ import annotations

import numpy as np
import pytest

from bot.advise import advise
from bot.advisor import Advisor
from bot.clauses import clauses
from bot.facts import extract_facts, stated
from bot.listen import Listening, Turn
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


def test_only_a_later_message_can_speak_of_the_answer_and_so_state_nothing() -> None:
    """What sounds like a remark on an answer is heard where there was none yet, and left out where there was."""
    scores = np.array([(0.1, 0.9, 0.0)], np.float32)
    remark = Turn(TEXT, Mended(TEXT, (0,), (0,)), clauses(TEXT), scores, (), np.zeros((0, 1), np.float32), (), 0.9)
    nothing = Turn("", Mended("", (0,), (0,)), (), np.zeros((0, 3), np.float32), (), np.zeros((0, 1), np.float32))
    labels, roles = (NOTHING, "ice=yes", "ice=no"), (NOTHING,)

    def heard(*turns: Turn) -> list[str]:
        return list(extract_facts(Listening(turns, labels, roles), FACTORS, lambda known: None))

    assert heard(remark, nothing) == ["ice"]
    assert heard(nothing, remark) == []


def test_a_yes_that_goes_on_says_what_it_says_yes_to(advisor: Advisor) -> None:
    """A yes with a statement of its own behind it is no answer to another question that was asked."""
    asked = "On trie des photos de pêches, 10 % des étiquettes sont fausses. Plus d'images ou corriger les étiquettes ?"
    heard = {f.factor: f.value for f in advise((asked, "oui deux agronomes peuvent relire"), advisor).facts}
    assert heard["expert_labels_available"] is True
    assert heard.get("foundation_scale") is not True
