"""Conditions as people write them, read into records: ``requests_per_day < 100 thousand/day``, ``ops_24_7 is no``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, cast

from kb.authored import parse_amount
from kb.types import Condition, Factor, FactorKind

_FORM = re.compile(r"^\s*(?P<factor>[A-Za-z_][\w-]*)\s*(?P<sign><=|>=|<|>|between\b|is\b)\s*(?P<rest>.+?)\s*$")
_BARE = re.compile(r"^[\d.,_\s]*\d\s*(?:thousand|million|billion|bn|k|K|M)?$")
_SUFFIX = re.compile(r"^[\d.,_\s]*\d\s*(?:(?:thousand|million|billion|bn|k|K|M)\b)?\s*(?P<unit>.*)$")

MAX_LENGTH = 200
FORMS = "Write 'factor < amount', 'factor between low and high', or 'factor is value or value'."


def values_of(factor: Factor) -> tuple[str, ...]:
    """Return the values that a yes/no or a category can take; none for a quantity."""
    if factor.kind is FactorKind.YES_NO:
        return ("yes", "no")
    return factor.values if factor.kind is FactorKind.CATEGORY else ()


def parse_condition(text: str, factors: Mapping[str, Factor]) -> Condition:
    """Return the condition that the text states, with amounts in the factor's canonical unit.

    Raises ValueError, with what was expected and found, for another form, an unknown factor, an unknown value or an
    amount of the wrong dimension.
    """
    form = _FORM.match(text) if len(text) <= MAX_LENGTH else None
    if form is None:
        raise ValueError(f"is no condition: {text[:80]!r}. {FORMS}")
    factor = factors.get(form["factor"])
    if factor is None:
        raise ValueError(f"names the unknown factor {form['factor']!r}")
    sign, rest = form["sign"], form["rest"]
    if sign == "is":
        return _choice(factor, rest, text.strip())
    if factor.kind is not FactorKind.QUANTITY or factor.unit is None:
        allowed = " or ".join(values_of(factor))
        raise ValueError(f"compares {factor.id!r}, which is a {factor.kind.value}: write '{factor.id} is {allowed}'")
    if sign == "between":
        low, high = _ends(rest, factor.unit)
        return Condition(factor=factor.id, comparator="between", low=low, high=high, text=text.strip())
    comparator = cast(Literal["<", "<=", ">", ">="], sign)
    return Condition(factor=factor.id, comparator=comparator, low=parse_amount(rest, factor.unit), text=text.strip())


def _choice(factor: Factor, rest: str, text: str) -> Condition:
    allowed = values_of(factor)
    if not allowed:
        raise ValueError(f"gives {factor.id!r} a value by name, but it is a quantity: write '{factor.id} < amount'")
    values = tuple(dict.fromkeys(part.strip() for part in re.split(r"\s+or\s+", rest)))
    for value in values:
        if value not in allowed:
            raise ValueError(f"names the unknown value {value!r} of {factor.id!r}, which can be: {', '.join(allowed)}")
    return Condition(factor=factor.id, comparator="is", values=values, text=text)


def _ends(rest: str, unit: str) -> tuple[float, float]:
    """Return both ends of ``3 and 15 million/month``; a bare lower end has the unit of the upper one."""
    parts = re.split(r"\s+and\s+", rest)
    if len(parts) != 2:
        raise ValueError(f"has no two ends: {rest!r}. Write 'factor between low and high'")
    low_text, high_text = parts
    suffix = _SUFFIX.match(high_text)
    if _BARE.match(low_text) and suffix and suffix["unit"]:
        low_text = f"{low_text}{'' if suffix['unit'].startswith(('/', '%')) else ' '}{suffix['unit']}"
    low, high = parse_amount(low_text, unit), parse_amount(high_text, unit)
    if low > high:
        raise ValueError(f"has its ends upside down: {rest!r}")
    return low, high
