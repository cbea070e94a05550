"""The browser surface: tabs, the chat, and one-line handlers that call tested functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from bot.desk import MOST_CHARACTERS, Desk, checked_text
from bot.web import panels
from bot.web.api import add_endpoints
from bot.web.conversation import Bubble, Conversation, ask, give
from bot.web.review_panel import LISTEN as LISTEN_REVIEW
from bot.web.reviews import Reviews, judged_click, reviewed
from bot.web.theme import SHOW_QUESTION
from kb.errors import CrossroadsError

AT_ONCE = 16
"""Questions of one kind that are answered at the same time."""
WAITING = 64
"""Questions that may wait; one more is refused at once rather than kept hanging."""
EXAMPLES = (
    "We get about 55,000 LLM requests a day. Should we move off the API to our own GPUs?",
    "Nobody would mind if the scores were a few hours old. Batch or real-time?",
    "Prompt or fine-tune? We have 800 labelled examples and the format must never vary.",
    "What share of the cost of self-hosting is staff?",
)
_HEAD = (
    '<div id="cr-head"><h1>Crossroads</h1>'
    "<p>Engineering trade-offs, decided from cited evidence. Every step of the reasoning can be opened.</p></div>"
)
_EMPTY = (
    "### What are you deciding?\n"
    "Name the decision and the figures you know. You get a recommendation, the path to it, and the evidence."
)

Shown = tuple[list[Bubble], Conversation, str, str]


def build(desk: Desk, reviews: Reviews | None = None) -> gr.Blocks:
    """Return the app over a desk, its endpoints and its bounded queue included; nothing is served yet.

    ``reviews`` adds to the knowledge what waits for a person.
    """
    with gr.Blocks(title="Crossroads", analytics_enabled=False, delete_cache=(3600, 3600)) as demo:
        gr.HTML(_HEAD)
        with gr.Tabs():
            with gr.Tab("Ask"):
                _ask_tab(desk)
            with gr.Tab("Look up a citation"):
                _cite_tab(desk)
            with gr.Tab("Knowledge") as knowledge:
                if reviews is not None:
                    _review(reviews, knowledge)
                gr.HTML(panels.knowledge_html(desk.catalog, desk.shelf()))
        add_endpoints(desk)
    queued: gr.Blocks = demo.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE)
    return queued


def _ask_tab(desk: Desk) -> None:
    """Lay out the chat, the next questions and the composer, and wire them."""
    talk = gr.State(Conversation())
    chat = _chat()
    questions = gr.HTML(js_on_load=panels.LISTEN, elem_id="cr-questions")
    with gr.Row(elem_id="cr-composer"):
        box = _box("Your question", "What are you deciding?", lines=6, elem_id="cr-box", autofocus=True)
        send = gr.Button("Ask", variant="primary", elem_id="cr-send", scale=1)

    def on_ask(text: str, now: Conversation) -> Iterator[Shown]:
        yield from (shown(step, desk) for step in ask(now, text, desk))

    def on_example(now: Conversation, event: gr.SelectData) -> Iterator[Shown]:
        yield from (shown(step, desk) for step in ask(now, example_text(event.value), desk))

    def on_answer(now: Conversation, event: gr.EventData) -> Iterator[Shown]:
        yield from (shown(step, desk) for step in give(now, *picked(event), desk))

    outputs = [chat, talk, questions, box]
    wired = {"outputs": outputs, **_wiring()}
    events = (
        gr.on([box.submit, send.click], on_ask, [box, talk], **wired),
        chat.example_select(on_example, [talk], **wired),
        questions.click(on_answer, [talk], **wired),
    )
    for event in events:
        event.then(None, js=SHOW_QUESTION, queue=False, api_visibility="private")


def _cite_tab(desk: Desk) -> None:
    """Lay out the look-up of a passage by a statement or a figure."""
    with gr.Row(elem_classes="cr-search"):
        query = _box("Statement or figure", "staff share of self-hosting cost")
        find = gr.Button("Find", variant="primary", scale=1, min_width=84)
    found = gr.HTML()

    def on_cite(text: str) -> str:
        return cited(text, desk)

    gr.on([query.submit, find.click], on_cite, [query], [found], **_wiring())


def _review(reviews: Reviews, tab: gr.Tab) -> None:
    """Lay out what waits for review; it is read when the tab is opened, since that may take a while."""
    panel = gr.HTML(js_on_load=LISTEN_REVIEW, elem_id="cr-review")

    def on_open() -> str:
        return reviewed(reviews)

    def on_verdict(event: gr.EventData) -> str:
        return reviewed(reviews, *judged_click(event))

    tab.select(on_open, None, [panel], **_wiring())
    panel.click(on_verdict, None, [panel], **{**_wiring(), "concurrency_limit": 1})


def _chat() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="cr-chat",
        show_label=False,
        container=False,
        height=None,  # the page scrolls, not a box in it
        autoscroll=False,
        buttons=[],
        layout="bubble",
        placeholder=_EMPTY,
        examples=[{"text": text} for text in EXAMPLES],
        latex_delimiters=[],
        sanitize_html=True,
        feedback_options=None,
    )


def _box(label: str, placeholder: str, lines: int = 1, **more: Any) -> gr.Textbox:
    return gr.Textbox(
        label=label,
        show_label=False,
        container=False,
        lines=1,
        max_lines=lines,
        max_length=MOST_CHARACTERS,
        placeholder=placeholder,
        scale=9,
        **more,
    )


def _wiring() -> dict[str, Any]:
    """Return what every event is wired with; none is a named endpoint."""
    return {"concurrency_limit": AT_ONCE, "api_visibility": "private", "show_progress": "hidden"}


def shown(talk: Conversation, desk: Desk) -> Shown:
    """Return what the chat, its state, the questions' panel and the emptied box become."""
    return talk.bubbles(), talk, panels.questions_html(talk, desk.catalog), ""


def cited(text: str, desk: Desk) -> str:
    """Return the passages for a look-up as HTML, or the reason why it cannot be used."""
    try:
        query = checked_text(text, "query")
        return panels.quotes_html(desk.cite(query), query)
    except CrossroadsError as error:
        return panels.refusal_html(str(error))


def picked(event: gr.EventData) -> tuple[str, str]:
    """Return the factor and the value that a click in the questions' panel names; anything else becomes empty texts."""
    data = getattr(event, "_data", None)
    values = data if isinstance(data, dict) else {}
    factor, value = values.get("factor", ""), values.get("value", "")
    return (factor if isinstance(factor, str) else "", value if isinstance(value, str) else "")


def example_text(value: object) -> str:
    """Return the text of an example that was picked."""
    text = value.get("text", "") if isinstance(value, dict) else value
    return text if isinstance(text, str) else ""
