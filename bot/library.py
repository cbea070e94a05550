"""The articles on the shelf: claims, passages, references and sources by id, as the answer needs them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from graph.works import best_entries, one_id_a_work, work_ids
from kb.primary import Primary, PrimarySources
from kb.types import Article, Claim, Passage, Reference, Source


@dataclass(frozen=True)
class Library:
    """All ingested articles, looked up by id; built once per generation."""

    sources: Mapping[str, Source]
    passages: Mapping[str, Passage]
    claims: Mapping[str, Claim]
    references: Mapping[str, Reference]
    primary: Mapping[str, Primary] = field(default_factory=dict)
    """What cited works say of the figures of claims, by claim."""
    works: Mapping[str, str] = field(default_factory=dict)
    """Source that is a cited work -> the reference that it is."""

    @classmethod
    def of(cls, articles: Iterable[Article], primary: PrimarySources | None = None) -> Library:
        """Index the articles; a work that two sources list is one reference, that of the digest or of the first."""
        known = primary or PrimarySources()
        own = tuple(articles)
        named = work_ids(own) if known.works else {}
        articles = one_id_a_work(own)
        return cls(
            sources={a.source.id: a.source for a in articles},
            passages={p.id: p for a in articles for p in a.passages},
            claims={c.id: c for a in articles for c in a.claims},
            references=best_entries(articles),
            primary={check.claim: check for check in known.checks},
            works={w.work: named.get((w.source, w.reference), w.reference) for w in known.works if w.work},
        )

    @cached_property
    def claims_in(self) -> Mapping[str, tuple[Claim, ...]]:
        """The claims that stand in each passage, in order."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims.values():
            found.setdefault(claim.passage, []).append(claim)
        return {id: tuple(sorted(claims, key=lambda c: c.span.start)) for id, claims in found.items()}
