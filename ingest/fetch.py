"""Read a local article: regular files only, of a bounded size."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ingest.document import read_document
from ingest.formats import LARGEST_TEXT, SUFFIXES, kind_of, largest
from ingest.page import RawPage
from kb.errors import ArticleError


def fetch(path: Path) -> RawPage:
    """Return the article in a file; raise ArticleError if it cannot be read, is too large, binary or empty."""
    kind = kind_of(path.suffix)
    if kind is None:
        known = ", ".join(sorted(SUFFIXES))
        raise ArticleError(f"{path}: expected a file of type {known}; found {path.suffix or 'no suffix'}.")
    return read_document(read_bytes(path, largest(kind)), kind, str(path), path.stem)


def read_bytes(path: Path, limit: int = LARGEST_TEXT) -> bytes:
    """Return the bytes of a regular file; raise ArticleError for anything else, and above ``limit`` bytes."""
    try:
        _regular(path, os.stat(path))
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise ArticleError(f"{path}: cannot be read: {reason}.") from problem
    with os.fdopen(handle, "rb") as file:
        _regular(path, os.fstat(file.fileno()))
        try:
            data = file.read(limit + 1)
        except OSError as problem:
            raise ArticleError(f"{path}: cannot be read: {problem.strerror}.") from problem
    if len(data) > limit:
        raise ArticleError(f"{path}: expected at most {limit:,} bytes, found more. Split the file.")
    return data


def _regular(path: Path, status: os.stat_result) -> None:
    """Refuse folders, pipes and devices: opening a pipe would wait for ever."""
    if not stat.S_ISREG(status.st_mode):
        raise ArticleError(f"{path}: expected a regular file, found a folder, pipe, socket or device.")
