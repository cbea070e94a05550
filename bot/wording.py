"""Values and conditions in words, in the unit the user spoke in. Pure."""

from __future__ import annotations

from kb.figures import number
from kb.periods import SECONDS, TIME_UNIT
from kb.types import Condition, Fact, Factor, FactorKind

_SHORT = {
    "millisecond": "ms",
    "second": "s",
    "minute": "min",
    "hour": "h",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
}
LEAST, MOST = 0.1, 2000.0
"""Numbers of a unit of time between which it is kept as the user said it."""


def in_unit(value: float, factor: Factor, said: str | None = None) -> tuple[float, str]:
    """Return a canonical value in the unit that the user spoke in, and that unit's name (``1/second``, ``ms``)."""
    if factor.unit == "1/day":
        period = said if said in SECONDS else "day"
        return _steady(value * SECONDS[str(period)] / SECONDS["day"]), f"1/{period}"
    if factor.unit in {"s", "weeks"}:
        seconds = value if factor.unit == "s" else value * SECONDS["week"]
        name = _time_name(said) or _natural(seconds)
        if not LEAST <= seconds / SECONDS[name] <= MOST:
            name = _natural(seconds)  # "0 days" and "10,000 ms" say less than "5 min" and "10 s"
        return _steady(seconds / SECONDS[name]), _SHORT.get(name, name)
    return _steady(value), factor.unit or ""


def _steady(value: float) -> float:
    """Round away the noise of unit conversion (12 significant digits), so that 1,000,000/day stays just that."""
    return float(f"{value:.12g}")


def _time_name(said: str | None) -> str | None:
    if said == "fortnight":
        return "week"
    match = TIME_UNIT.fullmatch(said) if said else None
    return str(match.lastgroup) if match else None


def _natural(seconds: float) -> str:
    for name in ("week", "day", "hour", "minute", "second"):
        if seconds >= SECONDS[name]:
            return name
    return "millisecond"


def amount(value: float, factor: Factor, said: str | None = None, *, own: bool = False) -> str:
    """Return a quantity in words: ``55,000/day``, ``80 ms``, ``22%``, ``1.3 points``; ``own`` is one that somebody
    stated, which keeps its digits."""
    converted, unit = in_unit(value, factor, said)
    return with_unit(number(converted, own=own), unit)


def with_unit(shown: str, unit: str | None) -> str:
    """Return a number in words with its unit as people write it: ``55,000/day``, ``22%``, ``1.3 points``, ``80 ms``."""
    if not unit or unit == "count":
        return shown
    if unit.startswith("1/"):
        return f"{shown}/{unit[2:]}"
    if unit == "%":
        return f"{shown}%"
    return f"{shown} {'points' if unit == 'percentage points' else unit}"


def plain_value(value: float | bool | str | tuple[float, float], unit: str | None) -> str:
    """Return the value of a fact as an answer holds it, in words: ``yes``, ``daily``, ``82,140/day``, ``2 to 5 s``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    ends = value if isinstance(value, tuple) else (value,)
    return with_unit(" to ".join(number(end, own=True) for end in ends), unit)


def stated(fact: Fact, factor: Factor) -> str:
    """Return a fact in words: ``requests per day: 55,000/day``, ``has people to run models: no``; what is only implied
    is marked as assumed."""
    name = factor.name[:1].lower() + factor.name[1:]
    if factor.kind is not FactorKind.QUANTITY:
        return f"{name}: {fact.choice}{' (assumed)' if fact.assumed else ''}"
    low, high = float(fact.low or 0.0), float(fact.high if fact.high is not None else fact.low or 0.0)
    if low == high:
        return f"{name}: {f'{fact.bound} ' if fact.bound else ''}{amount(low, factor, fact.unit_said, own=True)}"
    ends = (amount(end, factor, fact.unit_said, own=True) for end in (low, high))
    return f"{name}: {' to '.join(ends)}"


def required(condition: Condition, factor: Factor, said: str | None = None) -> str:
    """Return a condition in words: ``requests per day below 100,000/day``, ``heavy compliance burden: yes``."""
    name = factor.name[:1].lower() + factor.name[1:]
    if condition.comparator == "is":
        return f"{name}: {' or '.join(condition.values)}"
    low = float(condition.low or 0.0)
    if condition.comparator == "between":
        return f"{name} is {amount(low, factor, said)} to {amount(float(condition.high or 0.0), factor, said)}"
    word = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}[condition.comparator]
    return f"{name} is {word} {amount(low, factor, said)}"


def taking(condition: Condition, factor: Factor) -> str:
    """Return what a condition would take, to follow "it would take": ``‘heavy compliance burden’ to be yes``."""
    if condition.comparator == "is":
        return f"‘{factor.name[:1].lower() + factor.name[1:]}’ to be {' or '.join(condition.values)}"
    return required(condition, factor).replace(" is ", " ", 1)


def clipped(text: str, most: int) -> str:
    """Return the text, cut at a word with an ellipsis where it is longer than ``most`` characters."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
