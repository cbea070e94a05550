"""Many files are read ahead in processes beside the one that saves them, since reading takes most of the time.

``python -m ingest.readers`` reads paths from standard input, one JSON string a line, and answers each with one line:
``A`` and the article with the rules that it states as JSON, ``R`` and the reason of a refusal, or nothing where the
caller is to see for itself. It ends with its input, so that a kill of the parent leaves no process behind. Nothing is
stored here: what was read ahead and not saved is read again.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

from pydantic import ValidationError

from ingest.article import read_article
from ingest.extraction import StatedRule, stated_rules
from ingest.garbage import seldom_collecting
from kb.errors import ArticleError, CrossroadsError
from kb.record import Record
from kb.types import Article

WORTH = 24
"""Fewer files than this are read sooner than a process has started (0.6 s each)."""
_MOST = 4
_AHEAD = 6
"""Files read ahead for each process; about 100 KB each."""


Stated = dict[tuple[str, str], tuple[StatedRule, ...]]
"""The rules that articles state, by the id and the content hash of the article."""


class Reading(Record):
    """What comes of a file: the article, and the rules that it states, so that they need not be looked for again."""

    article: Article
    rules: tuple[StatedRule, ...]


class Reader:
    """One process that reads files; used by one thread at a time."""

    def __init__(self) -> None:
        """Start the process."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingest.readers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def read(self, path: Path) -> bytes:
        """Return the answer for a file; empty where the process has died of it or of something else."""
        told, answers = self._process.stdin, self._process.stdout
        if told is None or answers is None:
            return b""
        try:
            told.write(json.dumps(os.fsdecode(path)).encode() + b"\n")
            told.flush()
            answer = answers.readline()
        except OSError:
            return b""
        return answer if answer.endswith(b"\n") else b""

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()

    def close(self) -> None:
        """Release its pipes, when nobody reads from them any more."""
        self._process.communicate()


class ReadAhead:
    """Reads files in processes before they are asked for; close it when done.

    ``stated`` has the rules of the articles that were read ahead and asked for.
    """

    def __init__(self, paths: Iterable[Path], count: int = 0) -> None:
        """Start ``count`` processes, by default one for each core, for the paths in the order they are asked for."""
        count = count or max(1, min(_MOST, os.cpu_count() or 1))
        self._waiting = iter(paths)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="reader")
        self._readers = [Reader() for _ in range(count)]
        self._free: SimpleQueue[Reader] = SimpleQueue()
        for reader in self._readers:
            self._free.put(reader)
        self.stated: Stated = {}
        self._begun: dict[Path, Future[bytes]] = {}
        self._begin(count * _AHEAD)

    def read(self, path: Path) -> Article:
        """Return what ``read_article`` does, and raise what it raises; what was not read ahead is read now."""
        answer = b""
        if path in self._begun:
            for earlier in list(self._begun):  # files are left out (the same bytes again), never asked for later
                future = self._begun.pop(earlier)
                self._begin(1)
                if earlier == path:
                    answer = future.result()
                    break
        if answer[:1] == b"R":
            raise ArticleError(str(json.loads(answer[1:])))
        if answer[:1] != b"A":
            return read_article(path)
        try:
            reading = Reading.model_validate_json(answer[1:])
        except ValidationError:  # what JSON cannot carry, the ledger will not take either, and says why
            return read_article(path)
        source = reading.article.source
        self.stated[source.id, source.content_hash] = reading.rules
        return reading.article

    def close(self) -> None:
        """End the processes; what they were reading is read again when it is needed."""
        for future in self._begun.values():
            future.cancel()
        for reader in self._readers:
            reader.stop()
        self._threads.shutdown()
        for reader in self._readers:
            reader.close()

    def _begin(self, count: int) -> None:
        for path in islice(self._waiting, count):
            if path not in self._begun:
                self._begun[path] = self._threads.submit(self._read, path)

    def _read(self, path: Path) -> bytes:
        reader = self._free.get()
        try:
            return reader.read(path)
        finally:
            self._free.put(reader)


def main() -> None:
    """Answer the paths of standard input until it ends; a reader's own side."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this one
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    with seldom_collecting():
        for line in sys.stdin.buffer:
            try:
                answers.write(_answer(Path(json.loads(line))))
                answers.flush()
            except BrokenPipeError:
                return


def _answer(path: Path) -> bytes:
    try:
        article = read_article(path)
        return b"A" + Reading(article=article, rules=stated_rules(article)).model_dump_json().encode() + b"\n"
    except ArticleError as refused:
        return b"R" + json.dumps(str(refused)).encode() + b"\n"
    except (CrossroadsError, OSError, ValueError, RecursionError):
        return b"\n"


if __name__ == "__main__":
    main()
