"""How the browser surface looks: one theme, one style sheet, light and dark from the same names."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

FONT = "IBM Plex Sans"

STYLE = [
    Path(__file__).with_name(name) for name in ("style.css", "ask.css", "tools.css", "knowledge.css", "findings.css")
]

SHOW_QUESTION = "() => window.crossroadsCard.newest()"
"""Brings the newest question to the top of the window, so that the recommendation is what one reads first."""

HEAD = "".join(
    f"<script>{Path(__file__).with_name(name).read_text(encoding='utf-8')}</script>" for name in ("tools.js", "card.js")
)
"""What the browser does: with an answer as a whole, and within the card."""


def theme() -> gr.themes.Base:
    """Return the theme; its fonts are those that Gradio carries, so that no other host is asked."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.zinc,
        radius_size=gr.themes.sizes.radius_lg,
        font=[gr.themes.LocalFont(FONT, weights=(400, 700)), "system-ui", "sans-serif"],
    ).set(
        body_text_color="#1f2328",
        body_text_color_dark="#e8eaed",
        color_accent="#0b6b62",
        button_primary_background_fill="#0b6b62",
        button_primary_background_fill_hover="#095a53",
        button_primary_background_fill_dark="#0b6b62",
        button_primary_background_fill_hover_dark="#0d7d72",
        button_primary_text_color="#ffffff",
    )
