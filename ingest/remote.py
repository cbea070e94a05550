"""Pages of the web as articles: robots.txt asked first, the content type checked, then read as a file would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from urllib.robotparser import RobotFileParser

from ingest.document import read_document
from ingest.folder import Found, Refused
from ingest.formats import LARGEST_BINARY, MEDIA_TYPES, Kind, kind_of, largest
from ingest.page import RawPage
from ingest.web import USER_AGENT, Fetched, Limits, get
from kb.errors import ArticleError
from kb.settings import Settings

_AGENT = USER_AGENT.partition("/")[0]
_LARGEST_ROBOTS = 500_000
_UNTOLD = frozenset(("", "application/octet-stream", "binary/octet-stream"))
_NAMELESS = frozenset(("index", "default", "home", "main", ""))


@dataclass(frozen=True)
class Look:
    """A page, and by what its server would tell whether it has changed (see ``ingest.web.Fetched``)."""

    page: RawPage
    etag: str = ""
    modified: str = ""


class Visitor:
    """Fetches pages under the limits of the settings; remembers each site's robots.txt for as long as it lives."""

    def __init__(self, settings: Settings) -> None:
        """Take the limits; nothing is fetched yet."""
        total = settings.fetch_deadline
        self._limits = Limits(
            connect=min(5.0, total),
            read=min(10.0, total),
            total=total,
            size=LARGEST_BINARY,
            private=settings.private_addresses,
        )
        self._robots: dict[str, RobotFileParser] = {}

    def page(self, url: str) -> RawPage:
        """Return the article of a URL; raise ArticleError where it may not be fetched or is none."""
        return self.look(url).page

    def changed(self, url: str, etag: str, modified: str) -> Look | None:
        """Return the article of a URL that was read before, or None where its server says that it is the same.

        ``etag`` and ``modified`` are what the server said then; raises as ``page`` does.
        """
        unless = {"If-None-Match": etag, "If-Modified-Since": modified}
        found = get(url, self._limits, self._permit, unless={name: value for name, value in unless.items() if value})
        return None if found.status == 304 and (etag or modified) else self._read(found, url)

    def look(self, url: str) -> Look:
        """Return the article of a URL with what its server says of its state; raises as ``page`` does."""
        return self._read(get(url, self._limits, self._permit), url)

    def pause(self, url: str) -> float:
        """Return the seconds that a site asks to be left between two visits, as far as its robots.txt is known."""
        parts = urlsplit(url)
        rules = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        return float(rules.crawl_delay(_AGENT) or 0.0) if rules is not None else 0.0

    def _read(self, found: Fetched, url: str) -> Look:
        if found.status != 200:
            raise ArticleError(f"{url}: the server answered with status {found.status}, not with a page.")
        kind = _kind(found, url)
        if len(found.data) > largest(kind):
            raise ArticleError(f"{url}: expected at most {largest(kind):,} bytes, found more.")
        stem = PurePosixPath(unquote(urlsplit(found.url).path)).stem
        name = "" if stem.lower() in _NAMELESS else stem
        page = read_document(found.data, kind, url, name, found.charset)
        return Look(page.model_copy(update={"url": page.url or found.url}), found.etag, found.modified)

    def _permit(self, url: str, until: float) -> None:
        """Raise ArticleError where the site asks not to be read; what is no rule is no refusal."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._rules(site, until)
        if not self._robots[site].can_fetch(_AGENT, url):
            raise ArticleError(f"{url}: {site}/robots.txt asks programs not to read it. Save the page and ingest that.")

    def _rules(self, site: str, until: float) -> RobotFileParser:
        """Return a site's rules; as RFC 9309 has it, none where there is no file, all where the server fails."""
        rules = RobotFileParser()
        limits = Limits(
            self._limits.connect, self._limits.read, self._limits.total, _LARGEST_ROBOTS, self._limits.private
        )
        found = get(f"{site}/robots.txt", limits, deadline=until)
        if found.status >= 500:
            lines = ["User-agent: *", "Disallow: /"]
        else:
            lines = found.data.decode("utf-8", "replace").splitlines() if found.status == 200 else []
        rules.parse(lines)
        return rules


def pages_of(urls: Iterable[str], shelf: str, settings: Settings) -> Iterator[Found | Refused]:
    """Yield the page of each URL as a file to read, or why it is not read; each is fetched when it is asked for."""
    visitor = Visitor(settings)
    for url in dict.fromkeys(urls):
        try:
            page = visitor.page(url)
        except ArticleError as refused:
            yield Refused(path=url, reason=str(refused).removeprefix(f"{url}: "))
        else:
            yield Found(path=Path(), shelf=shelf, digest=page.content_hash, place=url, page=page)


def _kind(found: Fetched, url: str) -> Kind:
    """Return what a server sent by its media type, or by the URL's suffix where it does not say."""
    kind = MEDIA_TYPES.get(found.media_type)
    suffix = kind_of(PurePosixPath(urlsplit(found.url).path).suffix)
    if kind == "text" and suffix in ("markdown", "rst"):
        return suffix
    if kind is None and found.media_type in _UNTOLD:
        kind = suffix
    if kind is None:
        known = ", ".join(sorted(MEDIA_TYPES))
        raise ArticleError(f"{url}: expected one of {known}; found {found.media_type or 'no content type'}.")
    return kind
