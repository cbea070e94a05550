"""The command ``review``: what the evidence holds of design documents, with an exit status for CI."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from kb.settings import Settings


def add_design_command(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(review)


def review(
    documents: Annotated[list[str], typer.Argument(help="Design documents, Markdown or plain text; - reads one.")],
    form: Annotated[Literal["text", "markdown", "json", "sarif"], typer.Option("--format")] = "text",
    fail_on: Annotated[
        Literal["error", "warning", "info", "never"], typer.Option("--fail-on", help="End with 1 from this on.")
    ] = "error",
    stdin_name: Annotated[str, typer.Option("--stdin-name", help="What - is called in the output.")] = "stdin",
    data: Annotated[
        Path | None, typer.Option("--data", help="Directory that holds everything written at run time.")
    ] = None,
) -> None:
    """Review design documents: choices, facts and figures against the evidence. Ends with 0, 1 for findings, or 2."""
    from bot.design import commands

    settings = Settings.from_environment(data=data)
    severity = None if fail_on == "never" else fail_on
    raise typer.Exit(commands.show_reviews(documents, settings, form=form, fail_on=severity, stdin_name=stdin_name))
