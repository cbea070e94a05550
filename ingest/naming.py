"""The id of an article that declares none: its file's name, with the names of its folders where that tells too little.

Exported wikis hold many an ``index.html``, and notes of one name lie in several folders. What a file is called once it
keeps: another that comes later takes the longer name, whatever the order of the folders.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from ingest.frontmatter import split
from ingest.web import is_url
from kb.ids import slug

GENERIC = frozenset(
    "article content default doc document home index main overview page post readme start text untitled".split()  # noqa: SIM905
)
"""Names that say nothing of what a file holds."""
_LONGEST = 80
_DECLARED = re.compile(r"^id[ \t]{0,9}:[ \t]{0,9}\S", re.MULTILINE)


def declares(text: str) -> bool:
    """Say whether the front matter at the start of a text states an id."""
    return _DECLARED.search(split(text)[0]) is not None


def names(id: str, place: str) -> Iterator[str]:
    """Yield the ids that a file at a place may have, best first: ``index`` of ``wiki/batch/`` is ``batch-index``.

    ``id`` is the one that its name or title gives; each further one has one folder more, the nearest first.
    """
    if id not in GENERIC:
        yield id
    said = [id]
    for folder in _folders(place):
        said.insert(0, slug(folder))
        name = "-".join(said)
        if len(name) > _LONGEST:
            return
        yield name


def chosen(id: str, place: str, mine: Collection[str], taken: Callable[[str], bool]) -> str | None:
    """Return the id that the file has already, else the best that no other file has; None where all are taken."""
    options = tuple(names(id, place)) or (id,)
    return next((name for name in (*options, id) if name in mine), None) or next(
        (name for name in options if not taken(name)), None
    )


def _folders(place: str) -> list[str]:
    """Return the names of the folders that a place lies in, the nearest first; of a URL the host last."""
    if is_url(place):
        parts = urlsplit(place)
        folders = [unquote(part) for part in parts.path.split("/")[:-1]]
        return [name for name in (*reversed(folders), parts.hostname or "") if name]
    return [folder.name for folder in PurePath(place).parents if folder.name]
