"""The one source that several texts of an article make up, as it grows text by text. Pure.

The texts stand one after the other, in the order in which they are added; nothing in them is changed. What a text adds
is what those before it have not: a passage that most of stands there already is not one again, nor is a claim or a
reference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.alike import best_pairs
from ingest.recognise import ALIKE, Told, told
from kb.copies import Copy, Part
from kb.ids import claim_id, passage_id, section_id
from kb.types import Article, Citation, Claim, Finding, Passage, Reference, Section, Source, Span
from kb.works import keys_of

SEPARATOR = "\n\n"
COVERED = 0.5
"""Share of a passage's characters that a preferred text has already, from which the passage is not kept again."""
_NUMBER = re.compile(r"\d{1,3}")


@dataclass
class Whole:
    """The source as it grows, part by part."""

    id: str
    texts: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    told: list[tuple[int, int, str, str]] = field(default_factory=list)  # start, end, sentence, section, of originals

    @property
    def length(self) -> int:
        """Where the next part begins."""
        return sum(map(len, self.texts)) + len(SEPARATOR) * len(self.texts)

    def article(self, source: Source, claims: Sequence[Claim], findings: Sequence[Finding]) -> Article:
        """Return it as an article under what is said of the source."""
        return Article(
            source=source,
            sections=tuple(self.sections),
            passages=tuple(self.passages),
            claims=tuple(claims),
            references=tuple(self.references),
            citations=tuple(self.citations),
            findings=tuple(findings),
        )


def add(whole: Whole, article: Article, copy: Copy | None) -> None:
    """Append one text with what it has that those before it have not."""
    offset, source = whole.length, article.source
    whole.texts.append(source.text)
    whole.parts.append(
        Part(
            id=source.id, start=offset, end=offset + len(source.text), text_kind=source.text_kind, title=source.title,
            url=source.url, language=source.language, origin=source.origin, content_hash=source.content_hash,
            copy_of=copy,
        )
    )  # fmt: skip
    named = _references(whole, article, copy)
    whole.citations += [_citation(whole, c, offset, named) for c in article.citations]
    whole.findings += [f.model_copy(update={"source": whole.id}) for f in article.findings]
    text = told(article)
    translation = copy is not None and copy.kind == "translation"
    digest = source.text_kind == "digest"
    pairs = {} if digest or translation else _pairs(whole, text)
    kept = [p for p in article.passages if translation or _new(p, text, pairs)]
    sections = _sections(whole, article, kept, text, pairs, offset)
    _passages(whole, article, kept, sections, offset, translation=translation)
    if not translation:
        covered = [text.spans[place] for place in pairs]
        _claims(whole, article, {p.id for p in kept}, covered, offset, named)
    if not digest and not translation:
        inside = {p.id: (p.span.start, p.span.end, sections[p.section]) for p in kept}
        for place, (start, end) in enumerate(text.spans):
            home = next((s for low, high, s in inside.values() if low <= start < high), None)
            if place not in pairs and home is not None:
                whole.told.append((start + offset, end + offset, text.sentences[place], home))


def _pairs(whole: Whole, text: Told) -> dict[int, int]:
    """Return the sentences of a text that a preferred original has already: place -> place in ``whole.told``."""
    if not whole.told:
        return {}
    pairs = best_pairs(text.sentences, [sentence for _, _, sentence, _ in whole.told], ALIKE)
    return {pair.one: pair.other for pair in pairs}


def _new(passage: Passage, text: Told, pairs: Mapping[int, int]) -> bool:
    """Say whether most of a passage stands in no preferred text."""
    low, high = passage.span.start, passage.span.end
    inside = [(place, end - start) for place, (start, end) in enumerate(text.spans) if low <= start < high]
    total = sum(size for _, size in inside) or 1
    return sum(size for place, size in inside if place in pairs) < COVERED * total


def _sections(
    whole: Whole,
    article: Article,
    kept: Sequence[Passage],
    text: Told,
    pairs: Mapping[int, int],
    offset: int,
) -> dict[str, str]:
    """Append the sections that hold something new; return section of the article -> section of the source."""
    used = {passage.section for passage in kept}
    first = not whole.told or article.source.text_kind == "digest"
    named: dict[str, str] = {}
    for section in article.sections:
        if not first and section.id not in used:
            continue
        same = None if first else _same_section(whole, section, text, pairs)
        if same is not None:
            named[section.id] = same
            continue
        number = whole.sections[-1].number + 1 if whole.sections else section.number
        span = Span(source=whole.id, start=section.span.start + offset, end=section.span.end + offset)
        id = section_id(whole.id, number, section.title or "start")
        named[section.id] = id
        whole.sections.append(section.model_copy(update={"id": id, "source": whole.id, "number": number, "span": span}))
    return named


def _same_section(whole: Whole, section: Section, text: Told, pairs: Mapping[int, int]) -> str | None:
    """Return the section of a preferred original that this one is, by its sentences or by the number in its title."""
    low, high = section.span.start, section.span.end
    inside = [place for place, (start, _) in enumerate(text.spans) if low <= start < high]
    homes = [whole.told[pairs[place]][3] for place in inside if place in pairs]
    if homes and section.title:
        best = max(set(homes), key=lambda home: (homes.count(home), home))
        title = next(s.title for s in whole.sections if s.id == best)
        number, other = _NUMBER.match(section.title), _NUMBER.match(title)
        if (number and other and number[0] == other[0]) or title.casefold() == section.title.casefold():
            return best
    return None


def _passages(
    whole: Whole,
    article: Article,
    kept: Sequence[Passage],
    sections: Mapping[str, str],
    offset: int,
    *,
    translation: bool,
) -> None:
    """Append passages under ids of the source; those of a translation name what they translate."""
    before = [p for p in whole.passages if not p.language]
    named: dict[str, str] = {}
    for place, passage in enumerate(kept):
        named[passage.id] = passage_id(whole.id, len(whole.passages) + 1, passage.text)
        update: dict[str, object] = {
            "id": named[passage.id],
            "source": whole.id,
            "section": sections[passage.section],
            "span": Span(source=whole.id, start=passage.span.start + offset, end=passage.span.end + offset),
            "translates": named.get(passage.translates, ""),
        }
        if translation and before:
            update |= {"language": article.source.language, "translates": before[place * len(before) // len(kept)].id}
        whole.passages.append(passage.model_copy(update=update))


def _claims(
    whole: Whole,
    article: Article,
    kept: set[str],
    covered: Sequence[tuple[int, int]],
    offset: int,
    named: Mapping[str, str],
) -> None:
    """Append the claims that no preferred text makes."""
    taken = {claim.id for claim in whole.claims}
    passages = {(p.span.start, p.span.end): p.id for p in whole.passages}
    where = {p.id: passages.get((p.span.start + offset, p.span.end + offset), "") for p in article.passages}
    starts = {start for start, _ in covered}
    for claim in article.claims:
        id = claim_id(whole.id, claim.anchor)
        if id in taken or claim.span.start in starts or (claim.passage and claim.passage not in kept):
            continue
        span = Span(source=whole.id, start=claim.span.start + offset, end=claim.span.end + offset)
        references = tuple(dict.fromkeys(named.get(r, r) for r in claim.references))
        update = {"id": id, "source": whole.id, "span": span, "passage": where.get(claim.passage, "")}
        whole.claims.append(claim.model_copy(update={**update, "references": references}))


def _references(whole: Whole, article: Article, copy: Copy | None) -> dict[str, str]:
    """Append the entries that are new; return id in the article -> id in the source.

    The texts of one article number their references alike, but for revisions; a spun title is known by its number.
    """
    known = {key: r.id for r in whole.references for key in keys_of(r)}
    numbers = {r.number: r.id for r in whole.references if r.number is not None}
    by_number = bool(numbers) and not (copy is not None and copy.kind == "revision")
    taken = {r.id for r in whole.references}
    named: dict[str, str] = {}
    for reference in article.references:
        same = next((known[key] for key in keys_of(reference) if key in known), None)
        if same is None and by_number and reference.number is not None:
            same = numbers.get(reference.number)
        if same is None:
            same = reference.id if reference.id not in taken else f"{reference.id}-{len(taken)}"
            taken.add(same)
            whole.references.append(reference.model_copy(update={"id": same, "source": whole.id}))
        named[reference.id] = same
    return named


def _citation(whole: Whole, citation: Citation, offset: int, named: Mapping[str, str]) -> Citation:
    span = Span(source=whole.id, start=citation.span.start + offset, end=citation.span.end + offset)
    references = tuple(dict.fromkeys(named.get(r, r) for r in citation.references))
    return citation.model_copy(update={"source": whole.id, "span": span, "references": references})
