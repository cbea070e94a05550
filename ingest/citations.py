"""In-text citations: found, resolved to references with their spans, or found dangling. Pure, linear in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ingest import pointers
from ingest.pointers import Index, Resolved, work_keys
from ingest.references import free_id
from kb.blocks import Block, BlockKind, code_spans
from kb.ids import slug
from kb.text import plain
from kb.types import Citation, Finding, Reference, Span
from kb.works import arxiv_of, canonical_url, doi_of

_NO_TITLES = frozenset(
    ("source", "sources", "here", "link", "this", "paper", "blog", "docs", "read more", "this paper")
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What the citations of an article are: themselves, the references that links add, and the findings."""

    citations: tuple[Citation, ...]
    linked: tuple[Reference, ...]
    findings: tuple[Finding, ...]


def cite(
    source: str,
    text: str,
    parsed: Sequence[Block],
    references: Sequence[Reference],
    skip: Sequence[tuple[int, int]],
    labels: Mapping[str, str] | None = None,
) -> Cited:
    """Return the citations of a text, outside code and outside ``skip`` (the bibliography itself).

    ``labels`` maps ``^note`` and ``@key`` to the id of a reference, or to nothing for a note that cites no work.
    Links to what no reference lists become references of their own.
    """
    index = Index.of(references, labels or {})
    links = _Links(source, index, {r.id for r in references})
    closed = _closed(text, parsed, skip)
    starts = [start for start, _ in closed]
    found: list[Citation] = []
    findings: list[Finding] = []
    for match, resolved in _resolved(text, index, links):
        at = bisect_right(starts, match.start()) - 1
        if at >= 0 and match.start() < closed[at][1]:
            continue
        outcome = resolved()
        if outcome is None:
            continue
        ids, problem = outcome
        span = Span(source=source, start=match.start(), end=match.end())
        found.append(Citation(source=source, marker=match[0], span=span, references=tuple(dict.fromkeys(ids))))
        if problem:
            line = text.count("\n", 0, match.start()) + 1 if len(findings) < _MOST_LINES else None
            kind, _, told = problem.partition(": ")
            findings.append(Finding(source=source, kind=kind, text=told, line=line))
    found.sort(key=lambda c: c.span.start)
    findings += _about_references(source, references, found)
    return Cited(tuple(found), tuple(links.made.values()), tuple(findings))


_RESOLVERS: tuple[tuple[tuple[str, ...], re.Pattern[str], Callable[[re.Match[str], Index], Resolved | None]], ...] = (
    (("[",), pointers.NUMBERS, pointers.numbered),
    (("[^",), pointers.FOOTNOTE, pointers.footnoted),
    (("@",), pointers.KEYS, pointers.keyed),
    (("<sup>", "^"), pointers.RAISED, pointers.raised),
    (tuple("⁰¹²³⁴⁵⁶⁷⁸⁹"), pointers.SUPERSCRIPT, pointers.raised),
    (("(",), pointers.IN_PARENS, pointers.named),
    ((" (19", " (20"), pointers.NARRATIVE, pointers.narrated),
)
"""What a text must hold for a form to be in it, the form, and what resolves it; a search for each takes a millisecond
an article in all, and most articles hold few of the forms."""


def _resolved(text: str, index: Index, links: _Links) -> Iterator[tuple[re.Match[str], Callable[[], Resolved | None]]]:
    """Yield every candidate with what resolves it, form by form."""
    for needed, pattern, resolve in _RESOLVERS:
        if not any(part in text for part in needed):
            continue
        for match in pointers.narratives(text) if pattern is pointers.NARRATIVE else pattern.finditer(text):
            if pattern is not pointers.NUMBERS or not _is_index(text, match.start()):
                yield match, partial(resolve, match, index)
    for match in pointers.LINK.finditer(text) if "](http" in text else ():
        if not match[1]:
            yield match, partial(links.resolve, match)


class _Links:
    """The hyperlinks of an article; one to an address that no entry has becomes a reference itself."""

    def __init__(self, source: str, index: Index, taken: set[str]) -> None:
        """Start with the listed references, whose ids are taken."""
        self.made: dict[str, Reference] = {}
        self._source, self._index, self._taken = source, index, taken

    def resolve(self, match: re.Match[str]) -> Resolved:
        """Return the id of the reference behind a link."""
        url, title = match[3], plain(match[2])
        key = canonical_url(url)
        made = Reference(id="", source=self._source, url=url, doi=doi_of(url), arxiv=arxiv_of(url))
        keys = work_keys(made)
        known = next((self._index.works[k] for k in keys if k in self._index.works), None)
        if known:
            return [known], None
        host = key.split("/")[0].split(":")[0]
        says_nothing = len(title) < 4 or title.startswith("http") or title.lower() in _NO_TITLES
        id = free_id(slug(key if says_nothing else title, 32), self._taken)
        self.made[id] = made.model_copy(
            update={"id": id, "title": title, "kind": "link", "venue": host or None, "text": match[0]}
        )
        self._index.works.update(dict.fromkeys(keys, id))
        return [id], None


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
