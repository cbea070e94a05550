"""Figures that are said to be too much."""

from __future__ import annotations

import numpy as np
import pytest

from bot.advise import advise
from bot.advisor import Advisor
from bot.clauses import clauses
from bot.exceeded import unless_exceeded
from bot.listen import Listening, Turn
from bot.spelling import Mended
from kb.quantity import read_amounts
from kb.types import Condition, Factor, FactorKind

LABELS, ROLES = ("", "moan=yes", "moan=no"), ("", "age")
AGE = Factor(
    id="age", name="Age", kind=FactorKind.QUANTITY, unit="s", ask="?", why="?",
    exceeded_when=Condition(factor="moan", comparator="is", values=("yes",), text="moan is yes"),
)  # fmt: skip


def turn(text: str, moaning: float) -> Turn:
    """Return a message of which each piece that says "moan" states that they do, as surely as that."""
    pieces, amounts = clauses(text), read_amounts(text)
    stated = np.array([[1 - moaning, moaning, 0] if "moan" in c.text else [1, 0, 0] for c in pieces], np.float32)
    roles = np.array([[0.1, 0.9]] * len(amounts), np.float32)
    return Turn(text, Mended(text, (0,), (0,)), pieces, stated, amounts, roles)


@pytest.mark.parametrize(
    ("text", "moaning", "kept"),
    [
        ("ten minutes old makes them moan", 0.9, False),
        ("ten minutes old makes them moan", 0.3, True),
        ("older than ten minutes makes them moan", 0.9, True),
        ("they moan at more than ten minutes", 0.9, True),
        ("ten minutes is fine; at an hour they moan", 0.9, True),
    ],
)
def test_a_figure_that_they_moan_about_is_none_that_they_put_up_with(text: str, moaning: float, kept: bool) -> None:
    """Unless it is the limit itself, or stands in another piece of the sentence, or it is not sure that they do."""
    heard = turn(text, moaning)
    found = unless_exceeded(Listening((heard,), LABELS, ROLES), {"age": AGE}).turns[0]
    assert bool(found.roles[0, 1]) is kept
    assert heard.roles[0, 1] == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("message", "tolerated"),
    [
        ("Should we precompute the recommendations or score on request? "
         "A five minute old suggestion is useless to our dispatchers.", None),
        ("Vorberechnen oder live? Nach fünf Minuten merken die Fahrer, dass die Schätzung alt ist.", None),
        ("precalcular o en vivo? con diez minutos de retraso los clientes se quejan", None),
        ("Score in batches or live? If the score is older than ten minutes people phone us to complain", 600),
    ],
)  # fmt: skip
def test_an_age_that_users_complain_about_does_not_speak_for_a_schedule(
    message: str, tolerated: float | None, advisor: Advisor
) -> None:
    """Ten minutes old and they complain: they notice, and ten minutes are not what they tolerate."""
    facts = {fact.factor: fact.value for fact in advise([message], advisor).facts}
    assert facts["users_notice_staleness"] is True
    assert facts.get("staleness_tolerance") == tolerated
