"""Phrases as people state quantities: the half worked on is read wholly, the half kept apart as the floor says.

A line is ``phrase | reading``. A reading is ``-`` for no quantity, or quantities parted by ``;``, each ``value unit``
or ``low..high unit`` with an optional ``at-least`` or ``at-most``. Units: ``count``, ``s``, ``%``, ``points``,
``money``, or a rate such as ``/day`` (rates are equal where they are per day). Dates, clocks, names are no quantities.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.amounts import Amount, bound_of
from kb.periods import SECONDS, per_day
from kb.quantity import read_amounts

FOLDER = Path(__file__).parent / "data"
FLOOR = 117
UNITS = {"duration": "s", "ratio": "%", "points": "points", "count": "count", "money": "money"}

Reading = tuple[float, float, str, str | None]


def phrases(half: str) -> list[tuple[str, str]]:
    """Return the phrases of a half with their readings, as written."""
    lines = (FOLDER / f"stated_{half}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.rpartition(" | ") for line in lines if line and not line.startswith("#"))
    return [(text, reading) for text, _, reading in pairs]


def wanted(reading: str) -> list[Reading]:
    """Return what a reading says."""
    return [] if reading == "-" else [_quantity(*part.split()) for part in reading.split(" ; ")]


def _quantity(values: str, unit: str, bound: str | None = None) -> Reading:
    low, _, high = values.partition("..")
    scale = per_day(1.0, unit[1:]) if unit.startswith("/") else 1.0
    name = "/day" if unit.startswith("/") else unit
    return float(low) * scale, float(high or low) * scale, name, bound and bound.replace("-", " ")


def read(text: str) -> list[Reading]:
    """Return what is read in a phrase."""
    return [_read(a) for a in read_amounts(text) if a.dimension not in {"other", "date"}]


def _read(amount: Amount) -> Reading:
    if amount.dimension == "rate" and amount.period in SECONDS:
        scale = per_day(1.0, str(amount.period))
        return amount.low * scale, amount.high * scale, "/day", bound_of(amount)
    return amount.low, amount.high, UNITS.get(amount.dimension, amount.dimension), bound_of(amount)


def right(text: str, reading: str) -> bool:
    """Say whether a phrase is read as it should be; a bound is compared where the reading names one."""
    found, should = read(text), wanted(reading)
    return len(found) == len(should) and all(_same(a, b) for a, b in zip(found, should, strict=True))


def _same(found: Reading, should: Reading) -> bool:
    values = pytest.approx(should[:2], rel=1e-6) == found[:2]
    return bool(values) and found[2] == should[2] and should[3] in (None, found[3])


@pytest.mark.parametrize(("text", "reading"), phrases("a"))
def test_a_phrase_of_the_half_worked_on_is_read_as_stated(text: str, reading: str) -> None:
    """Value, dimension, period and bound are what the phrase says."""
    assert right(text, reading), read(text)


def test_the_half_kept_apart_is_read_at_least_as_well_as_before() -> None:
    """Nobody worked on these phrases; a change that reads fewer of them is no improvement."""
    assert sum(right(*phrase) for phrase in phrases("b")) >= FLOOR
