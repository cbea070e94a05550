"""Follow the references of a source: read the cited works that can be reached, ingest them, and check its figures.

Works are fetched one after the other, with a pause between two visits to one host; only then is the writer's lock
taken. A page that its server calls unchanged is not fetched again. Whatever fails is one line of the report.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ingest.cited import Known, Wanted, cited_by
from ingest.folder import Found
from ingest.pipeline import ensure, ingest, take
from ingest.primary import Work, check_claims
from ingest.remote import Look, Visitor
from ingest.report import ArticleReport, IngestReport
from ingest.run import Progress
from kb.errors import ArticleError
from kb.ledger import Ledger
from kb.primary import CitedWork, Primary, Visit
from kb.settings import Settings

PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between two visits to one host: ours, and the most that is granted where robots.txt asks for more."""


@dataclass
class Reached:
    """What became of one address: the page, or the source that holds it already, or why neither."""

    url: str
    look: Look | None = None
    held: str = ""
    why: str = ""


def follow(
    ids: Sequence[str], settings: Settings, *, progress: Progress | None = None, pause: float = PAUSE
) -> IngestReport:
    """Follow the references of these sources and return what was ingested, with a line for each reference.

    Raises InputError for a source that is not there, and what ``ingest.pipeline.ingest`` raises.
    """
    tell = progress or (lambda doing, done, total: None)
    with Ledger.open(settings.ledger, create=False) as ledger:
        shelf = Known.of(ledger)
    wanted = [want for id in dict.fromkeys(ids) for want in cited_by(id, shelf)]
    reached = _Round(shelf, Visitor(settings), pause).all(wanted, tell)
    pages = _found(wanted, reached, shelf)

    def afterwards(ledger: Ledger, reports: Sequence[ArticleReport]) -> tuple[str, ...]:
        return _settle(wanted, reached, ledger, {report.path: report for report in reports})

    report = take(pages, settings, afterwards, progress)
    kept = tuple(a for a in report.articles if a.status != "rejected")  # each has its line among the notes
    return report.model_copy(update={"articles": kept})


def ingest_and_follow(
    places: Sequence[Path | str], settings: Settings, *, glob: str | None = None, progress: Progress | None = None
) -> IngestReport:
    """Ingest the places that are no ids of sources, then follow the references of those and of the named sources.

    What could not be ingested is reported as rejected. Raises as ``ingest`` and ``follow`` do.
    """
    ensure(settings, progress=progress)
    with Ledger.open(settings.ledger, create=False) as ledger:
        known = {holding.id for holding in ledger.holdings()}
    named = [str(place) for place in places if str(place) in known and not Path(place).exists()]
    others = [place for place in places if str(place) not in named]
    first = ingest(others, settings, glob=glob, progress=progress) if others else IngestReport()
    ids = [
        *named,
        *(a.source for a in first.articles if a.source and a.status in ("ingested", "replaced", "unchanged")),
    ]
    then = follow(ids, settings, progress=progress)
    return then.model_copy(
        update={
            "articles": (*first.articles, *then.articles),
            "notes": (*first.notes, *then.notes),
            "published": first.published or then.published,
        }
    )


class _Round:
    """One round of visits: each address once, each host after a pause."""

    def __init__(self, shelf: Known, visitor: Visitor, pause: float) -> None:
        self._shelf = shelf
        self._visitor = visitor
        self._pause = pause
        self._seen: dict[str, Reached] = {}
        self._last: dict[str, float] = {}

    def all(self, wanted: Sequence[Wanted], tell: Callable[[str, int, int], None]) -> list[Reached]:
        """Return what became of each reference, in order."""
        found = []
        for done, want in enumerate(wanted, start=1):
            found.append(self._one(want))
            tell("fetching cited works", done, len(wanted))
        return found

    def _one(self, want: Wanted) -> Reached:
        held = self._shelf.held(want)
        if held:
            return Reached(url="", held=held)
        if not want.addresses:
            return Reached(url="", why="has no address")
        tried = []
        for url in want.addresses:
            if url not in self._seen:
                self._seen[url] = self._visit(url)
            if not self._seen[url].why:
                return self._seen[url]
            tried.append(self._seen[url])
        older = next((r for r in tried if r.held), None)
        why = "; ".join(r.why.rstrip(".") for r in tried)
        return Reached(url=older.url if older else tried[0].url, held=older.held if older else "", why=why)

    def _visit(self, url: str) -> Reached:
        """Fetch a page that is new or has changed; where it fails, what is held of it stays what it was."""
        self._wait(url)
        before = self._shelf.known(url)
        try:
            if before is None:
                return Reached(url=url, look=self._visitor.look(url))
            look = self._visitor.changed(url, before.etag, before.modified)
            return Reached(url=url, look=look, held=before.work if look is None else "")
        except ArticleError as refused:
            why = str(refused).removeprefix(f"{url}: ")
            return Reached(url=url, held=before.work if before else "", why=f"{url}: {why}")
        finally:
            self._last[urlsplit(url).netloc] = time.monotonic()

    def _wait(self, url: str) -> None:
        host = urlsplit(url).netloc
        if host in self._last:
            gap = max(self._pause, min(LONGEST_PAUSE, self._visitor.pause(url)))
            time.sleep(max(0.0, self._last[host] + gap - time.monotonic()))


def _found(wanted: Sequence[Wanted], reached: Sequence[Reached], shelf: Known) -> list[Found]:
    """Return the pages to ingest, each address once, each under the id of its work or one that is still free."""
    pages: dict[str, Found] = {}
    taken = dict(shelf.files)
    for want, got in zip(wanted, reached, strict=True):
        if got.look is None or got.url in pages:
            continue
        names = (want.work, f"{want.work}-cited", *(f"{want.work}-cited-{n}" for n in range(2, 100)))
        name = next((name for name in names if taken.get(name, got.url) == got.url), want.work)
        taken[name] = got.url
        page = got.look.page.model_copy(update={"name": name})
        pages[got.url] = Found(path=Path(), shelf="ingested", digest=page.content_hash, place=got.url, page=page)
    return list(pages.values())


def _settle(
    wanted: Sequence[Wanted], reached: Sequence[Reached], ledger: Ledger, reports: Mapping[str, ArticleReport]
) -> tuple[str, ...]:
    """Write down what each reference was resolved to and what its work says; return a line for each."""
    works: dict[str, list[CitedWork]] = {}
    visits, lines = {}, []
    for want, got in zip(wanted, reached, strict=True):
        resolved = _resolved(want, got, reports.get(got.url))
        works.setdefault(want.source, []).append(resolved)
        if got.look is not None and resolved.work:
            visits[got.url] = Visit(
                url=got.url,
                etag=got.look.etag,
                modified=got.look.modified,
                content_hash=got.look.page.content_hash,
                work=resolved.work,
            )
        lines.append(_line(want, resolved))
    ledger.remember_visits(visits.values())
    read = {id: _read(id, ledger) for id in {w.work for these in works.values() for w in these if w.work}}
    for source, these in works.items():
        checks = check_claims(ledger.article(source), {w.reference: w for w in these}, read)
        ledger.save_primary(source, sorted(these, key=lambda w: w.reference), checks)
        lines += _summary(source, checks)
    return tuple(lines)


def _read(id: str, ledger: Ledger) -> Work:
    """Read a work for its figures, under the hash that tells whether the ledger still holds this text."""
    article = ledger.article(id)
    source = article.source.model_copy(update={"content_hash": ledger.content_hash(id) or ""})
    return Work(article.model_copy(update={"source": source}))


def _resolved(want: Wanted, got: Reached, report: ArticleReport | None) -> CitedWork:
    why, work = got.why, got.held
    if got.look is not None and report is not None:
        work = report.source if report.status != "rejected" else ""
        why = "" if work else f"{got.url}: {report.reason}"
    if work == want.source:
        work, why = "", f"{got.url}: is the very article that cites it, or a copy of that"
    return CitedWork(source=want.source, reference=want.reference.id, work=work, url=got.url, why=why)


def _line(want: Wanted, resolved: CitedWork) -> str:
    number = f"[{want.reference.number}] " if want.reference.number is not None else ""
    head = f"{want.source}: {number}{want.reference.id}"
    if not resolved.work:
        return f"{head} is not reachable: {resolved.why}"
    place = f", read from {resolved.url}" if resolved.url else ""
    again = f"; not read again: {resolved.why}" if resolved.why else ""
    return f"{head} is the source {resolved.work}{place}{again}"


def _summary(source: str, checks: Iterable[Primary]) -> list[str]:
    """Return how many figures stand in the cited works, and a line for each that does not."""
    checks = list(checks)
    lost = [f"{check.claim}: not found: {check.why}" for check in checks if check.status == "not found"]
    found, missing, unread = (
        sum(check.status == status for check in checks) for status in ("found", "not found", "not reachable")
    )
    said = f"{found} found in the cited work, {missing} not found there, {unread} where it cannot be read"
    return [*lost, f"{source}: {found + missing + unread} claims lean on a reference for a figure: {said}."]
