"""The bibliography of an article: from its front matter, or from a section of that name, entry by entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ingest.entries import parse_reference
from ingest.frontmatter import text_of, texts_of
from kb.errors import ArticleError
from kb.text import SectionSpan
from kb.types import Reference

HEADINGS = frozenset(
    (
        "references",
        "bibliography",
        "sources",
        "works cited",
        "cited works",
        "further reading",
        "citations",
        "literature",
        "footnotes",
        "references and further reading",
        "additional resources",
        "more resources",
        "literatur",
        "quellen",
        "références",
        "referencias",
        "参考文献",
    )
)
"""Titles, in lower case, of the sections that list what an article cites."""

_LONGEST_ENTRY = 2000
_NUMBERED = re.compile(
    r"[ \t>]{0,12}(?:[-*+][ \t]{1,4})?(?:\\?\[\^?(\d{1,5})\\?\]:?|(\d{1,4})[.)])(?=[ \t]|$)[ \t]{0,4}"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")
_BULLET = re.compile(r"[ \t]{0,12}[-*+•‣◦▪][ \t]{1,4}")
_WRAPPED = re.compile(r"[ \t]{2,}|https?://|[^\W\d_A-ZÀ-Þ]")
"""How a line begins that goes on with the entry before: indented, an address, or in small letters."""
_A_NUMBERED_LIST = 3


def section_of(sections: Sequence[SectionSpan]) -> tuple[SectionSpan, ...]:
    """Return the sections that hold the bibliography: those with such a heading, and the deeper ones under them."""
    found: list[SectionSpan] = []
    under = 0
    for section in sections:
        if section.title.strip(" :.").lower() in HEADINGS:
            under = section.level
        elif not under or section.level <= under:
            under = 0
            continue
        found.append(section)
    return tuple(found)


def authored_references(source: str, meta: Mapping[str, object], place: str) -> tuple[Reference, ...]:
    """Return the references of the front matter; raise ArticleError for an entry without id, or an id used twice."""
    entries = meta.get("references")
    if not isinstance(entries, list):
        return ()
    found: dict[str, Reference] = {}
    for position, entry in enumerate(entries, start=1):
        if not isinstance(entry, Mapping):
            raise ArticleError(f"{place}: expected reference {position} to have keys, found {type(entry).__name__}.")
        id, number, year = text_of(entry, "id"), text_of(entry, "number"), text_of(entry, "year")
        if not id or id in found:
            raise ArticleError(f"{place}: expected an id of its own for reference {position}, found {id or 'none'!r}.")
        found[id] = Reference(
            id=id,
            source=source,
            number=int(number) if number.isdigit() else None,
            authors=texts_of(entry, "authors"),
            year=int(year) if year.isdigit() else None,
            title=text_of(entry, "title"),
            venue=text_of(entry, "venue") or None,
            url=text_of(entry, "url") or None,
            doi=text_of(entry, "doi") or None,
            kind=text_of(entry, "kind") or "article",
            text=text_of(entry, "text"),
            note=text_of(entry, "note") or None,
        )
    return tuple(found.values())


def listed_references(source: str, text: str, sections: Iterable[SectionSpan]) -> tuple[Reference, ...]:
    """Return the entries of the bibliography's sections, with ids such as ``smith-2024`` from their content."""
    taken: set[str] = set()
    found: list[Reference] = []
    for section in sections:
        entries = list(_entries(text[section.body : section.end]))
        numbered = sum(number is not None for number, _ in entries) >= _A_NUMBERED_LIST
        for number, entry in entries:
            reference = parse_reference(source, entry, number)
            if numbered and number is None and not (reference.url or reference.year):
                continue
            if not (reference.url or reference.year or number is not None or len(reference.title.split()) > 3):
                continue
            found.append(reference.model_copy(update={"id": free_id(reference.id, taken)}))
    return tuple(found)


def free_id(id: str, taken: set[str]) -> str:
    """Return the id, or the id with ``-2``, ``-3``, ... where it is taken, and take it."""
    free, count = id, 1
    while free in taken:
        count += 1
        free = f"{id}-{count}"
    taken.add(free)
    return free


def _entries(body: str) -> Iterator[tuple[int | None, str]]:
    """Yield number and text of each entry; without numbers and bullets, a paragraph or a line is an entry."""
    lines = _TAG.sub("", body).split("\n")
    marked = any(_NUMBERED.match(line) or _BULLET.match(line) for line in lines)
    stacked = not marked and "\n\n" not in body.strip()
    number: int | None = None
    parts: list[str] = []
    parted = False
    for line in lines:
        match = _NUMBERED.match(line)
        bullet = None if match else _BULLET.match(line)
        goes_on = number is not None and not match and not bullet and "://" in line and "://" not in " ".join(parts)
        blank = not line.strip() and number is None
        begins = stacked and not _WRAPPED.match(line)
        if (match or bullet or blank or begins or (line.strip() and not goes_on and parted)) and parts:
            yield number, " ".join(parts)[:_LONGEST_ENTRY]
            number, parts = None, []
        if match:
            number = int(match[1] or match[2])
            parts.append(line[match.end() :].strip() or "-")
        elif line.strip():
            parts.append((line[bullet.end() :] if bullet else line).strip())
        parted = not line.strip()
    if parts:
        yield number, " ".join(parts)[:_LONGEST_ENTRY]
