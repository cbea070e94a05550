"""Numbered citations: a claim or passage becomes a quote with its place, its source and its references. Pure."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote as percent_encoded

from bot.library import Library
from bot.types import Answer, CitedQuote, CitedReference, CitedSource
from kb.copies import Part
from kb.types import Reference, Source, Span

AROUND = 40
"""Characters of context before and after a quote, enough to find it again (W3C text-quote selector)."""


class Citer:
    """Gives each quoted place one number, in the order in which it is first cited."""

    def __init__(self, library: Library, asked: str = "") -> None:
        """Start with no citation; quotes are cut from the library's stored texts.

        ``asked`` is the question, whose language chooses the translation that is named beside a quote.
        """
        self._library = library
        self._asked = asked
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._cited: list[CitedQuote] = []

    def claim(self, id: str) -> int | None:
        """Cite a claim and return its number, or None where the library does not hold it (its source was removed)."""
        claim = self._library.claims.get(id)
        if claim is None:
            return None
        note = self._library.translation(id, self._asked)
        if claim.quoted is None:
            return self._cite(claim.span, claim.passage, claim.references, note)
        quoted = claim.quoted
        if quoted.spun:
            note = f"Words were swapped in this copy of the article. Our summary: {claim.text}"
        span = Span(source=claim.source, start=quoted.start, end=quoted.end)
        return self._cite(span, quoted.passage, claim.references, note)

    def claims(self, ids: tuple[str, ...], most: int = 3) -> tuple[int, ...]:
        """Cite several claims, at most ``most``."""
        numbers = [self.claim(id) for id in ids[:most]]
        return tuple(dict.fromkeys(n for n in numbers if n is not None))

    def passage(self, id: str) -> int:
        """Cite a whole passage and return its number."""
        passage = self._library.passages[id]
        references = tuple(dict.fromkeys(r for c in self._library.claims_in.get(id, ()) for r in c.references))
        return self._cite(passage.span, id, references)

    def cited(self) -> tuple[CitedQuote, ...]:
        """Return all citations so far, by number."""
        return tuple(self._cited)

    def _cite(self, span: Span, passage: str, references: tuple[str, ...], note: str = "") -> int:
        key = (span.source, span.start, span.end)
        if key not in self._numbers:
            self._numbers[key] = len(self._cited) + 1
            found = _quote(len(self._cited) + 1, self._library, span, passage, references)
            self._cited.append(found.model_copy(update={"note": note}) if note else found)
        return self._numbers[key]


def numbers_in(answer: Answer, library: Library) -> Callable[[tuple[str, ...]], tuple[int, ...]]:
    """Return a function from claim ids to the numbers under which an answer cites them, without those it does not."""
    known = {(c.source.id, c.start, c.end): c.n for c in answer.citations}

    def numbers(ids: tuple[str, ...]) -> tuple[int, ...]:
        citer = Citer(library)
        citer.claims(ids, most=len(ids))
        found = (known.get((c.source.id, c.start, c.end)) for c in citer.cited())
        return tuple(n for n in found if n is not None)

    return numbers


def _quote(n: int, library: Library, span: Span, passage: str, references: tuple[str, ...]) -> CitedQuote:
    source = library.sources[span.source]
    text = source.text[span.start : span.end]
    part = source.part_at(span.start)
    first, last = (part.start, part.end) if part else (0, len(source.text))
    return CitedQuote(
        n=n,
        quote=text,
        prefix=source.text[max(first, span.start - AROUND) : span.start],
        suffix=source.text[span.end : min(last, span.end + AROUND)],
        passage=passage,
        start=span.start,
        end=span.end,
        kind=part.text_kind if part else source.text_kind,
        source=CitedSource(id=source.id, title=source.title, authors=source.authors, year=source.year, url=source.url),
        references=tuple(cited_reference(library.references[id]) for id in references if id in library.references),
        link=link_to(source, text, part),
    )


def cited_reference(reference: Reference) -> CitedReference:
    """Return the reference as an answer shows it."""
    return CitedReference(id=reference.id, number=reference.number, text=reference_text(reference), url=reference.url)


def reference_text(reference: Reference) -> str:
    """Return the printed entry, or one composed of authors, year, title and venue."""
    if reference.text:
        return reference.text
    authors = ", ".join(reference.authors[:3]) + (" et al." if len(reference.authors) > 3 else "")
    by = " ".join(part for part in (authors, f"({reference.year})" if reference.year else "") if part)
    parts = (part.rstrip(".") for part in (by, reference.title, reference.venue or "") if part)
    return " ".join(part if part.endswith(("?", "!")) else f"{part}." for part in parts)


def link_to(source: Source, quote: str, part: Part | None = None) -> str:
    """Return where to read it: the original with a text fragment, or, for our digest, the original without one.

    Neither a digest's words nor those of a copy with words swapped, of a translation or of another state of the article
    stand in the original, so a text fragment there would point at nothing.
    """
    tie = part.copy_of if part else None
    url = part.url if part and tie and tie.kind in ("revision", "translation") and part.url else source.url
    if not url:
        return ""
    if (part.text_kind if part else source.text_kind) == "digest" or (tie and tie.kind == "spun"):
        return url
    if tie and tie.kind in ("revision", "translation") and not (part and part.url):
        return url
    words = quote.split()
    if len(words) > 12:
        ends = percent_encoded(" ".join(words[:5]), safe="") + "," + percent_encoded(" ".join(words[-5:]), safe="")
        return f"{url}#:~:text={ends}"
    return f"{url}#:~:text={percent_encoded(quote, safe='')}"
