"""What one request is known by while it is handled: its id, and what becomes of it. Pure.

Whoever handles a part of it notes what it found; the log tells it. What a person wrote is noted too, and told only
where the settings ask for it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Trace:
    """One request. ``outcome`` is the answer's, ``error`` the kind of error it ended in; both empty where unknown."""

    id: str
    endpoint: str = ""
    outcome: str = ""
    error: str = ""
    text: str = ""
    told: bool = False
    """Whether the response went out already: what is handled later has a line of its own."""
    started: float = field(default_factory=time.perf_counter)

    @property
    def milliseconds(self) -> float:
        """Time since the request came in."""
        return round((time.perf_counter() - self.started) * 1000, 1)


_CURRENT: ContextVar[Trace | None] = ContextVar("crossroads-trace", default=None)


def current() -> Trace | None:
    """Return the request that is being handled here; None outside of one."""
    return _CURRENT.get()


@contextmanager
def tracing(trace: Trace) -> Iterator[Trace]:
    """Make this the request that is being handled, in this task and the threads it starts."""
    token = _CURRENT.set(trace)
    try:
        yield trace
    finally:
        _CURRENT.reset(token)


def note(*, outcome: str = "", text: str = "") -> None:
    """Note of the request that is being handled what became of it and what was asked; nothing outside of one."""
    trace = _CURRENT.get()
    if trace is not None:
        trace.outcome, trace.text = outcome or trace.outcome, text or trace.text
