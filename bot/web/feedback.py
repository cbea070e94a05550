"""What users said of answers, kept on this machine: one line of JSON each, added and never changed.

A line is written whole under a lock and made durable before thanks are given. A kill in the middle leaves at most one
torn line at the end, which the next writer closes and readers pass over. The file has a bound; beyond it nothing more
is taken. Neither an address nor a name is kept, and the question only where its author ticked that.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

from pydantic import ValidationError

from bot.types import Answer
from kb.errors import InputError, StoreError
from kb.lock import writer_lock
from kb.types import Record

MOST_REASON = 1_000
"""Characters of a reason."""
MOST_BYTES = 10_000_000
"""Bytes of the file; a line without a question has about 300."""
FILE, LOCK = "feedback.jsonl", "feedback.lock"
WAIT = 5.0
"""Seconds to wait for another that writes."""
Judgement = Literal["useful", "not useful"]


class Remark(Record):
    """What one user said of one answer. ``turns`` and ``facts`` are empty unless they were to be kept."""

    at: str
    judgement: Judgement
    reason: str = ""
    outcome: str
    trade_off: str | None = None
    option: str | None = None
    knowledge: str
    turns: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


class Remarks(Protocol):
    """Takes what users say of answers."""

    def add(self, remark: Remark) -> None:
        """Keep a remark; raises CrossroadsError where it cannot be kept."""
        ...


class RemarkFile:
    """The remarks of one data directory."""

    def __init__(self, data: Path, most_bytes: int = MOST_BYTES) -> None:
        """Keep the place; nothing is made before the first remark."""
        self.path = data / FILE
        self._lock = data / LOCK
        self._most = most_bytes
        self._one_at_a_time = threading.Lock()

    def add(self, remark: Remark) -> None:
        """Add a remark durably; raises InputError when the file is full, StoreError when it cannot be written."""
        line = json.dumps(remark.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        with self._one_at_a_time, writer_lock(self._lock, wait=WAIT):
            try:
                descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError as error:
                raise StoreError(f"{self.path}: feedback cannot be kept ({error.strerror}).") from error
            try:
                self._append(descriptor, line)
            except OSError as error:
                raise StoreError(f"{self.path}: feedback cannot be kept ({error.strerror}).") from error
            finally:
                os.close(descriptor)

    def _append(self, descriptor: int, line: bytes) -> None:
        """Write one line at the end; a torn line before it is closed, and a line cut off by an error taken back."""
        size = os.fstat(descriptor).st_size
        if size + len(line) > self._most:
            raise InputError(
                f"No more feedback is kept: {self.path} has reached {self._most:,} bytes. Move it away to go on."
            )
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            line = b"\n" + line
        written = os.write(descriptor, line)
        if written != len(line):
            os.ftruncate(descriptor, size)
            raise StoreError(f"{self.path}: the disk is full; this feedback was not kept.")
        os.fsync(descriptor)

    def read(self) -> tuple[tuple[Remark, ...], int]:
        """Return the remarks, oldest first, and how many lines are torn or not ours; raises StoreError."""
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return (), 0
        except OSError as error:
            raise StoreError(f"{self.path}: feedback cannot be read ({error.strerror}).") from error
        found = tuple(_parsed([line for line in lines if line.strip()]))
        return tuple(remark for remark in found if remark is not None), found.count(None)


def _parsed(lines: list[bytes]) -> Iterator[Remark | None]:
    for line in lines:
        try:
            yield Remark.model_validate_json(line)
        except ValidationError:
            yield None


def remark_on(
    answer: Answer | None,
    judgement: object,
    reason: object,
    kept: tuple[tuple[str, ...], tuple[tuple[str, str], ...]] | None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Remark:
    """Return a remark on an answer; ``kept`` are the turns and the facts set by hand where they are to be kept.

    Raises InputError where there is no answer, no such judgement, or a reason that is too long.
    """
    if answer is None:
        raise InputError("There is no answer yet to say something about. Ask a question first.")
    said: Judgement | None = next((j for j in ("useful", "not useful") if j == judgement), None)
    if said is None:
        raise InputError("Feedback: expected useful or not useful. Press one of the two buttons.")
    words = reason.strip() if isinstance(reason, str) else ""
    if len(words) > MOST_REASON:
        raise InputError(f"The reason has {len(words):,} characters; at most {MOST_REASON:,} are kept. Shorten it.")
    turns, facts = kept or ((), ())
    return Remark(
        at=clock().isoformat(timespec="seconds"),
        judgement=said,
        reason=words.encode("utf-8", "replace").decode("utf-8"),
        outcome=answer.outcome,
        trade_off=answer.trade_off.id if answer.trade_off else None,
        option=answer.recommendation.option.id if answer.recommendation else None,
        knowledge=answer.knowledge,
        turns=turns,
        facts=facts,
    )
