"""What a text sets against each other: options named in one heading or sentence, and tables that compare them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.advice import Advice, condition_text, option_name
from kb.blocks import Block, BlockKind
from kb.text import plain

MOST_OPTIONS = 8
_VERSUS = re.compile(r"\s+(?:vs\.?|versus|v\.)\s+", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(?:cho(?:ose|osing|ice)|decid(?:e|ing)|difference|compar(?:e|ing|ison)|trade-?offs?|pick(?:ing)?"
    r"|select(?:ing)?) (?:of |between |with )"
    r"(?P<options>[^.:;?!]{3,160})",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"^(?P<one>[^.:;?!]{2,60}?) compared (?:to|with) (?P<two>[^.:;?!]{2,60})$", re.IGNORECASE)
_OR = re.compile(
    r"^(?:should (?:you|we|i) (?:use|choose|pick)? ?|which (?:to|is|one)[^:,?]{0,40}[:,] |when to (?:use"
    r"|choose) )?(?P<options>[^.:;?!]{3,120} or [^.:;?!]{2,60})\??$",
    re.IGNORECASE,
)
_LISTED = re.compile(r",? (?:and|or) |, ", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:part |step |q: ?)?[\d.]{1,5}[.):]? ", re.IGNORECASE)
_GOOD_FOR = re.compile(
    r"^(?:best(?: suited)? (?:for|fit|when|use)|(?:best|ideal|common|typical|example|primary"
    r"|main)? ?use[- ]cases?|use (?:it |them )?(?:when|if|for)|when to (?:use|choose)(?: it)?"
    r"|ideal (?:for|when)|suit(?:able|ed) (?:for|when)|choose (?:it |this )?(?:when|if)|good (?:for|fit|when)"
    r"|recommended (?:for|when)|pick (?:when|if)|scenarios?|when)$",
    re.IGNORECASE,
)
_BAD_FOR = re.compile(
    r"^(?:avoid (?:it )?(?:when|if|for)|not (?:ideal|suitable|good|recommended) (?:for|when)|(?:bad|poor"
    r"|worst) (?:for|fit|when)|when not to use)$",
    re.IGNORECASE,
)
_PROS = re.compile(r"^(?:pros|advantages?|strengths?|benefits?|upsides?)$", re.IGNORECASE)
_CELL = re.compile(
    r"^(?:best|ideal|good|great|suitable|recommended|well[- ]suited) (?:choice |fit )?(?:for|when) ", re.IGNORECASE
)
_ASIDE = re.compile(r"^(?:[-–—/]|n/?a|none|yes|no)$", re.IGNORECASE)


def contrast_in(title: str) -> tuple[str, ...]:
    """Return the options that a heading, a title or a question sets against each other; none where it does not."""
    words = _NUMBER.sub("", " ".join(plain(title[:300]).split())).strip(" ?:.")
    parts: Sequence[str] = ()
    if _VERSUS.search(words):
        head, _, tail = words.rpartition(": ")
        parts = _VERSUS.split(tail if _VERSUS.search(tail) else head)
    elif between := _BETWEEN.search(words):
        parts = _LISTED.split(between["options"])
    elif compared := _COMPARED.match(words):
        parts = (compared["one"], compared["two"])
    elif either := _OR.match(words):
        parts = _LISTED.split(either["options"])
    names = tuple(dict.fromkeys(name for part in parts if (name := option_name(_context(part)))))
    return names if 2 <= len(names) <= MOST_OPTIONS and len(names) == len([p for p in parts if p.strip()]) else ()


def _context(part: str) -> str:
    """Return an option without what the comparison is for ("… for small teams", "… in production")."""
    return re.split(r" (?:for|in|on|when|as|with|of) | [-–—] |, ", part.strip(), maxsplit=1)[0]


def tables_in(text: str, parsed: Sequence[Block]) -> Iterator[tuple[tuple[str, ...], tuple[Advice, ...]]]:
    """Yield for each table that compares options: the options, and what it says each is good for."""
    section, first = 0, 0
    rows: list[Block] = []
    for number, block in enumerate([*parsed, None]):
        if block is not None and block.kind is BlockKind.ROW:
            first = first if rows else number
            rows.append(block)
            continue
        if block is not None and rows and not text[block.start : block.end].strip("|-: \t"):
            continue  # the line under a table's head
        if len(rows) >= 2:
            yield from _table(text, rows, section, first)
        rows = []
        section += block is not None and block.kind is BlockKind.HEADING


def _table(
    text: str, rows: Sequence[Block], section: int, first: int
) -> Iterator[tuple[tuple[str, ...], tuple[Advice, ...]]]:
    cells = [_cells(text[row.start : row.end]) for row in rows]
    across = tuple(option_name(cell) for cell in cells[0][1:])
    down = tuple(option_name(row[0]) if row else "" for row in cells[1:])
    if 2 <= len(across) <= MOST_OPTIONS and all(across) and len(set(across)) == len(across):
        found = [
            advice
            for row, block in zip(cells[1:], rows[1:], strict=True)
            for name, cell in zip(across, row[1:], strict=False)
            for advice in _fits(name, row[0], cell, block, section, first)
        ]
        if found:
            yield across, tuple(found)
            return
    if 2 <= len(down) <= MOST_OPTIONS and all(down) and len(set(down)) == len(down):
        found = [
            advice
            for name, row, block in zip(down, cells[1:], rows[1:], strict=True)
            for label, cell in zip(cells[0][1:], row[1:], strict=False)
            for advice in _fits(name, label, cell, block, section, first)
        ]
        if found:
            yield down, tuple(found)


def _fits(name: str, label: str, cell: str, row: Block, section: int, block: int) -> Iterator[Advice]:
    """Yield what a cell says of an option, where its label or its first words say that this is what it is good for."""
    label, said = plain(label).strip(" :?"), plain(cell).strip()
    if _ASIDE.match(said):
        return
    against = _BAD_FOR.match(label) is not None
    if _PROS.match(label):
        condition = condition_text(said.split(",")[0])
        condition = f"{condition[:1].lower()}{condition[1:]} matters most" if condition else ""
    elif against or _GOOD_FOR.match(label) or _CELL.match(said):
        condition = condition_text(_CELL.sub("", said))
    else:
        return
    if condition:
        yield Advice(name, condition, against, False, row.start, row.end, section, block, "table")


def _cells(row: str) -> list[str]:
    """Return the cells of a table's row."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]


def same_option(one: str, other: str) -> bool:
    """Say whether two names mean the same option: the words of one are among those of the other."""
    a, b = option_words(one), option_words(other)
    return bool(a) and bool(b) and (a <= b or b <= a)


def option_words(name: str) -> frozenset[str]:
    """Return the words that tell an option from others, in lower case and singular."""
    words = re.findall(r"[^\W_]+(?:[.+#][^\W_]*)*", name.lower())
    return frozenset(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words) - _EMPTY


_EMPTY = frozenset(
    ("the", "a", "an", "of", "and", "approach", "method", "option", "using", "amazon", "sagemaker", "azure")
)


def merged(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names with those that mean the same option taken once, the shortest of them, in order."""
    kept: list[str] = []
    for name in names:
        place = next((i for i, other in enumerate(kept) if same_option(name, other)), None)
        if place is None:
            kept.append(name)
        elif len(name) < len(kept[place]):
            kept[place] = name
    return tuple(kept)
