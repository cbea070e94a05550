"""Named steps at which a test can have this process killed, so that every crash window is walked through.

``CROSSROADS_FAILPOINT=7`` sends SIGKILL at the seventh step that the process reaches; without it a step costs one
comparison. ``CROSSROADS_FAILPOINT_LOG=<file>`` appends the name of every step, so a test can show what it covered.
"""

from __future__ import annotations

import itertools
import os
import signal

_count = itertools.count(1)
_fatal = os.environ.get("CROSSROADS_FAILPOINT")
_log = os.environ.get("CROSSROADS_FAILPOINT_LOG")


def step(name: str) -> None:
    """Mark a step; die here by SIGKILL when the environment says that this is the one."""
    if _fatal is None and _log is None:
        return
    number = next(_count)
    if _log is not None:
        with open(_log, "a", encoding="utf-8") as file:
            file.write(f"{number} {name}\n")
    if _fatal is not None and number == int(_fatal):
        os.kill(os.getpid(), signal.SIGKILL)
