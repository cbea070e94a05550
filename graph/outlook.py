"""Walk every completion of the facts at once: which options can still win, and what each answer would tell. Pure.

A completion gives each open factor one of its answers. A rule holds in a completion where all its conditions hold,
so that a rule's truth over the completions is an outer product over the factors; the factors are split into two
halves of about equal size and an option's score over all completions becomes one matrix product.

Up to ``EXACT_UP_TO`` completions this is exact. Beyond, ``SAMPLED`` completions are drawn with a fixed seed, and
``Outlook.exact`` is false.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.unsignedinteger]

EXACT_UP_TO = 200_000
SAMPLED = 2_000
SEED = 20260101


@dataclass(frozen=True)
class Axis:
    """An open factor: its answers' chances, and in which of them each rule's conditions on it hold.

    ``chances`` has shape (answers,) and sums to 1; ``truth`` has shape (rules, answers) and holds 0 or 1, all ones
    for a rule that does not test the factor.
    """

    factor: str
    chances: Floats
    truth: Floats


@dataclass(frozen=True)
class Outlook:
    """What all completions say. Options are bits: option ``i`` in the order of preference is ``1 << i``.

    ``reached``: the options recommended in some completion. ``joint[f]``, shape (options, answers): the chance that
    the factor has this answer and the option is recommended. ``swings[f]``: the options among which the answer to
    this factor decides, with all the others known.
    """

    reached: int
    joint: tuple[Floats, ...]
    swings: tuple[int, ...]
    exact: bool


def look_out(axes: Sequence[Axis], base: Floats, favours: npt.NDArray[np.intp], weights: Floats) -> Outlook:
    """Return the outlook over all completions of the axes.

    ``base``, shape (options,), in the order of preference: each option's score from the rules that hold already.
    ``favours`` and ``weights``, shape (rules,): the option that each open rule adds to, and how much.
    """
    if math.prod(len(axis.chances) for axis in axes) > EXACT_UP_TO:
        return _sampled(axes, base, favours, weights)
    return _exact(axes, base, favours, weights)


def _exact(axes: Sequence[Axis], base: Floats, favours: npt.NDArray[np.intp], weights: Floats) -> Outlook:
    sizes = [len(axis.chances) for axis in axes]
    half = _split(sizes)
    left, right = _outer([a.truth for a in axes[:half]], weights), _outer([a.truth for a in axes[half:]], weights)
    best = np.full((left.shape[1], right.shape[1]), -np.inf)
    winner = np.zeros(best.shape, dtype=_width(len(base)))
    for option in range(len(base)):
        mine = favours == option
        scores = base[option] + (left[mine] * weights[mine, None]).T @ right[mine]
        winner[scores > best] = 1 << option
        np.maximum(best, scores, out=best)
    chances_left = _outer([a.chances[None] for a in axes[:half]], weights[:1])[0]
    chances_right = _outer([a.chances[None] for a in axes[half:]], weights[:1])[0]
    rows, columns = [], []
    for option in range(len(base)):
        won = (winner == 1 << option).astype(np.float64)
        rows.append((won @ chances_right) * chances_left)
        columns.append((chances_left @ won) * chances_right)
    joint = _marginals(np.array(rows), sizes[:half]) + _marginals(np.array(columns), sizes[half:])
    swings = tuple(_swing(_fibres(winner, sizes, axis)) for axis in range(len(axes)))
    return Outlook(reached=_union(winner), joint=joint, swings=swings, exact=True)


def _split(sizes: Sequence[int]) -> int:
    """Return where to cut the axes so that both halves have about as many completions."""
    total, so_far = math.prod(sizes), 1
    for place, size in enumerate(sizes):
        if so_far * so_far >= total:
            return place
        so_far *= size
    return len(sizes)


def _outer(parts: Sequence[Floats], rules: Floats) -> Floats:
    """Return the row-wise outer product, shape (rules, product of the parts' widths), last part fastest."""
    product = np.ones((len(rules), 1))
    for part in parts:
        product = (product[:, :, None] * part[:, None, :]).reshape(len(rules), -1)
    return product


def _width(options: int) -> type[np.unsignedinteger]:
    return np.uint8 if options <= 8 else np.uint64


def _marginals(table: Floats, sizes: Sequence[int]) -> tuple[Floats, ...]:
    """Return for each axis the sums of the table (options, completions) over all the other axes."""
    return tuple(
        table.reshape(len(table), math.prod(sizes[:axis]), size, -1).sum(axis=(1, 3)) for axis, size in enumerate(sizes)
    )


def _fibres(winner: Bits, sizes: Sequence[int], axis: int) -> Bits:
    """Return, for each completion of all the other axes, the options that this axis' answers lead to."""
    cube = winner.reshape(math.prod(sizes[:axis]), sizes[axis], -1)
    return reduce(np.bitwise_or, (cube[:, answer] for answer in range(sizes[axis])))


def _distinct(bits: Bits) -> list[int]:
    if bits.dtype == np.uint8:
        return [int(value) for value in np.flatnonzero(np.bincount(bits.ravel(), minlength=256))]
    return [int(value) for value in np.unique(bits)]


def _swing(fibres: Bits) -> int:
    """Return the union of the fibres that hold more than one option."""
    return reduce(int.__or__, (value for value in _distinct(fibres) if value & (value - 1)), 0)


def _union(bits: Bits) -> int:
    return reduce(int.__or__, _distinct(bits), 0)


def _sampled(axes: Sequence[Axis], base: Floats, favours: npt.NDArray[np.intp], weights: Floats) -> Outlook:
    rng = np.random.default_rng(SEED)
    drawn = [rng.choice(len(axis.chances), size=SAMPLED, p=axis.chances) for axis in axes]
    truths = [axis.truth[:, choice] for axis, choice in zip(axes, drawn, strict=True)]
    winner = _winners(np.prod(truths, axis=0), base, favours, weights)
    joint, swings = [], []
    for place, axis in enumerate(axes):
        others = np.prod(truths[:place] + truths[place + 1 :], axis=0)
        by_answer = [
            _winners(others * axis.truth[:, [answer]], base, favours, weights) for answer in range(len(axis.chances))
        ]
        won = [[np.mean(w == 1 << option) for w in by_answer] for option in range(len(base))]
        joint.append(np.array(won) * axis.chances)
        swings.append(_swing(reduce(np.bitwise_or, by_answer)))
    reached = reduce(int.__or__, swings, _union(winner))
    return Outlook(reached=reached, joint=tuple(joint), swings=tuple(swings), exact=False)


def _winners(truth: Floats, base: Floats, favours: npt.NDArray[np.intp], weights: Floats) -> Bits:
    """Return the winner's bit for each sampled completion; ``truth`` has shape (rules, completions)."""
    scores = np.array([base[o] + weights[favours == o] @ truth[favours == o] for o in range(len(base))])
    bits = np.array([1 << option for option in range(len(base))], dtype=_width(len(base)))
    winners: Bits = bits[scores.argmax(axis=0)]
    return winners
