"""What the check of a graph reports."""

from __future__ import annotations

from graph.build import build_graph
from graph.check import check_graph
from kb.types import Option
from tests.graph.articles import article, catalog, trade_off
from tests.graph.cases import rule

ARTICLES = (article("one"), article("two"))


def _found(kind: str, *articles: object, **changes: object) -> list[str]:
    g = build_graph(articles or ARTICLES, catalog(trade_off(**changes)))  # type: ignore[arg-type]
    return [finding.source for finding in check_graph(g) if finding.kind == kind]


def test_missing_evidence_is_found_with_the_record_that_names_it() -> None:
    """With the second article gone, the rule, the principle and the disagreement that named it are reported."""
    assert _found("dangling id", article("one")) == ["costs", "d/small", "one#rent"]


def test_a_survey_without_a_reference_is_uncited() -> None:
    """A result needs a source; a threshold of the author's own does not."""
    assert _found("uncited claim") == ["one#own", "two#own"]


def test_a_rule_without_evidence_is_found() -> None:
    """A rule that rests on nothing decides without a citation."""
    bare = rule("bare", ["load < 5"], "own").model_copy(update={"evidence": ()})
    assert _found("rule without evidence", rules=(bare,)) == ["d/bare"]


def test_an_option_that_no_facts_recommend_is_unreachable() -> None:
    """An option with a rule that is always outweighed is as dead as one without a rule."""
    options = tuple(Option(id=id, name=id, text=id) for id in ("api", "own", "both"))
    rules = (rule("a", ["team is yes"], "both", "weak"), rule("b", ["team is yes"], "own"))
    assert _found("unreachable option", options=options, rules=rules) == ["d/both"]


def test_a_factor_that_no_rule_tests_is_idle() -> None:
    """The catalog defines an audit that decides nothing."""
    assert _found("idle factor") == ["audit"]


def test_nodes_that_lead_back_to_each_other_are_a_cycle() -> None:
    """A graph from a damaged file may hold what build would not draw."""
    g = build_graph(ARTICLES, catalog())
    g.add_edge("claim:one#own", "rule:d/big", relation="CITES")
    (cycle,) = [finding for finding in check_graph(g) if finding.kind == "cycle"]
    assert "claim:one#own" in cycle.text
    assert "rule:d/big" in cycle.text


def test_a_sound_graph_has_no_cycle_and_nothing_dangling() -> None:
    """Disagreements join claims both ways in meaning, and are no cycle."""
    assert _found("cycle") == _found("dangling id") == []
