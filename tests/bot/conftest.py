"""One advisor over the built-in knowledge for all tests of this room; it is fitted once and shared by every worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.advisor import Advisor, open_advisor
from bot.evaluate import KNOWLEDGE, gate_settings
from kb.lock import writer_lock
from kb.settings import Settings


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings of a data directory that holds the built-in knowledge, kept in the checkout between runs.

    Fitting takes up to a minute; the next run reads what was fitted, as long as the knowledge is the same.
    """
    data = Path(os.environ.get("CROSSROADS_TEST_DATA") or KNOWLEDGE)
    data.mkdir(parents=True, exist_ok=True)
    return gate_settings(data)


@pytest.fixture(scope="session")
def advisor(settings: Settings) -> Iterator[Advisor]:
    """The advisor; the first worker to come builds and fits while the others wait."""
    with writer_lock(settings.data / "fitting.lock", wait=800):
        opened = open_advisor(settings)
    with opened:
        yield opened
