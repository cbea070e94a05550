"""What the walk of one question yielded, and its path as rows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.citing import Citer
from bot.types import Named, PathStep
from bot.wording import required, stated
from graph.path import Conflict, ReasoningPath, Sensitivity, Step
from kb.types import Fact, Factor, Outcome, Rule, TradeOff


@dataclass(frozen=True)
class Verdict:
    """What the walk of one question yielded."""

    trade_off: TradeOff
    factors: Mapping[str, Factor]
    facts: Mapping[str, Fact]
    path: ReasoningPath
    sensitivity: Sensitivity
    conflicts: tuple[Conflict, ...]

    @property
    def rules(self) -> dict[str, Rule]:
        """The trade-off's rules by id."""
        return {rule.id: rule for rule in self.trade_off.rules}

    def option(self, id: str) -> Named:
        """Return an option with its name."""
        return next(Named(id=o.id, name=o.name) for o in self.trade_off.options if o.id == id)

    def holding(self, option: str | None = None) -> list[Step]:
        """Return the steps that hold, for one option or for all, the weightiest first."""
        return [s for s in self.path.steps if s.outcome is Outcome.HOLDS and option in (None, s.favours)]


def path_rows(verdict: Verdict, citer: Citer) -> tuple[PathStep, ...]:
    """Return the facts, then the rules in the order of the walk, then where it ends."""
    rows: list[PathStep] = []
    for fact in verdict.path.facts:
        text = stated(fact, verdict.factors[fact.factor])
        rows.append(_step(len(rows) + 1, "fact", f"factor:{fact.factor}", text))
    for step in verdict.path.steps:
        conditions = " and ".join(
            required(test.condition, verdict.factors[test.condition.factor], test.fact.unit_said if test.fact else None)
            for test in step.tests
        )
        rows.append(
            PathStep(
                step=len(rows) + 1,
                kind="rule" if step.status == "authored" else "extracted rule",
                node=f"rule:{step.rule}",
                text=f"If {conditions}: {step.because}{_seconded(step)}",
                outcome=step.outcome.value,
                favours=step.favours,
                force=step.force.value,
                citations=(*citer.claims(step.evidence, most=2), *citer.claims(step.corroborated_by, most=1)),
            )
        )
    end = verdict.option(verdict.path.recommended)
    text = (
        f"{end.name} has the best support"
        if verdict.path.argued
        else f"No rule holds, so the starting point stands: {end.name}"
    )
    rows.append(
        _step(
            len(rows) + 1,
            "option",
            f"option:{verdict.trade_off.id}/{end.id}",
            text,
            citer.claims(verdict.trade_off.start_evidence[:1]) if not verdict.path.argued else (),
        )
    )
    return tuple(rows)


def _seconded(step: Step) -> str:
    """Return how many other sources say what a rule says, where any was found to."""
    count = len(step.corroborated_by)
    if not count:
        return ""
    return f" {count} other sources say the same." if count > 1 else " Another source says the same."


def _step(step: int, kind: str, node: str, text: str, citations: tuple[int, ...] = ()) -> PathStep:
    return PathStep(
        step=step, kind=kind, node=node, text=text, outcome=None, favours=None, force=None, citations=citations
    )
