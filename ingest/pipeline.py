"""Articles in, a published generation out: the truth first, then its projections.

Each article is read, embedded and saved in the ledger in one transaction; only then is the next generation built from
the ledger and published. A kill at any point loses no article that had been saved, and the next start catches up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

from llama_index.core.embeddings import BaseEmbedding

from graph.extracted import authored_only, with_extracted
from graph.suspects import suspicious_links
from ingest.article import read_article
from ingest.extraction import extracted_rules, standpoint_of
from ingest.folder import Found, Refused, files_under, knowledge_digest, shelf_files
from ingest.generations import Manifest, current_number, damage, read_catalog, read_manifest
from ingest.intake import READER, Intake, Tools, standard_tools
from ingest.linking import Linker
from ingest.nodes import embed_articles
from ingest.projection import Standpoint, publish
from ingest.readers import WORTH, ReadAhead
from ingest.remote import pages_of
from ingest.report import ArticleReport, IngestReport
from ingest.web import is_url
from kb.embed import WordLlamaEmbedding, embedder_named, identity
from kb.errors import LockedError, StoreError
from kb.judged import without_rejected
from kb.ledger import Ledger
from kb.lock import writer_lock
from kb.reviews import by_item
from kb.settings import Settings
from kb.types import Article, Catalog, Finding

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, how many there are."""
Afterwards = Callable[[Ledger, Sequence[ArticleReport]], Sequence[str]]
"""Told the ledger and what became of each file; returns notes for the report."""


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
        run = _Run(settings, ledger, tools or standard_tools(), progress or _silent)
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
        run = _Run(settings, ledger, standard_tools(), progress or _silent)
        return run.all(list(pages), quiet=True, afterwards=afterwards)


def build(
    settings: Settings, *, progress: Progress | None = None, tools: Tools | None = None, fresh: bool = False
) -> IngestReport:
    """Bring the built-in knowledge and the packs up to date; ``fresh`` builds the projections from nothing."""
    with _writing(settings) as ledger:
        return _Run(settings, ledger, tools or standard_tools(), progress or _silent, fresh=fresh).all([])


def remove(
    source_id: str, settings: Settings, *, progress: Progress | None = None, tools: Tools | None = None
) -> IngestReport:
    """Remove a source from ledger, vectors and graph.

    Raises InputError, with nothing changed, when there is no such source, when it belongs to a knowledge folder, or
    when a rule rests on one of its claims.
    """
    with _writing(settings) as ledger:
        run = _Run(settings, ledger, tools or standard_tools(), progress or _silent)
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


class _Run:
    """One writer's session: the files in, the generation out."""

    def __init__(
        self, settings: Settings, ledger: Ledger, tools: Tools, progress: Progress, *, fresh: bool = False
    ) -> None:
        self.settings = settings
        self.ledger = ledger
        self.progress = progress
        self.fresh = fresh
        self.tools = tools
        self.embedder: BaseEmbedding = embedder_named(settings.embedder)
        self.identity = identity(self.embedder)
        self._ahead: ReadAhead | None = None
        reading = replace(tools, read_article=self._read)
        self.intake = Intake(ledger, self.embedder, self.identity, reading, settings.knowledge)
        self._remember()
        self.suspects: tuple[Finding, ...] = ()

    def all(
        self,
        files: Sequence[Found | Refused],
        urls: Sequence[str] = (),
        *,
        quiet: bool = False,
        afterwards: Afterwards | None = None,
    ) -> IngestReport:
        """Take the knowledge folders, then the files and the pages of the web; then publish when anything is new.

        ``quiet`` leaves what is unchanged in the knowledge folders out of the report.
        """
        notes = self._reembed()
        shelf = shelf_files(self.settings.knowledge)
        known = self._watched("reading the knowledge", self.intake.shelf(shelf), len(shelf))
        reports = [report for report in known if not (quiet and report.status == "unchanged")]
        notes += self.intake.part()
        handed_in = chain(files, pages_of(urls, "ingested", self.settings))
        with self._reading_ahead(files):
            reports += self._watched("ingesting", self.intake.files(handed_in), len(files) + len(urls))
        reports = [self.intake.settled(report) for report in reports]
        notes += afterwards(self.ledger, reports) if afterwards is not None else ()
        manifest = self._publish()
        new = {report.source for report in reports if report.status in ("ingested", "replaced")}
        notes += [f"{s.source}: suspicious link: {s.text}" for s in self.suspects if s.source in new]
        return IngestReport(
            articles=tuple(reports),
            generation=manifest.number if manifest else current_number(self.settings) or 0,
            published=manifest is not None,
            notes=tuple(notes),
        )

    def _read(self, path: Path) -> Article:
        return self.tools.read_article(path) if self._ahead is None else self._ahead.read(path)

    @contextmanager
    def _reading_ahead(self, files: Sequence[Found | Refused]) -> Iterator[None]:
        """Have the files read by processes of their own meanwhile, where there are many new ones."""
        held = {h.content_hash for h in self.ledger.files() if h.reader == READER}
        new = [f.path for f in files if isinstance(f, Found) and f.page is None and f.digest not in held]
        if len(new) < WORTH or self.tools.read_article is not read_article:
            yield
            return
        self._ahead = ReadAhead(new)
        try:
            yield
        finally:
            self._ahead.close()
            self._ahead = None

    def _remember(self) -> None:
        """Hand the intake the published catalog, where it is still that of the knowledge folders."""
        number = _number(self.settings)
        if number is None or self.fresh:
            return
        directory = self.settings.generations / str(number)
        try:
            manifest = read_manifest(directory)
            if manifest.knowledge == knowledge_digest(self.settings.knowledge) and not damage(directory, manifest):
                self.intake.remember(manifest.knowledge, authored_only(read_catalog(directory)))
        except StoreError:
            return

    def _watched(self, doing: str, reports: Iterable[ArticleReport], total: int) -> Iterator[ArticleReport]:
        for done, report in enumerate(reports, start=1):
            self.progress(doing, done, total)
            yield report

    def _reembed(self) -> list[str]:
        """Embed again what another embedder embedded, source by source; a kill in between is caught up later."""
        old = [h for h in self.ledger.holdings() if h.embedder != self.identity]
        for done, holding in enumerate(old, start=1):
            article = self.ledger.article(holding.id)
            self.ledger.reembed(holding.id, embed_articles([article], self.embedder), self.identity)
            self.progress("embedding again", done, len(old))
        if not old:
            return []
        return [f"The embedder changed from {old[0].embedder} to {self.identity}: {len(old)} sources embedded again."]

    def _publish(self) -> Manifest | None:
        number = _number(self.settings)
        if number is not None and not self.fresh and self._up_to_date(number):
            return None
        authored = self.intake.catalog()
        self._link(authored)
        articles = self.ledger.articles()
        decisions = self.ledger.decisions()
        catalog = with_extracted(authored, self.ledger.extracted_rules(), decisions)
        catalog = without_rejected(catalog, by_item(decisions))
        g = self.tools.build_graph(articles, catalog)
        self.suspects = suspicious_links(articles)
        self.progress("publishing", 0, 1)
        stand = Standpoint(catalog, knowledge_digest(self.settings.knowledge), self.identity)
        try:
            manifest = publish(self.settings, self.ledger, stand, g, articles, fresh=self.fresh)
        except OSError as error:
            raise StoreError(
                f"{error.filename or self.settings.generations}: cannot be written ({error.strerror or error}). "
                "The articles are in the ledger, and what was published before is still there: "
                "free some space or mend the permissions, and the next start publishes them."
            ) from error
        self.progress("publishing", 1, 1)
        return manifest

    def _link(self, catalog: Catalog) -> None:
        """Link what the articles state to the catalog where that was not done yet; a kill is caught up later."""
        standpoint = standpoint_of(catalog)
        waiting = self.ledger.unlinked(standpoint)
        if not waiting:
            return
        linker = Linker(catalog, WordLlamaEmbedding().vectors)
        found = {}
        for done, id in enumerate(waiting, start=1):
            found[id] = extracted_rules(self.ledger.article(id), linker)
            self.progress("linking", done, len(waiting))
        self.ledger.save_extracted(found, standpoint)

    def _up_to_date(self, number: int) -> bool:
        directory = self.settings.generations / str(number)
        try:
            manifest = read_manifest(directory)
        except StoreError:
            return False
        return (
            manifest.ledger_generation == self.ledger.generation()
            and manifest.knowledge == knowledge_digest(self.settings.knowledge)
            and manifest.embedder == self.identity
            and not damage(directory, manifest)
        )


@contextmanager
def _writing(settings: Settings) -> Iterator[Ledger]:
    """Hold the writer's lock and the open ledger."""
    with writer_lock(settings.lock, wait=settings.lock_wait):
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
    number = _number(settings)
    if number is None:
        return False
    directory = settings.generations / str(number)
    try:
        manifest = read_manifest(directory)
    except StoreError:
        return False
    return manifest.embedder == identity(embedder_named(settings.embedder)) and not damage(directory, manifest)


def _number(settings: Settings) -> int | None:
    try:
        return current_number(settings)
    except StoreError:
        return None


def _silent(doing: str, done: int, total: int) -> None:
    """Show nothing."""
