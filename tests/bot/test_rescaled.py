"""Multiples, shares and sums that a later message makes of a number said before it."""

from __future__ import annotations

import pytest

from bot.rescaled import added, in_all, scaling

TIMES = {
    "contando las demás secciones es el doble": 2,
    "das ist inzwischen das Doppelte": 2,
    "take away a third of those 2,400": 2 / 3,
    "et enlève un tiers du volume, la Suisse nous quitte": 2 / 3,
    "and if it doubles?": 2,
    "what if traffic triples by June": 3,
    "at ten times that?": 10,
    "make it a hundredfold": 100,
    "make that tenfold": 10,
    "and at 10x?": 10,
    "what about 50 times as many": 50,
    "up by a factor of 20": 20,
    "an order of magnitude more": 10,
    "two orders of magnitude fewer": 0.01,
    "an order of magnitude less, then?": 0.1,
    "a tenth of that": 0.1,
    "a third of those": 1 / 3,
    "only half that": 0.5,
    "halve it": 0.5,
    "what if we cut that in half": 0.5,
    "suppose it drops by a third": 2 / 3,
    "it grew by 40% since": 1.4,
    "30% less traffic": 0.7,
    "ten times fewer": 0.1,
    "und wenn es sich verzehnfacht?": 10,
    "und beim Zehnfachen?": 10,
    "und mit der Hälfte davon?": 0.5,
    "¿y si se duplica?": 2,
    "¿y con diez veces más?": 10,
    "et si ça double?": 2,
    "et dix fois plus ?": 10,
    "如果翻倍呢": 2,
    "要是十倍呢": 10,
    "减半的话": 0.5,
    "we lost the chain. a twentieth of that traffic is left": 0.05,
    "divide that by ten": 0.1,
    "times three in calving season": 3,
    "cut to a third": 1 / 3,
    "typo. thousand, not million": 0.001,
    "not thousand but million, sorry": 1000,
}


@pytest.mark.parametrize("text", TIMES)
def test_a_multiple_is_read_with_its_direction(text: str) -> None:
    """Words that multiply what was stated before are read, more and less told apart."""
    found = scaling(text)
    assert found is not None
    assert found.times == pytest.approx(TIMES[text])


@pytest.mark.parametrize(
    "text",
    [
        "three times a day somebody looks",
        "the actuary went through it twice",
        "we tested that twice, it holds",
        "las fichas duplicadas son aparte",
        "512 gpus on the national machine, for a full quarter, granted",
        "half of the reviewers disagree with the label",
        "the third option is out",
        "what about 10M?",
        "and at 60k per hour?",
        "it is about half past nine",
        "who checks it?",
        "x and y are the labels",
        "the first time it failed",
        "sometimes it is wrong",
        "et une fois que c'est parti",
        "strike the second half.",
    ],
)
def test_what_multiplies_nothing_is_left_alone(text: str) -> None:
    """A rate, an ordinal or a plain number is no multiple of what was said before."""
    assert scaling(text) is None


@pytest.mark.parametrize(
    ("text", "number", "sign"),
    [
        ("plus another 30k from Poland", "30k", 1),
        ("they gave us 4 more weeks on top", "4 more weeks", 1),
        ("sechs von den Quellen hab ich doppelt gezählt", "sechs", -1),
        ("six of those were counted twice", "six", -1),
        ("we found 500 more labelled ones", "500", 1),
        ("add an extra 2,000 a day", "2,000", 1),
        ("minus the 1,000 duplicates", "1,000", -1),
        ("we have to delete 1,000 of them", "1,000", -1),
        ("200 of those are junk", "200", -1),
        ("add the 400 from the Basel shop", "400", 1),
        ("noch 500 dazu", "500", 1),
        ("sorry, 60k", "60k", 0),
        ("what about 10M?", "10M", 0),
        ("no more than 500 of each", "500", 0),
        ("two days and not more", "two days", 0),
        ("3,000 of them are in German", "3,000", 0),
    ],
)
def test_a_number_is_added_taken_away_or_neither(text: str, number: str, sign: int) -> None:
    """More of the same is added, what goes is taken away, and any other number stands for itself."""
    start = text.index(number)
    assert added(text, start, start + len(number)) == sign


@pytest.mark.parametrize(
    ("text", "altogether"),
    [
        ("so we're at 2,000 in total", True),
        ("macht 2,000 insgesamt", True),
        ("2,000 people in total", False),
        ("which brings us to 2,000 offices", False),
        ("which brings us to 2,000", True),
        ("we get 2,000 a day", False),
        ("2,000 in all languages", False),
    ],
)
def test_a_number_is_what_there_is_altogether_or_not(text: str, altogether: bool) -> None:
    """Words of a total right behind the number, or what leads up to one."""
    start = text.index("2,000")
    assert in_all(text, start, start + 5) is altogether
