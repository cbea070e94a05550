"""Who does the work: a few threads that greet, a few that answer, and a bound on what may wait.

Greeting (a placeholder in the thread) has threads of its own, so that a slow app delays answers but never the word that
a question has arrived. Work on one thread of Slack is done one piece at a time, in the order in which it came.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for

_LOG = logging.getLogger("crossroads.slack")
ANSWERING, GREETING = 4, 4
"""Threads; the app answers one question in milliseconds, so that a few keep up with a company."""
MOST_WAITING = 64
MOST_PER_PERSON = 5
"""Questions of one person that may wait at once."""

Job = Callable[[], None]


class Workers:
    """Runs jobs, each under a key; jobs of one key run one after the other."""

    def __init__(
        self, answering: int = ANSWERING, most_waiting: int = MOST_WAITING, most_per_person: int = MOST_PER_PERSON
    ) -> None:
        """Start no thread yet."""
        self._greeting = ThreadPoolExecutor(GREETING, thread_name_prefix="greet")
        self._answering = ThreadPoolExecutor(answering, thread_name_prefix="answer")
        self._most_waiting, self._most_per_person = most_waiting, most_per_person
        self._lock = threading.Lock()
        self._queues: dict[str, deque[tuple[str, Job]]] = {}
        self._waiting: Counter[str] = Counter()
        self._running: set[Future[None]] = set()
        self._closed = False

    def greet(self, job: Job) -> None:
        """Do something short soon; nothing once the workers are closing."""
        if not self._closed:
            self._track(self._greeting.submit(job))

    def answer(self, key: str, person: str, job: Job) -> bool:
        """Do a job when its turn comes; False when too much waits already, by this person or in all."""
        with self._lock:
            if (
                self._closed
                or self._waiting.total() >= self._most_waiting
                or self._waiting[person] >= self._most_per_person
            ):
                return False
            self._waiting[person] += 1
            queue = self._queues.get(key)
            if queue is not None:
                queue.append((person, job))
                return True
            self._queues[key] = deque([(person, job)])
        self._track(self._answering.submit(self._next, key))
        return True

    def close(self, patience: float) -> bool:
        """Take nothing more and wait for the rest, at most ``patience`` seconds; say whether all of it was done."""
        self._closed = True
        until = time.monotonic() + patience
        while running := self._at_work():
            left = until - time.monotonic()
            if left <= 0:
                break
            wait_for(running, timeout=left, return_when=FIRST_COMPLETED)
        with self._lock:
            self._queues.clear()
        self._greeting.shutdown(wait=False, cancel_futures=True)
        self._answering.shutdown(wait=False, cancel_futures=True)
        return not running

    def _at_work(self) -> set[Future[None]]:
        with self._lock:
            return set(self._running)

    def _next(self, key: str) -> None:
        """Do the oldest job of a key; the next one of the same key follows when this one is done."""
        with self._lock:
            person, job = self._queues[key][0]
        try:
            job()
        finally:
            with self._lock:
                self._waiting[person] -= 1
                self._waiting += Counter()
                queue = self._queues.get(key) or deque()
                if queue:
                    queue.popleft()
                if not queue:
                    self._queues.pop(key, None)
            if queue:
                self._track(self._answering.submit(self._next, key))

    def _track(self, future: Future[None]) -> None:
        with self._lock:
            self._running.add(future)
        future.add_done_callback(self._done)

    def _done(self, future: Future[None]) -> None:
        with self._lock:
            self._running.discard(future)
        error = None if future.cancelled() else future.exception()
        if error is not None:
            where = "".join(traceback.format_tb(error.__traceback__))  # its message may quote what somebody wrote
            _LOG.error("A job failed: %s\n%s", type(error).__name__, where)
