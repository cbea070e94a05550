"""The command ``references``: what the sources cite, each work once, for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from kb.settings import Settings

Form = Literal["text", "csl-json", "bibtex"]


def add_reference_command(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(references)


def references(
    source: Annotated[list[str] | None, typer.Argument(help="Ids of sources; none for all.")] = None,
    form: Annotated[Form, typer.Option("--format", help="Author and year as text, CSL-JSON, or BibTeX.")] = "text",
    data: Annotated[
        Path | None, typer.Option("--data", help="Directory that holds everything written at run time.")
    ] = None,
) -> None:
    """Print what the sources cite, each work once; addresses that look changed are named on standard error."""
    from bot import commands

    for line in commands.export_references(source or [], form, Settings.from_environment(data=data)):
        print(line, file=sys.stderr)
