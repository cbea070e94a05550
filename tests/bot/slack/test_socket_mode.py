"""Socket Mode over a WebSocket of loopback: the bot dials out, acknowledges every envelope, and answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, WebSocket
from pydantic import SecretStr
from starlette.websockets import WebSocketDisconnect

from bot.slack.server import Bot, report, serving
from kb.errors import InputError
from tests.bot.slack.conftest import configured
from tests.bot.slack.standin import APP_TOKEN, ME, Standin
from tests.bot.slack.workspace import element, event, press, served, words


class Wire:
    """What goes to the bot, and the envelopes that it acknowledged."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.out: list[dict[str, Any]] = []
        self.acknowledged: list[str] = []

    async def serve(self, socket: WebSocket) -> None:
        """Say hello, send what is to go out, and note what comes back."""
        await socket.accept()
        await socket.send_text(json.dumps({"type": "hello", "num_connections": 1}))
        try:
            while True:
                while self.out:
                    await socket.send_text(json.dumps(self.out.pop(0)))
                try:
                    text = await asyncio.wait_for(socket.receive_text(), 0.05)
                    self.acknowledged.append(json.loads(text)["envelope_id"])
                except TimeoutError:
                    continue
        except WebSocketDisconnect:
            return

    def send(self, kind: str, payload: dict[str, Any], **fields: Any) -> str:
        """Send an envelope; return its id."""
        id = f"E{len(self.acknowledged)}-{kind}-{len(self.out)}"
        self.out.append(
            {"envelope_id": id, "type": kind, "payload": payload, "accepts_response_payload": True, **fields}
        )
        return id


@pytest.fixture
def wire(standin: Standin) -> Iterator[Wire]:
    """A WebSocket that the stand-in sends the bot to."""
    made, app = Wire(), FastAPI()
    app.add_api_websocket_route("/link", made.serve)
    with served(app) as url:
        standin.socket_url = f"{url.replace('http', 'ws')}/link"
        yield made


def test_mention_and_button_over_the_socket(standin: Standin, wire: Wire, app_url: str) -> None:
    """Each envelope is acknowledged by its id; a repeated one is answered once; the press changes the card."""
    bot = Bot(configured(app_url, mode="socket", app_token=SecretStr(APP_TOKEN), slack_url=standin.base))
    try:
        bot.connect()
        body = event(standin, f"<@{ME}> ferry or bridge?")
        first = wire.send("events_api", body)
        again = wire.send("events_api", body, retry_attempt=1, retry_reason="timeout")
        card = standin.answered("C1")
        pressed = wire.send("interactive", press(card, "C1", element(card, "answer:0")))
        standin.waits(lambda: {first, again, pressed} <= set(wire.acknowledged))
        standin.waits(lambda: len(standin.of("chat.update")) == 3)
        assert "Run a ferry" in words(standin.answered("C1"))
        assert len(standin.of("chat.postMessage")) == 1
    finally:
        bot.close(patience=5)


def test_health_tells_whether_the_socket_is_there(standin: Standin, wire: Wire, app_url: str) -> None:
    """503 before it is connected and 200 while it is; nothing is served at the address of HTTP."""
    bot = Bot(configured(app_url, mode="socket", app_token=SecretStr(APP_TOKEN), slack_url=standin.base))
    try:
        with served(serving(bot)) as url:
            assert httpx.get(f"{url}/healthz").status_code == 503
            bot.connect()
            assert httpx.get(f"{url}/healthz").json() == {"status": "ok", "mode": "socket"}
            assert httpx.post(f"{url}/slack/events", content=b"{}").status_code == 404
    finally:
        bot.close(patience=5)


def test_refused_tokens_are_named(standin: Standin, app_url: str) -> None:
    """Each token that Slack refuses is named by its variable, with what to do."""
    standin.refuse("auth.test", "invalid_auth")
    with pytest.raises(InputError, match=r"SLACK_BOT_TOKEN: Slack refuses it \(invalid_auth\)"):
        Bot(configured(app_url, slack_url=standin.base))
    bot = Bot(configured(app_url, mode="socket", app_token=SecretStr(APP_TOKEN), slack_url=standin.base))
    standin.refuse("apps.connections.open", "not_allowed_token_type")
    try:
        with pytest.raises(InputError, match="SLACK_APP_TOKEN"):
            bot.connect()
    finally:
        bot.close(patience=1)


def test_report_says_who_the_bot_is_and_what_it_lacks(standin: Standin, app_url: str) -> None:
    """Workspace, name, the app's knowledge; scopes that are missing and an app that is away are said."""
    bot = Bot(configured(app_url, slack_url=standin.base))
    lines = "\n".join(report(bot))
    bot.close(patience=1)
    assert "In workspace Acme as @crossroads, HTTP at /slack/events." in lines
    assert "answers from knowledge cccccccccccc" in lines
    away = Bot(configured("http://127.0.0.1:9", slack_url=standin.base))
    away.me = away.me.model_copy(update={"scopes": ("chat:write",)})
    lines = "\n".join(report(away))
    away.close(patience=1)
    assert "has not granted: app_mentions:read, channels:history" in lines
    assert "http://127.0.0.1:9" in lines
