"""Extracted rules beside authored ones: new ones argue weakly, equal ones corroborate, contrary ones are conflicts."""

from __future__ import annotations

import itertools

from graph.build import build_graph
from graph.conflicts import conflicts
from graph.extracted import authored_only, with_extracted
from graph.query import decision_of
from graph.sensitivity import sensitivity
from graph.walk import walk
from kb.extracted import ExtractedRule, Polarity, extracted_id
from kb.reviews import ReviewDecision
from kb.types import Catalog, Force, Rule, Span
from tests.graph.articles import article, catalog, trade_off
from tests.graph.cases import FACTORS, choice, number, rule

TRADE_OFF = trade_off(
    rules=(
        rule("small", ["load < 100"], "api").model_copy(update={"evidence": ("one#rent",)}),
        rule("team", ["team is yes"], "own").model_copy(update={"evidence": ("one#own",)}),
    )
)
CATALOG = catalog(TRADE_OFF)


def said(when: str, favours: str, source: str = "two", polarity: Polarity = "for") -> ExtractedRule:
    """Return an extracted rule of the decision ``d``, from the claim ``rent`` of a source."""
    factor = when.partition(" ")[0]
    return ExtractedRule(
        id=extracted_id(source, when, "d", factor, favours),
        source=source,
        claim=f"{source}#rent",
        span=Span(source=source, start=0, end=25),
        trade_off="d",
        factor=factor,
        when=when,
        condition_words=when,
        favours=favours,
        polarity=polarity,
        quote=when,
    )


def rules_of(found: Catalog) -> dict[str, Rule]:
    """Return the rules of ``d`` by id."""
    return {r.id: r for r in found.trade_off("d").rules}


def added(found: Catalog) -> list[Rule]:
    """Return the rules that were added."""
    return [r for id, r in rules_of(found).items() if id not in rules_of(CATALOG)]


def test_a_new_rule_argues_weakly_and_is_shown_as_extracted() -> None:
    """A rule that no author wrote has the least force, its own status, and its claim for evidence."""
    (new,) = added(with_extracted(CATALOG, [said("load > 400/day", "own")]))
    assert (new.status, new.force, new.favours, new.evidence) == ("extracted", Force.WEAK, "own", ("two#rent",))
    g = build_graph((article("one"), article("two")), CATALOG, [said("load > 400/day", "own")])
    path = walk(decision_of(g, "d"), {"load": number("load", 500)})
    assert [(s.status, s.outcome.value) for s in path.steps if s.rule == new.id] == [("extracted", "holds")]
    assert path.recommended == "own"


def test_the_same_bar_elsewhere_corroborates_after_unit_normalisation() -> None:
    """3,000 a month is 100 a day: another source that says so stands behind the authored rule and adds no argument."""
    found = with_extracted(CATALOG, [said("load < 3000/month", "api")])
    assert added(found) == []
    assert rules_of(found)["d/small"].corroborated_by == ("two#rent",)
    g = build_graph((article("one"), article("two")), found)
    step = next(s for s in walk(decision_of(g, "d"), {}).steps if s.rule == "d/small")
    assert step.corroborated_by == ("two#rent",)


def test_corroboration_counts_independent_sources() -> None:
    """The source that the authored rule rests on, and a copy of one counted already, do not count again."""
    rules = [said("load < 100/day", "api", source) for source in ("one", "two", "three")]
    found = with_extracted(CATALOG, rules, originals={"three": "two"})
    assert rules_of(found)["d/small"].corroborated_by == ("three#rent",)


def test_another_bar_is_a_conflict() -> None:
    """A source that puts the bar of the same option elsewhere is a rule of its own, and a disagreement."""
    found = with_extracted(CATALOG, [said("load < 900/day", "api")])
    (new,) = found.trade_off("d").disagreements[1:]
    (conflict,) = conflicts([new], FACTORS)
    assert conflict.relation == "disagree"
    assert [p.evidence for p in new.positions] == ["one#rent", "two#rent"]
    assert len(added(found)) == 1


def test_another_option_in_the_same_case_is_a_conflict() -> None:
    """A yes/no that leads a source elsewhere than the author is a disagreement of stances."""
    found = with_extracted(CATALOG, [said("team is yes", "api")])
    (new,) = found.trade_off("d").disagreements[1:]
    assert conflicts([new], FACTORS)[0].relation == "disagree"


def test_against_one_of_two_options_speaks_for_the_other() -> None:
    """Of two options the other one is meant; a rule that states no condition of ours is left out."""
    (new,) = added(with_extracted(CATALOG, [said("load > 400/day", "api", polarity="against"), said("", "own")]))
    assert new.favours == "own"


def test_decisions_are_heeded() -> None:
    """A rejected rule is left out, an accepted one is authored; and what was added can be taken off again."""
    pending = said("load > 400/day", "own")
    assert added(with_extracted(CATALOG, [pending], [ReviewDecision(item=pending.id, verdict="reject")])) == []
    (kept,) = added(with_extracted(CATALOG, [pending], [ReviewDecision(item=pending.id, verdict="accept")]))
    assert kept.status == "authored"
    everything = [pending, said("load < 100/day", "api"), said("team is yes", "api")]
    assert authored_only(with_extracted(CATALOG, everything)) == CATALOG


def test_the_order_of_rules_does_not_matter() -> None:
    """The same rules in any order give the same catalog, one rule a thing said, and the same robustness."""
    rules = [said("load > 400/day", "own"), said("load > 400/day", "own", "three"), said("team is no", "api")]
    found = {with_extracted(CATALOG, order).model_dump_json() for order in itertools.permutations(rules)}
    assert len(found) == 1
    one = with_extracted(CATALOG, rules)
    assert len(added(one)) == 2
    g = build_graph((article("one"), article("two"), article("three")), one)
    facts = {"load": number("load", 500), "team": choice("team", "no")}
    assert sensitivity(decision_of(g, "d"), facts, FACTORS).robust
