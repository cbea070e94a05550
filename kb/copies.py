"""What it takes to keep several texts of one article under one source: the texts, and what each is a copy of. Pure."""

from __future__ import annotations

from typing import Literal

from kb.record import Record

CopyKind = Literal["digest-of", "copy", "spun", "translation", "revision"]
"""``digest-of``: our summary of it; ``copy``: the same words; ``spun``: its words swapped for synonyms;
``translation``: in another language; ``revision``: another state of it."""


class Copy(Record):
    """One text is a copy of another: ``share`` of the shorter one has its like in the other; ``why`` in words.

    ``source`` and ``of`` name texts as ``Part.id`` does.
    """

    source: str
    of: str
    kind: CopyKind
    share: float
    why: str


class Part(Record):
    """The characters ``[start, end)`` of a source's text that one file holds.

    ``id`` is the id that the file has by itself. ``copy_of`` is set but for the text whose words are preferred.
    """

    id: str
    start: int
    end: int
    text_kind: Literal["digest", "original"] = "original"
    title: str = ""
    url: str | None = None
    language: str = "en"
    origin: str = ""
    content_hash: str = ""
    copy_of: Copy | None = None


class Quoted(Record):
    """Where the original says what a claim of its digest says: characters ``[start, end)`` of the source's text.

    ``score`` is how alike the two are (``ingest.matching``); ``spun`` where only a copy with swapped words holds it.
    """

    start: int
    end: int
    passage: str
    score: float
    spun: bool = False
