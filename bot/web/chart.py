"""The decision chart as escaped HTML: bands of recommendations, the bars of the sources, a marker that can be moved.

Pure. Bands are told apart by pattern and label, not by colour alone. The marker is a slider: it carries every value to
try with its words, so that the browser needs no arithmetic and a screen reader hears what a value would lead to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise

from bot.charts import Chart, Stop, Tick
from bot.web.markup import fold, items, marks, plain

PATTERNS = 4
"""Patterns of the style sheet; an option keeps its own wherever it stands."""
NARROW, WIDE = 0.34, 0.17
"""Share of the axis that the label of a bar takes, on a phone and on a desktop."""
LABELLED = 0.13
"""Least share of the axis, free of any line, on which a band carries its name; the list below names all."""


def charts_html(
    charts: Sequence[Chart], options: Sequence[str], turn: int, supposed: dict[str, Chart] | None = None
) -> str:
    """Return the charts, the first in full and the others behind a fold; nothing where there is none.

    ``options`` are the option ids in the author's order. ``supposed`` are, by factor, the charts of what was stated
    where another value is tried: the marker stands at the value tried, and a ghost at what was stated.
    """
    if not charts:
        return ""
    drawn = [_chart(chart, options, turn, (supposed or {}).get(chart.factor)) for chart in charts]
    more = fold("Other figures that it depends on", "".join(drawn[1:]), count=len(drawn) - 1)
    hint = (
        '<span class="cr-hint">Drag the marker, or use the arrow keys, to see what another value would lead to.</span>'
    )
    return f'<div class="cr-charts"><p class="cr-label">Where it turns {hint}</p>{drawn[0]}{more}</div>'


def _chart(chart: Chart, options: Sequence[str], turn: int, stated: Chart | None) -> str:
    value = _middle(chart.stated)
    names = {stretch.option.id: stretch.option.name for stretch in chart.bands}
    return (
        f'<section class="cr-chart" data-key="chart-{plain(chart.factor)}" data-factor="{plain(chart.factor)}" '
        f'aria-label="{plain(chart.name)}: what is recommended where">'
        f"{_head(chart, value, stated)}"
        f'<div class="cr-axis">{_bands(chart, options, _lines(chart, value, stated))}'
        f"{_bars(chart.ticks, chart)}{_ghost(chart, stated)}"
        f"{_knob(chart, value, names, stated)}</div>"
        f"{_labels(chart, turn)}{_legend(chart, options)}{_whose(chart, turn)}</section>"
    )


def _head(chart: Chart, value: float | None, stated: Chart | None) -> str:
    if value is None:
        now = "not stated"
        leads = "move the marker to try a value"
    else:
        now = chart.text or ""
        leads = " or ".join(chart.leads())
    back = '<button type="button" class="cr-restore" data-act="back">Back</button>'
    told = f"you stated {stated.text or 'nothing'}" if stated else ""
    said = f' <span class="cr-heard">{plain(told)}</span> {back}' if stated else ""
    return (
        f'<p class="cr-charthead"><span class="cr-name">{plain(chart.name)}</span> '
        f'<output class="cr-tried"><strong>{plain(now)}</strong> <span aria-hidden="true">→</span> '
        f'<span class="cr-leads">{plain(leads)}</span></output>{said}</p>'
    )


def _lines(chart: Chart, value: float | None, stated: Chart | None) -> list[float]:
    """Return where lines cross the bands: the bars, the marker, and the ghost of what was stated."""
    marker = value if value is not None else chart.stops[_unset(chart)].at
    ghost = _middle(stated.stated) if stated else None
    return [chart.place(at) for at in (*(tick.at for tick in chart.ticks), marker, *([] if ghost is None else [ghost]))]


def widest_gap(left: float, right: float, lines: Sequence[float]) -> tuple[float, float]:
    """Return the ends of the widest stretch of a band that no line crosses, the first of equals."""
    ends = [left, *sorted(line for line in lines if left < line < right), right]
    return max(pairwise(ends), key=lambda gap: round(gap[1] - gap[0], 6))


def _bands(chart: Chart, options: Sequence[str], lines: Sequence[float]) -> str:
    drawn = []
    for stretch in chart.bands:
        left = chart.place(stretch.band.low)
        right = 1.0 if stretch.band.high is None else chart.place(stretch.band.high)
        if right <= left:
            continue
        start, end = widest_gap(left, right, lines)
        place = f"left:{_percent((start - left) / (right - left))};width:{_percent((end - start) / (right - left))}"
        name = f'<b style="{place}"><span>{plain(stretch.option.name)}</span></b>' if end - start >= LABELLED else ""
        drawn.append(
            f'<div class="cr-band cr-p{_pattern(stretch.option.id, options)}" '
            f'style="left:{_percent(left)};width:{_percent(right - left)}">{name}</div>'
        )
    return f'<div class="cr-bands" aria-hidden="true">{"".join(drawn)}</div>'


def _bars(ticks: Sequence[Tick], chart: Chart) -> str:
    drawn = "".join(f'<i class="cr-bar" style="left:{_percent(chart.place(tick.at))}"></i>' for tick in ticks)
    return f'<div aria-hidden="true">{drawn}</div>'


def _ghost(chart: Chart, stated: Chart | None) -> str:
    if stated is None or stated.stated is None:
        return _range(chart)
    place = chart.place(_middle(stated.stated) or 0.0)
    return f'<i class="cr-ghost" style="left:{_percent(place)}" aria-hidden="true"></i>'


def _range(chart: Chart) -> str:
    """Return the extent of a value that was stated as a range."""
    if chart.stated is None or chart.stated[0] == chart.stated[1]:
        return ""
    left, right = (chart.place(end) for end in chart.stated)
    return f'<i class="cr-range" style="left:{_percent(left)};width:{_percent(right - left)}" aria-hidden="true"></i>'


def _knob(chart: Chart, value: float | None, names: dict[str, str], stated: Chart | None) -> str:
    stops = [[round(chart.place(s.at), 4), s.set, s.text, names.get(s.option, s.option)] for s in chart.stops]
    at = _unset(chart) if value is None else _nearest(chart.stops, value)
    place = chart.place(value) if value is not None else chart.place(chart.stops[at].at)
    leads = f": {' or '.join(chart.leads())}" if value is not None else ""
    kind = " cr-unset" if value is None else " cr-whatif" if stated else ""
    return (
        f'<button type="button" class="cr-knob{kind}" role="slider" style="left:{_percent(place)}" '
        f'aria-label="{plain(chart.name)}, try a value" aria-valuemin="0" aria-valuemax="{len(stops) - 1}" '
        f'aria-valuenow="{at}" aria-valuetext="{plain((chart.text or "not stated") + leads)}" '
        f'data-stops="{escape(json.dumps(stops, separators=(",", ":")), quote=True)}"></button>'
    )


def _labels(chart: Chart, turn: int) -> str:
    """Return the values of the bars below the axis, in as many rows as they need beside each other."""
    places = [chart.place(tick.at) for tick in chart.ticks]
    wide, narrow = rows_of(places, WIDE), rows_of(places, NARROW)
    drawn = "".join(
        f'<span class="cr-tick cr-{_side(place)}" style="left:{_percent(place)};--wide:{w};--narrow:{n}">'
        f"{plain(tick.text)}{marks(tick.citations[:2], turn)}</span>"
        for tick, place, w, n in zip(chart.ticks, places, wide, narrow, strict=True)
    )
    rows = f"--wide:{max(wide, default=-1) + 1};--narrow:{max(narrow, default=-1) + 1}"
    return f'<div class="cr-ticks" style="{rows}">{drawn}</div>'


def rows_of(places: Sequence[float], share: float) -> list[int]:
    """Return for each place, in order, the first row in which a label of this share of the axis is free."""
    ends: list[float] = []
    rows = []
    for place in places:
        left = min(max(0.0, place - share / 2), 1.0 - share)
        row = next((at for at, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [left + share]
        rows.append(row)
    return rows


def _side(place: float) -> str:
    return "leftmost" if place < 0.1 else "rightmost" if place > 0.9 else "centred"


def _legend(chart: Chart, options: Sequence[str]) -> str:
    rows = (
        f'<span class="cr-swatch cr-p{_pattern(s.option.id, options)}" aria-hidden="true"></span>'
        f"<strong>{plain(s.option.name)}</strong> {plain(s.text)}"
        for s in chart.bands
    )
    return items(rows, "cr-extents")


def _whose(chart: Chart, turn: int) -> str:
    rows = (
        f"<strong>{plain(tick.text)}</strong>{_written(tick)} {plain(' '.join(tick.says))} "
        f"{marks(tick.citations, turn)}"
        for tick in chart.ticks
    )
    return fold("Whose bars these are", items(rows), count=len(chart.ticks))


def _written(tick: Tick) -> str:
    """Return how the rule writes the bar, where that is not what the axis says."""
    shown, written = (re.sub("[ ,]", "", text) for text in (tick.text, tick.written))
    same = not tick.written or shown == written
    return "" if same else f' <span class="cr-heard">written as {plain(tick.written)}</span>'


def _pattern(option: str, options: Sequence[str]) -> int:
    return list(options).index(option) % PATTERNS if option in options else 0


def _unset(chart: Chart) -> int:
    """Return the stop at which the marker waits where nothing is stated: the middle, by orders of magnitude."""
    return _nearest(chart.stops, (chart.low * chart.high) ** 0.5)


def _nearest(stops: Sequence[Stop], value: float) -> int:
    return min(range(len(stops)), key=lambda at: abs(stops[at].at - value))


def _middle(stated: tuple[float, float] | None) -> float | None:
    """Return where a stated value or range is marked: halfway, by orders of magnitude where there are any."""
    if stated is None:
        return None
    low, high = stated
    return (low * high) ** 0.5 if low > 0 else (low + high) / 2


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"
