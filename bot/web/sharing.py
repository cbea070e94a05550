"""A conversation as a link and back: what was asked, what was said before it, and the facts set by hand. Pure.

The query of a link is ``?q=<last turn>&turns=<JSON list of earlier turns>&facts=<JSON object of factor: text>``, the
names and shapes of the ``/ask`` endpoint; ``turns`` and ``facts`` are left out where there are none. The same link asks
the same thing: an answer depends on nothing else but the knowledge.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, quote, urlencode

from bot.intake import MOST_TURNS, checked_facts, checked_turns
from kb.errors import InputError
from kb.types import Record

MOST_LINK = 6_000
"""Characters of a query that is handed out: proxies commonly refuse a request line beyond 8 KB."""
MOST_READ = 60_000
"""Characters of a query that is read; the server itself takes no longer request line."""


class Shared(Record):
    """What a link carries: the turns, the last of which is asked, and the facts set by hand in their order."""

    turns: tuple[str, ...]
    given: tuple[tuple[str, str], ...] = ()


def link_of(turns: Sequence[str], given: Sequence[tuple[str, str]]) -> str:
    """Return the query that asks the last turn again, beginning with ``?``; empty where it would be too long."""
    if not turns:
        return ""
    asked = {"q": turns[-1]}
    if turns[:-1]:
        asked["turns"] = json.dumps(turns[:-1], ensure_ascii=False, separators=(",", ":"))
    if given:
        asked["facts"] = json.dumps(dict(given), ensure_ascii=False, separators=(",", ":"))
    query = f"?{urlencode(asked, quote_via=quote, safe='/:,')}"
    return query if len(query) <= MOST_LINK else ""


def read_link(query: str) -> Shared | None:
    """Return what the query of an address asks, or nothing where it asks nothing.

    Raises InputError that says what is wrong with a link that was cut off, altered or made up.
    """
    if len(query) > MOST_READ:
        raise InputError(f"This link has {len(query):,} characters, more than the {MOST_READ:,} that are read.")
    try:
        found = parse_qs(query.removeprefix("?"), max_num_fields=50)
    except ValueError as error:
        raise InputError("This link holds too many parts. Copy it again, or type the question.") from error
    asked = found.get("q", [""])[-1]
    if not asked.strip():
        return None
    return shared_of(asked, _json(found, "turns"), _json(found, "facts"))


def shared_of(asked: object, turns: object, facts: object) -> Shared:
    """Return a checked conversation from plain values; raises InputError naming what cannot be used."""
    said = checked_turns(asked, turns)
    given = tuple(checked_facts(facts).items())
    for text in (*said, *(part for fact in given for part in fact)):
        if not text.isprintable() and any("\ud800" <= character <= "\udfff" for character in text):
            raise InputError("This link holds characters that are no text. Copy it again, or type the question.")
    return Shared(turns=said, given=given)


def recalled(data: Mapping[str, object]) -> Shared:
    """Return a conversation that a browser remembered, as checked as any link; raises InputError."""
    turns = data.get("turns")
    if not isinstance(turns, list) or not turns:
        raise InputError("This question cannot be opened again: what the browser kept of it is no conversation.")
    return shared_of(turns[-1], turns[:-1][-(MOST_TURNS - 1) :], data.get("facts"))


def _json(found: Mapping[str, list[str]], name: str) -> object:
    """Return one JSON value of a query, or nothing where it has none."""
    if name not in found:
        return None
    try:
        return json.loads(found[name][-1])
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name}: this part of the link is cut off or altered. Copy the link again.") from error
