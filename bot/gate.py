"""Pinned floors: what each question set must reach, and the digest of the set that they were pinned on. Pure.

``wrongly_declined`` and ``facts_wrong`` should be rare, so what is pinned for them is the most that is allowed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from pydantic import ValidationError

from bot.score import Figures
from kb.errors import InputError
from kb.types import Record


class Bar(NamedTuple):
    """How far below, or above, what was measured still passes, and what the figure is a share of."""

    slack: float
    share_of: str


FLOORS = {"all_correct": Bar(0.02, "cases"), "scope_recall": Bar(0.04, "outside"), "facts_found": Bar(0.02, "stated")}
CEILINGS = {"wrongly_declined": Bar(0.02, "inside"), "facts_wrong": Bar(0.02, "stated")}
"""What may not fall, and what may not rise. The slack is never less than one question of a small set: another machine's
arithmetic may fit the hearing a little differently and turn two or three of some 150 questions. What is pinned is what
was measured."""


class Pinned(Record):
    """What one question set must reach, as shares of 1, and the SHA-256 of its bytes."""

    sha256: str
    all_correct: float
    scope_recall: float
    facts_found: float
    wrongly_declined: float
    facts_wrong: float


def read_floors(text: str, place: str) -> dict[str, Pinned]:
    """Return the pins by name of question set; raises InputError naming the place and what is wrong."""
    try:
        return {name: Pinned.model_validate(pinned) for name, pinned in json.loads(text).items()}
    except (ValidationError, ValueError, AttributeError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        raise InputError(f"{place}: expected an object of pins, one a question set: {reason}. Pin anew.") from error


def floors_text(floors: Mapping[str, Pinned]) -> str:
    """Return the pins as the text of their file, sorted by name."""
    return json.dumps({name: floors[name].model_dump() for name in sorted(floors)}, indent=2) + "\n"


def pinned(digest: str, measured: Figures) -> Pinned:
    """Return the pins of what was measured."""
    return Pinned(sha256=digest, **{key: getattr(measured, key) for key in (*FLOORS, *CEILINGS)})


def unlike(name: str, pins: Mapping[str, Pinned], digest: str) -> tuple[str, ...]:
    """Return a line where a question set is not the one that was pinned; none where it is."""
    held = pins.get(name)
    if held is None:
        return (f"{name}: nothing is pinned for it. Pin it: python -m bot.evaluate --pin",)
    if held.sha256 != digest:
        return (f"{name}: the file has changed since its floors were pinned; pin it anew.",)
    return ()


def breaches(name: str, pins: Mapping[str, Pinned], digest: str, measured: Figures) -> tuple[str, ...]:
    """Return one line for each way in which a question set falls short of its pins; none when it passes."""
    held = pins.get(name)
    if held is None:
        return unlike(name, pins, digest)
    low = [
        f"{name}: {key} is {getattr(measured, key):.4f}, below its floor {getattr(held, key):.4f}."
        for key, bar in FLOORS.items()
        if getattr(measured, key) < getattr(held, key) - _slack(bar, measured)
    ]
    high = [
        f"{name}: {key} is {getattr(measured, key):.4f}, above its ceiling {getattr(held, key):.4f}."
        for key, bar in CEILINGS.items()
        if getattr(measured, key) > getattr(held, key) + _slack(bar, measured)
    ]
    return (*unlike(name, pins, digest), *low, *high)


def _slack(bar: Bar, measured: Figures) -> float:
    whole: int = getattr(measured, bar.share_of)
    return max(bar.slack, 1.5 / max(whole, 1))  # one question of them, whatever was rounded


def raised(name: str, pins: Mapping[str, Pinned], new: Pinned, *, lower: bool) -> Pinned:
    """Return the new pins of a set; raises InputError where one would be laxer than before and ``lower`` is not set."""
    old = pins.get(name)
    if old is None or lower:
        return new
    laxer = [key for key in FLOORS if getattr(new, key) < getattr(old, key)]
    laxer += [key for key in CEILINGS if getattr(new, key) > getattr(old, key)]
    if laxer:
        told = ", ".join(f"{key} {getattr(old, key):.4f} -> {getattr(new, key):.4f}" for key in laxer)
        raise InputError(
            f"{name}: this would lower what is pinned ({told}). Nothing was changed. Say --lower to mean it."
        )
    return new
