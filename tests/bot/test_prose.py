"""The Markdown of an answer: each sentence with its citations, nothing without."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor
from bot.citing import Citer
from bot.prose import evidence_text, marks, out_of_scope_text, sentence
from bot.verify import verify
from tests.bot.questions import LOOK_UP, VOLUME, dev_cases
from tests.bot.shelf import library


@pytest.mark.parametrize(
    ("text", "numbers", "shown"),
    [("So it is.", (1, 3), "So it is. [1] [3]"), ("So it is", (2,), "So it is. [2]"), ("So it is.", (), "")],
)
def test_sentence_ends_in_its_citations_or_is_not_said(text: str, numbers: tuple[int, ...], shown: str) -> None:
    """One full stop, then the marks; without a citation there is no sentence."""
    assert sentence(text, numbers) == shown
    assert marks(()) == ""


def test_evidence_shows_the_quote_whole_with_its_source_and_reference() -> None:
    """A source's own marker is escaped, so that only ours count; the line survives the last check."""
    citer = Citer(library())
    numbers = citer.claims(("notes#bar",))
    text = evidence_text(citer.cited(), numbers)
    assert text.startswith("> Below 100k requests a day an API is right \\[1\\]. [1]\n\n")
    assert "our summary of *Notes (2026)*, citing A. Ada, B. Bab, C. Cee et al. (2025). Costs. Journal [1]" in text


def test_quote_over_several_lines_is_shown_on_one() -> None:
    """Line breaks of a source do not tear its quote apart; what is not numbered is left out."""
    citer = Citer(library())
    citer.claims(("notes#bar",))
    torn = citer.cited()[0].model_copy(update={"quote": "one\ntwo\n\nthree"})
    assert evidence_text((torn,), (1,)).startswith("> one two three [1]")
    assert evidence_text((torn,), (2,)) == ""


def test_no_evidence_loses_its_quote_on_the_way_out(advisor: Advisor) -> None:
    """Every look-up of the development set shows as many quotes as it cites."""
    asked = [case for case in dev_cases() if case.category == "evidence"]
    found = [a for a in (advise(case.turns, advisor) for case in asked) if a.outcome == "evidence_only"]
    assert len(found) > 8
    assert [a.question for a in found if a.text.count("> ") != len(a.citations)] == []
    answer = advise([LOOK_UP], advisor)
    assert verify(answer, advisor.library) == answer


def test_decision_reads_in_order_and_says_why_in_the_rules_words(advisor: Advisor) -> None:
    """The option comes first, then why (the rule's reason alone), against, what flips it."""
    answer = advise([f"{VOLUME} Nobody here can run a GPU server."], advisor)
    assert answer.text.startswith("**Call an API**: a ")
    headings = [line.strip("*") for line in answer.text.splitlines() if line.startswith("**") and line.endswith("**")]
    assert headings[:3] == ["Why", "What argues against it", "What would change it"]
    reasons = {rule.because for t in advisor.catalog.trade_offs for rule in t.rules}
    why = answer.text.split("**Why**\n")[1].split("\n\n")[0].splitlines()
    assert [line for line in why if line.removeprefix("- ").split(" [")[0] not in reasons] == []


def test_out_of_scope_names_every_trade_off(advisor: Advisor) -> None:
    """Who asks something else learns what can be asked."""
    text = out_of_scope_text(advisor.catalog).lower()
    assert [t.id for t in advisor.catalog.trade_offs if t.name.lower() not in text] == []
