"""Views of one path: nothing lost, nothing unescaped, readable when large."""

from __future__ import annotations

import json
import re

from graph.rules import Decision
from graph.views import as_dict, markdown, mermaid, rows, value_text
from graph.walk import walk
from kb.types import Fact
from tests.graph.cases import EXAMPLES, FACTORS, LOAD, choice, decision, number, rule

SMALL = decision(
    rule("big", ["load > 400"], "own"),
    rule("small", ["load < 100"], "api"),
    rule("team", ["team is yes"], "own", "weak"),
)
FACTS = {"load": number("load", 55000)}


def _large() -> Decision:
    failed = [rule(f"f{i:02}", [f"load < {i + 1}"], "api") for i in range(20)]
    held = [rule(f"h{i}", [f"load > {i + 1}"], "own") for i in range(3)]
    return decision(*failed, *held, rule("u", ["team is no"], "api", "weak"), rule("v", ["audit is no"], "api"))


def test_markdown_names_the_recommendation_and_every_step_with_its_tests() -> None:
    """A reader without a picture sees what argued, what is unknown and what failed, and by which value."""
    text = markdown(walk(SMALL, FACTS), SMALL, FACTORS)
    assert text.startswith("**OWN**\n")
    assert "1. ✓ holds (for OWN, strong): Because of big." in text
    assert r"Requests per day: 55,000 a day; \> 400: ✓ holds" in text
    assert "2. ? unknown (for OWN, weak)" in text
    assert "3. ✗ fails (for API, strong)" in text


def test_markdown_says_when_nothing_argued() -> None:
    """The starting option is not dressed up as an argued one."""
    text = markdown(walk(SMALL, {}), SMALL, FACTORS)
    assert "**API** is where to start: no rule argues yet. It is the cheapest to try." in text


def test_mermaid_tells_outcomes_by_sign_word_and_shape() -> None:
    """Holds is a rectangle, unknown slanted, failed a hexagon; only what holds has a heavy arrow."""
    chart = mermaid(walk(SMALL, FACTS), SMALL, FACTORS)
    assert chart.startswith("flowchart LR\n")
    assert 'r0["✓ holds: Because of big."]' in chart
    assert 'r1[/"? unknown: Because of team."/]' in chart
    assert 'r2{{"✗ fails: Because of small."}}' in chart
    assert 'r0 ==>|"strong"| c1' in chart
    assert "r2 ==>" not in chart
    assert 'c1[["★ recommended: OWN"]]' in chart
    assert "#" not in re.sub(r"#\w+;", "", chart)


def test_mermaid_folds_failed_rules_when_there_are_many() -> None:
    """Of twenty failed rules eight are drawn and twelve counted; what holds and what is unknown stays."""
    d = _large()
    chart = mermaid(walk(d, FACTS), d, FACTORS)
    assert chart.count("✗ fails: Because") == 8
    assert "✗ fails: 12 more rules" in chart
    assert "f0 -.-> more_fails" in chart
    assert chart.count("✓ holds: Because") == 3
    assert chart.count("? unknown: Because") == 2


def test_of_a_failed_rule_only_the_failed_conditions_are_drawn() -> None:
    """What was not needed to refute it stays out of the picture."""
    d = decision(rule("big", ["load < 100", "team is yes"], "own"))
    chart = mermaid(walk(d, FACTS), d, FACTORS)
    assert "#lt; 100: fails" in chart
    assert "Platform team" not in chart


def test_an_option_that_nothing_drawn_argues_for_still_stands_in_the_column_of_options() -> None:
    """An invisible link keeps it on the right, also where there is no fact at all."""
    d = decision(rule("big", ["load > 400"], "own"))
    assert "r0 ~~~ c0" in mermaid(walk(d, FACTS), d, FACTORS)
    assert "~~~" not in mermaid(walk(decision(), {}), decision(), FACTORS)


def test_mermaid_escapes_what_its_grammar_would_read() -> None:
    """Quotes, brackets, comments and markup in a name or a reason cannot break out of a label."""
    evil = '"]; click r0 "x" %%{init} <script>`#'
    broken = SMALL.rules[0].model_copy(update={"because": evil})
    d = SMALL.model_copy(update={"rules": (broken,), "name": evil})
    chart = mermaid(walk(d, FACTS), d, FACTORS)
    assert chart.count('"') == 2 * len(re.findall(r'"[^"]*"', chart))
    assert '"];' not in chart
    assert "<script>" not in chart
    assert "%%" not in chart
    assert "`" not in chart


def test_markdown_escapes_markup() -> None:
    """An author's or a source's text cannot open a tag or a link."""
    broken = SMALL.rules[0].model_copy(update={"because": "<b>[x](y)"})
    d = SMALL.model_copy(update={"rules": (broken,)})
    assert r"\<b\>\[x\](y)" in markdown(walk(d, FACTS), d, FACTORS)


def test_rows_hold_one_tuple_a_step_in_the_paths_order() -> None:
    """A table shows number, outcome, reason, conditions, option, force and evidence."""
    assert rows(walk(SMALL, FACTS), SMALL, FACTORS)[0] == (
        "1",
        "holds",
        "Because of big.",
        "Requests per day > 400 (holds)",
        "OWN",
        "strong",
        "article#claim",
    )


def test_the_dict_survives_json_even_with_an_open_range() -> None:
    """An end that nobody stated is null, and the whole loads back as it was."""
    path = walk(SMALL, {"load": Fact(factor="load", low=500, high=float("inf"))})
    data = as_dict(path, SMALL)
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["facts"][0]["high"] is None
    assert data["options"] == [{"id": "api", "name": "API"}, {"id": "own", "name": "OWN"}]


def test_values_read_as_people_say_them() -> None:
    """Rates are per day, ranges have two ends, an open end is said."""
    assert value_text(number("load", 55000), LOAD) == "55,000 a day"
    assert value_text(number("examples", 500, 1000), EXAMPLES) == "500 to 1,000"
    assert value_text(Fact(factor="load", low=2.5), LOAD) == "at least 2.5 a day"
    assert value_text(Fact(factor="load", high=9), LOAD) == "at most 9 a day"
    assert value_text(choice("team", "no"), FACTORS["team"]) == "no"


def test_a_view_changes_nothing_and_repeats() -> None:
    """Two calls give the same bytes."""
    path = walk(_large(), FACTS)
    assert mermaid(path, _large(), FACTORS) == mermaid(path, _large(), FACTORS)
    assert markdown(path, _large(), FACTORS) == markdown(path, _large(), FACTORS)
