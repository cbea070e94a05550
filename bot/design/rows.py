"""Table rows as people would say them, so that what a column's head says of its numbers is heard with them. Pure."""

from __future__ import annotations

import re

from bot.design.document import Document, Statement

_BARE = re.compile(
    r"^[~≈<>≤≥]?\s*(?:about |ca\.? |up to |at most )?\d[\d.,\s'’–-]*(?:\s?(?:k|K|M|m|thousand|million|mn))?$"
)
_PARENTHESES = re.compile(r"\([^()]*\)")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\b20\d\d\b")
_CALENDAR = re.compile(
    r",? \b(?:from|by|until|as of|starting|since|in) (?:early |late |mid-?|the (?:end|start) of )?"
    r"(?:\d{1,2} )?(?:(?:January|February|March|April|May|June|July|August|September|October|November|December) )?"
    r"20\d\d\b"
)
FIRST_LINES = 15
"""Lines in which a document says of when it is."""


def spoken(statement: Statement) -> str:
    """Return what is heard of a statement: its text without dates, or the cells of a row with their columns' heads.

    ``| from May | 9,000 |`` under ``| When | Requests a day |`` is "9,000 requests a day: from May".
    """
    if len(statement.cells) < 2:
        return _CALENDAR.sub("", statement.text)
    label, aside = _PARENTHESES.sub("", statement.cells[0]).strip(), " ".join(_PARENTHESES.findall(statement.cells[0]))
    figures, others = [], []
    for number, cell in enumerate(statement.cells[1:], start=1):
        head = statement.heads[number].strip() if number < len(statement.heads) else ""
        if cell and head and _BARE.match(cell) and not _DIGIT.search(head):
            figures.append(f"{cell} {head[:1].lower()}{head[1:]}")
        elif cell:
            others.append(f"{head}: {cell}" if head and _DIGIT.search(cell) else cell)
    return ": ".join(filter(None, (", ".join(figures), label, ", ".join(others)))) + (f" {aside}" if aside else "")


def year_of(document: Document) -> int | None:
    """Return the year of a document: the latest that its first lines name, but for tables, if they name one."""
    lines = [line for line in document.lines[:FIRST_LINES] if not line.startswith("|")]
    return max((int(year) for line in lines for year in _YEAR.findall(line)), default=None)


def gone(text: str, year: int | None) -> bool:
    """Say whether every year that a text names lies before the document's."""
    years = [int(found) for found in _YEAR.findall(text)]
    return year is not None and bool(years) and max(years) < year
