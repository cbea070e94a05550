"""What stands above the live card."""

from __future__ import annotations

import re

from bot.web.conversation import Conversation, ask
from bot.web.thread import LONGEST_SHOWN, refusal_html, thread_html, walk_html, walk_title
from tests.bot.desks import CATALOG, FixedDesk, answer


def test_the_question_stands_above_and_the_walk_below_it() -> None:
    """The newest answer itself is not in the thread: it is the live card."""
    (reading, end) = ask(Conversation(), "Ferry or bridge?", FixedDesk())
    assert "Reading the question" in thread_html(reading, CATALOG)
    html = thread_html(end, CATALOG)
    assert "Heard 1 fact, walked 3 rules: 1 hold, 1 fail, 1 unknown" in html
    assert "cr-verdict" not in html


def test_an_earlier_answer_stays_as_it_was_and_cannot_be_edited() -> None:
    """Its card is there, without chips to change and without a chart."""
    (*_, first) = ask(Conversation(), "Ferry or bridge?", FixedDesk())
    (*_, second) = ask(first, "And with ice?", FixedDesk())
    html = thread_html(second, CATALOG)
    assert html.count("cr-verdict") == 1
    assert not re.search(r"data-factor=|data-edit=|data-act=|cr-knob", html)


def test_what_the_user_typed_is_never_markup() -> None:
    """Tags and images of a question are shown as typed; a very long one is cut."""
    said = thread_html(Conversation(asking="<img src=x>\n\n![a](http://evil.example)" + "x" * 4000), CATALOG)
    assert "<img" not in said
    assert "evil.example" not in said
    assert len(said) < LONGEST_SHOWN + 500


def test_why_a_question_cannot_be_used_is_said_at_once() -> None:
    """The reason is an alert, escaped; there is none where nothing is refused."""
    assert refusal_html(Conversation(refusal="a <b>")) == '<p class="cr-refused" role="alert">a &lt;b&gt;</p>'
    assert refusal_html(Conversation()) == ""


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
