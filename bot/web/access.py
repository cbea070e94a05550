"""Who may use the app: a login for browsers, a bearer token for programs; everybody on loopback unless these are set.

The login is Gradio's own. A token is turned into a session of it, so that whatever Gradio guards is open to the holder,
and what Gradio leaves open (the MCP server among it) is closed here to everybody else.
"""

from __future__ import annotations

import hmac
import math
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.errors import InputError
from kb.settings import Settings, is_loopback

if TYPE_CHECKING:
    from gradio.routes import App

OPEN = frozenset({"/", "/healthz", "/login", "/login/", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt"})
OPEN_BELOW = ("/static/", "/assets/")
"""What the page of the login is made of, and the health check; every other path needs a session or the token."""
TOKEN_USER = "token"  # noqa: S105 - a name, no secret
"""Whom a browser logs in as with the token, where no users are set."""
FEWEST_TOKEN_CHARACTERS = 16
FEWEST_PASSWORD_CHARACTERS = 8
FAILURES, WINDOW = 5, 60.0
"""Failed logins from one address, and the seconds after which they are forgotten; the next one is refused unheard."""
MOST_ADDRESSES = 10_000

Clock = Callable[[], float]


class Credentials:
    """Users with their passwords, and the token. What they are is never shown."""

    def __init__(self, users: dict[str, SecretStr], token: SecretStr | None) -> None:
        """Keep them; at least one is there."""
        self._users, self._token = users, token

    def login(self, name: str, password: str) -> bool:
        """Say whether a user may log in, in a time that does not tell how much was right."""
        known = self._users.get(name)
        if known is None and name == TOKEN_USER and not self._users:
            known = self._token
        right = _equal(password, known.get_secret_value() if known is not None else secrets.token_urlsafe())
        return known is not None and right

    def holds(self, authorization: str) -> bool:
        """Say whether a header is ``Bearer`` with the token."""
        scheme, _, given = authorization.partition(" ")
        return self._token is not None and scheme.lower() == "bearer" and _equal(given, self._token.get_secret_value())


def credentials_of(settings: Settings) -> Credentials | None:
    """Return the credentials of the settings; None where the app is open.

    Raises InputError for credentials that cannot be used, and where the app would be open to others than this machine.
    """
    users = users_of(settings.users.get_secret_value() if settings.users else "")
    token = settings.token
    if token is not None and len(token.get_secret_value()) < FEWEST_TOKEN_CHARACTERS:
        raise InputError(f"CROSSROADS_TOKEN: expected at least {FEWEST_TOKEN_CHARACTERS} characters. {_A_TOKEN}")
    if settings.no_auth and (users or token):
        raise InputError("CROSSROADS_NO_AUTH: set together with CROSSROADS_USERS or CROSSROADS_TOKEN. Unset one.")
    if users or token:
        return Credentials(users, token)
    if not settings.no_auth and not is_loopback(settings.host):
        raise InputError(
            f"{settings.host}: others than this machine could use the app, and there are no credentials. Set "
            f"CROSSROADS_USERS=name:password for browsers and CROSSROADS_TOKEN for programs ({_A_TOKEN.rstrip('.')}), "
            "listen on 127.0.0.1, or say --no-auth (CROSSROADS_NO_AUTH=1) where something in front asks who is there."
        )
    return None


def users_of(text: str) -> dict[str, SecretStr]:
    """Read ``name:password``, one a line; raises InputError naming the line, and nothing that stands in it."""
    users: dict[str, SecretStr] = {}
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        name, colon, password = line.partition(":")
        if not colon or not name.strip() or len(password) < FEWEST_PASSWORD_CHARACTERS:
            raise InputError(
                f"CROSSROADS_USERS, user {number}: expected name:password with at least "
                f"{FEWEST_PASSWORD_CHARACTERS} characters of password."
            )
        users[name.strip()] = SecretStr(password)
    return users


class Access:
    """Lets in whoever holds the token or a session, and anybody to the login; slows down who guesses."""

    def __init__(self, app: ASGIApp, credentials: Credentials, gradio: App, clock: Clock = time.monotonic) -> None:
        """Wrap an app; ``gradio`` keeps the sessions. One of them stands for the token."""
        self.app, self.credentials, self.gradio = app, credentials, gradio
        self.failures = Failures(clock)
        self.session = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401 or 429, or pass the request on."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), scope["path"]
        if self.credentials.holds(headers.get("authorization", "")):
            self.gradio.tokens[self.session] = TOKEN_USER  # again each time: a logout removes it
            scope = {**scope, "headers": [*_without_cookies(scope), (b"cookie", self._cookie())]}
        elif path.rstrip("/") == "/login" and scope.get("method") == "POST":
            await self._login(scope, receive, send)
            return
        elif not (path in OPEN or path.startswith(OPEN_BELOW) or self._session(headers)):
            await _UNAUTHORIZED(scope, receive, send)
            return
        await self.app(scope, receive, send)

    async def _login(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a login on unless too many failed, and count it where it fails."""
        address = (scope.get("client") or ("", 0))[0]
        wait = self.failures.wait(address)
        if wait:
            text = f"Too many failed logins. Try again in {wait} seconds."
            await JSONResponse({"detail": text}, 429, {"retry-after": str(wait)})(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 400:
                self.failures.add(address)
            await send(message)

        await self.app(scope, receive, sending)

    def _session(self, headers: Headers) -> bool:
        """Say whether a request carries the cookie of a session; as Gradio looks for it."""
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        named = (f"access-token-{self.gradio.cookie_id}", f"access-token-unsecure-{self.gradio.cookie_id}")
        return any(name in cookies and self.gradio.tokens.get(cookies[name].value) is not None for name in named)

    def _cookie(self) -> bytes:
        return f"access-token-unsecure-{self.gradio.cookie_id}={self.session}".encode()


class Failures:
    """Failed logins by address, forgotten after a while; of too many addresses the longest known leave first."""

    def __init__(self, clock: Clock) -> None:
        """Start with none."""
        self._clock = clock
        self._times: OrderedDict[str, list[float]] = OrderedDict()

    def add(self, address: str) -> None:
        """Count one."""
        self._times.setdefault(address, []).append(self._clock())
        self._times.move_to_end(address)
        while len(self._times) > MOST_ADDRESSES:
            self._times.popitem(last=False)

    def wait(self, address: str) -> int:
        """Return the whole seconds until an address may try again; 0 where it may now."""
        now = self._clock()
        recent = [time for time in self._times.pop(address, []) if now - time < WINDOW]
        if recent:
            self._times[address] = recent
        return math.ceil(recent[-FAILURES] + WINDOW - now) if len(recent) >= FAILURES else 0


def _equal(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), known.encode("utf-8", "surrogateescape"))


def _without_cookies(scope: Scope) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in scope["headers"] if name.lower() != b"cookie"]


_A_TOKEN = "such as the output of: openssl rand -hex 24."  # noqa: S105 - how to make one
_UNAUTHORIZED = JSONResponse(
    {"error": "Unauthorized: log in at /, or send Authorization: Bearer <token>.", "title": "Unauthorized"},
    401,
    {"www-authenticate": "Bearer"},
)
