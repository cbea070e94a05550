"""One writer at a time, by a lock that names its holder and dies with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kb.errors import LockedError, StoreError
from kb.lock import Lease, writer_lock

HOLD = """
import sys, time
from pathlib import Path
from kb.lock import writer_lock

with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
ROOT = Path(__file__).resolve().parents[2]


def _holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_second_writer_is_refused_with_the_pid_of_the_first(tmp_path: Path) -> None:
    """A lock held by another process raises LockedError that names its pid and command, after the wait."""
    process = _holder(tmp_path / "writer.lock")
    try:
        begun = time.monotonic()
        with (
            pytest.raises(LockedError, match=f"process {process.pid} "),
            writer_lock(tmp_path / "writer.lock", wait=0.2),
        ):
            pytest.fail("two writers")
        assert 0.2 <= time.monotonic() - begun < 20
    finally:
        process.kill()
        process.wait()


def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    """After SIGKILL of the holder the lock can be taken at once, though its file still names the dead one."""
    process = _holder(tmp_path / "writer.lock")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with writer_lock(tmp_path / "writer.lock", wait=0.0):
        assert str(os.getpid()) in (tmp_path / "writer.lock").read_text()


def test_lock_is_exclusive_within_a_process_and_released_on_error(tmp_path: Path) -> None:
    """Two handles of one process exclude each other, and an exception inside gives the lock back."""
    path = tmp_path / "writer.lock"
    with writer_lock(path), pytest.raises(LockedError), writer_lock(path, wait=0.0):
        pytest.fail("two writers")
    with pytest.raises(ZeroDivisionError), writer_lock(path):
        raise ZeroDivisionError
    with writer_lock(path, wait=0.0):
        assert path.exists()


def test_data_directory_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    """A data directory below a file is a StoreError that names the path and the way out."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"file/writer\.lock.*--data"), writer_lock(tmp_path / "file" / "writer.lock"):
        pytest.fail("locked nothing")


def test_shared_leases_keep_the_exclusive_one_out(tmp_path: Path) -> None:
    """Many may read a directory at once; it can be taken alone only when all have let go."""
    (tmp_path / "lease").touch()
    first, second = Lease.shared(tmp_path / "lease"), Lease.shared(tmp_path / "lease")
    assert first
    assert second
    assert Lease.exclusive(tmp_path / "lease") is None
    first.release()
    second.release()
    second.release()
    assert Lease.exclusive(tmp_path / "lease") is not None
    assert Lease.shared(tmp_path / "gone") is None
