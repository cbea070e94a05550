"""``crossroads review``: formats, exit statuses, standard input, and what cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import main
from kb.settings import Settings
from tests.bot.design.test_review import DESIGN

CLEAN = DESIGN.replace("on demand, behind a live endpoint", "in a scheduled job")

pytestmark = pytest.mark.usefixtures("advisor")


@pytest.fixture(autouse=True)
def _environment(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CROSSROADS_DATA", str(settings.data))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.md").write_text(DESIGN, encoding="utf-8")
    (tmp_path / "good.md").write_text(CLEAN, encoding="utf-8")


def run(*arguments: str, stdin: str | bytes = "") -> tuple[int, str, str]:
    """Return exit status, standard output and standard error."""
    result = CliRunner().invoke(main, ["review", *arguments], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def test_exit_status_tells_findings_from_none() -> None:
    """0 without findings, 1 with one of the severity asked for."""
    assert run("good.md")[0] == 0
    assert run("bad.md")[0] == 1
    assert run("bad.md", "--fail-on", "never")[0] == 0


def test_text_points_to_file_and_line() -> None:
    """Each finding begins with ``file:line:``; without a terminal there are no colours."""
    _, out, _ = run("bad.md", "good.md")
    assert out.startswith("bad.md:9: error not-recommended: ")
    assert "\x1b" not in out
    assert out.rstrip().endswith("1 finding (1 error) in 2 documents")


def test_json_of_one_document_and_of_several() -> None:
    """One gives the review itself, several one review a document with its name."""
    one = json.loads(run("bad.md", "--format", "json")[1])
    assert list(one) == ["findings", "citations", "knowledge"]
    several = json.loads(run("bad.md", "good.md", "--format", "json")[1])["documents"]
    assert [(d["document"], len(d["findings"])) for d in several] == [("bad.md", 1), ("good.md", 0)]


def test_sarif_and_markdown_are_written() -> None:
    """The log names the file as it was given; Markdown begins with its name."""
    log = json.loads(run("bad.md", "--format", "sarif")[1])
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("bad.md", 9)
    assert run("bad.md", "--format", "markdown")[1].startswith("## bad.md\n")


def test_standard_input_is_a_document() -> None:
    """``-`` reads one; it is called as asked for."""
    status, out, _ = run("-", "--stdin-name", "draft.md", stdin=DESIGN)
    assert (status, out.partition(":")[0]) == (1, "draft.md")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.md", None, "cannot be read"),
        ("empty.md", b"", "found nothing"),
        ("latin.md", "Größe".encode("latin-1"), "UTF-8"),
        ("binary.md", b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, "expected"),
        (".", None, "found a folder"),
    ],
)
def test_what_cannot_be_read_ends_with_two(name: str, content: bytes | None, words: str, tmp_path: Path) -> None:
    """The message names the file and what to do; the other documents are not half reported."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    status, out, err = run("bad.md", name)
    assert (status, out) == (2, "")
    assert words in err


def test_utf_16_of_an_editor_is_read(tmp_path: Path) -> None:
    """A byte-order mark tells UTF-16, which Windows editors write."""
    (tmp_path / "wide.md").write_bytes(DESIGN.encode("utf-16"))
    assert run("wide.md")[0] == 1
