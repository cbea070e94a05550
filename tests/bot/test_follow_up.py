"""What a later message makes of a figure stated before, in whole answers."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor

VOLUME = "We get 60k LLM requests a day. API or our own GPUs?"
LABELS = "300 labelled examples. Fine-tune or prompt?"
NOISE = "8 % of our labels are wrong. Clean them or collect more?"
FIRST = {"requests_per_day": VOLUME, "labelled_examples": LABELS, "label_noise": NOISE}


def value(advisor: Advisor, factor: str, *turns: str) -> object:
    """Return what a conversation says of a factor."""
    facts = {fact.factor: fact.value for fact in advise((FIRST[factor], *turns), advisor).facts}
    return facts.get(factor)


@pytest.mark.parametrize(
    ("factor", "later", "now"),
    [
        ("requests_per_day", "Sorry, that was the week's figure, not the day's.", 60_000 / 7),
        ("requests_per_day", "An hour, I mean. Not a day.", 1_440_000),
        ("requests_per_day", "oops, weekly figure", 60_000 / 7),
        ("requests_per_day", "60k is the whole week, says finance.", 60_000 / 7),
        ("requests_per_day", "not per day, per week", 60_000 / 7),
        ("requests_per_day", "per week. PER WEEK not day, big thumbs. and nothing in it ever changes", 60_000 / 7),
        ("requests_per_day", "perdón, al día no, a la SEMANA", 60_000 / 7),
        (
            "requests_per_day",
            "sorry, I misread the sheet: that's per month, not per day. And the bill comes as one lump,"
            " nobody can tell who causes what",
            60_000 * 12 / 365.25,
        ),
        (
            "requests_per_day",
            "finance corrects me, the 60k are per year, not per day, they apologised",
            60_000 / 365.25,
        ),
        (
            "requests_per_day",
            "Correction from ops: weekly, not daily. They also said that nobody runs servers.",
            60_000 / 7,
        ),
        (
            "requests_per_day",
            "that number is hourly rather than daily, and we have no platform people at all, only two interns",
            1_440_000,
        ),
        (
            "requests_per_day",
            "it is the week's total and not the day's, says the controller, who also wants to split the bill",
            60_000 / 7,
        ),
        (
            "requests_per_day",
            "not a day but a week, as I learnt, and the platform team has been dissolved meanwhile, sadly for us",
            60_000 / 7,
        ),
        (
            "requests_per_day",
            "perdón, al mes, no al día, y no tenemos equipo de plataforma ni nadie que sepa de GPUs",
            60_000 * 12 / 365.25,
        ),
        ("requests_per_day", "That k should have been an M. Great start to the week.", 60_000_000),
        (
            "requests_per_day",
            "the 60k is what they billed us for the whole of May, so it's a month's worth",
            60_000 * 12 / 365.25,
        ),
        ("requests_per_day", "60k is just the cap we signed for. what we really send is one percent of that", 600),
        (
            "requests_per_day",
            "I left out the web form, which sends 30,000 a day of its own. Count the two together.",
            90_000,
        ),
        ("requests_per_day", "Five such regions by autumn.", 300_000),
        ("requests_per_day", "they tripled it, then halved it again", 90_000),
        ("requests_per_day", "twice as many by spring", 120_000),
        ("requests_per_day", "knock off two thirds", 20_000),
        ("requests_per_day", "one zero too many, sorry", 6_000),
        ("requests_per_day", "600k. I forgot a zero.", 600_000),
        ("labelled_examples", "We found three more crates, each as full as that.", 1200),
        ("labelled_examples", "another 60 on top", 360),
        ("labelled_examples", "scrap nine in ten of them", 30),
        ("labelled_examples", "only the real ones count, that's a tenth", 30),
        ("labelled_examples", "a third of those turned out to be generated: leave them out", 200),
        ("labelled_examples", "make that half", 150),
        ("labelled_examples", "it's not 300, it's 30", 30),
        ("labelled_examples", "forty of them are copies, they're out", 260),
        ("requests_per_day", "Wait, I misread it: 1,100 an hour, not 60k a day.", 26_400),
        ("label_noise", "Sorry, dropped a decimal. It's 0.8 %.", 0.8),
        ("label_noise", "make that half", 4),
        ("label_noise", "it's three times that", 24),
    ],
)
def test_a_figure_is_changed_as_a_later_message_says(factor: str, later: str, now: float, advisor: Advisor) -> None:
    """Multiples, shares, sums, other periods and slips of the pen change the figure that was stated."""
    assert value(advisor, factor, later) == pytest.approx(now)


@pytest.mark.parametrize(
    ("factor", "later"),
    [
        ("requests_per_day", "It comes with a monthly invoice."),
        ("requests_per_day", "We meet every week about it."),
        ("requests_per_day", "Two such outages were enough for us."),
        ("requests_per_day", "We've been logging it for a quarter."),
        ("labelled_examples", "A quarter of them are wrong."),
        ("labelled_examples", "Half of those have a comma in the wrong place."),
        ("labelled_examples", "We removed duplicates."),
        ("labelled_examples", "A third person joined."),
        ("label_noise", "Every quarter of an hour one more comes in."),
        ("label_noise", "Plus the city is sending another 30k frames on Friday."),
        ("requests_per_day", "A wrong answer can be undone within a week, no harm."),
        ("requests_per_day", "The budget for compute was cut in half this week."),
        ("requests_per_day", "We doubled the team this quarter."),
        ("requests_per_day", "Their price has tripled since spring."),
    ],
)
def test_a_figure_stands_where_something_else_is_said(factor: str, later: str, advisor: Advisor) -> None:
    """Words that only look like a change leave the figure as it was."""
    assert value(advisor, factor, later) == value(advisor, factor, "Right?")


def test_a_unit_of_time_takes_the_place_of_another(advisor: Advisor) -> None:
    """ "Months, sorry" is said of the weeks before it."""
    facts = advise(("We have to ship in 3 weeks. Adapt a model or train our own?", "Months, sorry."), advisor).facts
    assert next(f.value for f in facts if f.factor == "time_to_ship") == pytest.approx(13.045, abs=0.01)


def test_what_is_said_of_each_one_is_the_total_in_the_answer(advisor: Advisor) -> None:
    """The fact's words show both numbers."""
    facts = advise(("14 sites, 300 LLM calls a day each. API or our own GPUs?",), advisor).facts
    found = next(f for f in facts if f.factor == "requests_per_day")
    assert (found.value, found.text) == (4200, "14 sites, 300 LLM calls a day")
