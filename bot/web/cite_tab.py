"""The tab that looks up a passage by a statement or a figure."""

from __future__ import annotations

import gradio as gr

from bot.desk import Desk, checked_text
from bot.web import panels
from bot.web.wiring import box, wiring
from kb.errors import CrossroadsError


def cite_tab(desk: Desk) -> None:
    """Lay out the look-up of a passage by a statement or a figure."""
    with gr.Row(elem_classes="cr-search"):
        query = box("Statement or figure", "staff share of self-hosting cost")
        find = gr.Button("Find", variant="primary", scale=1, min_width=84)
    found = gr.HTML()

    def on_cite(text: str) -> str:
        return cited(text, desk)

    gr.on([query.submit, find.click], on_cite, [query], [found], **wiring())


def cited(text: str, desk: Desk) -> str:
    """Return the passages for a look-up as HTML, or the reason why it cannot be used."""
    try:
        query = checked_text(text, "query")
        return panels.quotes_html(desk.cite(query), query)
    except CrossroadsError as error:
        return panels.refusal_html(str(error))
