from __future__ import annotations

import json
from urllib.parse import parse_qs, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake import MOST_TURNS
from bot.web.sharing import MOST_LINK, MOST_READ, Shared, link_of, read_link, recalled
from kb.errors import InputError

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60).filter(
    lambda text: text.strip() == text
)
TURNS = st.lists(TEXTS, min_size=1, max_size=6)
FACTS = st.dictionaries(TEXTS, TEXTS, max_size=4)


@given(TURNS, FACTS)
def test_what_is_put_into_a_link_comes_out_of_it(turns: list[str], facts: dict[str, str]) -> None:
    """Any turns and facts make the same journey, whatever characters they hold, unless they are too long."""
    link = link_of(turns, tuple(facts.items()))
    if link:
        assert read_link(link) == Shared(turns=tuple(turns), given=tuple(facts.items()))
    assert len(link) <= MOST_LINK


@given(TURNS, FACTS)
def test_a_link_is_made_of_characters_that_survive_a_chat(turns: list[str], facts: dict[str, str]) -> None:
    """No blank, quotation mark or bracket ends the link early where it is pasted."""
    assert not set(link_of(turns, tuple(facts.items()))) & set(" \"'<>`{}|\\^\n\r\t")


@given(st.text(max_size=300))
def test_no_query_does_more_than_be_refused(query: str) -> None:
    """Whatever stands behind the question mark, a conversation, nothing or a reason comes out."""
    try:
        found = read_link(query)
    except InputError:
        return
    assert found is None or isinstance(found, Shared)


def test_a_link_reads_as_one_would_write_it() -> None:
    """The question and the facts can be made by hand, and are named as in the endpoint."""
    link = link_of(("Batch?",), (("ops_24_7", "no"),))
    assert parse_qs(link[1:]) == {"q": ["Batch?"], "facts": ['{"ops_24_7":"no"}']}
    assert read_link("?__theme=dark&q=Batch?") == Shared(turns=("Batch?",))


def test_a_long_conversation_makes_no_link() -> None:
    """A link that programs would cut off is not handed out."""
    assert link_of(["x" * 3_000] * 3, ()) == ""
    assert link_of((), ()) == ""


@pytest.mark.parametrize("query", ["", "?", "?q=", "?q=%20", "?view=api", "?turns=[1]"])
def test_an_address_without_a_question_asks_nothing(query: str) -> None:
    """The page opens as ever."""
    assert read_link(query) is None


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("?q=a&facts={", "facts: this part of the link is cut off or altered"),
        ("?q=a&facts=[]", "facts: expected an object"),
        ("?q=a&facts=" + quote('{"a": 1}'), "facts.a: expected a text, found int"),
        ("?q=a&facts=" + quote('{"a": "\\ud800"}'), "characters that are no text"),
        ("?q=a&turns=" + quote('"b"'), "turns: expected a list"),
        ("?q=a&turns=" + quote(json.dumps(["b"] * MOST_TURNS)), "at most 19 earlier turns"),
        ("?q=a&turns=" + "[" * 5_000, "turns: this part"),
        ("?q=a%00b", "NUL"),
        ("?q=" + "a" * 5_000, "at most 4,000 characters"),
        ("?q=a" + "&x=1" * 60, "too many parts"),
        ("?q=" + "a" * MOST_READ, "60,000 that are read"),
    ],
)
def test_a_link_that_was_altered_says_why_it_is_not_opened(query: str, reason: str) -> None:
    """The message names the part, and nothing is asked."""
    with pytest.raises(InputError, match=reason):
        read_link(query)


def test_the_last_of_two_questions_in_a_link_is_asked() -> None:
    """Two of a name are no list."""
    assert read_link("?q=a&q=b") == Shared(turns=("b",))


def test_a_remembered_question_is_checked_like_a_link() -> None:
    """What a browser kept may be anything."""
    assert recalled({"turns": ["a", "b"], "facts": {"c": "d"}}) == Shared(turns=("a", "b"), given=(("c", "d"),))
    for data in ({}, {"turns": []}, {"turns": "a"}, {"turns": [1]}, {"turns": ["a"], "facts": [1]}):
        with pytest.raises(InputError):
            recalled(data)
