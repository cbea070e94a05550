"""One work, one reference: articles whose references carry the same id exactly where they are the same work. Pure.

Two entries are one work where they share a DOI, an arXiv id or a canonical address, or title and year, or where a word
of the address was replaced (``graph.suspects``); not where they state two DOIs or two arXiv ids. Each source keeps its
own entry: number, printed text, link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.suspects import near_pairs
from kb.types import Article, Reference
from kb.works import ids_of, keys_of

_SHARED = ("authors", "year", "venue", "url", "doi", "arxiv", "volume", "pages", "publisher")
"""What is true of the work, whichever of its entries states it."""

Entry = tuple[str, str]
"""A source's id and the id of a reference in it."""


def one_id_a_work(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return the articles with each reference under the id of its work, in references, citations and claims.

    A work takes the id that a digest gives it, else the first in the order of sources. Where two works claim one id
    (``smith-2024``), the later takes ``smith-2024@<its source>``. The order of the articles does not matter.
    """
    kept = tuple(articles)
    named = work_ids(kept)
    return tuple(_renamed(article, named) for article in kept)


def best_entries(articles: Iterable[Article]) -> dict[str, Reference]:
    """Return one reference for each id: that of the digest or of the first source, with what only others state.

    The articles are those that ``one_id_a_work`` returned.
    """
    found: dict[str, Reference] = {}
    for article in sorted(articles, key=lambda a: (a.source.text_kind != "digest", a.source.id)):
        for reference in article.references:
            known = found.setdefault(reference.id, reference)
            more = {k: v for k in _SHARED if not getattr(known, k) and (v := getattr(reference, k))}
            if more:
                found[reference.id] = known.model_copy(update=more)
    return found


def work_ids(articles: Sequence[Article]) -> dict[Entry, str]:
    """Return the id of the work behind each entry of each source."""
    ranked = sorted(articles, key=lambda a: (a.source.text_kind != "digest", a.source.id))
    entries = [(a.source.id, r) for a in ranked for r in a.references]
    groups: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(_groups([r for _, r in entries])):
        groups[group].append(place)
    named: dict[Entry, str] = {}
    taken: set[str] = set()
    for places in sorted(groups.values()):
        source, first = entries[places[0]]
        id = first.id if first.id not in taken else f"{first.id}@{source}"
        taken.add(id)
        named |= {(entries[place][0], entries[place][1].id): id for place in places}
    return named


def _groups(references: Sequence[Reference]) -> list[int]:
    """Return for each reference the lowest place of a reference that is the same work."""
    parent = list(range(len(references)))
    stated = [{k: v for k, v in ids_of(r).items() if k != "url"} for r in references]

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    def join(one: int, two: int) -> None:
        low, high = sorted((root(one), root(two)))
        if low != high and not _differ(stated[low], stated[high]):
            parent[high] = low
            stated[low] = stated[high] | stated[low]

    first: dict[str, int] = {}
    for place, reference in enumerate(references):
        for key in keys_of(reference):
            join(first.setdefault(key, place), place)
    for one, two, _ in near_pairs(references):
        join(one, two)
    return [root(place) for place in range(len(references))]


def _differ(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return any(one[kind] != other[kind] for kind in one.keys() & other.keys())


def _renamed(article: Article, named: Mapping[Entry, str]) -> Article:
    """Return the article with the ids of works; the article itself where none of them is another."""
    source = article.source.id
    new = {r.id: named[source, r.id] for r in article.references}
    if all(old == id for old, id in new.items()):
        return article

    def to(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(new.get(id, id) for id in ids))

    return article.model_copy(
        update={
            "references": tuple(r.model_copy(update={"id": new[r.id]}) for r in article.references),
            "citations": tuple(c.model_copy(update={"references": to(c.references)}) for c in article.citations),
            "claims": tuple(c.model_copy(update={"references": to(c.references)}) for c in article.claims),
        }
    )
