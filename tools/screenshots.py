"""Take the pictures of docs/screenshots from the built-in knowledge: python -m tools.screenshots [NAME ...]

Needs Chromium and the development requirements. The knowledge is that of the tests (build/knowledge), opened as it is.
"""

from __future__ import annotations

import io
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bot.advisor import open_advisor
from bot.desk import AdvisorDesk
from bot.evaluate import KNOWLEDGE, gate_settings
from bot.web.server import app_of

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
QUESTION = "We get about 55,000 LLM requests a day. Should we move off the API to our own GPUs?"
COLOURS = 224
DESK, PHONE = (1280, 900), (390, 844)


@dataclass(frozen=True)
class Shot:
    """One picture: its size in pixels, its colour scheme, and how to come to what it shows."""

    size: tuple[int, int]
    scheme: Literal["light", "dark"]
    go: Callable[[Page], object]


class Quiet:
    """Takes feedback and forgets it, so that the pictures show the question for it."""

    def add(self, remark: object) -> None:
        """Take a remark."""


def asked(page: Page) -> None:
    """Ask, and bring the answer into view."""
    page.locator("#cr-box textarea").fill(QUESTION)
    page.locator("#cr-box textarea").press("Enter")
    page.locator("#cr-tools .crt-bar").wait_for()


def path(page: Page) -> None:
    """Ask, and bring the path of the answer into view."""
    asked(page)
    fold = page.locator("#cr-live-card details", has=page.locator("summary", has_text="The path")).last
    fold.evaluate("(fold) => { fold.open = true; fold.scrollIntoView(); }")


def reviewed(page: Page) -> None:
    """Review the example document."""
    page.get_by_role("tab", name="Review").click()
    page.get_by_role("button", name="Try an example").click()
    page.locator(".crf-head").wait_for()
    page.locator(".crf-head").evaluate("(head) => head.scrollIntoView()")


def looked_up(page: Page) -> None:
    """Look up a figure."""
    page.get_by_role("tab", name="Look up").click()
    page.get_by_role("button", name="staff share").click()
    page.locator("#cr-found .cr-refs").wait_for()


def decision(page: Page) -> None:
    """Open a decision in the knowledge."""
    page.get_by_role("tab", name="Knowledge").click()
    page.get_by_role("button", name="Build or buy").click()
    page.locator(".crk-needs").wait_for()


def claim(page: Page) -> None:
    """Open a claim with its neighbours."""
    decision(page)
    page.get_by_role("button", name="Ptolemay 2025 · threshold").first.click()
    page.locator(".crk-focus").wait_for()


def mapped(page: Page) -> None:
    """Open the map of the graph."""
    page.get_by_role("tab", name="Knowledge").click()
    page.get_by_role("button", name="Map of the graph").click()
    page.locator(".crk-map").wait_for()


SHOTS = {
    "ask-light-desktop": Shot(DESK, "light", asked),
    "ask-dark-phone": Shot(PHONE, "dark", asked),
    "path-light-desktop": Shot(DESK, "light", path),
    "review-light-desktop": Shot(DESK, "light", reviewed),
    "look-up-dark-desktop": Shot((1280, 640), "dark", looked_up),
    "knowledge-light-desktop": Shot(DESK, "light", decision),
    "knowledge-dark-phone": Shot(PHONE, "dark", claim),
    "claim-dark-desktop": Shot((1280, 760), "dark", claim),
    "map-light-desktop": Shot(DESK, "light", mapped),
}


@contextmanager
def served() -> Iterator[str]:
    """Serve the built-in knowledge on a free port while the block runs; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    with open_advisor(gate_settings(Path(KNOWLEDGE))) as advisor:
        app = app_of(AdvisorDesk(advisor), remarks=Quiet())
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(timeout=20)


def smaller(png: bytes) -> Image.Image:
    """Return a picture in few colours: text and lines need no more, and the repository stays small."""
    return Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def main(names: list[str]) -> None:
    """Take the pictures of these names, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, shot in SHOTS.items():
            if names and name not in names:
                continue
            width, height = shot.size
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=shot.scheme, reduced_motion="reduce"
            )
            page = context.new_page()
            page.goto(f"{address}/?__theme={shot.scheme}")
            page.locator("#cr-box textarea").wait_for()
            shot.go(page)
            page.wait_for_timeout(1200)  # until everything has come to rest
            page.mouse.move(1, 1)
            smaller(page.screenshot(animations="disabled", caret="hide")).save(FOLDER / f"{name}.png", optimize=True)
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
