"""Scoring: what counts as right, what figures come of it."""

from __future__ import annotations

import pytest

from bot.score import Case, figures, score
from bot.types import Answer, CitedQuote, CitedReference, CitedSource, FactHeard, Named, Recommendation


def quote(source: str = "notes", reference: str = "ada-2025") -> CitedQuote:
    """Return a citation of a reference in a source."""
    cited = CitedSource(id=source, title="", authors=(), year=None, url=None)
    leans = (CitedReference(id=reference, number=1, text="", url=None),)
    return CitedQuote.model_validate(
        {
            **dict.fromkeys(("quote", "prefix", "suffix", "passage", "link"), ""),
            **{"n": 1, "start": 0, "end": 0, "kind": "original", "source": cited, "references": leans},
        }
    )


def answer(
    outcome: str = "recommendation", option: str = "api", facts: tuple[FactHeard, ...] = (), cites: bool = True
) -> Answer:
    """Return an answer of trade-off ``own``."""
    chosen = Recommendation(
        option=Named(id=option, name=option), strength="weak", certainty="low", robust=True, summary="", citations=()
    )
    bare = dict.fromkeys(("alternatives", "path", "flips", "conflicts", "missing"), ())
    return Answer.model_validate(
        {
            **bare,
            "question": "?",
            "outcome": outcome,
            "trade_off": None if outcome == "out_of_scope" else Named(id="own", name="Own"),
            "recommendation": chosen if outcome == "recommendation" else None,
            "facts": facts,
            "citations": (quote(),) if cites else (),
            "text": "",
            "knowledge": "",
        }
    )


def heard(value: float | bool | str | tuple[float, float]) -> FactHeard:
    """Return the fact ``load`` with this value."""
    return FactHeard(factor="load", value=value, unit=None, text="", origin="question", span=None)


CASE = Case(
    id="c", turns=("?",), trade_off="own", accept_options=("api",), outcome=("recommendation",), must_cite=("ada-2025",)
)
OUTSIDE = Case(id="o", turns=("?",), outcome=("out_of_scope",))


def test_right_answer_is_all_correct() -> None:
    """Outcome, trade-off, option and a citation agree."""
    assert score(CASE, answer()).all_correct


@pytest.mark.parametrize(
    ("case", "given", "wrong"),
    [
        (CASE, answer(option="own"), "option"),
        (CASE.model_copy(update={"trade_off": "other"}), answer(), "trade_off"),
        (CASE.model_copy(update={"must_cite": ("bab-2020",)}), answer(), "citation"),
        (CASE, answer("needs_facts"), "outcome"),
        (OUTSIDE, answer("out_of_scope"), "citation"),
    ],
)
def test_each_part_can_be_the_wrong_one(case: Case, given: Answer, wrong: str) -> None:
    """A single deviation is found where it is, and is enough not to be all correct; declining while citing is one."""
    scored = score(case, given)
    assert [part for part in ("outcome", "trade_off", "option", "citation") if not getattr(scored, part)] == [wrong]
    assert not scored.all_correct


def test_source_id_serves_as_citation_and_evidence_needs_no_trade_off() -> None:
    """What must be cited may be the source; for a look-up the trade-off is only indicative."""
    case = Case(id="e", turns=("?",), trade_off="elsewhere", outcome=("evidence_only",), must_cite=("notes",))
    assert score(case, answer("evidence_only")).all_correct


@pytest.mark.parametrize(
    ("expected", "value", "right"),
    [
        (100.0, 105.9, True),
        (100.0, 106.1, False),
        ((100.0, 200.0), (100.0, 200.0), True),
        ((100.0, 200.0), 150.0, True),
        ((100.0, 200.0), 250.0, False),
        (True, True, True),
        (True, False, False),
        ("daily", "weekly", False),
        (0.0, 0.0, True),
    ],
)
def test_value_counts_within_six_per_cent_or_inside_the_range(
    expected: float | bool | str | tuple[float, float], value: float | bool | str | tuple[float, float], right: bool
) -> None:
    """Quantities may be 6% off, a value inside an expected range is right, the rest must be equal."""
    scored = score(CASE.model_copy(update={"facts": {"load": expected}}), answer(facts=(heard(value),)))
    assert (scored.found, scored.wrong, scored.missed) == ((1, 0, 0) if right else (0, 1, 0))


def test_figures_are_shares_over_the_cases_they_are_about() -> None:
    """Scope recall is over what is outside, wrongly declined over what is inside, facts over those expected."""
    case = CASE.model_copy(update={"facts": {"load": 10.0, "team": True}})
    cases = [case, case, OUTSIDE, OUTSIDE]
    given = [
        answer(facts=(heard(10.0),)),
        answer("out_of_scope", cites=False),
        answer("out_of_scope", cites=False),
        answer(),
    ]
    summed = figures(cases, [score(c, a) for c, a in zip(cases, given, strict=True)])
    assert (summed.cases, summed.outside, summed.inside, summed.stated) == (4, 2, 2, 4)
    assert (summed.all_correct, summed.scope_recall, summed.wrongly_declined) == (0.5, 0.5, 0.5)
    assert (summed.facts_found, summed.facts_wrong, summed.trade_off) == (0.25, 0.0, 0.5)


def test_figures_of_nothing_are_perfect() -> None:
    """An empty set reaches every floor and breaks no ceiling."""
    summed = figures([], [])
    assert (summed.cases, summed.all_correct, summed.scope_recall, summed.facts_found) == (0, 1.0, 1.0, 1.0)
    assert (summed.wrongly_declined, summed.facts_wrong) == (0.0, 0.0)
