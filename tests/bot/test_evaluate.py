"""The evaluation: figures, explanations, the gate, and what it never shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import evaluate as evaluation
from bot.advisor import Advisor
from bot.evaluate import PINS, SETS, default_sets, evaluate, gate_settings, held_against, refused, run
from bot.gate import pinned, read_floors
from bot.score import Case
from kb.errors import InputError
from tests.bot.questions import OUTSIDE, VOLUME

RIGHT = {"turns": [VOLUME], "trade_off": "build-vs-buy", "accept_options": ["call-api"], "outcome": ["recommendation"]}
WRONG = {
    "turns": [VOLUME],
    "trade_off": "build-vs-buy",
    "accept_options": ["self-host-stack"],
    "outcome": ["recommendation"],
}
ELSEWHERE = {"turns": [VOLUME], "trade_off": "small-vs-large-model", "outcome": ["recommendation"], "category": "odd"}
DECLINED = {"turns": [OUTSIDE], "outcome": ["out_of_scope"]}
REFUSED = {"turns": [""], "outcome": ["out_of_scope"]}


def question_set(path: Path, *cases: dict[str, object]) -> Path:
    """Write a question set and return its path."""
    path.write_text("".join(json.dumps(case) + "\n" for case in cases))
    return path


def test_figures_confusion_and_reasons_of_a_set(tmp_path: Path, advisor: Advisor) -> None:
    """Right and wrong are counted overall and by category, a wrong trade-off is a confusion, a failure is explained."""
    result = evaluate(question_set(tmp_path / "own.jsonl", RIGHT, WRONG, ELSEWHERE, DECLINED, REFUSED), advisor)
    assert (result.overall.cases, result.overall.all_correct) == (5, 0.4)
    assert (result.categories["odd"].cases, result.categories["other"].cases) == (1, 4)
    assert dict(result.confused) == {("small-vs-large-model", "build-vs-buy"): 1}
    wrong, elsewhere, refusal = result.failed
    assert "wrong option" in wrong
    assert "heard decide; build-vs-buy" in wrong
    assert VOLUME in wrong
    assert "wrong trade_off" in elsewhere
    assert "error: The question is empty" in refusal


@pytest.mark.parametrize("name", ["heldout", "heldout2", "check", "last2"])
def test_items_of_a_held_out_set_are_never_shown(
    tmp_path: Path, settings: object, advisor: Advisor, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Neither text nor JSON of a held-out set holds a question, an id or an answer of it; its figures are there."""
    path = question_set(tmp_path / f"{name}.jsonl", {**WRONG, "id": "secret-7"})
    for as_json in (False, True):
        assert run([path], advisor.settings.data, as_json=as_json) == 0
        shown = capsys.readouterr().out
        assert name in shown
        assert "all_correct" in shown
        assert "secret-7" not in shown
        assert VOLUME[:20] not in shown


def test_gate_passes_what_is_pinned_and_fails_what_falls_or_changes(
    tmp_path: Path, advisor: Advisor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unpinned fails, pinned passes, a changed file fails, a lower floor needs --lower."""
    monkeypatch.setattr(evaluation, "PINS", tmp_path / "floors.json")
    data = advisor.settings.data
    path = question_set(tmp_path / "own.jsonl", RIGHT, DECLINED)
    assert run([path], data, gate=True) == 1
    assert run([path], data, pin=True) == 0
    assert run([path], data, gate=True) == 0
    question_set(path, RIGHT, WRONG, WRONG)
    capsys.readouterr()
    assert run([path], data, gate=True) == 1
    shown = capsys.readouterr().out
    assert "own: the file has changed" in shown
    assert "own: all_correct is 0.3333, below its floor 1.0000" in shown
    pins = (tmp_path / "floors.json").read_text()
    with pytest.raises(InputError, match="--lower"):
        run([path], data, pin=True)
    assert (tmp_path / "floors.json").read_text() == pins
    assert run([path], data, pin=True, lower=True) == 0
    assert run([path], data, gate=True) == 0


def test_pinned_set_that_is_gone_is_a_breach(tmp_path: Path, advisor: Advisor) -> None:
    """Deleting a question set does not make the gate pass; one outside the project may be absent."""
    result = evaluate(question_set(tmp_path / "own.jsonl", RIGHT), advisor)
    pins = {name: pinned(result.digest, result.overall) for name in ("own", "dev", "check")}
    skipped = ("check: skipped",)
    assert held_against([result], pins, skipped, {}, complete=True) == ("dev: it is pinned, but the file is gone.",)
    assert held_against([result], pins, (), {}, complete=False) == ()


def test_a_set_that_is_not_asked_is_still_the_one_that_was_pinned(tmp_path: Path, advisor: Advisor) -> None:
    """The gate leaves most questions out, and sees a file that was changed or never pinned all the same."""
    result = evaluate(question_set(tmp_path / "own.jsonl", RIGHT), advisor)
    pins = {name: pinned(result.digest, result.overall) for name in ("own", "dev")}
    assert held_against([result], pins, (), {"dev": result.digest}, complete=True) == ()
    changed, new = held_against([result], pins, (), {"dev": "another", "new": "any"}, complete=True)
    assert changed.startswith("dev: the file has changed")
    assert new.startswith("new: nothing is pinned")


def test_sets_beside_the_project_are_used_where_present(tmp_path: Path) -> None:
    """Those in the folder that CROSSROADS_QUESTIONS names are scored, the absent ones are named with a reason."""
    question_set(tmp_path / "tune1.jsonl", RIGHT)
    chosen, skipped = default_sets({"CROSSROADS_QUESTIONS": str(tmp_path)})
    assert {"dev", "heldout", "tune1"} <= {path.stem for path in chosen}
    assert [line.partition(":")[0] for line in skipped] == ["tune2", "check"]


def test_gate_measures_the_built_in_knowledge_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs, embedder and data directory of the environment do not reach the gate."""
    monkeypatch.setenv("CROSSROADS_PACKS", "/nowhere")
    monkeypatch.setenv("CROSSROADS_DATA", "/nowhere")
    settings = gate_settings()
    assert settings.packs == ()
    assert "nowhere" not in str(settings.data)


def test_refused_question_scores_nothing() -> None:
    """A question that was refused is wrong in every part, and its facts are missed."""
    scored = refused(Case(id="a", turns=("",), outcome=("recommendation",), facts={"x": 1.0}), InputError("no"))
    assert [scored.outcome, scored.trade_off, scored.option, scored.citation, scored.all_correct] == [False] * 5
    assert (scored.missed, scored.said) == (1, "error: no")


def test_every_set_of_the_project_is_large_and_pinned_with_its_digest() -> None:
    """The project's own sets hold at least 150 questions, and the floors name the very files that are there."""
    chosen, _ = default_sets({"CROSSROADS_QUESTIONS": "/nowhere"})
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in chosen) >= 150
    pins = read_floors(PINS.read_text(encoding="utf-8"), PINS.name)
    assert {path.stem: evaluation.digest_of(path) for path in chosen} == {
        path.stem: pins[path.stem].sha256 for path in chosen
    }
    assert SETS in {path.parent for path in chosen}
