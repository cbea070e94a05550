"""Training rows out of the catalog: labels, groups, and whose number is whose."""

from __future__ import annotations

from bot.advisor import Advisor
from bot.marks import unmark
from bot.voices import (
    NOTHING,
    context_of,
    contrast_rows,
    evidence_rows,
    intent_rows,
    role_rows,
    stated_rows,
    topic_rows,
)
from kb.quantity import read_amounts
from kb.types import Catalog, Factor, FactorKind


def test_every_row_has_a_text_and_a_label_that_the_catalog_knows(advisor: Advisor) -> None:
    """Topics are trade-offs, roles are quantities, facts are values of factors, evidence is claims; or nothing."""
    catalog = advisor.catalog
    facts = {f"{f.id}={v}" for f in catalog.factors for v in (f.values or ("yes", "no"))}
    assert {row.label for row in topic_rows(catalog)} == {t.id for t in catalog.trade_offs} | {NOTHING}
    assert {row.label for row in intent_rows(catalog)} == {"decide", "look_up", "state", "other"}
    assert {row.label for row in stated_rows(catalog)} <= facts | {NOTHING}
    assert {row.label for row in role_rows(catalog)} <= {f.id for f in catalog.factors} | {NOTHING}
    assert {row.label for row in evidence_rows(catalog)} <= set(advisor.library.claims) | {NOTHING}
    assert all(row.text.strip() and row.group for row in topic_rows(catalog))


def test_no_row_still_carries_a_mark(advisor: Advisor) -> None:
    """What is learned from is what people say, never our notation."""
    rows = [*topic_rows(advisor.catalog), *stated_rows(advisor.catalog)]
    assert [row.text for row in rows if unmark(row.text)[1]] == []


def test_context_masks_the_number_and_keeps_its_surroundings() -> None:
    """The number itself is replaced by its dimension and period, so that what is learned is the words around it."""
    text = "we get 35 requests per second here"
    (amount,) = read_amounts(text)
    context = context_of(text, amount)
    assert "⟦rate:second⟧" in context
    assert "35" not in context
    assert "here" in context


def test_a_fragment_teaches_the_roles_of_all_its_numbers() -> None:
    """Of what a quantity is said by, a mark without a name is its own, one with a name another's, the rest nobody's."""
    factor = Factor(
        id="labelled_examples",
        name="Labelled examples",
        kind=FactorKind.QUANTITY,
        unit="count",
        ask="How many?",
        why="Few teach little.",
        said={"is": ("{812 slides|} read twice over, {7% off|label_noise}, 3 shops",)},
        not_said=("the vendor sells 9,000 slides",),
    )
    catalog = Catalog(trade_offs=(), factors=(factor,))
    assert [row.label for row in role_rows(catalog)] == ["labelled_examples", "label_noise", NOTHING, NOTHING]


def test_contrasts_teach_values_and_no_facts(advisor: Advisor) -> None:
    """What states opposite values in nearly the same words is taught where values are told apart, and nowhere else."""
    rows = list(contrast_rows(advisor.catalog))
    assert len(rows) > 2000
    assert len({row.group for row in rows}) == len(rows) / 2
    stated = {row.text for row in stated_rows(advisor.catalog)}
    assert sum(row.text in stated for row in rows) < 0.01 * len(rows)


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
