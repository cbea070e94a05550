"""A decision record read back: its title, its status, the option it chooses, and the data it keeps. Pure."""

from __future__ import annotations

import re

from pydantic import Field

from bot.adr.record import Kept, read_block, split_block, text_digest
from ingest.frontmatter import read, split, text_of
from kb.errors import InputError
from kb.types import Record

_TITLE = re.compile(r"^#\s+(.+?)\s*#*$", re.MULTILINE)
_CHOSEN = re.compile(r'^\s*Chosen option: ["“](.+?)["”],', re.MULTILINE)
_QUOTED = re.compile(r"^(\d{1,4})\. “(.+)”$", re.MULTILINE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CLOSED = ("superseded", "rejected", "deprecated")


class OurRecord(Record):
    """One record as its file holds it; ``kept`` is None where no data of ours is in it.

    ``chosen`` is the option that its text names, ``quotes`` are its numbered quotes, ``edited`` says whether its text
    is another than was written.
    """

    title: str
    status: str
    chosen: str
    kept: Kept | None
    quotes: dict[int, str] = Field(default_factory=dict)
    edited: bool = False

    @property
    def closed(self) -> bool:
        """Whether it no longer says what is to be done."""
        return self.status.lower().startswith(_CLOSED)


def read_text(text: str) -> OurRecord:
    """Return what a record's text holds; raises InputError where it has data of ours that cannot be used."""
    prose, data = split_block(text)
    yaml, body, _ = split(prose)
    title = _unescaped(match[1]) if (match := _TITLE.search(body)) else ""
    if data is None:
        return OurRecord(title=title, status="", chosen="", kept=None)
    status = text_of(read(yaml, "its front matter"), "status")
    chosen = _unescaped(match[1]) if (match := _CHOSEN.search(body)) else ""
    if status.lower().startswith(_CLOSED):
        return OurRecord(title=title, status=status, chosen=chosen, kept=_perhaps(data))
    kept = read_block(data)
    quotes = {int(n): _unescaped(words) for n, words in _QUOTED.findall(body)}
    edited = text_digest(body) != kept.text
    return OurRecord(title=title, status=status, chosen=chosen, kept=kept, quotes=quotes, edited=edited)


def _perhaps(data: str) -> Kept | None:
    """Return the data of a closed record, which nobody needs any more."""
    try:
        return read_block(data)
    except InputError:
        return None


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)
