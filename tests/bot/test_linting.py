"""The command ``lint`` over a small knowledge folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import main
from bot.linting import linted
from ingest.pipeline import ingest
from kb.extracted import ExtractedRule
from kb.ledger import Ledger
from kb.places import ACCEPTED
from kb.reviews import ReviewDecision
from kb.settings import Settings
from kb.types import Span
from tests.kb.packs import MAIN, line_of, write_pack
from tests.tree import ROOT

GAP = MAIN.replace("writes_per_day >= 4 million/day", "writes_per_day >= 9 million/day")
ENTRIES = """\
accepted:
  - {finding: gap, about: "sql-or-nosql/*", reason: "The notes stop there."}
  - {finding: idle factor, about: "sql-or-nosql/shape", reason: "It speaks for the option to start with."}
"""


def run(*arguments: str) -> tuple[int, str]:
    """Exit status and standard output of ``crossroads lint``."""
    result = CliRunner().invoke(main, ["lint", *arguments])
    return result.exit_code, result.stdout


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack whose rules leave a gap, alone in the knowledge."""
    folder = write_pack(tmp_path / "pack", {"tradeoffs/db.yaml": GAP})
    settings = Settings(data=tmp_path / "data", built_in=folder)
    monkeypatch.setattr(Settings, "from_environment", classmethod(lambda cls, **given: settings))
    return folder


def test_a_finding_has_its_place_and_what_to_do(pack: Path) -> None:
    """File, line, severity and kind, then the advice; nothing is written beside it."""
    status, out = run()
    line = line_of(GAP, "id: writes_per_day")
    assert status == 1
    assert f"{pack / 'tradeoffs' / 'db.yaml'}:{line}: warning: gap: No rule of sql-or-nosql speaks of" in out
    assert "between 4 million/day and 9 million/day" in out
    assert "Add a weak rule" in out
    assert not (pack.parent / "data").exists()


def test_status_follows_the_chosen_severity(pack: Path) -> None:
    """Warnings fail by default, not where only errors do; notes are listed and fail with --strict."""
    assert run("--severity", "error")[0] == 0
    assert ": note: " not in run()[1]
    (pack / ACCEPTED).write_text(ENTRIES, encoding="utf-8")
    assert run()[0] == 0
    status, out = run("--strict")
    assert status == 1
    assert ": note: one source: " in out
    assert "2 accepted." in out


def test_json_holds_what_stands_and_what_was_accepted(pack: Path) -> None:
    """Findings with their fields, the accepted with their reason, and the counts."""
    (pack / ACCEPTED).write_text(ENTRIES, encoding="utf-8")
    status, out = run("--json")
    shown = json.loads(out)
    assert status == 0
    assert [(f["kind"], f["accepted"]) for f in shown["accepted"]] == [
        ("gap", "The notes stop there."),
        ("idle factor", "It speaks for the option to start with."),
    ]
    assert shown["counts"] == {"error": 0, "warning": 0, "note": len(shown["findings"])}
    assert set(shown["findings"][0]) == {"kind", "severity", "about", "place", "text", "advice"}


def test_malformed_knowledge_and_misuse_are_status_2(pack: Path) -> None:
    """A rule on an unknown factor, an acceptance without a reason, an unknown severity."""
    assert run("--severity", "grave")[0] == 2
    (pack / ACCEPTED).write_text("accepted: [{finding: gap, about: x}]", encoding="utf-8")
    assert run()[0] == 2
    (pack / ACCEPTED).unlink()
    (pack / "tradeoffs" / "db.yaml").write_text(GAP.replace("has_dba is yes", "dba is yes"), encoding="utf-8")
    assert run()[0] == 2


def test_built_in_knowledge_and_the_examples_have_no_errors(tmp_path: Path) -> None:
    """Every option can be reached and every rule stands on a claim; each finding names a file and a line."""
    packs = tuple(ROOT / "examples" / name for name in ("monolith-or-microservices", "sql-or-document-store"))
    findings = linted(Settings(data=tmp_path, packs=packs), year=2026, moving_years=3)
    assert findings
    assert [f.text for f in findings if f.severity == "error"] == []
    assert [f.place for f in findings if not f.place.rpartition(":")[2].isdecimal()] == []


def test_extracted_rules_that_nobody_looked_at_are_notes(pack: Path, tmp_path: Path) -> None:
    """Named until somebody decides; what was ingested is linted beside the folders' own."""
    settings = Settings(data=tmp_path / "data", built_in=pack)
    (tmp_path / "essay.md").write_text("# Essay\n\nUse one node when few people write to it.\n", encoding="utf-8")
    ingest([tmp_path / "essay.md"], settings)
    quote = "Use one node when few people write to it."
    rule = ExtractedRule(
        id="rule-1", source="essay", claim="essay#c", span=Span(source="essay", start=9, end=9 + len(quote)),
        trade_off="sql-or-nosql", factor="", when="", condition_words="few people write to it", favours="sql",
        polarity="for", quote=quote,
    )  # fmt: skip
    with Ledger.open(settings.ledger) as ledger:
        ledger.save_extracted({"essay": [rule]}, "test")
    pending = [f for f in linted(settings, year=2026, moving_years=3) if f.kind == "pending rule"]
    assert [(f.severity, f.about) for f in pending] == [("note", "rule-1")]
    assert quote in pending[0].text
    with Ledger.open(settings.ledger) as ledger:
        ledger.decide(ReviewDecision(item="rule-1", verdict="reject"))
    assert [f for f in linted(settings, year=2026, moving_years=3) if f.kind == "pending rule"] == []
