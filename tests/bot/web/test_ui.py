from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from bot.desk import MOST_CHARACTERS, MOST_TURNS
from bot.web.ask_tab import example_text, picked, shown
from bot.web.cite_tab import cited
from bot.web.conversation import MOST_MESSAGES, Conversation, ask, give, walk_html, walk_title
from bot.web.panels import knowledge_html, questions_html
from bot.web.ui import build
from tests.bot.desks import CATALOG, FixedDesk, answer

QUESTION = "Ferry or bridge? About 40 cars a day."


def last(steps: Iterator[Conversation]) -> Conversation:
    """Return where a conversation ends up."""
    return list(steps)[-1]


def test_a_question_streams_what_is_done_and_then_the_card() -> None:
    """First the question and a step at work, at last the walk folded and the card below it."""
    steps = list(ask(Conversation(), QUESTION, FixedDesk()))
    first, end = steps[0].bubbles(), steps[-1].bubbles()
    assert first[-1]["metadata"] == {"title": "Reading the question", "status": "pending"}
    assert [bubble["role"] for bubble in end] == ["user", "assistant", "assistant"]
    assert end[1]["metadata"]["status"] == "done"
    assert "Run a ferry" in end[2]["content"]


def test_the_history_travels_with_the_next_question() -> None:
    """The turns of a session are sent with each question, the newest last."""
    desk = FixedDesk()
    talk = last(ask(Conversation(), QUESTION, desk))
    last(ask(talk, "And 900 cars?", desk))
    assert desk.asked[-1][0] == (QUESTION, "And 900 cars?")


def test_a_long_session_keeps_to_the_limits() -> None:
    """Beyond the limits the oldest turns and messages leave first."""
    desk, talk = FixedDesk(), Conversation()
    for n in range(MOST_TURNS + 30):
        talk = last(ask(talk, f"{n} cars", desk))
    assert len(talk.turns) == MOST_TURNS
    assert talk.turns[-1] == f"{MOST_TURNS + 29} cars"
    assert len(talk.messages) <= MOST_MESSAGES


def test_a_button_sets_a_fact_and_answers_again() -> None:
    """The question stays the same; the fact travels beside it."""
    desk = FixedDesk()
    talk = last(give(last(ask(Conversation(), QUESTION, desk)), "ice", "no", desk))
    assert desk.asked[-1] == ((QUESTION,), {"ice": "no"})
    assert "Ice in winter: no" in talk.messages[-3].content


def test_a_fact_set_by_hand_can_be_taken_back() -> None:
    """An empty value forgets it."""
    desk = FixedDesk()
    talk = last(give(last(ask(Conversation(), QUESTION, desk)), "ice", "no", desk))
    assert last(give(talk, "ice", "", desk)).given == ()


def test_what_is_said_newly_wins_over_what_was_set_by_hand() -> None:
    """The fixed answer hears ``cars`` in the question, so the value set before gives way."""
    desk = FixedDesk()
    talk = Conversation(turns=(QUESTION,), given=(("cars", "9"), ("ice", "no")))
    assert last(ask(talk, "It is 40 cars a day now", desk)).given == (("ice", "no"),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("  ", "found nothing"), ("x" * (MOST_CHARACTERS + 1), "at most 4,000 characters"), ("a\x00b", "NUL")],
)
def test_a_question_that_cannot_be_used_is_refused_and_changes_nothing(text: str, reason: str) -> None:
    """The reason stands in the chat; turns and facts stay as they were."""
    before = last(ask(Conversation(), QUESTION, FixedDesk()))
    after = last(ask(before, text, FixedDesk()))
    assert reason in after.messages[-1].content
    assert (after.turns, after.given, after.answer) == (before.turns, before.given, before.answer)


@pytest.mark.parametrize(("factor", "value"), [("cars", "many"), ("nonsense", "yes"), ("ice", "x" * 5_000)])
def test_a_fact_that_cannot_be_used_is_refused_and_changes_nothing(factor: str, value: str) -> None:
    """A click is public input: unknown factors and malformed values get a reason."""
    before = last(ask(Conversation(), QUESTION, FixedDesk()))
    after = last(give(before, factor, value, FixedDesk()))
    assert "cr-refusal" in after.messages[-1].content
    assert after.given == before.given


def test_a_fact_without_a_question_is_refused() -> None:
    """Nothing is walked for nobody."""
    assert "no question yet" in last(give(Conversation(), "ice", "no", FixedDesk())).messages[-1].content


def test_what_the_user_typed_is_never_markup() -> None:
    """Tags, images and blank lines of a question are shown as typed."""
    said = next(ask(Conversation(), "<img src=x>\n\n![a](http://evil.example)", FixedDesk())).messages[0].content
    assert "<img" not in said
    assert "evil.example" not in said
    assert "\n\n" not in said


def test_the_next_questions_fit_their_kind() -> None:
    """Yes and no for a yes/no, the values of a category, a field for a quantity; each with what it could change."""
    html = questions_html(last(ask(Conversation(), QUESTION, FixedDesk())), CATALOG)
    assert re.findall(r'data-factor="ice" data-value="(\w+)"', html) == ["yes", "no"]
    assert re.findall(r'data-factor="bank" data-value="(\w+)"', html) == ["rock", "mud"]
    assert 'placeholder="such as 40k a day"' in html
    assert "Could change it to Build a bridge." in html


def test_nothing_is_asked_before_the_first_question_or_when_nothing_is_missing() -> None:
    """The panel is empty then."""
    assert questions_html(Conversation(), CATALOG) == ""
    assert questions_html(Conversation(answer=answer(missing=())), CATALOG) == ""


def test_the_walk_is_told_in_one_line() -> None:
    """Facts heard and rules walked, counted."""
    assert walk_title(answer()) == "Heard 1 fact, walked 3 rules: 1 hold, 1 fail, 1 unknown"


def test_the_walk_opens_to_what_was_done() -> None:
    """The decision recognised, the facts heard and where the rules ended, in that order."""
    assert re.findall(r"<li>(.*?)</li>", walk_html(answer())) == [
        "Recognised the decision: Ferry or bridge",
        "Heard cars a day: 40/day",
        "Held 3 rules against it; Run a ferry has the best support",
        "Looked for what could change it: 3 facts not stated, 1 turning point",
    ]


def test_a_look_up_shows_quotes_or_says_there_are_none() -> None:
    """Found, not found, and not usable each have their own words."""
    assert "A ferry carries forty cars" in cited("forty cars", FixedDesk())
    assert "No passage speaks of “soup &amp; bread”" in cited("soup & bread", FixedDesk())
    assert "found nothing" in cited("", FixedDesk())


def test_the_knowledge_lists_sources_decisions_options_and_rules() -> None:
    """What answers can be made from is there to read."""
    html = knowledge_html(CATALOG, FixedDesk().shelf())
    for words in (
        "Crossing rivers",
        "1 claim, 3 references",
        "Ferry or bridge",
        "A boat that goes to and fro.",
        "cars a day is below 500/day",
    ):
        assert words in html


@pytest.mark.parametrize("data", [None, "x", {"factor": 1, "value": []}, {}])
def test_a_forged_click_names_nothing(data: object) -> None:
    """Whatever a browser sends, two texts come out."""
    assert picked(SimpleNamespace(_data=data)) == ("", "")  # type: ignore[arg-type]


def test_an_example_gives_its_text() -> None:
    """Gradio hands over an object with a text."""
    assert example_text({"text": "a"}) == "a"
    assert example_text(None) == ""


def test_every_event_has_a_limit_and_only_two_endpoints_have_a_name() -> None:
    """A new handler that is public, or unbounded, fails here."""
    demo = build(FixedDesk())
    named = {fn.api_name for fn in demo.fns.values() if fn.api_visibility == "public"}
    assert named == {"ask", "cite"}
    assert all(fn.concurrency_limit is not None for fn in demo.fns.values() if fn.queue)
    assert demo.max_size if hasattr(demo, "max_size") else demo._queue.max_size == 64


def test_shown_empties_the_box() -> None:
    """After a question is sent the box is ready for the next one."""
    assert shown(Conversation(), FixedDesk()) == ([], Conversation(), "", "")
