"""The tab that looks up a passage by a statement or a figure; one-line handlers that call tested functions."""

from __future__ import annotations

import gradio as gr

from bot.desk import Desk
from bot.intake import checked_text
from bot.web import panels
from bot.web.markup import plain
from bot.web.tools import clicked
from bot.web.wiring import box, wiring
from kb.errors import CrossroadsError

EXAMPLES = ("staff share of self-hosting cost", "340%", "how many examples fine-tuning needs", "reviewers disagree")
TRY = "window.crossroads.examples(element, trigger, {pick: 'pick'});"


def cite_tab(desk: Desk) -> None:
    """Lay out the look-up of a passage by a statement, a figure or a topic."""
    gr.HTML(
        '<h2 class="crt-title">Look up a citation</h2><p class="crt-intro">Type a statement, a figure or a topic. '
        "You get the passages that speak of it, with the reference behind each, ready to be copied.</p>"
    )
    with gr.Row(elem_classes="cr-search"):
        query = box("Statement or figure", EXAMPLES[0])
        find = gr.Button("Find", variant="primary", scale=1, min_width=84)
    examples = gr.HTML(examples_html(), js_on_load=TRY, elem_id="cr-cite-examples")
    found = gr.HTML(elem_id="cr-found")

    def on_cite(text: str) -> str:
        return cited(text, desk)

    def on_pick(event: gr.EventData) -> tuple[str, str]:
        return chosen(clicked(event).get("text"), desk)

    gr.on([query.submit, find.click], on_cite, [query], [found], **wiring())
    examples.pick(on_pick, None, [query, found], **wiring())


def examples_html() -> str:
    """Return some queries to try, as buttons."""
    buttons = "".join(f'<button type="button" data-text="{plain(text)}">{plain(text)}</button>' for text in EXAMPLES)
    return f'<div class="crt-bar"><div class="crt-row"><span class="crt-word">Such as</span>{buttons}</div></div>'


def chosen(text: object, desk: Desk) -> tuple[str, str]:
    """Return an example for the box and what it finds; whatever is none of them finds nothing."""
    return (text, cited(text, desk)) if isinstance(text, str) and text in EXAMPLES else ("", "")


def cited(text: str, desk: Desk) -> str:
    """Return the passages for a look-up as HTML, or the reason why it cannot be used."""
    try:
        query = checked_text(text, "query")
        return panels.quotes_html(desk.cite(query), query)
    except CrossroadsError as error:
        return panels.refusal_html(str(error))
