"""The dialogs: what they ask for, and what is read out of them."""

from __future__ import annotations

from bot.slack import dialogs
from bot.slack.card import card
from bot.slack.dialogs import Where
from bot.types import FactHeard
from tests.bot.desks import answer, missing
from tests.bot.slack.workspace import submit, words

WHERE = Where(channel="C1", card="1.0", thread="0.5")


def test_only_what_was_changed_is_read() -> None:
    """Lines left alone say nothing; an emptied one takes the fact back; a filled one sets it."""
    view = dialogs.correcting(WHERE, answer())
    assert dialogs.changed(submit(view, {})["view"]) == {}
    assert dialogs.changed(submit(view, {"cars": None, "ice": "yes"})["view"]) == {"cars": "unknown", "ice": "yes"}
    assert dialogs.changed(submit(view, {"cars": " 90 a day "})["view"]) == {"cars": "90 a day"}


def test_dialog_remembers_its_card() -> None:
    """The card, its thread and the factor travel with the dialog."""
    where = WHERE.model_copy(update={"factor": "cars", "unit": "1/day"})
    assert dialogs.where_of(dialogs.entering(where, "How many?")) == where


def test_fact_shows_its_value_and_the_words_it_was_heard_in() -> None:
    """A quantity stands in its line as the app writes it, with the words of the question as a hint."""
    (line,) = [b for b in dialogs.correcting(WHERE, answer(missing=()))["blocks"] if b["type"] == "input"]
    assert line["element"]["initial_value"] == "40/day"
    assert "40 cars a day" in line["hint"]["text"]


def test_fact_that_is_heard_and_asked_for_has_one_line() -> None:
    """A range that straddles a bar is both; Slack refuses two blocks of one id."""
    view = dialogs.correcting(WHERE, answer(missing=(missing("cars", "How many?", "So.", unit="1/day"),)))
    assert [b["block_id"] for b in view["blocks"] if b["type"] == "input"] == ["cars"]


def test_fact_that_was_taken_back_is_asked_for_and_not_shown_as_known() -> None:
    """The app returns it with the value “unknown”: the card does not list it, and the dialog has its empty line."""
    back = FactHeard(factor="ice", value="unknown", unit=None, text="unknown", origin="given", span=None, counted=False)
    whole = answer(facts=(*answer().facts, back))
    view = dialogs.correcting(WHERE, whole)
    (line,) = [b for b in view["blocks"] if b.get("block_id") == "ice"]
    assert "initial_option" not in line["element"]
    assert "unknown" not in words({"blocks": card(whole).blocks})


def test_words_for_a_quantity_are_objected_to_before_the_app_is_asked() -> None:
    """Only where a unit is known, and only what holds no digit at all."""
    where = WHERE.model_copy(update={"unit": "s"})
    assert "300 ms" in dialogs.objection(where, "soon")
    assert dialogs.objection(where, "2 days") == ""
    assert dialogs.objection(WHERE, "yes") == ""


def test_nothing_to_correct_is_said() -> None:
    """An answer without facts and without questions opens a dialog that cannot be submitted."""
    view = dialogs.correcting(WHERE, answer(facts=(), missing=()))
    assert "submit" not in view
