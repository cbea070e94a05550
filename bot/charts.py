"""The decision chart of a quantity: which option is recommended where, whose bars stand where, what was stated.

Pure. Values are in the factor's canonical unit. ``bot.web.chart`` draws a chart as HTML, and any other surface may draw
it its own way. It is walked exactly (``graph.bands``); nothing is heard for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.types import Named
from bot.wording import amount, in_unit
from graph.bands import Band, bands_of, quantities
from graph.cells import domain
from graph.rules import Decision, bounds
from kb.types import Condition, Fact, Factor, Record, Rule

LINEAR = frozenset({"%", "percentage points"})
"""Units on a linear axis; all others span orders of magnitude."""
MANTISSAS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
CLOCK = (1, 2, 3, 5, 10, 15, 20, 30, 45)
MARGIN = 0.5
"""Orders of magnitude that an axis shows at least beyond the outermost bar or value."""
LEAST = {"s": 0.001, "1/day": 1.0, "count": 1.0, "weeks": 1.0 / 7}

Cited = Callable[[tuple[str, ...]], tuple[int, ...]]
"""Claim ids -> the numbers under which the answer cites them."""


class Stretch(Record):
    """A band of the chart with the option that is recommended on it, and its extent in words."""

    option: Named
    band: Band
    text: str


class Tick(Record):
    """A bar of the sources: its value, as the rule writes it, what the rules there say, and their citations."""

    at: float
    text: str
    written: str
    says: tuple[str, ...]
    citations: tuple[int, ...]


class Stop(Record):
    """A value to try: in the canonical unit, in words, as text to set by hand, and what is recommended there."""

    at: float
    text: str
    set: str
    option: str


class Chart(Record):
    """One quantity of a decision.

    ``low`` and ``high`` are the ends of the axis as drawn; ``stated`` is the fact's range and ``text`` the fact in
    words, both None where nothing is stated.
    """

    factor: str
    name: str
    unit: str
    scale: str
    low: float
    high: float
    bands: tuple[Stretch, ...]
    ticks: tuple[Tick, ...]
    stops: tuple[Stop, ...]
    stated: tuple[float, float] | None
    text: str | None

    def place(self, value: float) -> float:
        """Return where a value stands on the axis, from 0 (left end) to 1; beyond an end it stands at the end."""
        if self.scale == "linear":
            share = (value - self.low) / (self.high - self.low)
        else:
            share = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        return min(1.0, max(0.0, share))

    def band_at(self, value: float) -> Stretch:
        """Return the band that a value lies on; the last one where a rounding leaves it between two."""
        return next((stretch for stretch in self.bands if stretch.band.holds(value)), self.bands[-1])

    def leads(self) -> tuple[str, ...]:
        """Return the names of what is recommended for the stated value, or where the stated range lies."""
        if self.stated is None:
            return ()
        low, high = self.stated
        if low == high:
            return (self.band_at(low).option.name,)
        met = (s for s in self.bands if s.band.low < high and (s.band.high is None or s.band.high > low))
        return tuple(dict.fromkeys(s.option.name for s in met))


def on_axis_of(tried: Chart, stated: Chart) -> Chart:
    """Return the chart of a value that is tried on the axis of what was stated, so that only the marker moves."""
    stops = tuple(stop.model_copy(update={"option": tried.band_at(stop.at).option.id}) for stop in stated.stops)
    return tried.model_copy(update={"low": stated.low, "high": stated.high, "stops": stops})


def charts(
    decision: Decision, facts: Mapping[str, Fact], factors: Mapping[str, Factor], cited: Cited
) -> tuple[Chart, ...]:
    """Return a chart of each quantity that is stated or that could change the recommendation, the stated ones first."""
    found = [_chart(decision, facts, factors[id], cited) for id in quantities(decision, factors)]
    worth = [chart for chart in found if chart.stated is not None or len(chart.bands) > 1]
    return tuple(sorted(worth, key=lambda chart: (chart.stated is None, len(chart.bands) == 1)))


def _chart(decision: Decision, facts: Mapping[str, Fact], factor: Factor, cited: Cited) -> Chart:
    fact = facts.get(factor.id)
    said = fact.unit_said if fact else None
    names = {option.id: Named(id=option.id, name=option.name) for option in decision.options}
    bands = bands_of(decision, facts, factor)
    ticks = _ticks(decision.rules, factor, said, cited)
    stated = _range(fact)
    low, high = _ends(factor, [*(tick.at for tick in ticks), *(stated or ())])
    values = {*_nice(factor, said, low, high), *(t.at for t in ticks), *(stated or ())}
    return Chart(
        factor=factor.id,
        name=factor.name,
        unit=factor.unit or "",
        scale="linear" if factor.unit in LINEAR else "log",
        low=low,
        high=high,
        bands=tuple(Stretch(option=names[b.option], band=b, text=_extent(b, factor, said)) for b in bands),
        ticks=ticks,
        stops=tuple(
            _stop(value, bands, factor, said, own=value in (stated or ()))
            for value in sorted(values)
            if low <= value <= high
        ),
        stated=stated,
        text=_words(stated, fact, factor) if fact and stated else None,
    )


def _range(fact: Fact | None) -> tuple[float, float] | None:
    if fact is None or fact.choice is not None:
        return None
    low = 0.0 if fact.low is None else fact.low
    return low, low if fact.high is None else fact.high


def _words(stated: tuple[float, float], fact: Fact, factor: Factor) -> str:
    low, high = (amount(value, factor, fact.unit_said, own=True) for value in stated)
    return f"{low} to {high}" if stated[0] != stated[1] else f"{fact.bound} {low}" if fact.bound else low


def _extent(band: Band, factor: Factor, said: str | None) -> str:
    """Return a band in words: ``below 100,000/day``, ``from 1 s to 10 s``, ``any value``."""
    bottom = band.low <= 0 and band.low_in
    low = amount(band.low, factor, said)
    if band.high is None or (band.high_in and band.high == domain(factor)[1]):
        return "any value" if bottom else f"{'from' if band.low_in else 'above'} {low}"
    high = amount(band.high, factor, said)
    if band.low == band.high:
        return f"exactly {low}"
    if bottom:
        return f"{'up to' if band.high_in else 'below'} {high}"
    return f"{'from' if band.low_in else 'above'} {low} {'up to' if band.high_in else 'to below'} {high}"


def _ticks(rules: Iterable[Rule], factor: Factor, said: str | None, cited: Cited) -> tuple[Tick, ...]:
    stating: dict[float, list[Rule]] = {}
    written: dict[float, str] = {}
    for rule in rules:
        for condition in rule.when:
            for at in _bars(condition, factor):
                stating.setdefault(at, []).append(rule)
                if condition.comparator != "between":
                    written.setdefault(at, condition.text.removeprefix(factor.id).lstrip(" <>="))
    return tuple(
        Tick(
            at=at,
            text=amount(at, factor, said),
            written=written.get(at, ""),
            says=tuple(dict.fromkeys(rule.because for rule in these)),
            citations=tuple(dict.fromkeys(n for rule in these for n in cited(rule.evidence))),
        )
        for at, these in ((at, _plainest(stating[at], factor)) for at in sorted(stating))
    )


def _plainest(rules: Sequence[Rule], factor: Factor) -> list[Rule]:
    """Return the rules that state a bar, those that state no other bar of the quantity first."""
    return sorted(rules, key=lambda rule: sum(len(_bars(c, factor)) for c in rule.when) > 1)


def _bars(condition: Condition, factor: Factor) -> list[float]:
    if condition.factor != factor.id or condition.comparator == "is":
        return []
    return [end for end in bounds(condition) if math.isfinite(end)]


def _ends(factor: Factor, values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of the axis: round figures with room beyond every bar and value."""
    least, most = min(values), max(values)
    if factor.unit in LINEAR:
        low = min(0.0, math.floor(least / 10) * 10)
        high = next((end for end in (1, 2, 5, 10, 20, 50, 100) if end >= 1.6 * most), 100)
        return low, float(max(high, most))
    floor = LEAST.get(factor.unit or "", 1e-6)
    least, most = max(least, floor), max(most, floor)
    low = max(floor, 10.0 ** math.floor(math.log10(least) - MARGIN))
    return low, max(10.0 ** math.ceil(math.log10(most) + MARGIN), low * 100)


def _nice(factor: Factor, said: str | None, low: float, high: float) -> Iterable[float]:
    """Return round figures between the ends, in the unit that values are told in."""
    if factor.unit in LINEAR:
        step = 10.0 ** math.floor(math.log10((high - low) / 20))
        return [round(low + place * step, 6) for place in range(int((high - low) / step) + 1)]
    if factor.unit == "s":
        return _durations(low, high)
    shown, _ = in_unit(1.0, factor, said) if factor.unit == "1/day" else (1.0, "")
    exponents = range(math.floor(math.log10(low * shown)), math.ceil(math.log10(high * shown)) + 1)
    figures = [mantissa * 10.0**exponent for exponent in exponents for mantissa in MANTISSAS]
    if factor.unit in {"count", "weeks"}:
        figures = [float(round(figure)) for figure in figures if figure >= 1]
    return {float(f"{figure / shown:.12g}") for figure in figures}


def _durations(low: float, high: float) -> list[float]:
    """Return round durations in seconds: milliseconds and seconds by decades, then minutes, hours, days, weeks."""
    fine = [float(f"{mantissa * 10.0**exponent:.6g}") for exponent in range(-3, 2) for mantissa in MANTISSAS]
    clock = [figure * unit for unit in (60.0, 3600.0) for figure in CLOCK if unit == 60 or figure <= 20]
    calendar = [86400.0 * figure for figure in (1, 2, 3, 4, 5, 7, 14, 21, 30, 60, 90, 180, 365)]
    return [value for value in (*(f for f in fine if f < 60), *clock, *calendar) if low <= value <= high]


def _stop(value: float, bands: Sequence[Band], factor: Factor, said: str | None, *, own: bool) -> Stop:
    option = next((band.option for band in bands if band.holds(value)), bands[-1].option)
    text = amount(value, factor, said, own=own)
    return Stop(at=value, text=text, set=settable(value, factor, said), option=option)


def settable(value: float, factor: Factor, said: str | None = None) -> str:
    """Return a value as a text that can be set by hand and is read as just this value: ``120000/day``, ``0.3 s``."""
    if factor.unit == "1/day" and said:
        shown, unit = in_unit(value, factor, said)
        return f"{_plainly(shown)}/{unit.removeprefix('1/')}"
    suffix = {"1/day": "/day", "s": " s", "%": "%", "percentage points": " points", "weeks": " weeks"}
    return f"{_plainly(value)}{suffix.get(factor.unit or '', '')}"


def _plainly(value: float) -> str:
    """Return a number without exponent or separators."""
    text = f"{value:.9f}".rstrip("0").rstrip(".")
    return text or "0"
