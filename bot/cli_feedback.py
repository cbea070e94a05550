"""The command ``feedback``: what users of the browser said of its answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.settings import Settings

if TYPE_CHECKING:
    from bot.web.feedback import Remark


def add_feedback_command(app: typer.Typer) -> None:
    """Register the command."""
    app.command("feedback")(feedback)


def feedback(
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    data: Annotated[
        Path | None, typer.Option("--data", help="Directory that holds everything written at run time.")
    ] = None,
) -> None:
    """List what users of the browser said of its answers, the newest last; it is kept on this machine only."""
    from bot.jsonl import json_bytes
    from bot.terminal import visible
    from bot.web.feedback import RemarkFile

    file = RemarkFile(Settings.from_environment(data=data).data)
    remarks, torn = file.read()
    if json:
        shown = {"remarks": [remark.model_dump(mode="json") for remark in remarks], "unreadable": torn}
        return typer.echo(json_bytes(shown, indent=2))
    for line in feedback_lines(remarks, torn):
        typer.echo(visible(line))


def feedback_lines(remarks: Iterable[Remark], torn: int = 0) -> list[str]:
    """Return the remarks as lines, a count of each judgement last."""
    kept = tuple(remarks)
    lines = []
    for remark in kept:
        about = " -> ".join(part for part in (remark.trade_off or remark.outcome, remark.option) if part)
        lines.append(f"{remark.at}  {remark.judgement}  {about}")
        lines += [f"    {part}" for part in remark.reason.splitlines() if part.strip()]
        lines += [f"    asked: {turn}" for turn in remark.turns]
        lines += [f"    set by hand: {factor} = {value}" for factor, value in remark.facts]
    counts = Counter(remark.judgement for remark in kept)
    lines.append(f"{counts['useful']} useful, {counts['not useful']} not useful." if kept else "No feedback yet.")
    if torn:
        lines.append(f"Lines that could not be read and were passed over: {torn}.")
    return lines
