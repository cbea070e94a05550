"""What people typed, out of Slack's markup; what is shown, without anything that hides or formats."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.words import clipped, heard, notified, shown, units, unmarked


@pytest.mark.parametrize(
    ("marked", "typed"),
    [
        ("<@UME> batch or real-time? p95 &lt; 200 ms &amp; cheap", "batch or real-time? p95 < 200 ms & cheap"),
        ("hey <@UME>, and <@UBOB>: RAG?", "hey , and : RAG?"),
        ("see <https://a.example/x|the page> or <https://b.example>", "see the page or https://b.example"),
        ("<!here> <!subteam^S1> ask <#C1|infra> and <#C2>", "ask #infra and"),
        ("due <!date^1392734382^{date}|Feb 18>, mail <mailto:a@b.example|a@b.example>", "due Feb 18, mail a@b.example"),
        ("one\n<@UME> two\u00a0three", "one\n two three"),
        ("&amp;lt; stays", "&lt; stays"),
    ],
)
def test_words_are_heard_as_they_were_typed(marked: str, typed: str) -> None:
    """Slack's tokens become what people see; a mention of anybody becomes nothing."""
    assert heard(marked, "UME") == typed


@given(st.text(), st.integers(min_value=1, max_value=80))
def test_shown_text_is_short_on_one_line_and_hides_nothing(text: str, most: int) -> None:
    """Whatever comes in: at most so many UTF-16 units, one line, no control or direction characters."""
    seen = shown(text, most)
    assert units(seen) <= most
    assert not set(seen) & set("\n\r\x00\u202e\u200b\u2066\ufeff")


@given(st.text(alphabet="<>&!@#*_~`|:/.a1 "))
def test_notified_text_holds_no_markup(text: str) -> None:
    """No token, no formatting, no address; only the three entities that Slack asks for."""
    seen = notified(text)
    plain = re.sub("&(?:lt|gt|amp);", " ", seen)
    assert not set(plain) & set("<>&*~`_")
    assert "://" not in plain
    assert not any(plain[i + 1] != "\u2060" for i, c in enumerate(plain[:-1]) if c in "@#")


def test_text_is_cut_at_a_word_where_there_is_one() -> None:
    """A long sentence ends with a whole word and an ellipsis; one long word is cut where it must be."""
    assert clipped("seven short words stand in this line", 20) == "seven short words…"
    assert clipped("x" * 30, 10) == "x" * 9 + "…"
    assert clipped("😀" * 10, 5) == "😀😀…"


def test_markdown_of_a_paragraph_is_taken_off() -> None:
    """Bold marks and backslashes go, the rest stays."""
    assert unmarked(r"**Prompting** costs \[3\] 5\*5 [1]") == "Prompting costs [3] 5*5 [1]"
