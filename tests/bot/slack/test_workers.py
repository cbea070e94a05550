"""The threads: one piece of work at a time in a thread of Slack, bounded, and an end that waits."""

from __future__ import annotations

import threading
import time

from bot.slack.workers import Workers


def test_work_under_one_key_is_done_in_order_and_under_others_beside_it() -> None:
    """Ten jobs of one key run one after the other; another key does not wait for them."""
    workers, done, gate = Workers(answering=2), [], threading.Event()
    other = threading.Event()
    for number in range(5):
        workers.answer("a", f"p{number}", lambda number=number: (gate.wait(5), done.append(number)))
    workers.answer("b", "q", other.set)
    assert other.wait(2)
    gate.set()
    assert workers.close(5)
    assert done == [0, 1, 2, 3, 4]


def test_what_may_wait_is_bounded() -> None:
    """One person's work, and that of all, is refused beyond the bound, and taken again when there is room."""
    workers, gate = Workers(most_waiting=3, most_per_person=2), threading.Event()
    taken = [workers.answer(f"k{n}", person, lambda: gate.wait(5)) for n, person in enumerate("aaabc")]
    assert taken == [True, True, False, True, False]
    gate.set()
    until = time.monotonic() + 5
    while not workers.answer("k", "a", lambda: None) and time.monotonic() < until:
        time.sleep(0.01)
    assert workers.close(5)
    assert not workers.answer("k", "a", lambda: None)


def test_no_more_jobs_run_at_once_than_there_are_threads() -> None:
    """Of eight jobs of eight keys, two run at a time where there are two threads."""
    workers, running, most, lock = Workers(answering=2), [0], [0], threading.Lock()

    def job() -> None:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.05)
        with lock:
            running[0] -= 1

    assert all(workers.answer(f"k{n}", f"p{n}", job) for n in range(8))
    assert workers.close(5)
    assert (running, most) == ([0], [2])


def test_failing_job_costs_no_other_one() -> None:
    """The next job of the same key runs although the one before it failed."""
    workers, ran = Workers(), threading.Event()

    def failing() -> None:
        raise RuntimeError("planted")

    workers.answer("a", "p", failing)
    workers.answer("a", "p", ran.set)
    assert ran.wait(5)
    assert workers.close(5)


def test_end_gives_up_after_its_patience() -> None:
    """A job that takes longer than the patience is left, and that is said."""
    workers, gate = Workers(), threading.Event()
    workers.answer("a", "p", lambda: gate.wait(60))
    started = time.monotonic()
    assert not workers.close(0.2)
    assert time.monotonic() - started < 30
    gate.set()
