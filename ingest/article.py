"""One article in, its records out: sections, passages, claims, references, citations, findings.

Spans point into ``Source.text``: the Markdown body without front matter and without the ``{#...}`` markers of claims.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ingest.anchors import Anchor, take_anchors
from ingest.bibliography import bibliography
from ingest.bilingual import paired, spoken
from ingest.bylines import top_fields
from ingest.citations import cite
from ingest.claims import authored_claims, found_claims
from ingest.disclosures import disclosures
from ingest.fetch import fetch
from ingest.frontmatter import read, split, text_of, texts_of
from ingest.groups import weighed
from ingest.headings import folded
from ingest.language import guess_language, language_tag
from ingest.markdown import to_markdown
from ingest.page import RawPage
from ingest.passages import passages
from ingest.references import HEADINGS
from ingest.rules_of_thumb import places, thumbs
from ingest.side_files import with_side_files
from ingest.truncated import cut_short
from kb.blocks import Block, blocks
from kb.errors import ArticleError
from kb.ids import section_id, slug
from kb.text import SectionSpan, sections, sentences
from kb.types import Article, Finding, Section, Source, Span

LONGEST_TEXT = 5_000_000
"""Characters; two and a half long books."""

_HASH_TAIL = re.compile(r"[-_.](?=[0-9a-f]*\d)[0-9a-f]{8,64}$")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_TOP_LINES = 30
_TITLE_WORDS = 5
_LONGEST_TITLE = 200
_BEGINNING = 80
_WORD = re.compile(r"[^\W\d_]{2,}")


def read_article(path: Path) -> Article:
    """Return all that the article in a file yields; raise ArticleError where it cannot be read as an article."""
    return parse_article(with_side_files(fetch(path), path))


def parse_article(raw: RawPage) -> Article:
    """Return all that a fetched page yields; pure, linear in the text.

    Raises ArticleError for malformed front matter, markers or references, a text too long, and one without a sentence.
    """
    yaml, body, lines = split(raw.text) if raw.format != "rst" else ("", raw.text, 0)
    meta = read(yaml, raw.origin)
    lines += raw.first_line
    text, anchors = take_anchors(to_markdown(body, raw.format), raw.origin, lines + 1)
    if len(text) > LONGEST_TEXT:
        raise ArticleError(
            f"{raw.origin}: expected at most {LONGEST_TEXT:,} characters, found {len(text):,}. Split it."
        )
    parsed = blocks(text)
    spans = sections(text, parsed)
    source = _source(raw, meta, text, spans)
    return _assemble(source, meta, raw, anchors, parsed, spans, lines)


def _assemble(
    source: Source,
    meta: Mapping[str, object],
    raw: RawPage,
    anchors: tuple[Anchor, ...],
    parsed: tuple[Block, ...],
    spans: tuple[SectionSpan, ...],
    lines: int,
) -> Article:
    text, id = source.text, source.id
    works = bibliography(id, meta, raw, text, spans)
    cited = cite(id, text, parsed, works.references, works.ranges, works.labels)
    told = sentences(text, source.language, (a.at for a in anchors), parsed)
    told = tuple(s for s in told if not any(start <= s.start < end for start, end in works.ranges))
    speech = spoken(text, told, source.language)
    source, told = source.model_copy(update={"language": speech.language}), speech.sentences
    spans = folded(text, spans, speech.language, dump=raw.format == "text")
    kept = tuple(_section(id, span) for span in spans)
    chunks = passages(text, kept, told, speech.others)
    chunks = paired(chunks) if speech.translated else chunks
    if not chunks:
        raise ArticleError(
            f"{raw.origin}: expected an article, found no sentence in it (only code, pictures or headings)."
        )
    if anchors:
        claims = authored_claims(id, raw.origin, text, anchors, told, chunks, cited.citations)
    else:
        told = speech.first() if speech.translated else told
        rules = thumbs(text, told, spans)
        also = weighed(text, source.title, parsed, told, rules) | places(rules)
        claims = found_claims(id, text, told, chunks, cited.citations, also)
    return Article(
        source=source,
        sections=kept,
        passages=chunks,
        claims=claims,
        references=(*works.references, *cited.linked),
        citations=cited.citations,
        findings=(*_state(source, raw, parsed, works.ranges), *works.findings, *_placed(cited.findings, lines)),
    )


def _state(
    source: Source, raw: RawPage, parsed: tuple[Block, ...], listed: Sequence[tuple[int, int]]
) -> tuple[Finding, ...]:
    """Return what was repaired in a text, and whether it is cut short before the references ``listed`` at its end."""
    repairs = tuple(Finding(source=source.id, kind="repair", text=repair) for repair in raw.repairs)
    end = min((start for start, _ in listed), default=len(source.text))
    cut = cut_short(source.text, parsed, end) if source.text_kind == "original" else ""
    return (*repairs, Finding(source=source.id, kind="truncated", text=cut)) if cut else repairs


def _placed(findings: Sequence[Finding], lines: int) -> tuple[Finding, ...]:
    """Return findings by their line in the file, whose front matter takes up so many lines."""
    return tuple(f.model_copy(update={"line": f.line + lines}) if f.line else f for f in findings)


def _section(source: str, span: SectionSpan) -> Section:
    return Section(
        id=section_id(source, span.number, span.title or "start"),
        source=source,
        title=span.title,
        level=span.level,
        number=span.number,
        span=Span(source=source, start=span.start, end=span.end),
    )


def _source(raw: RawPage, meta: Mapping[str, object], text: str, spans: tuple[SectionSpan, ...]) -> Source:
    """Gather what the article says about itself: the front matter first, then the page, then a byline or a guess."""
    title = text_of(meta, "title") or raw.title or _title(raw, text, spans)
    byline, dated = top_fields(text)
    published = text_of(meta, "published", "date", "published_at", "pubdate") or raw.published or dated
    year = _YEAR.match(published or "")
    said = text_of(meta, "language", "lang") or raw.language
    kind = text_of(meta, "text_kind")
    if kind not in ("", "digest", "original"):
        raise ArticleError(f"{raw.origin}: expected 'digest' or 'original' as text_kind, found '{kind}'.")
    return Source(
        id=_id(raw, meta, title),
        title=title,
        authors=texts_of(meta, "authors") or texts_of(meta, "author") or raw.authors or byline,
        published=published or None,
        year=int(year[0]) if year else None,
        url=text_of(meta, "url", "canonical_url", "source_url") or raw.url,
        kind=text_of(meta, "kind") or "article",
        language=language_tag(said) or guess_language(text),
        text_kind="digest" if kind == "digest" else "original",
        text=text,
        content_hash=raw.content_hash,
        origin=raw.origin,
        disclosures=texts_of(meta, "disclosures") or tuple(dict.fromkeys((*disclosures(text), *raw.disclosures))),
    )


def _title(raw: RawPage, text: str, spans: tuple[SectionSpan, ...]) -> str:
    """Return the first heading of the highest level near the top; in plain text, the first line that reads as one."""
    heads = [s for s in spans[:3] if s.title and s.title.lower() not in HEADINGS]
    if raw.format == "text":
        lines = [line.strip(" #") for line in text.split("\n", _TOP_LINES)[:_TOP_LINES] if line.strip()]
        short = [line for line in lines if len(line) <= _LONGEST_TITLE and not line.endswith(".")]
        titles = [line for line in short if len(line.split()) >= _TITLE_WORDS and line[0].isalnum()]
        if titles or (short and short[0] == lines[0]):
            return (titles or short)[0]
    if heads:
        return min(heads, key=lambda s: s.level).title[:_LONGEST_TITLE]
    name = raw.name if _WORD.search(_HASH_TAIL.sub("", raw.name.lower())) else ""
    return name.replace("_", " ").replace("-", " ").strip() or _first_words(text) or "Untitled"


def _first_words(text: str) -> str:
    """Return how a text begins, for one that has no title and a file without a name: a number, a hash."""
    words = " ".join(text[:_LONGEST_TITLE].split()).lstrip("#*_>- ")
    first = words.split(". ")[0].rstrip(".")
    return first if len(first) <= _BEGINNING else f"{first[:_BEGINNING].rsplit(' ', 1)[0].rstrip(' ,;:')} …"


def _id(raw: RawPage, meta: Mapping[str, object], title: str) -> str:
    """Return the declared id, else the slug of the file's name without a hash, else that of the title."""
    declared = text_of(meta, "id")
    if declared:
        if slug(declared, 80) != declared:
            fix = slug(declared, 80)
            raise ArticleError(
                f"{raw.origin}: expected an id of small letters, digits and hyphens, found '{declared}'. Write '{fix}'."
            )
        return declared
    name = _HASH_TAIL.sub("", raw.name.lower())
    return slug(name if any(c.isalpha() for c in name) else title, 60)
