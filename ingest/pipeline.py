"""Articles in, a published generation out: the truth first, then its projections.

What a command does, under the writer's lock; ``ingest.run`` is how.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ingest.folder import Found, files_under, knowledge_digest, shelf_files
from ingest.garbage import seldom_collecting
from ingest.generations import Manifest, current_number, damage, read_manifest
from ingest.intake import Tools, standard_tools
from ingest.report import ArticleReport, IngestReport
from ingest.run import Afterwards, Progress, Run, number_in
from ingest.web import is_url
from kb.embed import embedder_named, identity
from kb.errors import LockedError, StoreError
from kb.ledger import Ledger
from kb.lock import writer_lock
from kb.settings import Settings


def ingest(
    places: Sequence[Path | str],
    settings: Settings,
    *,
    glob: str | None = None,
    progress: Progress | None = None,
    tools: Tools | None = None,
) -> IngestReport:
    """Ingest files, folders and URLs (as text) beside the built-in knowledge, and publish what came out of it.

    ``glob`` chooses among the files of the folders.
    One bad file is reported with its reason and stops nothing. Raises LockedError when another process writes,
    CatalogError when the authored knowledge is malformed (nothing was changed), StoreError when a store fails.
    """
    with _writing(settings) as ledger:
        run = Run(settings, ledger, tools or standard_tools(), progress or _silent)
        urls = [place for place in places if isinstance(place, str) and is_url(place)]
        paths = [Path(place) for place in places if not (isinstance(place, str) and is_url(place))]
        return run.all(list(files_under(paths, "ingested", glob)), urls, quiet=True)


def take(
    pages: Sequence[Found], settings: Settings, afterwards: Afterwards, progress: Progress | None = None
) -> IngestReport:
    """Ingest pages that were fetched already; raises as ``ingest`` does.

    ``afterwards`` may write to the ledger what follows from them, before all of it is published together.
    """
    with _writing(settings) as ledger:
        run = Run(settings, ledger, standard_tools(), progress or _silent)
        return run.all(list(pages), quiet=True, afterwards=afterwards)


def build(
    settings: Settings, *, progress: Progress | None = None, tools: Tools | None = None, fresh: bool = False
) -> IngestReport:
    """Bring the built-in knowledge and the packs up to date; ``fresh`` builds the projections from nothing."""
    with _writing(settings) as ledger:
        return Run(settings, ledger, tools or standard_tools(), progress or _silent, fresh=fresh).all([])


def remove(
    source_id: str, settings: Settings, *, progress: Progress | None = None, tools: Tools | None = None
) -> IngestReport:
    """Remove a source from ledger, vectors and graph.

    Raises InputError, with nothing changed, when there is no such source, when it belongs to a knowledge folder, or
    when a rule rests on one of its claims.
    """
    with _writing(settings) as ledger:
        run = Run(settings, ledger, tools or standard_tools(), progress or _silent)
        run.intake.refuse_removal(source_id)
        run.intake.remove(source_id)
        report = run.all([], quiet=True)
    gone = ArticleReport(path="", source=source_id, status="removed", reason="removed from ledger, vectors and graph")
    return report.model_copy(update={"articles": (gone, *report.articles)})


def ensure(settings: Settings, *, progress: Progress | None = None, tools: Tools | None = None) -> IngestReport:
    """Make sure at start-up that a whole and current generation is published; costs only hashes when there is one.

    It builds from nothing when nothing is there, catches up when the ledger, the knowledge or the embedder is ahead,
    and rebuilds what is damaged. While another process writes, the published generation is used if it is whole.
    """
    reason = stale(settings)
    if reason is None:
        return IngestReport(generation=current_number(settings) or 0)
    usable = _usable(settings)
    patience = settings.model_copy(update={"lock_wait": 0.0}) if usable else settings  # there is something to serve
    try:
        report = build(patience, progress=progress, tools=tools)
    except LockedError as busy:
        if not usable:
            raise
        return IngestReport(generation=current_number(settings) or 0, notes=(f"Not brought up to date: {busy}",))
    return report.model_copy(update={"notes": (f"Brought up to date: {reason}.", *report.notes)})


def stale(settings: Settings) -> str | None:
    """Return why what is published is not to be served as it is, or None; reads only."""
    if not settings.ledger.exists() and not settings.current.exists():
        return "nothing was here yet"
    try:
        number = current_number(settings)
        if number is None:
            return "nothing had been published"
        directory = settings.generations / str(number)
        manifest = read_manifest(directory)
        broken = damage(directory, manifest)
    except StoreError as error:
        return str(error)
    if broken:
        return broken[0]
    refuse_lost_ledger(settings)
    with Ledger.open(settings.ledger, create=False) as ledger:
        return _behind(settings, ledger, manifest)


def refuse_lost_ledger(settings: Settings) -> None:
    """Raise StoreError when the ledger is gone or empty although something was published from it."""
    lost = not settings.ledger.exists() or settings.ledger.stat().st_size == 0
    if lost and settings.current.exists():
        raise StoreError(
            f"{settings.ledger}: the ledger is missing or empty, although a generation was published from it. "
            "It is not made anew, because it is what was ingested. "
            f"Restore it from a backup, or move {settings.data} away."
        )


@contextmanager
def _writing(settings: Settings) -> Iterator[Ledger]:
    """Hold the writer's lock and the open ledger."""
    with writer_lock(settings.lock, wait=settings.lock_wait), seldom_collecting():
        refuse_lost_ledger(settings)
        with Ledger.open(settings.ledger) as ledger:
            yield ledger


def _behind(settings: Settings, ledger: Ledger, manifest: Manifest) -> str | None:
    embedder = identity(embedder_named(settings.embedder))
    if manifest.embedder != embedder:
        return f"the embedder changed from {manifest.embedder} to {embedder}"
    if manifest.ledger_generation != ledger.generation():
        return "the ledger was ahead of what was published"
    if manifest.knowledge != knowledge_digest(settings.knowledge):
        return "the authored knowledge has changed"
    held = {(h.content_hash, h.file) for h in ledger.files() if h.shelf == "built-in"}
    found = {(f.digest, f.name) for f in shelf_files(settings.knowledge) if isinstance(f, Found)}
    return "the knowledge folders hold other articles" if held != found else None


def _usable(settings: Settings) -> bool:
    """Whether the published generation is whole and of the embedder in use, though it may be behind."""
    number = number_in(settings)
    if number is None:
        return False
    directory = settings.generations / str(number)
    try:
        manifest = read_manifest(directory)
    except StoreError:
        return False
    return manifest.embedder == identity(embedder_named(settings.embedder)) and not damage(directory, manifest)


def _silent(doing: str, done: int, total: int) -> None:
    """Show nothing."""
