"""A design document as statements: sentences, list items and table rows, each with its lines and its section. Pure.

Lines are counted in the file as it is, from 1. Code, front matter and comments hold no statements; a quote holds
statements that are somebody else's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from kb.blocks import Block, BlockKind, blocks
from kb.errors import InputError
from kb.text import plain, sentences

LONGEST = 400_000
"""Characters of one document: about 8,000 lines; what is longer is no design document, and is refused."""
MOST_STATEMENTS = 6_000


class Part(StrEnum):
    """What a section is for, as its heading says; a section without a telling heading takes its parent's."""

    PLAIN = "plain"
    DECISION = "decision"
    SITUATION = "situation"
    ELSEWHERE = "elsewhere"


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

    def paragraph(self, block: int) -> tuple[Statement, ...]:
        """Return the statements of one paragraph."""
        return tuple(s for s in self.statements if s.block == block)


_ELSEWHERE = re.compile(
    r"\b(?:alternatives?|rejected|considered|discarded|dismissed|pros and cons|non-?goals?|out of scope|not now"
    r"|prior art|related work|future (?:work|ideas|options)|open (?:questions?|issues?|points?)|unresolved"
    r"|leav(?:e|ing) out|left out|excluded|omitted|(?:decided|voted) against"
    r"|not (?:chosen|taken|take|doing|do|pursued|adopted|selected)|won'?t|did not|didn'?t"
    r"|(?:version|document|revision|change) history|drawbacks|looked at)\b"
    r"|^(?:appendix|annex|glossary|references|bibliography|further reading|see also|questions|examples?)\b"
    r"|^(?:legacy|history)\b"
    r"|^(?:options|open|later|changelog|revisions?|superseded|previous \w+)$"
    r"|^risks?(?: (?:and|&|register|analysis)\b.*)?$"
    r"|\b(?:sample|example) (?:of|output|data|row|request|response|dialogue|conversation)\b"
    r"|\boptions (?:we )?(?:looked|examined|evaluated|weighed|analysed)\b",
    re.IGNORECASE,
)
_SITUATION = re.compile(
    r"\b(?:context|background|situation|where we (?:are|stand)|status quo|today|current|present|problem|motivation"
    r"|requirements?|constraints?|drivers?|volumes?|numbers|figures|assumptions?|facts|what we (?:have|know)|goals?"
    r"|objectives?|workload|traffic|introduction|purpose|scope)\b",
    re.IGNORECASE,
)
_DECISION = re.compile(
    r"\b(?:decisions?|decided|resolution|outcome|chosen|choice|proposal|proposed|solution|design|architecture|approach"
    r"|what we (?:will|shall|do|build|are going)|implementation|we (?:will|chose|choose)|overview|summary|tl;?dr"
    r"|selected|recommendation|verdict|plan)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"(?<!not )(?<!un)\b(?:chosen|selected|preferred|recommended|accepted)\b(?! against)|[✓✔✅]", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,4}[.)]?|§ ?\d{1,2})[ \t]+(?=\S)")
_ITEM_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s")
_FRONT = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--(.{0,2000}?)-->", re.DOTALL)
_GRID = re.compile(r"[+|][-=+:|\s]+[+|]$")
_LABEL_END = re.compile(r"[.!?,;]$")
_BOLD = re.compile(r"(?:\*\*|__)[^*_]{2,80}(?:\*\*|__):?")
BOLD_LEVEL = 5
"""Level of a line in bold that stands alone: below the headings proper."""
LONGEST_TITLE = 80


def read_document(text: str, name: str = "") -> Document:
    """Read a document; raises InputError where it is empty, too long or not text."""
    text = checked(text, name)
    blanked = _without(_FRONT, text) if text.startswith("---") else text
    comments = tuple(_comments(blanked))
    parsed = _with_plain_headings(blanked, blocks(blanked))
    starts = _line_starts(text)
    places = _places(blanked, parsed, starts)
    found = tuple(_statements(blanked, parsed, starts, places))
    if len(found) > MOST_STATEMENTS:
        raise InputError(
            f"{name or 'document'}: expected at most {MOST_STATEMENTS:,} sentences, found {len(found):,}. Split it."
        )
    return Document(name, found, places, comments, tuple(text.split("\n")))


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
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text, count=1)


def _comments(text: str) -> list[tuple[int, int, str]]:
    starts = _line_starts(text)
    found = []
    fenced = [(b.start, b.end) for b in blocks(text) if b.kind is BlockKind.CODE] if "<!--" in text else []
    for match in _COMMENT.finditer(text):
        if not any(a <= match.start() < b for a, b in fenced):
            found.append((_line_of(match.start(), starts), _line_of(match.end() - 1, starts), match[1].strip()))
    return found


def _line_starts(text: str) -> list[int]:
    return [0, *(m.end() for m in re.finditer("\n", text))]


def _line_of(position: int, starts: list[int]) -> int:
    return bisect_right(starts, position)


def _with_plain_headings(text: str, parsed: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with the headings of plain-text documents told apart: a short line of its own that is numbered
    ("3.1. Model") or in capitals, and no sentence."""
    found: list[Block] = []
    for number, block in enumerate(parsed):
        level = 0
        if block.kind in (BlockKind.PROSE, BlockKind.ITEM) and _alone(text, block):
            end = text.find("\n", block.line)
            line = text[block.line : end if end >= 0 else len(text)].strip()
            level = _title_level(line, _neighbour_is_item(text, parsed, number))
        if level:
            found.append(Block(BlockKind.HEADING, block.line, block.end, block.line, level))
        else:
            found.append(block)
    return tuple(found)


def _alone(text: str, block: Block) -> bool:
    """Say whether a block is one line with a blank line (or the end) on either side."""
    if "\n" in text[block.line : block.end] or block.end - block.line > LONGEST_TITLE + 12:
        return False
    before, after = text[: block.line].rstrip(" \t"), text[block.end :].lstrip(" \t")
    return (not before or before.endswith("\n\n") or not before.strip()) and (not after or after.startswith("\n\n"))


def _neighbour_is_item(text: str, parsed: tuple[Block, ...], number: int) -> bool:
    """Say whether the next or the last block is an item of a numbered list with the same kind of number."""
    for other in (number - 1, number + 1):
        if 0 <= other < len(parsed) and parsed[other].kind is BlockKind.ITEM and not _alone(text, parsed[other]):
            return bool(_ITEM_NUMBER.match(text[parsed[other].line :]))
    return False


def _title_level(line: str, in_list: bool) -> int:
    if _BOLD.fullmatch(line) and not in_list:
        return BOLD_LEVEL
    numbered = _NUMBERED.match(line)
    title = line[numbered.end() :] if numbered else line
    if not title or len(title) > LONGEST_TITLE or _LABEL_END.search(title) or in_list:
        return 0
    if numbered and title[:1].isupper() and len(title.split()) <= 10:
        return min(6, 1 + numbered.group().strip(" \t.)").count("."))
    return 1 if title.isupper() and len(title) >= 4 and len(title.split()) <= 8 else 0


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
        title = _NUMBERED.sub("", title, count=1) if _NUMBERED.match(title) else title
        above = open_[-1][1] if open_ else None
        end = _line_of(heads[number].line, starts) - 1 if number < len(heads) else last
        place = Place(
            number,
            (*(above.titles if above else ()), title),
            (*(above.above if above else ()), *((above.number,) if above else ())),
            _line_of(head.line, starts),
            end,
            Part.PLAIN if titled and number == 1 else _part(title, above.part if above else Part.PLAIN),
        )
        found.append(place)
        open_.append((head.level, place))
    return tuple(found)


def set_aside(label: str) -> bool:
    """Say whether a heading or a label announces what is not chosen: alternatives, non-goals, examples."""
    return _ELSEWHERE.search(label) is not None and _TAKEN.search(label) is None


def _part(title: str, above: Part) -> Part:
    """Return what a section is for; the document's own title tells nothing."""
    if _TAKEN.search(title):
        return Part.DECISION
    if above is Part.ELSEWHERE:
        return above
    if _ELSEWHERE.search(title):
        return Part.ELSEWHERE
    if _DECISION.search(title):
        return Part.DECISION
    if _SITUATION.search(title):
        return Part.SITUATION
    return above


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
            cells = tuple(plain(cell) for cell in raw.strip("| ").split("|"))
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
