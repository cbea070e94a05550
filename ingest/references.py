"""The bibliography of an article: from its front matter, or from a section of that name, entry by entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ingest.frontmatter import text_of, texts_of
from kb.errors import ArticleError
from kb.ids import slug
from kb.text import SectionSpan, plain
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
_LINK = re.compile(r"\[([^\[\]]{1,500})\]\((https?://[^\s)]{1,2000})\)")
_URL = re.compile(r"https?://[^\s<>\"'\])}]{1,2000}")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>\])}]{1,200}")
_ARXIV = re.compile(r"\barxiv[:. ]{1,2}(\d{4}\.\d{4,5})", re.IGNORECASE)
_YEAR_IN_PARENS = re.compile(r"\(((?:19|20)\d{2})[a-z]?(?:,[^()]{0,40})?\)")
_YEAR = re.compile(r"(?<![\d./-])((?:19|20)\d{2})(?![\d/-])")
_QUOTED = re.compile(r"[“\"«]([^”\"»]{4,400})[”\"»]|(?<!\*)\*([^*]{4,400})\*(?!\*)|\b_([^_]{4,400})_\b")
_LEADING_NAMES = re.compile(r"([^,]{2,200}? et al\.?|[^,.]{2,60}|(?:[^\W\d_]\. ){1,3}[^,]{2,40})(?=[,.] )")
_VANCOUVER = re.compile(r"((?:[A-Z][\w'’-]{1,40} [A-Z]{1,3}(?:, | and )?){1,30})\. (?=[A-Z])")
_WHERE = re.compile(r"\b(?:source|supply|available (?:at|from)|retrieved from|url|link)\b:?[ .]{0,3}$", re.IGNORECASE)
_A_NUMBERED_LIST = 3
_TITLE_WORDS = 4
"""Fewer words than this after the year are a venue, so that the title stands before it."""
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.?[ -]?){1,4}$")
_NO_NAME = frozenset(
    ("the", "a", "an", "how", "why", "what", "when", "in", "on", "for", "to", "is", "with", "introduction")
)


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
        if (match or bullet or blank or stacked or (line.strip() and not goes_on and parted)) and parts:
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


def parse_reference(source: str, entry: str, number: int | None = None) -> Reference:
    """Return the fields of one printed reference, as well as they can be told; what cannot stays empty."""
    link, address, doi, arxiv = _LINK.search(entry), _URL.search(entry), _DOI.search(entry), _ARXIV.search(entry)
    url = link[2] if link else address[0].rstrip(".,;") if address else None
    if url is None and arxiv:
        url = f"https://arxiv.org/abs/{arxiv[1]}"
    words = _URL.sub("", plain(entry)) if not link else plain(entry)
    words = " ".join(_DOI.sub("", words).split()).strip(" .,;-")
    dated = _YEAR_IN_PARENS.search(words)
    years = _YEAR.findall(words)
    year = int(dated[1]) if dated else int(years[-1]) if years else None
    authors, title, venue = _names_and_title(entry, words, dated, link[1] if link else "")
    return Reference(
        id=reference_id(authors, year, title),
        source=source,
        number=number,
        authors=authors,
        year=year,
        title=title,
        venue=venue,
        url=url,
        doi=doi[0].rstrip(".,;") if doi else None,
        text=entry,
    )


def reference_id(authors: Sequence[str], year: int | None, title: str) -> str:
    """Return ``surname-year`` of the first author, else the first words of the title and the year."""
    name = surname(authors[0]) if authors else ""
    stem = slug(name, 24) if name else slug(title, 24)
    return f"{stem}-{year}" if year is not None else stem


def surname(author: str) -> str:
    """Return the surname of ``Smith, J.``, ``J. Smith``, ``Smith J``; an organisation's whole name (``LLM Stats``)."""
    name = author.split(",")[0].replace("et al.", "").replace("et al", "").strip()
    words = name.split()
    if len(words) < 2:
        return name.strip(".")
    if len(words[-1]) <= 3 and words[-1].isupper():
        return words[0]
    return name if len(words[0]) > 1 and words[0].isupper() and words[0].isalpha() else words[-1].strip(".")


def _names_and_title(
    entry: str, words: str, dated: re.Match[str] | None, linked: str
) -> tuple[tuple[str, ...], str, str | None]:
    """Tell authors, title and venue apart by the year in parentheses, by quotes or italics, else by full stops."""
    quoted = None if linked else _QUOTED.search(entry)
    if linked and len(linked) > 3 and not linked.startswith("http"):
        title = plain(linked)
        before, _, after = words.partition(title)
    elif dated is not None and len(words[dated.end() :].split()) < _TITLE_WORDS and not quoted:
        names = _LEADING_NAMES.match(words)
        before = names[1] if names is not None and _looks_like_names(names[1]) else ""
        title, after = words[len(before) : dated.start()].strip(" ,.:"), words[dated.end() :]
    elif dated is not None and 0 < dated.start() < 300:
        before, rest = words[: dated.start()], words[dated.end() :].lstrip(" .,:")
        title, _, after = rest.partition(". ")
    elif quoted is not None:
        title = plain(next(g for g in quoted.groups() if g)).strip(" ,.")
        before, _, after = words.partition(title)
        if before.strip(' “"«*_') == "" and after.lstrip(' ”"»*_').startswith("by "):
            before, _, after = after.lstrip(' ”"»*_')[3:].partition(". ")
    else:
        before, title, after = _by_full_stops(words)
    venue = _WHERE.sub("", _YEAR.sub("", after)).replace("()", "").strip(' .,;:()”"»*_-') or None
    return _authors(before), title.strip(' .,“”"')[:300], venue[:200] if venue else None


def _by_full_stops(words: str) -> tuple[str, str, str]:
    vancouver = _VANCOUVER.match(words)
    if vancouver is not None:
        title, _, after = words[vancouver.end() :].partition(". ")
        return vancouver[1], title, after
    parts = re.split(r"(?<=[^\W\d_]{2})[.:?] ", words, maxsplit=2)
    if len(parts) == 1 or not _looks_like_names(parts[0]):
        return "", parts[0], ". ".join(parts[1:])
    return parts[0], parts[1], parts[2] if len(parts) > 2 else ""


def _looks_like_names(text: str) -> bool:
    words = text.replace(",", " ").split()
    if not words or len(words) > 60 or any(len(w) > 1 and w.lower() in _NO_NAME for w in words[:8]):
        return False
    return all(w[0].isupper() or w.lower() in ("and", "&", "et", "al.", "al", "de", "van", "von", "der") for w in words)


def _authors(text: str) -> tuple[str, ...]:
    """Return the names in front of a title: split at commas, semicolons and 'and'; initials join their surname."""
    text = re.sub(r"\bet al\.?", "", text).strip(' .,:;“"(–—-*_')
    if not text or len(text) > 1000 or not _looks_like_names(text):
        return ()
    names: list[str] = []
    for part in re.split(r"\s*(?:;|,|\band\b|&)\s*", text):
        part = part.strip()
        if not part:
            continue
        if names and len(part) <= 12 and _INITIALS.fullmatch(part) and ("." in part or len(part) <= 2):
            names[-1] = f"{names[-1]}, {part}"
        else:
            names.append(part)
    return tuple(names[:100])
