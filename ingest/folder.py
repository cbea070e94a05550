"""From the paths that were handed in to the files to read; nothing is skipped without a reason."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from ingest.formats import SUFFIXES, kind_of, largest
from ingest.page import RawPage
from ingest.side_files import ENDINGS, digest_with_side_files
from kb.places import ACCEPTED
from kb.types import Record


class Refused(Record):
    """A path that is not read, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Found:
    """A file to read: its absolute path, its shelf (see ``kb.ledger_rows.Holding``) and the SHA-256 of its bytes.

    ``page`` is what was fetched already, of a URL, which is then ``place``.
    """

    path: Path
    shelf: str
    digest: str
    place: str = ""
    page: RawPage | None = None

    @property
    def name(self) -> str:
        """The path as text that can be stored and printed, whatever bytes it is made of."""
        return self.place or printable(self.path)


def printable(path: Path) -> str:
    """Return a path as valid Unicode text."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def files_under(paths: Iterable[Path], shelf: str, glob: str | None = None) -> Iterator[Found | Refused]:
    """Yield each file of the paths once, folders walked in the order of their names; hidden entries are left out.

    ``glob`` chooses among the files of a folder, by name or by path below it (``*.md``, ``notes/**``).
    """
    seen: set[Path] = set()
    for given in paths:
        listed: Iterable[tuple[Path, bool]] = [(given, True)]
        if given.is_dir():
            listed = ((path, False) for path in _walk(given) if _chosen(path, given, glob))
        for path, named in listed:
            whole = path.absolute()
            if whole not in seen:
                seen.add(whole)
                yield _look(whole, shelf, named)


def shelf_files(folders: Sequence[Path]) -> tuple[Found | Refused, ...]:
    """Return the articles of the knowledge folders (``articles/*.md``)."""
    paths = [path for folder in folders for path in sorted((folder / "articles").glob("*.md"))]
    return tuple(files_under(paths, "built-in"))


def knowledge_digest(folders: Sequence[Path]) -> str:
    """Return the SHA-256 over names and bytes of the folders' YAML files: the same digest, the same catalog."""
    digest = hashlib.sha256()
    for folder in folders:
        authored = (path for path in folder.glob("*.y*ml") if path.name != ACCEPTED)
        for path in sorted([*authored, *(folder / "tradeoffs").glob("*.y*ml")]):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder, followlinks=False):
        yield from (Path(root) / name for name in sorted(folders) if (Path(root) / name).is_symlink())
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        shown = (name for name in sorted(names) if not name.startswith("."))
        yield from (Path(root) / name for name in shown if not name.endswith(ENDINGS))  # read beside their article


def _chosen(path: Path, folder: Path, glob: str | None) -> bool:
    """Say whether a glob chooses a file of a folder; ``**/`` also stands for no folder at all."""
    if glob is None:
        return True
    below = path.relative_to(folder).as_posix()
    return any(
        fnmatchcase(shown, pattern) for shown in (below, path.name) for pattern in (glob, glob.removeprefix("**/"))
    )


def _look(path: Path, shelf: str, named: bool) -> Found | Refused:
    shown = printable(path)
    try:
        status = path.stat()
    except OSError as error:
        return Refused(path=shown, reason=f"cannot be read ({error.strerror})")
    if not stat.S_ISREG(status.st_mode):
        return Refused(path=shown, reason="is not a regular file")
    kind = kind_of(path.suffix)
    if not named and kind is None:
        return Refused(
            path=shown, reason=f"expected one of {' '.join(sorted(SUFFIXES))}, found {path.suffix or 'none'}"
        )
    if status.st_size > largest(kind):
        return Refused(path=shown, reason=f"has {status.st_size} bytes; at most {largest(kind)} are read. Split it.")
    try:
        return Found(path=path, shelf=shelf, digest=digest_with_side_files(path))
    except OSError as error:
        return Refused(path=shown, reason=f"cannot be read ({error.strerror})")
