"""The project's own files, for the tests that hold the tree itself to its word."""

from __future__ import annotations

import ast
import signal
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("kb", "graph", "ingest", "bot")


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that git tracks and that is there, absolute."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def text_of(name: str) -> str:
    """Return the text of a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def texts() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every tracked file that is text."""
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data[:8000]:
            yield path.relative_to(ROOT).as_posix(), data.decode("utf-8")


def modules_imported(*folders: str) -> dict[str, str]:
    """Return each absolute module that the tracked Python files of the folders import, with one file that does."""
    found: dict[str, str] = {}
    for path in tracked():
        name = path.relative_to(ROOT)
        if path.suffix == ".py" and name.parts[0] in folders:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found.update({alias.name: str(name) for alias in node.names})
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found[node.module] = str(name)
    return found


def hear_interrupts() -> None:
    """Give a child process the usual handling of SIGINT; a shell's background job, as in CI, hands down none."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
