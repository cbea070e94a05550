"""The facts understood, as chips."""

from __future__ import annotations

import re

from bot.types import FactHeard
from bot.web.chips import addable_factors, chips_html
from tests.bot.desks import CATALOG, answer, outside

GONE = FactHeard(factor="cars", value="unknown", unit=None, text="unknown", origin="given", span=None, counted=False)


def test_a_chip_says_what_was_heard_and_can_be_changed_and_taken_back() -> None:
    """The value is a button that opens a field, beside it a cross that sets ``unknown``."""
    text = chips_html(answer(), CATALOG)
    assert 'aria-label="Change Cars a day, now 40/day"' in text
    assert "heard “40 cars a day”" in text
    assert 'data-factor="cars" data-set="unknown" aria-label="Take back Cars a day"' in text


def test_a_fact_taken_back_can_be_restored() -> None:
    """An empty value forgets the taking back."""
    text = chips_html(answer(facts=(GONE,)), CATALOG)
    assert "taken back" in text
    assert 'data-factor="cars" data-set="" aria-label="Restore Cars a day"' in text
    assert "data-edit" not in text


def test_what_could_not_be_used_is_told_beside_its_chip_and_its_field_stays_open() -> None:
    """The others stay closed."""
    text = chips_html(answer(), CATALOG, ("cars", "No <number>."))
    assert '<p class="cr-problem" role="alert">No &lt;number&gt;.</p>' in text
    assert 'class="cr-editor" data-own="hidden">' in text
    assert 'class="cr-editor" data-own="hidden" hidden>' in chips_html(answer(), CATALOG)


def test_a_fact_that_is_only_implied_or_does_not_count_says_so() -> None:
    """Nobody takes an assumption for what was said."""
    implied = answer().facts[0].model_copy(update={"assumed": True})
    assert "only implied; say so if it is otherwise" in chips_html(answer(facts=(implied,)), CATALOG)
    aside = answer().facts[0].model_copy(update={"counted": False})
    assert "does not bear on this decision" in chips_html(answer(facts=(aside,)), CATALOG)


def test_a_value_that_is_only_tried_is_marked_with_a_way_back() -> None:
    """It is no chip to correct."""
    text = chips_html(answer(), CATALOG, tried={"cars": "7/day"})
    assert "what if; you stated 7/day" in text
    assert "data-edit" not in text


def test_the_facts_to_add_are_those_that_a_rule_tests_and_nothing_is_known_of() -> None:
    """The bank bears on no rule; what is worth asking comes first."""
    assert addable_factors(answer(), CATALOG) == ("ice",)
    assert addable_factors(answer(facts=(), path=answer().path[1:]), CATALOG) == ("ice", "cars")
    text = chips_html(answer(), CATALOG)
    assert re.search(r'<li data-find="ice in winter does the river freeze\?"', text)
    assert 'placeholder="Search 1 facts"' not in text


def test_without_a_decision_there_is_nothing_to_understand() -> None:
    """No chip on a card outside the knowledge."""
    assert chips_html(outside(), CATALOG) == ""
