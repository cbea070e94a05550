"""The commands about decision records: ``adr`` writes an answer down as MADR, ``adr-check`` says what has moved."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from kb.settings import Settings

Data = Annotated[Path | None, typer.Option("--data", help="Directory that holds everything written at run time.")]


def add_adr_commands(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(adr)
    app.command("adr-check")(adr_check)


def adr(
    question: Annotated[str, typer.Argument(help="What to decide, with the facts that you know.")],
    fact: Annotated[
        list[str] | None, typer.Option("--fact", help="factor=value, such as requests_per_day=250000/day.")
    ] = None,
    turn: Annotated[
        list[str] | None, typer.Option("--turn", help="An earlier message of the conversation, oldest first.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder to write NNNN-title.md to, such as docs/adr/.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="Default: the decision and the chosen option.")] = None,
    status: Annotated[
        Literal["proposed", "accepted"], typer.Option("--status", help="Who accepts it is up to you.")
    ] = "proposed",
    by: Annotated[list[str] | None, typer.Option("--by", help="A decision-maker; may be given again.")] = None,
    date: Annotated[
        datetime.datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Default: today.")
    ] = None,
    data: Data = None,
) -> None:
    """Write a decision down as a MADR record: drivers, options, for and against, evidence, when to revisit it."""
    from bot.adr import commands

    commands.write_adr(
        [*(turn or []), question],
        fact or [],
        Settings.from_environment(data=data),
        folder=output,
        title=title,
        status=status,
        date=(date or datetime.datetime.now()).date(),
        makers=by or [],
    )


def adr_check(
    places: Annotated[list[Path], typer.Argument(help="Folders of decision records, or single ones.")],
    form: Annotated[Literal["text", "json", "markdown"], typer.Option("--format", help="How to report.")] = "text",
    data: Data = None,
) -> None:
    """Decide recorded decisions again and say what moved. Ends with 0, with 1 where one has moved, 2 for unusable."""
    from bot.adr import commands

    raise typer.Exit(commands.check_adrs(places, Settings.from_environment(data=data), form=form))
