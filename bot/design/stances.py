"""How documents agree with a claim of the evidence, and how they deny it: authored sentences, in many wordings. Pure
but for the files.

``stances/*.yaml`` of a knowledge folder: ``source``, ``words: {name: [ways to say it]}``, ``claims: {anchor: {denies:
[..], agrees: [..]}}``; a file with ``nothing: [..]`` holds sentences that speak of no claim. In a
sentence ``(a|b)`` are alternatives and ``<name>`` one of the words of that name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from bot.design.wordings import wordings
from kb.errors import CatalogError
from kb.located import Located, nearest, read_located

DENIES, AGREES = 1, -1

_COMPARES = re.compile(r"([^<>]*)<([\w-]+)>([^<>]*\bthan\b[^<>|]*)<([\w-]+)>([^<>]*)")


class Stance(NamedTuple):
    """A sentence that denies (+1) or agrees with (-1) a claim; one that speaks of none has the claim ""."""

    text: str
    claim: str
    side: int


def read_stances(folders: Iterable[Path], claims: Collection[str]) -> tuple[Stance, ...]:
    """Return the sentences of all ``stances/*.yaml``; raises CatalogError with file, line and key.

    A source that is not in the knowledge is passed over; an unknown claim of one that is, is an error.
    """
    sources = {id.partition("#")[0] for id in claims}
    found: list[Stance] = []
    for folder in folders:
        for path in sorted((folder / "stances").glob("*.y*ml")):
            document = read_located(path, str(path))
            if "nothing" in document.mapping():
                found += [Stance(text, "", 0) for text in document.fields(("nothing",))["nothing"].texts()]
                continue
            keys = document.fields(("source", "words", "claims"))
            source = keys["source"].text()
            if source in sources:
                words = {name: texts.texts() for name, texts in keys["words"].mapping().items()}
                found += _of_source(source, keys["claims"], words, claims)
    return tuple(found)


def _of_source(
    source: str, entries: Located, words: Mapping[str, tuple[str, ...]], claims: Collection[str]
) -> list[Stance]:
    found: list[Stance] = []
    for anchor, entry in entries.mapping().items():
        id = f"{source}#{anchor}"
        if id not in claims:
            error: CatalogError = entry.error("names no claim", found=repr(id), fix=nearest(id, claims))
            raise error
        sides = entry.fields(("denies", "agrees"))
        for key, side in (("denies", DENIES), ("agrees", AGREES)):
            for item in sides[key].items():
                found += [Stance(text, id, side) for text in wordings(item, item.text(), words)]
                if swapped := _swapped(item.text()):
                    found += [Stance(text, id, -side) for text in wordings(item, swapped, words)]
    return found


def _swapped(text: str) -> str:
    """Return a comparison of two words with both in each other's place, which says the contrary; "" for no such."""
    found = _COMPARES.fullmatch(text)
    return f"{found[1]}<{found[4]}>{found[3]}<{found[2]}>{found[5]}" if found and found[2] != found[4] else ""
