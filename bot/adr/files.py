"""Records in a folder: numbered as adr-tools and MADR number them, written once and never over another."""

from __future__ import annotations

import fcntl
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import InputError
from kb.ids import slug

WIDTH = 4
LONGEST_NAME = 60
"""Characters of a title in a file name."""
LARGEST = 4 << 20
"""Bytes of one record; a larger file is none."""
_NUMBERED = re.compile(r"(\d{1,5})-.*\.(?:md|markdown)", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^\w]+|_+")


def write_record(text: str, title: str, folder: Path) -> Path:
    """Write a record as ``NNNN-title.md`` under the next free number and return its path.

    Two processes never take the same number. Raises InputError where the folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            path = folder / f"{next_number(folder)}-{file_slug(title)}.md"
            _write_new(path, text.encode("utf-8", "replace"))
            return path
    except OSError as error:
        raise InputError(
            f"{folder}: no record can be written there ({error.strerror}). Name another folder."
        ) from error


def next_number(folder: Path) -> str:
    """Return the number after the highest one in a folder, as wide as the widest there; ``0001`` in an empty one."""
    taken = [match[1] for path in folder.iterdir() if (match := _NUMBERED.fullmatch(path.name))]
    width = max((len(number) for number in taken), default=WIDTH)
    return f"{max((int(number) for number in taken), default=0) + 1:0{width}d}"


def number_of(path: Path) -> int | None:
    """Return the number of a record by its file name, None where it has none."""
    match = _NUMBERED.fullmatch(path.name)
    return int(match[1]) if match else None


def file_slug(title: str) -> str:
    """Return the words of a title joined by hyphens: ASCII for Latin letters, the letters as they are for others."""
    letters = [c for c in title if c.isalpha()]
    if all(unicodedata.name(c, "").startswith("LATIN") for c in letters) and any(c.isalnum() for c in title):
        return slug(title, LONGEST_NAME)
    words = _NOT_WORD.sub("-", unicodedata.normalize("NFC", title).lower()).strip("-")
    return words[:LONGEST_NAME].strip("-") or "decision"


def record_files(places: list[Path]) -> Iterator[Path]:
    """Yield the Markdown files of folders, and of the folders in them, in order, and the files named outright.

    Raises InputError for a place that is neither.
    """
    for place in places:
        if place.is_dir():
            yield from sorted(p for p in place.rglob("*") if p.suffix.lower() in {".md", ".markdown"} and p.is_file())
        elif place.is_file():
            yield place
        else:
            raise InputError(f"{place}: expected a folder of decision records or one of them, found nothing there.")


def read_record(path: Path) -> str:
    """Return the text of a file with plain line ends; raises InputError where it is not UTF-8 or too large."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"has {path.stat().st_size:,} bytes; at most {LARGEST:,} are read.")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"expected UTF-8, found byte 0x{error.object[error.start]:02x} at {error.start}.") from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}).") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the operating system's lock on the folder itself, which leaves no file behind."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet; nothing is left of one that could not be written whole."""
    with path.open("xb") as file:
        try:
            file.write(data)
            file.flush()
        except OSError:
            path.unlink()
            raise
