"""The tab to ask in, in a real browser over the built-in knowledge: chips, what-if, questions, evidence, copying."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress

import pytest

from bot.advisor import Advisor
from bot.desk import AdvisorDesk
from tests.bot.questions import VOLUME
from tests.bot.web.test_browser import FLAGS, SCREENS, Seen, Served, ask, chromium, sync_api

__all__ = ["FLAGS", "chromium"]
pytestmark = pytest.mark.browser
expect = sync_api.expect
VERDICT, CARD = "#cr-live-card .cr-verdict", "#cr-live-card"
LONG = "Prompt or fine-tune? We have 800 labelled examples, the format must never vary, 30k requests a day."


@pytest.fixture(scope="module")
def served(advisor: Advisor) -> Iterator[Served]:
    """Return the app over the built-in knowledge."""
    app = Served(AdvisorDesk(advisor))
    yield app
    app.stop()


@pytest.fixture
def page(chromium: sync_api.Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[sync_api.Page]:
    """Return a page with one answer to 55,000 requests a day; no complaint may be left when it is closed."""
    width, height, scheme = getattr(request, "param", (1280, 900, "light"))
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        has_touch=width < 600,
        permissions=["clipboard-read", "clipboard-write"],
    )
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    seen = Seen(opened)
    opened.goto(f"http://127.0.0.1:{served.port}/?__theme={scheme}")
    opened.locator("#cr-box textarea").wait_for()
    ask(opened, VOLUME)
    yield opened
    assert seen.errors == []
    assert seen.foreign == []
    context.close()


def knob(page: sync_api.Page) -> sync_api.Locator:
    """Return the marker of the first chart."""
    return page.locator(".cr-knob").first


def drag(page: sync_api.Page, share: float) -> None:
    """Drag the marker to a place of its axis, from 0 to 1."""
    knob(page).scroll_into_view_if_needed()
    start, axis = knob(page).bounding_box(), page.locator(".cr-axis").first.bounding_box()
    assert start
    assert axis
    y = start["y"] + start["height"] / 2
    page.mouse.move(start["x"] + start["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(axis["x"] + share * axis["width"], y, steps=8)
    page.mouse.up()


@SCREENS
def test_the_card_is_whole_on_every_screen(page: sync_api.Page) -> None:
    """Verdict, chips, chart and picture are there, and nothing scrolls sideways."""
    expect(page.locator(VERDICT)).to_have_text("Call an API")
    for part in (".cr-facts", ".cr-axis", "svg.cr-path:visible"):
        expect(page.locator(f"{CARD} {part}").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@SCREENS
def test_dragging_the_marker_tries_a_value_and_states_nothing(page: sync_api.Page) -> None:
    """The card turns and says that it is a what-if; the way back leads to what was stated."""
    drag(page, 0.9)
    expect(page.locator(VERDICT)).to_have_text("Fine-tune an open model")
    expect(page.locator(".cr-whatif-note")).to_contain_text("You stated: Requests per day 55,000/day.")
    expect(page.locator(".cr-asked")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Back to what was stated").click()
    expect(page.locator(VERDICT)).to_have_text("Call an API")
    expect(page.locator(".cr-whatif-note")).to_have_count(0)


@SCREENS
def test_no_line_runs_through_the_name_of_a_band(page: sync_api.Page) -> None:
    """As drawn: bars and marker stand beside the names in the bands, before and after a value is tried."""
    crossed = """() => {
      const box = (node) => node.getBoundingClientRect(), axis = document.querySelector("#cr-live-card .cr-axis");
      const lines = [...axis.querySelectorAll(".cr-bar, .cr-knob")].map((line) => box(line).left + box(line).width / 2);
      const names = [...axis.querySelectorAll(".cr-band span")].filter((name) => box(name).width);
      const struck = (name) => lines.some((x) => box(name).left < x && x < box(name).right);
      return [names.length, names.filter(struck).length];
    }"""
    names, struck = page.evaluate(crossed)
    assert names
    assert not struck
    drag(page, 0.55)
    expect(page.locator(".cr-whatif-note")).to_have_count(1)
    page.wait_for_function(f"({crossed})()[1] === 0", timeout=5000)  # the last step of the drag is still on its way


def test_what_is_tried_comes_packed(page: sync_api.Page) -> None:
    """The browser asks for the packed card and unpacks it; the card is the same."""
    page.evaluate("""() => {
      const Plain = window.DecompressionStream;
      window.unpackings = 0;
      window.DecompressionStream = class extends Plain { constructor(form) { super(form); window.unpackings += 1; } };
    }""")
    knob(page).focus()
    page.keyboard.press("End")
    expect(page.locator(VERDICT)).to_have_text("Fine-tune an open model")
    assert page.evaluate("window.unpackings") > 0


def test_the_page_keeps_its_place_while_a_value_is_tried(page: sync_api.Page) -> None:
    """The marker stays under the pointer though the card above it grows."""
    knob(page).scroll_into_view_if_needed()
    before = knob(page).bounding_box()
    drag(page, 0.9)
    expect(page.locator(".cr-whatif-note")).to_have_count(1)
    after = knob(page).bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 3


def test_the_marker_is_moved_by_keys_and_keeps_the_focus(page: sync_api.Page) -> None:
    """End leads to the last value, Escape back; a screen reader hears value and option."""
    knob(page).focus()
    page.keyboard.press("End")
    expect(page.locator(VERDICT)).to_have_text("Fine-tune an open model")
    expect(knob(page)).to_be_focused()
    expect(knob(page)).to_have_attribute("aria-valuetext", re.compile("million/day: Fine-tune an open model"))
    page.keyboard.press("Escape")
    expect(knob(page)).to_have_attribute("aria-valuetext", "55,000/day: Call an API")


@pytest.mark.parametrize("pause", [0, 40, 90])
def test_many_quick_steps_end_at_the_last(page: sync_api.Page, pause: int) -> None:
    """No step is lost, and what the chart says and what the card says are the same in the end."""
    knob(page).focus()
    before = int(str(knob(page).get_attribute("aria-valuenow")))
    for _ in range(14):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(pause)
    expect(knob(page)).to_have_attribute("aria-valuenow", str(before + 14))
    said = str(knob(page).get_attribute("aria-valuetext")).partition(":")[0]
    expect(page.locator(".cr-whatif-note")).to_contain_text(f"Requests per day {said}.", timeout=20_000)


def test_a_value_that_is_tried_can_be_kept(page: sync_api.Page) -> None:
    """It is then a fact set by hand."""
    knob(page).focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Keep this value").click()
    expect(page.locator(".cr-chipped", has_text="Requests per day")).to_contain_text("set by you")


def test_a_chip_is_corrected_and_a_bad_value_is_told_beside_it(page: sync_api.Page) -> None:
    """Nothing typed is lost; the good value changes the answer, and the focus stays with the chip."""
    field = page.locator(".cr-chipped input:visible")
    for _ in range(5):  # a press while the card is drawn once more is lost: pressed again, as a person would
        page.get_by_role("button", name="Change Requests per day").click()
        with suppress(AssertionError):
            expect(field).to_be_visible(timeout=3000)
            break
    field.fill("lots")
    field.press("Enter")
    expect(page.locator(".cr-chipped .cr-problem")).to_contain_text("found 'lots'")
    expect(field).to_have_value("lots")
    expect(field).to_be_focused()
    expect(page.locator(VERDICT)).to_have_text("Call an API")
    field.fill("4 million a day")
    field.press("Enter")
    expect(page.locator(VERDICT)).to_have_text("Fine-tune an open model")
    expect(page.get_by_role("button", name="Change Requests per day, now 4 million/day")).to_be_focused()


def test_a_chip_is_taken_back_and_restored(page: sync_api.Page) -> None:
    """The figure counts as not stated though the question says it, until it is restored."""
    page.get_by_role("button", name="Take back Requests per day").click()
    expect(page.locator(".cr-gone")).to_contain_text("Requests per day")
    expect(page.locator(".cr-chart .cr-knob.cr-unset")).to_have_count(1)
    page.get_by_role("button", name="Restore Requests per day").click()
    expect(page.get_by_role("button", name="Change Requests per day, now 55,000/day")).to_be_visible()


def test_a_fact_is_found_and_added(page: sync_api.Page) -> None:
    """The search narrows the list, a press sets the value."""
    page.locator(".cr-adder > summary").click()
    page.get_by_role("searchbox").fill("comply")
    expect(page.locator(".cr-nofind")).to_be_visible()
    page.get_by_role("searchbox").fill("compliance")
    expect(page.locator(".cr-addlist li:visible")).to_have_count(1)
    page.locator(".cr-addlist li:visible summary").click()
    page.locator(".cr-addlist").get_by_role("button", name="Heavy compliance burden: yes").click()
    expect(page.locator(".cr-chipped", has_text="Heavy compliance burden")).to_contain_text("set by you")


def test_the_next_question_is_answered_by_a_press(page: sync_api.Page) -> None:
    """The answer becomes a chip and the card follows in its place."""
    ask(page, LONG)
    expect(page.locator(".cr-asked")).to_have_count(2)
    expect(page.locator(VERDICT)).to_have_text("Fine-tuning")
    page.locator(".cr-next .cr-ask").first.get_by_role("button", name="yes").click()
    expect(page.locator(".cr-chipped", has_text="set by you")).to_have_count(1)
    expect(page.locator(".cr-asked")).to_have_count(2)


def test_a_rule_of_the_picture_opens_its_evidence_by_pointer_and_by_key(page: sync_api.Page) -> None:
    """Enter opens, Escape closes and leaves the focus on the rule; a line opens its rule too."""
    rule = page.locator(".cr-wide .cr-rule").first
    rule.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cr-opened:visible .cr-quote").first).to_be_visible()
    expect(rule).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".cr-opened:visible")).to_have_count(0)
    expect(rule).to_be_focused()
    page.locator(".cr-wide .cr-line .cr-hit").first.dispatch_event("click")
    expect(page.locator(".cr-opened:visible")).to_have_count(1)


def test_a_long_path_is_drawn_whole_on_demand(page: sync_api.Page) -> None:
    """All twenty-seven rules, each a button."""
    ask(page, LONG)
    expect(page.locator(VERDICT)).to_have_text("Fine-tuning")
    page.locator(f"{CARD} .cr-whole > summary").click()
    expect(page.locator(f"{CARD} .cr-whole .cr-rule")).to_have_count(27)


def test_folds_stay_as_they_were_left_when_the_answer_follows(page: sync_api.Page) -> None:
    """The evidence stays open and the path closed though the card is another."""
    page.locator(f"{CARD} summary", has_text="Evidence").click()
    page.locator(f"{CARD} summary", has_text="The path").click()
    drag(page, 0.9)
    expect(page.locator(VERDICT)).to_have_text("Fine-tune an open model")
    expect(page.locator(f"{CARD} .cr-refs")).to_be_visible()
    expect(page.locator(f"{CARD} .cr-wide")).to_be_hidden()


def test_an_evidence_link_leads_to_the_article(page: sync_api.Page) -> None:
    """It opens in a tab of its own and tells the article nothing of the page."""
    page.locator(f"{CARD} .cr-quote .cr-mark").first.click()
    quote = page.locator(".cr-refs .cr-here")
    expect(quote).to_be_in_viewport()
    link = quote.get_by_role("link", name="Open the article")
    expect(link).to_have_attribute("href", re.compile("^https://"))
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(link).to_have_attribute("target", "_blank")


def test_a_citation_is_copied_in_each_form(page: sync_api.Page) -> None:
    """What was copied is said, and it is what the clipboard holds."""
    page.locator(f"{CARD} summary", has_text="Evidence").click()
    first = page.locator(".cr-refs > li").first
    for name, begins in (("Markdown", ""), ("BibTeX", "@"), ("CSL-JSON", "[")):
        first.get_by_role("button", name=f"as {name}").click()
        expect(first.locator(".cr-copied")).to_have_text(f"{name} copied")
        assert page.evaluate("navigator.clipboard.readText()").startswith(begins)
    assert json.loads(page.evaluate("navigator.clipboard.readText()"))


def test_without_a_clipboard_the_text_is_offered_to_be_copied_by_hand(page: sync_api.Page) -> None:
    """It stands selected in a field."""
    page.evaluate("window.crossroads.copy = async () => false")
    page.locator(f"{CARD} summary", has_text="Evidence").click()
    page.locator(".cr-refs > li").first.get_by_role("button", name="as BibTeX").click()
    expect(page.locator(".cr-copies textarea")).to_have_value(re.compile("^@"))
    expect(page.locator(".cr-copies textarea")).to_be_focused()


def test_an_empty_question_is_told_and_the_answer_stays(page: sync_api.Page) -> None:
    """The reason stands by the box."""
    page.locator("#cr-box textarea").fill("   ")
    page.locator("#cr-box textarea").press("Enter")
    expect(page.locator(".cr-refused")).to_contain_text("found nothing")
    expect(page.locator(VERDICT)).to_have_text("Call an API")
