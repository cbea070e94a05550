"""An answer given again: byte for byte on the same knowledge, explained on another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.advise import advise
from bot.advisor import Advisor
from bot.cli import main
from bot.replay import answer_bytes, replay
from bot.saved import Recording, read_answer, save_recording
from bot.types import Answer
from kb.errors import InputError
from kb.settings import Settings
from tests.bot.questions import HIGH_VOLUME, LOOK_UP, OUTSIDE, STALE, VOLUME, dev_cases

FOLLOW_UP = ("API or own GPUs at 30 rps?", "and if it doubles?")


@pytest.mark.parametrize("question", [VOLUME, HIGH_VOLUME, STALE, OUTSIDE, LOOK_UP])
def test_an_answer_alone_is_given_again(question: str, advisor: Advisor, tmp_path: Path) -> None:
    """What ``ask --json`` printed is enough to give the same bytes, through a file."""
    (tmp_path / "answer.json").write_bytes(answer_bytes(advise([question], advisor)))
    replayed = replay(read_answer(tmp_path / "answer.json"), advisor)
    assert (replayed.same, replayed.how, replayed.differences) == (True, "question", ())


def test_single_questions_of_the_development_set_are_all_given_again(advisor: Advisor) -> None:
    """No question of one turn gives other bytes the second time."""
    answers = [advise(case.turns, advisor) for case in dev_cases()[:40] if len(case.turns) == 1]
    assert answers
    assert [a.question for a in answers if not replay(a, advisor).same] == []


def test_facts_set_by_hand_are_taken_from_the_answer(advisor: Advisor) -> None:
    """A given fact is read again from its words, whatever the question says."""
    given = {"requests_per_day": "30 requests a second", "has_platform_team": "yes"}
    replayed = replay(advise([VOLUME], advisor, given), advisor)
    assert (replayed.same, replayed.how) == (True, "question")


def test_an_answer_of_a_conversation_is_decided_again_from_its_facts(advisor: Advisor) -> None:
    """The earlier turns are not in it, so its recorded facts are walked, in the unit they were said in; it says so."""
    answer = advise(FOLLOW_UP, advisor)
    assert answer.facts[0].value == 2 * 30 * 86_400
    replayed = replay(answer, advisor)
    assert (replayed.same, replayed.how) == (True, "facts")
    assert "ask --save keeps them" in replayed.notes[-1]


def test_a_recording_holds_the_whole_conversation(advisor: Advisor, tmp_path: Path) -> None:
    """Turns and given facts come back from the file, and hearing is replayed too."""
    turns, facts = ("API or own GPUs?", *FOLLOW_UP), {"has_platform_team": "no"}
    recording = Recording(turns=turns, facts=facts, answer=advise(turns, advisor, facts), stood_on=advisor.standing)
    save_recording(tmp_path / "kept.json", recording)
    assert read_answer(tmp_path / "kept.json") == recording
    replayed = replay(recording, advisor)
    assert (replayed.same, replayed.how, replayed.notes) == (True, "conversation", ())


def test_an_altered_answer_is_found_out_with_the_field(advisor: Advisor) -> None:
    """A forged strength is named with what it was and what it is."""
    answer = advise([VOLUME], advisor)
    assert answer.recommendation
    forged = answer.recommendation.model_copy(update={"strength": "weak"})
    replayed = replay(answer.model_copy(update={"recommendation": forged}), advisor)
    assert replayed.same is False
    assert [(d.field, d.before) for d in replayed.differences] == [("recommendation.strength", "weak")]


def test_a_recorded_standing_says_which_part_is_another(advisor: Advisor) -> None:
    """The digest differs, and the source and the engine that make it differ are named."""
    old = advisor.standing.model_copy(update={"engine": "0", "sources": {**advisor.standing.sources, "blog": "0"}})
    answer = advise([VOLUME], advisor).model_copy(update={"knowledge": old.digest})
    replayed = replay(Recording(turns=(VOLUME,), facts={}, answer=answer, stood_on=old), advisor)
    assert [(c.what, c.id, c.how) for c in replayed.knowledge] == [
        ("engine", "", "changed"),
        ("source", "blog", "removed"),
    ]
    assert [d.field for d in replayed.differences] == ["knowledge"]


def test_without_a_standing_an_answer_tells_what_it_can(advisor: Advisor) -> None:
    """A quote that does not stand here and a rule that is not here are named, and that no more is known."""
    answer = advise([VOLUME], advisor)
    citation = answer.citations[0].model_copy(update={"quote": "Nobody said this."})
    steps = tuple(
        s.model_copy(update={"node": "rule:build-vs-buy/gone"}) if s.favours and s.outcome == "holds" else s
        for s in answer.path
    )
    strange = answer.model_copy(update={"knowledge": "f" * 64, "citations": (citation,), "path": steps})
    replayed = replay(strange, advisor)
    assert [(c.what, c.id, c.how) for c in replayed.knowledge] == [
        ("source", citation.source.id, "changed"),
        ("rule", "build-vs-buy/gone", "removed"),
    ]
    assert "was not kept here" in replayed.notes[-1]


def test_a_trade_off_or_a_value_that_is_gone_is_said(advisor: Advisor) -> None:
    """An answer about what is not known here does not fail; it says what is missing."""
    answer = advise(FOLLOW_UP, advisor)
    assert answer.trade_off
    gone = answer.model_copy(update={"trade_off": answer.trade_off.model_copy(update={"id": "cats-vs-dogs"})})
    assert "There is no trade-off 'cats-vs-dogs' here." in replay(gone, advisor).notes
    odd = answer.model_copy(update={"facts": (answer.facts[0].model_copy(update={"value": "many"}),)})
    assert any("expected a quantity, found 'many'" in note for note in replay(odd, advisor).notes)


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "expected one JSON object"), (b"[1]", "is not an answer"), (b'{"answer": {}}', "answer"), (b"\xff", "JSON")],
)
def test_a_file_that_holds_no_answer_is_refused(content: bytes, told: str, tmp_path: Path) -> None:
    """The message names the file and what is wrong."""
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(InputError, match=told) as caught:
        read_answer(tmp_path / "x.json")
    assert "x.json" in str(caught.value)


def test_commands_save_and_replay(advisor: Advisor, settings: Settings, tmp_path: Path) -> None:
    """``ask --save`` then ``replay`` ends with 0, an altered file with 1 and a missing one with 2."""
    kept, data = tmp_path / "kept.json", ["--data", str(settings.data)]
    asked = CliRunner().invoke(
        main, ["ask", FOLLOW_UP[1], "--turn", FOLLOW_UP[0], "--save", str(kept), "--json", *data]
    )
    recording = json.loads(kept.read_text())
    assert recording["answer"] == json.loads(asked.stdout)
    assert Answer.model_validate(recording["answer"]).knowledge == recording["answer"]["knowledge"]
    again = CliRunner().invoke(main, ["replay", str(kept), *data])
    assert (again.exit_code, again.stdout) == (0, "The same answer, byte for byte.\n")
    recording["answer"]["question"] = "else"
    kept.write_text(json.dumps(recording))
    other = CliRunner().invoke(main, ["replay", str(kept), "--json", *data])
    assert (other.exit_code, json.loads(other.stdout)["differences"][0]["field"]) == (1, "question")
    assert CliRunner().invoke(main, ["replay", str(tmp_path / "gone.json"), *data]).exit_code == 2
    assert CliRunner().invoke(main, ["ask", "x", "--save", str(tmp_path / "no" / "x.json"), *data]).exit_code == 2
