"""The path as an inline SVG: outcomes by shape and word, evidence by rule, nothing of an author as markup."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from bot.types import Answer, FactHeard, PathStep, Recommendation
from bot.web.layout import NARROW
from bot.web.picture import SHOWN, left_out, ordered, picked, picture
from tests.bot.desks import BRIDGE, CATALOG, FERRY, answer, step


def drawn(given: Answer | None = None) -> str:
    """Return the picture of an answer."""
    return picture(given or answer(), CATALOG, 1)


def many() -> tuple[PathStep, ...]:
    """Return a path of 25 rules: five hold, ten fail, ten are unknown."""
    path = answer().path[:1] + tuple(step(n, "few", "holds", "ferry") for n in range(2, 7))
    path += tuple(step(n, "many", "fails", "bridge") for n in range(7, 17))
    return path + tuple(step(n, "ice", "unknown", "bridge") for n in range(17, 27))


def test_the_picture_is_well_formed_and_names_itself() -> None:
    """A group of buttons with a sentence that says what it shows."""
    root = ElementTree.fromstring(drawn())  # noqa: S314  our own output
    assert root.get("role") == "group"
    assert root.get("aria-label") == (
        "The path from 1 stated fact over 3 rules (1 holds, 1 unknown, 1 fails), leading to Run a ferry. "
        "Rules are buttons."
    )


@pytest.mark.parametrize(
    ("sign", "name", "shape"),
    [
        ("✓ holds", "cr-holds", '<rect [^>]*rx="3"'),
        ("✗ fails", "cr-fails", "<path"),
        ("? unknown", "cr-unknown", 'rx="14"'),
    ],
)
def test_each_outcome_has_a_word_a_sign_and_a_shape_of_its_own(sign: str, name: str, shape: str) -> None:
    """Colour is never needed to tell holds, fails and unknown apart."""
    (rule,) = re.findall(rf'<g class="cr-node cr-rule {name}".*?</g>', drawn())
    assert f"{sign} · strong" in rule
    assert re.search(shape, rule)


def test_a_rule_is_a_button_that_opens_its_evidence_and_so_do_its_lines() -> None:
    """Each names the step; the lines are for the pointer only."""
    text = drawn()
    assert 'role="button" tabindex="0" data-opens="2" aria-controls="turn-1-step-2" aria-expanded="false"' in text
    assert re.findall(r'<g class="cr-line ([^"]+)" data-opens="2">', text) == [
        "cr-holds",
        "cr-holds cr-argues cr-strong",
    ]


def test_the_recommended_option_is_marked_by_a_star_and_no_other_is() -> None:
    """One star, at the option recommended."""
    assert re.findall(r"★ recommended</text><text[^>]*>([^<]+)", drawn()) == ["Run a ferry"]


def test_a_rule_that_waits_for_a_fact_says_which() -> None:
    """What is not stated has a box of its own, joined by a line."""
    assert re.search(r"\? not stated</text><text[^>]*>Ice in winter", drawn())


def test_nothing_of_an_author_is_markup() -> None:
    """A hostile reason is text in a picture that stays well-formed."""
    trade_off = CATALOG.trade_offs[0]
    bad = '</text></svg><script>alert(1)</script>"><img src=x onerror=1>'
    rules = tuple(rule.model_copy(update={"because": bad}) for rule in trade_off.rules)
    hostile = CATALOG.model_copy(update={"trade_offs": (trade_off.model_copy(update={"rules": rules}),)})
    root = ElementTree.fromstring(picture(answer(), hostile, 1))  # noqa: S314  our own output
    assert {element.tag for element in root.iter()} == {"svg", "g", "path", "rect", "text"}


def test_of_many_rules_the_short_picture_draws_what_matters_and_the_whole_one_all() -> None:
    """Of those that do not hold the first few; how many are left out is known."""
    path = many()
    short, whole = drawn(answer(path=path)), picture(answer(path=path), CATALOG, 1, whole=True)
    assert short.count("cr-rule cr-holds") == 5
    assert short.count("cr-rule cr-fails") == short.count("cr-rule cr-unknown") == SHOWN
    assert whole.count("cr-rule ") == 25
    assert left_out(answer(path=path)) == 25 - 5 - 2 * SHOWN


@pytest.mark.parametrize("path", [answer().path, many()])
@pytest.mark.parametrize("columns", ["wide", "narrow"])
def test_no_two_boxes_overlap(path: tuple[PathStep, ...], columns: str) -> None:
    """With three rules and with twenty-five, on a desktop and on a phone, every box has its own place."""
    more = {"columns": NARROW} if columns == "narrow" else {}
    text = picture(answer(path=path), CATALOG, 1, whole=True, **more)  # type: ignore[arg-type]
    found = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', text)
    boxes = [tuple(map(float, box)) for box in found]
    for at, (x, y, w, h) in enumerate(boxes):
        for x2, y2, w2, h2 in boxes[at + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_rules_that_argue_for_another_option_come_first_among_the_unknown() -> None:
    """They are what could change the choice."""
    steps = [step(n, "ice", "unknown", "ferry") for n in range(SHOWN + 2)] + [step(9, "ice", "unknown", "bridge")]
    assert picked(steps, "ferry")[0].favours == "bridge"


def test_rules_stand_by_the_option_they_argue_for_and_those_that_fail_last() -> None:
    """So few lines cross."""
    steps = [
        step(1, "many", "fails", "bridge"),
        step(2, "ice", "unknown", "bridge"),
        step(3, "few", "holds", "ferry"),
        step(4, "ice", "unknown", "ferry"),
    ]
    assert [s.step for s in ordered(steps, ["bridge", "ferry"], "ferry")] == [3, 4, 2, 1]


def test_there_is_no_picture_where_no_fact_met_a_rule() -> None:
    """Nothing was walked, so nothing is drawn."""
    assert drawn(answer(path=answer().path[1:])) == ""
    assert drawn(answer(path=())) == ""


def test_a_rule_that_the_catalog_does_not_know_is_drawn_from_its_text() -> None:
    """An extracted rule keeps its place, with its own words and its option."""
    unknown = step(2, "few", "holds", "ferry").model_copy(
        update={"node": "rule:crossing/extracted-1", "text": "If it rains: swim"}
    )
    text = drawn(answer(path=(answer().path[0], unknown)))
    assert "If it rains: swim" in text
    assert "cr-line cr-holds cr-argues" in text


def test_ranges_and_choices_meet_their_conditions() -> None:
    """A range below the bar holds, a yes/no that is false fails: the lines say so."""
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
    text = drawn(answer(facts=facts, path=path))
    assert '<g class="cr-line cr-holds" data-opens="3">' in text
    assert '<g class="cr-line cr-fails" data-opens="4">' in text
    assert "would need ice in winter: yes" in text


def test_the_option_is_named_even_where_the_catalog_does_not_know_the_trade_off() -> None:
    """Options then come from the answer itself."""
    r = Recommendation(option=FERRY, strength="weak", certainty="low", robust=False, summary="", citations=())
    text = picture(answer(recommendation=r), CATALOG.model_copy(update={"trade_offs": ()}), 1)
    assert "Run a ferry" in text
    assert BRIDGE.name in text
