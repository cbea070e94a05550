"""Several texts of one article become one source: a digest and its original, a clean text and its copies. Pure.

The texts stand one after the other in the source's text, the digest first, then the preferred original, then the
others; nothing in them is changed. A passage that a preferred text has already is not one again, a copy's claims are
not claims again, so that a copy counts once; what only the copy has (the clean text is cut short, say) stays. A
digest's claim is quoted from the original where a sentence there says it. The same files give the same source,
whatever order they came in.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.alike import best_pairs
from ingest.matching import Embed, matches, statement
from ingest.recognise import ALIKE, Told, resemblance, told
from ingest.thresholds import thresholds
from kb.copies import Copy, Part, Quoted
from kb.ids import claim_id, passage_id, section_id
from kb.types import Article, Citation, Claim, Finding, Passage, Reference, Section, Source, Span
from kb.works import keys_of

SEPARATOR = "\n\n"
COVERED = 0.5
"""Share of a passage's characters that a preferred text has already, from which the passage is not kept again."""
_NUMBER = re.compile(r"(\d{1,3})(?: ?[–-] ?(\d{1,3}))?")
_OLD_FINDINGS = ("dangling citation", "unused reference")


@dataclass
class _Whole:
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
    spun_from: int | None = None

    @property
    def length(self) -> int:
        """Where the next part begins."""
        return sum(map(len, self.texts)) + len(SEPARATOR) * len(self.texts)


def joined(articles: Sequence[Article], embed: Embed) -> Article:
    """Return the one article that several texts of it make up; a single one comes back as it is."""
    if len(articles) == 1:
        return articles[0]
    digest, originals, copies = arranged(articles)
    head = originals[0]
    whole = _Whole(id=(digest or head).source.id)
    for article in (*([digest] if digest else []), *originals):
        _add(whole, article, copies.get(article.source.id))
    source = _source(whole, digest, originals)
    claims = _quoted(whole, source.text, digest, embed) if digest else tuple(whole.claims)
    claims = _cited(claims, whole)
    return Article(
        source=source,
        sections=tuple(whole.sections),
        passages=tuple(whole.passages),
        claims=claims,
        references=tuple(whole.references),
        citations=tuple(whole.citations),
        findings=_findings(whole),
    )


def under(article: Article, id: str) -> Article:
    """Return the article with another id, in every id that derives from it."""
    whole = _Whole(id=id)
    _add(whole, article, None)
    return Article(
        source=article.source.model_copy(update={"id": id}),
        sections=tuple(whole.sections),
        passages=tuple(whole.passages),
        claims=tuple(whole.claims),
        references=tuple(whole.references),
        citations=tuple(whole.citations),
        findings=tuple(whole.findings),
    )


def arranged(articles: Sequence[Article]) -> tuple[Article | None, list[Article], dict[str, Copy]]:
    """Return the digest, the originals with the preferred one first, and what each is a copy of, by its id."""
    digest = next((a for a in articles if a.source.text_kind == "digest"), None)
    texts = {a.source.id: told(a) for a in sorted(articles, key=lambda a: a.source.id) if a is not digest}
    head = next(iter(texts.values()))
    for other in texts.values():
        found = resemblance(head, other) if other is not head else None
        head = other if found is not None and found.of == other.article.source.id else head
    copies = {}
    for id, other in texts.items():
        if other is not head:
            copies[id] = resemblance(head, other) or _beside(other, head)
            copies[id] = copies[id].model_copy(update={"source": id, "of": head.article.source.id})
    if digest is not None:
        found = resemblance(told(digest), head) or _beside(told(digest), head, digest=True)
        copies[digest.source.id] = found
    rank = {"copy": 0, "revision": 1, "spun": 2, "translation": 3, "digest-of": 4}
    others = sorted((t for t in texts.values() if t is not head), key=lambda t: _order(t, copies, rank))
    return digest, [head.article, *(t.article for t in others)], copies


def _order(text: Told, copies: Mapping[str, Copy], rank: Mapping[str, int]) -> tuple[int, int, str]:
    id = text.article.source.id
    return rank[copies[id].kind], -len(text.spans), id


def _beside(text: Told, head: Told, *, digest: bool = False) -> Copy:
    """Return the tie of a text that is like another of the group, though not like the preferred one."""
    return Copy(
        source=text.article.source.id,
        of=head.article.source.id,
        kind="digest-of" if digest else "revision",
        share=0.0,
        why="it is like another text of the same article",
    )


def _add(whole: _Whole, article: Article, copy: Copy | None) -> None:
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


def _pairs(whole: _Whole, text: Told) -> dict[int, int]:
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
    whole: _Whole,
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


def _same_section(whole: _Whole, section: Section, text: Told, pairs: Mapping[int, int]) -> str | None:
    """Return the section of a preferred original that this one is, by its sentences or by the number in its title."""
    low, high = section.span.start, section.span.end
    inside = [place for place, (start, _) in enumerate(text.spans) if low <= start < high]
    homes = [whole.told[pairs[place]][3] for place in inside if place in pairs]
    if homes and section.title:
        best = max(set(homes), key=lambda home: (homes.count(home), home))
        title = next(s.title for s in whole.sections if s.id == best)
        number, other = _NUMBER.match(section.title), _NUMBER.match(title)
        if (number and other and number[1] == other[1]) or title.casefold() == section.title.casefold():
            return best
    return None


def _passages(
    whole: _Whole,
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
    whole: _Whole,
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


def _references(whole: _Whole, article: Article, copy: Copy | None) -> dict[str, str]:
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


def _citation(whole: _Whole, citation: Citation, offset: int, named: Mapping[str, str]) -> Citation:
    span = Span(source=whole.id, start=citation.span.start + offset, end=citation.span.end + offset)
    references = tuple(dict.fromkeys(named.get(r, r) for r in citation.references))
    return citation.model_copy(update={"source": whole.id, "span": span, "references": references})


def _cited(claims: Sequence[Claim], whole: _Whole) -> tuple[Claim, ...]:
    """Resolve what dangled by itself: ``[2]`` in a text without a list means number 2 of the list that another has."""
    numbers = {r.number: r.id for r in whole.references if r.number is not None}
    resolved: list[tuple[Span, tuple[str, ...]]] = []
    for place, citation in enumerate(whole.citations):
        if not citation.references:
            ids = tuple(numbers[n] for n in _numbers(citation.marker) if n in numbers)
            if ids:
                whole.citations[place] = citation.model_copy(update={"references": ids})
                resolved.append((citation.span, ids))
    found = []
    for claim in claims:
        more = [id for span, ids in resolved if claim.span.start <= span.start < claim.span.end for id in ids]
        references = tuple(dict.fromkeys((*claim.references, *more)))
        found.append(claim.model_copy(update={"references": references}) if more else claim)
    return tuple(found)


def _numbers(marker: str) -> list[int]:
    found: list[int] = []
    for match in _NUMBER.finditer(marker):
        first, last = int(match[1]), int(match[2] or match[1])
        found += range(first, min(last, first + 50) + 1)
    return found


def _quoted(whole: _Whole, text: str, digest: Article, embed: Embed) -> tuple[Claim, ...]:
    """Return the claims, the digest's with the place where an original says it; the originals' own where they add."""
    mine, others = whole.claims[: len(digest.claims)], whole.claims[len(digest.claims) :]
    mine = sorted(mine, key=lambda c: c.span.start)
    spun = {p.id for p in whole.parts if p.copy_of is not None and p.copy_of.kind == "spun"}
    starts = [(p.start, p.end, p.id in spun) for p in whole.parts]
    told_ = [(s, e, t, next(swapped for low, high, swapped in starts if low <= s < high)) for s, e, t, _ in whole.told]
    found: dict[str, Quoted] = {}
    for swapped in (False, True):
        rest = [c for c in mine if c.id not in found]
        targets = [(s, e, t) for s, e, t, of_spun in told_ if of_spun is swapped and statement(t)]
        for place, pair in matches([c.text for c in rest], [t for _, _, t in targets], embed).items():
            start, end, _ = targets[pair.other]
            passage = next((p.id for p in whole.passages if p.span.start <= start < p.span.end), "")
            score = round(pair.score, 3)
            found[rest[place].id] = Quoted(start=start, end=end, passage=passage, score=score, spun=swapped)
    by_start: dict[int, list[Claim]] = {}
    for claim in mine:
        if claim.id in found:
            by_start.setdefault(found[claim.id].start, []).append(claim)
    kept = [c for c in others if not _says_no_more(c, by_start.get(c.span.start, ()))]
    return (*(c.model_copy(update={"quoted": found.get(c.id)}) for c in mine), *kept)


def _says_no_more(claim: Claim, of_digest: Sequence[Claim]) -> bool:
    """Say whether the digest's claims that are quoted from a sentence state all figures that it states."""
    stated = {(t.low, t.high) for c in of_digest for t in (c.thresholds or thresholds(c.text))}
    return bool(of_digest) and all((t.low, t.high) in stated for t in claim.thresholds)


def _source(whole: _Whole, digest: Article | None, originals: Sequence[Article]) -> Source:
    """Return the source of all texts: what the digest says of itself counts first, then the preferred original."""
    first = (digest or originals[0]).source
    others = [a.source for a in originals if a.source is not first]
    near = [s for s in others if _kind(whole, s.id) in (None, "copy", "revision", "digest-of")]
    hashes = "\n".join(part.content_hash for part in whole.parts)
    published = first.published or next((s.published for s in near if s.published), None)
    return first.model_copy(
        update={
            "text": SEPARATOR.join(whole.texts),
            "parts": tuple(whole.parts),
            "url": first.url or next((s.url for s in near if s.url), None),
            "authors": first.authors or next((s.authors for s in (*near, *others) if s.authors), ()),
            "published": published,
            "year": first.year or next((s.year for s in near if s.year), None),
            "disclosures": tuple(dict.fromkeys(d for s in (first, *near) for d in s.disclosures)),
            "content_hash": hashlib.sha256(hashes.encode()).hexdigest(),
        }
    )


def _kind(whole: _Whole, id: str) -> str | None:
    part = next(p for p in whole.parts if p.id == id)
    return part.copy_of.kind if part.copy_of else None


def _findings(whole: _Whole) -> tuple[Finding, ...]:
    """Return the findings of the parts, but for those that another part settled."""
    cited = {id for citation in whole.citations for id in citation.references}
    kept = [f for f in whole.findings if f.kind not in _OLD_FINDINGS]
    kept += [
        Finding(source=whole.id, kind=_OLD_FINDINGS[0], text=f"{c.marker} points to nothing that is listed")
        for c in whole.citations
        if not c.references
    ]
    for reference in whole.references:
        if reference.id not in cited:
            number = f"[{reference.number}] " if reference.number is not None else ""
            text = f"{number}{reference.title or reference.text[:80]} is never cited"
            kept.append(Finding(source=whole.id, kind=_OLD_FINDINGS[1], text=text))
    return tuple(kept)
