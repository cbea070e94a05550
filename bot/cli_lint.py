"""The command ``lint``: what authors of knowledge should look at, with an exit status for CI."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from kb.settings import Settings


def add_lint_command(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(lint)


def lint(
    strict: Annotated[bool, typer.Option("--strict", help="Notes count as well, and are listed.")] = False,
    severity: Annotated[
        Literal["error", "warning", "note"], typer.Option(help="End with 1 from this severity on.")
    ] = "warning",
    years: Annotated[int, typer.Option(min=0, help="Years from which a figure on cost is called old.")] = 3,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    data: Annotated[
        Path | None, typer.Option("--data", help="Directory that holds everything written at run time.")
    ] = None,
) -> None:
    """Look for gaps, overlaps and thin evidence in the knowledge. Ends with 0, with 1 for findings, 2 for misuse."""
    from bot import linting

    least: Literal["error", "warning", "note"] = "note" if strict else severity
    settings = Settings.from_environment(data=data)
    raise typer.Exit(linting.show_lint(settings, at_least=least, years=years, as_json=json))
