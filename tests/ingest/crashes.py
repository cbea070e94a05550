"""Run by ``test_crashes``: an ingest is killed at its nth step, for every n, each in a process of its own.

One process imports everything once and forks for each kill, so that the whole walk takes seconds. For each step it
prints one JSON line: the step, what had been reported before the kill, and what the next start made of it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from ingest.doctor import doctor
from ingest.pipeline import ensure, ingest, remove
from kb import failpoint
from kb.ledger import Ledger
from kb.settings import Settings
from tests.ingest.small import TOOLS, settings_in, write


def main(folder: Path) -> None:
    """Walk through all steps of an ingest that adds, changes and keeps, and of a removal."""
    incoming = prepare(folder)
    actions: dict[str, Callable[[Settings, Path], None]] = {
        "ingest": lambda settings, told: _ingest(settings, incoming, told),
        "remove": lambda settings, told: _remove(settings, told),
    }
    for name, action in actions.items():
        number, killed = 0, True
        while killed:
            number += 1
            killed = _one(folder, name, number, action)


def prepare(folder: Path) -> Path:
    """Publish a base of three articles; then change one, add two, and leave one as it is."""
    settings = settings_in(folder, data=folder / "base")
    incoming = folder / "in"
    write(incoming / "kept.md", "kept", "Snow is cold.")
    write(incoming / "changed.md", "changed", "Ink is black [1].", "Ink is wet.")
    if os.fork() == 0:  # nothing of Chroma may be open in the process that forks later
        ingest([incoming], settings, tools=TOOLS)
        os._exit(0)
    os.wait()
    write(incoming / "changed.md", "changed", "Ink is blue [1].")
    write(incoming / "new1.md", "new1", "Milk is white.", "Milk is wet.")
    write(incoming / "new2.md", "new2", "Tar is sticky.")
    return incoming


def _one(folder: Path, name: str, number: int, action: Callable[[Settings, Path], None]) -> bool:
    """Kill the action at one step, start again, and print what is found; false once the action ran to its end."""
    data, told, found = (folder / f"{name}-{number}{end}" for end in ("", ".told", ".found"))
    shutil.copytree(folder / "base", data)
    told.touch()
    settings = settings_in(folder, data=data)
    killed = _forked(lambda: action(settings, told), failpoint_at=number) == signal.SIGKILL
    assert _forked(lambda: found.write_text(json.dumps(_after(settings)))) == 0
    steps = (folder / "steps").read_text().splitlines()
    line = {"action": name, "step": steps[-1], "killed": killed, "told": told.read_text().split()}
    print(json.dumps(line | json.loads(found.read_text())), flush=True)
    shutil.rmtree(data)
    return killed


def _forked(work: Callable[[], object], *, failpoint_at: int | None = None) -> int:
    """Do the work in a forked process; return the signal that killed it, 0 when it went well, 255 otherwise."""
    child = os.fork()
    if child == 0:
        try:
            if failpoint_at is not None:
                failpoint.arm(failpoint_at, log=os.environ["STEPS"])
            work()
            os._exit(0)
        finally:
            import traceback

            traceback.print_exc()
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return -status if status < 0 else 255 * (status > 0)


def _ingest(settings: Settings, incoming: Path, told: Path) -> None:
    names = sorted(path.stem for path in incoming.iterdir())

    def tell(doing: str, done: int, total: int) -> None:
        if doing == "ingesting":
            with open(told, "a") as file:
                file.write(f"{names[done - 1]}\n")

    ingest([incoming], settings, tools=TOOLS, progress=tell)


def _remove(settings: Settings, told: Path) -> None:
    remove("kept", settings, tools=TOOLS)
    told.write_text("removed\n")


def _after(settings: Settings) -> dict[str, object]:
    """Start again, and tell what there is and whether the doctor finds anything."""
    ensure(settings, tools=TOOLS)
    report = doctor(settings, tools=TOOLS, isolate=False, repair=False)
    with Ledger.open(settings.ledger, create=False) as ledger:
        texts = {article.source.id: article.source.text for article in ledger.articles()}
    leftovers = [path.name for path in settings.generations.iterdir() if path.name.startswith(".")]
    return {"texts": texts, "faults": [fault.text for fault in report.found], "leftovers": leftovers}


if __name__ == "__main__":
    os.environ["STEPS"] = str(Path(sys.argv[1]) / "steps")
    main(Path(sys.argv[1]))
