"""The slow tests come first, so that no worker sits idle at the end beside one that fits a hearing of its own."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort what is marked slow to the front; all else keeps its order, the same in every worker."""
    items.sort(key=lambda item: "slow" not in item.keywords)
