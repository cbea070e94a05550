"""One printed reference in, its fields out: addresses by their form, the rest by the labels of its words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.labelling import label
from kb.ids import slug
from kb.text import plain
from kb.types import Reference
from kb.works import DOI, arxiv_of, doi_of, surname

LINK = re.compile(r"\[([^\[\]]{1,500})\]\((https?://[^\s)]{1,2000})\)")
_URL = re.compile(r"https?://[^\s<>\"'\]})]{1,2000}(?:\([^\s()<>]{0,200}\)[^\s<>\"'\]})]{0,500})?")
_BROKEN = re.compile(r"(https?://[^\s/]{3,100}/[^\s.]{0,40}) ([^\s/]{1,40}(?:/[^\s/]{1,200}){1,8})$")
_ARXIV_WORDS = re.compile(r"\barxiv[:. ]{1,2}(?:preprint )?(?:arxiv[:.])?\S{4,20}(?: \[[\w.-]{2,10}\])?", re.IGNORECASE)
_YEAR_IN_PARENS = re.compile(r"\(((?:19|20)\d{2})[a-z]?(?:,[^()]{0,40})?\)")
_YEAR = re.compile(r"(?<![\d./-])((?:19|20)\d{2})(?![\d/-])")
_OLD_YEAR = re.compile(r"\b(1[5-9]\d{2}|20\d{2})")
_LEADING_NAMES = re.compile(r"([^,]{2,200}? et al\.?|[^,.]{2,60}|(?:[^\W\d_]\. ){1,3}[^,]{2,40})(?=[,.] )")
_WHERE = re.compile(
    r"\b(?:source|supply|available (?:at|from|online)|retrieved(?: from)?|accessed|url|link|doi)\b:?[ .]{0,3}$",
    re.IGNORECASE,
)
_IN = re.compile(r"^(?:in|in:|dans|en) ", re.IGNORECASE)
_TITLE_WORDS = 4
"""Fewer words than this after the year are a venue, so that the title stands before it."""
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.?[ -]?){1,4}$")
_MARKS = ' .,;:“”‘’"«»*_()[]'
_NO_NAME = frozenset(
    ("the", "a", "an", "how", "why", "what", "when", "in", "on", "for", "to", "is", "with", "introduction")
)
_PARTICLES = frozenset(("and", "&", "et", "al.", "al", "de", "van", "von", "der", "den", "di", "da", "la", "du"))
_KINDS = (
    (re.compile(r"\b(?:proceedings|proc\.|conference|workshop|symposium)", re.IGNORECASE), "paper"),
    (re.compile(r"\barxiv\b", re.IGNORECASE), "preprint"),
    (re.compile(r"\b(?:thesis|dissertation)\b", re.IGNORECASE), "thesis"),
    (re.compile(r"\btechnical report\b", re.IGNORECASE), "report"),
)


@dataclass(frozen=True, slots=True)
class _Fields:
    """What a printed reference states, each as words; ``date`` holds the year."""

    author: str = ""
    title: str = ""
    venue: str = ""
    date: str = ""
    volume: str = ""
    pages: str = ""
    publisher: str = ""


def parse_reference(source: str, entry: str, number: int | None = None) -> Reference:
    """Return the fields of one printed reference, as well as they can be told; what cannot stays empty."""
    link, doi, arxiv = LINK.search(entry), doi_of(entry), arxiv_of(entry)
    url = address_of(entry)
    if url is None and arxiv:
        url = f"https://arxiv.org/abs/{arxiv}"
    words = plain(entry)
    told = _linked(words, plain(link[1])) if link and _says_something(link[1]) else _told(_without_addresses(words))
    years = _OLD_YEAR.findall(told.date) or _YEAR.findall(words)
    year = int(years[-1]) if years else None
    authors, title = names_of(told.author), told.title.strip(_MARKS.replace(")", "").replace("]", ""))[:300]
    venue = _WHERE.sub("", _IN.sub("", told.venue.strip(_MARKS))).strip(_MARKS)
    return Reference(
        id=reference_id(authors, year, title),
        source=source,
        number=number,
        authors=authors,
        year=year,
        title=title,
        venue=venue[:200] or None,
        url=url,
        doi=doi,
        arxiv=arxiv,
        volume=told.volume.strip(_MARKS.replace(")", "")) or None,
        pages=_pages(told.pages) or None,
        publisher=told.publisher.strip(_MARKS) or None,
        kind=next((kind for pattern, kind in _KINDS if pattern.search(entry)), "article"),
        text=entry,
    )


def address_of(entry: str) -> str | None:
    """Return the address in a printed reference; one that a blank has broken near its end is joined with ``%20``."""
    link = LINK.search(entry)
    if link:
        return link[2]
    broken = _BROKEN.search(entry)
    if broken:
        return f"{broken[1]}%20{broken[2]}".rstrip(".,;")
    found = _URL.search(entry)
    return found[0].rstrip(".,;") if found else None


def reference_id(authors: Sequence[str], year: int | None, title: str) -> str:
    """Return ``surname-year`` of the first author, else the first words of the title and the year."""
    name = surname(authors[0]) if authors else ""
    stem = slug(name, 24) if name else slug(title, 24)
    return f"{stem}-{year}" if year is not None else stem


def names_of(text: str) -> tuple[str, ...]:
    """Return the names in front of a title: split at commas, semicolons and 'and'; initials join their surname."""
    text = re.sub(r"\bet al\b\.?|\bu\. ?a\.|\(?\b[Ee]ds?\.\)?", "", text).strip(' .,:;“"(–—-*_')
    if not text or len(text) > 4000:
        return ()
    if ";" in text:
        return tuple(filter(None, (part.strip(" ,.&") for part in re.split(r";| & | and ", text))))[:100]
    names: list[str] = []
    parts = [part.strip() for part in re.split(r"\s*(?:,|\band\b|\bund\b|&)\s*", text) if part.strip()]
    for place, part in enumerate(parts):
        initials = len(part) <= 12 and _INITIALS.fullmatch(part) and ("." in part or len(part) <= 2)
        first = place == 1 and " " not in parts[0] and (len(parts) == 2 or all(" " in p for p in parts[2:]))
        if names and (initials or (first and text[len(parts[0])] == ",")) and "," not in names[-1]:
            names[-1] = f"{names[-1]}, {part}"
        else:
            names.append(part)
    return tuple(names[:100])


def _says_something(linked: str) -> bool:
    return len(linked) > 3 and not linked.startswith("http")


def _without_addresses(words: str) -> str:
    words = _ARXIV_WORDS.sub("", DOI.sub("", _URL.sub("", _BROKEN.sub("", words))))
    return " ".join(_WHERE.sub("", words.strip(" .,;-")).split())


def _linked(words: str, title: str) -> _Fields:
    """Tell the fields of an entry whose title is a link: the names stand before it, or after it and ``by``."""
    before, _, after = words.partition(title)
    if not before.strip(_MARKS) and after.lstrip(' ”"»*_,').startswith("by "):
        before, after = _split_after_names(after.lstrip(' ”"»*_,')[3:])
    dated = _YEAR.search(after) or _YEAR.search(before)
    names = _YEAR_IN_PARENS.sub("", before)
    names = _YEAR.sub("", names) if dated else names
    author = names if _looks_like_names(names) else ""
    venue = _YEAR.sub("", _URL.sub("", after)).replace("()", "")
    return _Fields(author=author, title=title, venue=venue, date=dated[1] if dated else "")


def _split_after_names(text: str) -> tuple[str, str]:
    names = _LEADING_NAMES.match(text + ", ")
    return (names[1], text[names.end() :]) if names else (text, "")


def _told(words: str) -> _Fields:
    """Tell the fields apart: ``Names, Title (2024), Venue`` by its form, anything else by the labels of its words."""
    runs: dict[str, str] = {}
    for name, run in label(words):
        runs.setdefault(name, run)
    dated = _YEAR_IN_PARENS.search(words)
    names = _LEADING_NAMES.match(words)
    printed = {"volume", "pages", "publisher", "location", "editor"} & runs.keys()
    if dated and not printed and names and names.end() < dated.start() and _looks_like_names(names[1]):
        title = words[names.end() : dated.start()].strip(" ,.:")
        if len(words[dated.end() :].split()) < _TITLE_WORDS <= len(title.split()) + 1 and not _INITIALS.match(title):
            return _Fields(author=names[1], title=title, venue=words[dated.end() :], date=dated[1])
    author, title = runs.get("author", ""), runs.get("title", "")
    if not title:
        author, title = _by_full_stops(words, author)
    venue = runs.get("container", "")
    return _Fields(
        author=author,
        title=title,
        venue="" if venue == title else venue or runs.get("publisher", "").replace(title, ""),
        date=runs.get("date", ""),
        volume=runs.get("volume", ""),
        pages=runs.get("pages", ""),
        publisher=runs.get("publisher", "").replace(title, ""),
    )


def _by_full_stops(words: str, author: str) -> tuple[str, str]:
    """Return names and title where no word is labelled as a title: what follows the names up to a full stop."""
    if author and author != words.strip():
        rest = words.partition(author)[2].strip(_MARKS)
    else:
        first, _, rest = words.partition(". ")
        author = first if rest and _looks_like_names(first) else ""
        rest = rest if author else words
    rest = _YEAR_IN_PARENS.sub("", rest).strip()
    return author, re.split(r"(?<=[^\W\d_]{2})[.?] ", rest, maxsplit=1)[0] or words


def _looks_like_names(text: str) -> bool:
    words = text.replace(",", " ").split()
    if not words or len(words) > 60 or any(len(w) > 1 and w.lower() in _NO_NAME for w in words[:8]):
        return False
    return all(w[0].isupper() or w.lower() in _PARTICLES for w in words)


def _pages(text: str) -> str:
    """Return ``45-67`` for ``pp. 45–67.``"""
    return re.sub(r"\s*[–—-]+\s*", "-", re.sub(r"^(?:pp?|pages?|S|s)\b\.?\s*", "", text.strip(_MARKS)))
