"""Named steps at which a test can have this process killed, so that every crash window is walked through.

``CROSSROADS_FAILPOINT=7`` sends SIGKILL at the seventh step that the process reaches; without it a step costs one
comparison. ``CROSSROADS_FAILPOINT_LOG=<file>`` appends the name of every step, so a test can show what it covered.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass


@dataclass
class _Plan:
    fatal: int | None = None
    log: str | None = None
    reached: int = 0


_plan = _Plan(
    fatal=int(os.environ["CROSSROADS_FAILPOINT"]) if os.environ.get("CROSSROADS_FAILPOINT", "").isdecimal() else None,
    log=os.environ.get("CROSSROADS_FAILPOINT_LOG"),
)


def arm(fatal: int | None, *, log: str | None = None) -> None:
    """Plan to die at the ``fatal``-th step from now on (None: never), and log the steps to a file."""
    _plan.fatal, _plan.log, _plan.reached = fatal, log, 0


def step(name: str) -> None:
    """Mark a step; die here by SIGKILL when this is the one."""
    if _plan.fatal is None and _plan.log is None:
        return
    _plan.reached += 1
    if _plan.log is not None:
        with open(_plan.log, "a", encoding="utf-8") as file:
            file.write(f"{_plan.reached} {name}\n")
    if _plan.reached == _plan.fatal:
        os.kill(os.getpid(), signal.SIGKILL)
