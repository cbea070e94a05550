"""Block Kit's parts, each within its limit. Pure.

Every text that is not ours goes into ``plain_text`` or ``rich_text``, where Slack parses nothing: an ``@here`` or a
``<!channel>`` stays what it is. Limits are those of Slack's reference, in characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.slack.words import host, shown

Block = dict[str, Any]
MOST_BLOCKS = 50
HEADER, SECTION, CONTEXT, RICH = 150, 3_000, 2_000, 3_000
BUTTON, OPTION, VALUE, OPTION_VALUE = 75, 75, 2_000, 75
MOST_ACTIONS, MOST_OPTIONS = 25, 5


def plain(text: str, most: int = SECTION) -> Block:
    """Return a text object that is shown as it is; Slack refuses an empty text, which becomes a dash."""
    return {"type": "plain_text", "text": shown(text, most) or "–", "emoji": False}


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain(text, HEADER)}


def section(text: str) -> Block:
    """Return a paragraph of plain text."""
    return {"type": "section", "text": plain(text, SECTION)}


def context(*texts: str) -> Block:
    """Return a line in small print of at most ten parts."""
    return {"type": "context", "elements": [plain(text, CONTEXT) for text in texts[:10]]}


def divider() -> Block:
    """Return a line across."""
    return {"type": "divider"}


def text(words: str, most: int = RICH, *, bold: bool = False, italic: bool = False) -> Block:
    """Return words for a ``rich`` paragraph; blanks at their ends stay."""
    inner = shown(words, most)
    left = " " if words[:1].isspace() else ""
    right = " " if words[-1:].isspace() else ""
    element: Block = {"type": "text", "text": f"{left}{inner}{right}" or " "}
    style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
    return element | ({"style": style} if style else {})


def newline() -> Block:
    """Return a line break for a ``rich`` paragraph."""
    return {"type": "text", "text": "\n"}


def link(words: str, url: str | None, most: int = 300) -> list[Block]:
    """Return a link that says which host it leads to; only the words where the address is not plain http or https."""
    named = host(url)
    if named is None:
        return [text(words, most)]
    return [{"type": "link", "url": str(url), "text": shown(words, most) or named}, text(f" ({named})", 200)]


def paragraph(*elements: Block) -> Block:
    """Return one paragraph for ``rich``."""
    return {"type": "rich_text_section", "elements": list(elements)}


def quote(*elements: Block) -> Block:
    """Return a quotation for ``rich``."""
    return {"type": "rich_text_quote", "elements": list(elements)}


def bullets(rows: Iterable[Sequence[Block]]) -> Block:
    """Return a list for ``rich``."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [paragraph(*row) for row in rows]}


def rich(*parts: Block) -> Block:
    """Return a block of paragraphs, quotations and lists."""
    return {"type": "rich_text", "elements": list(parts)}


def button(label: str, action: str, value: str, *, primary: bool = False) -> Block:
    """Return a button; raise ValueError when its value is too long to come back whole."""
    if len(value) > VALUE:
        raise ValueError(f"the value of button {action} has {len(value)} characters, more than {VALUE}")
    made: Block = {"type": "button", "action_id": action, "text": plain(label, BUTTON), "value": value}
    return made | ({"style": "primary"} if primary else {})


def overflow(action: str, options: Sequence[tuple[str, str]]) -> Block:
    """Return the menu behind three dots; ``options`` are (label, value)."""
    return {
        "type": "overflow",
        "action_id": action,
        "options": [option(label, value) for label, value in options[:MOST_OPTIONS]],
    }


def option(label: str, value: str) -> Block:
    """Return one choice of a menu."""
    return {"text": plain(label, OPTION), "value": value[:OPTION_VALUE]}


def actions(*elements: Block) -> Block:
    """Return a row of buttons and menus."""
    return {"type": "actions", "elements": list(elements[:MOST_ACTIONS])}
