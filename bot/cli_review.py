"""The command ``review-knowledge``: what was found and waits for a person, and the verdict on it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kb.settings import Settings


def add_review_command(app: typer.Typer) -> None:
    """Register the command."""
    app.command("review-knowledge")(review_knowledge)


def review_knowledge(
    accept: Annotated[str | None, typer.Option("--accept", metavar="ID", help="Take an item as it is.")] = None,
    reject: Annotated[str | None, typer.Option("--reject", metavar="ID", help="Leave an item out.")] = None,
    edit: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--edit",
            metavar="ID FILE",
            help="Take an item as the file has it: the YAML of a draft; for a rule a condition, in a file or as it is.",
        ),
    ] = None,
    show: Annotated[
        str | None, typer.Option("--show", metavar="ID", help="Print the text of an item, to be edited.")
    ] = None,
    force: Annotated[
        str | None, typer.Option("--force", help="Force of an accepted rule: decisive, strong or weak (as it is).")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the verdict.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who decides; kept with the verdict.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Also list what was decided.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    data: Annotated[
        Path | None, typer.Option("--data", help="Directory that holds everything written at run time.")
    ] = None,
) -> None:
    """List what was found and waits for a person (rules, drafts, copies, conflicts), or accept, edit or reject it."""
    from bot import review_commands

    settings = Settings.from_environment(data=data)
    verdict = review_commands.verdict_of(accept, reject, edit, show, force)
    if show is not None:
        review_commands.show_item(show, settings)
    elif verdict is None:
        review_commands.list_items(settings, everything=everything, as_json=json)
    else:
        review_commands.judge(verdict, settings, by=by, reason=reason, as_json=json)
