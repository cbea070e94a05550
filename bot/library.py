"""The articles on the shelf: claims, passages, references and sources by id, as the answer needs them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kb.types import Article, Claim, Passage, Reference, Source


@dataclass(frozen=True)
class Library:
    """All ingested articles, looked up by id; built once per generation."""

    sources: Mapping[str, Source]
    passages: Mapping[str, Passage]
    claims: Mapping[str, Claim]
    references: Mapping[str, Reference]

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Library:
        """Index the articles; a reference that two sources list under one id is kept once, the first."""
        articles = tuple(articles)
        references: dict[str, Reference] = {}
        for article in articles:
            for reference in article.references:
                references.setdefault(reference.id, reference)
        return cls(
            sources={a.source.id: a.source for a in articles},
            passages={p.id: p for a in articles for p in a.passages},
            claims={c.id: c for a in articles for c in a.claims},
            references=references,
        )

    @cached_property
    def claims_in(self) -> Mapping[str, tuple[Claim, ...]]:
        """The claims that stand in each passage, in order."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims.values():
            found.setdefault(claim.passage, []).append(claim)
        return {id: tuple(sorted(claims, key=lambda c: c.span.start)) for id, claims in found.items()}
