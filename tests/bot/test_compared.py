"""Two levels of which the second may leave out its base."""

from __future__ import annotations

import numpy as np
import pytest

from bot.compared import compared
from bot.levels import gain_compared
from bot.listen import Turn
from bot.spelling import Mended
from kb.quantity import read_amounts
from kb.types import Factor, FactorKind

GAIN = Factor(
    id="gain", name="gain", kind=FactorKind.QUANTITY, unit="percentage points", ask="How much?", why="It pays or not."
)
GAINS = {
    "The lookup table spots 62 frauds in a hundred, the graph model 79.": 17.0,
    "Today's formula gets 55 right out of 100; the recurrent one gets 74.": 19.0,
    "It recognised 93 parts of every 100, the template matcher 70.": 23.0,
    "The old chart agrees with the surgeon 66% of the time; the transformer does in 84%.": 18.0,
    "Catches go from 48 per cent to 69.": 21.0,
    "842 out of a thousand nights right, the stack 861 out of a thousand": 1.9,
    "842 out of a thousand sorted right, the stacked one 861": 1.9,
    "The rule misses 11 of 100, the forest 5.": 6.0,
    "The spreadsheet is wrong 30 times in a hundred, the deep one 14.": 16.0,
    "every fourth forecast of the rule is wrong, with the net it's every tenth": 15.0,
    "Accuracy with the plain one 71%, and the blend reaches 73.5": 2.5,
    "The tree is right in 7 cases of every 10, the net in 9.": 20.0,
    "Tree: 81% correct. Ensemble: 84%.": 3.0,
    "it takes us from 88.4 to 89.7 on the holdout": 1.3,
    "recall went from 71.5 to 80.25 with it": 8.75,
    "The rule names 58, the ensemble 77 species in a hundred right": 19.0,
    "churn: logreg .781 acc, gbm .793": 1.2,
    "F1 .74, ensemble .77, 4 data scientists": 3.0,
    "78% acc w/ logistic regression, 79.1 w/ gradient boosting": 1.1,
    "The forest puts 91.4 percent in the right band and theirs puts 91.9 there.": 0.5,
    "The card is right 71.5% of the time on last year's rows. Since January a team has run a network next to it on the"
    " same rows, and it is right 84% of the time.": 12.5,
    "Linear fails on 12% of the parcels, the cascade on 9.5%.": 2.5,
    "The rota picks the right nurse 70% of the time, the solver 88%.": 18.0,
    "Die Tabelle liegt in 60 von 100 Fällen richtig, das Netz in 85.": 25.0,
    "Die alte Regel erkennt 72 Prozent, das große Modell 90.": 18.0,
    "Le barème trouve juste 75 fois sur 100 ; le réseau, 91.": 16.0,
    "La regla acierta 64 de cada 100, la red 83.": 19.0,
    "La formule se trompe 9 fois sur 100, le modèle 4.": 5.0,
    "Hits: 640 in a thousand before, 655 now.": 1.5,
    "Precision is 68 percent with rules, 90 with the network.": 22.0,
    "coded right, out of 500: linear 468. multi-stage monster 471.": 0.6,
    "The test set is 4,000 parcels; the plain model misses 340, the graph net misses 300.": 1.0,
    "With the tree one in twenty is graded wrong. With the five-network ensemble it's one in twenty-five.": 1.0,
    "catboost 90.6 acc, the mixture-of-whatevers 92.0. swap?": 1.4,
    "F1 is 81.2 for the tree, and the forest gets 84": 2.8,
    "On the same 1,000 parcels the tree put 912 on the right belt and the deep net put 921.": 0.9,
    "Notre modèle classe bien 934 huîtres sur 1000, l'usine à gaz 945.": 1.1,
}


def _turn(text: str) -> Turn:
    nothing = np.zeros((0, 0), np.float32)
    return Turn(text, Mended(text, (0,), (0,)), (), nothing, tuple(read_amounts(text)), nothing)


@pytest.mark.parametrize(("text", "gain"), GAINS.items())
def test_the_second_level_may_leave_out_its_base(text: str, gain: float) -> None:
    """Hits or errors of two things, in any base, are compared in points, whatever stands between the two numbers."""
    turn = _turn(text)
    found = gain_compared(turn, GAIN, [0.2] * len(turn.amounts))
    assert found is not None
    assert found.heard.fact.low == pytest.approx(gain)


@pytest.mark.parametrize(
    "text",
    [
        "It is right 81% of the time, and 40 people use it.",
        "Right 81 times in a hundred, from 14 tables.",
        "We hit 90% of the plan; 30 stores are left.",
        "The net reads 22 feeds, the tree four.",
        "Of 500 invoices 40 people read 60.",
        "6% of members leave a month, 12% in winter.",
        "Accuracy is 93%, latency 200 ms.",
        "It gets 71 right in a hundred. My boss likes it. The net has 93 layers.",
        "It gets 71 right in a hundred and pulls from 9 systems",
        "30 clubs, 14 regions",
        "open from 8 to 17",
        "between 60 and 80 shops",
        "one fifth of the shops, a third of the vans",
        "The team of 40 became one of 60.",
        "Right 64 days in a hundred.",
        "from 30 to 45 tables",
        "97% uptime; we pay 12 a month",
        "Accuracy is 93.5; 40 people use it.",
        "the pump runs at 60.5 bar, the other at 72",
    ],
)
def test_other_neighbours_of_a_share_are_no_second_level(text: str) -> None:
    """A count with a noun of its own, a small share without errors, and whole numbers without a share are no levels."""
    assert compared(_turn(text)) == ()


def test_two_shares_that_are_hardly_the_gain_s_need_words_that_judge() -> None:
    """Two shares of something else are not compared; where hits are named, little else is needed."""
    turn = _turn("60% of the budget went to cloud, 80% last year")
    assert gain_compared(turn, GAIN, [0.05, 0.05]) is None
    turn = _turn("right 60% of the time, the net 80%")
    assert gain_compared(turn, GAIN, [0.05, 0.05]) is not None


def test_a_gain_said_in_points_stands() -> None:
    """Two levels beside a gain in points are its explanation."""
    turn = _turn("7 points up: right 80% of the time, the net 87%")
    assert gain_compared(turn, GAIN, [0.9, 0.5, 0.5]) is None
