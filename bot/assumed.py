"""What may be assumed from what was stated: implied facts, marked as assumptions, which the user can correct. Pure.

What was only half heard counts as an assumption too; what was hardly heard is shown, for the user to say, and does not.

What implies what is knowledge (``implied_by`` of a factor). An assumption stands only where nothing is stated about
its factor, or where what was stated is older than the statement that now implies otherwise: "one narrow task", then
"people may ask it anything now". What was only half heard gives way to what is firmly stated beside it, too.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.rules import test
from kb.types import Fact, Factor, Outcome


def counting(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the facts that count: those stated and those implied, but for what is only perhaps so."""
    return {id: fact for id, fact in facts.items() if not fact.perhaps}


def with_assumed(facts: Mapping[str, Fact], factors: Mapping[str, Factor]) -> dict[str, Fact]:
    """Return the facts that count and what they imply about these factors; what is assumed implies nothing further."""
    facts = counting(facts)
    found = dict(facts)
    for id, factor in sorted(factors.items()):
        for implication in factor.implied_by:
            premise = facts.get(implication.when.factor)
            if test(implication.when, premise) is not Outcome.HOLDS or premise is None:
                continue
            if id not in facts or _outdated(facts[id], premise, implication.value):
                found[id] = premise.model_copy(
                    update={
                        "factor": id, "low": None, "high": None, "choice": implication.value,
                        "unit_said": None, "assumed": True,
                    }
                )  # fmt: skip
    return found


def _outdated(stated: Fact, premise: Fact, value: str) -> bool:
    """Say whether a newer statement, or a surer one of the same turn, implies the contrary of what was stated; what was
    set by hand is never outdated."""
    surer = stated.assumed and not premise.assumed and premise.turn == stated.turn
    return stated.origin != "given" and stated.choice != value and (premise.turn > stated.turn or surer)
