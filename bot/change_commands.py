"""What ``replay``, ``diff`` and ``impact`` do: one function each, the exit status returned."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.text import Text

from bot.advisor import Advisor, open_advisor
from bot.change_lines import comparison_lines, replay_lines
from bot.commands import progress
from bot.comparison import compare
from bot.impact import impact
from bot.jsonl import json_bytes
from bot.places import data_of, opened_place
from bot.replay import replay
from bot.saved import QUESTIONS, Saved, own_questions, read_answer, read_saved, sample
from bot.terminal import console, visible
from kb.settings import Settings
from kb.types import Record

MOST_QUESTIONS = 1_000
"""Saved questions that are asked; of more, the same sample every time. Each takes about 25 ms, on two sides."""


def show_replay(path: Path, settings: Settings, *, as_json: bool) -> int:
    """Give a recorded answer again; returns 0 where it is the same byte for byte, else 1."""
    recorded = read_answer(path)  # before anything is opened or built
    with progress() as tell, open_advisor(settings, progress=tell) as advisor:
        replayed = replay(recorded, advisor)
    _show(replayed, replay_lines(replayed), as_json)
    return 0 if replayed.same else 1


def show_diff(old: Path, new: Path, questions: Path | None, settings: Settings, *, as_json: bool) -> int:
    """Compare two data directories or generations; returns 0 where every answer is the same, else 1."""
    notes: list[str] = []
    with (
        progress() as tell,
        opened_place(old, settings, tell) as before,
        opened_place(new, settings, tell, like=before) as after,
    ):
        chosen = _questions(questions, (data_of(new), data_of(old)), (before, after), notes)
        comparison = compare(before, after, chosen, tell, notes)
    _show(comparison, comparison_lines(comparison), as_json)
    return 1 if comparison.answers else 0


def show_impact(
    article: Path | None, remove: str | None, questions: Path | None, settings: Settings, *, as_json: bool
) -> int:
    """Show what an article or a removal would change; returns 0 where every answer stays the same, else 1."""
    notes: list[str] = []

    def chosen(advisor: Advisor) -> Sequence[Saved]:
        return _questions(questions, (settings.data,), (advisor,), notes)

    with progress() as tell:
        found = impact(settings, chosen, tell, article=article, remove=remove)
    comparison = found.model_copy(update={"notes": (*found.notes, *notes)})
    _show(comparison, comparison_lines(comparison), as_json)
    return 1 if comparison.answers else 0


def _questions(
    named: Path | None, folders: Sequence[Path], advisors: Sequence[Advisor], notes: list[str]
) -> tuple[Saved, ...]:
    """Return the questions to ask: of the file named, else those saved in a data directory, else the catalogs' own."""
    factors = {id: factor for advisor in advisors for id, factor in advisor.factors.items()}
    file = named or next((folder / QUESTIONS for folder in folders if (folder / QUESTIONS).is_file()), None)
    if file is None:
        notes.append(f"No saved questions ({QUESTIONS}) were found, so a sample of the knowledge's own was asked.")
        return own_questions(advisor.catalog for advisor in advisors)
    saved = read_saved(file, factors)
    if len(saved) > MOST_QUESTIONS:
        notes.append(f"Of {len(saved):,} saved questions a sample of {MOST_QUESTIONS:,} was asked.")
    return sample(saved, MOST_QUESTIONS)


def _show(value: Record, lines: Iterable[str], as_json: bool) -> None:
    if as_json:
        sys.stdout.flush()
        sys.stdout.buffer.write(json_bytes(value.model_dump(mode="json"), indent=2) + b"\n")
        sys.stdout.buffer.flush()
        return
    out = console()
    for line in lines:
        out.print(Text(visible(line)))
