"""Records checked against knowledge that has changed, or has not: what has moved is said, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.adr.check import Checked, check_file, check_files
from bot.adr.files import write_record
from bot.adr.madr import as_markdown
from bot.adr.report import report_lines, report_markdown
from bot.advise import advise
from bot.advisor import Advisor, open_advisor
from kb.settings import Settings
from tests.bot.questions import dev_cases
from tests.bot.tea import DRINKS, HEALTH, RULES, tea_settings

ASKED = ("Should we drink tea or coffee?",)


def record_of(turns: tuple[str, ...], given: dict[str, str], advisor: Advisor, folder: Path) -> Path:
    """Write the record of an answer and return its path."""
    made = advise(turns, advisor, given)
    text = as_markdown(made, advisor.catalog, turns=turns, given=given, standing=advisor.standing)
    return write_record(text, "Drinks", folder)


@pytest.fixture
def tea_data(tmp_path: Path) -> Settings:
    """The small knowledge folder on tea and coffee, which a test may change."""
    return tea_settings(tmp_path)


@pytest.fixture
def tea(tea_data: Settings) -> Iterator[Advisor]:
    """The advisor over it as it was authored."""
    with open_advisor(tea_data) as advisor:
        yield advisor


@pytest.fixture
def after(tea_data: Settings, tmp_path: Path) -> Callable[..., Checked]:
    """Return what becomes of the record of stated facts after a text of the knowledge is replaced by another."""

    def changed(name: str, old: str, new: str, **given: str) -> Checked:
        with open_advisor(tea_data) as advisor:
            path = record_of(ASKED, given, advisor, tmp_path / "adr")
        file = tea_data.built_in / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        with open_advisor(tea_data) as advisor:
            return check_file(path, advisor)

    return changed


def kinds(checked: Checked) -> list[str]:
    """Return the kinds of the moves."""
    return [move.kind for move in checked.moves]


RULES_FILE, HEALTH_FILE = "tradeoffs/tea-vs-coffee.yaml", "articles/health.md"


def test_a_record_stands_while_nothing_has_changed(tea: Advisor, tmp_path: Path) -> None:
    """No move, no note, and the file is as it was."""
    path = record_of(ASKED, {"sleepy": "yes", "cups": "8/day"}, tea, tmp_path)
    before = path.read_bytes()
    for _ in range(2):
        checked = check_file(path, tea)
        assert (checked.result, checked.moves, checked.notes) == ("same", (), ())
    assert path.read_bytes() == before


def test_another_recommendation_is_a_move_with_the_rule_behind_it(after: Callable[..., Checked]) -> None:
    """The bar rose above what was stated, so that the other option wins; its flips are not compared."""
    checked = after(RULES_FILE, "cups > 6/day", "cups > 12/day", sleepy="yes", cups="8/day")
    assert (checked.result, kinds(checked)) == ("moved", ["recommendation"])
    assert (
        "was “Tea” (strong, moderate certainty), now it is “Coffee” (weak, very low certainty)" in checked.moves[0].text
    )
    assert checked.why == ("rule tea-vs-coffee/much-tea: holds, strong, for tea before, now fails, strong, for tea",)
    assert [(c.what, c.id) for c in checked.knowledge] == [("trade-off", "tea-vs-coffee")]


def test_a_flip_that_came_nearer_is_a_move(after: Callable[..., Checked]) -> None:
    """With two cups a day, a bar at four is nearer than one at six."""
    checked = after(RULES_FILE, "cups > 6/day", "cups > 4/day", sleepy="yes", cups="2/day")
    assert (checked.result, kinds(checked)) == ("moved", ["flip"])
    assert checked.moves[0].text == (
        "Cups a day: the flip to “Tea” was at 6/day, now at 4/day, nearer to what was stated"
    )


def test_a_flip_that_went_farther_is_only_said(after: Callable[..., Checked]) -> None:
    """The decision is the safer for it."""
    checked = after(RULES_FILE, "cups > 6/day", "cups > 9/day", sleepy="yes", cups="2/day")
    assert (checked.result, checked.moves) == ("same", ())
    assert checked.notes == (
        "Cups a day: the flip to “Tea” was at 6/day, now at 9/day, farther from it",
        "the knowledge has changed (trade-off tea-vs-coffee), and the decision stands",
    )


def test_strength_and_certainty_that_changed_are_moves(after: Callable[..., Checked]) -> None:
    """The same option, on other grounds."""
    checked = after(RULES_FILE, "force: weak", "force: strong", sleepy="yes")
    assert (checked.result, kinds(checked)) == ("moved", ["firmness"])
    assert checked.moves[0].text == "the recommendation was weak, now it is moderate"


def test_a_survey_that_became_an_opinion_lowers_the_certainty(after: Callable[..., Checked]) -> None:
    """What the certainty rests on now is said with it."""
    checked = after(HEALTH_FILE, "{#six kind=survey}", "{#six}", sleepy="yes", cups="8/day")
    assert checked.moves[0].text == "certainty was moderate, now it is very low (an author's opinion)"


def test_a_reworded_quote_is_shown_as_it_reads_now(after: Callable[..., Checked]) -> None:
    """Evidence that says something else is a move, though the recommendation is the same."""
    checked = after(HEALTH_FILE, "harm the heart", "may harm the heart", sleepy="yes", cups="8/day")
    assert kinds(checked) == ["evidence"]
    assert checked.moves[0].text == (
        "evidence [1] in health reads otherwise now: “More than six cups of coffee a day may harm the heart.”"
    )
    assert checked.moves[0].before == "More than six cups of coffee a day harm the heart."


def test_a_text_that_grew_around_its_quotes_moves_nothing(after: Callable[..., Checked]) -> None:
    """The quotes stand elsewhere in it, word for word."""
    checked = after(HEALTH_FILE, "## All\n", "## All\n\nAn opening that makes no claim.\n", sleepy="yes", cups="8/day")
    assert (checked.result, checked.moves) == ("same", ())
    assert checked.notes == ("the knowledge has changed (source health), and the decision stands",)


def test_knowledge_that_changed_elsewhere_is_said_to_be_elsewhere(
    tea: Advisor, tea_data: Settings, tmp_path: Path
) -> None:
    """A new article that no rule leans on is another digest and nothing else."""
    path = record_of(ASKED, {"sleepy": "yes"}, tea, tmp_path / "adr")
    cakes = DRINKS.replace("drinks", "cakes").replace("Tea", "Cake").replace("Coffee", "Sugar")
    (tea_data.built_in / "articles" / "cakes.md").write_text(cakes, encoding="utf-8")
    with open_advisor(tea_data) as advisor:
        checked = check_file(path, advisor)
    assert checked.recorded != checked.here
    assert checked.notes == ("the knowledge has changed elsewhere, and the decision stands",)


def test_a_source_that_is_gone_is_named_with_the_evidence_it_took(tea: Advisor, tmp_path: Path) -> None:
    """The quotes of the record that stood in it are told by their numbers."""
    path = record_of(ASKED, {"sleepy": "yes", "cups": "8/day"}, tea, tmp_path)
    path.write_text(
        path.read_text(encoding="utf-8").replace('"source": "health"', '"source": "gone"'), encoding="utf-8"
    )
    checked = check_file(path, tea)
    assert [move.text for move in checked.moves] == ["the source gone is gone, and with it evidence [1]"]
    assert "its data was edited by hand, and is checked as it stands" in checked.notes


def test_a_decision_that_is_gone_is_a_move(tea: Advisor, advisor: Advisor, tmp_path: Path) -> None:
    """A record of tea and coffee, checked where nobody knows of them."""
    checked = check_file(record_of(ASKED, {"sleepy": "yes"}, tea, tmp_path), advisor)
    assert [move.text for move in checked.moves] == ["there is no decision 'tea-vs-coffee' any more"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"unit": "1/day"', '"unit": "%"', "it is now a quantity in 1/day"),
        ('"choice": "yes"', '"choice": "very"', "expected yes or no, found 'very'"),
        ('"factor": "cups"', '"factor": "mugs"', "the decision no longer depends on it"),
    ],
)
def test_a_fact_that_cannot_be_taken_any_more_is_a_move(
    old: str, new: str, said: str, tea: Advisor, tmp_path: Path
) -> None:
    """It was recorded when its factor was another; it is decided without it, and that is said."""
    path = record_of(ASKED, {"sleepy": "yes", "cups": "8/day"}, tea, tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    checked = check_file(path, tea)
    assert checked.moves[0].kind == "fact"
    assert said in checked.moves[0].text


@pytest.mark.parametrize("given", [{}, {"sleepy": "yes"}])
def test_what_was_open_and_is_decided_now_has_moved(given: dict[str, str], tea_data: Settings, tmp_path: Path) -> None:
    """A proposal without an option is compared as well; with nothing stated it stays open."""
    with open_advisor(tea_data) as advisor:
        path = record_of(ASKED, {}, advisor, tmp_path / "adr")
        text = path.read_text(encoding="utf-8")
        facts = '[{"factor": "sleepy", "choice": "yes", "text": "yes", "origin": "given"}]' if given else "[]"
        path.write_text(text.replace('"facts": []', f'"facts": {facts}'), encoding="utf-8")
        checked = check_file(path, advisor)
    moved = ["it was still open, now it is “Coffee” (weak, very low certainty)"] if given else []
    assert [move.text for move in checked.moves] == moved


def test_records_of_real_questions_stand_on_the_knowledge_they_were_written_with(
    advisor: Advisor, tmp_path: Path
) -> None:
    """Whatever was heard, in any unit, over several turns and languages: the file alone gives the same decision."""
    decided = 0
    for case in dev_cases()[:160]:
        made = advise(case.turns, advisor)
        if made.trade_off is None or made.outcome not in ("recommendation", "needs_facts"):
            continue
        text = as_markdown(made, advisor.catalog, turns=case.turns, standing=advisor.standing)
        (tmp_path / "0001-it.md").write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
        checked = check_file(tmp_path / "0001-it.md", advisor)
        assert (case.turns, checked.result, checked.moves, checked.notes) == (case.turns, "same", (), ())
        decided += 1
    assert decided > 40


EDITS = {
    "bullets": (("\n* ", "\n- "),),
    "blank lines": (("\n\n", "\n\n\n"),),
    "line ends": (("\n", "  \r\n"),),
    "json laid out anew": (('  "given"', '\n\n      "given"'),),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_a_formatter_does_to_a_record_is_no_edit(name: str, tea: Advisor, tmp_path: Path) -> None:
    """Marks of lists, blank lines, line ends and the layout of the data may change."""
    path = record_of(ASKED, {"sleepy": "yes"}, tea, tmp_path)
    text = path.read_text(encoding="utf-8")
    for old, new in EDITS[name]:
        text = text.replace(old, new)
    path.write_bytes(text.encode())
    assert check_file(path, tea).notes == ()


def test_a_text_edited_by_hand_is_said_and_does_not_fail(tea: Advisor, tmp_path: Path) -> None:
    """People complete their records; front matter is theirs without a word."""
    path = record_of(ASKED, {"sleepy": "yes"}, tea, tmp_path)
    text = path.read_text(encoding="utf-8").replace("status: proposed", "status: accepted\nconsulted: everybody")
    path.write_text(text, encoding="utf-8")
    assert (check_file(path, tea).status, check_file(path, tea).notes) == ("accepted", ())
    path.write_text(text.replace("### Confirmation\n", "### Confirmation\n\nWe asked Ada.\n"), encoding="utf-8")
    assert (check_file(path, tea).result, check_file(path, tea).notes) == ("same", ("its text was edited by hand",))


def test_a_team_that_chose_otherwise_is_told_so_and_left_alone(tea: Advisor, tmp_path: Path) -> None:
    """The choice is theirs; what had been recommended is still compared."""
    path = record_of(ASKED, {"sleepy": "yes"}, tea, tmp_path)
    path.write_text(path.read_text("utf-8").replace('option: "Coffee"', 'option: "Tea"'), encoding="utf-8")
    checked = check_file(path, tea)
    assert checked.result == "same"
    assert checked.notes == ("it chooses “Tea”, where “Coffee” had been recommended; the latter is compared",)


@pytest.mark.parametrize(
    "status", ["rejected", "deprecated", '"superseded by ADR-0005"', "superseded by [x](0005-x.md)"]
)
def test_a_record_that_is_no_longer_in_force_is_skipped(status: str, tea: Advisor, tmp_path: Path) -> None:
    """Even where its data is broken, nobody needs it."""
    path = record_of(ASKED, {"sleepy": "yes"}, tea, tmp_path)
    text = path.read_text(encoding="utf-8").replace("status: proposed", f"status: {status}")
    path.write_text(text.replace('"given"', "given"), encoding="utf-8")
    assert check_file(path, tea).result == "skipped"


def test_a_record_of_another_tool_is_not_ours(tea: Advisor, tmp_path: Path) -> None:
    """Plain MADR, adr-tools, and an empty file are left alone."""
    for name, text in (("a", "---\nstatus: accepted\n---\n# Use X\n"), ("b", "# 1. Record\n\n## Status\n"), ("c", "")):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
        assert check_file(tmp_path / f"{name}.md", tea).result == "not ours"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"given"', "given", "its data is not JSON"),
        ('  "format"', '<<<<<<< ours\n  "format"', "its data is not JSON"),
        ('"crossroads-adr/1"', '"crossroads-adr/9"', "its data cannot be used; format:"),
        ('"rules": {', '"rule": {', "its data cannot be used; rules:"),
        ("\n```\n", "\n", "block does not end"),
        ("<!-- markdownlint", "```json crossroads-adr\n{}\n```\n<!--", "a second"),
        ("status: proposed", "status: [", "the front matter cannot be read"),
    ],
)
def test_a_record_whose_data_cannot_be_used_says_why(
    old: str, new: str, said: str, tea: Advisor, tmp_path: Path
) -> None:
    """Broken JSON, a merge conflict, a later format, a lost fence: each is named, and none is an exception."""
    path = record_of(ASKED, {"sleepy": "yes"}, tea, tmp_path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    checked = check_file(path, tea)
    assert checked.result == "unusable"
    assert said in checked.notes[0]


def test_a_report_counts_and_its_status_is_the_worst(tea: Advisor, tmp_path: Path) -> None:
    """0 while all stand, 1 where one has moved, 2 where one is unusable; a number taken twice is said."""
    paths = [record_of(ASKED, {"sleepy": "yes"}, tea, tmp_path) for _ in range(3)]
    assert check_files(paths, tea).status == 0
    text = paths[0].read_text(encoding="utf-8")
    paths[0].write_text(text.replace('"option": "coffee"', '"option": "tea"'), encoding="utf-8")
    assert check_files(paths, tea).status == 1
    paths[1].write_text(text.replace('"given"', "given"), encoding="utf-8")
    paths.append(paths[2].rename(tmp_path / "0001-other.md"))
    report = check_files([paths[0], paths[1], paths[3]], tea)
    assert report.status == 2
    assert "0001-drinks.md, 0001-other.md" in report.notes[0]
    assert list(report_lines(report))[-1] == "3 decision records: 1 moved, 1 the same, 1 unusable."


def test_a_report_in_markdown_cannot_be_broken_by_a_title(tea: Advisor, tmp_path: Path) -> None:
    """What a record's author writes is escaped in the comment on a pull request."""
    path = record_of(ASKED, {"sleepy": "yes"}, tea, tmp_path)
    text = path.read_text(encoding="utf-8").replace("# Tea or coffee: coffee", "# <img src=x> **@all**")
    path.write_text(text.replace('"option": "coffee"', '"option": "tea"'), encoding="utf-8")
    shown = report_markdown(check_files([path], tea))
    assert "* **\\<img src=x\\> \\*\\*@all\\*\\*** (" in shown
    assert "recommendation: it was “Tea”" in shown


def test_the_texts_of_the_knowledge_are_those_that_these_tests_replace() -> None:
    """A test that replaces nothing would prove nothing."""
    assert "cups > 6/day" in RULES
    assert "harm the heart" in HEALTH
