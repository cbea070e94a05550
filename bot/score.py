"""Score an answer against what an expert expects of a question: outcome, trade-off, option, citation, facts. Pure.

A case is all-correct when outcome, trade-off, option and a right citation agree; an answer that is out of scope must
cite nothing. For a look-up the trade-off is indicative only. A value within 6% counts as heard right, and so does any
value inside an expected range.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from bot.types import Answer, FactHeard
from kb.types import Record

NEAR = 0.06


class Case(BaseModel):
    """One question with what is expected of it; keys beside these are notes."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    turns: tuple[str, ...]
    trade_off: str | None = None
    accept_options: tuple[str, ...] = ()
    outcome: tuple[str, ...]
    facts: dict[str, float | bool | str | tuple[float, float]] = {}
    must_cite: tuple[str, ...] = ()
    category: str = ""
    style: str = ""


class Score(Record):
    """How one answer did; ``found``, ``wrong`` and ``missed`` count the expected facts."""

    case: str
    category: str
    outcome: bool
    trade_off: bool
    option: bool
    citation: bool
    found: int
    wrong: int
    missed: int
    said: str

    @property
    def all_correct(self) -> bool:
        """Whether everything that is scored agrees."""
        return self.outcome and self.trade_off and self.option and self.citation


def score(case: Case, answer: Answer) -> Score:
    """Hold one answer against its case."""
    declined = answer.outcome == "out_of_scope"
    chosen = answer.recommendation.option.id if answer.recommendation else None
    named = answer.trade_off.id if answer.trade_off else None
    found, wrong, missed = (
        _facts(case, answer) if answer.outcome in {"recommendation", "needs_facts"} else (0, 0, len(case.facts))
    )
    cited = {r.id for c in answer.citations for r in c.references} | {c.source.id for c in answer.citations}
    return Score(
        case=case.id,
        category=case.category,
        outcome=answer.outcome in case.outcome,
        trade_off=declined or answer.outcome == "evidence_only" or case.trade_off is None or named == case.trade_off,
        option=answer.outcome != "recommendation" or not case.accept_options or chosen in case.accept_options,
        citation=not answer.citations if declined else not case.must_cite or bool(cited & set(case.must_cite)),
        found=found,
        wrong=wrong,
        missed=missed,
        said=f"{answer.outcome} {named} {chosen} {[(f.factor, f.value) for f in answer.facts]}",
    )


def _facts(case: Case, answer: Answer) -> tuple[int, int, int]:
    heard = {fact.factor: fact for fact in answer.facts}
    found = wrong = 0
    for factor, expected in case.facts.items():
        if factor in heard:
            right = _same(heard[factor], expected)
            found, wrong = found + right, wrong + (not right)
    return found, wrong, len(case.facts) - found - wrong


def _same(fact: FactHeard, expected: float | bool | str | tuple[float, float]) -> bool:
    if isinstance(expected, bool | str) or isinstance(fact.value, bool | str):
        return fact.value == expected
    low, high = expected if isinstance(expected, tuple) else (expected, expected)
    least, most = fact.value if isinstance(fact.value, tuple) else (fact.value, fact.value)
    if low < high and low * (1 - NEAR) <= least <= most <= high * (1 + NEAR):
        return True
    return _near(least, low) and _near(most, high)


def _near(value: float, expected: float) -> bool:
    return abs(value - expected) <= NEAR * max(abs(expected), 1e-9)


class Figures(Record):
    """What a set of scores comes to: counts, and shares of 1 of them."""

    cases: int
    outside: int
    """Cases that are out of scope."""
    inside: int
    """Cases that are not out of scope, in no reading of them."""
    stated: int
    """Facts that should have been found or were."""
    all_correct: float
    scope_recall: float
    wrongly_declined: float
    trade_off: float
    facts_found: float
    facts_wrong: float


def figures(cases: Iterable[Case], scores: Iterable[Score]) -> Figures:
    """Sum up; shares of nothing are 1 (or 0 for what should be rare)."""
    pairs = list(zip(cases, scores, strict=True))
    outside = [s for c, s in pairs if c.outcome == ("out_of_scope",)]
    inside = [s for c, s in pairs if "out_of_scope" not in c.outcome]
    decided = [s for c, s in pairs if c.trade_off and "evidence_only" not in c.outcome]
    facts = Counter(
        {
            "found": sum(s.found for _, s in pairs),
            "wrong": sum(s.wrong for _, s in pairs),
            "missed": sum(s.missed for _, s in pairs),
        }
    )
    stated = sum(facts.values())
    return Figures(
        cases=len(pairs),
        outside=len(outside),
        inside=len(inside),
        stated=stated,
        all_correct=_share(sum(s.all_correct for _, s in pairs), len(pairs), 1.0),
        scope_recall=_share(sum(s.outcome for s in outside), len(outside), 1.0),
        wrongly_declined=_share(sum(s.said.startswith("out_of_scope") for s in inside), len(inside), 0.0),
        trade_off=_share(
            sum(s.trade_off and not s.said.startswith("out_of_scope") for s in decided), len(decided), 1.0
        ),
        facts_found=_share(facts["found"], stated, 1.0),
        facts_wrong=_share(facts["wrong"], stated, 0.0),
    )


def _share(part: int, whole: int, empty: float) -> float:
    return round(part / whole, 4) if whole else empty
