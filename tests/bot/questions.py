"""The questions that tests may read: the development set, and the ones that the issue names."""

from __future__ import annotations

from functools import cache

from bot.cases import read_cases
from bot.evaluate import SETS
from bot.score import Case

VOLUME = "we get ~55k requests a day, should we move off the API to our own GPUs?"
HIGH_VOLUME = "we get 30 rps, should we move off the API to our own GPUs?"
STALE = "It would do no harm if the scores were a few hours old; batch or real-time?"
OUTSIDE = "which laptop should I buy for training?"
LOOK_UP = "which paper reports 35 times fewer rollouts?"


@cache
def dev_cases() -> tuple[Case, ...]:
    """Return the cases of tests/eval/dev.jsonl."""
    return read_cases(SETS / "dev.jsonl", {})
