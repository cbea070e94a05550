"""Accessibility: axe on every tab and every kind of page, light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.bot.desks import FixedDesk
from tests.bot.web.test_browser import Served, ask, chromium, sync_api
from tests.bot.web.test_browser_tabs import DOCUMENT, opened

pytestmark = pytest.mark.browser
__all__ = ["chromium"]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
GRAVE = ("serious", "critical")
Step = Callable[[sync_api.Page], object]


class Kept:
    """Takes feedback and forgets it."""

    def add(self, remark: object) -> None:
        """Take a remark."""


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """Return the small world, served."""
    app = Served(FixedDesk(), remarks=Kept())
    yield app
    app.stop()


def answered(page: sync_api.Page) -> None:
    """Ask, open every fold of the card and the form for feedback."""
    ask(page)
    page.get_by_role("button", name="Not useful").click()
    page.evaluate("document.querySelectorAll('#cr-live-card details').forEach((fold) => { fold.open = true; })")


def reviewed(page: sync_api.Page) -> None:
    """Review a document and open its evidence."""
    page.get_by_role("tab", name="Review").click()
    page.get_by_label("Design document").fill(DOCUMENT)
    page.get_by_role("button", name="Review", exact=True).click()
    page.locator("#finding-0 .cr-mark").click()


def looked_up(page: sync_api.Page) -> None:
    """Look a citation up."""
    page.get_by_role("tab", name="Look up").click()
    page.get_by_role("button", name="340%").click()
    page.locator("#cr-found .cr-refs").wait_for()


def knowledge(page: sync_api.Page) -> None:
    """Open the overview of the knowledge."""
    page.get_by_role("tab", name="Knowledge").click()
    page.get_by_role("button", name="Map of the graph").wait_for()


def at(place: str) -> Step:
    """Return the step to a place of the knowledge, its folds opened."""

    def go(page: sync_api.Page) -> None:
        page.evaluate(
            """(place) => { const way = document.querySelector('#cr-knowledge [data-place]');
            way.dataset.place = place; way.click(); }""",
            place,
        )
        page.locator("#cr-knowledge .crk-crumbs").wait_for()
        page.wait_for_function("document.activeElement.matches('#cr-knowledge [data-head]')")
        page.evaluate("document.querySelectorAll('#cr-knowledge details').forEach((fold) => { fold.open = true; })")

    return go


STEPS: dict[str, Step] = {
    "start": lambda page: None,
    "answer": answered,
    "review": reviewed,
    "look-up": looked_up,
    "knowledge": knowledge,
    "decision": at("trade-off:crossing"),
    "claim": at("claim:river#few"),
    "source": at("source:river"),
    "search": at("find:ferry"),
    "map": at("map"),
}
"""The screens, in the order in which one page goes through them."""


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_axe_finds_nothing_grave_on_any_screen(
    chromium: sync_api.Browser, served: Served, width: int, scheme: str
) -> None:
    """No serious or critical finding on any tab, Gradio's own parts included; nothing is exempted."""
    page = opened(chromium, f"http://127.0.0.1:{served.port}/?__theme={scheme}", width, scheme)
    page.evaluate(Axe().axe_script)
    found = {}
    for name, step in STEPS.items():
        step(page)
        violations = page.evaluate("rules => axe.run(rules).then((results) => results.violations)", RULES)
        found[name] = [
            f"{v['impact']} {v['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
            for v in violations
            if v["impact"] in GRAVE
            for node in v["nodes"]
        ]
    assert {name: grave for name, grave in found.items() if grave} == {}
    page.context.close()


def test_the_page_has_one_main_heading_and_its_language(chromium: sync_api.Browser, served: Served) -> None:
    """What a screen reader says first is right."""
    page = opened(chromium, f"http://127.0.0.1:{served.port}/")
    assert page.locator("h1:visible").all_inner_texts() == ["Crossroads"]
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title() == "Crossroads"
    page.context.close()
