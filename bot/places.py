"""Open a data directory or a single generation as it is: nothing is brought up to date, nothing is written there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.advisor import Advisor, Progress, advisor_over, listening_embedder
from bot.hearing import Hearing
from bot.schooling import same_voices, school, stored
from ingest.generations import MANIFEST, OpenGeneration, current_number, open_directory
from kb.embed import embedder_named, identity
from kb.errors import StoreError
from kb.settings import Settings

SCRATCH = "crossroads-"
"""How the names of temporary directories begin; they are removed however a command ends, short of a kill."""


def data_of(place: Path) -> Path:
    """Return the data directory that a generation lies in, or the place itself."""
    return place.parent.parent if (place / MANIFEST).is_file() else place


def published_in(place: Path) -> Path:
    """Return the directory of the generation that a place names: itself, or the current one of a data directory.

    Raises StoreError when it is neither.
    """
    if (place / MANIFEST).is_file():
        return place
    number = current_number(Settings(data=place))
    if number is None:
        raise StoreError(f"{place}: expected a data directory or one of its generations, found nothing published.")
    return place / "generations" / str(number)


@contextmanager
def opened_place(
    place: Path, settings: Settings, progress: Progress, *, like: Advisor | None = None
) -> Iterator[Advisor]:
    """Yield the advisor over what is published at a place, with the embedder of the settings.

    ``like`` lends its hearing where that was fitted on the same voices. Raises as ``open_generation`` does.
    """
    with tempfile.TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True) as scratch:
        reading = settings.model_copy(update={"data": Path(scratch)})
        opened = _opened(place, reading)
        with over(opened, reading, (data_of(place) / "hearing",), progress, like=like) as advisor:
            yield advisor


def _opened(place: Path, reading: Settings) -> OpenGeneration:
    embedder = identity(embedder_named(reading.embedder))
    directory = published_in(place)
    try:
        return open_directory(directory, reading, embedder=embedder)
    except StoreError:
        newer = published_in(place)
        if newer == directory:
            raise
        return open_directory(newer, reading, embedder=embedder)  # a writer published and retired in between


def over(
    opened: OpenGeneration,
    settings: Settings,
    folders: tuple[Path, ...],
    progress: Progress,
    *,
    like: Advisor | None = None,
) -> Advisor:
    """Return the advisor over an open generation; its hearing is read from the folders, lent by ``like``, or fitted."""
    with ExitStack() as stack:
        stack.callback(opened.close)  # the private copy must not stay behind, however this ends
        advisor = advisor_over(opened, settings, _hearing(opened, settings, folders, progress, like))
        stack.pop_all()
        return advisor


def _hearing(
    opened: OpenGeneration, settings: Settings, folders: tuple[Path, ...], progress: Progress, like: Advisor | None
) -> Hearing:
    if like is not None and (like.catalog.digest == opened.catalog.digest or same_voices(like.catalog, opened.catalog)):
        return like.hearing
    static = listening_embedder(settings)
    for folder in folders:
        found = stored(opened.catalog, static, folder)
        if found is not None:
            return found
    progress("learning to listen", 0, 1)
    hearing = school(opened.catalog, static.vectors)
    progress("learning to listen", 1, 1)
    return hearing
