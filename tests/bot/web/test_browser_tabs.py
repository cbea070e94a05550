"""Sharing, keeping, judging, reviewing, looking up and looking around in a real browser."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote as percent_encoded

import pytest

from bot.types import Answer
from bot.web.feedback import RemarkFile
from tests.bot.desks import FixedDesk
from tests.bot.web.test_browser import HOSTILE, QUESTION, Seen, Served, ask, chromium, sync_api

pytestmark = pytest.mark.browser
__all__ = ["chromium"]
DOCUMENT = "# Crossing\n\nWe build a bridge,\nof stone.\n\nForty cars a day.\n\n\nThe end.\n"


class World(NamedTuple):
    """The app with what it keeps, and the desk that was asked."""

    served: Served
    desk: FixedDesk
    data: Path

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.served.port}/"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Return the small world, served."""
    with tempfile.TemporaryDirectory() as data:
        desk = FixedDesk()
        served = Served(desk, remarks=RemarkFile(Path(data)))
        yield World(served, desk, Path(data))
        served.stop()


def opened(chromium: sync_api.Browser, address: str, width: int = 1280, scheme: str = "light") -> sync_api.Page:
    """Return a page of a browser that was never here before; it closes with its context."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.seen = Seen(page)  # type: ignore[attr-defined]
    page.goto(address)
    page.locator("#cr-box textarea").wait_for()
    return page


@pytest.fixture
def page(chromium: sync_api.Browser, world: World) -> Iterator[sync_api.Page]:
    """Return a fresh page; nothing may have been complained of, and no other host asked, when the test ends."""
    page = opened(chromium, world.address)
    yield page
    assert page.seen.errors == []  # type: ignore[attr-defined]
    assert page.seen.foreign == []  # type: ignore[attr-defined]
    page.context.close()


def status(page: sync_api.Page, where: str = "#cr-tools") -> sync_api.Locator:
    """Return the line that says what became of a click."""
    return page.locator(f"{where} .crt-status")


def test_a_copied_link_reproduces_the_answer_elsewhere(
    chromium: sync_api.Browser, page: sync_api.Page, world: World
) -> None:
    """Another browser shows the same card, asked with the same turns and facts, as soon as the link is opened."""
    ask(page)
    page.get_by_role("button", name="Ice in winter: no").click()
    link = page.get_by_role("button", name="Copy link")
    sync_api.expect(page.locator('[data-link*="facts"]')).to_have_count(1)
    link.click()
    sync_api.expect(status(page)).to_contain_text("Link copied")
    other = opened(chromium, page.evaluate("navigator.clipboard.readText()"))
    other.locator("#cr-live-card .cr-verdict").wait_for()
    assert world.desk.asked[-1] == ((QUESTION,), {"ice": "no"})
    assert (
        other.locator("#cr-live-card .cr-verdict").inner_text()
        == page.locator("#cr-live-card .cr-verdict").inner_text()
    )
    sync_api.expect(other.locator('[data-link*="facts"]')).to_have_attribute(
        "data-link", str(link.get_attribute("data-link"))
    )
    other.context.close()


def test_a_hostile_link_is_only_text(chromium: sync_api.Browser, world: World) -> None:
    """Markup in the question is shown, does nothing and asks no other host."""
    other = opened(chromium, f"{world.address}?q={percent_encoded(HOSTILE)}")
    sync_api.expect(other.locator("#cr-thread")).to_contain_text("<script>window.hacked=1</script>")
    sync_api.expect(other.locator(".crt-asked")).to_contain_text("<script>window.hacked=1</script>")
    assert other.evaluate("window.hacked") is None
    assert other.seen.foreign == []  # type: ignore[attr-defined]
    other.context.close()


def test_a_link_that_was_cut_off_says_so(chromium: sync_api.Browser, world: World) -> None:
    """The page opens, with the reason instead of an answer."""
    other = opened(chromium, f"{world.address}?q=Ferry&facts=%7B%22ice")
    sync_api.expect(other.get_by_text("this part of the link is cut off or altered")).to_be_visible()
    other.context.close()


def test_the_questions_asked_outlast_a_reload_in_this_browser_only(chromium: sync_api.Browser, world: World) -> None:
    """Newest first, reopened by a press, forgotten one by one or all; another browser knows nothing of them."""
    page = opened(chromium, world.address)
    ask(page, "A secret ferry?")
    ask(page, "And a second one?")
    sync_api.expect(page.locator(".crt-asked")).to_have_text(["And a second one?", "A secret ferry?"])
    page.reload()
    page.get_by_role("button", name="A secret ferry?").first.click()
    page.locator("#cr-live-card .cr-verdict").wait_for()
    assert world.desk.asked[-1] == (("A secret ferry?",), {})
    other = opened(chromium, world.address)
    assert "secret" not in other.content()
    other.context.close()
    page.locator("#cr-history summary").click()
    page.get_by_role("button", name="Forget the question And a second one?").click()
    sync_api.expect(page.locator(".crt-asked")).to_have_count(1)
    page.get_by_role("button", name="Clear the list").click()
    page.get_by_role("button", name="Press again to clear").click()
    page.reload()
    page.locator("#cr-box textarea").wait_for()
    sync_api.expect(page.locator(".crt-asked")).to_have_count(0)
    page.context.close()


def test_what_another_page_left_in_the_list_does_no_harm(chromium: sync_api.Browser, world: World) -> None:
    """Entries that are not ours are passed over, and markup in ours is text."""
    page = opened(chromium, world.address)
    entry = {"turns": [HOSTILE], "facts": {}, "verdict": HOSTILE, "at": "then"}
    page.evaluate("list => localStorage.setItem('crossroads-questions', list)", json.dumps([1, {"turns": 2}, entry]))
    page.reload()
    page.seen.errors.clear()  # type: ignore[attr-defined]  # what the page that was left was still asking for is aborted
    sync_api.expect(page.locator(".crt-asked")).to_have_count(1)
    assert page.evaluate("window.hacked") is None
    assert page.seen.errors == []  # type: ignore[attr-defined]
    page.context.close()


def test_an_answer_is_kept_as_a_file_in_each_form(page: sync_api.Page) -> None:
    """The browser makes the file, with a name that says what it is."""
    ask(page)
    for name, file in (
        ("JSON", "crossroads-crossing-ferry.json"),
        ("Markdown", "crossroads-crossing-ferry.md"),
        ("Decision record", "adr-crossing-ferry.md"),
    ):
        with page.expect_download() as started:
            page.get_by_role("button", name=f"Download as {name}").click()
        assert started.value.suggested_filename == file
        assert started.value.url.startswith("blob:")
        text = Path(started.value.path()).read_text(encoding="utf-8")
        assert Answer.model_validate_json(text) if name == "JSON" else text.startswith(("# ", "---"))
    sync_api.expect(status(page)).to_have_text("Saved as adr-crossing-ferry.md.")


def test_feedback_is_kept_with_its_reason_and_the_question_only_if_ticked(page: sync_api.Page, world: World) -> None:
    """The file holds what was said; thanks are given, and nothing more is asked."""
    ask(page)
    page.get_by_role("button", name="Not useful").click()
    page.get_by_label("Why?").fill("Too short.")
    page.get_by_role("button", name="Send feedback").click()
    sync_api.expect(status(page)).to_have_text("Thank you. Your feedback was kept.")
    sync_api.expect(page.get_by_role("button", name="Not useful")).to_be_hidden()
    ask(page, "Another ferry?")
    page.get_by_role("button", name="Useful", exact=True).click()
    page.get_by_label("Keep my question").check()
    page.get_by_role("button", name="Send feedback").click()
    sync_api.expect(status(page)).to_have_text("Thank you. Your feedback was kept.")
    (first, second), torn = RemarkFile(world.data).read()
    assert torn == 0
    assert (first.judgement, first.reason, first.turns) == ("not useful", "Too short.", ())
    assert (second.judgement, second.turns[-1]) == ("useful", "Another ferry?")


def test_a_document_is_reviewed_beside_its_lines(page: sync_api.Page) -> None:
    """A pasted text, an opened file and the example; a finding leads to its evidence, and all are kept as SARIF."""
    page.get_by_role("tab", name="Review").click()
    page.get_by_label("Design document").fill(DOCUMENT)
    page.get_by_role("button", name="Review", exact=True).click()
    sync_api.expect(page.get_by_role("heading", name="2 findings")).to_be_focused()
    sync_api.expect(page.locator(".crf-line", has_text="of stone.").locator("+ .crf-finding")).to_contain_text(
        "✖ Error"
    )
    page.locator("#finding-0 .cr-mark").click()
    sync_api.expect(page.locator("#crf-found .cr-refs li").first).to_be_in_viewport()
    with page.expect_download() as started:
        page.get_by_role("button", name="Download as SARIF").click()
    assert json.loads(Path(started.value.path()).read_text())["runs"][0]["results"]
    page.locator("#crf-opener input").set_input_files(
        {"name": "tale.md", "mimeType": "text/markdown", "buffer": b"Only a ferry."}
    )
    sync_api.expect(page.get_by_role("heading", name="Nothing to object to")).to_be_visible()
    sync_api.expect(page.get_by_label("Design document")).to_have_value("Only a ferry.")
    page.get_by_role("button", name="Try an example").click()
    sync_api.expect(page.locator(".crf-line").first).to_contain_text("Support assistant: design")
    sync_api.expect(page.locator("#crf-opener .crt-status")).to_have_text("Opened tale.md.")


def test_a_citation_is_looked_up(page: sync_api.Page) -> None:
    """By an example, by words, and without luck."""
    page.get_by_role("tab", name="Look up").click()
    page.get_by_role("button", name="340%").click()
    sync_api.expect(page.locator("#cr-found .cr-refs")).to_contain_text("A ferry carries forty cars")
    page.get_by_label("Statement or figure").fill("soup")
    page.get_by_role("button", name="Find").click()
    sync_api.expect(page.locator("#cr-found")).to_contain_text("No passage speaks of “soup”")


def test_the_knowledge_is_looked_around_in(page: sync_api.Page) -> None:
    """From a decision to a claim, by search and by the map; the focus goes to the heading of each page."""
    page.get_by_role("tab", name="Knowledge").click()
    page.get_by_role("button", name="Ferry or bridge").click()
    sync_api.expect(page.get_by_role("heading", name="Ferry or bridge")).to_be_focused()
    page.locator(".crk-cite").first.click()
    sync_api.expect(page.locator(".crk-focus mark")).to_have_text("A ferry carries forty cars [3].")
    page.get_by_role("button", name="Styx (1999). Ferries.").click()
    sync_api.expect(page.locator(".crk-focus").get_by_role("heading")).to_have_text("Styx (1999). Ferries.")
    search = page.get_by_label("Words to find in the knowledge")
    search.fill("stone dear")
    search.press("Enter")
    page.get_by_role("button", name="Mark them on the map").click()
    page.locator(".crk-map .crk-hit").click()
    sync_api.expect(page.locator(".crk-focus mark")).to_have_text("Stone is dear.")
    page.get_by_role("button", name="All knowledge").click()
    sync_api.expect(page.get_by_role("heading", name="What Crossroads knows")).to_be_focused()


def test_an_answer_is_announced_and_everything_is_reached_by_keys(page: sync_api.Page) -> None:
    """The live region says the verdict; every stop of the Tab key is visible, has a name, and is marked."""
    ask(page)
    sync_api.expect(page.locator("#cr-live")).to_have_text(
        "Answer: Run a ferry, recommended moderately, with low certainty."
    )
    page.get_by_role("tab", name="Ask").focus()
    stops = []
    for _ in range(80):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["name"] == "BODY":
            break
        stops.append(stop)
    names = [stop["name"] for stop in stops]
    assert [stop for stop in stops if not stop["marked"] or not stop["name"]] == []
    for wanted in ("Copy link", "Download as JSON", "Useful", "Ask", "Your question"):
        assert any(wanted in name for name in names), wanted
    assert names.index("Copy link") < names.index("Download as JSON")


STOP = """() => {
  const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
  if (node === document.body) return {name: 'BODY', marked: true};
  const label = node.labels && node.labels[0] ? node.labels[0].innerText : '';
  const name = (node.getAttribute('aria-label') || label || node.innerText || node.placeholder || '').trim();
  const thick = (part) => parseFloat(getComputedStyle(part).strokeWidth) >= 3;
  const drawn = [...node.querySelectorAll('rect, path')].some(thick);
  const ring = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || drawn;
  return {name, marked: ring && box.width > 0 && box.height > 0, html: node.outerHTML.slice(0, 160)};
}"""
"""What has the focus: its name, and whether one sees that it has it."""


def test_every_tab_fits_a_phone_in_the_dark(chromium: sync_api.Browser, world: World) -> None:
    """All tabs can be pressed, and nothing scrolls sideways on any."""
    page = opened(chromium, f"{world.address}?__theme=dark", width=390, scheme="dark")
    ask(page)
    for tab in ("Ask", "Look up", "Review", "Knowledge"):
        page.get_by_role("tab", name=tab).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, tab
    page.get_by_role("button", name="Ferry or bridge").click()
    page.locator(".crk-cite").first.click()
    page.locator(".crk-focus mark").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()
