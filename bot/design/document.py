"""A design document as statements: sentences, list items and table rows, each with its lines and its section. Pure.

Lines are counted in the file as it is, from 1. Code, front matter and comments hold no statements; a quote holds
statements that are somebody else's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from bot.design.headings import Part, part_of, unnumbered, with_plain_headings
from kb.blocks import Block, BlockKind, blocks
from kb.errors import InputError
from kb.text import plain, sentences

LONGEST = 400_000
"""Characters of one document: about 8,000 lines; what is longer is no design document, and is refused."""
MOST_STATEMENTS = 6_000


@dataclass(frozen=True)
class Place:
    """A section: its headings from the outermost, its number in the document and those of its ancestors."""

    number: int
    titles: tuple[str, ...]
    above: tuple[int, ...]
    line: int
    line_end: int
    part: Part


@dataclass(frozen=True)
class Statement:
    """One sentence, item or row in plain words, with its lines; ``raw`` is as it was written.

    ``quoted`` where it stands in a block quote; ``block`` counts the paragraphs. ``cells`` are those of a table row,
    ``heads`` the cells of the table's first row.
    """

    text: str
    raw: str
    line: int
    line_end: int
    kind: BlockKind
    block: int
    place: Place
    quoted: bool = False
    cells: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A read document: its statements in order, its sections, and its own comments with their lines."""

    name: str
    statements: tuple[Statement, ...]
    places: tuple[Place, ...]
    comments: tuple[tuple[int, int, str], ...]
    lines: tuple[str, ...]


_FRONT = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_OPENS, _CLOSES, MOST_COMMENTS = "<!--", "-->", 500
_NO_LINE_END = re.compile(r"[^\n]")
_EDGES = re.compile(r"^\||\|$")
_GRID = re.compile(r"[+|][-=+:|\s]+[+|]$")


def read_document(text: str, name: str = "") -> Document:
    """Read a document; raises InputError where it is empty, too long or not text."""
    text = checked(text, name)
    blanked = _without(_FRONT, text) if text.startswith("---") else text
    comments = tuple(_comments(blanked))
    for start, end in ((c[0], c[1]) for c in comments):
        blanked = blanked[:start] + _NO_LINE_END.sub(" ", blanked[start:end]) + blanked[end:]
    parsed = with_plain_headings(blanked, blocks(blanked))
    starts = _line_starts(text)
    places = _places(blanked, parsed, starts)
    found = tuple(_statements(blanked, parsed, starts, places))
    if len(found) > MOST_STATEMENTS:
        raise InputError(
            f"{name or 'document'}: expected at most {MOST_STATEMENTS:,} sentences, found {len(found):,}. Split it."
        )
    remarks = tuple((_line_of(a, starts), _line_of(b - 1, starts), words) for a, b, words in comments)
    return Document(name, found, places, remarks, tuple(text.split("\n")))


def checked(text: str, name: str = "") -> str:
    """Return the text with one kind of line end and no byte-order mark; raises InputError for what is no document."""
    shown = name or "document"
    if not isinstance(text, str):
        raise InputError(f"{shown}: expected a text, found {type(text).__name__}. Send the document as a string.")
    if not text.strip("\ufeff \t\r\n"):
        raise InputError(f"{shown}: expected a design document, found nothing. Paste its text or name its file.")
    if len(text) > LONGEST:
        raise InputError(
            f"{shown}: expected at most {LONGEST:,} characters, found {len(text):,}. Review it part by part."
        )
    odd = sum(not (c.isprintable() or c.isspace()) for c in text)
    if "\x00" in text or odd > 0.02 * len(text) + 20:
        raise InputError(f"{shown}: expected plain text or Markdown, found control characters. Save it as UTF-8 text.")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")


def _without(pattern: re.Pattern[str], text: str) -> str:
    """Return the text with what matches at its start blanked, so that places stay."""
    return pattern.sub(lambda found: _NO_LINE_END.sub(" ", found.group()), text, count=1)


def _comments(text: str) -> list[tuple[int, int, str]]:
    """Return where each comment outside of code starts and ends, and what it says; linear in the text."""
    found: list[tuple[int, int, str]] = []
    fenced = [(b.start, b.end) for b in blocks(text) if b.kind is BlockKind.CODE] if _OPENS in text else []
    code, start = 0, text.find(_OPENS)
    while start >= 0 and len(found) < MOST_COMMENTS:
        end = text.find(_CLOSES, start)
        if end < 0:
            break
        while code < len(fenced) and fenced[code][1] <= start:
            code += 1
        inside = code < len(fenced) and fenced[code][0] <= start
        if inside:
            start = text.find(_OPENS, fenced[code][1])
            continue
        found.append((start, end + len(_CLOSES), text[start + len(_OPENS) : end].strip()))
        start = text.find(_OPENS, end)
    return found


def _line_starts(text: str) -> list[int]:
    return [0, *(m.end() for m in re.finditer("\n", text))]


def _line_of(position: int, starts: list[int]) -> int:
    return bisect_right(starts, position)


def _places(text: str, parsed: tuple[Block, ...], starts: list[int]) -> tuple[Place, ...]:
    """Return the sections in order; number 0 is what stands before the first heading."""
    heads = [b for b in parsed if b.kind is BlockKind.HEADING]
    last = _line_of(max(0, len(text.rstrip()) - 1), starts)
    found = [Place(0, (), (), 1, _line_of(heads[0].line, starts) - 1 if heads else last, Part.PLAIN)]
    titled = len(heads) > 1 and all(head.level > heads[0].level for head in heads[1:])
    open_: list[tuple[int, Place]] = []
    for number, head in enumerate(heads, start=1):
        while open_ and open_[-1][0] >= head.level:
            open_.pop()
        title = plain(text[head.start : head.end].strip().lstrip("#"))
        title = unnumbered(title)
        above = open_[-1][1] if open_ else None
        end = _line_of(heads[number].line, starts) - 1 if number < len(heads) else last
        place = Place(
            number,
            (*(above.titles if above else ()), title),
            (*(above.above if above else ()), *((above.number,) if above else ())),
            _line_of(head.line, starts),
            end,
            Part.PLAIN if titled and number == 1 else part_of(title, above.part if above else Part.PLAIN),
        )
        found.append(place)
        open_.append((head.level, place))
    return tuple(found)


def _statements(text: str, parsed: tuple[Block, ...], starts: list[int], places: tuple[Place, ...]) -> list[Statement]:
    found: list[Statement] = []
    first_lines = [place.line for place in places]
    heads: tuple[str, ...] = ()
    before: Block | None = None
    for sentence in sentences(text, parsed=parsed):
        block = parsed[sentence.paragraph]
        line, last = _line_of(sentence.start, starts), _line_of(max(sentence.start, sentence.end - 1), starts)
        raw = text[sentence.start : sentence.end]
        if _GRID.match(raw):
            continue
        place = places[max(0, bisect_right(first_lines, line) - 1)]
        quoted = text[block.line : block.start].lstrip().startswith(">")
        cells: tuple[str, ...] = ()
        if block.kind is BlockKind.ROW:
            cells = tuple(plain(cell) for cell in _EDGES.sub("", raw.strip()).split("|"))
            cells = tuple(cell.strip() for cell in cells)
            if before is None or before.kind is not BlockKind.ROW or _gap(text, before, block):
                heads = cells
                before = block
                continue
        before = block
        words = plain(_unmarked(raw))
        if words:
            found.append(
                Statement(
                    words, raw, line, last, block.kind, sentence.paragraph, place, quoted, cells, heads if cells else ()
                )
            )
    return found


def _gap(text: str, before: Block, block: Block) -> bool:
    """Say whether something other than a table rule stands between two rows."""
    return bool(text[before.end : block.line].strip("|-: \t\n+="))


_CHECKBOX = re.compile(r"^\[[ xX]\]\s")
_QUOTE_MARK = re.compile(r"\n[ \t]*>[ \t]?")


def _unmarked(raw: str) -> str:
    return _CHECKBOX.sub("", _QUOTE_MARK.sub("\n", raw))
