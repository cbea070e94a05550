"""Lists of options that a document considers, and words that point into them: "Chosen option: 3", "We go with B". Pure.

An option is an item of a numbered or lettered list, or the heading of a section; pointing at it says what it says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.design.document import Document, Place, Statement
from bot.design.headings import Part
from kb.blocks import BlockKind

SHORTEST = 8
"""Characters from which an item or a heading says what an option is."""

_MARK = re.compile(
    r"^\W{0,4}(?:(?:option|variant|alternative|candidate|proposal|approach|solution)\s+)?(?P<mark>\d{1,2}|[A-Z])\W{0,2}"
    r"(?:[.):](?=\s|\*)|\s[-–—](?=\s)|\*\*)+\s*(?P<text>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OPTIONS = re.compile(r"option|alternative|candidate|considered|variants", re.IGNORECASE)
_OPTION = re.compile(r"\W*(?:option|variant|alternative)\s", re.IGNORECASE)
_LETTERED = re.compile(r"(?:\(?[A-Za-z1-9]\)|(?:option|variant|alternative) [A-Z1-9]\b)")
_POINTS = re.compile(
    r"(?:\b(?:chosen|selected|preferred|decision|choice|outcome|resolution|verdict|recommendation|we (?:chose|choose"
    r"|take"
    r"|took|pick(?:ed)?|go (?:for|with)|went (?:for|with)|decided (?:for|on)|opt(?:ed)? for|settled (?:on|for)"
    r"|agreed on|adopt(?:ed)?))\b[^.:]{0,30}?[:\s]\W*(?:(?:option|variant|alternative|candidate|proposal|number"
    r"|no\.?)\s+)?"
    r"|^\W*(?:option|variant|alternative|candidate|proposal)\s+|^\W*)"
    r"[\"“'*_(]{0,3}(?P<mark>\d{1,2}|[A-Z])[\"”'*_)]{0,3}(?=\s*(?:[.,;:)](?!\d)|$|\s[-–—]|\s(?:was|is|it|wins"
    r"|because|since|over|and|as|for|with|from)\b))",
    re.IGNORECASE,
)


class Option(NamedTuple):
    """What an item says, on which line; ``offered`` where it stands under a heading that offers options."""

    text: str
    line: int
    offered: bool


Listed = Mapping[str, Sequence[Option]]


def options_listed(document: Document) -> Listed:
    """Return the options by their mark (``3``, ``b``), those of sentences before those of headings."""
    found: dict[str, list[Option]] = {}
    block = -1
    for statement in document.statements:
        if statement.cells:
            _take(found, statement.cells[0], statement.line, _offers(statement.place))
        elif statement.kind is BlockKind.ITEM and statement.block != block:
            item = _marker(document.lines[statement.line - 1]) + statement.text
            _take(found, item, statement.line, _offers(statement.place))
        elif _LETTERED.match(statement.text):
            for line in statement.raw.split("\n"):
                _take(found, line.strip(), statement.line, _offers(statement.place))
        block = statement.block
    for place in document.places[1:]:
        line = document.lines[place.line - 1].lstrip("#= ")
        if _offers(place) or _OPTION.match(line):
            _take(found, line, place.line, True)
    return found


def _marker(line: str) -> str:
    """Return the mark of an item and the blank behind it: "3. "."""
    mark = re.match(r"[\s>*_-]*(?:\(?\w{1,2}[.)]+\s|\w{1,2}\s*[-–—:]\s)", line)
    return mark.group() if mark else ""


def _offers(place: Place) -> bool:
    return any(_OPTIONS.search(title) for title in place.titles)


def _take(found: dict[str, list[Option]], text: str, line: int, offered: bool) -> None:
    mark = _MARK.match(text)
    if mark and len(mark["text"].strip()) >= SHORTEST:
        option = Option(mark["text"].strip().rstrip("*_ "), line, offered)
        found.setdefault(mark["mark"].casefold(), []).append(option)


def pointed_at(statement: Statement, listed: Listed) -> str:
    """Return what a statement points at: in the last list of options before it, else in the first list; or ""."""
    if statement.cells or statement.place.part is Part.ELSEWHERE:
        return ""
    found = _POINTS.search(statement.text)
    options = listed.get(found["mark"].casefold(), ()) if found else ()
    before = [option for option in options if option.offered and option.line < statement.line]
    return before[-1].text if before else options[0].text if options else ""
