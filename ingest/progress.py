"""A progress bar for whoever watches; silent where the output is not a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from ingest.run import Progress as Hears


@contextmanager
def progress_bar(console: Console | None = None) -> Iterator[Hears]:
    """Yield a callback for ``ingest``, ``build``, ``ensure`` or ``doctor`` that draws a bar for each stage.

    The bar goes to standard error, so that standard output stays what was asked for.
    """
    console = console or Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def hear(doing: str, done: int, total: int) -> None:
            if doing not in tasks:
                tasks[doing] = bar.add_task(doing, total=total)
            bar.update(tasks[doing], completed=done, total=total)

        yield hear
