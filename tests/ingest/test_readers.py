"""Files are read ahead in processes of their own, with the same result, and no process outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.article import read_article
from ingest.extraction import stated_rules
from ingest.readers import ReadAhead
from kb.errors import ArticleError


def pages(folder: Path, count: int) -> list[Path]:
    """Write small articles."""
    made = [folder / f"note-{number}.md" for number in range(count)]
    for number, path in enumerate(made):
        path.write_text(
            f"# Note {number}\n\nUse an API when there are below {number + 2}00 requests a day.\n", encoding="utf-8"
        )
    return made


def test_what_is_read_ahead_is_what_would_be_read(tmp_path: Path) -> None:
    """Articles, refusals, files left out and files never announced come out as ``read_article`` gives them."""
    files = pages(tmp_path, 20)
    files[3].write_bytes(b"\x00\x01\x02" * 400)
    other = tmp_path / "other.md"
    other.write_text("# Other\n\nIt was never announced, and it is read all the same.\n", encoding="utf-8")
    ahead = ReadAhead(files, 2)
    try:
        with pytest.raises(ArticleError) as here:
            read_article(files[3])
        for path in (files[0], files[2], other):
            assert ahead.read(path) == read_article(path)
        first = read_article(files[0])
        (rule,) = ahead.stated[first.source.id, first.source.content_hash]
        assert (rule,) == stated_rules(first)
        assert rule.thumb.option.text == "an API"
        with pytest.raises(ArticleError) as there:
            ahead.read(files[3])
        assert str(there.value) == str(here.value)
        assert [ahead.read(path).source.id for path in files[5:]] == [f"note-{n}" for n in range(5, 20)]
    finally:
        ahead.close()


def test_a_reader_that_is_killed_loses_no_file(tmp_path: Path) -> None:
    """Whatever ends a reader, the files that it had are read by the caller."""
    files = pages(tmp_path, 12)
    ahead = ReadAhead(files, 1)
    try:
        assert ahead.read(files[0]).source.id == "note-0"
        for reader in ahead._readers:
            reader.stop()
        assert [ahead.read(path).source.id for path in files[1:]] == [f"note-{n}" for n in range(1, 12)]
    finally:
        ahead.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_killed_parent_leaves_no_reader(tmp_path: Path) -> None:
    """Readers end with their input: after SIGKILL of the parent none of them is left."""
    pages(tmp_path, 6)
    said = "from pathlib import Path; from ingest.readers import ReadAhead; import sys, time\n"
    said += f"files = sorted(Path({str(tmp_path)!r}).glob('*.md')); a = ReadAhead(files, 2); a.read(files[0])\n"
    said += "print(*(r._process.pid for r in a._readers), flush=True); time.sleep(60)"
    parent = subprocess.Popen([sys.executable, "-c", said], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    readers = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 20
    while any(_runs(pid) for pid in readers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(readers) == 2
    assert not [pid for pid in readers if _runs(pid)]


def _runs(pid: int) -> bool:
    """Whether a process is there and no zombie that nobody has collected."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
