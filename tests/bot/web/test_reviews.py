from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.web.descriptions import DESCRIPTIONS
from bot.web.review_panel import review_html
from bot.web.reviews import Click, judged_click, reviewed
from bot.web.ui import build
from ingest.pending import Kind, Pending, Quoted
from kb.errors import InputError
from kb.reviews import ReviewDecision, Verdict
from kb.settings import is_loopback
from tests.bot.desks import FixedDesk

HOSTILE = '<img src=x onerror="hacked()"> {{a}} `b`'


def item(id: str = "rule-1", kind: Kind = "rule", **changes: object) -> Pending:
    """Return a rule that waits, with some fields changed."""
    quote = Quoted(
        source="a", start=3, end=9, before="Before.", text="Six cups harm.", after="After.", cited="A. Smith: On drinks"
    )
    made = Pending(
        id=id, kind=kind, title="Tea or coffee", says="Where cups > 6, tea.", quotes=(quote,), proposed="cups > 6"
    )
    return made.model_copy(update=changes)


class FixedReviews:
    """Two items; verdicts are remembered."""

    may_decide = True

    def __init__(self) -> None:
        """Start with no verdict."""
        self.made: list[tuple[str, Verdict, str | None]] = []

    def items(self) -> tuple[Pending, ...]:
        """Return the items."""
        return (item(), item("draft-1", "draft", proposed="id: x\nrules:\n  - id: y"))

    def decide(self, id: str, verdict: Verdict, edited: str | None = None) -> bool:
        """Remember the verdict; a draft is refused."""
        if id == "draft-1" and not edited:
            raise InputError("x.yaml:3: no.")
        self.made.append((id, verdict, edited))
        return True


def test_an_item_is_shown_with_its_words_marked_between_their_neighbours() -> None:
    """The sentence, what stands beside it, its source, and a button for each verdict."""
    html = review_html([item()], may_decide=True)
    assert "Before.</span> <mark>Six cups harm.</mark>" in html
    assert "A. Smith: On drinks" in html
    assert 'data-item="rule-1" data-verdict="accept"' in html
    assert 'data-item="rule-1" data-verdict="reject"' in html


def test_text_of_articles_is_never_markup() -> None:
    """Whatever an article says is escaped, in every field."""
    quote = Quoted(
        source="a", start=0, end=1, before=HOSTILE, text=HOSTILE, after=HOSTILE, cited=HOSTILE, url="javascript:x"
    )
    hostile = item(
        "draft-1", "draft", title=HOSTILE, says=HOSTILE, details=(HOSTILE,), quotes=(quote,), proposed=HOSTILE
    )
    html = review_html([hostile], may_decide=True, note=HOSTILE)
    assert "<img" not in html
    assert "javascript" not in html


def test_the_file_of_a_draft_keeps_its_lines() -> None:
    """Indentation counts in YAML."""
    assert "rules:\n  - id: y</textarea>" in review_html(FixedReviews().items(), may_decide=True)
    assert "rules:\n  - id: y</pre>" in review_html(FixedReviews().items(), may_decide=False)


def test_what_was_decided_does_not_wait() -> None:
    """An item with a verdict is not shown."""
    decided = item(decision=ReviewDecision(item="rule-1", verdict="accept"))
    assert "Nothing waits for a person." in review_html([decided], may_decide=True)


def test_where_others_reach_the_app_there_are_no_buttons() -> None:
    """The command line is named instead."""
    html = review_html([item()], may_decide=False)
    assert "data-verdict" not in html
    assert "crossroads review-knowledge" in html
    assert (is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("::"), is_loopback("example.org")) == (
        True, True, False, False,
    )  # fmt: skip


def test_a_rule_without_a_condition_of_ours_can_only_be_rejected_here() -> None:
    """Accepting it needs a condition, which the command line takes."""
    assert 'data-verdict="accept"' not in review_html([item(proposed="")], may_decide=True)


def test_a_verdict_is_passed_on_and_told() -> None:
    """One click, one decision."""
    reviews = FixedReviews()
    html = reviewed(reviews, Click("rule-1", "accept", "not looked at"))
    assert reviews.made == [("rule-1", "accept", None)]
    assert "Tea or coffee: accepted. Answers follow it" in html


def test_a_rule_and_a_draft_are_taken_as_edited() -> None:
    """The text that was put in place goes on with the verdict; a new decision has to be learnt first."""
    reviews = FixedReviews()
    html = reviewed(reviews, Click("draft-1", "edit", "id: z"))
    assert reviews.made == [("draft-1", "edit", "id: z")]
    assert "accepted as edited. Run crossroads ingest" in html
    shown = review_html(reviews.items(), may_decide=True)
    assert ">cups &gt; 6</textarea>" in shown
    assert 'data-item="rule-1" data-verdict="edit"' in shown
    assert 'data-item="draft-1" data-verdict="edit"' in shown
    assert "<textarea" not in review_html([item("copy-1", "copy")], may_decide=True)
    assert "<textarea" not in review_html(reviews.items(), may_decide=False)


@pytest.mark.parametrize(
    ("id", "verdict", "told"),
    [
        ("draft-1", "accept", "x.yaml:3: no."),
        ("rule-9", "accept", "Known: rule-1, draft-1"),
        ("rule-1", "burn", "no verdict"),
    ],
)
def test_what_cannot_be_decided_is_told_and_the_items_stay(id: str, verdict: str, told: str) -> None:
    """A refusal stands above the list."""
    reviews = FixedReviews()
    html = reviewed(reviews, Click(id, verdict))
    assert told in html
    assert "Six cups harm." in html
    assert reviews.made == []


@pytest.mark.parametrize("data", [None, "x", {"item": 1, "verdict": []}, {}])
def test_a_forged_click_decides_nothing(data: object) -> None:
    """Whatever a browser sends, texts come out."""
    assert judged_click(SimpleNamespace(_data=data)) == Click()  # type: ignore[arg-type]


def test_the_panel_adds_no_public_endpoint() -> None:
    """Verdicts are given in the app, not through its API."""
    demo = build(FixedDesk(), FixedReviews())
    assert {fn.api_name for fn in demo.fns.values() if fn.api_visibility == "public"} == set(DESCRIPTIONS)
    assert all(fn.concurrency_limit is not None for fn in demo.fns.values() if fn.queue)
