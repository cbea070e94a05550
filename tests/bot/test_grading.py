"""Strength is how clearly the walk decides, certainty how good the evidence is."""

from __future__ import annotations

import dataclasses

import pytest

from bot.advisor import Advisor
from bot.grading import LEVELS, START, certainty_of, roots_of, strength_of
from graph.path import Conflict, ReasoningPath, Sensitivity, Step, Support
from kb.primary import Primary
from kb.types import Force, Outcome, Rule
from tests.bot.shelf import library


def path(*supports: Support, argued: bool = True) -> ReasoningPath:
    """Return a path that recommends the first of the supported options."""
    return ReasoningPath(
        trade_off="t", facts=(), steps=(), supports=supports, recommended=supports[0].option, argued=argued
    )


def sensitivity(robust: bool) -> Sensitivity:
    """Return a sensitivity that says only whether it is robust."""
    return Sensitivity(robust=robust, flips=(), questions=())


@pytest.mark.parametrize(
    ("supports", "robust", "strength"),
    [
        ((Support(option="a", decisive=1), Support(option="b", strong=3)), False, "strong"),
        ((Support(option="a", strong=2), Support(option="b")), False, "strong"),
        ((Support(option="a", strong=1), Support(option="b")), True, "strong"),
        ((Support(option="a", strong=1), Support(option="b")), False, "moderate"),
        ((Support(option="a", weak=3), Support(option="b", weak=1)), True, "weak"),
        ((Support(option="a", strong=1), Support(option="b", strong=1)), True, "weak"),
        (
            (Support(option="a", strong=3), Support(option="b", strong=1), Support(option="c", strong=2)),
            False,
            "moderate",
        ),
    ],
)
def test_strength_is_the_lead_over_the_next_option(supports: tuple[Support, ...], robust: bool, strength: str) -> None:
    """A decisive rule or two strong ones ahead is strong, one is moderate unless robust, weak rules are weak."""
    assert strength_of(path(*supports), sensitivity(robust)) == strength


def test_starting_point_is_always_weak() -> None:
    """What nothing argued for is weak, however far ahead it seems."""
    start = path(Support(option="a", decisive=1), Support(option="b"), argued=False)
    assert strength_of(start, sensitivity(True)) == "weak"


def step(*evidence: str, outcome: Outcome = Outcome.HOLDS) -> Step:
    """Return a step of rule ``t/r`` with this evidence."""
    return Step(
        rule="t/r", tests=(), outcome=outcome, favours="a", force=Force.STRONG, because="So.", evidence=evidence
    )


def rule(note: str | None = None) -> dict[str, Rule]:
    """Return the rule ``t/r``."""
    made = Rule(id="t/r", trade_off="t", when=(), favours="a", force=Force.STRONG, because="", evidence=(), note=note)
    return {"t/r": made}


@pytest.mark.parametrize(
    ("evidence", "note", "certainty"),
    [
        (("notes#bar",), None, "moderate"),
        (("notes#bar", "notes#regret"), None, "high"),
        (("notes#regret",), None, "very low"),
        (("notes#bar",), "our reading", "low"),
        (("blog#cheap",), None, "low"),
        (("gone#claim",), None, "very low"),
    ],
)
def test_certainty_starts_from_the_best_claim_and_moves_for_doubts(
    evidence: tuple[str, ...], note: str | None, certainty: str
) -> None:
    """A survey starts at moderate; a second root lifts it; a machine author and our own reading lower it."""
    assert certainty_of([step(*evidence)], rule(note), library(), []).level == certainty


@pytest.mark.parametrize(
    ("note", "level"),
    [
        ("A vendor's page; the analysis is its own.", "moderate"),
        ("The company sells the platform that it compares.", "moderate"),
        ("The printed link leads elsewhere.", "high"),
        (None, "high"),
    ],
)
def test_what_only_a_vendor_measured_is_never_high(note: str | None, level: str) -> None:
    """A second root that is a mere opinion does not make a figure of those who sell the thing highly certain."""
    known = library()
    sold = known.references["ada-2025"].model_copy(update={"note": note})
    world = dataclasses.replace(known, references={**known.references, "ada-2025": sold})
    grade = certainty_of([step("notes#bar", "notes#regret")], rule(), world, [])
    assert grade.level == level
    assert ("a vendor's own" in grade.reason) == (level == "moderate")
    independent = certainty_of([step("notes#bar", "blog#cheap")], rule(), world, [])
    assert (independent.level, "vendor" in independent.reason) == ("high", False)


def test_one_organisation_that_sells_it_decides_nothing_with_high_certainty(advisor: Advisor) -> None:
    """In the built-in knowledge no rule whose measured figures are all of a vendor's page is graded high by itself."""
    graded = 0
    for trade_off in advisor.catalog.trade_offs:
        for one in trade_off.rules:
            claims = [advisor.library.claims[id] for id in one.evidence if id in advisor.library.claims]
            cited = [c.references for c in claims if START[c.kind] == max(START[c.kind] for c in claims)]
            if claims and all(ids == ("ptolemay-2025",) for ids in cited):
                held = step(*one.evidence).model_copy(update={"rule": one.id})
                grade = certainty_of([held], {one.id: one}, advisor.library, [])
                assert grade.level in LEVELS[:3]
                assert "a vendor's own" in grade.reason
                graded += 1
    assert graded >= 2


def test_sources_that_disagree_lower_certainty() -> None:
    """A conflict over the figure costs one level; one that merely cannot be compared costs none."""
    disagree = Conflict(disagreement="d", about="", relation="disagree", positions=(0, 1), why="")
    apart = disagree.model_copy(update={"relation": "not comparable"})
    assert certainty_of([step("notes#bar")], rule(), library(), [disagree]).level == "low"
    assert certainty_of([step("notes#bar")], rule(), library(), [apart]).level == "moderate"


def test_rules_that_do_not_hold_lend_no_certainty() -> None:
    """Only arguments that hold count."""
    assert certainty_of([step("notes#bar", outcome=Outcome.FAILS)], rule(), library(), []).level == "very low"


def test_claims_that_lean_on_one_reference_have_one_root() -> None:
    """The root of a claim is its reference, or its source where it names none."""
    claims = library().claims
    assert roots_of([claims["notes#bar"]]) == {"ada-2025"}
    assert roots_of([claims["notes#bar"], claims["notes#regret"], claims["notes#regret"]]) == {"ada-2025", "notes"}


def test_reason_says_what_it_rests_on_and_from_when() -> None:
    """The words name the kinds of evidence, their years, and each doubt."""
    disagree = Conflict(disagreement="d", about="", relation="disagree", positions=(0, 1), why="")
    grade = certainty_of([step("notes#bar", "notes#regret")], rule("our reading"), library(), [disagree])
    assert grade.reason == (
        "a survey and an author's opinion, 2025 to 2026; the figure is our own reading; sources disagree on it"
    )


@pytest.mark.parametrize(
    ("statuses", "level", "said"),
    [
        ({"bar": "found"}, "moderate", "the figure was found in the cited work"),
        ({"bar": "not found"}, "low", "the figure was not found in the cited work"),
        ({"bar": "found", "regret": "not found"}, "high", "another was not found there"),
        ({"bar": "not reachable"}, "moderate", ""),
    ],
)
def test_cited_work_that_lacks_the_figure_lowers_certainty(statuses: dict[str, str], level: str, said: str) -> None:
    """A figure that was found is said, one that was not is a doubt, one that nobody could look up is neither."""
    checks = tuple(
        Primary.model_validate({"claim": f"notes#{anchor}", "source": "notes", "status": status, "why": ""})
        for anchor, status in statuses.items()
    )
    known = dataclasses.replace(library(), primary={check.claim: check for check in checks})
    grade = certainty_of([step(*(check.claim for check in checks))], rule(), known, [])
    assert grade.level == level
    assert said in grade.reason
    assert ("cited work" in grade.reason) == bool(said)


def test_cited_work_is_no_second_root() -> None:
    """A claim that leans on a reference and one of the work that the reference is come from one place."""
    claims = library().claims
    assert len(roots_of([claims["notes#bar"], claims["blog#cheap"]])) == 2
    assert len(roots_of([claims["notes#bar"], claims["blog#cheap"]], {"blog": "ada-2025"})) == 1
