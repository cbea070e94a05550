"""Every path that is handed in becomes a file to read or a reason why not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest import folder
from ingest.folder import Found, Refused, files_under, knowledge_digest, shelf_files


def test_folder_is_walked_in_order_and_each_file_once(tmp_path: Path) -> None:
    """Files come in the order of their names, a file named twice comes once, hidden ones not at all."""
    for name in ("b.md", "a/z.txt", ".git/x.md", ".hidden.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    found = list(files_under([tmp_path, tmp_path / "b.md"], "ingested"))
    assert [f.path.name for f in found if isinstance(f, Found)] == ["b.md", "z.txt"]
    assert len(found) == 2


def test_what_cannot_be_read_has_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fifo, links to nowhere, in a circle and to a folder, a large file and a missing one are refused in words."""
    os.mkfifo(tmp_path / "fifo.md")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "large.md").write_text("x" * 11)
    monkeypatch.setattr(folder, "largest", lambda kind: 10)
    refused = {
        Path(f.path).name: f.reason
        for f in files_under([tmp_path, tmp_path / "missing"], "ingested")
        if isinstance(f, Refused)
    }
    assert refused.keys() == {"fifo.md", "gone.md", "loop.md", "up", "large.md", "missing"}
    assert refused["fifo.md"] == refused["up"] == "is not a regular file"
    assert refused["large.md"].startswith("has 11 bytes")


def test_file_name_that_is_not_unicode_can_be_stored(tmp_path: Path) -> None:
    """A name of arbitrary bytes is shown as text that has a UTF-8 form."""
    raw = os.fsencode(tmp_path) + b"/\xff.md"
    Path(os.fsdecode(raw)).write_text("x")
    (found,) = files_under([tmp_path], "ingested")
    assert isinstance(found, Found)
    assert found.name.encode("utf-8").endswith(b"/\\xff.md")


def test_knowledge_digest_follows_names_and_bytes(tmp_path: Path) -> None:
    """The digest changes with any YAML file's bytes or name, and with nothing else."""
    (tmp_path / "tradeoffs").mkdir()
    rules = tmp_path / "tradeoffs" / "a.yaml"
    rules.write_text("a: 1")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text("text")
    first = knowledge_digest([tmp_path])
    (tmp_path / "articles" / "a.md").write_text("other")
    assert knowledge_digest([tmp_path]) == first
    rules.write_text("a: 2")
    second = knowledge_digest([tmp_path])
    rules.rename(rules.with_name("b.yaml"))
    assert len({first, second, knowledge_digest([tmp_path])}) == 3
    assert [f.path.name for f in shelf_files([tmp_path]) if isinstance(f, Found)] == ["a.md"]


def test_a_bibliography_beside_an_article_is_part_of_it(tmp_path: Path) -> None:
    """It is no article of its own, and another one makes the article a changed one."""
    (tmp_path / "x.md").write_text("Text.")
    before = [f.digest for f in files_under([tmp_path], "ingested") if isinstance(f, Found)]
    (tmp_path / "x.bib").write_text("@misc{a, title={A}}")
    after = list(files_under([tmp_path], "ingested"))
    assert [f.path.name for f in after if isinstance(f, Found)] == ["x.md"]
    assert len(after) == 1
    assert before != [f.digest for f in after if isinstance(f, Found)]
