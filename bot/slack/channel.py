"""Slack's Web API as the bot uses it: say, change, whisper, read back, upload. Rate limits are waited for.

Every method raises ``SlackApiError`` where Slack refuses and ``AwayError`` where it cannot be reached.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

from bot.slack.card import Shown
from bot.slack.memory import Message, Talk, is_ours, metadata, newest, talk_of
from kb.errors import AwayError
from kb.types import Record

_LOG = logging.getLogger("crossroads.slack")
TIMEOUT = 15
"""Seconds of one call."""
LONGEST_WAIT = 60
"""Seconds of a Retry-After that are waited; a worker has other people's questions to answer."""
PAGE, MOST_PAGES = 200, 5
"""Messages of a thread that are read back: the newest card is looked for among a thousand."""
GOES_ON = 1_800.0
"""Seconds for which a direct message goes on from the card before it."""


class Identity(Record):
    """Who the bot is in its workspace."""

    user: str
    bot: str
    name: str
    team: str
    url: str = ""
    scopes: tuple[str, ...] = ()


class Place(Record):
    """Where a message is to go: a channel, and in it a thread, or none at the top of a direct message."""

    channel: str
    thread: str = ""

    @property
    def key(self) -> str:
        """What work in this place waits its turn under."""
        return f"{self.channel}/{self.thread}"


class Channel:
    """The Web API behind a handful of verbs; safe between threads."""

    def __init__(self, client: WebClient, me: Identity) -> None:
        """Keep a client and who it speaks as."""
        self._client, self.me = client, me

    def say(self, place: Place, shown: Shown, talk: Talk) -> str:
        """Post a message that carries a conversation; return its timestamp."""
        with _reached():
            posted = self._client.chat_postMessage(
                channel=place.channel,
                thread_ts=place.thread or None,
                metadata=metadata(talk),
                unfurl_links=False,
                unfurl_media=False,
                **shown.arguments(),
            )
        return str(posted["ts"])

    def say_to(self, user: str, shown: Shown, talk: Talk) -> Place:
        """Post a message to a person directly; return where it went."""
        with _reached():
            posted = self._client.chat_postMessage(
                channel=user, metadata=metadata(talk), unfurl_links=False, unfurl_media=False, **shown.arguments()
            )
        return Place(channel=str(posted["channel"]), thread=str(posted["ts"]))

    def change(self, channel: str, ts: str, shown: Shown, talk: Talk) -> None:
        """Put another message in the place of one of ours."""
        with _reached():
            self._client.chat_update(channel=channel, ts=ts, metadata=metadata(talk), **shown.arguments())

    def whisper(self, place: Place, user: str, shown: Shown) -> None:
        """Show a message to one person only."""
        with _reached():
            self._client.chat_postEphemeral(
                channel=place.channel, user=user, thread_ts=place.thread or None, **shown.arguments()
            )

    def open(self, trigger: str, view: dict[str, Any]) -> str:
        """Open a dialog; return its id."""
        with _reached():
            return str(self._client.views_open(trigger_id=trigger, view=view)["view"]["id"])

    def fill(self, view_id: str, view: dict[str, Any]) -> None:
        """Put another dialog in the place of an open one."""
        with _reached():
            self._client.views_update(view_id=view_id, view=view)

    def upload(self, place: Place, content: bytes, filename: str, title: str, *, alt: str = "", kind: str = "") -> None:
        """Upload a file into a thread: an image with its text for screen readers, or a snippet of a kind."""
        with _reached():
            self._client.files_upload_v2(
                content=content,
                filename=filename,
                title=title,
                alt_txt=alt or None,
                snippet_type=kind or None,
                channel=place.channel,
                thread_ts=place.thread or None,
            )

    def card(self, channel: str, ts: str, thread: str) -> Message | None:
        """Return one of our messages as it is now; None where it is gone."""
        with _reached():
            found = self._client.conversations_replies(
                channel=channel, ts=thread or ts, oldest=ts, latest=ts, inclusive=True, include_all_metadata=True
            )
        return next((m for m in _messages(found) if m.get("ts") == ts and self._ours(m)), None)

    def talk_in(self, place: Place, before: str) -> tuple[Talk | None, bool]:
        """Return the conversation that a place has got to, and whether a message was answered there already.

        In a thread it is that of the newest card; at the top of a direct message that of the last half hour. ``before``
        is the timestamp of the message to be answered.
        """
        ours = [m for m in (self._thread(place) if place.thread else self._recent(place)) if self._ours(m)]
        answered = any((talk := talk_of(m)) is not None and talk.asked == before for m in ours)
        if not place.thread:
            ours = [m for m in ours if float(before or 0) - float(m["ts"]) <= GOES_ON]
        return newest(ours, before), answered

    def _thread(self, place: Place) -> Iterator[Message]:
        cursor = None
        for _ in range(MOST_PAGES):
            with _reached():
                found = self._client.conversations_replies(
                    channel=place.channel, ts=place.thread, limit=PAGE, cursor=cursor, include_all_metadata=True
                )
            yield from _messages(found)
            cursor = (found.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    def _recent(self, place: Place) -> list[Message]:
        with _reached():
            found = self._client.conversations_history(channel=place.channel, limit=30, include_all_metadata=True)
        return _messages(found)

    def _ours(self, message: Message) -> bool:
        return is_ours(message, self.me.user, self.me.bot)


class _Waiting(RateLimitErrorRetryHandler):
    """Waits as long as Slack asks for, up to ``LONGEST_WAIT``."""

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        asked = super()._can_retry(state=state, request=request, response=response, error=error)
        said = next((v for k, v in (response.headers if response else {}).items() if k.lower() == "retry-after"), ["1"])
        seconds = said[0] if isinstance(said, list) else str(said)
        return asked and seconds.isdigit() and int(seconds) <= LONGEST_WAIT


def web_client(token: str, base_url: str = WebClient.BASE_URL) -> WebClient:
    """Return a client that waits as long as Slack asks it to (Retry-After), and tries again where a server fails."""
    return WebClient(
        token=token,
        base_url=base_url,
        timeout=TIMEOUT,
        retry_handlers=[
            ConnectionErrorRetryHandler(max_retry_count=2),
            ServerErrorRetryHandler(max_retry_count=2),
            _Waiting(max_retry_count=3),
        ],
    )


def identity(client: WebClient) -> Identity:
    """Return who the token speaks as; raise SlackApiError or AwayError."""
    with _reached():
        found = client.auth_test()
    scopes = next((v for k, v in found.headers.items() if k.lower() == "x-oauth-scopes"), "")
    scopes = scopes[0] if isinstance(scopes, list) else scopes
    return Identity(
        user=str(found.get("user_id") or ""),
        bot=str(found.get("bot_id") or ""),
        name=str(found.get("user") or ""),
        team=str(found.get("team") or ""),
        url=str(found.get("url") or ""),
        scopes=tuple(scope for scope in str(scopes).split(",") if scope),
    )


def refusal(error: SlackApiError) -> str:
    """Return Slack's own name of what it refuses, such as ``not_in_channel``."""
    return str(error.response.get("error", "")) if hasattr(error.response, "get") else ""


@contextmanager
def _reached() -> Iterator[None]:
    """Turn a Slack that cannot be reached into AwayError; what Slack refuses stays SlackApiError."""
    try:
        yield
    except SlackApiError:
        raise
    except (SlackClientError, URLError, OSError) as error:
        raise AwayError(
            f"Slack cannot be reached ({type(error).__name__}). It is tried again at the next message."
        ) from error


def _messages(found: Any) -> list[Message]:
    return [m for m in (found.get("messages") or ()) if isinstance(m, Mapping)]
