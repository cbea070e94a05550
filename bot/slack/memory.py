"""What a conversation is about, kept where the conversation is: in the metadata of the bot's own messages. Pure.

Every card carries a ``Talk``: the turns and the facts it was made from. A button, a reply in the thread and a restarted
or another replica of the bot all read it back from Slack, so that nothing has to be stored here and nothing can run out
of step with the messages that people see. People do not see metadata, and Slack returns it to the app that wrote it.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import ValidationError

from bot.slack.words import clipped
from kb.types import Record

EVENT = "crossroads_answer"
"""The type of the metadata; the manifest need not name it."""
MOST_BYTES = 6_000
"""Of one message's metadata; the oldest turns leave when it would be more."""
LONGEST_LINK = 1_500
"""Characters of a link to the browser; Slack takes 3,000, and counts them among those of the whole message."""
MOST_TURNS = 20
LONGEST_TURN = 4_000
"""What one question may have, as the app counts it."""
MOST_SEEN = 5_000
"""Deliveries remembered, so that one that Slack repeats is not answered twice."""

Message = Mapping[str, Any]


class Talk(Record):
    """A conversation as the next message needs it.

    ``facts`` are those set by hand, factor id to text; ``skipped`` are questions that the person could not answer;
    ``was`` is the option recommended before; ``asked`` is the timestamp of the message that is being answered;
    ``unread`` where what was said before it was not looked up, because the message was turned away.
    """

    turns: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    skipped: tuple[str, ...] = ()
    was: str = ""
    asked: str = ""
    unread: bool = False

    @property
    def given(self) -> dict[str, str]:
        """The facts set by hand as the app takes them."""
        return dict(self.facts)

    def saying(self, turn: str) -> Talk:
        """Return the conversation with one more turn."""
        return self.model_copy(update={"turns": (*self.turns, turn)[-MOST_TURNS:]})

    def knowing(self, facts: Mapping[str, str]) -> Talk:
        """Return the conversation with these facts set by hand, over those that were."""
        return self.model_copy(update={"facts": tuple((self.given | dict(facts)).items())})

    def without(self, factors: Iterable[str]) -> Talk:
        """Return the conversation without what was set by hand of these factors."""
        gone = set(factors)
        return self.model_copy(update={"facts": tuple(pair for pair in self.facts if pair[0] not in gone)})


def link_of(browser: str, talk: Talk) -> str:
    """Return the address at which the app gives the same answer in the browser; empty without one, or where too long.

    The parts of the query are named as the app's ``/ask`` endpoint names its arguments.
    """
    if not browser or not talk.turns:
        return ""
    asked = {"q": talk.turns[-1]}
    if talk.turns[:-1]:
        asked["turns"] = json.dumps(talk.turns[:-1], ensure_ascii=False, separators=(",", ":"))
    if talk.facts:
        asked["facts"] = json.dumps(talk.given, ensure_ascii=False, separators=(",", ":"))
    link = f"{browser.rstrip('/')}/?{urlencode(asked, quote_via=quote, safe='/:,')}"
    return link if len(link) <= LONGEST_LINK else ""


def metadata(talk: Talk) -> dict[str, Any]:
    """Return a conversation as Slack's message metadata, at most ``MOST_BYTES`` of it."""
    kept = talk
    while (size := len(_packed(kept).encode())) > MOST_BYTES and len(kept.turns) > 1:
        kept = kept.model_copy(update={"turns": kept.turns[1:]})
    if size > MOST_BYTES and kept.turns:
        short = clipped(kept.turns[0], max(1, len(kept.turns[0]) * MOST_BYTES // (size * 2)))
        kept = kept.model_copy(update={"turns": (short,)})
    return {"event_type": EVENT, "event_payload": {"talk": _packed(kept)}}


def talk_of(message: Message) -> Talk | None:
    """Return the conversation that a message carries; None where it carries none, or one that cannot be read."""
    found = message.get("metadata") or {}
    if found.get("event_type") != EVENT:
        return None
    try:
        return Talk.model_validate_json(str((found.get("event_payload") or {}).get("talk", "")))
    except ValidationError:
        return None


def is_ours(message: Message, user: str, bot: str) -> bool:
    """Say whether the bot itself (user id, bot id) wrote a message; nobody else's metadata is believed."""
    return bool((user and message.get("user") == user) or (bot and message.get("bot_id") == bot))


def newest(messages: Iterable[Message], before: str = "") -> Talk | None:
    """Return the newest conversation that messages of the bot carry, older than the timestamp ``before``.

    A message that was turned away is none: what it would have gone on from is.
    """
    held = [(message, talk) for message in messages if (talk := talk_of(message)) and talk.turns and not talk.unread]
    older = [(message, talk) for message, talk in held if not before or float(message["ts"]) < float(before)]
    return max(older, key=lambda pair: float(pair[0]["ts"]))[1] if older else None


class Seen:
    """Ids of deliveries, the newest ``most`` of them; safe between threads."""

    def __init__(self, most: int = MOST_SEEN) -> None:
        """Remember nothing yet."""
        self._most = most
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def first(self, id: str) -> bool:
        """Say whether an id comes for the first time, and remember it; an empty id always does."""
        if not id:
            return True
        with self._lock:
            if id in self._ids:
                self._ids.move_to_end(id)
                return False
            self._ids[id] = None
            if len(self._ids) > self._most:
                self._ids.popitem(last=False)
            return True


def _packed(talk: Talk) -> str:
    return json.dumps(talk.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, separators=(",", ":"))
