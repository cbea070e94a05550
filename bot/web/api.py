"""The named endpoints: the answer and the citations as JSON, stateless, for programs and assistants.

Bad input raises ``gr.Error`` whose text names the field, what was expected, what was found and what to do; its
``title`` is the kind of error, so that a program can tell it from a fault of the server.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.events import api

from bot.desk import Desk, checked_facts, checked_text, checked_turns
from kb.errors import CrossroadsError

Json = dict[str, Any]


def ask_json(desk: Desk, question: object, turns: object = None, facts: object = None) -> Json:
    """Return the answer to a question as plain JSON values; raise InputError for what cannot be used."""
    return desk.advise(checked_turns(question, turns), checked_facts(facts)).model_dump(mode="json")


def cite_json(desk: Desk, query: object) -> Json:
    """Return the passages that speak of a query as plain JSON values; raise InputError for what cannot be used."""
    text = checked_text(query, "query")
    return {"query": text, "citations": [quote.model_dump(mode="json") for quote in desk.cite(text)]}


def add_endpoints(desk: Desk) -> None:
    """Add ``/ask`` and ``/cite`` to the Blocks that are being built; they skip the queue and keep no state."""

    def ask(question: str, turns: list[str] | None = None, facts: dict[str, str] | None = None) -> Json:
        """Decide an engineering trade-off from cited evidence and return the answer with its reasoning path.

        The outcome is "recommendation", "needs_facts", "evidence_only" or "out_of_scope". Every statement carries the
        numbers of its citations, and every citation quotes a stored passage and names the references behind it.

        Args:
            question: What to decide, in plain words, with the facts that you know (at most 4,000 characters).
            turns: The earlier messages of the same conversation, oldest first (at most 19); the newest statement wins.
            facts: Facts set by hand, factor id to text, such as {"requests_per_day": "250000/day", "ops_24_7": "no"}.
        """
        return _told(lambda: ask_json(desk, question, turns, facts))

    def cite(query: str) -> Json:
        """Find the passages that speak of a statement or a figure, each quoted word for word with its references.

        Args:
            query: A statement, a figure or a topic, such as "staff share of self-hosting cost".
        """
        return _told(lambda: cite_json(desk, query))

    api(ask, api_name="ask", queue=False)
    api(cite, api_name="cite", queue=False)


def _told(make: Callable[[], Json]) -> Json:
    """Return what is made, or tell the caller what is wrong with the input without a traceback."""
    try:
        return make()
    except CrossroadsError as error:
        raise gr.Error(f"{type(error).__name__}: {error}", title=type(error).__name__, print_exception=False) from error
