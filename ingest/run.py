"""One writer's session: the files into the ledger, then the next generation out of it.

Each article is read, embedded and saved in the ledger wholly or not at all, and reported once it is committed; only
then is the next generation built from the ledger and published. A kill at any point loses no article that had been
reported, and the next start catches up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

from graph.extracted import authored_only, with_extracted
from graph.suspects import suspicious_links
from ingest.article import read_article
from ingest.extraction import linked_rules, standpoint_of, stated_rules
from ingest.fill_ahead import FillAhead
from ingest.folder import Found, Refused, knowledge_digest, shelf_files
from ingest.generations import Manifest, current_number, damage, read_catalog, read_manifest
from ingest.intake import READER, Intake, Tools
from ingest.linking import Linker
from ingest.projection import Standpoint, publish
from ingest.readers import WORTH, ReadAhead, Stated
from ingest.remote import pages_of
from ingest.report import ArticleReport, IngestReport
from kb.embed import WordLlama, embedder_named, identity
from kb.errors import StoreError
from kb.judged import without_rejected
from kb.ledger import Ledger
from kb.reviews import by_item
from kb.settings import Settings
from kb.types import Article, Catalog, Finding

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, how many there are."""
Afterwards = Callable[[Ledger, Sequence[ArticleReport]], Sequence[str]]
"""Told the ledger and what became of each file; returns notes for the report."""

TOGETHER = 0.25
"""Seconds' worth of articles that are committed together where many are read ahead: fifteen or so, instead of waiting
for the disk after each, which took a sixth of the time."""


class Run:
    """One writer's session: the files in, the generation out."""

    def __init__(
        self, settings: Settings, ledger: Ledger, tools: Tools, progress: Progress, *, fresh: bool = False
    ) -> None:
        """Take over a ledger whose writer's lock is held; ``fresh`` builds the projections from nothing."""
        self.settings = settings
        self.ledger = ledger
        self.progress = progress
        self.fresh = fresh
        self.tools = tools
        self.embedder = embedder_named(settings.embedder)
        self.identity = identity(self.embedder)
        self._ahead: ReadAhead | None = None
        self._filling: FillAhead | None = None
        self._stated: Stated = {}
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
        try:
            return self._all(files, urls, quiet, afterwards)
        finally:
            if self._filling is not None:
                self._filling.close()

    def _all(
        self, files: Sequence[Found | Refused], urls: Sequence[str], quiet: bool, afterwards: Afterwards | None
    ) -> IngestReport:
        notes = self._reembed()
        shelf = shelf_files(self.settings.knowledge)
        known = self._watched("reading the knowledge", self.intake.shelf(shelf), len(shelf))
        reports = [report for report in known if not (quiet and report.status == "unchanged")]
        notes += self.intake.part()
        handed_in = chain(files, pages_of(urls, "ingested", self.settings))
        with self._reading_ahead(files):
            together = TOGETHER if self._ahead else 0.0
            reports += self._watched("ingesting", self.intake.files(handed_in, together), len(files) + len(urls))
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
        """Where there are many new files, have them read by processes of their own and the index filled meanwhile."""
        held = {h.content_hash for h in self.ledger.files() if h.reader == READER}
        new = [f.path for f in files if isinstance(f, Found) and f.page is None and f.digest not in held]
        if len(new) < WORTH or self.tools.read_article is not read_article:
            yield
            return
        self._ahead = ReadAhead(new)
        if not self.settings.chroma_url:  # a server's collection has readers of its own to mind
            self._filling = FillAhead(self.settings, self.identity, fresh=self.fresh)
        try:
            yield
        finally:
            self._stated = self._ahead.stated
            self._ahead.close()
            self._ahead = None

    def _remember(self) -> None:
        """Hand the intake the published catalog, where it is still that of the knowledge folders."""
        number = number_in(self.settings)
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
            if self._filling is not None:
                self._filling.saved()
            yield report

    def _reembed(self) -> list[str]:
        """Embed again what another embedder embedded, source by source; a kill in between is caught up later."""
        old = [h for h in self.ledger.holdings() if h.embedder != self.identity]
        if not old:
            return []
        from ingest.nodes import embed_articles  # with LlamaIndex, two seconds of start-up

        for done, holding in enumerate(old, start=1):
            article = self.ledger.article(holding.id)
            self.ledger.reembed(holding.id, embed_articles([article], self.embedder), self.identity)
            self.progress("embedding again", done, len(old))
        return [f"The embedder changed from {old[0].embedder} to {self.identity}: {len(old)} sources embedded again."]

    def _publish(self) -> Manifest | None:
        number = number_in(self.settings)
        if number is not None and not self.fresh and self._up_to_date(number):
            return None
        if self._filling is not None:
            self._filling.last()
        authored = self.intake.catalog()
        articles = self.ledger.articles()
        self._link(authored, articles)
        decisions = self.ledger.decisions()
        catalog = with_extracted(authored, self.ledger.extracted_rules(), decisions)
        catalog = without_rejected(catalog, by_item(decisions))
        g = self.tools.build_graph(articles, catalog)
        self.suspects = suspicious_links(articles)
        self.progress("publishing", 0, 1)
        stand = Standpoint(catalog, knowledge_digest(self.settings.knowledge), self.identity)
        place = None if self._filling is None else self._filling.place()
        try:
            manifest = publish(self.settings, self.ledger, stand, g, articles, fresh=self.fresh, place=place)
        except OSError as error:
            raise StoreError(
                f"{error.filename or self.settings.generations}: cannot be written ({error.strerror or error}). "
                "The articles are in the ledger, and what was published before is still there: "
                "free some space or mend the permissions, and the next start publishes them."
            ) from error
        self.progress("publishing", 1, 1)
        return manifest

    def _link(self, catalog: Catalog, articles: Sequence[Article]) -> None:
        """Link what the articles state to the catalog where that was not done yet; a kill is caught up later.

        What a reader found that an article states is taken from there, unless it is one of several texts by now.
        """
        standpoint = standpoint_of(catalog)
        unlinked = frozenset(self.ledger.unlinked(standpoint))
        waiting = [article for article in articles if article.source.id in unlinked]
        if not waiting:
            return
        linker = Linker(catalog, WordLlama().vectors)
        found = {}
        for done, article in enumerate(waiting, start=1):
            source = article.source
            stated = self._stated.get((source.id, source.content_hash))
            found[source.id] = linked_rules(stated_rules(article) if stated is None else stated, linker)
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


def number_in(settings: Settings) -> int | None:
    """Return the number of the generation that is published; None where there is none, or none that can be read."""
    try:
        return current_number(settings)
    except StoreError:
        return None
