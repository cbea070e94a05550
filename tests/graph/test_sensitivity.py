"""Robust, flips and next questions, against walks of every completion."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.path import Flip
from graph.rules import Decision
from graph.sensitivity import reachable, sensitivity
from graph.walk import walk
from kb.errors import GraphError
from kb.types import Fact, FactorKind
from tests.graph.cases import (
    FACTORS,
    GRID,
    PROPERTY,
    choice,
    completions,
    decision,
    decisions,
    factors_tested_by,
    number,
    rule,
    some_facts,
)

VOLUME = decision(
    rule("small", ["load < 100"], "api"),
    rule("big", ["load > 400"], "own"),
    rule("team", ["load > 400", "team is yes"], "own"),
)


def test_a_flip_names_the_threshold_its_direction_and_the_rules_behind_it() -> None:
    """From 50 a day upwards, the recommendation changes only beyond 400, by the two rules that then hold."""
    found = sensitivity(VOLUME, {"load": number("load", 50)}, FACTORS)
    assert found.flips == (
        Flip(factor="load", at=400, unit="1/day", direction="up", towards="own", rules=("d/big",), inclusive=False),
    )


def test_a_flip_at_an_inclusive_threshold_happens_at_the_value_itself() -> None:
    """``>= 100`` changes at 100; from above, ``>= 100`` is lost only below 100."""
    d = decision(rule("big", ["load >= 100"], "own"))
    (up,) = sensitivity(d, {"load": number("load", 50)}, FACTORS).flips
    (down,) = sensitivity(d, {"load": number("load", 150)}, FACTORS).flips
    assert (up.at, up.direction, up.inclusive) == (100, "up", True)
    assert (down.at, down.direction, down.inclusive) == (100, "down", False)


def test_the_nearest_flip_comes_first() -> None:
    """A factor that must double to flip stands before one that must grow tenfold."""
    d = decision(rule("a", ["load > 400"], "own"), rule("b", ["examples > 500"], "own"))
    facts = {"load": number("load", 40), "examples": number("examples", 250)}
    assert [flip.factor for flip in sensitivity(d, facts, FACTORS).flips] == ["examples", "load"]


def test_a_range_that_straddles_the_change_is_asked_about_and_not_flipped() -> None:
    """Between 300 and 500 the bar of 400 lies inside: the exact figure decides, so it is the question."""
    found = sensitivity(VOLUME, {"load": number("load", 300, 500), "team": choice("team", "no")}, FACTORS)
    assert (found.robust, [q.factor for q in found.questions]) == (False, ["load"])
    assert [flip.direction for flip in found.flips] == []


def test_what_is_known_to_be_decided_asks_nothing_more() -> None:
    """Below 100 a day no answer about the team can matter: robust, and no question."""
    found = sensitivity(VOLUME, {"load": number("load", 50)}, FACTORS)
    assert (found.robust, found.questions) == (True, ())


def test_the_question_that_tells_most_comes_first() -> None:
    """The volume tells what to do in two of three cases; the audit matters only for big volumes."""
    d = decision(rule("big", ["load > 400"], "own"), rule("audit", ["load > 400", "audit is yes"], "api", "decisive"))
    found = sensitivity(d, {}, FACTORS)
    assert [q.factor for q in found.questions] == ["load", "audit"]
    assert found.questions[0].could_change_to == ("own",)


def test_the_value_of_a_question_is_how_much_likelier_the_likeliest_option_becomes() -> None:
    """With a and b needed for own, api wins 3 of 4 completions; one answer leaves 3 of 4 right, so its value is 0."""
    both = decision(rule("both", ["team is yes", "audit is yes"], "own"))
    one = decision(rule("one", ["team is yes"], "own"))
    assert [q.value for q in sensitivity(both, {}, FACTORS).questions] == [0.0, 0.0]
    assert [q.value for q in sensitivity(one, {}, FACTORS).questions] == [0.5]


def test_of_questions_that_unseat_nothing_the_one_that_narrows_most_comes_first() -> None:
    """No single answer makes own likelier than api; what both rules need leaves less open than what one needs."""
    both = ["audit is yes", "team is yes"]
    d = decision(rule("a", [*both, "load < 100"], "own"), rule("b", [*both, "examples > 500"], "own"))
    found = sensitivity(d, {}, FACTORS).questions
    assert {q.value for q in found} == {0.0}
    assert [q.factor for q in found] == ["audit", "team", "examples", "load"]


def test_answers_that_only_together_matter_are_still_asked() -> None:
    """Where every completion leads elsewhere and no single answer does, the questions are not empty."""
    rules = [rule(f"{t}{a}", [f"team is {t}", f"audit is {a}"], "own") for t in ("yes", "no") for a in ("yes", "no")]
    found = sensitivity(decision(*rules), {}, FACTORS)
    assert (found.robust, {q.factor for q in found.questions}) == (False, {"team", "audit"})


def test_absurd_values_are_no_completions() -> None:
    """No count is below zero and no share above a hundred, so that rules there change nothing."""
    d = decision(rule("a", ["examples < 0"], "own"), rule("b", ["noise > 100"], "own"))
    assert sensitivity(d, {}, FACTORS).robust


def test_a_whole_number_between_neighbours_is_no_completion() -> None:
    """Of counts, none lies between 1 and 2."""
    d = decision(rule("a", ["examples > 1", "examples < 2"], "own"))
    assert sensitivity(d, {}, FACTORS).robust


def test_an_undefined_factor_is_refused_by_name() -> None:
    """A rule on a factor that nobody defined is an error that names it."""
    with pytest.raises(GraphError, match="load"):
        sensitivity(VOLUME, {}, {})


def test_too_many_completions_are_sampled_and_said_so() -> None:
    """With 2^20 completions the result is a seeded sample: it repeats, and still sees the change."""
    factors = {
        f"q{i}": FACTORS["team"].model_copy(update={"id": f"q{i}", "kind": FactorKind.YES_NO}) for i in range(20)
    }
    d = decision(*(rule(f"r{i}", [f"q{i} is yes"], "own" if i % 2 else "api", "weak") for i in range(20)))
    found = sensitivity(d, {}, factors)
    assert (found.exact, found.robust, len(found.questions)) == (False, False, 20)
    assert found == sensitivity(d, {}, factors)


def test_reachable_options_are_those_some_facts_recommend() -> None:
    """An option that is always outweighed is not reachable."""
    d = decision(rule("a", ["team is yes"], "b", "weak"), rule("b", ["team is yes"], "c"), options="a b c", start="a")
    assert reachable(d, FACTORS) == {"a", "c"}


def test_robust_is_not_claimed_where_the_open_side_of_a_bound_decides_otherwise() -> None:
    """At least 300 a day may be 500, beyond the bar of 400; exactly 300 is not, nor is at most 300."""
    team = {"team": choice("team", "no")}
    exact, above, below = (
        sensitivity(VOLUME, {"load": number("load", 300, bound=bound), **team}, FACTORS)
        for bound in (None, "at least", "at most")
    )
    assert (exact.robust, above.robust, below.robust) == (True, False, True)
    assert [(q.factor, q.could_change_to) for q in above.questions] == [("load", ("own",))]
    assert [f.at for f in above.flips] == [f.at for f in exact.flips] == [400]


def test_a_bound_at_a_bar_counts_as_its_open_side() -> None:
    """At most 100 is below 100, and a fact of exactly 100 turns it."""
    d = decision(rule("few", ["load < 100"], "own"))
    facts = {"load": number("load", 100, bound="at most")}
    assert walk(d, facts).recommended == "own"
    (flip,) = sensitivity(d, facts, FACTORS).flips
    assert (flip.at, flip.direction, flip.inclusive, flip.towards) == (100, "up", True, "api")


def test_a_range_that_ends_at_a_bar_decides_and_its_end_is_no_more_than_a_flip() -> None:
    """200 to 400 does not exceed 400, nor is 100 to 400 "below 400" in doubt but for 400 itself."""
    d = decision(rule("few", ["load < 400"], "own"))
    facts = {"load": number("load", 100, 400)}
    found = sensitivity(d, facts, FACTORS)
    assert walk(d, facts).recommended == "own"
    assert [(f.at, f.inclusive, f.towards) for f in found.flips] == [(400, True, "api")]
    assert (found.robust, [q.factor for q in found.questions]) == (False, ["load"])


def test_a_range_that_straddles_a_bar_is_the_first_of_equal_questions() -> None:
    """Where one figure more precise is worth as much as another answer, the figure is asked."""
    d = decision(rule("both", ["team is yes", "load > 400"], "own"))
    found = sensitivity(d, {"load": number("load", 300, 500)}, FACTORS).questions
    assert [(q.factor, q.value) for q in found] == [("load", 0.0), ("team", 0.0)]


@PROPERTY
@given(decisions(), some_facts())
def test_a_bound_never_makes_a_recommendation_firmer(d: Decision, facts: dict[str, Fact]) -> None:
    """What is robust with values at least or at most is robust with the values, where the walk says the same."""
    exact = {id: fact.model_copy(update={"bound": None}) for id, fact in facts.items()}
    same = walk(d, facts).recommended == walk(d, exact).recommended
    if same and sensitivity(d, facts, FACTORS).robust:
        assert sensitivity(d, exact, FACTORS).robust


@PROPERTY
@given(decisions(), some_facts(), st.data())
def test_robust_is_never_contradicted_and_never_withheld(
    d: Decision, facts: dict[str, Fact], data: st.DataObject
) -> None:
    """Robust holds exactly if every completion of the factors that rules test has the same recommendation."""
    ways = completions(facts, factors_tested_by(d))
    assume(len(ways) <= 300)
    current = walk(d, facts).recommended
    found = sensitivity(d, facts, FACTORS)
    assert found.robust == all(walk(d, way).recommended == current for way in ways)
    assert found.robust == (not found.questions)


@PROPERTY
@given(decisions(), some_facts())
def test_questions_are_about_open_factors_and_lead_elsewhere(d: Decision, facts: dict[str, Fact]) -> None:
    """Nothing that is settled is asked, no question leads only to what is recommended already, the best is first."""
    found = sensitivity(d, facts, FACTORS)
    for question in found.questions:
        stated = facts.get(question.factor)
        assert stated is None or stated.low != stated.high or stated.bound
        assert question.could_change_to
        assert walk(d, facts).recommended not in question.could_change_to
    assert [q.value for q in found.questions] == sorted((q.value for q in found.questions), reverse=True)


def _moved(facts: dict[str, Fact], flip: Flip, value: float) -> dict[str, Fact]:
    return {**facts, flip.factor: number(flip.factor, value)}


def _beyond(value: float, flip: Flip, *, across: bool) -> float:
    """Return the next value past a flip, or before it: the next whole number of a count, else the next float."""
    up = (flip.direction == "up") == across
    if flip.unit == "count":
        return value + 1 if up else value - 1
    return math.nextafter(value, math.inf if up else -math.inf)


@PROPERTY
@given(decisions(), some_facts())
def test_every_flip_flips_just_across_it_and_not_just_before(d: Decision, facts: dict[str, Fact]) -> None:
    """The walk rerun at the first value across goes where the flip says; at the last before, it stays."""
    current = walk(d, facts).recommended
    for flip in sensitivity(d, facts, FACTORS).flips:
        across = flip.at if flip.inclusive else _beyond(flip.at, flip, across=True)
        before = _beyond(flip.at, flip, across=False) if flip.inclusive else flip.at
        assert walk(d, _moved(facts, flip, across)).recommended == flip.towards != current
        assert walk(d, _moved(facts, flip, before)).recommended == current
        assert set(flip.rules) <= {r.id for r in d.rules}
        assert flip.rules


@PROPERTY
@given(decisions(), some_facts())
def test_no_nearer_flip_exists_on_a_fine_grid(d: Decision, facts: dict[str, Fact]) -> None:
    """Between a known value and its flip, or the end of the line, the recommendation does not change."""
    current = walk(d, facts).recommended
    flips = {(flip.factor, flip.direction): flip for flip in sensitivity(d, facts, FACTORS).flips}
    for id, fact in facts.items():
        if id not in GRID or fact.low is None or fact.low != fact.high or fact.bound or id not in factors_tested_by(d):
            continue
        ends = {"up": 100.0 if id == "noise" else 2000.0, "down": 0.0}
        for direction, end in ends.items():
            flip = flips.get((id, direction))
            stop = end if flip is None else flip.at
            grid = {fact.low + (stop - fact.low) * i / 12 for i in range(12)} | set(GRID[id])
            for value in grid:
                nearer = min(fact.low, stop) < value < max(fact.low, stop)
                if nearer and (id != "examples" or value == int(value)):
                    assert walk(d, {**facts, id: number(id, value)}).recommended == current
