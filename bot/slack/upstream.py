"""The Crossroads app as the bot sees it: two named endpoints over HTTP, with retries and a deadline.

The bot knows nothing of the engine. It sends a conversation to ``/gradio_api/run/<endpoint>`` and takes what comes
back: an answer, the words for the user of an input that cannot be used, or nothing in time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx
from pydantic import ValidationError

from bot.slack.memory import LONGEST_TURN, Talk
from bot.types import Answer
from kb.errors import AwayError, InputError

DEADLINE = 60.0
"""Seconds that one answer may take in all, retries included."""
CONNECT = 5.0
PAUSES = (0.5, 1.0, 2.0)
"""Seconds before each further try."""
LONGEST_PAUSE = 10.0
"""Seconds that the app may ask us to wait before the next try."""
LARGEST = 8_000_000
"""Bytes of one reply."""
_BUSY = {429, 502, 503, 504}
_AWAY = "I cannot reach the Crossroads app right now. Nothing is lost: try again in a minute."
_SLOW = "The Crossroads app did not answer in time. Try again in a minute, or ask in fewer words."
_FAULT = "The Crossroads app could not answer this; the fault is on its side. Its log knows more."
_SHAPE = "The Crossroads app answers in a shape that this bot does not know; the two need to be of one version."
_HOST = "The Crossroads app does not answer by the name it is called; whoever runs it should check CROSSROADS_HOSTS."
_REFUSED = "The Crossroads app does not let this bot in; whoever runs it should check CROSSROADS_TOKEN."


class Upstream:
    """A client of one app; safe between threads. Close it when done."""

    def __init__(
        self,
        url: str,
        token: str = "",
        *,
        deadline: float = DEADLINE,
        pauses: Sequence[float] = PAUSES,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep the address, the token and how patient to be; nothing is sent yet."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(base_url=url.rstrip("/"), headers=headers, follow_redirects=False)
        self._deadline, self._pauses, self._sleep = deadline, tuple(pauses), sleep

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(self, talk: Talk) -> Answer:
        """Return the answer to the last turn; raise InputError or AwayError with words for the user."""
        *earlier, question = talk.turns
        found = self._run("ask", [question, [turn for turn in earlier if turn.strip()], talk.given])
        try:
            return Answer.model_validate(found)
        except ValidationError as error:
            raise AwayError(_SHAPE) from error

    def record(self, talk: Talk) -> str:
        """Return the decision record of a conversation as Markdown; raise InputError or AwayError."""
        *earlier, question = talk.turns
        found = self._run("adr", [question, [turn for turn in earlier if turn.strip()], talk.given])
        text = found.get("markdown") if isinstance(found, Mapping) else found
        if not isinstance(text, str) or not text.strip():
            raise AwayError("The Crossroads app has no decision record for this.")
        return text

    def health(self) -> str:
        """Return the digest of the knowledge that the app answers from; raise AwayError where it is away."""
        reply = self._get("/healthz")
        found = _json(reply)
        if reply.status_code != 200 or not isinstance(found, Mapping):
            raise AwayError(f"{self._http.base_url}: expected a Crossroads app, found status {reply.status_code}.")
        return str(found.get("knowledge", ""))

    def _get(self, path: str) -> httpx.Response:
        try:
            return self._http.get(path, timeout=CONNECT)
        except httpx.HTTPError as error:
            raise AwayError(f"{self._http.base_url}: nothing answers there ({type(error).__name__}).") from error

    def _run(self, endpoint: str, data: list[Any]) -> Any:
        """Call an endpoint, again where the app was away or busy; a call that was too slow is not repeated."""
        if len(data[0]) > LONGEST_TURN:
            raise InputError(
                f"That is {len(data[0]):,} characters; I can take {LONGEST_TURN:,}. Ask in fewer words, please."
            )
        until = time.monotonic() + self._deadline
        for pause in (*self._pauses, None):
            left = until - time.monotonic()
            reply = self._try(endpoint, data, left)
            if reply is not None and reply.status_code not in _BUSY:
                return _result(reply)
            wait = max(pause or 0.0, _retry_after(reply))
            if pause is None or time.monotonic() + wait >= until:
                break
            self._sleep(wait)
        raise AwayError(_AWAY)

    def _try(self, endpoint: str, data: list[Any], left: float) -> httpx.Response | None:
        """Return the reply, or None where the app was not reached at all."""
        timeout = httpx.Timeout(max(left, 0.1), connect=min(CONNECT, max(left, 0.1)))
        try:
            return self._http.post(f"/gradio_api/run/{endpoint}", json={"data": data}, timeout=timeout)
        except (httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout) as error:
            raise AwayError(_SLOW) from error
        except httpx.HTTPError:
            return None


def _result(reply: httpx.Response) -> Any:
    """Return what the endpoint returned; raise InputError with the app's own words, AwayError otherwise."""
    found = _json(reply) if len(reply.content) <= LARGEST else None
    data = found.get("data") if isinstance(found, Mapping) else None
    if reply.status_code == 200 and isinstance(data, list) and data:
        return data[0]
    if reply.status_code in {401, 403}:
        raise AwayError(_REFUSED)
    if reply.status_code in {400, 421} and found is None:
        raise AwayError(_HOST)
    if isinstance(found, Mapping) and found.get("title") == "InputError" and isinstance(found.get("error"), str):
        raise InputError(_spoken(found["error"]))
    raise AwayError(_FAULT)


def _spoken(error: str) -> str:
    """Return the app's words without its names: ``InputError: facts.latency_budget: …`` -> ``latency budget: …``."""
    place, colon, problem = error.removeprefix("InputError: ").partition(":")
    return f"{place.removeprefix('facts.').replace('_', ' ')}{colon}{problem}"


def _json(reply: httpx.Response) -> Any:
    try:
        return reply.json()
    except ValueError:
        return None


def _retry_after(reply: httpx.Response | None) -> float:
    """Return the seconds that the app asks to wait, within reason."""
    said = reply.headers.get("retry-after", "") if reply is not None else ""
    return min(float(said), LONGEST_PAUSE) if said.isdigit() else 0.0
