"""What may be assumed from what was stated: implied facts, marked as assumptions, which the user can correct. Pure.

What was only half heard counts where nothing stated decides firmly; where something does, it is shown and not counted.

What implies what is knowledge (``implied_by`` of a factor). An assumption stands only where nothing is stated about
its factor, or where what was stated is older than the statement that now implies otherwise: "one narrow task", then
"people may ask it anything now".
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.path import Step
from graph.rules import Decision, test
from graph.walk import walk
from kb.types import Fact, Factor, Force, Outcome


def deciding(decision: Decision, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the facts that count: those stated where a rule of some force holds on them, else the assumed ones too.

    A weak argument alone does not silence an assumption: over the sets in ``tests/eval`` that did a little better than
    letting any argument do so.
    """
    stated = {id: fact for id, fact in facts.items() if not fact.assumed}
    return stated if any(_firm(step) for step in walk(decision, stated).steps) else dict(facts)


def _firm(step: Step) -> bool:
    """Say whether a rule holds, and argues with more than weak force."""
    return step.outcome is Outcome.HOLDS and step.force is not Force.WEAK


def with_assumed(facts: Mapping[str, Fact], factors: Mapping[str, Factor]) -> dict[str, Fact]:
    """Return the facts and what they imply about these factors; what is assumed implies nothing further."""
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
    """Say whether a newer statement implies the contrary of an older one; what was set by hand is never outdated."""
    return stated.origin != "given" and stated.choice != value and premise.turn > stated.turn
