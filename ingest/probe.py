"""Opens a Chroma directory in a process of its own, because a damaged one can hang or kill whoever opens it.

``python -m ingest.probe <directory> <out.npz>`` writes every id, text hash and vector that the index really gives
back; ``probe`` starts that on a copy, so that the published directory stays as it was, and judges how it ended.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from ingest.filling import search_faults
from kb.chroma import ChromaVectors
from kb.errors import StoreError
from kb.vectors import Stored

_SEARCHES = 256  # searches in the index itself; every vector is compared besides


def probe(chroma: Path, scratch: Path, *, isolate: bool = True, deadline: float = 120.0) -> Stored | str:
    """Return what the index holds, or in words why it cannot be used (it raised, died or hung).

    The copy is made below ``scratch``, on the same disk, and removed afterwards; the caller holds the writer's lock.
    Without ``isolate`` it is opened in this process, which a damaged one may kill. ``deadline`` is in seconds.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    for leftover in scratch.glob(".probe-*"):  # of a doctor that was killed; the writer's lock admits one at a time
        shutil.rmtree(leftover, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".probe-", dir=scratch) as work:
        copy, out = Path(work) / "chroma", Path(work) / "out.npz"
        shutil.copytree(chroma, copy)
        if not isolate:
            return _read(copy)
        root = str(Path(__file__).resolve().parents[1])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
                [sys.executable, "-m", "ingest.probe", str(copy), str(out)],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
                capture_output=True,
                text=True,
                errors="replace",
                timeout=deadline,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"opening it did not end within {deadline:g} s"
        if done.returncode < 0:
            return f"opening it killed the process (signal {-done.returncode})"
        if done.returncode or not out.exists():
            lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            return lines[-1].strip() if lines else f"opening it ended with status {done.returncode}"
        with np.load(out, allow_pickle=False) as saved:
            ids, hashes = tuple(str(x) for x in saved["ids"]), tuple(str(x) for x in saved["hashes"])
            return Stored(ids=ids, hashes=hashes, matrix=saved["matrix"])


def _read(chroma: Path) -> Stored | str:
    try:
        store = ChromaVectors.embedded(chroma)
        try:
            stored = store.vectors()
            faults = search_faults(store, stored, at_most=_SEARCHES)
        finally:
            store.close()
    except StoreError as error:
        return str(error)
    return f"{len(faults)} searches fail; {faults[0]}" if faults else stored


def main(arguments: list[str]) -> int:
    """Read the index named first, write what it holds to the file named second; the status says whether it could."""
    stored = _read(Path(arguments[0]))
    if isinstance(stored, str):
        print(stored, file=sys.stderr)
        return 1
    out = Path(arguments[1])
    np.savez(out, ids=np.array(stored.ids, dtype=str), hashes=np.array(stored.hashes, dtype=str), matrix=stored.matrix)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
