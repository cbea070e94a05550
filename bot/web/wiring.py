"""What every tab is wired with: a bounded share of the queue, and one kind of text box."""

from __future__ import annotations

from typing import Any

import gradio as gr

from bot.intake import MOST_CHARACTERS

AT_ONCE = 16
"""Questions of one kind that are answered at the same time."""


def wiring() -> dict[str, Any]:
    """Return what every event is wired with; none is a named endpoint."""
    return {"concurrency_limit": AT_ONCE, "api_visibility": "private", "show_progress": "hidden"}


def box(label: str, placeholder: str, lines: int = 1, **more: Any) -> gr.Textbox:
    """Return a text box for a question or a query; ``lines`` is how far it grows before it scrolls."""
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
