"""Numbers as people read them: short where they were worked out, in full where somebody wrote them. Pure."""

from __future__ import annotations

import math
from decimal import Decimal

DIGITS = 4
"""Significant digits of a number that was worked out: a conversion's or a mean's further digits say nothing."""
PLACES, SMALL = 2, 3
"""Decimals of such a number from one on, and significant digits of one below it."""
WRITTEN = 7
"""Significant digits that somebody may have written; what has more and is not whole was worked out."""
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def number(value: float, *, own: bool = False) -> str:
    """Return a number as people read it: ``55,000``, ``82,140``, ``2.59 million``, ``0.8``, ``no limit``.

    A whole number below a million stays as it is. ``own`` is a number that somebody wrote: none of its digits is
    dropped, unless it has so many that it can only have been worked out.
    """
    if not math.isfinite(value):
        return "no limit"
    steady = float(f"{value:.12g}")  # conversion leaves noise: a million, not 999,999.9999
    if own and steady in (float(f"{steady:.{WRITTEN}g}"), round(steady)) and short(steady) != steady:
        return f"{_exact(steady):,f}"
    shown = short(steady)
    scale, name = _scale(shown)
    return f"{_exact(shown / scale):,f}{f' {name}' if name else ''}"


def short(value: float) -> float:
    """Return a value with no more digits than are shown of a number that was worked out; a whole one keeps its own."""
    if value == 0 or not math.isfinite(value) or (value == round(value) and abs(value) < _SCALES[-1][0]):
        return value
    rounded = float(f"{value:.{DIGITS}g}")
    if abs(rounded) < 1:
        return float(f"{value:.{SMALL}g}")
    scale, _ = _scale(rounded)
    places = min(PLACES, DIGITS - len(str(int(abs(rounded / scale)))))
    return float(f"{round(value / scale, places) * scale:.12g}")


def _scale(value: float) -> tuple[float, str]:
    return next(((scale, name) for scale, name in _SCALES if abs(value) >= scale), (1.0, ""))


def _exact(value: float) -> Decimal:
    """Return the shortest decimal of a value, without an exponent or zeros at its end."""
    exact = Decimal(f"{value:.12g}").normalize()
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact
