"""The blocks of a Markdown text (headings, prose, list items, table rows, code), each with its characters.

One pass over the lines, linear in the text, whatever the text is: articles come from people we do not know. It
reads as much Markdown as spans need and is no renderer: what it does not know is prose. Lines end with ``\\n``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class BlockKind(StrEnum):
    """What a block is; only prose, items and rows hold sentences."""

    HEADING = "heading"
    PROSE = "prose"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    MARKUP = "markup"


@dataclass(frozen=True, slots=True)
class Block:
    """Characters ``[start, end)`` of a text, without list marker, quote marker or final line end.

    ``level`` is 1 to 6 for a heading, else 0; ``line`` is the start of the block's first line.
    """

    kind: BlockKind
    start: int
    end: int
    line: int
    level: int = 0


_FENCE = re.compile(r"[ \t]{0,80}(`{3,}|~{3,})")
_MARKER = re.compile(r"[ \t]{0,80}(?:[-*+•‣◦▪]|\d{1,3}[.)])[ \t]{1,8}(?=\S)")
_QUOTE = re.compile(r"(?:[ \t]{0,3}>)+[ \t]?")
_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})$")
_RULE = re.compile(r"[ \t]{0,3}(?:[-*_=][ \t]{0,3}){3,}$")
_TABLE_RULE = frozenset("|-: \t")
_TAG = re.compile(r"<[!/a-zA-Z?][^<>]{0,2000}>")
_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\]\([^()\s]{0,2000}(?: \"[^\"]{0,200}\")?\)")
_DIRECTIVE = re.compile(
    r"(?:import [^.]{0,300} from ['\"]|export (?:const|default) |:::|!!! |\?\?\? |\{%|\[[^\[\]^]{1,80}\]: ?\S)"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_COMMENT, _COMMENT_END = "<!--", "-->"


def _is_markup(line: str) -> bool:
    """Say whether a stripped line is page machinery (tags, images, imports, rules) with no words of the article."""
    if _DIRECTIVE.match(line) or _RULE.match(line):
        return True
    if line[0] not in "<![{":
        return False
    rest = _IMAGE.sub(" ", _TAG.sub(" ", line))
    return rest != line and not _WORD.search(rest)


class _Scanner:
    """The state of one pass: the block under way, the fence that is open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.open: Block | None = None
        self.fence = ""
        self.last_item = False
        self.blank_before = True
        self.comments = _COMMENT_END in text
        self.skip_to = 0

    def close(self) -> None:
        """End the block under way."""
        if self.open is not None and self.open.end > self.open.start:
            self.blocks.append(self.open)
        self.open = None

    def add(self, kind: BlockKind, start: int, end: int, line: int, level: int = 0) -> None:
        """Add a block that is one line."""
        self.close()
        self.blocks.append(Block(kind, start, end, line, level))

    def extend(self, kind: BlockKind, start: int, end: int, line: int) -> None:
        """Continue the block under way if it is of this kind, else begin one."""
        if self.open is not None and self.open.kind is kind:
            self.open = Block(kind, self.open.start, end, self.open.line)
        else:
            self.close()
            self.open = Block(kind, start, end, line)

    def line(self, start: int, end: int) -> None:
        """Take the line of characters ``[start, end)``."""
        raw = self.text[start:end]
        stripped = raw.strip()
        if self.fence or _FENCE.match(raw):
            self._fenced(raw, stripped, start, end)
        elif not stripped:
            self.close()
            self.blank_before = True
            return
        elif start < self.skip_to:
            self.add(BlockKind.MARKUP, start, end, start)
        elif not self._single(raw, stripped, start, end):
            self._flowing(raw, stripped, start, end)
        self.blank_before = False

    def _fenced(self, raw: str, stripped: str, start: int, end: int) -> None:
        match = _FENCE.match(raw)
        if not self.fence and match is not None:
            if match[1][0] == "`" and "`" in raw[match.end() :]:
                self._flowing(raw, stripped, start, end)
                return
            self.close()
            self.fence = match[1]
            self.extend(BlockKind.CODE, start, end, start)
            return
        self.extend(BlockKind.CODE, start, end, start)
        if match is not None and match[1].startswith(self.fence) and not stripped.strip(self.fence[0]):
            self.fence = ""
            self.close()

    def _single(self, raw: str, stripped: str, start: int, end: int) -> bool:
        """Take a line that is a block of its own: heading, underline, row, comment, machinery, indented code."""
        text_start = start + len(raw) - len(raw.lstrip())
        text_end = text_start + len(stripped)
        heading = _HEADING.match(raw)
        if heading is not None:
            title = stripped.rstrip("#").rstrip() if len(stripped) > len(heading[1]) else stripped
            self.last_item = False
            self.add(BlockKind.HEADING, text_start, text_start + len(title), start, len(heading[1]))
        elif self.open is not None and self._underlines(raw):
            under = self.open
            self.open = None
            self.last_item = False
            self.add(BlockKind.HEADING, under.start, under.end, under.line, 1 if stripped[0] == "=" else 2)
            self.blocks.append(Block(BlockKind.MARKUP, text_start, text_end, start))
        elif stripped.startswith(_COMMENT):
            self._comment(start, text_start, text_end)
        elif "|" in stripped and _TABLE_RULE.issuperset(stripped):
            self.add(BlockKind.MARKUP, text_start, text_end, start)
        elif stripped.startswith("|"):
            self.add(BlockKind.ROW, text_start, text_end, start)
        elif _is_markup(stripped[:4000]):
            self.add(BlockKind.MARKUP, text_start, text_end, start)
        elif self.open is None and self.blank_before and not self.last_item and raw.startswith(("    ", "\t")):
            self.add(BlockKind.CODE, start, end, start)
            self.blank_before = True
            return True
        else:
            return False
        return True

    def _underlines(self, raw: str) -> bool:
        block = self.open
        if block is None or block.kind is not BlockKind.PROSE or "\n" in self.text[block.start : block.end]:
            return False
        return block.end - block.start <= 200 and _UNDERLINE.match(raw.rstrip()[:400]) is not None

    def _comment(self, start: int, text_start: int, text_end: int) -> None:
        close = self.text.find(_COMMENT_END, text_start) if self.comments else -1
        if close < 0:
            self.comments = False
        self.skip_to = max(self.skip_to, close)
        self.add(BlockKind.MARKUP, text_start, text_end, start)

    def _flowing(self, raw: str, stripped: str, start: int, end: int) -> None:
        """Take a line of prose, of a quotation or of a list item."""
        quote = _QUOTE.match(raw)
        inner = start + (quote.end() if quote else 0)
        marker = _MARKER.match(self.text, inner, end)
        text_end = start + len(raw.rstrip())
        if marker is not None:
            self.close()
            self.open = Block(BlockKind.ITEM, marker.end(), text_end, start)
            self.last_item = True
            return
        while inner < text_end and self.text[inner] in " \t":
            inner += 1
        if inner >= text_end:
            self.close()
            return
        if self.open is not None and self.open.kind is BlockKind.ITEM:
            self.extend(BlockKind.ITEM, inner, text_end, start)
            return
        if self.open is None and not raw.startswith((" ", "\t")):
            self.last_item = False
        self.extend(BlockKind.PROSE, inner, text_end, start)


@lru_cache(maxsize=2)  # an article is parsed, and then read once more for its rules
def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text in order; they do not overlap, and blank lines belong to none."""
    scanner = _Scanner(text)
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        scanner.line(start, end)
        start = end + 1
    scanner.close()
    return tuple(scanner.blocks)


_RUN = re.compile(r"`+")


def code_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the characters of inline code, backticks included, in linear time; an unclosed run opens nothing."""
    runs = [(m.start(), m.end()) for m in _RUN.finditer(text, start, len(text) if end is None else end)]
    later: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[index][1] - runs[index][0], []).append(index)
    index = 0
    while index < len(runs):
        same = later[runs[index][1] - runs[index][0]]
        while same and same[-1] <= index:
            same.pop()
        if same:
            yield runs[index][0], runs[same[-1]][1]
            index = same[-1] + 1
        else:
            index += 1
