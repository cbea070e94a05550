from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import change_commands, review_commands
from bot.advise import advise
from bot.advisor import open_advisor
from bot.cli import main
from ingest.pipeline import ingest
from kb.errors import InputError
from kb.settings import Settings
from tests.bot.tea import tea_settings
from tests.ingest.fields import DATABASES

QUESTION = "Should we use SQL or a document store? Our data is highly relational."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A knowledge base of tea and coffee into which an article on databases was ingested."""
    settings = tea_settings(tmp_path)
    (tmp_path / "databases.md").write_text(DATABASES, encoding="utf-8")
    ingest([tmp_path / "databases.md"], settings)
    return settings


def listed(settings: Settings, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """Return the items as ``--json`` prints them."""
    capsys.readouterr()
    review_commands.list_items(settings, everything=False, as_json=True)
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_a_draft_that_was_accepted_answers_questions(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From an article of another field to a cited recommendation, and the difference is told by ``diff``."""
    with open_advisor(settings) as advisor:
        assert advise([QUESTION], advisor).recommendation is None
    before = tmp_path / "before"
    shutil.copytree(settings.data, before)
    (item,) = [i for i in listed(settings, capsys) if i["kind"] == "draft"]
    judgement = review_commands.Judgement(str(item["id"]), "accept")
    review_commands.judge(judgement, settings, by="ana", reason="", as_json=False)
    with open_advisor(settings) as advisor:
        answer = advise([QUESTION], advisor)
        other = advise(["SQL or document store? We write 8000 documents per second."], advisor)
        tea = advise(["Should we drink tea or coffee? We are sleepy."], advisor)
    assert answer.recommendation is not None
    assert answer.recommendation.option.id == "sql"
    assert "your data is highly relational" in {citation.quote for citation in answer.citations}
    assert other.recommendation is not None
    assert other.recommendation.option.id == "document-store"
    assert tea.recommendation is not None
    assert tea.recommendation.option.id == "coffee"
    capsys.readouterr()
    assert change_commands.show_diff(before, settings.data, None, settings, as_json=False) == 1
    assert "sql-vs-document-store" in capsys.readouterr().out


def test_the_list_names_sentence_source_and_id(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """As lines for a reader, the words marked."""
    review_commands.list_items(settings, everything=False, as_json=False)
    out = capsys.readouterr().out
    assert "Draft decisions (1)" in out
    assert "»your data is highly relational«" in " ".join(out.split())


def test_a_draft_is_shown_as_the_file_to_edit(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """What ``--show`` prints is what ``--edit`` takes."""
    (item,) = [i for i in listed(settings, capsys) if i["kind"] == "draft"]
    review_commands.show_item(str(item["id"]), settings)
    assert capsys.readouterr().out.strip() == str(item["proposed"]).strip()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--accept", "a", "--reject", "b"], "at most one"),
        (["--force", "strong"], "goes with --accept"),
        (["--edit", "a", "nowhere.yaml"], "cannot be read"),
        (["--accept", "draft-nowhere"], "There is no item 'draft-nowhere'"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(settings: Settings, options: list[str], told: str) -> None:
    """Exit status 2, and the message says what is expected."""
    result = CliRunner().invoke(main, ["review-knowledge", *options, "--data", str(settings.data)])
    assert result.exit_code == 2
    assert told in result.output


def test_a_condition_may_be_given_as_it_is_or_in_a_file(tmp_path: Path) -> None:
    """No editor is needed."""
    path = tmp_path / "condition.txt"
    path.write_text("cups > 4/day\n", encoding="utf-8")
    assert review_commands.edited_text("cups > 5/day") == "cups > 5/day"
    assert review_commands.edited_text(str(path)) == "cups > 4/day\n"
    with pytest.raises(InputError, match="cannot be read"):
        review_commands.edited_text(str(tmp_path / "none.yaml"))
