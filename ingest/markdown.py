"""Plain text and reStructuredText as Markdown, so that one reader of headings, lists and code serves all."""

from __future__ import annotations

import re

from ingest.page import Format
from ingest.references import HEADINGS
from kb.blocks import BlockKind, blocks, code_spans

_LONG_LINE = 160
_HEADING_WORDS = 14
_HEADING_CHARS = 110
_BULLET = re.compile(r"[ \t]{0,12}(?:[•‣◦▪*+-]|\d{1,3}[.)])[ \t]")
_ESCAPED = re.compile(r"(?<!\s)\\([.!,:;%$&'\"/?()])|(?<=\S)\\([=+~-])|(?<=\s)\\(?=[%$&'\"(])")
_ESCAPED_POINTER = re.compile(r"\\\[(\^?\d{1,5}(?: ?[,;–-] ?\d{1,5}){0,30})\\\]")
_LIST_HEAD = re.compile(
    r"^(?:\*\*|__)?([^\W\d_][\w ]{4,40}?)(?:\*\*|__)?:?(?:\*\*|__)?[ \t]{0,4}$"
    r"(?=\s{1,8}(?:(?:[-*+•]|\\?\[\^?\d{1,4}\\?\]:?|\d{1,4}[.)])[ \t].{0,400}(?:\b(?:1[5-9]|20)\d\d\b|://|\b10\.\d{4})"
    r"|[^\W\d_].{2,100}\((?:1[5-9]|20)\d\d[a-z]?\)))",
    re.MULTILINE,
)
"""A short line above the first entry of a list, which has a year or an address, or over "Smith, A. (2020)"."""
_LETTER = re.compile(r"[^\W\d_]")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[.):]? ")
_ADORNMENT = re.compile(r"([=\-~^\"'`#*+.:_])\1{2,300}$")
_DIRECTIVE = re.compile(r"\.\. ([\w-]+)::[ \t]{0,5}(.{0,500})$")
_ROLE = re.compile(r":[\w:-]{1,40}:`([^`<>]{1,300}?)(?:[ ]?<[^`<>]{1,300}>)?`")
_RST_LINK = re.compile(r"`([^`<>]{1,300}) <(https?://[^`<>\s]{1,1000})>`__?")
_CODE = frozenset(("code-block", "code", "sourcecode", "literalinclude", "parsed-literal", "tab-set"))
_DROPPED = frozenset(("image", "figure", "toctree", "raw", "include", "contents", "meta"))


def to_markdown(text: str, format: Format) -> str:
    """Return the text as Markdown; headings get ``##``, and nothing that is said changes."""
    if format == "rst":
        return _rst(text)
    return _text(text) if format == "text" else _headed(_unescaped(text))


def _headed(text: str) -> str:
    """Make a heading of a line that only says "References", plain or in bold, above entries."""
    found = [match for match in _LIST_HEAD.finditer(text) if match[1].lower() in HEADINGS]
    if not found:
        return text
    code = [(block.start, block.end) for block in blocks(text) if block.kind is BlockKind.CODE]
    parts, last = [], 0
    for match in found:
        if not any(start <= match.start() < end for start, end in code):
            parts += [text[last : match.start()], f"## {match[1]}"]
            last = match.end()
    return "".join([*parts, text[last:]])


def _unescaped(text: str) -> str:
    """Take away the backslashes that exporters put before full stops and citations; those in code stay."""
    if "\\" not in text:
        return text
    parts: list[str] = []
    last = 0
    for block in blocks(text):
        if block.kind is BlockKind.CODE:
            continue
        ends = [block.start, *(at for span in code_spans(text, block.start, block.end) for at in span), block.end]
        for start, end in zip(ends[::2], ends[1::2], strict=True):
            parts.append(text[last:start])
            parts.append(_ESCAPED_POINTER.sub(r"[\1]", _ESCAPED.sub(r"\1\2", text[start:end])))
            last = end
    parts.append(text[last:])
    return "".join(parts)


def _text(text: str) -> str:
    """Mark the lines of a plain text that head a section, and part its paragraphs where each is one line."""
    lines = text.split("\n")
    one_line_paragraphs = any(len(line) > _LONG_LINE for line in lines)
    heads = _heads(lines)
    shown: list[str] = []
    for index, line in enumerate(lines):
        if index in heads:
            shown.append(f"## {line.strip()}")
            continue
        prose = bool(line.strip()) and not _BULLET.match(line) and not line.lstrip().startswith("|")
        if one_line_paragraphs and prose and shown and shown[-1].strip() and not shown[-1].lstrip().startswith("|"):
            shown.append("")
        shown.append(line)
    return "\n".join(shown)


def _heads(lines: list[str]) -> frozenset[int]:
    """Return the lines that are headings: short, without a full stop, set off, and followed by prose."""
    found: set[int] = set()
    next_index = -1
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index].strip()
        if not line:
            continue
        before = lines[index - 1].strip() if index else ""
        set_off = not before or len(before) > _LONG_LINE
        if line.rstrip(":").lower() in HEADINGS:
            found.add(index)
        elif next_index >= 0 and _short_title(lines[index]) and set_off:
            after = lines[next_index].strip()
            title_above = next_index in found and next_index > index + 1
            if title_above or len(after) > _HEADING_CHARS or after[-1] in ".!?。":
                found.add(index)
        next_index = index
    return frozenset(found)


def _short_title(line: str) -> bool:
    stripped = line.strip()
    words = len(_NUMBERED.sub("", stripped).split())
    if len(stripped) > _HEADING_CHARS or words > _HEADING_WORDS or line[0] in " \t|>#•-*":
        return False
    if (
        stripped[-1] in ".,;:!。…"
        or not _LETTER.search(stripped)
        or stripped.startswith(("[", "```"))
        or "://" in stripped
    ):
        return False
    first = _LETTER.search(stripped)
    return first is not None and (not first[0].islower())


def _rst(text: str) -> str:
    """Turn adorned titles, directives, literal blocks, roles and links of reStructuredText into Markdown."""
    lines = text.split("\n")
    levels: list[str] = []
    shown: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        over = _adornment(line) and index + 2 < len(lines) and _adornment(lines[index + 2]) == _adornment(line)
        at = index + 1 if over else index
        under = _adornment(lines[at + 1]) if at + 1 < len(lines) else ""
        if (
            lines[at].strip()
            and under
            and not _adornment(lines[at])
            and len(lines[at + 1].rstrip()) + 3 > len(lines[at])
        ):
            style = under + ("o" if over else "")
            if style not in levels:
                levels.append(style)
            shown.append(f"{'#' * min(6, levels.index(style) + 1)} {_inline(lines[at].strip())}")
            index = at + 2
        elif line.startswith(".. "):
            index = _directive(lines, index, shown)
        elif line.rstrip().endswith("::") and index + 1 < len(lines):
            shown.append(_inline(line.rstrip()[:-1]))
            index = _literal(lines, index + 1, shown, "")
        else:
            shown.append(_inline(line))
            index += 1
    return "\n".join(shown)


def _adornment(line: str) -> str:
    match = _ADORNMENT.match(line.rstrip()) if len(line) < 400 else None
    return match[1] if match else ""


def _inline(line: str) -> str:
    if "`" not in line:
        return line
    return _ROLE.sub(r"\1", _RST_LINK.sub(r"[\1](\2)", line)).replace("``", "`")


def _block(lines: list[str], index: int) -> tuple[list[str], int]:
    """Return the indented lines from ``index`` on without their indentation, and the line after them."""
    taken: list[str] = []
    while index < len(lines) and (not lines[index].strip() or lines[index].startswith((" ", "\t"))):
        taken.append(lines[index])
        index += 1
    indents = [len(line) - len(line.lstrip()) for line in taken if line.strip()]
    cut = min(indents, default=0)
    return [line[cut:] for line in taken], index


def _literal(lines: list[str], index: int, shown: list[str], language: str) -> int:
    taken, index = _block(lines, index)
    while taken and (not taken[0].strip() or taken[0].startswith(":")):
        taken = taken[1:]
    if any(line.strip() for line in taken):
        shown += [f"~~~~{language}", *taken, "~~~~", ""]
    return index


def _directive(lines: list[str], index: int, shown: list[str]) -> int:
    """Take a directive: code becomes a fence, pictures and tables of contents go, notes keep their words."""
    match = _DIRECTIVE.match(lines[index].rstrip())
    if match is not None and match[1] in _CODE:
        return _literal(lines, index + 1, shown, match[2].strip().split(" ")[0])
    taken, after = _block(lines, index + 1)
    if match is not None and match[1] not in _DROPPED:
        shown.append("")
        shown += [_inline(line) for line in (match[2], *taken) if not line.startswith(":")]
    else:
        shown.append("")
    return after
