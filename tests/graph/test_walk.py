"""The walk: arguments, their forces, ties, and what must not matter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.rules import Decision
from graph.walk import rank, walk
from kb.types import Fact, Force, Outcome, Rule
from tests.graph.cases import FACTORS, PROPERTY, choice, decision, decisions, number, rule, some_facts, values_of


def test_nothing_argues_so_the_start_is_recommended() -> None:
    """Without a rule that holds, the starting option stands and the path says that nothing argued for it."""
    path = walk(decision(rule("big", ["load > 100"], "own"), start="own", options="api own"), {})
    assert (path.recommended, path.argued) == ("own", False)


def test_one_decisive_rule_outranks_many_strong_and_weak_ones() -> None:
    """Forces are compared one after the other and never added up."""
    strong = [rule(f"s{i}", ["team is yes"], "api", "strong") for i in range(5)]
    weak = [rule(f"w{i}", ["team is yes"], "api", "weak") for i in range(5)]
    one = rule("one", ["load > 100"], "own", "decisive")
    path = walk(decision(*strong, *weak, one), {"team": choice("team", "yes"), "load": number("load", 500)})
    assert path.recommended == "own"
    assert {s.option: rank(s) for s in path.supports} == {"api": (0, 5, 5), "own": (1, 0, 0)}


def test_among_equals_the_start_stands_otherwise_the_first_in_the_authors_order() -> None:
    """A tie keeps the starting option if it is tied, and else falls to the order of the options."""
    facts = {"team": choice("team", "yes")}
    rules = [rule("x", ["team is yes"], "b"), rule("y", ["team is yes"], "c")]
    assert walk(decision(*rules, options="a b c", start="c"), facts).recommended == "c"
    assert walk(decision(*rules, options="a c b", start="a"), facts).recommended == "c"


def test_steps_that_hold_come_first_and_the_path_keeps_only_facts_that_are_tested() -> None:
    """The path reads from what argued to what did not, and leaves out facts that no rule asks about."""
    rules = [rule("a", ["load < 100"], "api"), rule("b", ["team is yes"], "own"), rule("c", ["load > 100"], "own")]
    path = walk(decision(*rules), {"noise": number("noise", 1), "load": number("load", 500)})
    assert [(step.rule, step.outcome.value) for step in path.steps] == [
        ("d/c", "holds"),
        ("d/b", "unknown"),
        ("d/a", "fails"),
    ]
    assert [fact.factor for fact in path.facts] == ["load"]


@PROPERTY
@given(decisions(), some_facts(), st.data())
def test_an_irrelevant_fact_changes_nothing(d: Decision, facts: dict[str, Fact], data: st.DataObject) -> None:
    """A fact about a factor that no rule tests leaves the whole path as it was."""
    tested = {condition.factor for r in d.rules for condition in r.when}
    extra = {id: data.draw(st.sampled_from(values_of(id))) for id in sorted(set(FACTORS) - tested)}
    bare = {id: fact for id, fact in facts.items() if id in tested}
    assert walk(d, {**facts, **extra}) == walk(d, bare)


@PROPERTY
@given(decisions(), some_facts(), st.randoms(use_true_random=False))
def test_the_order_of_rules_and_facts_does_not_matter(d: Decision, facts: dict[str, Fact], rng: object) -> None:
    """Shuffled rules and facts give the same path, step for step."""
    rules, shuffled = list(d.rules), list(facts.items())
    rng.shuffle(rules)  # type: ignore[attr-defined]
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert walk(d.model_copy(update={"rules": tuple(rules)}), dict(shuffled)) == walk(d, facts)


@PROPERTY
@given(decisions(), some_facts(), st.data())
def test_an_argument_more_for_an_option_never_weakens_it(
    d: Decision, facts: dict[str, Fact], data: st.DataObject
) -> None:
    """A fact after which more holds for an option, and nothing more for others, keeps it recommended if it was."""
    before = walk(d, facts)
    id = data.draw(st.sampled_from(sorted(set(FACTORS) - set(facts)) or ["team"]))
    after = walk(d, {**facts, id: data.draw(st.sampled_from(values_of(id)))})
    held = {step.rule for step in before.steps if step.outcome is Outcome.HOLDS}
    gained = {step.favours for step in after.steps if step.outcome is Outcome.HOLDS and step.rule not in held}
    if id not in facts and gained <= {before.recommended}:
        assert after.recommended == before.recommended
    if id not in facts and len(gained) == 1:
        assert after.recommended in {before.recommended, *gained}
        (option,) = gained
        supports = [{s.option: rank(s) for s in path.supports}[option] for path in (before, after)]
        assert supports[1] > supports[0]


@PROPERTY
@given(decisions(), some_facts())
def test_unknown_is_never_treated_as_false(d: Decision, facts: dict[str, Fact]) -> None:
    """A rule fails only by a stated fact: it would fail too if nothing but the failing facts were known."""
    for step in walk(d, facts).steps:
        if step.outcome is Outcome.FAILS:
            assert any(test.outcome is Outcome.FAILS and test.fact is not None for test in step.tests)
        if any(test.fact is None for test in step.tests):
            assert step.outcome is not Outcome.HOLDS
        if all(test.fact is None for test in step.tests) and step.tests:
            assert step.outcome is Outcome.UNKNOWN


@PROPERTY
@given(decisions(), some_facts())
def test_knowing_more_never_takes_back_what_holds_or_fails(d: Decision, facts: dict[str, Fact]) -> None:
    """Every rule that holds or fails by some of the facts does so by all of them."""
    whole = {step.rule: step.outcome for step in walk(d, facts).steps}
    for id in facts:
        for step in walk(d, {other: fact for other, fact in facts.items() if other != id}).steps:
            assert step.outcome in (Outcome.UNKNOWN, whole[step.rule])


def test_a_rule_without_conditions_always_argues() -> None:
    """An author may argue for an option whatever the facts."""
    always = Rule(id="d/r", trade_off="d", when=(), favours="own", force=Force.WEAK, because="So.", evidence=())
    path = walk(decision(always), {})
    assert (path.recommended, path.argued) == ("own", True)
