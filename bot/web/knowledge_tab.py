"""The tab that shows what is known, and what waits for a person."""

from __future__ import annotations

import gradio as gr

from bot.desk import Desk
from bot.web import panels
from bot.web.review_panel import LISTEN as LISTEN_REVIEW
from bot.web.reviews import Reviews, judged_click, reviewed
from bot.web.wiring import wiring


def knowledge_tab(desk: Desk, reviews: Reviews | None, tab: gr.Tab) -> None:
    """Lay out the knowledge; ``reviews`` adds what waits for a person."""
    if reviews is not None:
        _review(reviews, tab)
    gr.HTML(panels.knowledge_html(desk.catalog, desk.shelf()))


def _review(reviews: Reviews, tab: gr.Tab) -> None:
    """Lay out what waits for review; it is read when the tab is opened, since that may take a while."""
    panel = gr.HTML(js_on_load=LISTEN_REVIEW, elem_id="cr-review")

    def on_open() -> str:
        return reviewed(reviews)

    def on_verdict(event: gr.EventData) -> str:
        return reviewed(reviews, *judged_click(event))

    tab.select(on_open, None, [panel], **wiring())
    panel.click(on_verdict, None, [panel], **{**wiring(), "concurrency_limit": 1})
