"""What is assumed from what was stated."""

from __future__ import annotations

from bot.assumed import counting, with_assumed
from kb.types import Condition, Fact, Factor, FactorKind, Implication


def _factor(id: str, other: str) -> Factor:
    when = Condition(factor=other, comparator="is", values=("yes",), text=f"{other} is yes")
    return Factor(
        id=id, name=id, kind=FactorKind.YES_NO, ask="?", why="", implied_by=(Implication(value="no", when=when),)
    )


FACTORS = {"narrow": _factor("narrow", "open"), "open": _factor("open", "narrow")}


def test_what_a_stated_fact_implies_is_assumed_and_keeps_its_words() -> None:
    """A factor nobody spoke of takes what another implies, marked as an assumption with the other's words."""
    stated = Fact(factor="open", choice="yes", text="anything at all", span=(3, 18))
    assumed = with_assumed({"open": stated}, FACTORS)["narrow"]
    assert (assumed.choice, assumed.assumed, assumed.text, assumed.span) == ("no", True, "anything at all", (3, 18))


def test_what_is_only_perhaps_so_neither_counts_nor_implies_anything() -> None:
    """Of what was heard, the assumed counts and the hardly heard does not."""
    facts = {
        "narrow": Fact(factor="narrow", choice="no", assumed=True),
        "open": Fact(factor="open", choice="yes", assumed=True, perhaps=True),
    }
    assert counting(facts) == {"narrow": facts["narrow"]}
    assert "narrow" not in with_assumed({"open": facts["open"]}, FACTORS)


def test_a_newer_statement_outdates_what_it_contradicts() -> None:
    """ "One narrow task", then "anybody may ask it anything now": the later turn wins over the earlier one."""
    facts = {"narrow": Fact(factor="narrow", choice="yes", turn=0), "open": Fact(factor="open", choice="yes", turn=1)}
    found = with_assumed(facts, FACTORS)
    assert (found["narrow"].choice, found["narrow"].assumed) == ("no", True)
    assert found["open"] == facts["open"]


def test_what_is_half_heard_gives_way_to_what_is_firmly_stated_beside_it() -> None:
    """In one message what is stated outdates what it contradicts where that was only assumed, and not otherwise."""
    half, firm = (Fact(factor="narrow", choice="yes", turn=1, assumed=assumed) for assumed in (True, False))
    said = Fact(factor="open", choice="yes", turn=1)
    assert with_assumed({"narrow": half, "open": said}, FACTORS)["narrow"].choice == "no"
    assert with_assumed({"narrow": firm, "open": said}, FACTORS)["narrow"].choice == "yes"


def test_two_statements_of_one_turn_both_stand() -> None:
    """What is said in one breath is contradictory at worst, and nothing of it is assumed away."""
    facts = {"narrow": Fact(factor="narrow", choice="yes"), "open": Fact(factor="open", choice="yes")}
    assert with_assumed(facts, FACTORS) == facts


def test_what_was_set_by_hand_is_never_assumed_away() -> None:
    """A fact the user set stands whatever a later turn implies."""
    facts = {
        "narrow": Fact(factor="narrow", choice="yes", origin="given"),
        "open": Fact(factor="open", choice="yes", turn=1),
    }
    assert with_assumed(facts, FACTORS)["narrow"].origin == "given"
    assert with_assumed(facts, FACTORS)["narrow"].choice == "yes"


def test_an_assumption_implies_nothing_further() -> None:
    """Only what was stated is a premise, so that assumptions do not pile up."""
    chain = {
        **FACTORS,
        "third": _factor("third", "fourth").model_copy(
            update={
                "implied_by": (
                    Implication(
                        value="yes",
                        when=Condition(factor="narrow", comparator="is", values=("no",), text="narrow is no"),
                    ),
                )
            }
        ),
    }
    assert "third" not in with_assumed({"open": Fact(factor="open", choice="yes")}, chain)
