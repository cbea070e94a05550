"""One file at a time into the ledger: what is unchanged costs a hash, what is bad is rejected with its reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import networkx as nx

from graph.build import build_graph, require_whole
from ingest.article import parse_article, read_article
from ingest.folder import Found, Refused, knowledge_digest
from ingest.grouping import Grouping
from ingest.held import Held
from ingest.joining import under
from ingest.naming import chosen, declares
from ingest.report import ArticleReport, Status, reported
from ingest.web import is_url
from kb.catalog import load_catalog
from kb.errors import ArticleError, CrossroadsError, InputError, UnsavedError
from kb.evidence import evidence_of
from kb.ledger import Ledger
from kb.ledger_rows import Holding
from kb.part_rows import Filed
from kb.types import Article, Catalog
from kb.vectors import Embedder

READER = "5"
"""Version of the reading of articles; raise it when a new release reads the same bytes differently."""


_FRONT = 100_000
"""Bytes at the start of a file that can hold its front matter."""


@dataclass(frozen=True)
class Tools:
    """The stages that an ingest runs through; tests put simpler ones in their place."""

    read_article: Callable[[Path], Article]
    load_catalog: Callable[[Sequence[Path], Collection[str]], Catalog]
    build_graph: Callable[[Sequence[Article], Catalog], nx.MultiDiGraph]


def standard_tools() -> Tools:
    """Return the stages of the product."""
    return Tools(read_article=read_article, load_catalog=load_catalog, build_graph=build_graph)


class Intake:
    """Takes files into the ledger; the caller holds the writer's lock."""

    def __init__(
        self, ledger: Ledger, embedder: Embedder, identity: str, tools: Tools, knowledge: Sequence[Path]
    ) -> None:
        """Index what the ledger holds."""
        self._ledger = ledger
        self._held = Held(ledger.files(), READER)
        self._grouping = Grouping(ledger, self._held, embedder, identity)
        self._tools = tools
        self._knowledge = knowledge
        self._known: tuple[str, Catalog] | None = None  # digest of the knowledge folders, and what was read of them
        self._seen: dict[str, str] = {}  # source id -> the file of this run that it came from

    def catalog(self) -> Catalog:
        """Return the authored knowledge, held against the claims that the ledger has; raises CatalogError.

        Reading it takes seconds, so what was read of the same files is taken again while its claims are all there.
        """
        digest, claims = knowledge_digest(self._knowledge), self._ledger.claim_ids()
        if self._known is None or self._known[0] != digest or not evidence_of(self._known[1]) <= claims:
            self._known = (digest, self._tools.load_catalog(self._knowledge, claims))
        return self._known[1]

    def remember(self, digest: str, catalog: Catalog) -> None:
        """Take the catalog that was published of the knowledge with this digest, so that it need not be read again."""
        self._known = (digest, catalog)

    def shelf(self, files: Sequence[Found | Refused]) -> Iterator[ArticleReport]:
        """Take the articles of the knowledge folders, and drop those that are no longer in them.

        All are read, and the catalog is held against their claims, before the first is saved: a malformed rule, or
        an article that cannot be read, raises and changes nothing.
        """
        new: dict[str, tuple[Found, Article]] = {}
        same: dict[str, Found] = {}
        for file in files:
            if isinstance(file, Refused):
                raise ArticleError(f"{file.path}: {file.reason}.")
            kept = self._held.same_bytes(file.digest)
            article = None if kept else self._read(file)
            id = article.source.id if article else kept.id if kept else ""
            if id in new or id in same:
                raise ArticleError(f"{file.name}: the knowledge folders hold two articles with the id {id!r}.")
            if article:
                new[id] = (file, article)
            else:
                same[id] = file
        gone = [h.id for h in self._held.by_id.values() if h.shelf == "built-in" and h.id not in {*new, *same}]
        self._validate(new, gone)
        for id in gone:
            self._grouping.save(self._grouping.without([id]), [id])
            yield ArticleReport(path="", source=id, status="removed", reason="no longer in the knowledge folders")
        for id, file in same.items():
            self._touch(self._held.by_id[id], file)
            yield ArticleReport(path=file.name, source=id, status="unchanged")
        for file, article in new.values():
            yield self._save(file, article, frozenset())
        self._seen = {id: file.name for id, file in same.items()} | {id: file.name for id, (file, _) in new.items()}

    def files(self, files: Iterable[Found | Refused], together: float = 0.0) -> Iterator[ArticleReport]:
        """Take what the user handed in; whatever is wrong with one file, the next is tried.

        So many seconds' worth of articles are committed ``together``; none is reported before it is.
        """
        needed = cache(lambda: evidence_of(self.catalog()))  # read once a file is new
        done: list[ArticleReport] = []
        with self._ledger.together(together):
            for file in files:
                done.append(self._report(file, needed))
                if self._ledger.settled:
                    yield from done
                    done.clear()
        yield from done

    def _report(self, file: Found | Refused, needed: Callable[[], frozenset[str]]) -> ArticleReport:
        """Take one file, without losing a claim that is ``needed``, and say what came of it."""
        if isinstance(file, Refused):
            return ArticleReport(path=file.path, status="rejected", reason=file.reason)
        unchanged = self._unchanged(file)
        if unchanged is not None:
            return unchanged
        claims = needed()
        try:
            return self._take(file, claims)
        except UnsavedError:
            raise
        except (CrossroadsError, OSError, ValueError, RecursionError) as error:
            reason = str(error).removeprefix(f"{file.name}: ").removeprefix(f"{file.path}: ")
            return ArticleReport(path=file.name, status="rejected", reason=reason)

    def part(self) -> list[str]:
        """Part the files that a person said are no copies of each other; return a note on each source of them."""
        notes = []
        for change in self._grouping.parted():
            (source,) = change.instead_of
            lost = (self._claims(source) - change.claims()) & evidence_of(self.catalog())
            if lost:
                told = ", ".join(sorted(lost)[:5])
                notes.append(f"{source}: its texts stay one source, because rules rest on {told}.")
                continue
            self._grouping.save(change)
            own = ", ".join(sorted(entry.article.source.id for entry in change.entries))
            notes.append(f"{source}: a copy was rejected; sources of their own: {own}.")
        return notes

    def settled(self, report: ArticleReport) -> ArticleReport:
        """Return the report under the source that its file makes up now, which a later text may have changed."""
        held = self._held.by_id.get(report.source)
        return report if held is None or not held.of else report.model_copy(update={"source": held.of})

    def refuse_removal(self, source_id: str) -> None:
        """Raise InputError unless the source is there, is the user's own, and no rule rests on it."""
        known = sorted({h.id for h in self._ledger.holdings()} | self._held.by_id.keys())
        if source_id not in known:
            raise InputError(f"{source_id!r} is not a source. Known: {', '.join(known) or 'none'}.")
        gone = self._own_files(source_id)
        if not gone:
            file = self._held.by_id[source_id].file
            raise InputError(f"{source_id!r} belongs to a knowledge folder and would come back: remove {file} itself.")
        change = self._grouping.without(gone)
        before = {claim for id in change.instead_of for claim in self._claims(id)}
        lost = (before - change.claims()) & evidence_of(self.catalog())
        if lost:
            raise InputError(f"{source_id!r} cannot be removed: rules rest on {', '.join(sorted(lost)[:5])}.")

    def remove(self, source_id: str) -> None:
        """Remove from the ledger what the user handed in of a source, or one file of it by the file's id.

        A digest of the knowledge folders stays, and is quoted by itself again.
        """
        gone = self._own_files(source_id)
        self._grouping.save(self._grouping.without(gone), gone)

    def _own_files(self, id: str) -> tuple[str, ...]:
        """Return the ids of the files that the user handed in: those of a source, or the one of this id."""
        of = [h for h in self._held.by_id.values() if id in (h.of, h.id) and h.shelf != "built-in"]
        if any(h.of == id for h in self._held.by_id.values()):  # a source of several files
            of = [h for h in of if h.of == id]
        return tuple(sorted(h.id for h in of))

    def _unchanged(self, file: Found) -> ArticleReport | None:
        """Return the report of a file whose bytes the ledger has already, or None."""
        holding = self._held.same_bytes(file.digest)
        if holding is None:
            return None
        self._seen.setdefault(holding.id, file.name)
        reason = ""
        if holding.file != file.name:
            reason = f"the same bytes as {holding.file}"
            if holding.shelf == file.shelf and not _stands(holding.file):
                self._touch(holding, file)
                reason = f"moved from {holding.file}"
        return ArticleReport(path=file.name, source=holding.of or holding.id, status="unchanged", reason=reason)

    def _take(self, file: Found, needed: frozenset[str]) -> ArticleReport:
        article = self._named(file, self._read(file))
        report = self._save(file, article, needed)
        self._seen[article.source.id] = file.name
        return report

    def _named(self, file: Found, article: Article) -> Article:
        """Return the article under an id that no other file has; raises ArticleError where it declares such a one."""
        said = article.source.id
        mine = {held.id for held in self._held.others_of(file.name, "")}
        first = chosen(said, file.name, mine, lambda name: False)
        if first not in (said, None) and not _declares(file):
            article = under(article, str(first))
        if not self._taken(article.source.id, file):
            return article
        try:
            return self._grouping.beside(article, file.digest)
        except ArticleError:
            free = None if _declares(file) else chosen(said, file.name, (), lambda name: self._taken(name, file))
            if free is None:
                raise
            return under(article, free)

    def _taken(self, id: str, file: Found) -> bool:
        """Say whether an id is that of another file: of this run, or of one that is still there."""
        if self._seen.get(id, file.name) != file.name:
            return True
        held = self._held.by_id.get(id)
        return held is not None and held.file != file.name and _stands(held.file)

    def _read(self, file: Found) -> Article:
        """Read an article and see that the graph can hold it; raises ArticleError or GraphError."""
        article = parse_article(file.page) if file.page is not None else self._tools.read_article(file.path)
        source = article.source.model_copy(update={"content_hash": file.digest})
        article = article.model_copy(update={"source": source})
        require_whole(article)
        return article

    def _save(self, file: Found, article: Article, needed: frozenset[str]) -> ArticleReport:
        """Save an article in place of all that its id and its file had before, beside the other texts of it.

        Raises ArticleError, with nothing changed, where a claim that is ``needed`` would be lost.
        """
        id = article.source.id
        former = [other.id for other in self._held.others_of(file.name, id)]
        former += [id] if id in self._held.by_id else []
        change = self._grouping.with_file(Filed(article, file.name, file.shelf, READER), former)
        if needed:
            before = {claim for source in change.instead_of for claim in self._claims(source)}
            lost = (before - change.claims()) & needed
            if lost:
                told = ", ".join(sorted(lost)[:5])
                raise ArticleError(f"{file.name}: rules rest on claims it no longer makes: {told}.")
        status: Status = "replaced" if former else "ingested"
        self._grouping.save(change, [other for other in former if other != id])
        return reported(file.name, article, status, of=change.source_of(id))

    def _touch(self, holding: Holding, file: Found) -> None:
        if (holding.file, holding.shelf) != (file.name, file.shelf):
            self._ledger.touch(holding.id, file=file.name, shelf=file.shelf)
            self._held.put(replace(holding, file=file.name, shelf=file.shelf))

    def _validate(self, new: dict[str, tuple[Found, Article]], gone: Sequence[str]) -> None:
        """Hold the catalog against the claims as they will be; raises CatalogError."""
        if not new and not gone:
            return
        old = {claim for id in {*new, *gone} if id in self._held.by_id for claim in self._grouping.claims_of(id)}
        made = {claim.id for _, article in new.values() for claim in article.claims}
        catalog = self._tools.load_catalog(self._knowledge, frozenset((self._ledger.claim_ids() - old) | made))
        self._known = (knowledge_digest(self._knowledge), catalog)

    def _claims(self, source_id: str) -> frozenset[str]:
        return frozenset(claim.id for claim in self._ledger.article(source_id).claims)


def _declares(file: Found) -> bool:
    """Say whether a file states its own id."""
    if file.page is not None:
        return declares(file.page.text)
    with open(file.path, "rb") as opened:
        return declares(opened.read(_FRONT).decode("utf-8-sig", "replace"))


def _stands(place: str) -> bool:
    """Say whether what was ingested is still there; of a page of the web that is taken for granted."""
    return is_url(place) or Path(place).exists()
