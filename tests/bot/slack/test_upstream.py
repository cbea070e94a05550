"""The app as the bot sees it: away, busy, slow, refusing, of another shape; each told politely in Slack."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from pydantic import SecretStr

from bot.slack.memory import Talk
from bot.slack.upstream import Upstream
from bot.web.access import Credentials
from bot.web.server import app_of
from kb.errors import AwayError, InputError
from tests.bot.desks import FixedDesk, answer
from tests.bot.endpoints import endpoint, send
from tests.bot.slack.conftest import workspace_of
from tests.bot.slack.standin import Standin
from tests.bot.slack.workspace import served, words

TALK = Talk(turns=("before", "ferry or bridge?"), facts=(("ice", "yes"),))
GOOD = json.dumps({"data": [answer().model_dump(mode="json")]}).encode()
Reply = Callable[[BaseHTTPRequestHandler], None]


def closed_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def asked(reply: Reply, **patience: Any) -> Any:
    """Return the answer of an app that replies like this."""
    with endpoint(reply) as there:
        client = Upstream(there.base.removesuffix("/v1"), "t0ken", **({"pauses": (0.01, 0.01)} | patience))
        try:
            return client.ask(TALK), there.asked
        finally:
            client.close()


def after(*first: Reply) -> Reply:
    """Return a way of replying: these first, then a good answer."""
    left = list(first)
    return lambda handler: (left.pop(0) if left else lambda h: send(h, GOOD))(handler)


def test_conversation_is_sent_whole_with_the_token() -> None:
    """The question, the turns before it and the facts go to /ask, with the token of the app."""
    found, sent = asked(after())
    headers, body = sent[0]
    assert found == answer()
    assert body == {"data": ["ferry or bridge?", ["before"], {"ice": "yes"}]}
    assert {k.lower(): v for k, v in headers.items()}["authorization"] == "Bearer t0ken"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_busy_app_is_asked_again(status: int) -> None:
    """Twice busy, then there: the answer comes."""
    busy: Reply = lambda handler: send(handler, b"busy", status=status, retry_after="0")  # noqa: E731
    found, sent = asked(after(busy, busy))
    assert found == answer()
    assert len(sent) == 3


@pytest.mark.parametrize(
    ("reply", "said", "tries"),
    [
        (lambda h: send(h, b"busy", status=503), "cannot reach", 3),
        (lambda h: send(h, b"Internal Server Error", status=500), "fault is on its side", 1),
        (lambda h: send(h, b'{"error": null}', status=500), "fault is on its side", 1),
        (lambda h: send(h, b"{}", status=401), "does not let this bot in", 1),
        (lambda h: send(h, b'{"data": [{"answer": 42}]}'), "of one version", 1),
        (lambda h: send(h, b'{"data": []}'), "fault is on its side", 1),
        (lambda h: send(h, b"<html>"), "fault is on its side", 1),
    ],
)
def test_app_that_gives_no_answer_is_away(reply: Reply, said: str, tries: int) -> None:
    """Each way of giving no answer has its words for the user; only what may pass is tried again."""
    calls: list[int] = []
    with pytest.raises(AwayError, match=said):
        asked(lambda handler: (calls.append(1), reply(handler))[1])
    assert len(calls) == tries


def test_slow_app_is_not_asked_twice() -> None:
    """A question that took too long is not put again, which would only add to the load."""
    calls: list[int] = []
    with pytest.raises(AwayError, match="did not answer in time"):
        asked(lambda handler: (calls.append(1), time.sleep(1))[1], deadline=0.3)
    assert len(calls) == 1


def test_refused_input_comes_with_the_words_of_the_app() -> None:
    """The app's own message, without its names for things."""
    refusal = {"error": "InputError: facts.latency_budget: expected a quantity.", "title": "InputError"}
    with pytest.raises(InputError, match=r"^latency budget: expected a quantity\.$"):
        asked(lambda handler: send(handler, json.dumps(refusal).encode(), status=400))
    with pytest.raises(InputError, match="4,001 characters"):
        Upstream("http://127.0.0.1:9").ask(Talk(turns=("x" * 4_001,)))


def test_app_that_is_down_is_told_politely_and_asked_again_by_a_button(standin: Standin, app_url: str) -> None:
    """Down: one sentence and a button, no traceback; when the app is back, the button brings the card."""
    with workspace_of(standin, f"http://127.0.0.1:{closed_port()}") as workspace:
        workspace.mention("ferry or bridge?")
        card = standin.answered("C1")
        assert "cannot reach the Crossroads app" in words(card)
        assert "Traceback" not in words(card)
    with workspace_of(standin, app_url) as workspace:
        workspace.press(card, "C1", "again")
        standin.waits(lambda: "Run a ferry" in words(standin.cards("C1")[0]))


def test_app_that_goes_down_leaves_the_card_as_it_was(standin: Standin, app_url: str) -> None:
    """A press while the app is away is told to the person alone; the card and its buttons are still there."""
    with workspace_of(standin, app_url) as workspace:
        workspace.mention("ferry or bridge?")
        card = json.loads(json.dumps(standin.answered("C1")))
    with workspace_of(standin, f"http://127.0.0.1:{closed_port()}") as workspace:
        for action in ("answer:0", "path", "evidence"):
            workspace.press(card, "C1", action)
        told = standin.waits(lambda: t if len(t := standin.of("chat.postEphemeral")) == 3 else None, 40)
        assert all("cannot reach the Crossroads app" in words(t) for t in told)
    assert standin.cards("C1")[0]["blocks"] == card["blocks"]


def test_name_that_the_app_is_not_known_by_is_told() -> None:
    """The app's guard refuses a foreign host name in plain text; the words say which setting to check."""
    with pytest.raises(AwayError, match="CROSSROADS_HOSTS"):
        asked(lambda handler: send(handler, b"This host name is not served here.\n", status=400))


def test_app_with_a_token_lets_the_bot_in_that_has_it(standin: Standin) -> None:
    """A guarded app answers the bot with its token, and the bot without says what to check."""
    held = "loopback" * 3
    with served(app_of(FixedDesk(), credentials=Credentials({}, SecretStr(held)))) as url:
        with workspace_of(standin, url, token=SecretStr(held)) as workspace:
            workspace.mention("ferry or bridge?")
            assert "Run a ferry" in words(standin.answered("C1"))
        with workspace_of(standin, url) as workspace:
            workspace.mention("ferry or bridge?", "C2")
            assert "CROSSROADS_TOKEN" in words(standin.answered("C2"))
