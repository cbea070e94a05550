"""Quantities as authors write them in YAML: ``100 thousand/day``, ``< 500 examples``, ``about 500 thousand/month``."""

from __future__ import annotations

import re

from kb.quantity import convert, read_amounts
from kb.types import Threshold
from kb.units import noun_after


def parse_amount(text: str, unit: str) -> float:
    """Return the value of an authored amount such as ``100 thousand/day`` in the canonical ``unit``.

    A bare number is taken to be in ``unit``. Raises ValueError where the text is no single quantity or its dimension
    does not fit.
    """
    amounts = read_amounts(text.strip())
    if len(amounts) != 1 or amounts[0].low != amounts[0].high:
        raise ValueError(
            f"{text!r} is not one quantity (expected something like '100 thousand/day', '5 minutes', '10 %')"
        )
    amount = amounts[0]
    values = convert(amount, unit)
    if values is None and amount.dimension in {"count", "date"} and not amount.unit and amount.end == len(text.strip()):
        values = (amount.low, amount.high)
    if values is None:
        raise ValueError(f"{text!r} is a {amount.dimension}, which has no value in {unit}")
    return values[0]


def parse_threshold(text: str) -> Threshold:
    """Return the threshold that an authored text states: ``< 100 thousand requests``, ``about 500 thousand/month``.

    Raises ValueError where the text states no quantity.
    """
    sign = re.match(r"\s{0,9}(<=|>=|<|>|=|~|about|around|roughly|between)?", text)
    amounts = read_amounts(text)
    if not amounts:
        raise ValueError(f"{text!r} states no quantity")
    amount = amounts[0]
    said = (sign.group(1) if sign else None) or "="
    ranged = amount.low != amount.high
    comparator = "between" if ranged else "~" if said in {"about", "around", "roughly"} else said
    units = {"ratio": "%", "points": "percentage points", "duration": "s"}
    return Threshold.model_validate(
        {
            "comparator": comparator,
            "low": amount.low,
            "high": amount.high,
            "unit": units.get(amount.dimension) or noun_after(text, amount.end) or amount.unit,
            "period": amount.period,
            "hedge": said if comparator == "~" else None,
            "text": text,
        }
    )
