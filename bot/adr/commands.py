"""What ``adr`` and ``adr-check`` do: one function each; output to the standard streams, the exit status returned."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from rich.text import Text

from bot.adr.check import check_files
from bot.adr.files import record_files, write_record
from bot.adr.madr import as_markdown, checked_title, title_of
from bot.adr.report import report_lines, report_markdown
from bot.advise import advise
from bot.advisor import open_advisor
from bot.commands import facts_of, progress
from bot.jsonl import json_bytes
from bot.messages import checked
from bot.terminal import console, visible
from bot.types import Answer
from kb.settings import Settings

Format = Literal["text", "json", "markdown"]


def write_adr(
    turns: Sequence[str],
    facts: Sequence[str],
    settings: Settings,
    *,
    folder: Path | None,
    title: str | None,
    status: str,
    date: datetime.date,
    makers: Sequence[str],
) -> None:
    """Print a decision record, or write it to a folder and print its path; raises InputError where none can be made."""
    turns, given = checked(turns), facts_of(facts)  # before anything is opened or built
    title = checked_title(title) if title is not None else None
    with progress() as tell, open_advisor(settings, progress=tell) as advisor:
        answer = advise(turns, advisor, given)
        text = as_markdown(
            answer,
            advisor.catalog,
            turns=turns,
            given=given,
            title=title,
            status=status,
            date=date,
            makers=makers,
            standing=advisor.standing,
        )
    _warn(answer, given)
    if folder is None:
        _write((visible(text) if sys.stdout.isatty() else text).encode("utf-8"))
    else:
        _write(os.fsencode(write_record(text, title or title_of(answer), folder)) + b"\n")


def _warn(answer: Answer, given: dict[str, str]) -> None:
    for factor in sorted(given.keys() - {fact.factor for fact in answer.facts}):
        print(f"--fact {factor}: not used; it does not bear on what was asked.", file=sys.stderr)
    if answer.recommendation is None:
        asked = " ".join(missing.ask for missing in answer.missing[:2])
        print(visible(f"Nothing is decided yet, and the record says so. {asked}"), file=sys.stderr)


def check_adrs(places: Sequence[Path], settings: Settings, *, form: Format) -> int:
    """Check records and print what has moved; returns 0 where none has, 1 where one has, 2 where one is unusable."""
    paths = list(record_files(list(places)))  # before anything is opened or built
    with progress() as tell, open_advisor(settings, progress=tell) as advisor:
        report = check_files(paths, advisor)
    if form == "json":
        _write(json_bytes({**report.model_dump(mode="json"), "status": report.status}, indent=2) + b"\n")
    elif form == "markdown":
        _write(report_markdown(report).encode("utf-8", "backslashreplace"))
    else:
        out = console()
        for line in report_lines(report):
            out.print(Text(visible(line)))
    return report.status


def _write(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
