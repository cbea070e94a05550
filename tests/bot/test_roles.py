"""Whose a number is: what teaches it, and the surroundings by which it is told."""

from __future__ import annotations

from bot.advisor import Advisor
from bot.roles import context_of, role_rows
from bot.voices import NOTHING
from kb.quantity import read_amounts
from kb.types import Catalog, Factor, FactorKind


def test_every_number_is_a_factors_or_nobodys(advisor: Advisor) -> None:
    """What is taught of a number is a factor that the catalog knows, or nothing; some are nobody's."""
    labels = {row.label for row in role_rows(advisor.catalog)}
    assert NOTHING in labels
    assert labels <= {f.id for f in advisor.catalog.factors} | {NOTHING}


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
