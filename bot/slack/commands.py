"""What the command ``slack`` does."""

from __future__ import annotations

import logging

import typer

from bot.slack.configuration import Configuration, Mode
from bot.slack.manifest import manifest
from bot.slack.server import Bot, report, run


def show_manifest(public_url: str) -> None:
    """Print the manifest of the Slack app."""
    typer.echo(manifest(public_url), nl=False)


def answer(*, mode: Mode | None, app: str | None, host: str | None, port: int | None, check: bool) -> None:
    """Run the bot until interrupted, or only look whether it could; raise InputError for what it lacks."""
    configuration = Configuration.from_environment(mode=mode, url=app, host=host, port=port)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("crossroads.slack").setLevel(logging.INFO)
    if not check:
        return run(configuration)
    bot = Bot(configuration)
    try:
        if configuration.mode == "socket":
            bot.connect()
        for line in report(bot):
            typer.echo(line)
        bot.upstream.health()
    finally:
        bot.close()
