from __future__ import annotations

import json
import multiprocessing
import os
import signal
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli_feedback import feedback_lines
from bot.web.feedback import MOST_REASON, Remark, RemarkFile, remark_on
from kb.errors import InputError, StoreError
from tests.bot.desks import answer

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def remark(reason: str = "") -> Remark:
    """Return a remark on the answer of the small world."""
    return remark_on(answer(), "useful", reason, None, lambda: NOON)


def add_many(data: Path, who: int, count: int) -> None:
    """Add remarks of one writer."""
    file = RemarkFile(data)
    for n in range(count):
        file.add(remark(f"{who}-{n}"))


def test_a_remark_is_read_back_as_it_was_said(tmp_path: Path) -> None:
    """What was decided, the judgement and the reason are kept; a question only when that was ticked."""
    file = RemarkFile(tmp_path)
    file.add(remark("Right on\nthe second line"))
    file.add(remark_on(answer(), "not useful", "", (("Ferry?",), (("ice", "no"),)), lambda: NOON))
    (first, second), torn = file.read()
    assert torn == 0
    assert (first.trade_off, first.option, first.reason) == ("crossing", "ferry", "Right on\nthe second line")
    assert (first.turns, second.turns, second.facts) == ((), ("Ferry?",), (("ice", "no"),))


def test_only_these_things_are_kept(tmp_path: Path) -> None:
    """No address, no name, no question: a new field has to be thought about here."""
    RemarkFile(tmp_path).add(remark())
    assert set(json.loads((tmp_path / "feedback.jsonl").read_text())) == {
        *("at", "judgement", "reason", "outcome", "trade_off", "option", "knowledge", "turns", "facts"),
    }
    assert stat.S_IMODE((tmp_path / "feedback.jsonl").stat().st_mode) == 0o600


def test_several_processes_add_without_losing_a_line(tmp_path: Path) -> None:
    """Every remark of four writers at once is there, whole."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=add_many, args=(tmp_path, who, 15)) for who in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    remarks, torn = RemarkFile(tmp_path).read()
    assert torn == 0
    assert {r.reason for r in remarks} == {f"{who}-{n}" for who in range(4) for n in range(15)}


def test_a_killed_writer_leaves_whole_lines_and_no_lock(tmp_path: Path) -> None:
    """After a SIGKILL in the midst of adding, what was there is there and the next remark is kept."""
    writer = multiprocessing.get_context("spawn").Process(target=add_many, args=(tmp_path, 1, 100_000))
    writer.start()
    while not (tmp_path / "feedback.jsonl").exists() and writer.is_alive():
        pass
    os.kill(writer.pid or 0, signal.SIGKILL)
    writer.join(20)
    before, _ = RemarkFile(tmp_path).read()
    RemarkFile(tmp_path).add(remark("after"))
    after, torn = RemarkFile(tmp_path).read()
    assert after == (*before, remark("after"))
    assert torn <= 1


@pytest.mark.parametrize("cut", [1, 20, 100])
def test_a_torn_last_line_costs_only_itself(tmp_path: Path, cut: int) -> None:
    """The line that a power cut tore is closed by the next writer and passed over by readers."""
    file = RemarkFile(tmp_path)
    file.add(remark("one"))
    file.add(remark("two"))
    whole = file.path.read_bytes()
    file.path.write_bytes(whole[:-cut])
    file.add(remark("three"))
    remarks, torn = file.read()
    kept = ["one", "two", "three"] if cut == 1 else ["one", "three"]  # only the line's end was torn off
    assert [r.reason for r in remarks] == kept
    assert torn == (0 if cut == 1 else 1)


def test_foreign_bytes_are_passed_over(tmp_path: Path) -> None:
    """A line that is not ours neither stops the list nor becomes a remark."""
    file = RemarkFile(tmp_path)
    file.path.write_bytes(b'\xff\xfe\n{"judgement": "useful"}\n[]\n\n')
    assert file.read() == ((), 3)


def test_the_file_has_a_bound(tmp_path: Path) -> None:
    """Beyond it a remark is refused with what to do, and the file stays as it is."""
    file = RemarkFile(tmp_path, most_bytes=400)
    file.add(remark())
    size = file.path.stat().st_size
    with pytest.raises(InputError, match="Move it away"):
        file.add(remark())
    assert file.path.stat().st_size == size


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The error is one for the user."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        RemarkFile(tmp_path / "file").add(remark())


@pytest.mark.parametrize(
    ("judgement", "reason"), [("great", ""), (None, ""), (["useful"], ""), ("useful", "x" * (MOST_REASON + 1))]
)
def test_forged_feedback_is_refused(judgement: object, reason: object) -> None:
    """Only the two judgements are known, and a reason has a length."""
    with pytest.raises(InputError):
        remark_on(answer(), judgement, reason, None)


def test_there_is_nothing_to_say_about_no_answer() -> None:
    """Feedback needs an answer."""
    with pytest.raises(InputError, match="no answer yet"):
        remark_on(None, "useful", "", None)


def test_a_reason_that_is_no_text_is_none_and_half_a_character_is_replaced() -> None:
    """What is kept can be written and read."""
    assert remark_on(answer(), "useful", 3, None).reason == ""
    assert remark_on(answer(), "useful", "a\ud800", None).reason == "a?"


def test_the_list_tells_each_remark_and_counts() -> None:
    """When, what, about which decision, why; then how many of each."""
    lines = feedback_lines([remark("It was right.")], torn=1)
    assert lines == [
        "2026-01-02T12:00:00+00:00  useful  crossing -> ferry",
        "    It was right.",
        "1 useful, 0 not useful.",
        "Lines that could not be read and were passed over: 1.",
    ]
    assert feedback_lines([]) == ["No feedback yet."]
