"""Python's search for garbage made rarer while an ingest makes records by the hundred thousand.

The records of an article are trees of frozen values and hold no cycles, yet each new 700 of them make the collector
look at young objects again, and in the end at all that is held: half of the time of loading articles and of building
the graph went there.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 100
"""Objects made between two looks at the young ones (about 10 MB), and looks of one kind between two of the next."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for garbage seldom, in the whole process, and as before afterwards; young cycles still go."""
    before = gc.get_threshold()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    try:
        yield
    finally:
        gc.set_threshold(*before)
