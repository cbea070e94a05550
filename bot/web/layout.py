"""Where the parts of the path stand in its picture: three columns, text wrapped by estimated widths, curves between.

Pure. Lengths are in the picture's own units, a CSS pixel at full size. Rows of the middle column follow the given
order; the boxes beside it stand at the mean height of what they are joined to, pushed apart where they would overlap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

LINE = 17.0
"""Height of a line of text."""
PAD = 9.0
GAP = 12.0
_THIN = frozenset("ijl.,:;'|!()[]ft“”’ ·")
_WIDE = frozenset("mwMW@%—")


Joined = tuple[str, str, float]
"""Two boxes that a line joins, and how strongly it draws them to one height."""


@dataclass(frozen=True)
class Words:
    """What a box says: a first line that is set apart (its sign), then text."""

    head: str
    text: str
    foot: str = ""


@dataclass(frozen=True)
class Box:
    """A box with its lines as they are wrapped; ``head`` of them are the sign, ``foot`` the last, set smaller."""

    id: str
    x: float
    y: float
    width: float
    height: float
    head: tuple[str, ...]
    text: tuple[str, ...]
    foot: tuple[str, ...]

    @property
    def middle(self) -> float:
        """The height at which lines leave and arrive."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Columns:
    """The left edges and widths of the three columns, the width of the whole, and how many lines a text may take."""

    left: tuple[float, float]
    centre: tuple[float, float]
    right: tuple[float, float]
    whole: float
    most: int


WIDE = Columns((1, 190), (262, 420), (754, 190), 946, 3)
NARROW = Columns((1, 104), (118, 160), (291, 96), 388, 8)


@dataclass(frozen=True)
class Plan:
    """The boxes of the three columns, and the height of the whole."""

    left: tuple[Box, ...]
    centre: tuple[Box, ...]
    right: tuple[Box, ...]
    height: float


def plan(
    left: Mapping[str, Words],
    centre: Mapping[str, Words],
    right: Mapping[str, Words],
    joined: Sequence[Joined],
    columns: Columns = WIDE,
) -> Plan:
    """Return the boxes in their places; one end of each of ``joined`` is in the centre column."""
    rules = _stacked([_box(id, words, columns.centre, columns.most) for id, words in centre.items()])
    places = {box.id: box.middle for box in rules}
    facts = _beside([_box(id, words, columns.left, columns.most + 1) for id, words in left.items()], places, joined)
    options = _beside([_box(id, words, columns.right, columns.most) for id, words in right.items()], places, joined)
    height = max((box.y + box.height for box in (*rules, *facts, *options)), default=0.0)
    return Plan(facts, rules, options, height + 1)


def wrapped(text: str, width: float, most: int, size: float = 13.0) -> tuple[str, ...]:
    """Return a text in lines of at most this width, at most so many; what is cut off ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, width, size):
            longer = f"{line} {piece}".strip()
            if not line or extent(longer, size) <= width:
                line = longer
            else:
                lines.append(line)
                line = piece
    lines += [line] if line else []
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    while " " in last and extent(f"{last} …", size) > width:
        last = last.rpartition(" ")[0]
    return (*lines[: most - 1], f"{last} …")


def extent(text: str, size: float = 13.0) -> float:
    """Return about how wide a text is; rather too wide than too narrow."""
    return size * sum(
        0.31 if c in _THIN else 0.88 if c in _WIDE else 0.66 if c.isupper() else 1.05 if ord(c) > 0x2E80 else 0.565
        for c in text
    )


def curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Return the path of a line that leaves and arrives level."""
    (x1, y1), (x2, y2) = start, end
    bend = (x2 - x1) / 2
    return f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"


def _pieces(word: str, width: float, size: float) -> list[str]:
    """Return a word in pieces that fit on a line."""
    if extent(word, size) <= width:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and extent(pieces[-1] + character, size) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _box(id: str, words: Words, column: tuple[float, float], most: int) -> Box:
    x, width = column
    inner = width - 2 * PAD - 4
    head = wrapped(words.head, inner, 1)
    text = wrapped(words.text, inner, most)
    foot = wrapped(words.foot, inner, max(2, most - 2), 12.0)
    height = 2 * PAD + LINE * len(head + text + foot)
    return Box(id, x, 0.0, width, height, head, text, foot)


def _stacked(boxes: Sequence[Box]) -> tuple[Box, ...]:
    placed, y = [], 1.0
    for box in boxes:
        placed.append(replace(box, y=y))
        y += box.height + GAP
    return tuple(placed)


def _beside(boxes: Sequence[Box], places: Mapping[str, float], joined: Sequence[Joined]) -> tuple[Box, ...]:
    """Place boxes at the mean height of what they are joined to, in that order, without overlap."""
    middle = sum(places.values()) / len(places) if places else 0.0
    wanted = []
    for box in boxes:
        others = [(places[b if a == box.id else a], weight) for a, b, weight in joined if box.id in (a, b)]
        weights = sum(weight for _, weight in others)
        wanted.append((sum(y * weight for y, weight in others) / weights if others else middle, not others, box))
    wanted.sort(key=lambda entry: (entry[1], entry[0]))
    return _apart([(centre, box) for centre, _, box in wanted])


def _apart(wanted: Sequence[tuple[float, Box]]) -> tuple[Box, ...]:
    """Push boxes apart around the centres that they want, in the given order; the block stays where its mean wants."""
    ordered = sorted(wanted, key=lambda entry: entry[0])
    groups: list[list[tuple[float, Box]]] = []
    for entry in ordered:
        groups.append([entry])
        while len(groups) > 1 and _bottom(groups[-2]) + GAP > _top(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    placed: list[Box] = []
    for group in groups:
        y = max(1.0, _top(group))
        if placed:
            y = max(y, placed[-1].y + placed[-1].height + GAP)
        for _, box in group:
            placed.append(replace(box, y=y))
            y += box.height + GAP
    return tuple(placed)


def _size(group: Sequence[tuple[float, Box]]) -> float:
    return sum(box.height for _, box in group) + GAP * (len(group) - 1)


def _top(group: Sequence[tuple[float, Box]]) -> float:
    return sum(centre for centre, _ in group) / len(group) - _size(group) / 2


def _bottom(group: Sequence[tuple[float, Box]]) -> float:
    return _top(group) + _size(group)
