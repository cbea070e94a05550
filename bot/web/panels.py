"""The parts beside the chat as escaped HTML: the look-up, a refusal. Pure."""

from __future__ import annotations

from bot.types import CitedQuote
from bot.web.evidence import evidence_html
from bot.web.markup import plain


def quotes_html(quotes: tuple[CitedQuote, ...], query: str) -> str:
    """Return the passages found for a look-up, or a line that says there are none."""
    if not quotes:
        return f'<p class="cr-empty">No passage speaks of “{plain(query[:200])}”.</p>'
    return f'<div class="cr-card">{evidence_html(quotes, 0)}</div>'


def refusal_html(message: str) -> str:
    """Return an error meant for the user."""
    return f'<p class="cr-empty" role="alert">{plain(message)}</p>'
