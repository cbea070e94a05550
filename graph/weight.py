"""Which side of a disagreement a walk gave more weight to, read off its reasoning path. Pure.

A rule stands on the claims that it names as evidence. A side weighs what the rules that hold and stand on it alone
weigh, compared force by force as the walk compares options. Nothing else moves it: neither how many sources a side
has nor of what kind, which is a matter of certainty.
"""

from __future__ import annotations

from typing import Literal

from graph.path import ReasoningPath, Step
from kb.types import Disagreement, Force, Outcome, Record


class Side(Record):
    """Positions that hold the same (indices into the disagreement's), and the rules that stand on them alone.

    ``holding``, ``open`` and ``failing`` are in the order of the walk.
    """

    positions: tuple[int, ...]
    holding: tuple[Step, ...] = ()
    open: tuple[Step, ...] = ()
    failing: tuple[Step, ...] = ()


class Weight(Record):
    """How the sides of a disagreement weighed in one walk.

    ``heavier`` is an index into ``sides``, or None: then ``how`` says whether several weigh the same (``level``) or
    nothing that stands on one side alone holds (``none``). ``shared`` are the rules that hold and stand on more than
    one side, which sets none above the other.
    """

    sides: tuple[Side, ...]
    heavier: int | None
    how: Literal["heavier", "level", "none"]
    shared: tuple[Step, ...] = ()


def weigh(disagreement: Disagreement, path: ReasoningPath) -> Weight:
    """Return which side the walk gave more weight to; positions of one stance are one side, any other its own."""
    groups = _groups(disagreement)
    claims = [{disagreement.positions[at].evidence for at in group} for group in groups]
    standing = [(step, [at for at, ids in enumerate(claims) if ids & set(step.evidence)]) for step in path.steps]
    sides = tuple(_side(group, [step for step, on in standing if on == [at]]) for at, group in enumerate(groups))
    ranks = [_rank(side) for side in sides]
    best = max(ranks)
    shared = tuple(step for step, on in standing if len(on) > 1 and step.outcome is Outcome.HOLDS)
    if not any(best):
        return Weight(sides=sides, heavier=None, how="none", shared=shared)
    if ranks.count(best) > 1:
        return Weight(sides=sides, heavier=None, how="level", shared=shared)
    return Weight(sides=sides, heavier=ranks.index(best), how="heavier", shared=shared)


def _groups(disagreement: Disagreement) -> list[tuple[int, ...]]:
    groups: dict[str | int, tuple[int, ...]] = {}
    for at, position in enumerate(disagreement.positions):
        key = at if position.stance is None else position.stance
        groups[key] = (*groups.get(key, ()), at)
    return list(groups.values())


def _side(positions: tuple[int, ...], steps: list[Step]) -> Side:
    held, unknown, failed = (
        tuple(step for step in steps if step.outcome is outcome)
        for outcome in (Outcome.HOLDS, Outcome.UNKNOWN, Outcome.FAILS)
    )
    return Side(positions=positions, holding=held, open=unknown, failing=failed)


def _rank(side: Side) -> tuple[int, ...]:
    return tuple(sum(step.force is force for step in side.holding) for force in Force)
