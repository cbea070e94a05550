"""How the browser surface looks: one theme, one style sheet, light and dark from the same names."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

FONT = "IBM Plex Sans"

STYLE = [Path(__file__).with_name(name) for name in ("style.css", "tools.css", "knowledge.css", "findings.css")]

SHOW_QUESTION = """() => requestAnimationFrame(() => {
  const said = document.querySelectorAll('#cr-chat .user-row');
  const last = said[said.length - 1];
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (last) last.scrollIntoView({block: 'start', behavior: calm ? 'auto' : 'smooth'});
})"""
"""Brings the newest question to the top of the window, so that the recommendation is what one reads first."""

HEAD = (
    """<script>
document.addEventListener('click', (event) => {
  const mark = event.target.closest && event.target.closest('a.cr-mark');
  if (!mark) return;
  event.preventDefault();
  const quote = document.getElementById(mark.getAttribute('href').slice(1));
  if (!quote) return;
  for (let fold = quote.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  document.querySelectorAll('.cr-here').forEach((other) => other.classList.remove('cr-here'));
  quote.classList.add('cr-here');
  quote.scrollIntoView({block: 'center'});
});
</script>
<script>"""
    + Path(__file__).with_name("tools.js").read_text(encoding="utf-8")
    + """</script>"""
)
"""Leads a citation mark to its quote within the page; Gradio's base address would make the link load it anew."""


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
