"""What the evidence holds of a choice: not recommended with these facts, near or past a threshold, a factor left out.
Pure but for the advisor that is passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.advise import decide
from bot.advisor import Advisor
from bot.assumed import with_assumed
from bot.citing import Citer
from bot.design import voice
from bot.design.choices import Choice
from bot.design.document import Statement
from bot.design.refining import outranked
from bot.design.stated import Told
from bot.design.types import Finding, Kind, Severity
from bot.design.worded import as_worded
from bot.verdict import Verdict
from bot.wording import amount, required
from graph.cells import answers
from graph.path import Flip, Step
from graph.query import decision_of
from graph.rules import Decision
from graph.walk import walk
from kb.types import Fact, Factor, Force, Outcome

NEAR = 1.25
"""A figure within this ratio of a flip is near it: a quarter more, or less, and the evidence points elsewhere."""
SURELY = 0.8
"""How surely the facts must be heard that an error stands on; below it, the finding is a warning."""
REASONED, PLAINLY = 3, 0.7
"""Facts about a choice from which it is argued for, and needs not every other one; how surely it must be stated that
what it leaves out is asked for."""
PLAIN = 0.9
"""How surely a fact from another section must be heard that speaks to a choice of the starting option."""
FEWEST = 2
"""Weak rules that must hold together where no stronger one speaks against a choice."""
CLEARLY = 0.6
"""How surely a choice must be stated that an error stands on."""


@dataclass(frozen=True)
class Case:
    """A choice with the facts that belong to it and what the walk makes of them; ``doubtful`` where what was only half
    heard speaks for it."""

    choice: Choice
    told: Mapping[str, Told]
    planned: tuple[Told, ...]
    verdict: Verdict
    decision: Decision
    doubtful: bool = False

    @property
    def agrees(self) -> bool:
        """Say whether nothing outranks what the document chooses."""
        return not outranked(self.verdict.path, self.choice.option, self.decision)


def case_of(
    choice: Choice, told: Mapping[str, Told], perhaps: Mapping[str, Told], planned: tuple[Told, ...], advisor: Advisor
) -> Case:
    """Walk the trade-off of a choice with the facts that belong to it; ``perhaps`` also holds those half heard."""
    decision = decision_of(advisor.g, choice.trade_off)
    if choice.option == decision.start:  # who stays there is moved by what is plainly said, or said of this very matter
        told = {id: one for id, one in told.items() if one.surely >= PLAIN or _inside(one, choice)}
    factors = {id: advisor.factors[id] for id in advisor.trade_off(choice.trade_off).factors}
    facts = with_assumed({id: one.fact for id, one in told.items()}, factors)
    case = Case(choice, told, planned, decide(choice.trade_off, facts, advisor), decision)
    open_ = {id: one.fact for id, one in perhaps.items() if id not in facts}
    doubtful = any(
        not outranked(walk(decision, {**facts, id: fact}), choice.option, decision) for id, fact in open_.items()
    )
    return replace(case, doubtful=doubtful and not case.agrees)


def _inside(one: Told, choice: Choice) -> bool:
    return one.statement.place.number in choice.sections


def not_recommended(case: Case, citer: Citer) -> Finding | None:
    """Return the finding that the walk chooses something else, where it does."""
    path, chosen = case.verdict.path, case.choice.option
    if not path.argued or case.agrees or case.doubtful:
        return None
    steps = case.verdict.holding(path.recommended)
    if _slight(case, steps):
        return None
    reasons = _weightiest(steps)
    numbers = citer.claims(tuple(dict.fromkeys(id for s in reasons for id in s.evidence[:1])), most=2)
    facts = _facts_behind(reasons, case)
    against = case.verdict.holding(chosen)
    severity: Severity = "error" if _stands(case, steps) else "warning"
    counter = f" What speaks for it ({_lower(against[0].because)}) weighs less." if against else ""
    text = (
        f"The document chooses “{case.verdict.option(chosen).name}”, but with {facts} the evidence points to "
        f"“{case.verdict.option(path.recommended).name}”: {_lower(reasons[0].because)} {_marks(numbers)}.{counter} "
        "Choose that, or say which fact makes this case different."
    )
    return _finding(case.choice.statement, "not-recommended", severity, case.choice, text, numbers)


def _slight(case: Case, steps: list[Step]) -> bool:
    """Say whether what speaks against a choice is one weak rule on what is said elsewhere, or against the start."""
    if len(steps) >= FEWEST or any(s.force is not Force.WEAK for s in steps):
        return False
    return case.choice.option == case.verdict.trade_off.start or not all(_at_home(s, case) for s in steps)


def _at_home(step: Step, case: Case) -> bool:
    """Say whether a rule stands on what the document says of the choice's own matter."""
    return all(test.condition.factor not in case.told or case.told[test.condition.factor].near for test in step.tests)


def _stands(case: Case, steps: list[Step]) -> bool:
    """Say whether a finding is an error: a strong rule decides, on facts that were surely heard."""
    forceful = [s for s in steps if s.force is not Force.WEAK]
    return (
        any(
            all(
                test.condition.factor in case.told and case.told[test.condition.factor].surely >= SURELY
                for test in s.tests
            )
            for s in forceful
        )
        and case.choice.surely >= 0.6
    )


def _weightiest(steps: list[Step]) -> list[Step]:
    """Return the steps of the greatest force that hold, at most two."""
    return [s for s in steps if s.force is steps[0].force][:2]


def _facts_behind(steps: list[Step], case: Case) -> str:
    factors = dict.fromkeys(t.condition.factor for s in steps for t in s.tests)
    return listed([_fact(case, id) for id in factors if id in case.verdict.facts])


def _fact(case: Case, id: str) -> str:
    words = as_worded(case.verdict.facts[id], case.verdict.factors[id])
    return f"{words} (line {case.told[id].statement.line})" if id in case.told else words


def past_threshold(case: Case, citer: Citer) -> list[Finding]:
    """Return what is found about figures: planned ones beyond a flip, present ones near it."""
    if not case.agrees:
        return []
    found = [f for one in case.planned if (f := _planned_beyond(one, case, citer))]
    beyond = {one.fact.factor for one in case.planned} if found else set()
    for flip in case.verdict.sensitivity.flips:
        one = case.told.get(flip.factor)
        if not one or one.vague or flip.factor in beyond or case.choice.option != case.verdict.path.recommended:
            continue
        if near := _near(one, flip, case, citer):
            found.append(near)
    return found


def _planned_beyond(one: Told, case: Case, citer: Citer) -> Finding | None:
    factor = case.verdict.factors.get(one.fact.factor)
    if factor is None:
        return None
    passing = {id for id, now in case.told.items() if voice.present(now.statement.text)}
    lasting = {id: fact for id, fact in case.verdict.facts.items() if id not in passing}
    facts = {**lasting, one.fact.factor: one.fact}
    path = walk(case.decision, facts)
    if not outranked(path, case.choice.option, case.decision):
        return None
    steps = [s for s in path.steps if s.outcome is Outcome.HOLDS and s.favours == path.recommended]
    steps = [s for s in steps if any(t.condition.factor == factor.id for t in s.tests)] or steps
    numbers = citer.claims(steps[0].evidence, most=2)
    limits = [
        required(t.condition, factor, one.fact.unit_said) for t in steps[0].tests if t.condition.factor == factor.id
    ]
    text = (
        f"The planned figure ({as_worded(one.fact, factor)}) lies past a threshold ({listed(limits)}): there the "
        f"evidence points to “{case.verdict.option(path.recommended).name}” {_marks(numbers)}; the document chooses "
        f"“{case.verdict.option(case.choice.option).name}”. Say what happens when it is reached, or plan for it now."
    )
    return _finding(one.statement, "past-threshold", "warning", case.choice, text, numbers)


def _near(one: Told, flip: Flip, case: Case, citer: Citer) -> Finding | None:
    factor, fact = case.verdict.factors[flip.factor], one.fact
    edge = fact.high if flip.direction == "up" else fact.low
    if not edge or not flip.at or not 1 / NEAR <= edge / flip.at <= NEAR:
        return None
    evidence = tuple(
        id for rule in flip.rules if rule in case.verdict.rules for id in case.verdict.rules[rule].evidence
    )
    numbers = citer.claims(evidence, most=2)
    text = (
        f"This figure ({as_worded(fact, factor)}) is near a threshold: at {amount(flip.at, factor, fact.unit_said)} "
        f"the evidence points to “{case.verdict.option(flip.towards).name}” instead of "
        f"“{case.verdict.option(case.choice.option).name}” {_marks(numbers)}. Say how sure the figure is, and what "
        "happens if it moves."
    )
    severity: Severity = "warning" if one.surely >= SURELY else "info"
    return _finding(one.statement, "past-threshold", severity, case.choice, text, numbers)


def missing_factor(case: Case, unmentioned: frozenset[str], citer: Citer) -> Finding | None:
    """Return the finding that a deciding factor is mentioned nowhere.

    Deciding is a factor that alone could turn the walk away from the choice: by a decisive rule, or, where the document
    gives no strong reason of its own, by a strong one. Who stays with the starting option need not prove that
    nothing speaks against it; who leaves it does.
    """
    if not case.agrees or case.choice.option == case.verdict.trade_off.start or not case.choice.announced:
        return None
    if len(case.told) >= REASONED or case.choice.surely < PLAINLY:
        return None
    argued = any(s.force is not Force.WEAK for s in case.verdict.holding(case.choice.option))
    forces = (Force.DECISIVE,) if argued else (Force.DECISIVE, Force.STRONG)
    order = [q.factor for q in case.verdict.sensitivity.questions]
    found = []
    for id in sorted(unmentioned, key=lambda id: (order.index(id) if id in order else len(order), id)):
        if id in case.verdict.facts or id not in case.verdict.factors:
            continue
        if turned := _turns(case, case.verdict.factors[id], forces):
            found.append((case.verdict.factors[id], turned))
    if not found:
        return None
    factor, (option, step) = found[0]
    numbers = citer.claims(step.evidence, most=2)
    also = f" Nor does it mention: {listed([f.name.lower() for f, _ in found[1:3]])}." if found[1:] else ""
    text = (
        f"The document chooses “{case.verdict.option(case.choice.option).name}” and does not say: {factor.ask} "
        f"This alone could change the choice to “{case.verdict.option(option).name}” {_marks(numbers)}.{also} State it."
    )
    severity: Severity = "info" if argued else "warning"
    return _finding(case.choice.statement, "missing-factor", severity, case.choice, text, numbers)


def _meant(case: Case) -> dict[str, Fact]:
    """Return the yes/no facts that every rule for the choice asks for: who chooses it means them, said or not."""
    asked = [{c for c in rule.when if c.values} for rule in case.decision.rules if rule.favours == case.choice.option]
    shared = set.intersection(*asked) if asked else set()
    return {c.factor: Fact(factor=c.factor, choice=c.values[0]) for c in sorted(shared, key=lambda c: c.factor)}


def _turns(case: Case, factor: Factor, forces: tuple[Force, ...]) -> tuple[str, Step] | None:
    """Return the option, and the rule behind it, to which one answer about a factor alone turns the walk."""
    conditions = [c for rule in case.decision.rules for c in rule.when if c.factor == factor.id]
    for answer in answers(factor, conditions, None):
        if answer.fact is None:
            continue
        path = walk(case.decision, {**_meant(case), **case.verdict.facts, factor.id: answer.fact})
        if path.recommended != case.decision.start or not outranked(path, case.choice.option, case.decision):
            continue
        for step in path.steps:
            tests = any(t.condition.factor == factor.id for t in step.tests)
            if step.outcome is Outcome.HOLDS and step.favours == path.recommended and step.force in forces and tests:
                return path.recommended, step
    return None


def _finding(
    at: Statement, kind: Kind, severity: Severity, choice: Choice, text: str, numbers: tuple[int, ...]
) -> Finding:
    return Finding(
        line=at.line,
        line_end=at.line_end,
        kind=kind,
        severity=severity,
        trade_off=choice.trade_off,
        option=choice.option,
        text=" ".join(text.split()),
        citations=numbers,
    )


def listed(parts: list[str]) -> str:
    """Return parts as a list in words: ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else "what it states"


def _lower(text: str) -> str:
    text = text.rstrip(".")
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _marks(numbers: tuple[int, ...]) -> str:
    return "".join(f"[{n}]" for n in numbers)
