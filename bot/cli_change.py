"""The commands about changed knowledge: ``replay`` an answer, ``diff`` two states, ``impact`` before it happens."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kb.errors import InputError
from kb.settings import Settings

Data = Annotated[Path | None, typer.Option("--data", help="Directory that holds everything written at run time.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Questions = Annotated[
    Path | None,
    typer.Option(
        "--questions",
        help='Questions to compare: lines {"turns": [...]} or cases. Default: questions.jsonl of the data directory, '
        "else a sample of the knowledge's own.",
    ),
]


def add_change_commands(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(replay)
    app.command()(diff)
    app.command()(impact)


def replay(
    answer: Annotated[Path, typer.Argument(help="A file that ask --save or ask --json wrote.")],
    json: Json = False,
    data: Data = None,
) -> None:
    """Give an answer again and compare it byte for byte. Ends with 0 where it is the same, else 1, saying why."""
    from bot import change_commands

    raise typer.Exit(change_commands.show_replay(answer, Settings.from_environment(data=data), as_json=json))


def diff(
    old: Annotated[Path, typer.Argument(help="A data directory or one of its generations.")],
    new: Annotated[Path, typer.Argument(help="Another one.")],
    questions: Questions = None,
    json: Json = False,
) -> None:
    """Compare two states of knowledge and their answers. Ends with 0 where all answers are the same, else 1."""
    from bot import change_commands

    raise typer.Exit(change_commands.show_diff(old, new, questions, Settings.from_environment(), as_json=json))


def impact(
    article: Annotated[
        Path | None, typer.Argument(help="An article, new or changed, a folder of them, or a knowledge folder.")
    ] = None,
    remove: Annotated[str | None, typer.Option("--remove", help="The id of a source to remove.")] = None,
    questions: Questions = None,
    json: Json = False,
    data: Data = None,
) -> None:
    """Show what an article or a removal would change, without changing it. Ends with 0 or 1 as diff does."""
    from bot import change_commands

    if article is None and remove is None:
        raise InputError("impact: expected an article, or --remove with the id of a source, or both.")
    settings = Settings.from_environment(data=data)
    raise typer.Exit(change_commands.show_impact(article, remove, questions, settings, as_json=json))
