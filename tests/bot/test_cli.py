"""The command line, in the process and as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.advisor import Advisor
from bot.cli import main
from bot.grading import LEVELS
from kb.ledger import Ledger
from kb.lock import writer_lock
from kb.settings import Settings
from tests.bot.questions import LOOK_UP, OUTSIDE, STALE, VOLUME
from tests.tree import hear_interrupts

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = "# Queues\n\nA queue in front of a slow worker keeps callers from waiting for it at all.\n"

pytestmark = pytest.mark.usefixtures("advisor")


@pytest.fixture(autouse=True)
def _environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSROADS_DATA", str(settings.data))
    for name in ("CROSSROADS_PACKS", "CROSSROADS_EMBEDDER", "CROSSROADS_CHROMA_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def own(tmp_path: Path) -> list[str]:
    """Options for a data directory of one test's own."""
    return ["--data", str(tmp_path / "own")]


def run(*arguments: str) -> tuple[int, str, str]:
    """Return exit status, standard output and standard error of a command."""
    result = CliRunner().invoke(main, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def process(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    """Start a command as a process with pipes."""
    command = [sys.executable, "-m", "bot.cli", *arguments]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    options = {**pipes, "preexec_fn": hear_interrupts, **options}
    return subprocess.Popen(command, cwd=ROOT, **options)  # type: ignore[call-overload,no-any-return]


def test_full_answer_begins_with_the_recommendation_and_ends_with_the_references() -> None:
    """``--full`` names the option first, then facts, why, what flips it, the path and the numbered quotes."""
    status, out, _ = run("ask", VOLUME, "--full")
    assert status == 0
    assert out.startswith("Call an API\n")
    order = ["Heard", "Why", "Against it", "What would change it", "Path", "References"]
    assert [out.index(f"\n{title}") for title in order] == sorted(out.index(f"\n{title}") for title in order)
    assert "[1] “" in out
    assert "ptolemay-2025" in out
    assert "\x1b" not in out


def test_answer_is_one_page_unless_more_is_asked_for() -> None:
    """By default the path and the list of references stay away, and the last line says how to see them."""
    status, out, _ = run("ask", VOLUME)
    assert status == 0
    assert out.startswith("Call an API\n")
    assert len(out.splitlines()) <= 22
    assert "\nPath\n" not in out
    assert out.splitlines()[-1].startswith("--full shows the path and all ")
    assert len(run("ask", VOLUME, "--full")[1].splitlines()) > 2 * len(out.splitlines())


def test_json_answer_has_the_one_shape() -> None:
    """``--json`` prints the answer of the design, whole, and the same bytes twice."""
    status, out, _ = run("ask", VOLUME, "--json")
    answer = json.loads(out)
    assert status == 0
    assert answer["recommendation"]["option"]["id"] == "call-api"
    assert {"path", "flips", "conflicts", "missing", "citations", "knowledge"} <= answer.keys()
    assert run("ask", VOLUME, "--json")[1] == out


def test_facts_and_earlier_turns_are_taken() -> None:
    """``--fact`` overrides what was said and ``--turn`` is history; the last of two values of a factor wins."""
    facts = ["--fact", "requests_per_day=1/day", "--fact", "requests_per_day=5M/day"]
    answer = json.loads(run("ask", "API or own GPUs?", "--turn", VOLUME, *facts, "--json")[1])
    assert [(f["value"], f["origin"]) for f in answer["facts"]] == [(5_000_000, "given")]
    history = json.loads(run("ask", "so API or own GPUs?", "--turn", VOLUME, "--json")[1])
    assert [(f["value"], f["origin"]) for f in history["facts"]] == [(55_000, "history")]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ask"], "The question is empty"),
        (["ask", "  "], "The question is empty"),
        (["ask", "x" * 100_000], "20,000 characters"),
        (["ask", "\x01\x02\x03\x04"], "not text"),
        (["ask", VOLUME, "--fact", "requests_per_day"], "expected factor=value"),
        (["ask", VOLUME, "--fact", "=5"], "expected factor=value"),
        (["ask", VOLUME, "--fact", "requests_per_day=lots"], "expected a quantity in 1/day"),
        (["ask", VOLUME, "--fact", "request_per_day=5"], "Did you mean requests_per_day"),
        (["ask", VOLUME, "--fact", "\x1b[31mred=5"], r"\x1b[31mred"),
        (["ask", "--jsonl", VOLUME], "standard input"),
        (["ask", VOLUME, "--json", "--full"], "found both"),
        (["cite", ""], "empty"),
        (["sources", "nope"], "There is no source 'nope'. Known: custom-ai-guide"),
        (["sources", "--text"], "expected one source"),
        (["sources", "six-choices", "--text", "--claims"], "at most one"),
        (["remove", "nope"], "nope"),
        (["remove", "six-choices"], "six-choices"),
        (["eval", "no-such-file.jsonl"], "expected a file of questions"),
        (["serve", "--port", "99999"], "CROSSROADS_PORT"),
    ],
)
def test_bad_input_is_one_clear_message_and_status_2(settings: Settings, arguments: list[str], told: str) -> None:
    """What cannot be used is named on standard error, nothing is printed, nothing is changed."""
    with Ledger.open(settings.ledger, create=False) as ledger:
        before = ledger.generation()
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("crossroads: ")
    assert told in err
    assert "Traceback" not in err
    assert "\x1b" not in err
    with Ledger.open(settings.ledger, create=False) as ledger:
        assert ledger.generation() == before


def test_cite_prints_quotes_with_references() -> None:
    """The quote, its source and its reference are there, as text and as JSON; nothing found is said so."""
    status, out, _ = run("cite", "staff share of self-hosting cost")
    assert status == 0
    assert "70 to 80%" in out
    assert "ptolemay-2025" in out
    found = json.loads(run("cite", "staff share of self-hosting cost", "--json")[1])
    assert found["citations"][0]["references"][0]["id"] == "ptolemay-2025"
    assert "Nothing in the knowledge" in run("cite", "how to glaze a pottery bowl")[1]


def test_sources_are_listed_with_their_counts(advisor: Advisor) -> None:
    """Each source has its counts, language, certainty and documents; the text shows the same."""
    rows = {row["id"]: row for row in json.loads(run("sources", "--json")[1])}
    assert set(rows) == set(advisor.library.sources)
    six = rows["six-choices"]
    assert six["references"] == 11
    assert six["claims"] == sum(c.source == "six-choices" for c in advisor.library.claims.values())
    assert (six["language"], six["text_kind"]) == ("en", "digest")
    assert six["certainty"] in LEVELS
    assert [Path(name).name for name in six["documents"]] == ["six-choices.md"]
    assert "11 references" in run("sources")[1]


def test_stored_text_is_printed_byte_for_byte(advisor: Advisor) -> None:
    """``--text`` is exactly what spans point into."""
    assert run("sources", "six-choices", "--text")[1] == advisor.library.sources["six-choices"].text
    claims = json.loads(run("sources", "six-choices", "--claims", "--json")[1])["claims"]
    text = advisor.library.sources["six-choices"].text
    assert all(text[c["span"]["start"] : c["span"]["end"]] == c["text"] for c in claims)


def test_references_of_a_source_are_printed() -> None:
    """``--references`` gives the bibliography with numbers and ids."""
    out = run("sources", "six-choices", "--references")[1]
    assert len(out.splitlines()) == 11
    assert out.startswith("[1] ")
    assert "(zhou-2025)" in out


def test_json_lines_are_answered_one_for_one_in_order() -> None:
    """A process answers every line of a long input, good or bad, in order, and ends well."""
    good = [json.dumps({"turns": [text]}) for text in (VOLUME, OUTSIDE, STALE, LOOK_UP)]
    lines = [*good, "", "no json", '{"turns": []}', json.dumps({"turns": ["x" * 100_000]}), '{"turns": ["?"]}'] * 40
    out, err = process("ask", "--jsonl").communicate(("\n".join(lines)).encode(), timeout=250)
    answers = [json.loads(line) for line in out.decode("utf-8").splitlines()]
    assert len(answers) == len(lines)
    expected = [
        "recommendation",
        "out_of_scope",
        "recommendation",
        "evidence_only",
        *["error"] * 4,
        "out_of_scope",
    ] * 40
    assert [a.get("outcome", "error" if "error" in a else "?") for a in answers] == expected
    assert err == b""


def test_json_lines_are_flushed_one_by_one() -> None:
    """An answer arrives while the input is still open; Ctrl-C then ends the process quietly with 130."""
    child = process("ask", "--jsonl")
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(json.dumps({"turns": [VOLUME]}).encode() + b"\n")
        child.stdin.flush()
        assert json.loads(child.stdout.readline())["outcome"] == "recommendation"
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=60)
    finally:
        child.kill()
    assert child.returncode == 130
    assert b"Traceback" not in err


def test_reader_that_leaves_ends_the_process_without_a_traceback() -> None:
    """When the pipe behind it is closed, the command stops and says nothing."""
    child = process("ask", "--jsonl")
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdout.close()
    child.stdin.write((json.dumps({"turns": [VOLUME]}) + "\n").encode() * 5)
    child.stdin.close()
    assert child.wait(timeout=120) == 1
    assert child.stderr is not None
    assert child.stderr.read() == b""


def test_bad_question_builds_nothing(tmp_path: Path) -> None:
    """What cannot be asked is refused before a data directory is made."""
    for arguments in (["ask", ""], ["ask", VOLUME, "--fact", "x"], ["cite", " "], ["sources", "--text"]):
        assert run(*arguments, "--data", str(tmp_path / "none"))[0] == 2
    assert not (tmp_path / "none").exists()


def test_terminal_without_unicode_gets_escapes() -> None:
    """Where the output cannot hold a quotation mark it is spelt out, and the command ends well."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    out, err = process("cite", "staff share of self-hosting cost", env=environment).communicate(timeout=120)
    assert rb"\u201cAccording" in out
    assert err == b""


def test_help_names_every_command() -> None:
    """The commands of the house are there, each with a line."""
    status, out, _ = run("--help")
    assert status == 0
    for name in ("ask", "cite", "sources", "ingest", "remove", "doctor", "serve", "eval"):
        assert f"  {name} " in out


@pytest.mark.slow
def test_article_is_taken_in_listed_and_taken_out(tmp_path: Path, own: list[str], settings: Settings) -> None:
    """Ingesting a file adds a source, again changes nothing, removing it leaves none; a bad file is 1 or 2."""
    _share_hearing(settings, tmp_path / "own")
    (tmp_path / "queues.md").write_text(ARTICLE)
    (tmp_path / "empty.md").write_bytes(b"")
    status, out, _ = run("ingest", str(tmp_path / "queues.md"), *own)
    assert (status, "ingested queues" in out) == (0, True)
    assert "queues" in [row["id"] for row in json.loads(run("sources", *own, "--json")[1])]
    assert "1 unchanged" in run("ingest", str(tmp_path / "queues.md"), *own)[1]
    assert run("ingest", str(tmp_path / "queues.md"), str(tmp_path / "empty.md"), *own)[0] == 1
    status, out, _ = run("ingest", str(tmp_path / "gone.md"), *own)
    assert (status, "rejected" in out) == (2, True)
    assert run("doctor", *own)[0] == 0
    status, out, _ = run("remove", "queues", *own)
    assert (status, "removed queues" in out) == (0, True)
    assert "queues" not in run("sources", *own)[1]


@pytest.mark.slow
def test_doctor_tells_clean_repaired_and_beyond_repair_apart(
    tmp_path: Path, own: list[str], settings: Settings
) -> None:
    """Status 0 when all agrees, 1 after a repair, 2 when the ledger is gone; ``--deep`` answers questions too."""
    _share_hearing(settings, tmp_path / "own")
    assert run("ingest", *own)[0] == 0
    status, out, _ = run("doctor", "--deep", *own)
    assert (status, "every quote stands" in out) == (0, True)
    graph = next((tmp_path / "own" / "generations").glob("*/graph.json"))
    graph.write_text("{}")
    assert run("doctor", "--no-repair", *own)[0] == 2
    assert run("doctor", *own)[0] == 1
    assert run("doctor", *own)[0] == 0
    (tmp_path / "own" / "ledger.sqlite").unlink()
    status, out, _ = run("doctor", *own)
    assert (status, "ledger" in out) == (2, True)


def test_data_that_another_process_writes_to_is_status_75(tmp_path: Path, settings: Settings) -> None:
    """A writer that is kept waiting ends with EX_TEMPFAIL and names the holder."""
    with writer_lock(tmp_path / "busy" / "writer.lock"):
        status, _, err = run("ingest", "--data", str(tmp_path / "busy"))
    assert status == 75
    assert str(os.getpid()) in err


def _share_hearing(settings: Settings, data: Path) -> None:
    """Let a new data directory use what the shared one has learned, which takes a minute to fit."""
    data.mkdir()
    (data / "hearing").symlink_to(settings.data / "hearing", target_is_directory=True)


def test_fact_that_does_not_bear_on_the_question_is_said_to_be_unused() -> None:
    """A fact of another decision changes nothing and is not dropped in silence."""
    status, _, err = run("ask", VOLUME, "--fact", "prediction_cadence=daily")
    assert status == 0
    assert "prediction_cadence: not used" in err
