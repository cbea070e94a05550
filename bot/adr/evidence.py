"""The quotes that a record leans on, word for word, and the works they come from, each listed once. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.escaping import autolink, inline, linked
from bot.types import CitedQuote, CitedReference, CitedSource
from bot.wording import clipped

NAME = 60
"""Characters of a title where a work names no author."""
_NAMED = re.compile(r"(.{1,80}?) \((\d{4})\)\. ")


def evidence_parts(cited: Sequence[CitedQuote]) -> list[str]:
    """Return the sections "Evidence" and "References"; none where nothing is cited."""
    if not cited:
        return []
    note = "A summary is Crossroads' own, in its words and not the work's."
    quotes = "\n".join(_quoted(c) for c in cited)
    works = "\n".join(f"* {work}" for work in dict.fromkeys(_works(cited)))
    digests = any(c.kind == "digest" for c in cited)
    return ["### Evidence", *([note] if digests else []), quotes, "### References", works]


def _quoted(c: CitedQuote) -> str:
    """Return a numbered quote, the work it stands in, and those it leans on in that work's own numbering."""
    pad = " " * (len(str(c.n)) + 2)
    place = c.link if c.link != c.source.url else None  # the address of the work as a whole is listed once, below
    whose = f"{'summary of ' if c.kind == 'digest' else ''}{linked(_name(c.source), place)}"
    leaning = [inline(f"[{r.number}] {_called(r)}" if r.number is not None else _called(r)) for r in c.references]
    lines = [f"{c.n}. “{inline(c.quote)}”", f"{pad}* {', leaning on '.join([whose, *leaning])}"]
    return "\n".join([*lines, *([f"{pad}* {inline(c.note)}"] if c.note else [])])


def _name(source: CitedSource) -> str:
    """Return the work as its authors and year, or as its title where it names nobody."""
    if not source.authors:
        return clipped(source.title, NAME)
    several = " et al." if len(source.authors) > 2 else f" and {source.authors[1]}" if len(source.authors) == 2 else ""
    return " ".join(part for part in (f"{source.authors[0]}{several}", str(source.year or "")) if part)


def _called(reference: CitedReference) -> str:
    """Return a reference as its authors and year where it is printed so, else by its id."""
    match = _NAMED.match(reference.text)
    return f"{match[1]} {match[2]}" if match else reference.id


def _works(cited: Sequence[CitedQuote]) -> Iterator[str]:
    """Yield each work as a line, with its address: the sources first, then what they lean on."""
    for c in cited:
        by = ", ".join(c.source.authors)
        year = f" ({c.source.year})" if c.source.year else ""
        title = c.source.title.rstrip(".")
        yield _addressed(f"{by}{year}. {title}." if by else f"{title}{year}.", c.source.url)
    for c in cited:
        for reference in c.references:
            yield _addressed(reference.text or reference.id, reference.url)


def _addressed(text: str, url: str | None) -> str:
    target = autolink(url)
    return f"{inline(text)} {target}" if target else inline(text)
