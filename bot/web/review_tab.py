"""The tab that reviews a design document; one-line handlers that call tested functions."""

from __future__ import annotations

import json
from collections.abc import Mapping

import gradio as gr

from bot.design.commands import release
from bot.design.report import markdown
from bot.design.sarif import sarif
from bot.design.types import Review
from bot.desk import Desk
from bot.web.downloads import Download, safe_name
from bot.web.example_design import EXAMPLE
from bot.web.findings_panel import reviewed_html
from bot.web.panels import refusal_html
from bot.web.tools import SAVE, clicked
from bot.web.wiring import wiring
from kb.errors import CrossroadsError, InputError
from kb.types import Catalog, Record

OPENER = "window.crossroads.opener(element, trigger, {taken: 'taken'});"
FOUND = "window.crossroads.found(element, trigger, watch, {keep: 'keep'});"
MOST = 200_000
"""Characters of a document that the box takes."""
_OPEN = (
    '<div class="crt-bar"><span class="crt-word">or</span><label class="crf-open">Open a file …'
    '<input type="file" accept=".md,.markdown,.txt,text/markdown,text/plain" class="crt-hidden"></label>'
    '<p class="crt-status" role="status"></p></div>'
)


class Looked(Record):
    """A document that was reviewed, and what was found."""

    name: str
    text: str
    review: Review


def review_tab(desk: Desk) -> None:
    """Lay out the document, what may be done with it, and the findings."""
    seen: gr.State = gr.State(None)
    name: gr.State = gr.State("")
    gr.HTML(
        '<h2 class="crt-title">Review a design document</h2><p class="crt-intro">Paste a design document or a decision '
        "record. Each finding stands beside the line that it is about, with the evidence behind it. Nothing of the "
        "document is stored.</p>"
    )
    text = gr.Textbox(
        label="Design document",
        show_label=False,
        container=False,
        lines=12,
        max_lines=24,
        max_length=MOST,
        placeholder="# Our design …",
        elem_id="crf-box",
    )
    with gr.Row(elem_id="crf-row"):
        go = gr.Button("Review", variant="primary", scale=0, min_width=110)
        example = gr.Button("Try an example", scale=0, min_width=170)
        opener = gr.HTML(_OPEN, js_on_load=OPENER, elem_id="crf-opener", scale=1)
    found = gr.HTML(js_on_load=FOUND, elem_id="crf-found")
    file = gr.Textbox(visible=False)

    def on_review(document: str, called: str) -> tuple[str, Looked | None]:
        return reviewed(document, called, desk)

    def on_example() -> tuple[str, str]:
        return EXAMPLE, "example-design.md"

    def on_taken(event: gr.EventData) -> tuple[str, str]:
        return taken(clicked(event))

    def on_keep(looked: Looked | None, event: gr.EventData) -> str:
        return kept(clicked(event), looked)

    shown = {"inputs": [text, name], "outputs": [found, seen], **wiring()}
    go.click(on_review, **shown)
    example.click(on_example, None, [text, name], **wiring()).then(on_review, **shown)
    opener.taken(on_taken, None, [text, name], **wiring()).then(on_review, **shown)
    found.keep(on_keep, [seen], [file], **wiring()).then(None, [file], js=SAVE, queue=False, api_visibility="private")


def reviewed(text: object, name: str, desk: Desk) -> tuple[str, Looked | None]:
    """Return the findings as HTML and what was looked at, or the reason why the document cannot be used."""
    try:
        document = text if isinstance(text, str) else ""
        review = desk.review(document)
    except CrossroadsError as error:
        return refusal_html(str(error)), None
    return reviewed_html(document, review, named(desk.catalog)), Looked(name=name, text=document, review=review)


def named(catalog: Catalog) -> dict[str, str]:
    """Return the names of decisions and options, an option's under ``trade_off/option``."""
    names = {trade_off.id: trade_off.name for trade_off in catalog.trade_offs}
    return names | {f"{t.id}/{o.id}": o.name for t in catalog.trade_offs for o in t.options}


def taken(data: Mapping[str, object]) -> tuple[str, str]:
    """Return the text and the name of a file that the browser read; anything else becomes empty texts."""
    text, name = data.get("text"), data.get("name")
    return (text[:MOST] if isinstance(text, str) else "", name[:200] if isinstance(name, str) else "")


def kept(data: Mapping[str, object], looked: Looked | None) -> str:
    """Return the findings as a file in JSON (``Download``), or the reason why there is none."""
    try:
        return file_of(str(data.get("form")), looked).model_dump_json()
    except CrossroadsError as error:
        return Download(name="", kind="", text=str(error)).model_dump_json()


def file_of(form: str, looked: Looked | None) -> Download:
    """Return the findings as ``json``, ``sarif`` or ``markdown``; raises InputError where nothing was reviewed."""
    if looked is None:
        raise InputError("There are no findings yet to keep. Review a document first.")
    stem = safe_name(f"review-{looked.name.rpartition('.')[0] or looked.name or 'document'}")
    match form:
        case "json":
            text = json.dumps(looked.review.model_dump(mode="json"), ensure_ascii=False, indent=2)
            return Download(name=f"{stem}.json", kind="application/json", text=f"{text}\n")
        case "sarif":
            log = sarif([(looked.name or "document.md", looked.text, looked.review)], release())
            return Download(
                name=f"{stem}.sarif", kind="application/sarif+json", text=json.dumps(log, ensure_ascii=False, indent=2)
            )
        case "markdown":
            text = markdown([(looked.name or "document.md", looked.review)])
            return Download(name=f"{stem}.md", kind="text/markdown", text=text)
    raise InputError(f"{form[:20]}: no such file. Findings are kept as json, sarif or markdown.")
