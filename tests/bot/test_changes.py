"""Comparing answers, JSON values, standings and knowledge; and the lines in which it is told."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor
from bot.change_lines import comparison_lines, replay_lines
from bot.changes import AnswerChange, Comparison, Replayed, compare_answers, compare_standings, differing
from bot.inventory import Knowledge, compare_knowledge, threshold_text
from bot.scenario import resting_on, without
from kb.types import Catalog, Threshold
from tests.bot.questions import OUTSIDE, VOLUME

FEW, MANY = {"requests_per_day": "20000/day"}, {"requests_per_day": "5M/day"}


def test_equal_answers_do_not_differ(advisor: Advisor) -> None:
    """An answer compared with itself has no difference, aspect by aspect and leaf by leaf."""
    answer = advise([VOLUME], advisor)
    assert compare_answers(answer, answer) == ()
    assert differing(answer.model_dump(mode="json"), answer.model_dump(mode="json")) == []


def test_differences_name_the_option_and_what_it_rests_on(advisor: Advisor) -> None:
    """Another fact shows as another option, heard fact and flips, each with before and after."""
    found = compare_answers(advise([VOLUME], advisor, FEW), advise([VOLUME], advisor, MANY))
    fields = {d.field: (d.before, d.after) for d in found}
    assert fields["option"] == ("call-api", "fine-tune-open-model")
    assert fields["facts"] == ("requests_per_day = 20000.0", "requests_per_day = 5000000.0")
    assert fields["flips"][0] != fields["flips"][1]


def test_a_refused_question_is_compared_by_its_reason(advisor: Advisor) -> None:
    """A question that is refused on one side differs in outcome and names the reason."""
    found = compare_answers(advise([OUTSIDE], advisor), "There is no factor 'tea'.")
    assert {d.field: d.after for d in found}["reason"] == "There is no factor 'tea'."
    assert ("outcome", "out_of_scope", "refused") in [(d.field, d.before, d.after) for d in found]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"a": 1}, {"a": 2}, ("a", "1", "2")),
        ({"a": [1]}, {"a": [1, 2]}, ("a[1]", "nothing", "2")),
        ({"a": {"b": "x"}}, {"a": None}, ("a", "dict of 1", "None")),
        ({"a": 1}, {"a": 1.0}, ("a", "1", "1.0")),
        ({"a": True}, {"a": 1}, ("a", "True", "1")),
        ({}, {"a": []}, ("a", "nothing", "empty")),
    ],
)
def test_differing_names_the_path_of_each_leaf(before: object, after: object, told: tuple[str, str, str]) -> None:
    """Objects by key, lists by index, absence as nothing, and 1 is not 1.0, which has other bytes."""
    assert [(d.field, d.before, d.after) for d in differing(before, after)] == [told]


def test_standings_tell_sources_from_trade_offs_from_engine(advisor: Advisor) -> None:
    """Each part that is another is named with its id, and nothing else is; the same standing has the same digest."""
    here = advisor.standing
    sources = {**here.sources, "custom-ai-guide": "0" * 64, "new": "1" * 64}
    there = here.model_copy(update={"engine": "0", "sources": sources})
    assert compare_standings(here, here) == ()
    assert [(c.what, c.id, c.how) for c in compare_standings(here, there)] == [
        ("engine", "", "changed"),
        ("source", "custom-ai-guide", "changed"),
        ("source", "new", "added"),
    ]
    assert here.digest == advisor.digest != there.digest


def test_knowledge_is_compared_item_by_item(advisor: Advisor) -> None:
    """A removed article shows with its claims; a rule with another threshold shows what it was and what it is."""
    articles = advisor.generation.articles
    before = Knowledge(advisor.catalog, articles)
    assert compare_knowledge(before, before) == ()
    kept = [a for a in articles if a.source.id != "custom-ai-guide"]
    gone = compare_knowledge(before, Knowledge(advisor.catalog, kept))
    assert {c.how for c in gone} == {"removed"}
    assert ("source", "custom-ai-guide") in {(c.what, c.id) for c in gone}
    assert ("claim", "custom-ai-guide#pilot") in {(c.what, c.id) for c in gone}
    assert {"threshold", "claim"} <= {c.what for c in gone}
    changed = compare_knowledge(before, Knowledge(_with_other_condition(advisor.catalog), articles))
    assert [(c.what, c.how) for c in changed] == [("rule", "changed")]
    assert "below a lot" in changed[0].after
    assert "below a lot" not in changed[0].before


def test_without_claims_rules_lose_evidence_or_go(advisor: Advisor) -> None:
    """A rule keeps what evidence it has left and goes when it has none; nothing else of the catalog changes."""
    catalog = advisor.catalog
    assert without(catalog, ["nobody#said"]) is catalog
    rule = next(r for t in catalog.trade_offs for r in t.rules if len(r.evidence) > 1)
    one = {r.id: r for t in without(catalog, rule.evidence[:1]).trade_offs for r in t.rules}[rule.id]
    assert one.evidence == rule.evidence[1:]
    none = without(catalog, rule.evidence)
    assert rule.id not in {r.id for t in none.trade_offs for r in t.rules}
    assert resting_on(none, rule.evidence[:1]) == tuple(
        n for n in resting_on(catalog, rule.evidence[:1]) if n.startswith("look-up")
    )
    assert none.digest != catalog.digest
    assert [t.examples for t in none.trade_offs] == [t.examples for t in catalog.trade_offs]


def test_thresholds_are_shown_with_unit_and_period() -> None:
    """One value or a range, with the unit and the period where they are stated."""
    assert threshold_text(Threshold(comparator="<", low=1e5, high=1e5, unit="request", period="day")) == (
        "< 100,000 request/day"
    )
    assert threshold_text(Threshold(comparator="between", low=2, high=4, unit="week")) == "between 2 and 4 week"


def test_lines_count_first_and_list_what_changed(advisor: Advisor) -> None:
    """The first line counts; a changed option is listed apart from a change of firmness alone."""
    few, many = advise([VOLUME], advisor, FEW), advise([VOLUME], advisor, MANY)
    weaker = few.model_copy(update={"recommendation": few.recommendation.model_copy(update={"strength": "weak"})})  # type: ignore[union-attr]
    answers = tuple(
        AnswerChange(id=id, turns=("line\none",), differences=compare_answers(few, other))
        for id, other in (("turned", many), ("softer", weaker))
    )
    lines = "\n".join(comparison_lines(Comparison(old="a", new="b", knowledge=(), asked=9, answers=answers)))
    assert lines.startswith("Of 9 questions 1 would be decided otherwise, and 1 would only differ")
    assert "option: call-api -> fine-tune-open-model" in lines
    assert lines.index("turned: line one") < lines.index("Decided alike") < lines.index("softer: line one")


def test_replay_lines_say_why_an_equal_digest_gives_another_answer() -> None:
    """Where nothing of the knowledge is another, the lines say what else it can be."""
    replayed = Replayed(
        same=False, how="question", recorded="a", here="a", knowledge=(), differing=0, differences=(), notes=("Hm.",)
    )
    lines = list(replay_lines(replayed))
    assert "although the knowledge and the engine are the same" in lines[0]
    assert lines[-1] == "Note: Hm."


def _with_other_condition(catalog: Catalog) -> Catalog:
    first = catalog.trade_offs[0]
    rule = first.rules[0]
    condition = rule.when[0].model_copy(update={"text": "below a lot"})
    changed = first.model_copy(
        update={"rules": (rule.model_copy(update={"when": (condition, *rule.when[1:])}), *first.rules[1:])}
    )
    return catalog.model_copy(update={"trade_offs": (changed, *catalog.trade_offs[1:])})
