"""The vector index of the generation to come is filled while articles are still being saved.

Filling takes a fourth of the work of many articles, on one processor. A thread with a connection of its own puts into
the index what the ledger has so far. Nothing rests on it: before it is published, the index is brought to the ledger's
last state and verified passage by passage, like any other.
"""

from __future__ import annotations

import logging
import shutil
from threading import Event, Thread

from ingest.filling import apply_delta, carried_over
from ingest.generations import CHROMA
from ingest.projection import Place, cleared_place
from kb.chroma import ChromaVectors
from kb.errors import StoreError
from kb.ledger import Ledger
from kb.settings import Settings

_LOG = logging.getLogger(__name__)
_EVERY = 100
"""Articles saved between two rounds: about a second's work."""


class FillAhead:
    """Fills the index of the next generation; the caller holds the writer's lock, and closes it.

    Where it fails, it leaves the place empty, and the index is filled when all articles are saved.
    """

    def __init__(self, settings: Settings, embedder: str, *, fresh: bool) -> None:
        """Begin; ``embedder`` is the identity of what made the ledger's vectors, ``fresh`` carries nothing over."""
        self._settings, self._embedder, self._fresh = settings, embedder, fresh
        self._place = cleared_place(settings)
        self._saved = 0
        self._more, self._last, self._ended = Event(), Event(), Event()
        self._thread = Thread(target=self._fill, name="fill-ahead", daemon=True)
        self._thread.start()

    def saved(self) -> None:
        """Take note that one more article is in the ledger."""
        self._saved += 1
        if self._saved % _EVERY == 0:
            self._more.set()

    def last(self) -> None:
        """Take note that all are in the ledger: what is missing is filled in while the caller goes on."""
        self._last.set()
        self._more.set()

    def place(self) -> Place:
        """Return where the index is, when all that ``last`` asked for is filled in."""
        self._thread.join()
        return self._place

    def close(self) -> None:
        """End, and remove what was not published."""
        self._ended.set()
        self._more.set()
        self._thread.join()
        shutil.rmtree(self._place.building, ignore_errors=True)

    def _fill(self) -> None:
        chroma = self._place.building / CHROMA
        try:
            with Ledger.open(self._settings.ledger, create=False) as ledger:
                if not self._fresh:
                    carried_over(self._settings, ledger, chroma, self._embedder)
                store = ChromaVectors.embedded(chroma)
                try:
                    self._rounds(store, ledger)
                finally:
                    store.close()
        except (StoreError, OSError) as error:
            _LOG.warning("The vector index is filled later than planned: %s", error)
            shutil.rmtree(chroma, ignore_errors=True)
            chroma.mkdir(exist_ok=True)

    def _rounds(self, store: ChromaVectors, ledger: Ledger) -> None:
        have, last = None, False
        while not last:
            self._more.wait()
            self._more.clear()
            last = self._last.is_set()
            if self._ended.is_set():
                return
            have = apply_delta(store, ledger, have)
