"""The bot as a process: Socket Mode or HTTP, a health endpoint, and an end that finishes what was begun."""

from __future__ import annotations

import logging
import signal
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from starlette.concurrency import run_in_threadpool

from bot.slack.channel import Channel, Identity, identity, refusal, web_client
from bot.slack.configuration import VARIABLES, Configuration
from bot.slack.handouts import Handouts
from bot.slack.listeners import SCOPES, make_app
from bot.slack.manifest import EVENTS_PATH
from bot.slack.talks import Talks
from bot.slack.upstream import Upstream
from bot.slack.workers import Workers
from kb.errors import AwayError, InputError

_LOG = logging.getLogger("crossroads.slack")
LARGEST_BODY = 1_000_000
"""Bytes of one delivery; Slack's are some kilobytes."""
PATIENCE = 10.0
"""Seconds that a stopping bot gives to what it is answering; orchestrators commonly wait thirty."""


class Bot:
    """Everything that one run consists of. Close it when done."""

    def __init__(self, configuration: Configuration) -> None:
        """Find out who the token speaks as; raise InputError where Slack refuses it, AwayError where Slack is away."""
        self.configuration = configuration
        client = web_client(configuration.bot_token.get_secret_value(), configuration.slack_url)
        self.me = _identity(client)
        self.upstream = Upstream(configuration.url, configuration.token.get_secret_value())
        channel = Channel(client, self.me)
        self.talks = Talks(channel, self.upstream, Workers(), configuration.browser)
        handouts = Handouts(self.talks, channel, self.upstream)
        self.bolt = make_app(client, configuration.signing_secret.get_secret_value(), self.me, self.talks, handouts)
        self._socket: SocketModeHandler | None = None

    def connect(self) -> None:
        """Open Socket Mode's connection, which mends itself from then on; raise InputError where Slack refuses it."""
        self._socket = SocketModeHandler(self.bolt, self.configuration.app_token.get_secret_value())
        try:
            self._socket.connect()  # type: ignore[no-untyped-call]
        except SlackApiError as error:
            raise InputError(
                f"{VARIABLES['app_token']}: Slack refuses it ({refusal(error)}). It needs the scope connections:write, "
                "and the app has to have Socket Mode on."
            ) from error

    @property
    def listening(self) -> bool:
        """Whether Slack can reach the bot: over HTTP always, in Socket Mode while it is connected."""
        return self.configuration.mode == "http" or (self._socket is not None and self._socket.client.is_connected())

    def close(self, patience: float = PATIENCE) -> None:
        """Hear nothing more, finish what was asked, and apologise for what takes too long."""
        if self._socket is not None:
            self._socket.close()  # type: ignore[no-untyped-call]
        self.talks.close(patience)
        self.upstream.close()


def serving(bot: Bot) -> FastAPI:
    """Return the web app of a bot: its health, and with HTTP the address that Slack delivers to."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        healthy = bot.listening
        return JSONResponse(
            {"status": "ok" if healthy else "not connected to Slack", "mode": bot.configuration.mode},
            200 if healthy else 503,
        )

    if bot.configuration.mode == "http":

        @app.post(EVENTS_PATH)
        async def events(request: Request) -> Response:
            return await _delivered(bot, request)

    return app


def run(configuration: Configuration) -> None:
    """Serve until interrupted, in the mode configured."""
    bot = Bot(configuration)
    signal.signal(signal.SIGTERM, lambda *_: None)  # the server hears it first, and raises it again when it is done
    try:
        if configuration.mode == "socket":
            bot.connect()
        for line in report(bot):
            _LOG.info("%s", line)
        uvicorn.run(
            serving(bot), host=configuration.host, port=configuration.port, log_level="warning", server_header=False
        )
    finally:
        bot.close()


def report(bot: Bot) -> list[str]:
    """Return what one has to know of a bot that starts: who it is, what it may not do, whether the app is there."""
    where = "Socket Mode" if bot.configuration.mode == "socket" else f"HTTP at {EVENTS_PATH}"
    lines = [f"In workspace {bot.me.team or '?'} as @{bot.me.name or bot.me.user}, {where}."]
    missing = [scope for scope in SCOPES if bot.me.scopes and scope not in bot.me.scopes]
    if missing:
        lines.append(f"Slack has not granted: {', '.join(missing)}. Add them and install the app again.")
    try:
        lines.append(f"The app at {bot.configuration.url} answers from knowledge {bot.upstream.health()[:12]}.")
    except AwayError as error:
        lines.append(f"{error} People are told so until it is there.")
    return lines


async def _delivered(bot: Bot, request: Request) -> Response:
    """Hand a delivery to Bolt, on a thread of its own so that no other one waits.

    Its signature is checked here before anything of it is read, and by Bolt again; what is not signed is 401.
    """
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            return Response("too large\n", 413)
    verifier = SignatureVerifier(bot.configuration.signing_secret.get_secret_value())
    try:
        if not verifier.is_valid_request(body, dict(request.headers)):
            return Response("not signed by Slack, or too long ago\n", 401)
        delivered = to_bolt_request(request, body)
    except ValueError:
        return Response("neither JSON nor a form\n", 400)
    reply: Any = await run_in_threadpool(bot.bolt.dispatch, delivered)
    return to_starlette_response(reply)


def _identity(client: WebClient) -> Identity:
    try:
        return identity(client)
    except SlackApiError as error:
        raise InputError(
            f"{VARIABLES['bot_token']}: Slack refuses it ({refusal(error)}). Install the app to the workspace "
            "again and copy its Bot User OAuth Token."
        ) from error
