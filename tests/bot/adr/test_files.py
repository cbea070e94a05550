"""Records in a folder: the next free number, never over another, whoever else writes there."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from bot.adr.files import file_slug, number_of, read_record, record_files, write_record
from kb.errors import InputError


def write_some(folder: Path, who: str) -> None:
    """Write ten records as one of several processes."""
    for n in range(10):
        write_record(f"{who} {n}\n", f"{who} {n}", folder)


def test_the_first_record_makes_the_folder(tmp_path: Path) -> None:
    """It is numbered 0001 and named after its title."""
    path = write_record("text", "Build or buy: call an API", tmp_path / "docs" / "adr")
    assert path.relative_to(tmp_path).as_posix() == "docs/adr/0001-build-or-buy-call-an-api.md"
    assert path.read_text(encoding="utf-8") == "text"


def test_the_next_number_follows_the_highest_and_gaps_stay(tmp_path: Path) -> None:
    """Records of other tools count; a template, a date or a README does not."""
    for name in (
        "0001-a.md",
        "0007-b.md",
        "0003-c.MD",
        "README.md",
        "template.md",
        "20260101-log4brains.md",
        "0099.txt",
    ):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert write_record("text", "New", tmp_path).name == "0008-new.md"
    assert write_record("text", "New", tmp_path).name == "0009-new.md"


def test_a_folder_with_other_widths_keeps_its_own(tmp_path: Path) -> None:
    """Three digits stay three digits."""
    (tmp_path / "012-a.md").write_text("x", encoding="utf-8")
    assert write_record("text", "New", tmp_path).name == "013-new.md"


def test_processes_at_once_never_share_a_number(tmp_path: Path) -> None:
    """Forty records of four writers have forty numbers in a row, each with the text of its writer."""
    workers = [multiprocessing.get_context("spawn").Process(target=write_some, args=(tmp_path, w)) for w in "abcd"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    files = sorted(tmp_path.iterdir())
    assert [number_of(path) for path in files] == list(range(1, 41))
    assert all(path.read_text(encoding="utf-8").strip().replace(" ", "-") == path.stem[5:] for path in files)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file in its place is an error, and stays as it is."""
    (tmp_path / "adr").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match=r"adr: no record can be written there"):
        write_record("text", "New", tmp_path / "adr")
    assert (tmp_path / "adr").read_text(encoding="utf-8") == "a file"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Nächtlicher Batch", "nachtlicher-batch"),
        ("../../etc/passwd", "etc-passwd"),
        ("渡船 还是 桥?", "渡船-还是-桥"),
        ("Мост или паром", "мост-или-паром"),
        ("用 API 调用", "用-api-调用"),
        ("CON.md", "con-md"),
        ("🚢", "decision"),
        ("a" * 300, "a" * 60),
    ],
)
def test_a_title_becomes_a_name_for_every_file_system(title: str, slug: str) -> None:
    """No separator, no accent on Latin letters, letters of other scripts kept, and short."""
    assert file_slug(title) == slug


def test_files_are_found_in_folders_below_and_by_name(tmp_path: Path) -> None:
    """In order, Markdown only; what is not there is an error."""
    (tmp_path / "sub").mkdir()
    for name in ("0002-b.md", "0001-a.md", "sub/0001-c.markdown", "notes.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    names = [path.name for path in record_files([tmp_path, tmp_path / "notes.txt"])]
    assert names == ["0001-a.md", "0002-b.md", "0001-c.markdown", "notes.txt"]
    with pytest.raises(InputError, match="expected a folder of decision records"):
        list(record_files([tmp_path / "gone"]))


def test_line_ends_of_windows_and_a_byte_order_mark_are_read_over(tmp_path: Path) -> None:
    """The text is the same; other encodings are refused with the byte."""
    (tmp_path / "a.md").write_bytes("\ufeffa\r\nb\rc\n".encode())
    assert read_record(tmp_path / "a.md") == "a\nb\nc\n"
    (tmp_path / "b.md").write_bytes("caf\u00e9".encode("latin-1"))
    with pytest.raises(InputError, match="expected UTF-8, found byte 0xe9 at 3"):
        read_record(tmp_path / "b.md")
