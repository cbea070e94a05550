"""Quantities with units and periods: read them in text, convert them to a canonical unit, compare them."""

from __future__ import annotations


def parse_amount(text: str, unit: str) -> float:
    """Return the value of an authored amount such as ``100 thousand/day`` in the canonical ``unit``."""
    raise ValueError(f"cannot read {text!r} as {unit}")
