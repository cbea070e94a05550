from __future__ import annotations

import re

import pytest

from bot.types import FactHeard, Recommendation
from bot.web.picture import SHOWN, fold, label, mermaid
from tests.bot.desks import BRIDGE, CATALOG, FERRY, answer, step


def drawn() -> str:
    """Return the picture of the usual answer."""
    return mermaid(answer(), CATALOG)


def test_the_picture_runs_left_to_right_from_fact_over_rule_to_option() -> None:
    """A fact leads to the rule it makes hold, and that rule by a heavy arrow to its option."""
    text = drawn()
    assert "flowchart LR" in text
    assert re.search(r'f0 -->\|"#lt; 500/day"\| r0', text)
    assert re.search(r'r0 ==>\|"strong"\| o0', text)


@pytest.mark.parametrize(
    ("sign", "shape"),
    [
        ("✓ holds", r'r\d\["✓ holds'),
        ("✗ fails", r"shape: notch-rect, label: \"✗ fails"),
        ("? unknown", r'r\d\("\? unknown'),
    ],
)
def test_each_outcome_has_a_word_a_sign_and_a_shape_of_its_own(sign: str, shape: str) -> None:
    """Colour is never needed to tell holds, fails and unknown apart."""
    assert sign in drawn()
    assert re.search(shape, drawn())


def test_the_recommended_option_is_marked_by_a_star_and_no_other_is() -> None:
    """One star, at the option recommended."""
    stars = [line for line in drawn().splitlines() if "★" in line]
    assert len(stars) == 1
    assert "Run a ferry" in stars[0]


def test_a_rule_that_waits_for_a_fact_says_which() -> None:
    """The arrow from what is not stated names the condition in words."""
    assert re.search(r'u -\.->\|"ice in winter: yes"\| r\d', drawn())


def test_no_label_can_be_read_as_syntax() -> None:
    """Quotes, brackets, arrows, comments and HTML of a label come out as entities."""
    hostile = '"]; click x href "javascript:alert(1)" %%{init}%% <img src=x onerror=1> `a` #quot;'
    safe = label(hostile)
    assert not set('"<>`%') & set(safe)
    assert "#quot;" in safe


def test_a_hostile_reason_leaves_the_number_of_lines_as_it_was() -> None:
    """A line break in a text of an author opens no new statement."""
    trade_off = CATALOG.trade_offs[0]
    rules = tuple(rule.model_copy(update={"because": 'x"]\n  click r0 call evil()\n%% y'}) for rule in trade_off.rules)
    hostile = CATALOG.model_copy(update={"trade_offs": (trade_off.model_copy(update={"rules": rules}),)})
    assert len(mermaid(answer(), hostile).splitlines()) == len(drawn().splitlines())


def test_of_twenty_five_steps_the_rest_is_counted() -> None:
    """Rules beyond the limit become one node that says how many they are; those that hold are all drawn."""
    path = answer().path[:1] + tuple(step(n, "few", "holds", "ferry") for n in range(5))
    path += tuple(step(n, "many", "fails", "bridge") for n in range(10)) + tuple(
        step(n, "ice", "unknown", "bridge") for n in range(10)
    )
    text = mermaid(answer(path=path), CATALOG)
    assert text.count("✓ holds") == 5
    assert f"✗ fails: {10 - SHOWN} more rules" in text
    assert f"? unknown: {10 - SHOWN} more rules" in text


def test_rules_that_could_change_nothing_are_only_counted() -> None:
    """A robust answer draws no rule that waits for a fact."""
    steps = [step(1, "ice", "unknown", "bridge"), step(2, "ice", "unknown", "ferry")]
    assert fold(steps, "ferry", robust=True) == ([], {"unknown": 2})
    assert [s.favours for s in fold(steps[::-1], "ferry", robust=False)[0]] == ["bridge", "ferry"]


def test_there_is_no_picture_where_no_fact_met_a_rule() -> None:
    """Nothing was walked, so nothing is drawn."""
    assert mermaid(answer(facts=()), CATALOG) == ""
    assert mermaid(answer(path=()), CATALOG) == ""


def test_a_rule_that_the_catalog_does_not_know_is_drawn_from_its_text() -> None:
    """An extracted rule keeps its place, with its own words and its option."""
    unknown = step(2, "few", "holds", "ferry").model_copy(
        update={"node": "rule:crossing/extracted-1", "text": "If it rains: swim"}
    )
    text = mermaid(answer(path=(answer().path[0], unknown)), CATALOG)
    assert "✓ holds: If it rains: swim" in text
    assert "r0 ==>" in text


def test_ranges_and_choices_meet_their_conditions() -> None:
    """A range below the bar holds, a yes/no that is false fails: the arrows say so."""
    facts = (
        FactHeard(factor="cars", value=(10.0, 20.0), unit="1/day", text="10 to 20", origin="question", span=None),
        FactHeard(factor="ice", value=False, unit=None, text="never freezes", origin="question", span=None),
    )
    fact = answer().path[0]
    path = (
        fact,
        fact.model_copy(update={"node": "factor:ice", "text": "ice in winter: no"}),
        step(3, "few", "holds", "ferry"),
        step(4, "ice", "fails", "bridge"),
    )
    text = mermaid(answer(facts=facts, path=path), CATALOG)
    assert 'f0 -->|"#lt; 500/day"| r0' in text
    assert 'f1 -.-x|"is yes"| r1' in text


def test_the_option_is_named_even_where_the_catalog_does_not_know_the_trade_off() -> None:
    """Options then come from the answer itself."""
    r = Recommendation(option=FERRY, strength="weak", certainty="low", robust=False, summary="", citations=())
    text = mermaid(answer(recommendation=r), CATALOG.model_copy(update={"trade_offs": ()}))
    assert "★ Run a ferry" in text
    assert BRIDGE.name in text
