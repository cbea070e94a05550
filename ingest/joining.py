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

from ingest.matching import Embed, matches, statement
from ingest.recognise import Told, resemblance, told
from ingest.thresholds import thresholds
from ingest.whole import SEPARATOR, Whole, add
from kb.copies import Copy, Quoted
from kb.types import Article, Claim, Finding, Source, Span

_NUMBER = re.compile(r"(\d{1,3})(?: ?[–-] ?(\d{1,3}))?")
_OLD_FINDINGS = ("dangling citation", "unused reference")


def joined(articles: Sequence[Article], embed: Embed) -> Article:
    """Return the one article that several texts of it make up; a single one comes back as it is."""
    if len(articles) == 1:
        return articles[0]
    digest, originals, copies = arranged(articles)
    head = originals[0]
    whole = Whole(id=(digest or head).source.id)
    for article in (*([digest] if digest else []), *originals):
        add(whole, article, copies.get(article.source.id))
    source = _source(whole, digest, originals)
    claims = _quoted(whole, source.text, digest, embed) if digest else tuple(whole.claims)
    return whole.article(source, _cited(claims, whole), _findings(whole))


def under(article: Article, id: str) -> Article:
    """Return the article with another id, in every id that derives from it."""
    whole = Whole(id=id)
    add(whole, article, None)
    return whole.article(article.source.model_copy(update={"id": id}), whole.claims, whole.findings)


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


def _cited(claims: Sequence[Claim], whole: Whole) -> tuple[Claim, ...]:
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


def _quoted(whole: Whole, text: str, digest: Article, embed: Embed) -> tuple[Claim, ...]:
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


def _source(whole: Whole, digest: Article | None, originals: Sequence[Article]) -> Source:
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


def _kind(whole: Whole, id: str) -> str | None:
    part = next(p for p in whole.parts if p.id == id)
    return part.copy_of.kind if part.copy_of else None


def _findings(whole: Whole) -> tuple[Finding, ...]:
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
