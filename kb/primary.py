"""What became of the works that a source cites: which could be read, and whether its figures stand in them. Pure."""

from __future__ import annotations

from typing import Literal

from kb.types import Record, Span

PrimaryStatus = Literal["found", "not found", "not reachable", "no figure"]


class Visit(Record):
    """What is remembered of a page of the web, so that it is fetched again only when it has changed.

    ``etag`` and ``modified`` are what its server said of it, ``content_hash`` the SHA-256 of its bytes, ``work`` the
    source that was made of it.
    """

    url: str
    etag: str = ""
    modified: str = ""
    content_hash: str
    work: str


class CitedWork(Record):
    """One reference of a source, resolved: ``work`` is the source that is the cited work itself, else ``why`` not.

    ``url`` is the address that it was read from.
    """

    source: str
    reference: str
    work: str = ""
    url: str = ""
    why: str = ""


class Match(Record):
    """A figure of a claim as it stands in a cited work: ``quote`` is the sentence at ``span``, word for word."""

    figure: str
    reference: str
    work: str
    passage: str
    span: Span
    quote: str


class WorkRead(Record):
    """A work that figures were looked for in; ``content_hash`` tells which text of it."""

    work: str
    content_hash: str


class Primary(Record):
    """What the works that a claim leans on say of its figures.

    ``found``: every figure stands in a cited work. ``not found``: all of them were read and one figure is missing.
    ``not reachable``: one is missing, and so is a cited work. ``no figure``: there is nothing to look for.
    """

    claim: str
    source: str
    status: PrimaryStatus
    matches: tuple[Match, ...] = ()
    works: tuple[WorkRead, ...] = ()
    why: str

    @property
    def passage(self) -> str | None:
        """The passage of the first figure that was found."""
        return self.matches[0].passage if self.matches else None

    @property
    def quote(self) -> str | None:
        """The sentence of the first figure that was found."""
        return self.matches[0].quote if self.matches else None


class PrimarySources(Record):
    """What is known of cited works as a whole; a generation publishes it beside its articles."""

    checks: tuple[Primary, ...] = ()
    works: tuple[CitedWork, ...] = ()
