"""The references of a source as addresses to visit, against what the ledger holds of them already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.works import work_ids
from ingest.intake import READER
from kb.errors import InputError
from kb.ids import slug
from kb.ledger import Ledger
from kb.primary import Visit
from kb.types import Article, Reference
from kb.works import ids_of, keys_of

MOST_REFERENCES = 200
"""References of one source that are followed, those first that its claims lean on."""


@dataclass(frozen=True)
class Wanted:
    """A reference to follow: its source, its addresses in the order in which they are tried, the id of its work."""

    source: str
    reference: Reference
    addresses: tuple[str, ...]
    work: str


@dataclass
class Known:
    """What the ledger held when the references were read."""

    articles: tuple[Article, ...]
    visits: Mapping[str, Visit]
    files: Mapping[str, str]
    fresh: frozenset[str]
    originals: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Ledger) -> Known:
        """Read the ledger; ``fresh`` are the hashes of the files that this release read, ``originals`` works by key."""
        holdings, articles, visits = ledger.holdings(), ledger.articles(), ledger.visits()
        fetched = {visit.work for visit in visits.values()}
        return cls(
            articles=articles,
            visits=visits,
            files={h.id: h.file for h in holdings},
            fresh=frozenset(h.content_hash for h in ledger.files() if h.reader == READER),
            originals={
                key: a.source.id
                for a in articles
                if a.source.text_kind == "original" and a.source.url and a.source.id not in fetched
                for key in _keys(Reference(id=a.source.id, source=a.source.id, url=a.source.url))
            },
        )

    def held(self, wanted: Wanted) -> str:
        """Return the source that is the cited work and was handed in by somebody; empty where there is none."""
        own = _keys(wanted.reference)
        return next((id for key in own if (id := self.originals.get(key, "")) and id != wanted.source), "")

    def known(self, url: str) -> Visit | None:
        """Return what is remembered of a page, where what was made of it is still there."""
        visit = self.visits.get(url)
        there = visit is not None and visit.work in self.files and visit.content_hash in self.fresh
        return visit if there else None


def addresses(reference: Reference) -> tuple[str, ...]:
    """Return where the work may be read, best first: the whole of a preprint, the printed address, the DOI."""
    ids = ids_of(reference)
    arxiv = (f"https://arxiv.org/pdf/{ids['arxiv']}",) if "arxiv" in ids else ()
    printed = (reference.url,) if reference.url else ()
    doi = (f"https://doi.org/{ids['doi']}",) if "doi" in ids else ()
    return tuple(dict.fromkeys((*arxiv, *printed, *doi)))


def _keys(reference: Reference) -> tuple[str, ...]:
    return tuple(key for key in keys_of(reference) if key.startswith(("doi:", "arxiv:", "url:")))


def cited_by(id: str, shelf: Known) -> list[Wanted]:
    """Return the references that a source cites, those of its claims first."""
    article = next((a for a in shelf.articles if a.source.id == id), None)
    if article is None:
        known = ", ".join(sorted(a.source.id for a in shelf.articles)[:20]) or "none"
        raise InputError(f"{id!r} is not a source. Known: {known}. `crossroads sources` lists them.")
    named = work_ids(shelf.articles)
    entries = {reference.id: reference for reference in article.references}
    cited = dict.fromkeys(
        r for pointing in (article.claims, article.citations) for p in pointing for r in p.references if r in entries
    )
    return [
        Wanted(id, entries[r], addresses(entries[r]), slug(named[id, r], 60)) for r in list(cited)[:MOST_REFERENCES]
    ]
