"""What one can do with an answer: open a shared link, reopen an earlier question, keep it as a file, judge it.

``add_tools`` adds it to the tab that answers; its handlers are one line each and call the tested functions below.
What the browser does of it (copying, keeping files and the list of questions) is in ``tools.js``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import gradio as gr

from bot.desk import Desk
from bot.web.conversation import Conversation, refused, reopen
from bot.web.downloads import Download, answer_json, answer_markdown, record
from bot.web.feedback import Remarks, remark_on
from bot.web.sharing import Shared, read_link, recalled
from bot.web.theme import SHOW_QUESTION
from bot.web.tools_panel import facts_shown, tools_html
from bot.web.wiring import wiring
from kb.errors import CrossroadsError, InputError

Show = Callable[[Conversation], Any]
BAR = "window.crossroads.bar(element, trigger, watch, {keep: 'keep', judge: 'judge'});"
HISTORY = "window.crossroads.history(element, trigger, {open: 'open'});"
SAVE = "(file) => { window.crossroads.save(file); }"
JUDGED = "(told) => { window.crossroads.judged(told); }"


def add_tools(desk: Desk, remarks: Remarks | None, talk: gr.State, outputs: list[Any], show: Show) -> None:
    """Add the bar under an answer, the earlier questions and shared links to the tab that is being built.

    ``talk`` is the session's conversation, ``outputs`` what an answer changes there, and ``show`` makes their values of
    a conversation. Without ``remarks`` no feedback is asked for.
    """
    bar = gr.HTML(elem_id="cr-tools", js_on_load=BAR)
    history = gr.HTML(elem_id="cr-history", js_on_load=HISTORY)
    file, told = gr.Textbox(visible=False), gr.Textbox(visible=False)

    def on_answer(now: Conversation) -> str:
        return tools_html(now, may_judge=remarks is not None)

    def on_open(now: Conversation, event: gr.EventData) -> Iterator[Any]:
        yield from (show(step) for step in opened(clicked(event), now, desk))

    def on_keep(now: Conversation, event: gr.EventData) -> str:
        return kept(clicked(event), now, desk)

    def on_judge(now: Conversation, event: gr.EventData) -> str:
        return judged(clicked(event), now, remarks)

    talk.change(on_answer, [talk], [bar], **wiring())
    then: dict[str, Any] = {"queue": False, "api_visibility": "private"}
    history.open(on_open, [talk], outputs, **wiring()).then(None, js=SHOW_QUESTION, **then)
    bar.keep(on_keep, [talk], [file], **wiring()).then(None, [file], js=SAVE, **then)
    bar.judge(on_judge, [talk], [told], **wiring()).then(None, [told], js=JUDGED, **then)


def clicked(event: gr.EventData) -> Mapping[str, object]:
    """Return what a click in the browser names; anything that is no object becomes an empty one."""
    data = getattr(event, "_data", None)
    return data if isinstance(data, dict) else {}


def opened(data: Mapping[str, object], now: Conversation, desk: Desk) -> Iterator[Conversation]:
    """Begin anew with what a link (``query``) or the browser's list (``turns``, ``facts``) names, and answer it."""
    try:
        query = data.get("query")
        found: Shared | None = read_link(query) if isinstance(query, str) else recalled(data)
    except CrossroadsError as error:
        yield refused(now, error)
        return
    if found is None:
        yield now
    else:
        yield from reopen(found.turns, found.given, desk)


def kept(data: Mapping[str, object], now: Conversation, desk: Desk) -> str:
    """Return the file that is asked for as JSON (``name``, ``kind``, ``text``), or ``error`` with the reason."""
    try:
        return file_of(str(data.get("form")), now, desk).model_dump_json()
    except CrossroadsError as error:
        return Download(name="", kind="", text=str(error)).model_dump_json()


def file_of(form: str, now: Conversation, desk: Desk) -> Download:
    """Return the answer that the card shows as a file; raises InputError where there is none, or no such form."""
    answer = now.shown
    if answer is None:
        raise InputError("There is no answer yet to keep. Ask a question first.")
    match form:
        case "json":
            return answer_json(answer)
        case "markdown":
            return answer_markdown(answer)
        case "adr":
            return record(answer, desk.adr(now.turns, dict(facts_shown(now))))
    raise InputError(f"{form[:20]}: no such file. An answer is kept as json, markdown or adr.")


def judged(data: Mapping[str, object], now: Conversation, remarks: Remarks | None) -> str:
    """Keep what a user says of the answer; return as JSON whether it was ``kept`` and the ``text`` to show."""
    try:
        if remarks is None:
            raise InputError("Feedback is not kept here.")
        question = (now.turns, facts_shown(now)) if data.get("keep") is True else None
        remarks.add(remark_on(now.shown, data.get("judgement"), data.get("reason"), question))
    except CrossroadsError as error:
        return json.dumps({"kept": False, "text": str(error)})
    return json.dumps({"kept": True, "text": "Thank you. Your feedback was kept."})
