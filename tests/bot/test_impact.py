"""What an article would change, and what differs between two data directories, on real stores."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NoReturn

import pytest
from typer.testing import CliRunner

from bot.advisor import Advisor, open_advisor
from bot.changes import Comparison
from bot.cli import main
from bot.impact import impact
from bot.saved import QUESTIONS, own_questions, read_saved, sample
from ingest.pipeline import ingest
from kb.errors import ArticleError, CatalogError, InputError
from kb.settings import Settings
from tests.bot.tea import HEALTH, MUCH, RULES, SLEEPY, silent, tea_settings
from tests.tree import ROOT, hear_interrupts

OTHER = "# Water\n\nWater is free, and it is in every tap of the town.\n"


@pytest.fixture
def tea(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an opened small knowledge, with temporary directories of the test's own."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    settings = tea_settings(tmp_path)
    open_advisor(settings).close()
    return settings


def of(settings: Settings, article: Path | None = None, remove: str | None = None) -> Comparison:
    """Return the impact over two questions: sleepy, and sleepy with eight cups a day."""
    return impact(settings, lambda _: (SLEEPY, MUCH), silent, article=article, remove=remove)


def files(settings: Settings) -> dict[str, tuple[bytes, int]]:
    """Return every file of the data directory with its bytes and the time it was written."""
    found = (p for p in settings.data.rglob("*") if p.is_file())
    return {str(p.relative_to(settings.data)): (p.read_bytes(), p.stat().st_mtime_ns) for p in found}


def written(folder: Path, name: str, text: str) -> Path:
    """Write a file and return its path."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_new_article_changes_no_answer_and_touches_nothing(tea: Settings, tmp_path: Path) -> None:
    """The source shows as added, answers stay, the data directory is as it was, and the scratch copy is gone."""
    before = files(tea)
    found = of(tea, written(tmp_path, "water.md", OTHER))
    assert [(c.what, c.id, c.how) for c in found.knowledge] == [("source", "water", "added")]
    assert (found.asked, found.answers) == (2, ())
    assert found.old != found.new
    assert files(tea) == before
    assert os.listdir(tempfile.gettempdir()) == []


def test_a_changed_article_shows_what_it_says_now(tea: Settings, tmp_path: Path) -> None:
    """A file whose id is known takes that source's place: another kind of claim gives another certainty."""
    changed = written(tmp_path, "mine.md", HEALTH.replace("kind=survey", "kind=opinion"))
    found = of(tea, changed)
    assert ("claim", "health#six", "changed") in [(c.what, c.id, c.how) for c in found.knowledge]
    assert [a.id for a in found.answers] == ["much"]
    assert {d.field for d in found.answers[0].differences} == {"certainty"}
    assert found.turned == ()
    assert "taken here in its place" in found.notes[0]
    assert "kind=survey" in (tea.built_in / "articles" / "health.md").read_text()


def test_a_file_edited_in_its_folder_is_compared_with_what_is_published(tea: Settings) -> None:
    """Editing an article of a knowledge folder shows its impact before the next start takes it in."""
    mine = written(tea.built_in / "articles", "health.md", HEALTH.replace("six cups", "seven cups"))
    found = of(tea, mine)
    assert ("threshold", "health#six", "changed") in [(c.what, c.id, c.how) for c in found.knowledge]
    assert "published is compared" in found.notes[0]


def test_an_ingested_article_is_replaced_and_removed(tea: Settings, tmp_path: Path) -> None:
    """What the user ingested can be changed from another file, or removed, with no refusal."""
    ingest([written(tmp_path, "water.md", OTHER)], tea)
    text = OTHER.replace("# Water", "---\nid: water\n---\n# Water").replace("free", "dear")
    changed = of(tea, written(tmp_path, "again.md", text))
    assert ("source", "water", "changed") in [(c.what, c.id, c.how) for c in changed.knowledge]
    removed = of(tea, remove="water")
    assert [(c.what, c.id, c.how) for c in removed.knowledge] == [("source", "water", "removed")]
    assert removed.notes == ()


def test_a_removal_that_would_be_refused_shows_what_rests_on_it(tea: Settings) -> None:
    """Without the article on health its rule goes, so that much coffee is no longer advised against; it says so."""
    found = of(tea, remove="health")
    assert ("rule", "tea-vs-coffee/much-tea", "removed") in [(c.what, c.id, c.how) for c in found.knowledge]
    options = {d.field: (d.before, d.after) for a in found.turned for d in a.differences}
    assert [a.id for a in found.turned] == ["much"]
    assert options["option"] == ("tea", "coffee")
    assert any("would be refused: 1 claims" in note and "rule tea-vs-coffee/much-tea" in note for note in found.notes)


def test_both_at_once_in_one_folder(tea: Settings, tmp_path: Path) -> None:
    """A removal and a change of the same knowledge folder are applied together."""
    changed = written(
        tmp_path, "drinks.md", (tea.built_in / "articles" / "drinks.md").read_text().replace("half", "an")
    )
    found = of(tea, changed, remove="health")
    assert {("source", "drinks", "changed"), ("source", "health", "removed")} <= {
        (c.what, c.id, c.how) for c in found.knowledge
    }


def test_a_knowledge_folder_adds_its_decision(tea: Settings, tmp_path: Path) -> None:
    """A folder with trade-offs is taken as a pack: another decision, learned anew."""
    pack = tmp_path / "pack"
    (pack / "tradeoffs").mkdir(parents=True)
    other = RULES.replace("tea-vs-coffee", "mug-vs-cup").replace("sleepy", "weary").replace("cups", "sips")
    (pack / "tradeoffs" / "mug.yaml").write_text(other, encoding="utf-8")
    found = of(tea, pack)
    assert ("trade-off", "mug-vs-cup", "added") in [(c.what, c.id, c.how) for c in found.knowledge]


@pytest.mark.parametrize("content", ["", "\x00\x01"])
def test_what_would_be_rejected_is_an_error_with_the_reason(content: str, tea: Settings, tmp_path: Path) -> None:
    """Nothing to compare: the reason of the rejection is the error, and the scratch copy is gone."""
    with pytest.raises(ArticleError, match="Nothing would be taken in"):
        of(tea, written(tmp_path, "bad.md", content))
    assert os.listdir(tempfile.gettempdir()) == []


def test_unknown_sources_and_empty_folders_are_refused(tea: Settings, tmp_path: Path) -> None:
    """The message names what is there; malformed knowledge names its file."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"'tee' is not a source\. Known: drinks, health"):
        of(tea, remove="tee")
    with pytest.raises(InputError, match="expected an article or a folder"):
        of(tea, tmp_path / "empty")
    (tmp_path / "pack" / "tradeoffs").mkdir(parents=True)
    written(tmp_path / "pack" / "tradeoffs", "bad.yaml", "id: x\n")
    with pytest.raises(CatalogError, match=r"bad\.yaml"):
        of(tea, tmp_path / "pack")


def test_the_scratch_copy_goes_when_it_is_interrupted(tea: Settings) -> None:
    """Ctrl-C inside leaves no copy behind."""
    copies: list[list[str]] = []

    def interrupted(_: Advisor) -> NoReturn:
        copies.append(os.listdir(tempfile.gettempdir()))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        impact(tea, interrupted, silent, remove="health")
    assert len(copies[0]) == 1
    assert os.listdir(tempfile.gettempdir()) == []


@pytest.mark.slow
def test_ctrl_c_in_a_process_leaves_nothing(tea: Settings, tmp_path: Path) -> None:
    """An interrupt while it works ends the command, and its temporary directory stays empty."""
    article, temporary = written(tmp_path, "water.md", OTHER), tmp_path / "tmp"
    command = [sys.executable, "-m", "bot.cli", "impact", str(article), "--data", str(tea.data)]
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=hear_interrupts,
    )
    while running.poll() is None and not os.listdir(temporary):
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode != 0
    assert os.listdir(temporary) == []


def test_diff_of_two_data_directories(tea: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``diff OLD NEW`` tells what changed over NEW's saved questions, and touches neither."""
    monkeypatch.delenv("CROSSROADS_EMBEDDER", raising=False)
    other = tea_settings(tmp_path / "other")
    stricter = RULES.replace("cups > 6/day", "cups > 10/day")
    (other.built_in / "tradeoffs" / "tea-vs-coffee.yaml").write_text(stricter, encoding="utf-8")
    open_advisor(other).close()
    lines = [{"turns": list(s.turns), "facts": s.facts} for s in (SLEEPY, MUCH)]
    (other.data / QUESTIONS).write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    before = files(tea), files(other)
    told = CliRunner().invoke(main, ["diff", str(tea.data), str(other.data)])
    assert told.exit_code == 1
    assert told.stdout.startswith("Of 2 questions 1 would be decided otherwise, and 0 would only differ")
    assert "option: tea -> coffee" in told.stdout
    assert "~ rule tea-vs-coffee/much-tea" in told.stdout
    assert (files(tea), files(other)) == before
    generation = next((tea.data / "generations").glob("[0-9]*"))
    whole = CliRunner().invoke(main, ["diff", str(generation), str(tea.data), "--json"])
    assert (whole.exit_code, json.loads(whole.stdout)["knowledge"]) == (0, [])
    assert CliRunner().invoke(main, ["diff", str(tea.data), str(tmp_path / "gone")]).exit_code == 2


def test_impact_command_wants_something_to_do(tea: Settings) -> None:
    """Neither an article nor a removal is refused; a removal ends with 1 when answers change, in JSON too."""
    data = ["--data", str(tea.data)]
    assert CliRunner().invoke(main, ["impact", *data]).exit_code == 2


def test_own_questions_are_a_bounded_sample_and_the_same_every_time(advisor: Advisor) -> None:
    """Every trade-off has some, none more than its share, without marks."""
    found = own_questions([advisor.catalog])
    assert found == own_questions([advisor.catalog, advisor.catalog])
    assert len(found) <= 14 * len(advisor.catalog.trade_offs)
    assert not any("{" in s.turns[0] for s in found)
    assert {s.id.rpartition("-")[0] for s in found} == {t.id for t in advisor.catalog.trade_offs}
    assert sample(found, 5) == sample(found, 5) != found
    assert len(sample(found, 5)) == 5


def test_saved_questions_are_lines_cases_or_recordings(tmp_path: Path) -> None:
    """Facts of a question are given; what a case expects is not; a bad line is named."""
    asked = written(
        tmp_path,
        "q.jsonl",
        '{"turns": ["a"], "facts": {"cups": 3}}\n\n{"turns": ["b"], "outcome": ["x"], "facts": {"cups": 9}}\n',
    )
    assert [(s.id, s.turns, s.facts) for s in read_saved(asked, {})] == [
        ("q-1", ("a",), {"cups": "3"}),
        ("q-3", ("b",), {}),
    ]
    case = "- ask: c\n  expect: {outcome: needs_facts}\n"
    assert [s.turns for s in read_saved(written(tmp_path, "q.yaml", case), {})] == [("c",)]
    with pytest.raises(InputError, match=r"bad\.jsonl:1"):
        read_saved(written(tmp_path, "bad.jsonl", "{}"), {})
    with pytest.raises(InputError, match="found none"):
        read_saved(written(tmp_path, "none.jsonl", ""), {})
