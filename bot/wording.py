"""Values and conditions in words, in the unit the user spoke in. Pure."""

from __future__ import annotations

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
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def number(value: float) -> str:
    """Return a number as people read it: ``55,000``, ``2.6 million``, ``0.8``."""
    for scale, name in _SCALES:
        if abs(value) >= scale:
            return f"{_trim(value / scale)} {name}"
    return _trim(value)


def _trim(value: float) -> str:
    rounded = round(value, 2) if abs(value) < 100 else round(value)
    return f"{rounded:,.2f}".rstrip("0").rstrip(".") if rounded != int(rounded) else f"{int(rounded):,}"


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


def amount(value: float, factor: Factor, said: str | None = None) -> str:
    """Return a quantity in words: ``55,000/day``, ``80 ms``, ``22%``, ``1.3 points``."""
    converted, unit = in_unit(value, factor, said)
    if unit.startswith("1/"):
        return f"{number(converted)}/{unit[2:]}"
    if unit == "%":
        return f"{number(converted)}%"
    if unit == "percentage points":
        return f"{number(converted)} points"
    return number(converted) if unit == "count" else f"{number(converted)} {unit}"


def stated(fact: Fact, factor: Factor) -> str:
    """Return a fact in words: ``requests per day: 55,000/day``, ``has people to run models: no``; what is only implied
    is marked as assumed."""
    name = factor.name[:1].lower() + factor.name[1:]
    if factor.kind is not FactorKind.QUANTITY:
        return f"{name}: {fact.choice}{' (assumed)' if fact.assumed else ''}"
    low, high = float(fact.low or 0.0), float(fact.high if fact.high is not None else fact.low or 0.0)
    if low == high:
        return f"{name}: {f'{fact.bound} ' if fact.bound else ''}{amount(low, factor, fact.unit_said)}"
    return f"{name}: {amount(low, factor, fact.unit_said)} to {amount(high, factor, fact.unit_said)}"


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
