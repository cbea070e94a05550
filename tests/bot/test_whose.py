"""Whose a figure is: the user's own, or others', which replaces nothing."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor
from bot.whose import of_others
from kb.quantity import read_amounts

THEIRS = [
    "my cousins firm does 5 million a day on their own cluster",
    "my old employer ran 900k a day",
    "our parent company handles 3M a day but thats separate",
    "my brother in law's shop does 500 a day",
    "the guys at zalando do 30M a day",
    "a mate of mine does 1M a day at his place",
    "friends of ours do 20k a day",
    "mi cuñado trabaja en una empresa que hace 5 millones al día",
    "the vendor set we looked at had 9% wrong but we dont use that one",
    "sister office in the next town does 9000 a day",
    "the 5,000 a day you may have read of belong to the bus company",
    "a mate's startup does 50k a day but thats them",
]
OURS = [
    "my wife says we do 40k a day",
    "now that our friends at the Lyon office joined it's 90k a day",
    "the vendor's dashboard says 40k a day",
    "our rivals do what they like, but we do 40k a day",
    "175,000 prompts go to a vendor daily",
    "9k a day leave through an outside supplier",
    "together with our sister company that makes 40k a day",
]


@pytest.mark.parametrize(("text", "theirs"), [*((t, True) for t in THEIRS), *((t, False) for t in OURS)])
def test_the_sentence_of_a_figure_tells_whose_it_is(text: str, theirs: bool) -> None:
    """A figure told of a rival, a sister office or a vendor's own set is theirs; one told by them of us is ours."""
    figure = read_amounts(text)[0]
    assert of_others(text, figure.start, figure.end) is theirs


def test_ours_is_taken_beside_theirs(advisor: Advisor) -> None:
    """Of another office's figure and one's own, one's own counts, in the unit of the other."""
    answer = advise(
        (
            "Our model sorts the letters of the post room. Does somebody have to look at each?",
            "sister office in the next town does 9000 a day\nwe're more like 150",
        ),
        advisor,
    )
    assert {f.factor: f.value for f in answer.facts}["decisions_per_day"] == 150
