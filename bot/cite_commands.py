"""What ``cite`` does: the quotes that bear on a query, printed in the form that was asked for."""

from __future__ import annotations

import sys

from rich.text import Text

from bot.advisor import open_advisor
from bot.citation_forms import FORMS, form_of
from bot.commands import progress
from bot.jsonl import json_bytes
from bot.looked_up import cite
from bot.messages import checked
from bot.terminal import citation_lines, console, visible
from kb.errors import InputError
from kb.settings import Settings

NOTHING = "Nothing in the knowledge bears on this."


def show_citations(query: str, settings: Settings, *, form: str) -> None:
    """Print the quotes that bear on a query; ``form`` is ``json`` or one of ``bot.citation_forms.FORMS``.

    Raises InputError for another form or an unusable query.
    """
    if form not in ("json", *FORMS):
        raise InputError(f"--format: expected one of {', '.join(FORMS)}, found {form!r}.")
    (query,) = checked([query])  # before anything is opened or built
    with progress() as tell, open_advisor(settings, progress=tell) as advisor:
        found, works = cite(query, advisor), advisor.library.references
    if form == "json":
        _write(json_bytes({"query": query, "citations": [c.model_dump(mode="json") for c in found]}, indent=2) + b"\n")
    elif form == "text":
        out = console()
        for line in citation_lines(found) if found else [Text(NOTHING)]:
            out.print(line)
    else:
        if not found:
            print(NOTHING, file=sys.stderr)
        for citation in found:
            if citation.note:
                print(visible(f"[{citation.n}] {citation.note}"), file=sys.stderr)
        text = form_of(found, form, works)
        _write((visible(text) if sys.stdout.isatty() else text).encode("utf-8", "backslashreplace"))


def _write(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
