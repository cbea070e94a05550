"""The app in a real browser, over the small world of ``desks``: looks are judged by eye, behaviour here."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
import uvicorn

from bot.web.feedback import Remarks
from bot.web.reviews import Reviews
from bot.web.server import app_of
from tests.bot.desks import FixedDesk, answer, quote

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install playwright)")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
QUESTION = "Ferry or bridge? About 40 cars a day."
HOSTILE = '<img src="http://evil.example/x" onerror="window.hacked=1"><script>window.hacked=1</script>![x](http://evil.example/y)'


class Served:
    """The app on a free port of loopback, in a thread of its own."""

    def __init__(self, desk: FixedDesk, reviews: Reviews | None = None, remarks: Remarks | None = None) -> None:
        """Start serving and wait until it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        app = app_of(desk, reviews=reviews, remarks=remarks)
        self.server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=self.port, log_level="warning"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        until = time.monotonic() + 60
        while not self.server.started and time.monotonic() < until:
            time.sleep(0.05)
        assert self.server.started, "the app did not start within a minute"

    def stop(self) -> None:
        """End the server."""
        self.server.should_exit = True
        self.thread.join(timeout=20)


class Seen:
    """What the browser complained of, and which other hosts it asked."""

    def __init__(self, page: sync_api.Page) -> None:
        """Listen to a page."""
        self.errors: list[str] = []
        self.foreign: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: self.foreign.append(request.url) if self.leaves(request.url) else None)

    @staticmethod
    def leaves(url: str) -> bool:
        """Say whether a request leaves this machine."""
        return not url.startswith(("http://127.0.0.1", "data:", "blob:"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[sync_api.Browser]:
    """Return a headless Chromium, or skip."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (apt install chromium)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """Return the app with a hostile quote among its evidence."""
    bad = quote(2, HOSTILE).model_copy(update={"prefix": HOSTILE, "suffix": HOSTILE})
    app = Served(FixedDesk(answer(citations=(quote(1, "A ferry carries forty cars [3]."), bad))))
    yield app
    app.stop()


@pytest.fixture
def page(chromium: sync_api.Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[sync_api.Page]:
    """Return a fresh page of the app; a parameter gives width, height and colour scheme."""
    width, height, scheme = getattr(request, "param", (1280, 900, "light"))
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    opened.seen = Seen(opened)  # type: ignore[attr-defined]
    opened.goto(f"http://127.0.0.1:{served.port}/?__theme={scheme}")
    opened.locator("#cr-box textarea").wait_for()
    yield opened
    context.close()


def ask(page: sync_api.Page, text: str = QUESTION) -> None:
    """Type a question and wait for its card.

    A card is shown a moment before its answer is over, and Gradio drops what is sent in between: it stays in the box,
    and is sent again as a person would.
    """
    before = page.locator("#cr-thread .cr-asked").count()
    typed = page.locator("#cr-box textarea")
    typed.fill(text)
    for _ in range(10):
        typed.press("Enter")
        with suppress(AssertionError):
            sync_api.expect(typed).to_have_value("", timeout=2000)
            break
    page.locator("#cr-thread .cr-asked").nth(before).wait_for()
    page.locator("#cr-live-card .cr-verdict").wait_for()


SCREENS = pytest.mark.parametrize(
    "page", [(1280, 900, "light"), (1280, 900, "dark"), (390, 844, "light"), (390, 844, "dark")], indirect=True
)


@SCREENS
def test_a_question_is_answered_on_every_screen(page: sync_api.Page) -> None:
    """The verdict is in view, the picture is drawn, nothing scrolls sideways, nothing is complained of."""
    ask(page)
    page.locator("svg.cr-path:visible .cr-rule").first.wait_for()
    assert page.locator(".cr-verdict").inner_text() == "Run a ferry"
    sync_api.expect(page.locator(".cr-verdict")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.seen.errors == []  # type: ignore[attr-defined]


def test_nothing_of_a_source_runs_or_leaves(page: sync_api.Page) -> None:
    """Hostile evidence is shown as text: no script ran, no other host was asked, no image stands there."""
    ask(page)
    page.locator("summary", has_text="Evidence").first.click()
    sync_api.expect(page.locator(".cr-refs")).to_contain_text("<script>window.hacked=1</script>")
    assert page.evaluate("window.hacked") is None
    assert page.locator(".cr-card img, .cr-card form, .cr-card script").count() == 0
    assert page.seen.foreign == []  # type: ignore[attr-defined]


def test_a_number_opens_its_evidence(page: sync_api.Page) -> None:
    """The fold opens and the quote comes into view."""
    ask(page)
    page.locator(".cr-quote .cr-mark").first.click()
    sync_api.expect(page.locator("#turn-1-ref-1")).to_be_in_viewport()


def test_the_picture_tells_outcomes_by_shape(page: sync_api.Page) -> None:
    """Holds, fails and unknown are drawn as different outlines, with their words."""
    ask(page)
    for name, words in (("holds", "✓ holds"), ("fails", "✗ fails"), ("unknown", "? unknown")):
        sync_api.expect(page.locator(f".cr-wide .cr-node.cr-{name}", has_text=words).first).to_be_visible()


def test_an_example_asks_its_question(page: sync_api.Page) -> None:
    """The empty screen offers questions; a click asks one."""
    page.locator(".cr-example").first.click()
    sync_api.expect(page.locator(".cr-verdict")).to_have_text("Run a ferry")


def test_sessions_do_not_see_each_other(chromium: sync_api.Browser, page: sync_api.Page, served: Served) -> None:
    """What one browser asks does not appear in another."""
    ask(page, "A secret ferry question")
    other = chromium.new_context().new_page()
    other.goto(f"http://127.0.0.1:{served.port}/")
    other.locator("#cr-box textarea").wait_for()
    assert "secret" not in other.content()
    other.context.close()


def test_the_other_tabs_answer(page: sync_api.Page) -> None:
    """A citation is looked up, and the knowledge can be opened."""
    page.get_by_role("tab", name="Look up").click()
    page.get_by_placeholder("staff share of self-hosting cost").fill("forty cars")
    page.get_by_role("button", name="Find").click()
    sync_api.expect(page.locator(".cr-refs")).to_contain_text("A ferry carries forty cars")
    page.get_by_role("tab", name="Knowledge").click()
    page.get_by_role("button", name="Ferry or bridge").click()
    sync_api.expect(page.get_by_text("A boat that goes to and fro.")).to_be_visible()
