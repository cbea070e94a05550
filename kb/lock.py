"""Operating-system locks: one writer per data directory, and leases that keep a directory from being removed.

The operating system releases these locks when their holder dies, however it dies, so there is no stale lock to
clear by hand.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import LockedError, StoreError

_POLL = 0.05  # seconds between two attempts


@contextmanager
def writer_lock(path: Path, *, wait: float = 10.0) -> Iterator[None]:
    """Hold the exclusive lock on ``path``, waiting at most ``wait`` seconds for another holder.

    The file names the holder's pid and command while it is held. Raises LockedError naming the holder, StoreError
    when the file cannot be made.
    """
    descriptor = _open(path)
    try:
        if not _try(descriptor, fcntl.LOCK_EX, wait):
            raise LockedError(
                f"{path}: {holder(path)} is writing to this data directory; waited {wait:g} s. "
                "Nothing was changed. Try again when it has finished."
            )
        note = json.dumps({"pid": os.getpid(), "command": " ".join(sys.argv)[:200]})
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, note.encode("utf-8", "replace"), 0)
        yield
    finally:
        os.close(descriptor)  # also releases the lock


def holder(path: Path) -> str:
    """Describe who holds the lock, as far as its file tells: ``process 4711 (crossroads ingest)``."""
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        return f"process {int(note['pid'])} ({note['command']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


class Lease:
    """A lock on a file inside a directory, held until ``release``; a shared one says "I am reading here"."""

    def __init__(self, descriptor: int) -> None:
        """Take over an open, locked descriptor (use ``shared`` or ``exclusive``)."""
        self._descriptor: int | None = descriptor

    @classmethod
    def shared(cls, path: Path) -> Lease | None:
        """Lease ``path``, which must exist; None when it is gone or being removed."""
        return cls._take(path, fcntl.LOCK_SH)

    @classmethod
    def exclusive(cls, path: Path, *, wait: float = 0.0) -> Lease | None:
        """Lease ``path``, which must exist, alone; None when it is gone or somebody has it for ``wait`` seconds."""
        return cls._take(path, fcntl.LOCK_EX, wait)

    @classmethod
    def _take(cls, path: Path, kind: int, wait: float = 0.0) -> Lease | None:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{path}: the lease cannot be opened ({error.strerror}).") from error
        if _try(descriptor, kind, wait) and os.fstat(descriptor).st_nlink > 0:
            return cls(descriptor)
        os.close(descriptor)
        return None

    @property
    def descriptor(self) -> int:
        """The open file that holds the lease; a child process that inherits it holds the lease as well."""
        if self._descriptor is None:
            raise ValueError("This lease was given back.")
        return self._descriptor

    def release(self) -> None:
        """Give the lease back, which a child process may go on holding; harmless when that was done already."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(
            f"{path}: the data directory cannot be written ({error.strerror}). "
            "Choose another one with --data or CROSSROADS_DATA, or mend its permissions."
        ) from error


def _try(descriptor: int, kind: int, wait: float) -> bool:
    """Take a lock, trying again for at most ``wait`` seconds; say whether it was taken."""
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL)
        else:
            return True
