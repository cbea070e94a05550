"""The card and its companions within Block Kit's limits, with nothing of a source or a user as markup."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bot.advise import advise
from bot.advisor import Advisor
from bot.slack import blocks, dialogs
from bot.slack.card import Shown, apology, card, welcome
from bot.slack.evidence import evidence
from bot.slack.talks import AGAIN
from bot.types import Answer, CitedReference, ConflictShown, FactHeard, PositionShown
from tests.bot.desks import answer, missing, outside, quote, step
from tests.bot.slack.limits import faults, texts, view_faults
from tests.bot.slack.workspace import words

WHERE = dialogs.Where(channel="C1", card="1.0")
HOSTILE = (
    "<!channel> <!here> <@UADA> <#C1|general> @here @channel @everyone <https://evil.example|click> "
    "https://evil.example *bold* _it_ ~no~ `code` ```block``` > quote :tada: & < > \u202eabc\u200b "
    "[x](https://evil.example) ![i](https://e.example)"
)
ALLOWED = {
    *("header", "section", "context", "divider", "actions", "rich_text", "rich_text_section", "rich_text_quote"),
    *("rich_text_list", "plain_text", "text", "link", "button", "overflow"),
}
"""Types that can occur in a message: none of them mentions, and none but ``link`` leads anywhere."""
QUESTIONS = (
    ["Should we batch or go real-time? We have 40k requests a day and nobody on call at night"],
    ["RAG or fine-tune? 300k requests a month, 800 labelled examples, data changes weekly, two weeks to ship"],
    ["Call an API or host our own? 55k requests a day, no platform team, GDPR and audits, cost per team"],
    ["Prompting or fine-tuning?"],
    ["Where does the 340% budget overrun come from?"],
    ["Which red wine goes with duck?"],
)


def largest(text: str) -> Answer:
    """Return an answer in which every list is long and every text is this one."""
    cited = [
        quote(n, text, url=f"https://river.example/{'x' * 560}").model_copy(
            update={
                "note": text,
                "references": tuple(
                    CitedReference(id=text, number=1, text=text, url="https://a.example/") for _ in range(9)
                ),
            }
        )
        for n in range(1, 61)
    ]
    facts = [
        FactHeard(factor=f"f{n}", value=text, unit=text, text=text, origin="question", span=None) for n in range(60)
    ]
    conflict = ConflictShown(
        about=text, relation="disagree", positions=(PositionShown(text=text, citations=(1, 2)),) * 9
    )
    asked = [
        missing(f"m{n}", text, text, kind="category", values=tuple(f"{text[:90]}{v}" for v in range(150)))
        for n in range(60)
    ]
    whole = answer(
        citations=tuple(cited), facts=tuple(facts), conflicts=(conflict,) * 12, missing=tuple(asked), text=text
    )
    r = whole.recommendation
    assert r is not None
    return whole.model_copy(
        update={
            "question": text,
            "trade_off": r.option.model_copy(update={"name": text}),
            "recommendation": r.model_copy(
                update={
                    "option": r.option.model_copy(update={"name": text}),
                    "summary": text,
                    "citations": tuple(range(1, 40)),
                }
            ),
            "flips": tuple(f.model_copy(update={"text": text}) for f in whole.flips),
            "path": tuple(s.model_copy(update={"text": text}) for s in whole.path)
            + tuple(step(9, "few", "holds", "ferry") for _ in range(90)),
        }
    )


def every(whole: Answer) -> Iterator[tuple[Mapping[str, Any], ...]]:
    """Yield the blocks of every message that is made of an answer."""
    link = "https://crossroads.example/?" + "q" * 1_470
    for outcome in ("recommendation", "needs_facts", "evidence_only", "out_of_scope"):
        made = whole.model_copy(update={"outcome": outcome})
        yield card(made, was=whole.question or "Another option", link=link, note=whole.text).blocks
        yield card(made, skipped=("m0",)).blocks
    yield from evidence(whole)


@pytest.mark.parametrize("text", ["wörter " * 900, "x" * 6_000, "😀" * 4_000, HOSTILE * 30, "\u202e\u200b"])
def test_largest_answers_are_within_every_limit(text: str) -> None:
    """However long or odd its texts, no message and no dialog of an answer is one that Slack would refuse."""
    whole = largest(text)
    assert [fault for made in every(whole) for fault in faults(made)] == []
    assert view_faults(dialogs.correcting(WHERE, whole)) == []
    assert view_faults(dialogs.entering(WHERE, text, [f"{n}{text[:100]}" for n in range(120)])) == []
    assert faults(apology(text, AGAIN).blocks) == []


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        ({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}, "text of 151"),
        ({"type": "section", "text": {"type": "plain_text", "text": ""}}, "text of 0"),
        ({"type": "context", "elements": []}, "elements"),
        (blocks.actions(*[blocks.button("x", "same", "v")] * 2), "an action_id twice"),
        (blocks.rich(blocks.paragraph()), "empty part"),
        (blocks.rich(blocks.paragraph({"type": "broadcast", "range": "here"})), "rich element broadcast"),
    ],
)
def test_stand_in_refuses_what_slack_refuses(made: blocks.Block, fault: str) -> None:
    """The checks that these tests lean on find what is planted."""
    assert [found for found in faults([made]) if fault in found]
    assert len(faults([blocks.divider()] * 51)) == 1


def test_texts_of_others_are_never_markup() -> None:
    """No text is ``mrkdwn``, no element is a mention or a broadcast, and no link leads where the knowledge does not."""
    whole = largest(HOSTILE)
    for made in every(whole):
        assert {kind for kind, _ in texts(made)} <= {"plain_text", "text", "link"}
        assert {str(e["type"]) for e in _elements(made) if "type" in e} <= ALLOWED
        assert not any(hidden in text for _, text in texts(made) for hidden in "\u202e\u200b")
        urls = [e["url"] for e in _elements(made) if e.get("type") == "link"]
        assert all(url.startswith(("https://river.example/", "https://a.example/")) for url in urls)


def test_notification_text_mentions_nobody() -> None:
    """The one field that Slack parses holds no token, no address and no formatting."""
    for shown in (card(largest(HOSTILE)), card(outside().model_copy(update={"text": HOSTILE})), apology(HOSTILE)):
        assert isinstance(shown, Shown)
        assert not any(
            found in shown.text for found in ("<", "@here", "@channel", "@everyone", "://", "*bold", "`", "#C1")
        )


def test_link_says_its_host_and_odd_addresses_are_no_links() -> None:
    """A title that poses as another site cannot: the host stands beside it; a script is shown as words."""
    found = blocks.link("bank.example", "https://evil.example/login")
    assert [e["text"] for e in found] == ["bank.example", " (evil.example)"]
    for odd in (
        "javascript:alert(1)",
        "https://a b",
        "https://user:pw@evil.example",
        "https://x|y",
        "slack://x",
        None,
        "http:",
    ):
        assert [e["type"] for e in blocks.link("words", odd)] == ["text"]


def test_changed_recommendation_says_what_it_was() -> None:
    """A card that replaces another option names it; one that keeps the option does not."""
    assert "changed, it was: Build a bridge" in words({"blocks": card(answer(), was="Build a bridge").blocks})
    assert "changed" not in words({"blocks": card(answer(), was="Run a ferry").blocks})


def test_category_is_asked_by_its_values() -> None:
    """Each value is a button; many values open a dialog that lists them all."""
    few = card(answer(missing=(missing("bank", "Which bank?", "Piers.", kind="category", values=("rock", "mud")),)))
    many = card(answer(missing=(missing("m", "Which?", "Y.", kind="category", values=tuple(map(str, range(20)))),)))
    assert [(e["text"]["text"], json.loads(e["value"])) for e in _row(few)] == [
        ("rock", {"f": "bank", "v": "rock"}),
        ("mud", {"f": "bank", "v": "mud"}),
    ]
    (enter,) = _row(many)
    assert json.loads(enter["value"])["c"] == [str(n) for n in range(20)]


def test_robust_answer_asks_nothing() -> None:
    """Where nothing is missing there is no question, and the tools are still there."""
    made = card(answer(missing=())).blocks
    assert [e["action_id"] for b in made if b["type"] == "actions" for e in b["elements"]] == [
        "path",
        "evidence",
        "more",
    ]


def test_welcome_is_within_limits() -> None:
    """The greeting is a message that Slack takes."""
    assert faults(welcome().blocks) == []


@pytest.mark.parametrize("turns", QUESTIONS)
def test_real_answers_fit(advisor: Advisor, turns: list[str]) -> None:
    """Answers of the built-in knowledge make messages and dialogs that Slack takes, none cut to nothing."""
    whole = advise(turns, advisor, {})
    assert [fault for made in every(whole) for fault in faults(made)] == []
    assert view_faults(dialogs.correcting(WHERE, whole)) == []
    if whole.recommendation:
        assert whole.recommendation.option.name in words({"blocks": card(whole).blocks})


def _elements(found: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(found, Mapping):
        yield found
        for value in found.values():
            yield from _elements(value)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from _elements(value)


def _row(made: Shown) -> list[Mapping[str, Any]]:
    """Return the buttons that answer the question."""
    return [e for b in made.blocks if b["type"] == "actions" for e in b["elements"]][:-3]
