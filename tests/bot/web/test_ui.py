from __future__ import annotations

from types import SimpleNamespace

import gradio as gr
import pytest

from bot.web.ask_tab import EXAMPLES, shown, word
from bot.web.cite_tab import cited
from bot.web.conversation import Conversation
from bot.web.ui import build
from tests.bot.desks import FixedDesk


def test_a_look_up_shows_quotes_or_says_there_are_none() -> None:
    """Found, not found, and not usable each have their own words."""
    assert "A ferry carries forty cars" in cited("forty cars", FixedDesk())
    assert "No passage speaks of “soup &amp; bread”" in cited("soup & bread", FixedDesk())
    assert "found nothing" in cited("", FixedDesk())


@pytest.mark.parametrize("data", [None, "x", {"factor": 1}, {"factor": []}, {}])
def test_a_forged_click_names_nothing(data: object) -> None:
    """Whatever a browser sends, a text comes out."""
    assert word(SimpleNamespace(_data=data), "factor") == ""  # type: ignore[arg-type]


def test_every_event_has_a_limit_and_only_the_endpoints_have_a_name() -> None:
    """A new handler that is public, or unbounded, fails here."""
    demo = build(FixedDesk())
    named = {fn.api_name for fn in demo.fns.values() if fn.api_visibility == "public"}
    assert named == {"ask", "cite", "review", "adr", "sources"}
    assert all(fn.concurrency_limit is not None for fn in demo.fns.values() if fn.queue)
    assert demo._queue.max_size == 64


def test_before_the_first_question_examples_are_offered_and_the_rest_is_empty() -> None:
    """Each example is a button that carries its question."""
    thread, card, talk, refusal, typed = shown(Conversation(), FixedDesk())
    assert thread.count("data-ask=") == len(EXAMPLES)
    assert (card, talk, refusal, typed) == ("", Conversation(), "", gr.skip())


def test_the_box_is_emptied_while_its_question_is_read_and_gets_back_what_cannot_be_asked() -> None:
    """What is typed meanwhile is not touched."""
    assert shown(Conversation(asking="A?"), FixedDesk())[-1] == ""
    assert shown(Conversation(refusal="No.", unsent="A?"), FixedDesk())[-1] == "A?"
