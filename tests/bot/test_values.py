"""Which value of a factor a clause states, told apart from the other values of that factor alone."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.advisor import Advisor
from bot.hearing import Hearing
from bot.listen import listen
from bot.values import Values, in_sentences
from bot.voices import NOTHING, Row
from kb.embed import WordLlama

MEASURED = ("we measured where it fails", "the failures were counted", "somebody keeps a list of the slips")
NEVER = ("we never measured where it fails", "the failures were not counted", "nobody keeps a list of the slips")
CLASSES = (NOTHING, "measured=no", "measured=yes", "open=yes")


def taught() -> Values:
    """Return what tells two values of one factor apart; of the other factor one value is known."""
    rows = [
        *(Row(text, "measured=yes", text) for text in MEASURED),
        *(Row(text, "measured=no", text) for text in NEVER),
    ]
    rows += [Row("anything may come", "open=yes", "o"), Row("we have two vans", NOTHING, "n")]
    return Values.fit(rows, WordLlama().vectors)


def decided(values: Values, text: str, *scores: float) -> NDArray[np.float32]:
    """Return the scores of one clause anew."""
    return values.decide(np.array([scores], np.float32), CLASSES, [text], WordLlama().vectors)[0]


def test_what_a_factor_has_is_shared_out_anew_among_its_values() -> None:
    """A factor keeps what it has, and what no value of it was told apart for stays as it is."""
    anew = decided(taught(), "they never counted the slips", 0.1, 0.2, 0.6, 0.1)
    assert anew.sum() == pytest.approx(1.0)
    assert anew[1] + anew[2] == pytest.approx(0.8)
    assert (anew[0], anew[3]) == (pytest.approx(0.1), pytest.approx(0.1))
    assert anew[1] > 0.5


def test_what_is_stored_decides_the_same() -> None:
    """Arrays give back what was taught, and nothing taught decides nothing."""
    values, none = taught(), Values.fit([Row("we have two vans", NOTHING, "n")], WordLlama().vectors)
    again, still = (Values.of("values", one.arrays("values")) for one in (values, none))
    scores = (0.1, 0.2, 0.6, 0.1)
    assert np.array_equal(decided(again, NEVER[0], *scores), decided(values, NEVER[0], *scores))
    assert decided(still, NEVER[0], *scores) == pytest.approx(scores)


def test_the_value_of_a_piece_is_heard_in_its_sentence_as_well() -> None:
    """A piece takes half of its opinion on the value from its sentence, never on whether the factor is spoken of."""
    sentence, piece = (0.1, 0.72, 0.08, 0.1), (0.4, 0.2, 0.3, 0.1)
    heard = in_sentences(np.array([sentence, piece], np.float32), CLASSES, (0, 0))
    assert heard[0] == pytest.approx(sentence)
    assert heard[1, [0, 3]] == pytest.approx([0.4, 0.1])
    assert heard[1, 1] + heard[1, 2] == pytest.approx(0.5)
    assert heard[1, 1] > heard[1, 2]


def test_pieces_that_speak_of_one_factor_stand_each_for_itself() -> None:
    """A sentence that says both has no opinion on either."""
    both = np.array([(0.0, 0.8, 0.2, 0.0), (0.1, 0.9, 0.0, 0.0), (0.1, 0.1, 0.8, 0.0)], np.float32)
    assert np.array_equal(in_sentences(both, CLASSES, (0, 0, 0)), both)


@pytest.mark.parametrize(
    ("clause", "label"),
    [
        ("We have never measured how the prompt fails.", "failure_modes_measured=no"),
        ("We have measured how the prompt fails.", "failure_modes_measured=yes"),
        ("nobody of us will be here in a year", "owner_in_a_year=no"),
        ("the crew won't notice if it is an hour stale", "users_notice_staleness=no"),
        ("a wrong dose harms someone", "error_cost=high"),
    ],
)
def test_the_simplest_negations_are_heard(clause: str, label: str, advisor: Advisor) -> None:
    """Words that people also use of the contrary do not outweigh the negation beside them."""
    hearing: Hearing = advisor.hearing
    turn = listen([clause], hearing, advisor.embed, advisor.speller).turns[0]
    assert hearing.stated.classes[int(turn.stated[0].argmax())] == label
