"""What a later turn supposes in the place of a figure that was stated."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor

WAIT = "Small or large model for the voice agent? Answers must be there within 3 seconds."
STALE = "Our forecasts may be 6 hours old. Nightly batch or real time?"
NOISE = "8 % of our labels are wrong. Clean them or collect more?"


def value(advisor: Advisor, factor: str, *turns: str) -> object:
    """Return what a conversation says of a factor."""
    return {fact.factor: fact.value for fact in advise(turns, advisor).facts}.get(factor)


@pytest.mark.parametrize(
    ("factor", "asked", "later", "now"),
    [
        ("latency_budget", WAIT, "what if it were 200 ms", 0.2),
        ("latency_budget", WAIT, "And if three became one? By the way the lift is broken.", 1),
        ("latency_budget", WAIT, "if the 3 seconds became 30?", 30),
        ("staleness_tolerance", STALE, "et si c'était 2 minutes", 120),
        ("staleness_tolerance", STALE, "und wenn es 2 Minuten wären?", 120),
        ("staleness_tolerance", STALE, "what if 5 minutes", 300),
        ("staleness_tolerance", STALE, "如果是5分钟呢", 300),
        ("label_noise", NOISE, "and if it was 20%?", 20),
    ],
)
def test_a_supposed_figure_takes_the_place_of_the_one_stated(
    factor: str, asked: str, later: str, now: float, advisor: Advisor
) -> None:
    """In few words a figure is of the only quantity with such a unit; "three became one" names the one it replaces."""
    assert value(advisor, factor, asked, later) == pytest.approx(now)


def test_a_figure_said_again_is_in_the_unit_it_was_supposed_in(advisor: Advisor) -> None:
    """What was supposed in minutes and is said again without a unit is minutes, not what stood there before."""
    turns = (STALE, "suppose it were 5 minutes", "the harbour master says the same 5, so take it as given")
    assert value(advisor, "staleness_tolerance", *turns) == 300


@pytest.mark.parametrize(
    "later",
    [
        "relabelling round planned for spring, should bring it to 1",
        "a cleaning round in march will get it down to 2%",
        "the vendor promises to cut it to 3 %",
    ],
)
def test_what_is_only_planned_replaces_nothing(later: str, advisor: Advisor) -> None:
    """What something should be brought to is not what it is."""
    assert value(advisor, "label_noise", NOISE, later) == 8


def test_a_figure_is_put_right_by_its_unit_however_much_is_said_beside_it(advisor: Advisor) -> None:
    """ "I meant four minutes" is of the only quantity that is told in units of time."""
    later = "Typing on a bumpy deck, sorry. I meant four minutes; beyond that the slot is gone."
    assert value(advisor, "staleness_tolerance", STALE, later) == 240


@pytest.mark.parametrize(
    ("factor", "asked", "later", "now"),
    [
        (
            "requests_per_day",
            "20k lines a day go to the API. Host our own?",
            "sorry 4k, the other 16 are Antwerp's",
            4000,
        ),
        ("staleness_tolerance", STALE, "no. make it one minute. in an hour they put up fifty", 60),
        ("label_noise", NOISE, "oops, 18, that was a typo", 18),
        ("requests_per_day", "300 calls a day. API or our own GPUs?", "no. 5 people run it", 300),
    ],
)
def test_a_figure_that_opens_a_correction_takes_the_place_of_the_newest(
    factor: str, asked: str, later: str, now: float, advisor: Advisor
) -> None:
    """Right behind "sorry" or "no", without a noun of its own, whatever numbers follow."""
    assert value(advisor, factor, asked, later) == pytest.approx(now)
