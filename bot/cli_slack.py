"""The command ``slack``: the bot that answers in Slack from a running app."""

from __future__ import annotations

from typing import Annotated, Literal

import typer


def add_slack_command(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(slack)


def slack(
    mode: Annotated[
        Literal["socket", "http"] | None, typer.Option(help="How Slack reaches the bot; by the secrets that are set.")
    ] = None,
    app: Annotated[str | None, typer.Option("--app", help="Address of the app, such as http://127.0.0.1:7860.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on, for health and HTTP.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on, for health and HTTP.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Say whether Slack and the app can be reached, and end.")
    ] = False,
    manifest: Annotated[bool, typer.Option("--manifest", help="Print the manifest of the Slack app, and end.")] = False,
    public_url: Annotated[
        str, typer.Option("--public-url", help="With --manifest: the https address at which Slack reaches the bot.")
    ] = "",
) -> None:
    """Answer in Slack. Secrets come from the environment: SLACK_BOT_TOKEN, and SLACK_APP_TOKEN or
    SLACK_SIGNING_SECRET."""
    from bot.slack import commands

    if manifest or public_url:
        return commands.show_manifest(public_url)
    commands.answer(mode=mode, app=app, host=host, port=port, check=check)
