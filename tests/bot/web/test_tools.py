from __future__ import annotations

import html
import json
import re
from types import SimpleNamespace

import pytest

from bot.web.conversation import Conversation, Reading, ask, reopen
from bot.web.downloads import Download
from bot.web.feedback import Remark
from bot.web.sharing import read_link
from bot.web.thread import thread_html
from bot.web.tools import clicked, file_of, judged, kept, opened
from bot.web.tools_panel import spoken, tools_html
from kb.errors import InputError, StoreError
from tests.bot.desks import CATALOG, FixedDesk, answer, outside

QUESTION = "Ferry or bridge? About 40 cars a day."
ASKED = Conversation(turns=("Earlier.", QUESTION), given=(("ice", "no"),), answer=answer(), answered=1)


class Kept:
    """Remembers remarks, or refuses them."""

    def __init__(self, error: StoreError | None = None) -> None:
        """Start with none."""
        self.remarks: list[Remark] = []
        self.error = error

    def add(self, remark: Remark) -> None:
        """Keep a remark."""
        if self.error:
            raise self.error
        self.remarks.append(remark)


def attribute(markup: str, name: str) -> str:
    """Return an attribute as a browser reads it."""
    return html.unescape(re.findall(rf'{name}="([^"]*)"', markup)[0])


def test_the_bar_carries_a_link_that_asks_the_same_again() -> None:
    """Turns and facts set by hand are in it."""
    found = read_link(attribute(tools_html(ASKED, may_judge=True), "data-link"))
    assert found is not None
    assert (found.turns, found.given) == (ASKED.turns, ASKED.given)


def test_a_value_that_is_tried_is_shared_and_kept_as_the_card_shows_it() -> None:
    """The link holds it beside what was stated; the list of questions does not."""
    tried = ASKED.model_copy(update={"supposed": (("cars", "900"),), "tried": Reading(answer=outside())})
    markup = tools_html(tried, may_judge=True)
    found = read_link(attribute(markup, "data-link"))
    assert found is not None
    assert found.given == (("ice", "no"), ("cars", "900"))
    assert json.loads(attribute(markup, "data-entry"))["facts"] == {"ice": "no"}
    assert json.loads(file_of("json", tried, FixedDesk()).text)["outcome"] == "out_of_scope"


def test_the_browser_remembers_what_it_takes_to_ask_again() -> None:
    """Turns, facts and the verdict, to the letter; what is hostile stays text."""
    bad = ASKED.model_copy(update={"turns": ('"><img src=x> ![a](b)  two  blanks $1 `',)})
    entry = json.loads(attribute(tools_html(bad, may_judge=True), "data-entry"))
    assert entry == {"turns": list(bad.turns), "facts": {"ice": "no"}, "verdict": "Run a ferry"}
    assert "<img" not in tools_html(bad, may_judge=True)


def test_there_is_no_bar_without_an_answer_and_no_question_where_feedback_is_not_kept() -> None:
    """Nothing is offered that does nothing."""
    assert tools_html(Conversation(), may_judge=True) == ""
    assert "useful" not in tools_html(ASKED, may_judge=False)
    assert "Decision record" not in tools_html(ASKED.model_copy(update={"answer": outside()}), may_judge=True)


def test_a_conversation_too_long_for_a_link_says_so() -> None:
    """The button stays and tells what to do instead."""
    long = tools_html(ASKED.model_copy(update={"turns": ("x" * 3_900, "y" * 3_900)}), may_judge=True)
    assert "data-link" not in long
    assert "too long for a link" in long


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (answer(), "Answer: Run a ferry, recommended moderately, with low certainty."),
        (answer(outcome="needs_facts", recommendation=None), "Not decided yet. Does the river freeze?"),
        (answer(outcome="evidence_only", recommendation=None), "Evidence found: 2 passages."),
        (outside(), "This is outside what Crossroads has evidence for."),
    ],
)
def test_an_answer_is_announced_in_one_sentence(given: object, words: str) -> None:
    """What a screen reader says."""
    assert spoken(given) == words  # type: ignore[arg-type]


def test_a_link_reproduces_the_answer() -> None:
    """The desk is asked with the same turns and facts, and the card is the same."""
    desk = FixedDesk()
    (*_, first) = ask(Conversation(), QUESTION, desk)
    (*_, again) = opened({"query": f"?q={QUESTION}"}, Conversation(), desk)
    assert desk.asked[0] == desk.asked[1]
    assert (again.turns, again.answer) == (first.turns, first.answer)


def test_a_link_keeps_a_fact_that_was_set_against_the_question() -> None:
    """What was set by hand after the question wins over what the question states, as it did when it was shared."""
    desk = FixedDesk()
    (*_, end) = opened({"query": "?q=40%20cars&facts=%7B%22cars%22%3A%229%22%7D"}, Conversation(), desk)
    assert desk.asked == [(("40 cars",), {"cars": "9"})]
    assert end.given == (("cars", "9"),)


def test_an_earlier_question_begins_a_conversation_of_its_own() -> None:
    """What was said since does not travel with it."""
    (*_, end) = opened({"turns": ["A?", "B?"], "facts": {}}, ASKED, FixedDesk())
    assert end.turns == ("A?", "B?")
    assert re.findall(r"You asked: </span>(.*?)</p>", thread_html(end, CATALOG)) == ["A?", "B?"]


@pytest.mark.parametrize("data", [{"query": "?q=a&facts={"}, {"turns": [1]}, {}])
def test_what_cannot_be_opened_is_told_and_changes_nothing(data: dict[str, object]) -> None:
    """The reason is told, and the answer that was there stays."""
    (end,) = opened(data, ASKED, FixedDesk())
    assert end.refusal
    assert (end.turns, end.given, end.answer) == (ASKED.turns, ASKED.given, ASKED.answer)


def test_a_shared_fact_that_the_engine_refuses_is_told() -> None:
    """The question is left to be asked otherwise, and why it is not answered is told."""
    (*_, end) = reopen((QUESTION,), (("cars", "many"),), FixedDesk())
    assert "expected a number" in end.refusal
    assert end.unsent == QUESTION


def test_an_answer_is_kept_in_each_form() -> None:
    """JSON, Markdown and a decision record have names that say what they are."""
    desk = FixedDesk()
    assert file_of("json", ASKED, desk).name == "crossroads-crossing-ferry.json"
    assert file_of("markdown", ASKED, desk).name == "crossroads-crossing-ferry.md"
    assert file_of("adr", ASKED, desk).text == desk.adr(ASKED.turns, dict(ASKED.given))


@pytest.mark.parametrize(("data", "talk"), [({"form": "exe"}, ASKED), ({}, ASKED), ({"form": "json"}, Conversation())])
def test_what_cannot_be_kept_says_why(data: dict[str, object], talk: Conversation) -> None:
    """No file, a reason."""
    made = Download.model_validate_json(kept(data, talk, FixedDesk()))
    assert made.name == ""
    assert made.text


def test_feedback_keeps_the_question_only_where_it_was_ticked() -> None:
    """Only a true tick counts."""
    box = Kept()
    for tick in (True, False, "yes", None):
        assert json.loads(judged({"judgement": "useful", "reason": "", "keep": tick}, ASKED, box))["kept"]
    assert [remark.turns for remark in box.remarks] == [ASKED.turns, (), (), ()]


def test_feedback_that_cannot_be_kept_says_why() -> None:
    """Neither a full disk nor a forged click ends in a traceback."""
    click = {"judgement": "useful"}
    assert json.loads(judged(click, ASKED, Kept(StoreError("No room.")))) == {"kept": False, "text": "No room."}
    assert not json.loads(judged(click, ASKED, None))["kept"]
    assert not json.loads(judged({"judgement": {}}, ASKED, Kept()))["kept"]


@pytest.mark.parametrize("data", [None, "x", [1]])
def test_a_forged_click_is_an_empty_one(data: object) -> None:
    """Whatever a browser sends, an object comes out."""
    assert clicked(SimpleNamespace(_data=data)) == {}  # type: ignore[arg-type]


def test_no_other_form_is_known() -> None:
    """The error names what there is."""
    with pytest.raises(InputError, match="json, markdown or adr"):
        file_of("pdf", ASKED, FixedDesk())
