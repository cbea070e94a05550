"""From a walked path to the answer: every statement with its citation, what argues against it, what would change it.
Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.citing import Citer
from bot.given import UNKNOWN
from bot.grading import Grade, certainty_of, strength_of
from bot.library import Library
from bot.prose import decision_text, evidence_text, out_of_scope_text
from bot.remarks import about_language, also_asked, answer_stands
from bot.sides import conflicts_shown
from bot.types import (
    Alternative,
    Answer,
    FactHeard,
    FlipHeard,
    Missing,
    Named,
    OutcomeName,
    Question,
    Recommendation,
)
from bot.verdict import Verdict, path_rows
from bot.wording import amount, clipped, in_unit, stated, taking
from graph.path import Flip, NextQuestion
from kb.types import Catalog, Fact, Factor, FactorKind, Outcome, TradeOff

SUMMARY = 140
"""Characters of the one-line summary (design, section 4)."""
MOST_MISSING = 4
MOST_EVIDENCE = 3


def compose_decision(
    question: Question,
    verdict: Verdict,
    library: Library,
    digest: str,
    beside: tuple[FactHeard, ...] = (),
    also: tuple[TradeOff, ...] = (),
) -> Answer:
    """Return the answer to a question for a verdict; without any fact it says where to start and what to tell.

    ``beside`` are facts that did not reach the walk; they are shown after those that did. ``also`` is what else was
    asked.
    """
    citer = Citer(library)
    # who has come back with a second message is told where to start, weakly, rather than asked the same again
    decided = bool(verdict.path.facts) or verdict.path.argued or len(question.turns) > 1
    grade = _grade(verdict, library)
    recommendation = _recommendation(verdict, grade, citer) if decided else None
    start, path = citer.claims(verdict.trade_off.start_evidence), path_rows(verdict, citer)
    flips = tuple(_flip(flip, verdict, citer) for flip in verdict.sensitivity.flips)
    answer = Answer(
        question=question.turns[-1],
        outcome="recommendation" if decided else "needs_facts",
        trade_off=Named(id=verdict.trade_off.id, name=verdict.trade_off.name),
        recommendation=recommendation,
        alternatives=_alternatives(verdict, citer) if decided else (),
        facts=(*_facts_counted(verdict), *beside),
        path=path,
        flips=flips,
        conflicts=conflicts_shown(verdict, citer, library),
        missing=_missing(verdict),
        citations=(),
        text="",
        knowledge=digest,
    )
    about = decision_text(
        answer, verdict.trade_off, start, grade.reason, lambda factor: _evidence_about(verdict, factor, citer)
    )
    remarks = (also_asked(also, citer), about_language(question.language, citer.cited(), library))
    return _told(answer, (answer_stands(question, recommendation), about, *remarks), citer)


def _grade(verdict: Verdict, library: Library) -> Grade:
    """Return how good the evidence for the recommendation is."""
    steps, start = verdict.holding(verdict.path.recommended), verdict.trade_off.start_evidence
    return certainty_of(steps, verdict.rules, library, verdict.conflicts, otherwise=start)


def _facts_counted(verdict: Verdict) -> tuple[FactHeard, ...]:
    known = sorted(id for id in verdict.facts if id in verdict.factors)
    return tuple(fact_heard(verdict.facts[id], verdict.factors[id]) for id in known)


def _told(answer: Answer, parts: Sequence[str], citer: Citer) -> Answer:
    """Return the answer with its text in paragraphs, and all that they cite."""
    text = "\n\n".join(part for part in parts if part)
    return answer.model_copy(update={"text": text, "citations": citer.cited()})


def compose_evidence(
    question: Question, claims: Sequence[str], library: Library, trade_off: TradeOff | None, digest: str
) -> Answer:
    """Return the passages that answer a question for evidence, best first, with the references behind them and no
    verdict."""
    citer = Citer(library, question.turns[-1])
    numbers = citer.claims(tuple(claims), most=MOST_EVIDENCE)
    named = Named(id=trade_off.id, name=trade_off.name) if trade_off else None
    parts = (evidence_text(citer.cited(), numbers), about_language(question.language, citer.cited(), library))
    bare = _bare(question, "evidence_only", digest).model_copy(update={"trade_off": named})
    return _told(bare, parts, citer)


def compose_out_of_scope(question: Question, catalog: Catalog, digest: str) -> Answer:
    """Return the one line that says what is covered; it cites nothing."""
    return _bare(question, "out_of_scope", digest).model_copy(update={"text": out_of_scope_text(catalog)})


def _bare(question: Question, outcome: OutcomeName, digest: str) -> Answer:
    return Answer(
        question=question.turns[-1],
        outcome=outcome,
        trade_off=None,
        recommendation=None,
        alternatives=(),
        facts=(),
        path=(),
        flips=(),
        conflicts=(),
        missing=(),
        citations=(),
        text="",
        knowledge=digest,
    )


def fact_heard(fact: Fact, factor: Factor, *, counted: bool = True) -> FactHeard:
    """Return a fact as an answer shows it: a number or a range in the canonical unit, true or false, or a category's
    value."""
    value: float | bool | str | tuple[float, float]
    if factor.kind is FactorKind.QUANTITY:
        low, high = float(fact.low or 0.0), float(fact.high if fact.high is not None else fact.low or 0.0)
        value = low if low == high else (low, high)
    elif factor.kind is FactorKind.YES_NO:
        value = fact.choice == "yes"
    else:
        value = fact.choice or ""
    return FactHeard(
        factor=fact.factor,
        value=value,
        unit=factor.unit,
        text=fact.text,
        origin=fact.origin,
        span=fact.span,
        assumed=fact.assumed,
        counted=counted,
    )


def fact_taken_back(factor: str) -> FactHeard:
    """Return what an answer shows of a fact taken back by hand: its value is ``unknown``, and it does not count."""
    return FactHeard(factor=factor, value=UNKNOWN, unit=None, text=UNKNOWN, origin="given", span=None, counted=False)


def _recommendation(verdict: Verdict, grade: Grade, citer: Citer) -> Recommendation:
    option = verdict.option(verdict.path.recommended)
    steps = verdict.holding(option.id)
    if steps:
        evidence = tuple(dict.fromkeys(id for step in steps for id in step.evidence[:2]))
        reason = steps[0].because
    else:
        evidence, reason = verdict.trade_off.start_evidence, "nothing stated argues for leaving the starting point"
    return Recommendation(
        option=option,
        strength=strength_of(verdict.path, verdict.sensitivity),
        certainty=grade.level,
        robust=verdict.sensitivity.robust,
        summary=clipped(f"{option.name}: {reason}", SUMMARY),
        citations=citer.claims(evidence, most=4),
    )


def _alternatives(verdict: Verdict, citer: Citer) -> tuple[Alternative, ...]:
    """Return each option not chosen: its strongest argument and why it lost, or what it would take."""
    chosen = verdict.path.recommended
    rows = []
    for option in verdict.trade_off.options:
        if option.id == chosen:
            continue
        argued = verdict.holding(option.id)
        if argued:
            for_it, against = argued[0], verdict.holding(chosen)
            outweighed = (
                f"outweighed by: {against[0].because}"
                if against
                else f"the starting point, {verdict.option(chosen).name}, stands in a tie"
            )
            why = f"{for_it.because.rstrip('.')} ({for_it.force.value}), but {outweighed[:1].lower()}{outweighed[1:]}"
            evidence = (*for_it.evidence[:1], *(against[0].evidence[:1] if against else ()))
        else:
            step = next((s for s in verdict.path.steps if s.favours == option.id), None)
            wanted = (
                [
                    taking(t.condition, verdict.factors[t.condition.factor])
                    for t in step.tests
                    if t.outcome is not Outcome.HOLDS
                ]
                if step
                else []
            )
            why = (
                f"Nothing stated argues for it; its first argument would be {' and '.join(wanted)}."
                if wanted
                else "Nothing stated argues for it."
            )
            evidence = step.evidence[:1] if step else option.evidence[:1]
        rows.append(Alternative(option=verdict.option(option.id), why_not=why, citations=citer.claims(tuple(evidence))))
    return tuple(rows)


def _flip(flip: Flip, verdict: Verdict, citer: Citer) -> FlipHeard:
    factor, fact = verdict.factors[flip.factor], verdict.facts[flip.factor]
    at, unit = in_unit(flip.at, factor, fact.unit_said)
    towards = verdict.option(flip.towards)
    side = {
        ("up", True): "at or above",
        ("up", False): "above",
        ("down", True): "at or below",
        ("down", False): "below",
    }[flip.direction, flip.inclusive]
    text = f"{factor.name} {side} {amount(flip.at, factor, fact.unit_said)} would turn this to {towards.name}."
    evidence = tuple(id for rule in flip.rules if rule in verdict.rules for id in verdict.rules[rule].evidence[:2])
    return FlipHeard(
        factor=flip.factor, at=at, unit=unit, towards=towards, text=text, citations=citer.claims(evidence, most=2)
    )


def _missing(verdict: Verdict) -> tuple[Missing, ...]:
    return tuple(
        Missing(
            factor=q.factor,
            ask=_asked(verdict.factors[q.factor], verdict.facts.get(q.factor)),
            why=verdict.factors[q.factor].why,
            could_change_to=q.could_change_to,
            kind=verdict.factors[q.factor].kind.value,
            values=verdict.factors[q.factor].values,
            unit=verdict.factors[q.factor].unit,
        )
        for q in _foremost(verdict)
        if q.factor in verdict.factors
    )


def _foremost(verdict: Verdict) -> tuple[NextQuestion, ...]:
    """Return the questions that are shown; a stated range that straddles a bar is among them, the last if need be."""
    questions = verdict.sensitivity.questions
    straddling = {t.condition.factor for s in verdict.path.steps for t in s.tests if t.fact and t.outcome == "unknown"}
    vague = tuple(q for q in questions[MOST_MISSING:] if q.factor in straddling)[:1]
    return (*questions[: MOST_MISSING - len(vague)], *vague)


def _asked(factor: Factor, fact: Fact | None) -> str:
    """Return how to ask for a factor; where a range or a bound is stated, for a more precise figure."""
    if fact is None or factor.kind is not FactorKind.QUANTITY:
        return factor.ask
    return f"{factor.ask} A more precise figure would help than {stated(fact, factor).partition(': ')[2]}."


def _evidence_about(verdict: Verdict, factor: str, citer: Citer) -> tuple[int, ...]:
    """Cite the first claim of a rule that tests this factor: why it is worth asking."""
    tested = [rule for rule in verdict.trade_off.rules if any(c.factor == factor for c in rule.when)]
    return citer.claims(tested[0].evidence, most=1) if tested else ()
