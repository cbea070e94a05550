"""The vector index of the generation to come is filled while articles are still being saved.

Filling takes a fourth of the work of many articles, and Chroma lets no other thread run meanwhile, so a process of its
own puts into the index what the ledger has so far. Nothing rests on it: before it is published, the index is brought to
the ledger's last state and verified passage by passage, like any other.

``python -m ingest.fill_ahead`` reads from standard input what to fill, one line of JSON, and then a line for each
round, ``last`` for the last one. It ends with its input, and is born with a lease on its directory, so that whoever
clears up after a kill of the parent waits for it.
"""

from __future__ import annotations

import json
import logging
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from ingest.filling import apply_delta, carried_over
from ingest.generations import CHROMA, LEASE
from ingest.projection import Place, cleared_place
from kb.chroma import ChromaVectors
from kb.errors import StoreError
from kb.ledger import Ledger
from kb.lock import Lease
from kb.settings import Settings

_LOG = logging.getLogger(__name__)
_EVERY = 100
"""Articles saved between two rounds: about a second's work."""


class FillAhead:
    """Fills the index of the next generation; the caller holds the writer's lock, and closes it.

    Where it fails, the place is left empty, and the index is filled when all articles are saved.
    """

    def __init__(self, settings: Settings, embedder: str, *, fresh: bool) -> None:
        """Begin; ``embedder`` is the identity of what made the ledger's vectors, ``fresh`` carries nothing over."""
        self._place = cleared_place(settings)
        self._saved = 0
        lease = Lease.exclusive(self._place.building / LEASE)
        if lease is None:  # pragma: no cover - the place is new, and only a writer looks into it
            raise StoreError(f"{self._place.building}: another process is in it. Try again.")
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ingest.fill_ahead"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
                pass_fds=(lease.descriptor,),  # held from its first moment on: after a kill it might start late
            )
        finally:
            lease.release()
        what = {"data": str(settings.data), "building": str(self._place.building), "embedder": embedder, "fresh": fresh}
        self._tell(json.dumps(what))

    def saved(self) -> None:
        """Take note that one more article is in the ledger."""
        self._saved += 1
        if self._saved % _EVERY == 0:
            self._tell("more")

    def last(self) -> None:
        """Take note that all are in the ledger: what is missing is filled in while the caller goes on."""
        self._tell("last")

    def place(self) -> Place:
        """Return where the index is, when all that ``last`` asked for is filled in."""
        if self._process.wait() != 0:
            _LOG.warning("The vector index could not be filled ahead; it is filled now.")
            chroma = self._place.building / CHROMA
            shutil.rmtree(chroma, ignore_errors=True)
            chroma.mkdir()
        return self._place

    def close(self) -> None:
        """End, and remove what was not published."""
        self._process.kill()
        self._process.communicate()
        shutil.rmtree(self._place.building, ignore_errors=True)

    def _tell(self, line: str) -> None:
        told: IO[str] | None = self._process.stdin
        try:
            if told is not None:
                told.write(f"{line}\n")
                told.flush()
        except OSError:  # it has died, which ``place`` sees
            return


def main() -> None:
    """Fill what standard input says; the process's own side."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this one
    what = json.loads(sys.stdin.readline())
    try:
        fill(Settings(data=Path(what["data"])), Path(what["building"]) / CHROMA, what["embedder"], what["fresh"])
    except (StoreError, OSError):
        sys.exit(1)


def fill(settings: Settings, chroma: Path, embedder: str, fresh: bool, rounds: Iterable[str] = sys.stdin) -> None:
    """Fill the directory ``chroma`` from the ledger once for each of the rounds, until ``last``.

    Raises StoreError or OSError where it cannot.
    """
    with Ledger.open(settings.ledger, create=False) as ledger:
        if not fresh:
            carried_over(settings, ledger, chroma, embedder)
        store = ChromaVectors.embedded(chroma)
        try:
            have = None
            for line in rounds:
                have = apply_delta(store, ledger, have)
                if line.strip() == "last":
                    return
        finally:
            store.close()


if __name__ == "__main__":
    main()
