"""In-text citations: ``[2]``, ``[1-3]``, ``(Smith, 2024)``, hyperlinks; resolved, or found dangling."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ingest.references import free_id, surname
from kb.blocks import Block, BlockKind, code_spans
from kb.ids import slug
from kb.text import plain
from kb.types import Citation, Finding, Reference, Span

_NUMBERS = re.compile(r"\\?\[(\^?\d{1,15}(?: ?[,;–-] ?\^?\d{1,15}){0,30})\\?\](?!\()")
_LINK = re.compile(
    r"(!?)\[([^\[\]]{1,500})\]"
    r"\((https?://[^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,500})?)(?: \"[^\"]{0,200}\")?\)"
)
_PARENS = re.compile(r"\(([^()\n]{3,200}?(?:19|20)\d{2}[a-z]?[^()\n]{0,100})\)")
_NAMED_YEAR = re.compile(
    r"([^\W\d_][\w'’-]{1,40})(?: et al\.?|(?: (?:and|&) [^\W\d_][\w'’.-]{1,40}){1,2})?,? ((?:19|20)\d{2})[a-z]?$"
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"  # noqa: SIM905
    " sep sept oct nov dec since until in of from early late mid spring summer autumn fall winter q1 q2 q3 q4 version"
    " updated published copyright".split()
)
"""Words before a year in parentheses that are no surname."""
_NO_TITLES = frozenset(
    ("source", "sources", "here", "link", "this", "paper", "blog", "docs", "read more", "this paper")
)
_WIDEST_RANGE = 50


@dataclass(slots=True)
class _Index:
    """The references of an article by number, by URL and by surname and year."""

    numbers: dict[int, list[str]] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    names: dict[tuple[str, int], list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, references: Sequence[Reference]) -> _Index:
        index = cls()
        for reference in references:
            if reference.number is not None:
                index.numbers.setdefault(reference.number, []).append(reference.id)
            if reference.url:
                index.urls.setdefault(address_key(reference.url), reference.id)
            if reference.year is not None:
                for author in reference.authors:
                    index.names.setdefault((surname(author).casefold(), reference.year), []).append(reference.id)
        return index


@dataclass(frozen=True, slots=True)
class Cited:
    """What the citations of an article are: themselves, the references that links add, and the findings."""

    citations: tuple[Citation, ...]
    linked: tuple[Reference, ...]
    findings: tuple[Finding, ...]


def address_key(url: str) -> str:
    """Return what two spellings of one address share: host and path, no scheme, ``www.``, fragment or final slash."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def cite(
    source: str, text: str, parsed: Sequence[Block], references: Sequence[Reference], skip: Sequence[tuple[int, int]]
) -> Cited:
    """Return the citations of a text in order; ``skip`` are the ranges of its bibliography.

    A pointer to a number that two entries share, to none, or a range that runs backwards, has no references.
    """
    index = _Index.of(references)
    taken = {r.id for r in references}
    linked: dict[str, Reference] = {}
    closed = _closed(text, parsed, skip)
    starts = [start for start, _ in closed]
    found: list[Citation] = []
    findings: list[Finding] = []

    def is_open(position: int) -> bool:
        at = bisect_right(starts, position) - 1
        return at < 0 or position >= closed[at][1]

    def add(match: re.Match[str], ids: Sequence[str], problem: str | None) -> None:
        span = Span(source=source, start=match.start(), end=match.end())
        found.append(Citation(source=source, marker=match[0], span=span, references=tuple(dict.fromkeys(ids))))
        if problem:
            line = text.count("\n", 0, match.start()) + 1 if len(findings) < _MOST_LINES else None
            kind = problem.split(":")[0]
            findings.append(Finding(source=source, kind=kind, text=problem.partition(": ")[2], line=line))

    for match in _NUMBERS.finditer(text):
        if is_open(match.start()) and not _is_index(text, match.start()):
            resolved = _numbered(match, index)
            if resolved is not None:
                add(match, *resolved)
    for match in _LINK.finditer(text):
        if not match[1] and is_open(match.start()):
            add(match, [_link(source, match, index, linked, taken)], None)
    for match in _PARENS.finditer(text):
        if is_open(match.start()):
            named = _named(match, index)
            if named is not None:
                add(match, *named)
    found.sort(key=lambda c: c.span.start)
    findings += _about_references(source, references, found)
    return Cited(tuple(found), tuple(linked.values()), tuple(findings))


_MOST_LINES = 200
"""Findings beyond this many carry no line: counting lines for each would take the square of the text."""


def _closed(text: str, parsed: Sequence[Block], skip: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where no citation can stand: code, page machinery, headings' custom ids, the bibliography; in order."""
    ranges = list(skip)
    for block in parsed:
        if block.kind in (BlockKind.CODE, BlockKind.MARKUP):
            ranges.append((block.start, block.end))
        elif block.end > block.start:
            ranges.extend(code_spans(text, block.start, block.end))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _is_index(text: str, start: int) -> bool:
    """Say whether the bracket follows a short name or a number directly, as in ``a[1]``: an index, no pointer."""
    begin = start
    while begin > 0 and start - begin < 3 and (text[begin - 1].isalnum() or text[begin - 1] == "_"):
        begin -= 1
    return start - begin in (1, 2) or text[begin:start].isdigit()


def _numbered(match: re.Match[str], index: _Index) -> tuple[list[str], str | None] | None:
    """Resolve ``[1, 3-5]``; None where it is no pointer: a lone year that no reference has as its number."""
    shown = match[0]
    numbers: list[int] = []
    for part in re.split(r" ?[,;] ?", match[1].replace("^", "")):
        ends = [int(n) for n in re.split(r" ?[–-] ?", part)]
        if len(ends) > 2 or ends[0] > ends[-1] or ends[-1] - ends[0] > _WIDEST_RANGE:
            return [], f"dangling citation: {shown} is a range that cannot be read"
        numbers.extend(range(ends[0], ends[-1] + 1))
    if all(1900 <= n <= 2100 and n not in index.numbers for n in numbers):
        return None
    missing = [n for n in numbers if n not in index.numbers]
    if missing:
        ids = [i for n in numbers if n not in missing for i in index.numbers[n] if len(index.numbers[n]) == 1]
        which = ", ".join(map(str, missing))
        return ids, f"dangling citation: {shown} points to number {which}, which no reference has"
    shared = [n for n in numbers if len(index.numbers[n]) > 1]
    ids = [index.numbers[n][0] for n in numbers if n not in shared]
    return ids, f"ambiguous citation: {shown} points to a number that several references have" if shared else None


def _link(source: str, match: re.Match[str], index: _Index, linked: dict[str, Reference], taken: set[str]) -> str:
    """Return the id of the reference behind a hyperlink; a link that no entry has becomes a reference itself."""
    url = match[3]
    key = address_key(url)
    if key in index.urls:
        return index.urls[key]
    title = plain(match[2])
    host = key.split("/")[0].split(":")[0]
    says_nothing = len(title) < 4 or title.startswith("http") or title.lower() in _NO_TITLES
    stem = slug(key if says_nothing else title, 32)
    id = free_id(stem, taken)
    linked[id] = Reference(id=id, source=source, title=title, url=url, kind="link", venue=host or None, text=match[0])
    index.urls[key] = id
    return id


def _named(match: re.Match[str], index: _Index) -> tuple[list[str], str | None] | None:
    """Resolve ``(Smith, 2024; Lee et al., 2023)``; None where the parentheses hold something else."""
    ids: list[str] = []
    unknown: list[str] = []
    for part in match[1].split(";"):
        named = _NAMED_YEAR.search(part.strip())
        if named is None or not named[1][0].isupper() or named[1].casefold() in _MONTHS:
            return None
        hits = index.names.get((named[1].casefold(), int(named[2])), [])
        ids.extend(hits[:1])
        if not hits:
            unknown.append(part.strip())
    if unknown and not index.names:
        return None
    return ids, f"dangling citation: ({'; '.join(unknown)}) is not among the references" if unknown else None


def _about_references(source: str, references: Sequence[Reference], found: Sequence[Citation]) -> Iterator[Finding]:
    """Yield a finding for each listed reference that nothing cites, and for each number used twice."""
    used = {id for citation in found for id in citation.references}
    numbers: dict[int, int] = {}
    for reference in references:
        shown = reference.title or reference.text[:80]
        if reference.number is not None:
            numbers[reference.number] = numbers.get(reference.number, 0) + 1
            if numbers[reference.number] == 2:
                text = f"[{reference.number}] stands for more than one reference"
                yield Finding(source=source, kind="duplicate reference number", text=text)
        if reference.id not in used:
            number = f"[{reference.number}] " if reference.number is not None else ""
            yield Finding(source=source, kind="unused reference", text=f"{number}{shown} is never cited")
