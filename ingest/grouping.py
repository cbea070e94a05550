"""Which files make up one source: found by their sketches, compared, and saved together in one transaction.

What a source of several files shows is made from the files as each was read by itself, which the ledger keeps. So a
file that comes, changes or goes makes the source anew from those that are there, and the order in which they came
does not matter. Two files of which a person said that neither is a copy of the other are never in one source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from ingest.held import Held
from ingest.joining import joined, under
from ingest.recognise import resemblance, told
from ingest.sketch import Sketches, sketch
from kb.copies import CopyKind
from kb.embed import WordLlama
from kb.errors import ArticleError
from kb.ledger import Ledger
from kb.ledger_rows import Entry, Holding
from kb.part_rows import Filed, Sketch
from kb.reviews import item_id
from kb.types import Article
from kb.vectors import Embedder

MOST_COMPARED = 4
"""Texts with the most in common that a new one is compared with, sentence by sentence."""


@dataclass(frozen=True)
class Grouped:
    """What a change would make: the sources as they will be, and those that go."""

    entries: tuple[Entry, ...]
    instead_of: tuple[str, ...]

    def claims(self) -> frozenset[str]:
        """Return the ids of the claims that the new sources make."""
        return frozenset(claim.id for entry in self.entries for claim in entry.article.claims)

    def source_of(self, id: str) -> Article:
        """Return the source that a file ends up in."""
        for entry in self.entries:
            if id == entry.article.source.id or any(part.id == id for part in entry.parts):
                return entry.article
        raise KeyError(id)


class Grouping:
    """Keeps the files of one article together; the caller holds the writer's lock and tells it what changed."""

    def __init__(self, ledger: Ledger, held: Held, embedder: Embedder, identity: str) -> None:
        """Look at nothing yet: what is unchanged should cost nothing."""
        self._ledger = ledger
        self._held = held
        self._embedder = embedder
        self._identity = identity
        self._known: Sketches | None = None
        decisions = ledger.decisions()
        self._rejected = frozenset(d.item for d in decisions if d.verdict == "reject" and d.item.startswith("copy-"))

    def with_file(self, file: Filed, former: Sequence[str]) -> Grouped:
        """Return what it makes to take a file in place of the files ``former``; nothing is written yet."""
        new = sketch(file.article.source.text)
        kin = self._kin(file.article, new, former)
        touched = dict.fromkeys([*(self._source(id) for id in former), *kin])
        left = {source: [p for p in self._files(source) if p.id not in former] for source in touched}
        mine = [part for source in kin for part in left.pop(source, [])]
        groups = [[file, *mine], *(parts for parts in left.values() if parts)]
        return Grouped(tuple(self._entry(parts, {file.id: new}) for parts in groups), tuple(touched))

    def without(self, ids: Iterable[str]) -> Grouped:
        """Return what is left without these files; nothing is written yet."""
        gone = set(ids)
        touched = dict.fromkeys(self._source(id) for id in sorted(gone))
        left = ([p for p in self._files(source) if p.id not in gone] for source in touched)
        return Grouped(tuple(self._entry(parts, {}) for parts in left if parts), tuple(touched))

    def parted(self) -> Iterator[Grouped]:
        """Yield what becomes of each source with files that a person said are no copies; nothing is written yet."""
        if not self._rejected:
            return
        for source in sorted({holding.of for holding in self._held.by_id.values() if holding.of}):
            parts = self._ledger.parts(source)
            if any(self._apart(a.id, b.id) for a, b in combinations(parts, 2)):
                yield Grouped(tuple(self._entry(group, {}) for group in self._groups(parts)), (source,))

    def save(self, change: Grouped, gone: Iterable[str] = ()) -> None:
        """Write a change in one transaction, and keep the index of what is held in step."""
        self._ledger.save_all(change.entries, instead_of=change.instead_of)
        for id in gone:
            self._held.drop(id)
            if self._known is not None:
                self._known.drop(id)
        for entry in change.entries:
            source = entry.article.source.id
            for part in entry.parts:
                digest = part.article.source.content_hash
                self._held.put(Holding(part.id, digest, part.file, part.shelf, part.reader, self._identity, of=source))
            if not entry.parts:
                self._held.put(replace(entry.holding, of=""))
            for id, new in entry.sketches.items():
                self._sketches().put(id, new)

    def beside(self, article: Article, digest: str) -> Article:
        """Return an article whose id another file has under an id of its own, where both are the same article.

        Raises ArticleError where they are not.
        """
        id = article.source.id
        other = self._article(id)
        if resemblance(told(article), told(other)) is None and article.source.text != other.source.text:
            raise ArticleError(f"its id {id!r} is that of {self._held.by_id[id].file}. Give one of them another id.")
        return under(article, f"{id}-{digest[:8]}")

    def claims_of(self, id: str) -> frozenset[str]:
        """Return the ids of the claims that one file makes by itself."""
        return frozenset(claim.id for claim in self._article(id).claims)

    def _groups(self, parts: Sequence[Filed]) -> list[list[Filed]]:
        """Return the files of one source in groups without two that are apart: each with the first that it is like."""
        groups: list[list[Filed]] = []
        for part in sorted(parts, key=lambda p: p.article.source.text_kind == "digest"):  # stable: the preferred first
            text = told(part.article)
            for group in groups:
                apart = any(self._apart(part.id, other.id) for other in group)
                if not apart and any(resemblance(text, told(other.article)) is not None for other in group):
                    group.append(part)
                    break
            else:
                groups.append([part])
        return groups

    def _apart(self, one: str, other: str) -> bool:
        """Say whether a person said of two files that neither is a copy of the other, of whatever kind."""
        pairs = permutations((one, other))
        return bool(self._rejected) and any(
            item_id("copy", *pair, kind) in self._rejected for pair in pairs for kind in get_args(CopyKind)
        )

    def _source(self, id: str) -> str:
        holding = self._held.by_id[id]
        return holding.of or id

    def _files(self, source: str) -> list[Filed]:
        parts = self._ledger.parts(source)
        if parts:
            return list(parts)
        holding = self._held.by_id[source]
        return [Filed(self._ledger.article(source), holding.file, holding.shelf, holding.reader)]

    def _article(self, id: str) -> Article:
        source = self._source(id)
        return next(part.article for part in self._files(source) if part.id == id)

    def _kin(self, article: Article, new: Sketch, former: Sequence[str]) -> list[str]:
        """Return the sources that a text belongs to, those with the most in common first."""
        near = [id for id in self._sketches().like(new) if id not in former]
        text = told(article) if near else None
        found: dict[str, None] = {}
        members = [article.source.id]
        compared = 0
        for id in near:
            source = self._source(id)
            if source in found:
                continue
            if compared == MOST_COMPARED:
                break
            files = [p.id for p in self._files(source) if p.id not in former] if self._rejected else []
            if any(self._apart(a, b) for a in members for b in files):
                continue
            compared += 1
            if text is not None and resemblance(text, told(self._article(id))) is not None:
                found[source] = None
                members += files
        return list(found)

    def _entry(self, parts: Sequence[Filed], known: dict[str, Sketch]) -> Entry:
        """Return what is saved of one source, with the vectors of its passages."""
        article = joined([part.article for part in parts], _static)
        from ingest.nodes import embed_articles  # with LlamaIndex, two seconds of start-up

        vectors = embed_articles([article], self._embedder)
        order = {part.id: place for place, part in enumerate(article.source.parts)}
        parts = sorted(parts, key=lambda part: order.get(part.id, 0))
        first = next((p for p in parts if p.id == article.source.id), parts[0])
        shelf = "built-in" if any(p.shelf == "built-in" for p in parts) else first.shelf
        source = article.source
        holding = Holding(source.id, source.content_hash, first.file, shelf, first.reader, self._identity)
        sketches = {p.id: known[p.id] if p.id in known else self._sketch(p) for p in parts}
        return Entry(article, vectors, holding, tuple(parts) if len(parts) > 1 else (), sketches)

    def _sketch(self, part: Filed) -> Sketch:
        held = self._sketches().get(part.id)
        return sketch(part.article.source.text) if held is None else held

    def _sketches(self) -> Sketches:
        """Return the sketches of all files; those that an older release left without one are made now."""
        if self._known is None:
            known = self._ledger.sketches()
            for id in sorted(self._held.by_id.keys() - known.keys()):
                known[id] = sketch(self._article(id).source.text)
            self._known = Sketches(known)
        return self._known


def _static(texts: list[str]) -> NDArray[np.float32]:
    """Return unit rows of the static embedder, whichever one the index uses: the bars of matching are its."""
    return WordLlama().vectors(texts)
