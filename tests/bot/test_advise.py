"""From turns to a decided and cited answer, over the whole development set."""

from __future__ import annotations

import re

import pytest

from bot.advise import advise, passages_behind
from bot.advisor import Advisor
from bot.jsonl import json_bytes
from bot.looked_up import cite
from bot.messages import LONGEST, MOST_TURNS
from bot.types import Answer
from kb.errors import InputError
from tests.bot.questions import HIGH_VOLUME, LOOK_UP, OUTSIDE, STALE, VOLUME, dev_cases


def references(answer: Answer) -> set[str]:
    """Return the ids of the references behind an answer's quotes."""
    return {r.id for c in answer.citations for r in c.references}


@pytest.fixture(scope="module")
def answers(advisor: Advisor) -> list[Answer]:
    """One answer for each question of the development set."""
    return [advise(case.turns, advisor) for case in dev_cases()]


def test_low_volume_recommends_the_api_and_says_where_it_flips(advisor: Advisor) -> None:
    """55k a day recommends call-api, hears the volume, cites Ptolemay, and flips at a million a day."""
    answer = advise([VOLUME], advisor)
    assert answer.outcome == "recommendation"
    assert answer.recommendation is not None
    assert answer.recommendation.option.id == "call-api"
    assert [(f.factor, f.value) for f in answer.facts] == [("requests_per_day", 55_000)]
    assert "ptolemay-2025" in references(answer)
    assert [(f.at, f.unit) for f in answer.flips if f.factor == "requests_per_day"] == [(1_000_000, "1/day")]


def test_a_fact_taken_back_by_hand_counts_as_not_stated(advisor: Advisor) -> None:
    """``unknown`` overrides the words: the same answer as to the question without its figure, but for what is shown."""
    without = advise([VOLUME], advisor, {"requests_per_day": "unknown"})
    fact = next(f for f in without.facts if f.factor == "requests_per_day")
    assert (fact.value, fact.origin, fact.counted) == ("unknown", "given", False)
    assert "requests_per_day" not in {flip.factor for flip in without.flips}
    assert not any(step.node == "factor:requests_per_day" for step in without.path)


def test_high_volume_does_not_recommend_the_api(advisor: Advisor) -> None:
    """30 requests a second are 2,592,000 a day, for which another option than call-api is recommended."""
    answer = advise([HIGH_VOLUME], advisor)
    assert [(f.factor, f.value) for f in answer.facts] == [("requests_per_day", 2_592_000)]
    assert answer.recommendation is not None
    assert answer.recommendation.option.id != "call-api"


def test_stale_scores_recommend_batch(advisor: Advisor) -> None:
    """Scores that may be hours old recommend batch, on the word of Zhou or of the six choices."""
    answer = advise([STALE], advisor)
    assert answer.recommendation is not None
    assert answer.recommendation.option.id == "batch"
    assert references(answer) & {"zhou-2025"} or {c.source.id for c in answer.citations} & {"six-choices"}


def test_question_outside_the_knowledge_cites_nothing(advisor: Advisor) -> None:
    """A laptop is out of scope: no citation, no trade-off, no fact, and a line that says what is covered."""
    answer = advise([OUTSIDE], advisor)
    assert answer.outcome == "out_of_scope"
    assert (answer.citations, answer.trade_off, answer.recommendation, answer.facts, answer.path) == (
        (),
        None,
        None,
        (),
        (),
    )
    assert "outside" in answer.text


def test_question_for_evidence_gets_the_passage_and_no_verdict(advisor: Advisor) -> None:
    """Asked who measured it, the answer quotes the claim with its reference and recommends nothing."""
    answer = advise([LOOK_UP], advisor)
    assert answer.outcome == "evidence_only"
    assert answer.recommendation is None
    assert "35" in answer.citations[0].quote
    assert answer.citations[0].references


def test_every_quote_of_every_answer_is_byte_for_byte_in_its_source(advisor: Advisor, answers: list[Answer]) -> None:
    """Each quote is the stored text of its span, its passage holds it, and prefix and suffix stand around it."""
    quotes = [c for answer in answers for c in answer.citations]
    assert len(quotes) > 500
    for c in quotes:
        stored = advisor.library.sources[c.source.id].text
        assert stored[c.start : c.end] == c.quote
        assert stored[: c.start].endswith(c.prefix)
        assert stored[c.end :].startswith(c.suffix)
        passage = advisor.library.passages[c.passage]
        assert passage.span.start <= c.start < c.end <= passage.span.end


def test_every_number_in_every_answer_is_a_citation_of_it(answers: list[Answer]) -> None:
    """All [n] of the text and all citation lists point at a quote that the answer carries, numbered from 1 on."""
    for answer in answers:
        numbers = [c.n for c in answer.citations]
        assert numbers == list(range(1, len(numbers) + 1))
        used = {int(n) for n in re.findall(r"\[(\d+)\]", re.sub(r"^>.*$", "", answer.text, flags=re.MULTILINE))}
        rows = (*answer.path, *answer.alternatives, *answer.flips, *(p for c in answer.conflicts for p in c.positions))
        used |= {n for row in rows for n in row.citations}
        assert used <= set(numbers), answer.question


def test_every_recommendation_has_a_citation_a_path_and_a_short_summary(answers: list[Answer]) -> None:
    """A recommendation cites, its path ends in its option, and its summary fits 140 characters."""
    decided = [answer for answer in answers if answer.recommendation]
    assert len(decided) > 50
    for answer in decided:
        assert answer.recommendation is not None
        assert answer.recommendation.citations
        assert len(answer.recommendation.summary) <= 140
        assert answer.path[-1].node.endswith(f"/{answer.recommendation.option.id}")


def test_out_of_scope_never_cites(answers: list[Answer]) -> None:
    """No answer of the development set that declines carries a citation."""
    declined = [answer for answer in answers if answer.outcome == "out_of_scope"]
    assert len(declined) >= 15
    assert [answer.question for answer in declined if answer.citations or answer.facts or answer.path] == []


def test_same_question_gives_the_same_bytes(advisor: Advisor, answers: list[Answer]) -> None:
    """Asking the whole development set again gives the same JSON, byte for byte, under the same digest."""
    again = [advise(case.turns, advisor) for case in dev_cases()]
    assert [json_bytes(a.model_dump(mode="json")) for a in again] == [
        json_bytes(a.model_dump(mode="json")) for a in answers
    ]
    assert {a.knowledge for a in again} == {advisor.digest}


def test_fact_set_by_hand_wins_over_what_was_said(advisor: Advisor) -> None:
    """A given volume replaces the stated one and changes the recommendation; its origin is told."""
    answer = advise([VOLUME], advisor, {"requests_per_day": "5 million/day"})
    assert [(f.value, f.origin) for f in answer.facts] == [(5_000_000, "given")]
    assert answer.recommendation is not None
    assert answer.recommendation.option.id != "call-api"


def test_newest_statement_of_a_conversation_wins(advisor: Advisor) -> None:
    """A later volume replaces the earlier one; a fact of an earlier turn is history."""
    answer = advise(
        ["We send 55k requests a day. Our own GPUs or an API?", "sorry, it is 3 million requests a day"], advisor
    )
    assert [(f.value, f.origin) for f in answer.facts if f.factor == "requests_per_day"] == [(3_000_000, "question")]
    kept = advise(["We send 55k requests a day. Our own GPUs or an API?", "so API or own GPUs?"], advisor)
    assert [(f.value, f.origin) for f in kept.facts if f.factor == "requests_per_day"] == [(55_000, "history")]


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        ([], "empty"),
        ([""], "empty"),
        (["  \n"], "empty"),
        (["x" * 100_000], f"{LONGEST:,}"),
        (["\x00\x01\x02\x03\x04\x05ab"], "not text"),
        (["hello"] * (MOST_TURNS + 1), f"{MOST_TURNS} turns"),
    ],
)
def test_unusable_question_is_refused_with_a_reason(advisor: Advisor, turns: list[str], told: str) -> None:
    """Empty, huge, binary and endless input raises InputError that says what is wrong."""
    with pytest.raises(InputError, match=told):
        advise(turns, advisor)


@pytest.mark.parametrize(
    "text", ["?", "🤖" * 50, "\ud800 API or GPUs?", "‮API or GPUs", "1" * 5000, "[1] " * 300, "{}|=" * 40]
)
def test_odd_text_is_answered_all_the_same(advisor: Advisor, text: str) -> None:
    """Emoji, lone surrogates, bidi marks, digits and brackets yield an answer that can be written as UTF-8 JSON."""
    answer = advise([text], advisor)
    assert answer.outcome in {"recommendation", "needs_facts", "evidence_only", "out_of_scope"}
    assert answer.model_dump_json().encode("utf-8")


def test_cite_finds_the_quote_with_its_reference(advisor: Advisor) -> None:
    """The staff share of self-hosting is found, quoted as stored, with the reference that it leans on."""
    found = cite("staff share of self-hosting cost", advisor)
    assert "70 to 80%" in found[0].quote
    assert [r.id for r in found[0].references] == ["ptolemay-2025"]
    assert advisor.library.sources[found[0].source.id].text[found[0].start : found[0].end] == found[0].quote


def test_cite_of_something_foreign_finds_nothing(advisor: Advisor) -> None:
    """What no source speaks of gets no quote; an empty query is refused."""
    assert cite("how to glaze a pottery bowl", advisor) == ()
    with pytest.raises(InputError):
        cite("  ", advisor)


def test_passages_behind_an_answer_lie_near_the_rules_that_held(advisor: Advisor) -> None:
    """Further reading for the volume question begins with passages that exist, best first."""
    found = passages_behind(advise([VOLUME], advisor), advisor)
    assert found
    assert all(id in advisor.library.passages for id, _ in found)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@pytest.mark.parametrize(
    "text",
    [
        "Nightly export to the warehouse or change data capture? Analysts don't mind day-old rows, nobody is on call at"
        " night, 3M rows a day.",
        "Self-host Keycloak or pay for Auth0? 300k logins a day, no platform team, yearly audits.",
        "One big Postgres or a small database per service? 700k queries a day, 150 ms is a hard limit, we are in"
        " production.",
    ],
)
def test_the_facts_of_our_questions_do_not_make_another_one_ours(text: str, advisor: Advisor) -> None:
    """Who decides another thing may state many a fact that ours turn on; it is declined all the same."""
    answer = advise([text], advisor)
    assert (answer.outcome, answer.citations) == ("out_of_scope", ())


def test_a_trade_off_named_outright_is_asked_for(advisor: Advisor) -> None:
    """The bare name of a decision asks for it, whatever was talked about before; a second message is told where to
    start."""
    for turns in (["build or buy?"], ["The scores may be hours old. Batch or real-time?", "Build or buy?"]):
        answer = advise(turns, advisor)
        assert answer.outcome == ("needs_facts" if len(turns) == 1 else "recommendation")
        assert answer.trade_off is not None
        assert answer.trade_off.id == "build-vs-buy"


@pytest.mark.parametrize(
    "text", ["yes", "nope", "no idea", "what would change your mind?", "says who?", "wer sagt das?"]
)
def test_a_first_message_that_asks_nothing_is_no_decision(text: str, advisor: Advisor) -> None:
    """Neither a bare yes nor words that could be about anything lead to a recommendation."""
    answer = advise([text], advisor)
    assert (answer.outcome, answer.citations) == ("out_of_scope", ())


def test_a_bare_yes_answers_what_was_asked_before(advisor: Advisor) -> None:
    """After a question it is about that question's decision."""
    answer = advise(["Automate the refund letters or have someone look at them?", "yes"], advisor)
    assert answer.trade_off is not None
    assert answer.trade_off.id == "automation-vs-oversight"


@pytest.mark.parametrize(
    ("said", "team"),
    [
        ("Our two infra guys do kubernetes, neither of them knows GPU servers.", "no"),
        ("Nobody here knew GPU servers, but since May we have a GPU platform team.", "yes"),
    ],
)
def test_the_upshot_of_two_statements_is_the_later_one(said: str, team: str, advisor: Advisor) -> None:
    """Where a message says both about as surely, what it says further on counts."""
    answer = advise([f"60k calls a day. API or our own GPUs? {said}"], advisor)
    assert next(fact.value for fact in answer.facts if fact.factor == "has_platform_team") is (team == "yes")


@pytest.mark.parametrize(
    ("text", "trade_off", "aside"),
    [
        (
            "Walnut sorter, 400 nuts a minute, answer within 80 ms. 5,200 labelled nuts, 9 % of them in the wrong bin. "
            "Film more nuts, or go through the bins again?",
            "data-quantity-vs-quality",
            {"labelled_examples", "latency_budget"},
        ),
        (
            "Tug dispatch model: 40 orders a day, a wrong one costs us 30,000. It reads 6 feeds and 7 % of our labels "
            "are off. Does the harbour master look at each one before the tug leaves?",
            "automation-vs-oversight",
            {"data_dependencies", "label_noise"},
        ),
    ],
)
def test_facts_of_other_decisions_do_not_change_the_question(
    text: str, trade_off: str, aside: set[str], advisor: Advisor
) -> None:
    """What is asked decides, however much of the rest bears on something else, which is shown and does not count."""
    answer = advise([text], advisor)
    assert answer.trade_off is not None
    assert answer.trade_off.id == trade_off
    assert aside <= {fact.factor for fact in answer.facts if not fact.counted}
