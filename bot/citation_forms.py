"""A cited quote in the forms that people paste: text, APA-like, BibTeX, CSL-JSON, Markdown footnotes. Pure.

A quote is cited by the works that its sentence leans on and by the source it stands in, which comes after them. Where
the works are not at hand as records they are read from how the answer prints them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from bot.bibliography import as_apa, as_bibtex, csl_items
from bot.escaping import autolink, inline, linked, shown
from bot.types import CitedQuote, CitedReference
from ingest.entries import names_of
from kb.types import Reference
from kb.works import arxiv_of, doi_of

FORMS = ("text", "apa", "bibtex", "csl-json", "markdown")
_COMPOSED = re.compile(r"(?P<names>.{1,300}?) \((?P<year>[12]\d{3})\)\. (?P<rest>.+)", re.DOTALL)
_TITLE_END = re.compile(r"(?<=[?!]) |\. ")
_KINDS = {
    "preprint": re.compile(r"\barXiv\b|\bpreprint\b", re.IGNORECASE),
    "paper": re.compile(r"\b(?:proceedings|conference|symposium|workshop|advances in)\b", re.IGNORECASE),
    "blog": re.compile(r"\bblog\b|\bmedium\b|\bsubstack\b", re.IGNORECASE),
    "report": re.compile(r"\breport\b|\bsurvey\b", re.IGNORECASE),
}
"""What a work is by the words of its venue; anything else is a page."""
_NO_LABEL = re.compile(r"[^\w-]+")

Works = Mapping[str, Reference]


def forms(quote: CitedQuote, works: Works | None = None) -> dict[str, str]:
    """Return the quote in each of ``FORMS``; ``works`` are the records of its references by id, where known."""
    return {form: form_of((quote,), form, works) for form in FORMS}


def form_of(quotes: Sequence[CitedQuote], form: str, works: Works | None = None) -> str:
    """Return several quotes in one of ``FORMS``, each work once, ending with a line end.

    No quote is an empty text, or an empty list in CSL-JSON.
    """
    match form:
        case "apa":
            return "".join(sorted({line: None for quote in quotes for line in _apa(quote, works)}))
        case "bibtex":
            return as_bibtex(entries(quotes, works), _notes(quotes)) if quotes else ""
        case "csl-json":
            items = csl_items(entries(quotes, works), _notes(quotes))
            return json.dumps(items, ensure_ascii=False, indent=2) + "\n"
        case "markdown":
            return _markdown(quotes) if quotes else ""
    return "\n".join(_text(quote) for quote in quotes)


def _apa(quote: CitedQuote, works: Works | None) -> list[str]:
    """Return a line for each work leaned on, and the source that cites it."""
    source = as_apa([_source(quote)])
    leaning = [as_apa([_work(reference, works)]).rstrip() for reference in quote.references]
    return [f"{work} Cited in {source}" for work in leaning] or [source]


def entries(quotes: Sequence[CitedQuote], works: Works | None = None) -> tuple[Reference, ...]:
    """Return the works that the quotes lean on, then the sources they stand in; each once."""
    leaning = [_work(reference, works) for quote in quotes for reference in quote.references]
    found = {work.id: work for work in leaning}
    for quote in quotes:
        found.setdefault(_source_key(quote), _source(quote))
    return tuple(found.values())


def _work(reference: CitedReference, works: Works | None) -> Reference:
    return (works or {}).get(reference.id) or read_back(reference)


def read_back(reference: CitedReference) -> Reference:
    """Return the fields of a reference as an answer prints it; what is not in our own form stays one text."""
    known = {"id": reference.id, "source": "", "number": reference.number, "url": reference.url}
    ids = {"doi": doi_of(reference.url or reference.text), "arxiv": arxiv_of(reference.url or reference.text)}
    match = _COMPOSED.fullmatch(reference.text)
    if match is None:
        return Reference.model_validate({**known, **ids, "text": reference.text})
    title, _, venue = (part.rstrip(".") for part in _cut(match["rest"]))
    names = names_of(re.sub(r",? et al\.?$", "", match["names"]))
    fields = {"authors": names, "year": int(match["year"]), "title": title, "venue": venue or None}
    fields["kind"] = next((kind for kind, words in _KINDS.items() if words.search(venue)), "link")
    return Reference.model_validate({**known, **ids, **fields, "text": reference.text})


def _cut(rest: str) -> tuple[str, str, str]:
    """Return title, what ends it, and venue."""
    end = _TITLE_END.search(rest)
    return (rest[: end.start()], end[0], rest[end.end() :]) if end else (rest, "", "")


def _source_key(quote: CitedQuote) -> str:
    """Return the id of a source, told apart from a reference of the same id that is another work."""
    same = [r for r in quote.references if r.id == quote.source.id]
    return f"{quote.source.id}-source" if same and same[0].url != quote.source.url else quote.source.id


def _source(quote: CitedQuote) -> Reference:
    s = quote.source
    return Reference(
        id=_source_key(quote), source=s.id, authors=s.authors, year=s.year, title=s.title, url=s.url, kind="link"
    )


def _notes(quotes: Sequence[CitedQuote]) -> dict[str, str]:
    """Return for each work what was quoted, and for a work that was not read itself, where it is cited."""
    said: dict[str, list[str]] = {}
    for quote in quotes:
        words = f"“{shown(quote.quote)}”"
        whose = "summarised by Crossroads" if quote.kind == "digest" else "quoted"
        for reference in quote.references:
            said.setdefault(reference.id, []).append(f"Cited in {_credit(quote)}, {whose}: {words}")
        if not quote.references:
            said.setdefault(_source_key(quote), []).append(f"{whose[:1].upper()}{whose[1:]}: {words}")
    return {id: " ".join(dict.fromkeys(parts)) for id, parts in said.items()}


def _credit(quote: CitedQuote) -> str:
    by = ", ".join(part for part in (", ".join(quote.source.authors), str(quote.source.year or "")) if part)
    return shown(f"{quote.source.title} ({by})" if by else quote.source.title)


def _text(quote: CitedQuote) -> str:
    whose = "summary of " if quote.kind == "digest" else ""
    lines = [f"“{shown(quote.quote)}”", f"  {whose}{_credit(quote)}{_spaced(quote.link)}"]
    for reference in quote.references:
        number = f"[{reference.number}] " if reference.number is not None else ""
        lines.append(f"  leaning on {number}{shown(reference.text or reference.id)}{_spaced(reference.url)}")
    return "".join(f"{line}\n" for line in lines)


def _spaced(url: str | None) -> str:
    return f" {shown(url)}" if url else ""


def _markdown(quotes: Sequence[CitedQuote]) -> str:
    """Return the quotes with a footnote mark each, then the footnotes: what is leaned on, and where it is cited."""
    labels = _labels(quotes)
    said = [f"> {inline(quote.quote)}[^{label}]" for quote, label in zip(quotes, labels, strict=True)]
    notes = {label: f"[^{label}]: {_footnote(quote)}" for quote, label in zip(quotes, labels, strict=True)}
    return "\n\n".join([*said, *notes.values()]) + "\n"


def _labels(quotes: Sequence[CitedQuote]) -> list[str]:
    """Return a label a quote; quotes with the same works and source share one."""
    taken: dict[str, str] = {}
    found = []
    for quote in quotes:
        base = _NO_LABEL.sub("-", quote.references[0].id if quote.references else quote.source.id) or "source"
        note, label, number = _footnote(quote), base, 1
        while taken.setdefault(label, note) != note:
            number += 1
            label = f"{base}-{number}"
        found.append(label)
    return found


def _footnote(quote: CitedQuote) -> str:
    whose = "Crossroads' summary of " if quote.kind == "digest" else ""
    by = ", ".join(part for part in (", ".join(quote.source.authors), str(quote.source.year or "")) if part)
    title = linked(quote.source.title, quote.link or quote.source.url)
    source = f"{whose}{title}{f' ({inline(by)})' if by else ''}"
    leaning = [f"{inline(r.text or r.id)}{f' {url}' if (url := autolink(r.url)) else ''}" for r in quote.references]
    return f"{'; '.join(leaning)} Cited in {source}." if leaning else f"{source[:1].upper()}{source[1:]}."
