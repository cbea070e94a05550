"""The tab to ask in: the conversation, the live card, the composer; one-line handlers that call tested functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from bot.desk import Desk
from bot.web.conversation import Conversation, acted, ask, live_card
from bot.web.feedback import Remarks
from bot.web.packing import packed
from bot.web.theme import SHOW_QUESTION
from bot.web.thread import refusal_html, thread_html
from bot.web.tools import add_tools, clicked
from bot.web.wiring import box, wiring

EXAMPLES = (
    "We get about 55,000 LLM requests a day. Should we move off the API to our own GPUs?",
    "Nobody would mind if the scores were a few hours old. Batch or real-time?",
    "Prompt or fine-tune? We have 800 labelled examples and the format must never vary.",
    "What share of the cost of self-hosting is staff?",
)
MOUNT = "window.crossroadsCard.mount(element, trigger, props, watch);"

Shown = tuple[str, str, Conversation, str, Any]


def ask_tab(desk: Desk, remarks: Remarks | None = None) -> None:
    """Lay out the conversation, the live card and the composer, and wire them; ``remarks`` takes feedback."""
    talk = gr.State(Conversation())
    thread = _panel("cr-thread", thread_html(Conversation(), desk.catalog, EXAMPLES))
    live = _panel("cr-live-card", "")
    tools = gr.Column(elem_id="cr-below")
    with gr.Column(elem_id="cr-dock"):
        refusal = gr.HTML(elem_id="cr-refusal", apply_default_css=False)
        with gr.Row(elem_id="cr-composer"):
            typed = box("Your question", "What are you deciding?", lines=6, elem_id="cr-box", autofocus=True)
            send = gr.Button("Ask", variant="primary", elem_id="cr-send", scale=1)

    def on_ask(text: str, now: Conversation) -> Iterator[Shown]:
        yield from (shown(step, desk) for step in ask(now, text, desk))

    def on_example(now: Conversation, event: gr.EventData) -> Iterator[Shown]:
        yield from (shown(step, desk) for step in ask(now, word(event, "ask"), desk))

    def on_act(now: Conversation, event: gr.EventData) -> tuple[Any, ...]:
        return shown(pressed(now, event, desk), desk)[:4]

    def on_try(now: Conversation, event: gr.EventData) -> tuple[str, Conversation]:
        return tried(pressed(now, event, desk), desk, packs=word(event, "packs") == "yes")

    outputs: list[Any] = [thread, live, talk, refusal, typed]
    with tools:
        add_tools(desk, remarks, talk, outputs, lambda now: shown(now, desk))
    wired = {"outputs": outputs, **wiring()}
    for event in (
        gr.on([typed.submit, send.click], on_ask, [typed, talk], **wired),
        thread.click(on_example, [talk], **wired),
    ):
        event.then(None, js=SHOW_QUESTION, queue=False, api_visibility="private")
    live.click(on_act, [talk], outputs[:4], **wiring())  # what is being typed stays
    live.input(on_try, [talk], [live, talk], trigger_mode="multiple", **wiring())


def _panel(id: str, html: str) -> gr.HTML:
    """Return a part of the page that ``card.js`` draws: a newer state takes the place of an older without a jump."""
    return gr.HTML(html, html_template="", elem_id=id, js_on_load=MOUNT, apply_default_css=False)


def shown(talk: Conversation, desk: Desk) -> Shown:
    """Return what the conversation, the live card, the state, the refusal and the box become.

    The box is emptied when its question is read, and gets back what cannot be asked; what is typed meanwhile stays.
    """
    typed = talk.unsent if talk.unsent or talk.asking else gr.skip()
    return thread_html(talk, desk.catalog, EXAMPLES), live_card(talk, desk), talk, refusal_html(talk), typed


def pressed(talk: Conversation, event: gr.EventData, desk: Desk) -> Conversation:
    """Return what a press on the live card, or a move of a marker, leads to."""
    return acted(talk, word(event, "act"), word(event, "factor"), word(event, "value"), desk)


def tried(talk: Conversation, desk: Desk, *, packs: bool) -> tuple[str, Conversation]:
    """Return what the live card and the state become where a value is tried; nothing else on the page changes.

    A browser that can unpack the card (``packs``) is sent a fraction of it.
    """
    card = live_card(talk, desk)
    return packed(card) if packs else card, talk


def word(event: gr.EventData, name: str) -> str:
    """Return one text that an event of the browser carries; anything else becomes an empty one."""
    value = clicked(event).get(name, "")
    return value if isinstance(value, str) else ""
