"""The path of an answer as a picture, left to right: what was said, the rules it met, the options. Pure but for Pillow.

Holds, fails and unknown are told by sign, word and the line of the box; colour only repeats it. The picture brings its
own paper, so that it reads the same in Slack's light and dark. ``described`` says the same in words.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from threading import Lock

from PIL import Image, ImageDraw, ImageFont

from bot.slack.words import shown
from bot.types import Answer, PathStep

SCALE = 2
"""Pixels per unit: a phone shows the picture at half its width and sharp."""
WIDTHS = (230, 400, 210)
"""Units of the columns: facts, rules, options."""
GAP, PADDING, SPACE, MARGIN = 70, 10, 12, 24
SIZE, SMALL = 15, 12
COLOURS = 64
"""Of the picture's palette; a few inks and papers with the steps between them, at a third of the bytes."""
_DRAWING = Lock()
"""Fonts are kept from picture to picture, and are not safe between threads."""
SHOWN = 4
"""Rules that fail, and rules that wait for a fact, drawn one by one; the rest is counted."""
LONGEST, LONGEST_ALT = 150, 900
PAPER, INK, FAINT = "#ffffff", "#1d1c1d", "#616061"
_LOOKS = {
    "holds": ("#e8f5ee", "#0b6e4f", "holds"),
    "unknown": ("#fff8e1", "#8a6100", "not known"),
    "fails": ("#f4f4f4", "#6b6b6b", "fails"),
    "fact": ("#eef3fb", "#2f5f9e", ""),
    "option": ("#ffffff", "#6b6b6b", ""),
    "chosen": ("#0b6e4f", "#0b6e4f", "recommended"),
}
"""Look of a box -> its paper, its line, the word at its head."""
_DASHES = {"fails": (7, 5), "unknown": (2, 4)}


@dataclass
class _Box:
    """One box: what it says, how it looks, where it stands once it is placed."""

    look: str
    text: str
    width: int
    note: str = ""
    lines: tuple[str, ...] = ()
    top: int = 0
    left: int = 0
    towards: list[tuple[_Box, str]] = field(default_factory=list)

    @property
    def height(self) -> int:
        """Units from top to bottom."""
        head = SMALL + 6 if _LOOKS[self.look][2] or self.note else 0
        return head + len(self.lines) * (SIZE + 5) + 2 * PADDING

    @property
    def middle(self) -> float:
        """Where arrows meet the box."""
        return self.top + self.height / 2


def as_png(answer: Answer) -> bytes:
    """Return the path of an answer as the bytes of a PNG."""
    with _DRAWING:
        return _drawn(answer)


def _drawn(answer: Answer) -> bytes:
    columns = _columns(answer)
    for place, column in enumerate(columns):
        for box in column:
            box.left = MARGIN + sum(WIDTHS[:place]) + place * GAP
            box.lines = _wrapped(box.text, box.width - 2 * PADDING)
    tallest = max(_tall(column) for column in columns)
    for column in columns:
        _stack(column, MARGIN + SIZE + 12)
    width = 2 * MARGIN + sum(WIDTHS) + 2 * GAP
    image = Image.new("RGB", (width * SCALE, (tallest + 2 * MARGIN + SIZE + 12) * SCALE), PAPER)
    draw = ImageDraw.Draw(image)
    for place, name in enumerate(("What you said", "Rules it met", "Options")):
        at = (MARGIN + sum(WIDTHS[:place]) + place * GAP, MARGIN - 6)
        _write(draw, at, name, SMALL + 1, FAINT)
    arrows = [(box, target, look) for column in columns for box in column for target, look in box.towards]
    for box, target, look in sorted(arrows, key=lambda arrow: arrow[2] == "holds"):
        _arrow(draw, box, target, look)
    for box in (box for column in columns for box in column):
        _draw(draw, box)
    out = io.BytesIO()
    image.quantize(COLOURS).save(out, "PNG")
    return out.getvalue()


def described(answer: Answer) -> str:
    """Return the picture in words, for screen readers."""
    facts = [step.text for step in answer.path if step.kind == "fact"]
    held = [step.text for step in answer.path if step.outcome == "holds"]
    outcomes = [step.outcome for step in answer.path]
    end = f"Recommended: {answer.recommendation.option.name}." if answer.recommendation else "Nothing decides yet."
    counts = f"Rules that fail: {outcomes.count('fails')}; that wait for a fact: {outcomes.count('unknown')}."
    words = f"{end} Said: {'; '.join(facts) or 'nothing that counts'}. Holds: {' / '.join(held) or 'no rule'}. {counts}"
    return shown(words, LONGEST_ALT)


def _columns(answer: Answer) -> tuple[list[_Box], list[_Box], list[_Box]]:
    """Return the boxes of the three columns, joined by their arrows."""
    said = [step for step in answer.path if step.kind == "fact"]
    facts = {step.text: _Box("fact", _capital(step.text), WIDTHS[0]) for step in said}
    options = {id: _Box(look, name, WIDTHS[2]) for id, name, look in _options(answer)}
    rules: list[_Box] = []
    for outcome in ("holds", "unknown", "fails"):
        steps = [step for step in answer.path if step.outcome == outcome]
        drawn = steps if outcome == "holds" else steps[:SHOWN]
        rules += [_rule(step, facts, options) for step in drawn]
        if more := len(steps) - len(drawn):
            rules.append(_Box(outcome, f"and {more} more such rule{'s' if more > 1 else ''}", WIDTHS[1]))
    return (
        list(facts.values()) or [_Box("fact", "Nothing that counts here", WIDTHS[0])],
        rules,
        list(options.values()) or [_Box("option", "No option yet", WIDTHS[2])],
    )


def _options(answer: Answer) -> Iterator[tuple[str, str, str]]:
    """Yield id, name and look of the options, the recommended one first."""
    known: dict[str, tuple[str, str]] = {}
    if answer.recommendation:
        known[answer.recommendation.option.id] = (answer.recommendation.option.name, "chosen")
    for alternative in answer.alternatives:
        known.setdefault(alternative.option.id, (alternative.option.name, "option"))
    for step in answer.path:
        if step.favours:
            known.setdefault(step.favours, (_capital(step.favours.replace("-", " ")), "option"))
    for id, (name, look) in known.items():
        yield id, name, look


def _rule(step: PathStep, facts: Mapping[str, _Box], options: Mapping[str, _Box]) -> _Box:
    """Return the box of a rule, joined to the facts that it speaks of and, unless it fails, to its option."""
    condition, because = _parted(step.text)
    box = _Box(str(step.outcome), _capital(because or condition), WIDTHS[1], note=step.force or "")
    for text, fact in facts.items():
        if _names(condition, text):
            fact.towards.append((box, box.look))
    if step.favours and step.favours in options and step.outcome != "fails":
        box.towards.append((options[step.favours], box.look))
    return box


def _parted(text: str) -> tuple[str, str]:
    """Part "If <conditions>: <because>" at the colon before the sentence that begins with a capital."""
    body = text.removeprefix("If ")
    for at in (i for i, c in enumerate(body) if body.startswith(": ", i) and c == ":"):
        if body[at + 2 : at + 3].isupper():
            return body[:at], body[at + 2 :]
    return body, ""


def _names(condition: str, fact: str) -> bool:
    """Say whether the conditions of a rule speak of a fact: they write the same name."""
    name = fact.partition(": ")[0].casefold()
    return f" {name} " in f" {condition.casefold().replace(':', ' ').replace(',', ' ')} "


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tall(column: Sequence[_Box]) -> int:
    return sum(box.height for box in column) + SPACE * max(0, len(column) - 1)


def _stack(column: Sequence[_Box], top: int) -> None:
    for box in column:
        box.top = top
        top += box.height + SPACE


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size * SCALE)


def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """Break a text into lines that fit; a word that is longer than a line is cut."""
    font, lines = _font(SIZE), [""]
    for word in shown(text, LONGEST).split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width * SCALE or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
        while font.getlength(lines[-1]) > width * SCALE:
            cut = next(
                n for n in range(len(lines[-1]), 0, -1) if n == 1 or font.getlength(lines[-1][:n]) <= width * SCALE
            )
            lines[-1:] = [lines[-1][:cut], lines[-1][cut:]] if cut < len(lines[-1]) else [lines[-1][:cut]]
            if cut == 1:
                break
    return tuple(line for line in lines if line)


def _write(draw: ImageDraw.ImageDraw, at: tuple[float, float], words: str, size: int, colour: str) -> None:
    draw.text((at[0] * SCALE, at[1] * SCALE), words, font=_font(size), fill=colour)


def _draw(draw: ImageDraw.ImageDraw, box: _Box) -> None:
    paper, line, word = _LOOKS[box.look]
    ink = PAPER if box.look == "chosen" else INK
    corners = (box.left, box.top, box.left + box.width, box.top + box.height)
    scaled = [c * SCALE for c in corners]
    radius = {"unknown": 16, "chosen": 14}.get(box.look, 5) * SCALE
    dashes = _DASHES.get(box.look)
    draw.rounded_rectangle(scaled, radius, fill=paper, outline=None if dashes else line, width=2 * SCALE)
    if dashes:
        _dashed_box(draw, corners, line, dashes)
    top = box.top + PADDING
    if word or box.note:
        head = " · ".join(part for part in (word, box.note) if part)
        _sign(draw, (box.left + PADDING, top), box.look, ink if box.look == "chosen" else line)
        _write(draw, (box.left + PADDING + 18, top - 1), head, SMALL, ink if box.look == "chosen" else line)
        top += SMALL + 6
    for row in box.lines:
        _write(draw, (box.left + PADDING, top), row, SIZE, ink)
        top += SIZE + 5


def _sign(draw: ImageDraw.ImageDraw, at: tuple[float, float], look: str, colour: str) -> None:
    """Draw the sign of an outcome by hand; no font is sure to have it."""
    x, y, s = at[0] * SCALE, at[1] * SCALE, SCALE
    match look:
        case "holds" | "chosen":
            draw.line([(x, y + 6 * s), (x + 4 * s, y + 11 * s), (x + 12 * s, y + s)], fill=colour, width=2 * s)
        case "fails":
            draw.line([(x + s, y + s), (x + 11 * s, y + 11 * s)], fill=colour, width=2 * s)
            draw.line([(x + 11 * s, y + s), (x + s, y + 11 * s)], fill=colour, width=2 * s)
        case _:
            draw.text((x + 2 * s, y - 2 * s), "?", font=_font(SIZE), fill=colour)


def _dashed_box(draw: ImageDraw.ImageDraw, corners: tuple[int, ...], colour: str, dashes: tuple[int, int]) -> None:
    left, top, right, bottom = corners
    for start, end in (
        ((left, top), (right, top)),
        ((right, top), (right, bottom)),
        ((right, bottom), (left, bottom)),
        ((left, bottom), (left, top)),
    ):
        _dashed(draw, [start, end], colour, dashes, 2)


def _dashed(
    draw: ImageDraw.ImageDraw,
    points: Sequence[tuple[float, float]],
    colour: str,
    dashes: tuple[int, int] | None,
    width: int,
) -> None:
    """Draw a line through points, whole or in dashes of (on, off) units along its whole length."""
    on, off = dashes or (1, 0)
    walked = 0.0
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        steps = max(1, math.ceil(length)) if off else 1
        for step in range(steps):
            if not off or (walked + length * step / steps) % (on + off) < on:
                line = [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t) for t in (step / steps, (step + 1) / steps)]
                draw.line([(x * SCALE, y * SCALE) for x, y in line], fill=colour, width=width * SCALE)
        walked += length


def _arrow(draw: ImageDraw.ImageDraw, box: _Box, target: _Box, look: str) -> None:
    """Draw an arrow from the right of one box to the left of another, bent so that it leaves and arrives level."""
    x0, y0, x1, y1 = box.left + box.width, box.middle, target.left, target.middle
    bend = (x1 - x0) / 2
    curve = [_bezier((x0, y0), (x0 + bend, y0), (x1 - bend, y1), (x1 - 8, y1), t / 48) for t in range(49)]
    colour = _LOOKS[look][1]
    _dashed(draw, curve, colour, _DASHES.get(look), 2 if look == "holds" else 1)
    tip = [(x1 - 8, y1 - 5), (x1, y1), (x1 - 8, y1 + 5)]
    draw.polygon([(x * SCALE, y * SCALE) for x, y in tip], fill=colour)


def _bezier(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float], t: float
) -> tuple[float, float]:
    u = 1 - t
    x, y = (u**3 * p + 3 * u * u * t * q + 3 * u * t * t * r + t**3 * s for p, q, r, s in zip(a, b, c, d, strict=True))
    return x, y
