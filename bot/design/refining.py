"""Whether a walk points away from an option, and not only to one of which it is a special case. Pure."""

from __future__ import annotations

from graph.path import ReasoningPath
from graph.rules import Decision
from graph.walk import rank
from kb.types import Outcome


def outranked(path: ReasoningPath, option: str, decision: Decision) -> bool:
    """Say whether a walk recommends another option, of which this one is no special case."""
    ranks = {support.option: rank(support) for support in path.supports}
    return ranks[path.recommended] > ranks[option] and not _refines(path, option, decision)


def _refines(path: ReasoningPath, option: str, decision: Decision) -> bool:
    """Say whether an option is a special case of what is recommended: all that argues for that leaves the start, and a
    rule for the option asks for the same and more, of which nothing fails.

    Between an own model and an own model on own machines a document has its reasons; only what speaks against the
    further step speaks against the choice.
    """
    if path.recommended == decision.start:
        return False
    theirs = [set(rule.when) for rule in decision.rules if rule.favours == path.recommended]
    failing = {step.rule for step in path.steps if step.outcome is Outcome.FAILS}
    return any(
        rule.favours == option and rule.id not in failing and any(when < set(rule.when) for when in theirs)
        for rule in decision.rules
    )
