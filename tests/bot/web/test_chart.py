"""The decision chart as HTML."""

from __future__ import annotations

import html
import json
import re

import pytest

from bot.charts import Chart, charts, on_axis_of
from bot.web.chart import charts_html, rows_of, widest_gap
from graph.rules import Decision
from kb.types import Fact
from tests.bot.desks import CATALOG, FACTORS

FERRY = Decision.of(CATALOG.trade_offs[0])
OPTIONS = ("ferry", "bridge")


def chart(low: float | None = None, high: float | None = None) -> Chart:
    """Return the chart of cars a day with a value, a range, or nothing stated."""
    facts = {} if low is None else {"cars": Fact(factor="cars", low=low, high=high or low)}
    (made,) = charts(FERRY, facts, {f.id: f for f in FACTORS}, lambda claims: (2,))
    return made


def knob(text: str) -> str:
    """Return the tag of the marker."""
    return re.findall(r'<button[^>]*role="slider"[^>]*>', text)[0]


def test_the_marker_is_a_slider_that_says_the_value_and_where_it_leads() -> None:
    """It stands at the value, on its band, with the words that a screen reader needs."""
    text = charts_html((chart(40),), OPTIONS, 1)
    assert 'aria-valuetext="40/day: Run a ferry"' in knob(text)
    assert f'style="left:{100 * chart(40).place(40):.2f}%"' in knob(text)


def test_the_marker_carries_every_value_to_try_with_its_words() -> None:
    """Place, text to set, text to read, and the option's name; the place rises."""
    stops = json.loads(html.unescape(re.findall(r'data-stops="([^"]*)"', charts_html((chart(40),), OPTIONS, 1))[0]))
    assert [0 <= place <= 1 for place, *_ in stops]
    assert stops == sorted(stops, key=lambda stop: stop[0])
    assert [stop[1:] for stop in stops if stop[1] == "1000/day"] == [["1000/day", "1,000/day", "Build a bridge"]]


def test_bands_are_told_apart_by_pattern_and_named_with_their_extent() -> None:
    """Each option has its own pattern, the same on the band and in the list."""
    text = charts_html((chart(40),), OPTIONS, 1)
    assert re.findall(r'class="cr-band cr-p(\d)"', text) == ["0", "1"]
    assert re.findall(r"cr-swatch cr-p(\d)", text) == ["0", "1"]
    assert "<strong>Build a bridge</strong> above 500/day" in text


@pytest.mark.parametrize("low", [None, 3, 40, 120, 480, 501, 2_000])
@pytest.mark.parametrize("tried", [None, 60, 900])
def test_no_line_runs_through_the_name_of_a_band(low: float | None, tried: float | None) -> None:
    """Bars, marker and ghost all stand outside the stretch that a name is given."""
    stated = chart(low)
    extra = stated.ticks[0].model_copy(update={"at": 30.0})
    stated = stated.model_copy(update={"ticks": (extra, *stated.ticks)})
    if tried is None:
        text = charts_html((stated,), OPTIONS, 1)
    else:
        moved = on_axis_of(chart(tried), stated).model_copy(update={"ticks": stated.ticks})
        text = charts_html((moved,), OPTIONS, 1, {"cars": stated})
    axis = text.partition("cr-ticks")[0]
    lines = [float(at) for at in re.findall(r'(?:cr-bar|cr-ghost|role="slider)" style="left:([\d.]+)%"', axis)]
    assert len(lines) >= 3
    named = re.findall(r'cr-band[^>]*left:([\d.]+)%;width:([\d.]+)%"><b style="left:([\d.]+)%;width:([\d.]+)%">', axis)
    assert named
    for left, width, inner, wide in (map(float, found) for found in named):
        start, end = left + width * inner / 100, left + width * (inner + wide) / 100
        assert not [line for line in lines if start + 0.1 < line < end - 0.1]


def test_a_name_stands_in_the_widest_stretch_without_a_line() -> None:
    """Lines outside the band do not count; without any the whole band is taken."""
    assert widest_gap(0.2, 0.8, [0.1, 0.3, 0.9]) == (0.3, 0.8)
    assert widest_gap(0.2, 0.8, [0.7, 0.25]) == (0.25, 0.7)
    assert widest_gap(0.2, 0.8, []) == (0.2, 0.8)


def test_each_bar_has_its_citation() -> None:
    """The number leads to the evidence of the same turn."""
    assert '500/day<a class="cr-mark" href="#turn-3-ref-2"' in charts_html((chart(40),), OPTIONS, 3)


def test_a_value_that_is_tried_leaves_a_ghost_where_it_was_stated() -> None:
    """And a way back; nothing of both where nothing is tried."""
    tried = charts_html((on_axis_of(chart(900), chart(40)),), OPTIONS, 1, {"cars": chart(40)})
    assert "you stated 40/day" in tried
    assert f'cr-ghost" style="left:{100 * chart(40).place(40):.2f}%"' in tried
    assert "cr-ghost" not in charts_html((chart(900),), OPTIONS, 1)


def test_a_range_is_drawn_from_end_to_end_and_nothing_stated_invites_to_try() -> None:
    """The marker stands within; without a fact it is hollow."""
    assert 'class="cr-range"' in charts_html((chart(40, 400),), OPTIONS, 1)
    assert "40/day to 900/day: Run a ferry or Build a bridge" in knob(charts_html((chart(40, 900),), OPTIONS, 1))
    unset = charts_html((chart(),), OPTIONS, 1)
    assert "cr-unset" in knob(unset)
    assert 'aria-valuetext="not stated"' in knob(unset)


def test_without_a_quantity_there_is_no_chart() -> None:
    """Nothing is drawn."""
    assert charts_html((), OPTIONS, 1) == ""


def test_names_are_never_markup() -> None:
    """A hostile name is text, in the list and in the values to try."""
    bad = chart(40).model_copy(update={"name": "<b onclick=x>", "text": '"><i>'})
    text = charts_html((bad,), OPTIONS, 1)
    assert "<b onclick" not in text
    assert '"><i>' not in text


@pytest.mark.parametrize(
    ("places", "rows"),
    [
        ((0.1, 0.5, 0.9), [0, 0, 0]),
        ((0.5, 0.55), [0, 1]),
        ((0.5, 0.55, 0.6, 0.95), [0, 1, 2, 0]),
        ((0.97, 0.99), [0, 1]),
    ],
)
def test_labels_that_would_overlap_take_a_further_row(places: tuple[float, ...], rows: list[int]) -> None:
    """Also at the end of the axis, where labels are pushed inwards."""
    assert rows_of(places, 0.2) == rows


@pytest.mark.parametrize(
    ("text", "written", "told"), [("1 million/day", "1 million/day", False), ("500/day", "500 per day", True)]
)
def test_how_a_rule_writes_a_bar_is_told_where_it_differs(text: str, written: str, told: bool) -> None:
    """The same words twice say nothing."""
    made = chart(40)
    tick = made.ticks[0].model_copy(update={"text": text, "written": written})
    assert ("written as" in charts_html((made.model_copy(update={"ticks": (tick,)}),), OPTIONS, 1)) == told
