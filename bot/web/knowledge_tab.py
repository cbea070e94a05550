"""The tab that shows what is known, and what waits for a person; one-line handlers that call tested functions."""

from __future__ import annotations

from typing import Any

import gradio as gr

from bot.desk import Desk
from bot.web.knowledge_panel import FIND, place_html
from bot.web.places import LISTEN
from bot.web.review_panel import LISTEN as LISTEN_REVIEW
from bot.web.reviews import Reviews, judged_click, reviewed
from bot.web.tools import clicked
from bot.web.wiring import box, wiring


def knowledge_tab(desk: Desk, reviews: Reviews | None, tab: gr.Tab, page: gr.Blocks) -> None:
    """Lay out the knowledge to look around in, read anew with each page; ``reviews`` adds what waits for a person."""
    if reviews is not None:
        _review(reviews, tab)
    with gr.Row(elem_classes="cr-search"):
        words = box("Words to find in the knowledge", "requests per day")
        find = gr.Button("Search", variant="primary", scale=1, min_width=84)
    begun = looked("", desk)
    panel = gr.HTML(begun, js_on_load=LISTEN, elem_id="cr-knowledge")

    def on_page() -> Any:
        now = looked("", desk)
        return gr.skip() if now == begun else now  # the page carries what was known when the app was started

    def on_look(event: gr.EventData) -> str:
        return looked(clicked(event).get("place"), desk)

    def on_find(text: str) -> str:
        return looked(f"{FIND}{text}" if text.strip() else "", desk)

    page.load(on_page, None, [panel], **wiring())
    panel.look(on_look, None, [panel], **wiring())
    gr.on([words.submit, find.click], on_find, [words], [panel], **wiring())


def looked(place: object, desk: Desk) -> str:
    """Return the page of a place that a click names; whatever is no place leads to the overview."""
    return place_html(desk.atlas, place if isinstance(place, str) else "")


def _review(reviews: Reviews, tab: gr.Tab) -> None:
    """Lay out what waits for review; it is read when the tab is opened, since that may take a while."""
    panel = gr.HTML(js_on_load=LISTEN_REVIEW, elem_id="cr-review")

    def on_open() -> str:
        return reviewed(reviews)

    def on_verdict(event: gr.EventData) -> str:
        return reviewed(reviews, judged_click(event))

    tab.select(on_open, None, [panel], **wiring())
    panel.click(on_verdict, None, [panel], **{**wiring(), "concurrency_limit": 1})
