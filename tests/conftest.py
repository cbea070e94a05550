"""The order of the tests: no worker is idle while another fits what the rest wait for."""

from __future__ import annotations

import os

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the tests to the workers, the slow ones first; the same in every worker.

    ``--dist worksteal`` begins by cutting the list into as many runs as there are workers, and who has nothing left
    takes from the others. The first worker begins with what fits a hearing of its own, the second with what needs the
    one that all share, which takes minutes; the others have the tests meanwhile that need none.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    slow_first = sorted(items, key=lambda item: "slow" not in item.keywords)
    fits = [item for item in slow_first if "fits" in item.keywords]
    hears = [item for item in slow_first if item not in fits and item.nodeid.startswith("tests/bot/")]
    others = [item for item in slow_first if item not in fits and item not in hears]
    size = -(-len(items) // workers)
    order = fits
    for worker in range(workers):
        first, second = (hears, others) if worker == 1 else (others, hears)
        while len(order) < min((worker + 1) * size, len(items)):
            order.append((first or second).pop(0))
    items[:] = order
