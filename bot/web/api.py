"""The named endpoints: everything the app knows as JSON, stateless, for programs and assistants.

Each is an endpoint of the Gradio API and a tool of the MCP server; docs/api.md describes both. What is wrong with the
input is an InputError whose message begins with the field; ``bot.web.edge`` makes of it what the caller understands.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gradio.events import api

from bot.desk import Desk
from bot.given import given_facts
from bot.intake import checked_facts, checked_text, checked_turns
from bot.jsonl import fact_text
from bot.sources import PARTS, Part
from bot.web.descriptions import DESCRIPTIONS
from kb.errors import InputError

Json = dict[str, Any]
Fact = str | float | bool


def ask_json(desk: Desk, question: object, turns: object = None, facts: object = None) -> Json:
    """Return the answer to a question as plain JSON values; raise InputError for what cannot be used."""
    return desk.advise(checked_turns(question, turns), by_hand(desk, facts)).model_dump(mode="json")


def cite_json(desk: Desk, query: object) -> Json:
    """Return the passages that speak of a query as plain JSON values; raise InputError for what cannot be used."""
    text = checked_text(query, "query")
    return {"query": text, "citations": [quote.model_dump(mode="json") for quote in desk.cite(text)]}


def review_json(desk: Desk, text: object) -> Json:
    """Return the findings on a design document as plain JSON values; raise InputError for what cannot be used."""
    if not isinstance(text, str) or not text.strip():
        found = "nothing" if isinstance(text, str) else type(text).__name__
        raise InputError(f"text: expected a document, found {found}. Send its whole text.")
    with _about("text"):
        review: Json = desk.review(text).model_dump(mode="json")
    return review


def adr_text(desk: Desk, question: object, turns: object = None, facts: object = None) -> str:
    """Return the decision record of a question as Markdown; raise InputError for what cannot be used or decided."""
    asked, given = checked_turns(question, turns), by_hand(desk, facts)
    with _about("question"):
        return desk.adr(asked, given)


def sources_json(desk: Desk, source: object = None, show: object = "summary") -> Any:
    """Return the sources, or a part of one, as plain JSON values; raise InputError for what cannot be used."""
    part = next((part for part in PARTS if part == show), None)
    if part is None:
        raise InputError(f"show: expected {', '.join(PARTS[:-1])} or {PARTS[-1]}, found {str(show)[:60]!r}.")
    id = checked_text(source, "source") if source is not None else None
    with _about("source"):
        return desk.sources(id, part)


def by_hand(desk: Desk, facts: object) -> dict[str, str]:
    """Return facts set by hand as factor id -> text; raise InputError naming the fact that cannot be used.

    A number is in the factor's own unit, and true and false are yes and no.
    """
    known = {factor.id: factor for factor in desk.catalog.factors}
    said: dict[object, str] = {}
    for key, value in facts.items() if isinstance(facts, dict) else ():
        with _about("facts", str(key)):
            said[key] = fact_text(str(key), value)
    given = checked_facts(said or facts)
    for id, text in given.items():
        with _about("facts", id):
            given_facts({id: text}, known)
    return given


@contextmanager
def _about(field: str, part: str = "") -> Iterator[None]:
    """Begin the message of an InputError with the argument that it is about, and with the part of it."""
    try:
        yield
    except InputError as error:
        text = str(error).removeprefix(f"{part or field}: ")
        raise InputError(f"{field}{f'.{part}' if part else ''}: {text}") from error


def add_endpoints(desk: Desk) -> None:
    """Add the endpoints to the Blocks that are being built; they skip the queue and keep no state."""

    def ask(question: str, turns: list[str] | None = None, facts: dict[str, Fact] | None = None) -> Json:
        return ask_json(desk, question, turns, facts)

    def cite(query: str) -> Json:
        return cite_json(desk, query)

    def review(text: str) -> Json:
        return review_json(desk, text)

    def adr(question: str, turns: list[str] | None = None, facts: dict[str, Fact] | None = None) -> str:
        return adr_text(desk, question, turns, facts)

    def sources(source: str | None = None, show: Part = "summary") -> Any:
        return sources_json(desk, source, show)

    for endpoint in (ask, cite, review, adr, sources):
        endpoint.__doc__ = DESCRIPTIONS[endpoint.__name__]
        api(endpoint, api_name=endpoint.__name__, queue=False)
