"""``crossroads adr`` and ``crossroads adr-check`` as people and pipelines run them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.adr.reading import read_text
from bot.advisor import Advisor
from bot.cli import main
from bot.desk import AdvisorDesk
from kb.settings import Settings
from tests.bot.desks import FixedDesk
from tests.bot.questions import OUTSIDE, VOLUME

VAGUE = "prompting or fine-tuning?"


def run(*arguments: str, data: Path) -> Result:
    """Run the command on a data directory."""
    return CliRunner().invoke(main, [*arguments, "--data", str(data)])


def test_a_record_is_printed(settings: Settings) -> None:
    """With the day, the facts set by hand and the turns before it in its data."""
    result = run(
        "adr", VOLUME, "--turn", "Hello", "--fact", "has_platform_team=no", "--date", "2026-05-01", data=settings.data
    )
    assert result.exit_code == 0
    assert result.stdout.startswith("---\nstatus: proposed\ndate: 2026-05-01\n---\n\n# Build or buy: call an API\n")
    kept = read_text(result.stdout).kept
    assert kept is not None
    assert (kept.turns, kept.given) == (("Hello", VOLUME), {"has_platform_team": "no"})


def test_a_record_is_written_and_checked(settings: Settings, tmp_path: Path) -> None:
    """Its path is all that is printed; run again it is another record; the check finds both standing."""
    folder = tmp_path / "docs" / "adr"
    options = ("adr", VOLUME, "-o", str(folder), "--title", "Stay on the API", "--status", "accepted", "--by", "Ada")
    first, second = (run(*options, data=settings.data) for _ in range(2))
    assert first.stdout == f"{folder / '0001-stay-on-the-api.md'}\n"
    assert second.stdout == f"{folder / '0002-stay-on-the-api.md'}\n"
    checked = run("adr-check", str(folder), data=settings.data)
    assert (checked.exit_code, checked.stdout.splitlines()[-1]) == (0, "2 decision records: 2 the same.")


def test_an_undecided_record_is_written_and_said_to_be_undecided(settings: Settings, tmp_path: Path) -> None:
    """What would decide it is asked beside the path."""
    result = run("adr", VAGUE, "-o", str(tmp_path), data=settings.data)
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / '0001-prompting-or-fine-tuning.md'}\n")
    assert "Nothing is decided yet, and the record says so." in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((OUTSIDE,), "A decision record needs a decision between options"),
        ((VAGUE, "--status", "accepted"), "Nothing is decided yet, so there is nothing to accept."),
        ((VOLUME, "--title", " "), "title: expected 1 to 200 characters"),
        ((VOLUME, "--fact", "requests"), "--fact: expected factor=value"),
        (("  ",), "The question is empty"),
    ],
)
def test_what_makes_no_record_writes_none(
    options: tuple[str, ...], said: str, settings: Settings, tmp_path: Path
) -> None:
    """The command ends with 2 and a sentence, and makes no folder."""
    result = run("adr", *options, "-o", str(tmp_path / "adr"), data=settings.data)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "adr").exists()


def test_a_check_ends_with_1_for_a_move_and_2_for_an_unusable_record(settings: Settings, tmp_path: Path) -> None:
    """The report is JSON or Markdown as well, and says the same."""
    path = Path(run("adr", VOLUME, "-o", str(tmp_path), data=settings.data).stdout.strip())
    text = path.read_text(encoding="utf-8")
    assert '"certainty": "low"' in text
    path.write_text(text.replace('"certainty": "low"', '"certainty": "high"'), encoding="utf-8")
    (tmp_path / "README.md").write_text("# Decisions\n", encoding="utf-8")
    as_json = run("adr-check", str(tmp_path), "--format", "json", data=settings.data)
    found = json.loads(as_json.stdout)
    assert (as_json.exit_code, found["status"]) == (1, 1)
    assert {record["path"][-9:]: record["result"] for record in found["records"]} == {
        "an-api.md": "moved",
        "README.md": "not ours",
    }
    as_markdown = run("adr-check", str(path), "--format", "markdown", data=settings.data)
    assert as_markdown.exit_code == 1
    assert "### Moved\n\n* **Build or buy: call an API**" in as_markdown.stdout
    assert "certainty was high, now it is low" in as_markdown.stdout
    path.write_text(text.replace('"given"', "given"), encoding="utf-8")
    assert run("adr-check", str(tmp_path), data=settings.data).exit_code == 2


def test_a_check_of_nothing_is_an_error(tmp_path: Path) -> None:
    """A misspelt folder must not pass in CI, and nothing is opened for it."""
    result = run("adr-check", str(tmp_path / "dosc"), data=tmp_path / "data")
    assert result.exit_code == 2
    assert "expected a folder of decision records" in result.stderr
    assert not (tmp_path / "data").exists()


def test_a_desk_gives_the_record_that_the_command_prints(advisor: Advisor, settings: Settings) -> None:
    """The browser, the API and Slack have the same bytes."""
    assert run("adr", VOLUME, data=settings.data).stdout == AdvisorDesk(advisor).adr([VOLUME], {})


def test_the_desk_of_the_tests_gives_a_record_too() -> None:
    """Surfaces are tested with it."""
    assert read_text(FixedDesk().adr(["Ferry or bridge?"], {})).title == "Ferry or bridge: run a ferry"
