"""The decision chart as a value: bands, bars, stops that can be set by hand."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.advisor import Advisor
from bot.charts import Chart, charts, on_axis_of
from bot.desk import AdvisorDesk
from bot.given import given_fact
from graph.query import decision_of
from graph.rules import Decision
from graph.walk import walk
from kb.types import Fact
from tests.bot.desks import CATALOG, FACTORS
from tests.bot.questions import OUTSIDE, VOLUME

FERRY = Decision.of(CATALOG.trade_offs[0])
KNOWN = {factor.id: factor for factor in FACTORS}


def cars(**facts: Fact) -> Chart:
    """Return the chart of cars a day with these facts; each claim is citation 7."""
    (chart,) = charts(FERRY, facts, KNOWN, lambda claims: (7,) * bool(claims))
    return chart


def test_a_chart_says_what_is_recommended_where_and_whose_bar_it_is() -> None:
    """The ferry up to 500 cars a day, beyond it the bridge; the bar carries what its rules say and their citation."""
    chart = cars(cars=Fact(factor="cars", low=40, high=40, unit_said="day"))
    assert [(s.option.id, s.text) for s in chart.bands] == [("ferry", "up to 500/day"), ("bridge", "above 500/day")]
    assert [(t.at, t.text, t.citations) for t in chart.ticks] == [(500, "500/day", (7,))]
    assert chart.ticks[0].says == ("A ferry carries a few cars well.", "A bridge carries many.")
    assert (chart.stated, chart.text) == ((40, 40), "40/day")


def test_the_axis_leaves_room_beyond_every_bar_and_value() -> None:
    """Places run from 0 to 1 by orders of magnitude; a value beyond an end stands at the end."""
    chart = cars(cars=Fact(factor="cars", low=40, high=40))
    assert 0 < chart.place(40) < chart.place(500) < 1
    assert chart.place(400) - chart.place(40) == pytest.approx(chart.place(4000) - chart.place(400))
    assert (chart.place(0), chart.place(1e12)) == (0, 1)


def test_nothing_stated_has_no_marker_and_what_is_stated_elsewhere_moves_the_bands() -> None:
    """With ice the bridge wins above the bar and ties below it, where the start stands."""
    chart = cars(ice=Fact(factor="ice", choice="yes"))
    assert (chart.stated, chart.text) == (None, None)
    assert [s.option.id for s in chart.bands] == ["ferry", "bridge"]


def test_values_are_told_in_the_unit_that_was_spoken() -> None:
    """Who speaks of a load per second gets bars and stops per second."""
    chart = cars(cars=Fact(factor="cars", low=86_400, high=86_400, unit_said="second"))
    assert chart.text == "1/second"
    assert all(stop.text.endswith("/second") for stop in chart.stops)


def test_the_bars_of_an_answer_are_cited_by_its_own_numbers(advisor: Advisor) -> None:
    """The bar of a hundred thousand requests leads to the quote that states it, and no number leads nowhere."""
    desk = AdvisorDesk(advisor)
    quotes = {c.n: c for c in desk.advise((VOLUME,), {}).citations}
    (chart,) = desk.charts((VOLUME,), {})
    assert all(n in quotes for tick in chart.ticks for n in tick.citations)
    assert "100k requests per day" in quotes[next(t for t in chart.ticks if t.at == 100_000).citations[0]].quote
    assert desk.charts((OUTSIDE,), {}) == ()


def test_trying_a_value_moves_the_marker_and_not_the_axis() -> None:
    """The ends and the stops stay, the options of the stops follow what else is tried."""
    stated = cars(cars=Fact(factor="cars", low=40, high=40))
    tried = cars(cars=Fact(factor="cars", low=90_000, high=90_000), ice=Fact(factor="ice", choice="yes"))
    moved = on_axis_of(tried, stated)
    assert (moved.low, moved.high, moved.stated) == (stated.low, stated.high, tried.stated)
    assert [stop.at for stop in moved.stops] == [stop.at for stop in stated.stops]


def test_every_stop_can_be_set_by_hand_and_says_what_the_walk_says(advisor: Advisor) -> None:
    """For each quantity of each built-in decision: the text is read as that very value, the option is the walk's."""
    seen = 0
    for trade_off in advisor.catalog.trade_offs:
        decision = decision_of(advisor.g, trade_off.id)
        for chart in charts(decision, {}, advisor.factors, lambda claims: ()):
            assert all(a.at < b.at for a, b in pairwise(chart.stops))
            assert 12 <= len(chart.stops) <= 160
            for stop in chart.stops:
                fact = given_fact(chart.factor, stop.set, advisor.factors)
                assert fact.low == pytest.approx(stop.at, rel=1e-6)
                assert walk(decision, {chart.factor: fact}).recommended == stop.option
                seen += 1
    assert seen > 200
