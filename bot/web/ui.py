"""The browser surface: its tabs, its endpoints, its bounded queue."""

from __future__ import annotations

import gradio as gr

from bot.desk import Desk
from bot.web.api import add_endpoints
from bot.web.ask_tab import ask_tab
from bot.web.cite_tab import cite_tab
from bot.web.edge import EdgeBlocks
from bot.web.feedback import Remarks
from bot.web.knowledge_tab import knowledge_tab
from bot.web.review_tab import review_tab
from bot.web.reviews import Reviews
from bot.web.wiring import AT_ONCE

WAITING = 64
"""Questions that may wait; one more is refused at once rather than kept hanging."""
_HEAD = (
    '<div id="cr-head"><h1>Crossroads</h1>'
    "<p>Engineering trade-offs, decided from cited evidence. Every step of the reasoning can be opened.</p></div>"
)


def build(desk: Desk, reviews: Reviews | None = None, remarks: Remarks | None = None) -> gr.Blocks:
    """Return the app over a desk, its endpoints and its bounded queue included; nothing is served yet.

    ``reviews`` adds to the knowledge what waits for a person, ``remarks`` takes feedback on answers.
    """
    with EdgeBlocks(title="Crossroads", analytics_enabled=False, delete_cache=(3600, 3600)) as demo:
        demo.held = desk.held
        gr.HTML(_HEAD)
        with gr.Tabs(overflow_behavior="wrap"):  # a menu would hide a tab on a phone
            with gr.Tab("Ask"):
                ask_tab(desk, remarks)
            with gr.Tab("Look up"):
                cite_tab(desk)
            with gr.Tab("Review"):
                review_tab(desk)
            with gr.Tab("Knowledge") as knowledge:
                knowledge_tab(desk, reviews, knowledge, demo)
        add_endpoints(desk)
    queued: gr.Blocks = demo.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE)
    return queued
