"""The progress bar shows every stage on a terminal and nothing elsewhere."""

from __future__ import annotations

import io

from rich.console import Console

from ingest.progress import progress_bar


def drawn(*, terminal: bool) -> str:
    """What is written while two stages report."""
    out = io.StringIO()
    with progress_bar(Console(file=out, force_terminal=terminal, width=100)) as hear:
        for done in (1, 2, 3):
            hear("ingesting", done, 3)
        hear("publishing", 1, 1)
    return out.getvalue()


def test_terminal_sees_each_stage() -> None:
    """On a terminal both stages and their counts appear."""
    text = drawn(terminal=True)
    assert "ingesting" in text
    assert "3/3" in text
    assert "publishing" in text


def test_pipe_sees_nothing() -> None:
    """Where the output is not a terminal, not one character is written."""
    assert drawn(terminal=False).strip() == ""
