"""Which side of a disagreement a walk leaned on."""

from __future__ import annotations

from collections.abc import Mapping

from graph.walk import walk
from graph.weight import Weight, weigh
from kb.types import Disagreement, Fact, Position, Rule
from tests.graph.cases import choice, decision, number, rule


def _on(id: str, condition: str, *claims: str, force: str = "strong") -> Rule:
    return rule(id, [condition], "api", force).model_copy(update={"evidence": claims})


RULES = (
    _on("low", "load < 100", "s#low"),
    _on("high", "load > 400", "s#high"),
    _on("team", "team is yes", "s#high", force="weak"),
    _on("both", "audit is yes", "s#low", "s#high", force="decisive"),
)
FIGURES = Disagreement(
    id="x", about="a thing", positions=(Position(evidence="s#low", text="l"), Position(evidence="s#high", text="h"))
)


def _weighed(
    facts: Mapping[str, Fact], disagreement: Disagreement = FIGURES, rules: tuple[Rule, ...] = RULES
) -> Weight:
    return weigh(disagreement, walk(decision(*rules), facts))


def test_the_side_whose_rule_holds_weighs_more() -> None:
    """One rule holds on the first, one fails and one is unknown on the second."""
    weight = _weighed({"load": number("load", 50)})
    assert (weight.how, weight.heavier) == ("heavier", 0)
    assert [s.rule for s in weight.sides[0].holding] == ["d/low"]
    assert [s.rule for s in weight.sides[1].failing] == ["d/high"]
    assert [s.rule for s in weight.sides[1].open] == ["d/team"]


def test_the_same_positions_weigh_otherwise_with_other_facts() -> None:
    """Weight is read off the walk: it turns where the facts turn."""
    assert _weighed({"load": number("load", 500)}).heavier == 1


def test_a_greater_force_outweighs_a_lesser_one_and_equals_are_level() -> None:
    """A strong rule beats a weak one, as it does in the walk; one weak rule each is level."""
    facts = {"load": number("load", 50), "team": choice("team", "yes")}
    assert _weighed(facts).heavier == 0
    weak = (RULES[0].model_copy(update={"force": RULES[2].force}), *RULES[1:])
    level = _weighed(facts, rules=weak)
    assert (level.how, level.heavier) == ("level", None)


def test_a_rule_on_both_sides_counts_for_neither() -> None:
    """What stands on either side sets none above the other, however decisive."""
    weight = _weighed({"audit": choice("audit", "yes")})
    assert (weight.how, weight.heavier) == ("none", None)
    assert [s.rule for s in weight.shared] == ["d/both"]


def test_nothing_reached_weighs_nothing() -> None:
    """Without facts no side weighs, and all rules are open."""
    weight = _weighed({})
    assert (weight.how, weight.heavier, weight.shared) == ("none", None, ())
    assert [len(side.open) for side in weight.sides] == [1, 2]


def test_positions_of_one_stance_are_one_side() -> None:
    """Two who hold the same weigh together, and a rule on both of them counts for them once."""
    positions = (
        Position(evidence="s#low", text="l", stance="yes"),
        Position(evidence="s#else", text="e", stance="no"),
        Position(evidence="s#high", text="h", stance="yes"),
    )
    weight = _weighed({"audit": choice("audit", "yes")}, Disagreement(id="x", about="a", positions=positions))
    assert [side.positions for side in weight.sides] == [(0, 2), (1,)]
    assert (weight.heavier, [s.rule for s in weight.sides[0].holding]) == (0, ["d/both"])
