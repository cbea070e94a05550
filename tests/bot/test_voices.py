"""Training rows out of the catalog: labels, groups, and what is taught by itself."""

from __future__ import annotations

import pytest

from bot.advisor import Advisor
from bot.marks import unmark
from bot.roles import role_rows
from bot.voices import (
    NOTHING,
    Row,
    asks_rows,
    contrast_rows,
    evidence_rows,
    intent_rows,
    stated_rows,
    topic_rows,
)
from kb.types import LookUp


@pytest.fixture(scope="module")
def topics(advisor: Advisor) -> list[Row]:
    """What teaches which decision is asked; cut once for the tests of this module."""
    return list(topic_rows(advisor.catalog))


@pytest.fixture(scope="module")
def facts(advisor: Advisor) -> list[Row]:
    """What teaches which fact is stated; cut once for the tests of this module."""
    return list(stated_rows(advisor.catalog))


def test_every_row_has_a_text_and_a_label_that_the_catalog_knows(
    advisor: Advisor, topics: list[Row], facts: list[Row]
) -> None:
    """Topics are trade-offs, facts are values of factors, evidence is claims; or nothing."""
    catalog = advisor.catalog
    known = {f"{f.id}={v}" for f in catalog.factors for v in (f.values or ("yes", "no"))}
    assert {row.label for row in topics} == {t.id for t in catalog.trade_offs} | {NOTHING}
    assert {row.label for row in intent_rows(catalog)} == {"decide", "look_up", "state", "other"}
    assert {row.label for row in facts} <= known | {NOTHING}
    assert {row.label for row in evidence_rows(catalog)} <= set(advisor.library.claims) | {NOTHING}
    assert all(row.text.strip() and row.group for row in topics)


def test_no_row_still_carries_a_mark(topics: list[Row], facts: list[Row]) -> None:
    """What is learned from is what people say, never our notation."""
    assert [row.text for row in (*topics, *facts) if unmark(row.text)[1]] == []


def test_contrasts_teach_values_and_no_facts(advisor: Advisor, facts: list[Row]) -> None:
    """What states opposite values in nearly the same words is taught where values are told apart, and nowhere else."""
    rows = list(contrast_rows(advisor.catalog))
    assert len(rows) > 2000
    assert len({row.group for row in rows}) == len(rows) / 2
    stated = {row.text for row in facts}
    assert sum(row.text in stated for row in rows) < 0.01 * len(rows)


def test_what_a_partly_marked_question_leaves_unmarked_teaches_nothing(advisor: Advisor) -> None:
    """Its marks teach facts and numbers, all of it teaches the decision, and the rest does not teach that nothing is
    stated, as the rest of an example does."""
    said = "It acts {400 times a day|decisions_per_day}, {no law looks|regulated_domain=no}. We own no GPUs. Check 7?"
    first = next(t for t in advisor.catalog.trade_offs if t.id == "automation-vs-oversight")

    def taught(**voices: tuple[str, ...]) -> tuple[set[tuple[str, ...]], set[str], set[str]]:
        none = {"examples": (), "partly_marked": (), "near_misses": (), "look_ups": (), "aliases": ()}
        only = first.model_copy(update={**none, **voices})
        catalog = advisor.catalog.model_copy(update={"trade_offs": (only,)})
        rows = (rows_of(catalog) for rows_of in (stated_rows, role_rows, topic_rows))
        facts, numbers, topics = ([row for row in own if row.group.startswith(first.id)] for own in rows)
        return {row[:2] for row in facts}, {row.label for row in numbers}, {row.label for row in topics}

    facts, numbers, topics = taught(partly_marked=(said,))
    assert {label for _, label in facts} == {"regulated_domain=no"}
    assert (numbers, topics) == ({"decisions_per_day"}, {first.id})
    facts, numbers, topics = taught(examples=(said,))
    assert ("We own no GPUs.", NOTHING) in facts
    assert (numbers, topics) == ({"decisions_per_day", NOTHING}, {first.id})


def test_later_turns_of_an_example_stay_with_their_subject(advisor: Advisor) -> None:
    """What is added after a first message is taught as something stated, or asked, and never as something else."""
    later = {
        turn
        for trade_off in advisor.catalog.trade_offs
        for text in trade_off.examples
        for turn in unmark(text)[0].split("\n")[1:]
    }
    taught = [row for row in intent_rows(advisor.catalog) if row.text in later]
    assert len(taught) > 2000
    assert {row.label for row in taught} == {"state", "decide"}
    assert all(("?" in row.text or "？" in row.text) == (row.label == "decide") for row in taught)


def test_what_asks_is_taught_by_itself(advisor: Advisor) -> None:
    """A question at the end of many facts is a row of its own, of the same label and group; a bare one is none."""
    first = advisor.catalog.trade_offs[0]
    long, short = "We read 40 a day. Is a glance at each enough?", "We read 40 a day. Well?"
    only = first.model_copy(update={"examples": (long, short), "near_misses": (), "look_ups": (), "aliases": ()})
    rows = list(topic_rows(advisor.catalog.model_copy(update={"trade_offs": (only,), "off_topic": ()})))
    assert ("Is a glance at each enough?", first.id) in {row[:2] for row in rows}
    assert "Well?" not in {row.text for row in rows}


def test_of_a_conversation_only_its_end_asks_for_evidence(advisor: Advisor) -> None:
    """Before "who measured that?" a verdict may have been asked for, which must not be taught as evidence."""
    first = advisor.catalog.trade_offs[0]
    claim = first.look_ups[0].claim
    only = first.model_copy(
        update={
            "examples": ("Check all of it?\nAnd at 10 a day?",),
            "look_ups": (LookUp(ask="Check all of it?\nWe are 4. Has anybody measured that?", claim=claim),),
        }
    )
    rows = {row[:2] for row in asks_rows(advisor.catalog.model_copy(update={"trade_offs": (only,), "factors": ()}))}
    assert {text for text, label in rows if label == "evidence"} == {
        "We are 4. Has anybody measured that?",
        "Has anybody measured that?",
    }
    assert ("And at 10 a day?", "verdict") in rows
