"""The quantities that a sentence states, as thresholds: comparator, value or range, unit, period, hedge."""

from __future__ import annotations

from ingest.stated import as_threshold, figures
from kb.types import Threshold


def thresholds(sentence: str) -> tuple[Threshold, ...]:
    """Return the quantities that a sentence states, in order, durations in seconds; dates, names and code are none."""
    return tuple(as_threshold(figure) for figure in figures(sentence))
