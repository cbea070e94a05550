"""The whole way: a mention, a card, a button, a follow-up, a picture, a record, through the real app and real Bolt."""

from __future__ import annotations

import json

from bot.slack.memory import talk_of
from tests.bot.desks import FixedDesk
from tests.bot.slack.workspace import Workspace, element, submit, words


def test_mention_becomes_a_card_in_its_thread(workspace: Workspace, desk: FixedDesk) -> None:
    """The card stands in the mention's thread, recommends, quotes two sources, says what would change it, and asks."""
    asked = workspace.mention("ferry or bridge? 40 cars a day, ice &lt; 2 weeks")
    card = workspace.slack.answered("C1")
    shown = words(card)
    assert card["thread_ts"] == asked["event"]["ts"]
    assert desk.asked[-1][0] == ("ferry or bridge? 40 cars a day, ice < 2 weeks",)
    for expected in ("Run a ferry", "Moderate recommendation", "low certainty", "[1] ", "[2] ", "Above 500/day"):
        assert expected in shown
    assert "Does the river freeze?" in shown
    assert [element(card, a)["text"]["text"] for a in ("answer:0", "answer:1")] == ["Yes", "No"]


def test_placeholder_is_there_before_the_answer_and_gives_way_to_it(workspace: Workspace) -> None:
    """First it is said that the evidence is looked at, then the same message becomes the card."""
    workspace.mention("ferry or bridge?")
    card = workspace.slack.answered("C1")
    posted = workspace.slack.of("chat.postMessage")
    assert "Looking at the evidence" in posted[0]["text"]
    assert [u["ts"] for u in workspace.slack.of("chat.update")] == [card["ts"]]


def test_button_answers_the_question_in_place(workspace: Workspace, desk: FixedDesk) -> None:
    """A press sets the fact, asks the app again with the same turns, and changes the card it was pressed on."""
    workspace.mention("ferry or bridge?")
    card = workspace.slack.answered("C1")
    workspace.press(card, "C1", "answer:0")
    workspace.slack.waits(lambda: desk.asked[-1] == (("ferry or bridge?",), {"ice": "yes"}))
    again = workspace.slack.answered("C1")
    talk = talk_of(again)
    assert again["ts"] == card["ts"]
    assert talk is not None
    assert talk.given == {"ice": "yes"}


def test_follow_up_keeps_turns_and_facts(workspace: Workspace, desk: FixedDesk) -> None:
    """A mention in the thread goes on from the newest card: its turns and the fact that a button set."""
    asked = workspace.mention("ferry or bridge?")
    workspace.press(workspace.slack.answered("C1"), "C1", "answer:1")
    workspace.slack.waits(lambda: desk.asked[-1][1] == {"ice": "no"})
    workspace.slack.answered("C1")
    workspace.mention("the bank is mud", thread_ts=asked["event"]["ts"])
    workspace.slack.answered("C1", count=2)
    assert desk.asked[-1] == (("ferry or bridge?", "the bank is mud"), {"ice": "no"})


def test_what_a_person_says_wins_over_a_button_pressed_before(workspace: Workspace, desk: FixedDesk) -> None:
    """The small world hears the cars in every question; a value set by hand before gives way to the new words."""
    asked = workspace.mention("ferry or bridge?")
    card = workspace.slack.answered("C1")
    workspace.press(card, "C1", "more", selected_option={"value": "facts"})
    view = workspace.slack.waits(lambda: next((v for v in workspace.slack.views.values() if "submit" in v), None))
    workspace.deliver(submit(view, {"cars": "90 a day"}))
    workspace.slack.waits(lambda: desk.asked[-1][1] == {"cars": "90 a day"})
    workspace.slack.answered("C1")
    workspace.mention("make it 45 a day", thread_ts=asked["event"]["ts"])
    workspace.slack.answered("C1", count=2)
    assert desk.asked[-1] == (("ferry or bridge?", "make it 45 a day"), {})


def test_question_that_cannot_be_answered_gives_way_to_the_next(workspace: Workspace) -> None:
    """After “I don't know” the next missing fact is asked for: a quantity, through a dialog."""
    workspace.mention("ferry or bridge?")
    workspace.press(workspace.slack.answered("C1"), "C1", "skip")
    workspace.slack.waits(lambda: "How many cars" in words(workspace.slack.answered("C1")))
    assert element(workspace.slack.answered("C1"), "enter")["text"]["text"] == "Enter a value"


def test_quantity_is_entered_in_a_dialog(workspace: Workspace, desk: FixedDesk) -> None:
    """Words are refused in the dialog itself; a number goes to the app as it was written."""
    workspace.mention("ferry or bridge?")
    workspace.press(workspace.slack.answered("C1"), "C1", "skip")
    workspace.slack.waits(lambda: "How many cars" in words(workspace.slack.answered("C1")))
    workspace.press(workspace.slack.answered("C1"), "C1", "enter")
    view = workspace.slack.waits(lambda: next(iter(workspace.slack.views.values()), None))
    assert "How many cars a day?" in json.dumps(view)
    wrong = workspace.deliver(submit(view, {"fact": "a lot"}))
    assert "Write a number" in wrong.json()["errors"]["fact"]
    assert workspace.deliver(submit(view, {"fact": "40 a day"})).text == ""
    workspace.slack.waits(lambda: desk.asked[-1][1] == {"cars": "40 a day"})


def test_value_that_the_app_refuses_is_told_to_the_person_alone(workspace: Workspace) -> None:
    """The app's own words reach the one who entered the value, and the card is put back as it was."""
    workspace.mention("ferry or bridge?")
    card = json.loads(json.dumps(workspace.slack.answered("C1")))
    workspace.press(card, "C1", "more", selected_option={"value": "facts"})
    view = workspace.slack.waits(lambda: next((v for v in workspace.slack.views.values() if "submit" in v), None))
    workspace.deliver(submit(view, {"cars": "lots"}))
    (told,) = workspace.slack.waits(lambda: workspace.slack.of("chat.postEphemeral"))
    assert told["user"] == "UADA"
    assert words(told).startswith("cars: expected a quantity")
    assert workspace.slack.answered("C1")["blocks"] == card["blocks"]


def test_fact_is_taken_back_by_emptying_its_line(workspace: Workspace, desk: FixedDesk) -> None:
    """The dialog of all facts holds what was heard and what is missing; an emptied line becomes “unknown”."""
    workspace.mention("ferry or bridge? 40 cars a day")
    workspace.press(workspace.slack.answered("C1"), "C1", "more", selected_option={"value": "facts"})
    view = workspace.slack.waits(lambda: next((v for v in workspace.slack.views.values() if "submit" in v), None))
    assert [b["block_id"] for b in view["blocks"] if b["type"] == "input"] == ["cars", "ice", "bank"]
    workspace.deliver(submit(view, {"bank": "mud", "ice": "no"}))
    workspace.slack.waits(lambda: desk.asked[-1][1] == {"bank": "mud", "ice": "no"})


def test_path_is_uploaded_as_a_picture_with_words_for_screen_readers(workspace: Workspace) -> None:
    """A PNG in the thread of the card, and the same path as alternative text."""
    asked = workspace.mention("ferry or bridge?")
    workspace.press(workspace.slack.answered("C1"), "C1", "path")
    file = workspace.slack.waits(lambda: next((f for f in workspace.slack.uploads.values() if "channel" in f), None))
    assert file["bytes"].startswith(b"\x89PNG")
    assert (file["channel"], file["thread"]) == ("C1", asked["event"]["ts"])
    assert "Recommended: Run a ferry." in file["alt_txt"]


def test_decision_record_is_uploaded_as_a_snippet(workspace: Workspace) -> None:
    """The record that the app writes, as Markdown, under a name made of its title."""
    workspace.mention("ferry or bridge?")
    workspace.press(workspace.slack.answered("C1"), "C1", "more", selected_option={"value": "adr"})
    file = workspace.slack.waits(lambda: next((f for f in workspace.slack.uploads.values() if "channel" in f), None))
    assert file["snippet_type"] == "markdown"
    assert file["filename"].endswith(".md")
    assert "Run a ferry" in file["bytes"].decode()


def test_evidence_is_posted_with_every_reference(workspace: Workspace) -> None:
    """All citations in the thread, with links to the source and to the references behind it."""
    workspace.mention("ferry or bridge?")
    workspace.press(workspace.slack.answered("C1"), "C1", "evidence")
    posted = workspace.slack.waits(
        lambda: [p for p in workspace.slack.of("chat.postMessage") if "Evidence" in p["text"]]
    )
    assert "Styx (1999). Ferries." in words(posted[0])
    assert "https://styx.example/f" in json.dumps(posted[0])


def test_command_answers_in_the_channel_and_shows_what_was_asked(workspace: Workspace) -> None:
    """The command is acknowledged with nothing, and the card says which question it answers."""
    assert workspace.command("ferry or bridge?").text == ""
    card = workspace.slack.answered("C1")
    assert "thread_ts" not in card
    assert "Asked: “ferry or bridge?”" in words(card)


def test_command_where_the_bot_is_not_answers_directly_and_says_so(workspace: Workspace) -> None:
    """Outside its channels the bot answers the person, who is told where the answer went."""
    workspace.slack.absent.add("C9")
    workspace.command("ferry or bridge?", "C9")
    assert "Run a ferry" in words(workspace.slack.answered("DUADA"))
    told = workspace.slack.waits(lambda: workspace.slack.responses)
    assert told[0]["response_type"] == "ephemeral"
    assert "I answer you directly" in told[0]["text"]


def test_direct_message_goes_on_from_the_card_before_unless_told_otherwise(
    workspace: Workspace, desk: FixedDesk
) -> None:
    """The next message at the top of a direct conversation is a follow-up; “new:” starts afresh."""
    workspace.mention("ferry or bridge?", "DADA")
    workspace.slack.answered("DADA")
    workspace.mention("the bank is mud", "DADA")
    card = workspace.slack.answered("DADA", count=2)
    assert desk.asked[-1][0] == ("ferry or bridge?", "the bank is mud")
    assert "goes on from what you said before" in words(card)
    workspace.mention("new: bridge or tunnel?", "DADA")
    workspace.slack.answered("DADA", count=3)
    assert desk.asked[-1][0] == ("bridge or tunnel?",)


def test_question_outside_the_knowledge_gets_no_buttons(workspace: Workspace) -> None:
    """Out of scope: the app's words, an example, nothing to press."""
    workspace.mention("which soup?")
    card = workspace.slack.answered("C1")
    assert "outside what I have evidence for" in words(card)
    assert [b for b in card["blocks"] if b["type"] == "actions"] == []


def test_bare_mention_explains_what_can_be_asked(workspace: Workspace, desk: FixedDesk) -> None:
    """No question: examples, and the app is not asked."""
    before = len(desk.asked)
    workspace.mention("")
    assert "What are you deciding?" in words(workspace.slack.answered("C1"))
    assert len(desk.asked) == before
