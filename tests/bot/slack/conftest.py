"""The parts of the suite: a stand-in for Slack, the real app over a small world, and the bot between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.slack.configuration import Configuration
from bot.slack.server import Bot, serving
from bot.web.server import app_of
from tests.bot.desks import FixedDesk
from tests.bot.slack.standin import TOKEN, Standin, slack
from tests.bot.slack.workspace import SECRET, Workspace, served


def configured(app_url: str, **fields: object) -> Configuration:
    """Return the configuration of a bot over HTTP that asks this app."""
    told = {"mode": "http", "bot_token": TOKEN, "signing_secret": SECRET, "url": app_url, "port": 0}
    return Configuration.model_validate(told | fields)


@contextmanager
def workspace_of(standin: Standin, app_url: str, **fields: object) -> Iterator[Workspace]:
    """Run a bot against an app and yield the workspace that it serves."""
    bot = Bot(configured(app_url, **fields, slack_url=standin.base))
    try:
        with served(serving(bot)) as url:
            yield Workspace(url, standin)
    finally:
        bot.close(patience=5)


@pytest.fixture(scope="session")
def desk() -> FixedDesk:
    """The small world behind the app."""
    return FixedDesk()


@pytest.fixture(scope="session")
def app_url(desk: FixedDesk) -> Iterator[str]:
    """The real app over the small world, on a port of its own."""
    with served(app_of(desk)) as url:
        yield url


@pytest.fixture
def standin() -> Iterator[Standin]:
    """An empty workspace."""
    with slack() as made:
        yield made


@pytest.fixture
def workspace(standin: Standin, app_url: str) -> Iterator[Workspace]:
    """A workspace with the bot in it."""
    with workspace_of(standin, app_url) as made:
        yield made
