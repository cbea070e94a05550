"""The review panel in a real browser: what waits is read when the tab is opened, and one click decides it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pending import Pending
from kb.reviews import ReviewDecision, Verdict
from tests.bot.desks import FixedDesk
from tests.bot.web.test_browser import HOSTILE, Seen, Served, chromium, sync_api
from tests.bot.web.test_reviews import item

pytestmark = pytest.mark.browser
__all__ = ["chromium"]


class Remembering:
    """Two items, one of them hostile; a decided one waits no more."""

    may_decide = True

    def __init__(self) -> None:
        """Start with no verdict."""
        self.made: list[tuple[str, Verdict, str | None]] = []

    def items(self) -> tuple[Pending, ...]:
        """Return the items with their decisions."""
        decided = {id: verdict for id, verdict, _ in self.made}
        found = (item(), item("rule-2", says=HOSTILE, title=HOSTILE))
        return tuple(
            one.model_copy(update={"decision": ReviewDecision(item=one.id, verdict=decided[one.id])})
            if one.id in decided
            else one
            for one in found
        )

    def decide(self, id: str, verdict: Verdict, edited: str | None = None) -> bool:
        """Remember the verdict."""
        self.made.append((id, verdict, edited))
        return True


@pytest.fixture
def reviews() -> Remembering:
    """Return what waits."""
    return Remembering()


@pytest.fixture
def opened(chromium: sync_api.Browser, reviews: Remembering) -> Iterator[tuple[sync_api.Page, Seen]]:
    """Return the page with the knowledge opened."""
    served = Served(FixedDesk(), reviews)
    page = chromium.new_context(viewport={"width": 390, "height": 800}).new_page()
    seen = Seen(page)
    page.goto(f"http://127.0.0.1:{served.port}/")
    page.locator("#cr-box textarea").wait_for()
    page.get_by_role("tab", name="Knowledge").click()
    page.locator(".cr-review summary", has_text="Rules that articles state").click()
    yield page, seen
    page.context.close()
    served.stop()


def test_one_click_decides_and_the_item_leaves(opened: tuple[sync_api.Page, Seen], reviews: Remembering) -> None:
    """The verdict reaches the ledger's side once, the list is shorter, and nothing of an article ran or was fetched."""
    page, seen = opened
    sync_api.expect(page.locator(".cr-item")).to_have_count(2)
    page.get_by_role("button", name="Accept: Where cups").click()
    sync_api.expect(page.locator(".cr-note")).to_contain_text("Tea or coffee: accepted.")
    sync_api.expect(page.locator(".cr-item")).to_have_count(1)
    assert reviews.made == [("rule-1", "accept", None)]
    assert page.evaluate("window.hacked") is None
    assert seen.foreign == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_rule_is_edited_where_it_stands(opened: tuple[sync_api.Page, Seen], reviews: Remembering) -> None:
    """What was typed over its condition is what is taken."""
    page, _ = opened
    first = page.locator(".cr-item").first
    first.locator("summary", has_text="Edit it").click()
    first.locator("textarea").fill("cups > 9\nforce: strong")
    first.get_by_role("button", name="Accept as edited").click()
    sync_api.expect(page.locator(".cr-note")).to_contain_text("Tea or coffee: accepted as edited.")
    assert reviews.made == [("rule-1", "edit", "cups > 9\nforce: strong")]
