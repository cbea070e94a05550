"""The articles on the shelf: claims, passages, references and sources by id, as the answer needs them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from graph.works import best_entries, one_id_a_work, work_ids
from kb.primary import Primary, PrimarySources
from kb.text import sentences
from kb.tongues import in_language
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
        """The claims that stand in each passage, in order; in a digest's original, and in a translation, as well."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims.values():
            for passage_id in {claim.passage, _home(claim)}:
                found.setdefault(passage_id, []).append(claim)
        for passage in self.passages.values():
            if passage.translates in found:
                found[passage.id] = found[passage.translates]
        return {id: tuple(sorted(claims, key=lambda c: c.span.start)) for id, claims in found.items()}

    @cached_property
    def translations(self) -> Mapping[str, tuple[Passage, ...]]:
        """The passages that translate each passage, in order."""
        found: dict[str, list[Passage]] = {}
        for passage in self.passages.values():
            if passage.translates:
                found.setdefault(passage.translates, []).append(passage)
        return {id: tuple(sorted(those, key=lambda p: p.span.start)) for id, those in found.items()}

    def translation(self, claim_id: str, asked: str) -> str:
        """Return how a translation in the language of the question says a claim, with its language; empty without."""
        claim = self.claims[claim_id]
        for passage in () if asked.isascii() else self.translations.get(_home(claim), ()):
            if in_language(asked, passage.language):
                return f"In {passage.language} ({passage.id}): {self._as_far_down(claim, passage)}"
        return ""

    def translated(self, claim: Claim) -> str:
        """Return what the translations say where a claim stands; empty where there are none."""
        return " ".join(self._as_far_down(claim, passage) for passage in self.translations.get(_home(claim), ()))

    def _as_far_down(self, claim: Claim, translation: Passage) -> str:
        """Return the sentences of a translation that stand as far down as the claim stands in what it translates."""
        start, end = (claim.span.start, claim.span.end)
        if claim.quoted is not None:
            start, end = claim.quoted.start, claim.quoted.end
        whole, text = self.passages[_home(claim)].span, translation.text
        scale = len(text) / max(1, whole.end - whole.start)
        low, high = (start - whole.start) * scale, (end - whole.start) * scale
        inside = [s for s in sentences(text, translation.language) if s.end > low + 1 and s.start < high - 1]
        return text[inside[0].start : inside[-1].end] if inside else text


def _home(claim: Claim) -> str:
    """Return the passage that a claim is quoted from."""
    return claim.passage if claim.quoted is None else claim.quoted.passage
