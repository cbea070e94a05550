"""Pinned floors: what each question set must reach, and the digest of the set that they were pinned on. Pure.

``wrongly_declined`` and ``facts_wrong`` should be rare, so what is pinned for them is the most that is allowed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import ValidationError

from bot.score import Figures
from kb.errors import InputError
from kb.types import Record

FLOORS = ("all_correct", "scope_recall", "facts_found")
CEILINGS = ("wrongly_declined", "facts_wrong")
SLACK = {"all_correct": 0.02, "scope_recall": 0.04, "facts_found": 0.02, "wrongly_declined": 0.02, "facts_wrong": 0.02}
"""How far below what was measured still passes, and never less than one question: another machine's arithmetic may fit
the hearing a little differently and turn two or three of some 150 questions. What is pinned is what was measured."""
SHARE_OF = {
    "all_correct": "cases",
    "scope_recall": "outside",
    "facts_found": "stated",
    "wrongly_declined": "inside",
    "facts_wrong": "stated",
}
"""What each figure is a share of, so that one question more or less of a small set is known for what it is."""


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


def breaches(name: str, pins: Mapping[str, Pinned], digest: str, measured: Figures) -> tuple[str, ...]:
    """Return one line for each way in which a question set falls short of its pins; none when it passes."""
    held = pins.get(name)
    if held is None:
        return (f"{name}: nothing is pinned for it. Pin it: python -m bot.evaluate --pin",)
    changed = (
        (f"{name}: the file has changed since its floors were pinned; pin it anew.",) if held.sha256 != digest else ()
    )
    low = [
        f"{name}: {key} is {getattr(measured, key):.4f}, below its floor {getattr(held, key):.4f}."
        for key in FLOORS
        if getattr(measured, key) < getattr(held, key) - _slack(key, measured)
    ]
    high = [
        f"{name}: {key} is {getattr(measured, key):.4f}, above its ceiling {getattr(held, key):.4f}."
        for key in CEILINGS
        if getattr(measured, key) > getattr(held, key) + _slack(key, measured)
    ]
    return (*changed, *low, *high)


def _slack(key: str, measured: Figures) -> float:
    whole: int = getattr(measured, SHARE_OF[key])
    return max(SLACK[key], 1.5 / max(whole, 1))  # one question of them, whatever was rounded


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
