"""The example for CI and the page about reviews, against the command."""

from __future__ import annotations

from typing import Any

from typer.testing import CliRunner

from bot.cli import main
from bot.design.kinds import KINDS
from kb.located import read_located
from tests.tree import ROOT, text_of

EXAMPLE = ROOT / "examples" / "github" / "crossroads-review.yml"


def test_the_workflow_uses_options_that_exist_and_may_upload() -> None:
    """Every option of the command that it calls is in its help, and it has the right that an upload needs."""
    workflow: Any = read_located(EXAMPLE, EXAMPLE.name).plain()
    assert workflow["permissions"]["security-events"] == "write"
    steps = workflow["jobs"]["review"]["steps"]
    commands = "\n".join(step.get("run", "") for step in steps)
    assert "crossroads review --format sarif --fail-on never" in commands
    help_ = CliRunner().invoke(main, ["review", "--help"], env={"COLUMNS": "200"}).stdout
    assert all(option in help_ for option in ("--format", "--fail-on", "--stdin-name"))
    assert any("upload-sarif" in step.get("uses", "") for step in steps)


def test_the_page_names_every_kind_and_option() -> None:
    """What a review may find, and every option, is documented."""
    page = text_of("docs/review.md")
    assert [kind for kind in KINDS if f"| `{kind}` |" not in page] == []
    assert [o for o in ("--format", "--fail-on", "--stdin-name") if o not in page] == []
