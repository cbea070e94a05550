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


@pytest.mark.parametrize(
    "turns",
    [
        ("And suppose it were 20%?", "Never mind, that won't happen."),
        ("and if it was 20%?", "So no what-ifs. The canteen is closed, by the way."),
        ("Und angenommen, es wären 20 %?", "Quatsch, die Annahme nehme ich zurück."),
        ("Et si c'était 20 % ?", "Non, laissez tomber l'hypothèse."),
        ("and if it was 20%?", "the lift is broken again", "ok, drop that hypothesis"),
    ],
)
def test_a_supposition_that_is_dropped_leaves_what_stood_before(turns: tuple[str, ...], advisor: Advisor) -> None:
    """Named as one, or dropped right after it was made, it is gone with all that it changed."""
    assert value(advisor, "label_noise", NOISE, *turns) == 8


def test_a_figure_is_put_right_by_its_unit_however_much_is_said_beside_it(advisor: Advisor) -> None:
    """ "I meant four minutes" is of the only quantity that is told in units of time."""
    later = "Typing on a bumpy deck, sorry. I meant four minutes; beyond that the slot is gone."
    assert value(advisor, "staleness_tolerance", STALE, later) == 240


def test_what_drops_a_supposition_answers_no_question(advisor: Advisor) -> None:
    """ "That won't happen" is no "no" to what the advisor would have asked next."""
    asked = "We get 60k LLM requests a day. API or our own GPUs?"
    before = advise((asked,), advisor)
    after = advise((asked, "and if it were 10 million a day?", "never mind, that won't happen"), advisor)
    assert [(f.factor, f.value) for f in after.facts] == [(f.factor, f.value) for f in before.facts]
