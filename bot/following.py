"""The desk over whatever is published: a new generation is opened beside the old and takes its place between requests.

A thread looks at the pointer file once a second. What it finds is opened while the old generation answers on; requests
that come after that get the new one, and the old one is closed when its last request is done. What cannot be opened is
told once and changes nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any

from bot.advisor import Advisor, advisor_over, listening_embedder
from bot.atlas import Atlas
from bot.charts import Chart
from bot.design.types import Review
from bot.desk import AdvisorDesk
from bot.hearing import Hearing
from bot.schooling import same_voices, stored
from bot.sources import Part
from bot.standing import remember
from bot.types import Answer, CitedQuote
from ingest.generations import LEASE, OpenGeneration, current_number, damage, open_directory, read_manifest
from kb.embed import identity
from kb.errors import CrossroadsError, StoreError
from kb.lock import Lease
from kb.settings import Settings
from kb.types import Catalog

_LOG = logging.getLogger("crossroads")
EVERY = 1.0
"""Seconds between two looks at the pointer file."""
AGAIN = 30
"""Looks until a generation that could not be opened is tried again; what was wrong may have passed."""

Opening = Callable[[Advisor], Advisor]
"""Opens what is published now, like the advisor that answers meanwhile."""


@dataclass
class _Held:
    """The desk over one generation, and how many requests are on it; a retired one is closed by the last of them."""

    desk: AdvisorDesk
    users: int = 0
    retired: bool = False


class FollowingDesk:
    """The desk over the generation that is published; used as a context manager, it follows what is published.

    Raises what ``AdvisorDesk`` raises. ``held`` keeps all calls of one request to one generation.
    """

    def __init__(self, advisor: Advisor, opening: Opening | None = None) -> None:
        """Answer from an open advisor, which is closed here once another one has taken its place."""
        self._settings = advisor.settings
        self._opening = opening or published_like
        self._now = _Held(AdvisorDesk(advisor))
        self._changing = threading.Lock()
        self._looking = threading.Lock()
        self._mine: ContextVar[_Held | None] = ContextVar("crossroads-held", default=None)
        self._failed: int | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="crossroads-following", daemon=True)

    def look(self) -> bool:
        """Take over what is published where that is new; return whether it was. What is wrong with it is logged."""
        with self._looking:
            number = self._new_number()
            if number is None:
                return False
            try:
                opened = self._opening(self._now.desk.advisor)
            except CrossroadsError as error:
                self._refused(number, str(error))
                return False
            except Exception as error:  # noqa: BLE001 - the outer edge of a thread that has to go on looking
                self._refused(number, f"something failed ({type(error).__name__})")
                return False
            self._failed = None
            self._swap(_Held(AdvisorDesk(opened)))
        _LOG.info("answers now come from generation %d", opened.generation.manifest.number)
        return True

    @contextmanager
    def held(self) -> Iterator[None]:
        """Answer every call in this block from the generation that is current now, though another may be published."""
        with self._one():
            yield

    @property
    def catalog(self) -> Catalog:
        """The decision knowledge that answers are made from."""
        with self._one() as desk:
            return desk.catalog

    @property
    def atlas(self) -> Atlas:
        """All that is known, to look around in; it needs no index, so it outlives its generation."""
        with self._one() as desk:
            return desk.atlas

    def advise(self, turns: Sequence[str], given: Mapping[str, str]) -> Answer:
        """Answer the last turn."""
        with self._one() as desk:
            return desk.advise(turns, given)

    def charts(self, turns: Sequence[str], given: Mapping[str, str]) -> tuple[Chart, ...]:
        """Return the decision charts behind the answer."""
        with self._one() as desk:
            return desk.charts(turns, given)

    def adr(self, turns: Sequence[str], given: Mapping[str, str]) -> str:
        """Return a decision record of the answer."""
        with self._one() as desk:
            return desk.adr(turns, given)

    def cite(self, query: str) -> tuple[CitedQuote, ...]:
        """Return the passages that speak of the query."""
        with self._one() as desk:
            return desk.cite(query)

    def review(self, text: str) -> Review:
        """Return what the evidence holds of a design document."""
        with self._one() as desk:
            return desk.review(text)

    def sources(self, source: str | None, show: Part) -> Any:
        """Return the list of sources or a part of one."""
        with self._one() as desk:
            return desk.sources(source, show)

    def close(self) -> None:
        """Stop following, and close what is open once its last request is done."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        self._retire(self._now)

    def __enter__(self) -> FollowingDesk:
        """Begin to follow."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _follow(self) -> None:
        seen, looks = _stamp(self._settings), 0
        self.look()  # what was published while this one was opened
        while not self._ended.wait(EVERY):
            looks += 1
            found = _stamp(self._settings)
            if found != seen or (self._failed is not None and looks % AGAIN == 0):
                seen = found
                self.look()

    def _new_number(self) -> int | None:
        """Return the number of the published generation where it is another one than that which answers."""
        try:
            number = current_number(self._settings)
        except StoreError as error:
            self._refused(0, str(error))
            return None
        return None if number == self._now.desk.advisor.generation.manifest.number else number

    def _refused(self, number: int, reason: str) -> None:
        """Log once for each generation why it is not answered from."""
        if self._failed != number:
            now = self._now.desk.advisor.generation.manifest.number
            _LOG.warning("generation %d cannot be opened, answers still come from %d: %s", number, now, reason)
        self._failed = number

    def _swap(self, new: _Held) -> None:
        with self._changing:
            old, self._now = self._now, new
        self._retire(old)

    def _retire(self, held: _Held) -> None:
        """Close a generation that no further request gets, once the last one on it is done."""
        with self._changing:
            held.retired = True
            idle = held.users == 0
        if idle:
            held.desk.advisor.close()

    def _taken(self) -> _Held:
        with self._changing:
            held = self._now
            held.users += 1
            return held

    def _released(self, held: _Held) -> None:
        with self._changing:
            held.users -= 1
            done = held.retired and held.users == 0
        if done:
            held.desk.advisor.close()

    @contextmanager
    def _one(self) -> Iterator[AdvisorDesk]:
        """Yield the desk of this request, or of this one call outside of one."""
        mine = self._mine.get()
        if mine is not None:
            yield mine.desk
            return
        mine = self._taken()
        token = self._mine.set(mine)
        try:
            yield mine.desk
        finally:
            self._mine.reset(token)
            self._released(mine)


def published_like(advisor: Advisor) -> Advisor:
    """Open what is published now, with the settings, the language model and, where it fits, the hearing of another.

    Nothing is built, repaired or fitted, since requests are answered meanwhile. Raises StoreError, GraphError or
    EmbedderMismatch for a generation that is damaged or not for these settings, StoreError where its hearing is not
    fitted yet, which ``crossroads ingest`` does last.
    """
    settings = advisor.settings
    opened = _whole(settings, identity(advisor.embedder))
    with ExitStack() as stack:
        stack.callback(opened.close)  # the private copy must not stay behind, however this ends
        made = replace(advisor_over(opened, settings, _hearing(opened, advisor)), model=advisor.model)
        remember(made.standing, settings.data)
        stack.pop_all()
        return made


def _whole(settings: Settings, embedder: str) -> OpenGeneration:
    """Open the current generation where every file of it is as it was published."""
    number = current_number(settings)
    directory = settings.generations / str(number)
    lease = Lease.shared(directory / LEASE)
    try:
        broken = damage(directory, read_manifest(directory))
        if broken:
            raise StoreError(f"{broken[0]}. Run crossroads doctor.")
        return open_directory(directory, settings, embedder=embedder)
    finally:
        if lease is not None:
            lease.release()


def _hearing(opened: OpenGeneration, advisor: Advisor) -> Hearing:
    if opened.catalog.digest == advisor.catalog.digest:
        return advisor.hearing
    found = stored(opened.catalog, listening_embedder(advisor.settings), advisor.settings.data / "hearing")
    if found is not None:
        return found
    if same_voices(opened.catalog, advisor.catalog):
        return advisor.hearing
    raise StoreError("it is asked for in other words, which are not learnt yet. crossroads ingest learns them.")


def _stamp(settings: Settings) -> tuple[int, int] | None:
    """Return what tells one state of the pointer file from another; None where there is none."""
    try:
        found = settings.current.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
