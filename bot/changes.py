"""What differs between two answers, and between what two digests stood for. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from bot.standing import Standing
from bot.types import Answer
from kb.types import Record

How = Literal["added", "removed", "changed"]
Again = Literal["conversation", "question", "facts"]
"""What an answer is given again from: all its turns, its question, or the facts recorded in it."""


class Change(Record):
    """One thing of the knowledge that is not the same; ``before`` and ``after`` say what of it, in words."""

    what: str
    id: str
    how: How
    before: str = ""
    after: str = ""


class Difference(Record):
    """One field that is not the same; ``field`` is its path, such as ``recommendation.option.id``."""

    field: str
    before: str
    after: str


class AnswerChange(Record):
    """A question that is answered otherwise; ``differences`` name the aspects of ``aspects_of``."""

    id: str
    turns: tuple[str, ...]
    differences: tuple[Difference, ...]


DECISIVE = frozenset({"outcome", "trade-off", "option"})
"""Aspects whose change is another recommendation; the others change how firm it is or what it rests on."""


class Comparison(Record):
    """What differs from ``old`` to ``new`` (digests), over ``asked`` questions; ``notes`` say what else to know."""

    old: str
    new: str
    knowledge: tuple[Change, ...]
    asked: int
    answers: tuple[AnswerChange, ...]
    notes: tuple[str, ...] = ()

    @property
    def turned(self) -> tuple[AnswerChange, ...]:
        """The questions whose recommendation is another one."""
        return tuple(a for a in self.answers if DECISIVE & {d.field for d in a.differences})


class Replayed(Record):
    """What came of a replay: ``same`` is byte for byte, ``how`` what the answer was given again from.

    ``knowledge`` are the parts of what it stood on that are others here, ``differences`` the first fields that differ
    out of ``differing`` many, and ``notes`` what else bears on it.
    """

    same: bool
    how: Again
    recorded: str
    here: str
    knowledge: tuple[Change, ...]
    differing: int
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]


def compare_standings(before: Standing, after: Standing) -> tuple[Change, ...]:
    """Return which parts of what an answer stood on are others: engine, embedder, hearing, sources, decisions."""
    found = [
        Change(what=name, id="", how="changed", before=getattr(before, name), after=getattr(after, name))
        for name in ("engine", "embedder")
        if getattr(before, name) != getattr(after, name)
    ]
    for what, field in (
        ("source", "sources"),
        ("trade-off", "trade_offs"),
        ("factor", "factors"),
        ("cited works of", "primary"),
    ):
        old, new = getattr(before, field), getattr(after, field)
        found += [Change(what=what, id=id, how=how) for id, how in keys_changed(old, new)]
    if before.catalog != after.catalog and before.trade_offs == after.trade_offs and before.factors == after.factors:
        found.append(Change(what="principles or what is off topic", id="", how="changed"))
    if before.hearing != after.hearing and before.catalog == after.catalog:
        found.append(Change(what="hearing", id="", how="changed", before=before.hearing[:12], after=after.hearing[:12]))
    return tuple(found)


def keys_changed(old: Mapping[str, object], new: Mapping[str, object]) -> list[tuple[str, How]]:
    """Return the ids that are not the same, sorted, each with what happened to it."""
    ids = sorted(id for id in {*old, *new} if old.get(id) != new.get(id))
    return [(id, "added" if id not in old else "removed" if id not in new else "changed") for id in ids]


def compare_answers(before: Answer | str, after: Answer | str) -> tuple[Difference, ...]:
    """Return the aspects in which two answers differ; a question that was refused is its message."""
    old, new = aspects_of(before), aspects_of(after)
    return tuple(
        Difference(field=name, before=old.get(name, ""), after=new.get(name, ""))
        for name in {**old, **new}
        if old.get(name, "") != new.get(name, "")
    )


def aspects_of(answer: Answer | str) -> dict[str, str]:
    """Return what a reader acts on, in words: outcome, option, strength, certainty, flips, what was heard, evidence."""
    if isinstance(answer, str):
        return {"outcome": "refused", "reason": answer}
    aspects = {"outcome": answer.outcome, "trade-off": answer.trade_off.id if answer.trade_off else ""}
    if answer.recommendation:
        chosen = answer.recommendation
        aspects |= {"option": chosen.option.id, "strength": chosen.strength, "certainty": chosen.certainty}
        aspects["robust"] = "yes" if chosen.robust else "no"
    flips = sorted(f"{f.factor} at {f.at:.12g} {f.unit} to {f.towards.id}" for f in answer.flips)
    return aspects | {
        "flips": "\n".join(flips),
        "facts": "\n".join(f"{f.factor} = {f.value}" for f in answer.facts),
        "next question": answer.missing[0].factor if answer.missing else "",
        "conflicts": "\n".join(sorted(f"{c.about} ({c.relation})" for c in answer.conflicts)),
        "evidence": "\n".join(sorted({f"{c.source.id}: “{c.quote}”" for c in answer.citations})),
    }


def differing(before: Any, after: Any, field: str = "") -> list[Difference]:
    """Return the leaves in which two JSON values differ, in the order of the first, with their paths."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = dict.fromkeys([*before, *after])
        pairs = [(f"{field}.{k}" if field else str(k), before.get(k, _ABSENT), after.get(k, _ABSENT)) for k in keys]
    elif isinstance(before, list) and isinstance(after, list):
        most = max(len(before), len(after))
        old, new = ([*side, *[_ABSENT] * (most - len(side))] for side in (before, after))
        pairs = [(f"{field}[{i}]", a, b) for i, (a, b) in enumerate(zip(old, new, strict=True))]
    elif before == after and type(before) is type(after):
        return []
    else:
        return [Difference(field=field, before=_leaf(before), after=_leaf(after))]
    return [difference for path, a, b in pairs for difference in differing(a, b, path)]


_ABSENT = object()


def _leaf(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    if isinstance(value, dict | list):
        return f"{type(value).__name__} of {len(value)}" if value else "empty"
    return value if isinstance(value, str) else repr(value)
