"""What a fetch hands to the parser: decoded text of a known format, and what the page says about itself."""

from __future__ import annotations

from typing import Literal

from kb.types import Record

Format = Literal["markdown", "rst", "text"]


class SideFile(Record):
    """A bibliography beside an article; ``own`` where its name is the article's, ``problem`` where it has no text."""

    name: str
    text: str
    own: bool = False
    problem: str = ""


class RawPage(Record):
    """A fetched article: ``text`` is decoded, in NFC, with ``\\n`` line ends and no control characters.

    ``origin`` is the place it came from (a path, a URL), ``name`` its file name without suffix. HTML is Markdown
    already. ``repairs`` say in words what was changed on the way in; ``content_hash`` is the SHA-256 of the bytes.
    ``first_line`` counts the lines of the file that were left out before the text.
    """

    origin: str
    name: str
    format: Format
    text: str
    content_hash: str
    repairs: tuple[str, ...] = ()
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    language: str | None = None
    disclosures: tuple[str, ...] = ()
    first_line: int = 0
    side_files: tuple[SideFile, ...] = ()
