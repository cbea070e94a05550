"""The tab to ask in: the chat, the next questions, the composer; one-line handlers that call tested functions."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr

from bot.desk import Desk
from bot.web import panels
from bot.web.conversation import Bubble, Conversation, ask, give
from bot.web.feedback import Remarks
from bot.web.theme import SHOW_QUESTION
from bot.web.tools import add_tools
from bot.web.wiring import box, wiring

EXAMPLES = (
    "We get about 55,000 LLM requests a day. Should we move off the API to our own GPUs?",
    "Nobody would mind if the scores were a few hours old. Batch or real-time?",
    "Prompt or fine-tune? We have 800 labelled examples and the format must never vary.",
    "What share of the cost of self-hosting is staff?",
)
_EMPTY = (
    "### What are you deciding?\n"
    "Name the decision and the figures you know. You get a recommendation, the path to it, and the evidence."
)

Shown = tuple[list[Bubble], Conversation, str, str]


def ask_tab(desk: Desk, remarks: Remarks | None = None) -> None:
    """Lay out the chat, the next questions and the composer, and wire them; ``remarks`` takes feedback."""
    talk = gr.State(Conversation())
    chat = _chat()
    questions = gr.HTML(js_on_load=panels.LISTEN, elem_id="cr-questions")
    tools = gr.Column(elem_id="cr-below")
    with gr.Row(elem_id="cr-composer"):
        typed = box("Your question", "What are you deciding?", lines=6, elem_id="cr-box", autofocus=True)
        send = gr.Button("Ask", variant="primary", elem_id="cr-send", scale=1)

    def on_ask(text: str, now: Conversation) -> Iterator[Shown]:
        yield from (shown(step, desk) for step in ask(now, text, desk))

    def on_example(now: Conversation, event: gr.SelectData) -> Iterator[Shown]:
        yield from (shown(step, desk) for step in ask(now, example_text(event.value), desk))

    def on_answer(now: Conversation, event: gr.EventData) -> Iterator[Shown]:
        yield from (shown(step, desk) for step in give(now, *picked(event), desk))

    outputs = [chat, talk, questions, typed]
    with tools:
        add_tools(desk, remarks, talk, outputs, lambda now: shown(now, desk))
    wired = {"outputs": outputs, **wiring()}
    events = (
        gr.on([typed.submit, send.click], on_ask, [typed, talk], **wired),
        chat.example_select(on_example, [talk], **wired),
        questions.click(on_answer, [talk], **wired),
    )
    for event in events:
        event.then(None, js=SHOW_QUESTION, queue=False, api_visibility="private")


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


def shown(talk: Conversation, desk: Desk) -> Shown:
    """Return what the chat, its state, the questions' panel and the emptied box become."""
    return talk.bubbles(), talk, panels.questions_html(talk, desk.catalog), ""


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
