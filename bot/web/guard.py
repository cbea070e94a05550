"""The guard in front of the app: who may ask it by which name, how much at once, and what its pages may load.

Plain ASGI (a wrapper class would buffer the streams). It refuses a foreign Host (DNS rebinding), a foreign Origin
(another page open in the same browser) and a body that no question needs, and sets the headers under which nothing in
an article can load, send or frame anything.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1_000_000
"""Bytes of one request; twenty turns of 4,000 characters are well below."""
HEADERS = {
    "content-security-policy": (
        "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
TOO_LARGE = (413, f"A request has at most {LARGEST_BODY:,} bytes.")
_DEFAULT_PORT = {"http": 80, "https": 443}


class Guard:
    """Refuses what comes from another site or is too large, before the app sees it."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        """Wrap an app; ``hosts`` are the names that it is reached by, beside loopback and plain addresses."""
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts) | {"localhost"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400, 403 or 413, or pass the request on."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(Headers(scope=scope), scope.get("scheme", "http"))
        body = receive if refusal or "content-length" in Headers(scope=scope) else await _read(scope, receive)
        if refusal is not None or body is None:
            status, reason = refusal or TOO_LARGE
            await PlainTextResponse(reason + "\n", status, headers=HEADERS)(scope, receive, send)
            return
        await self.app(scope, body, _with_headers(send))

    def _refusal(self, headers: Headers, scheme: str) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if not self._known(host):
            return 400, "This host name is not served here; name it with the host setting."
        origin = headers.get("origin")
        if origin is not None and not _same(origin, host, scheme):
            return 403, "Requests from another site are refused."
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return TOO_LARGE
        return None

    def _known(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self.hosts or _is_address(name)


def _is_address(name: str) -> bool:
    """Say whether a host is a plain address: a rebound name never is one."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same(origin: str, host: str, scheme: str) -> bool:
    try:
        theirs, ours = urlsplit(origin), urlsplit(f"//{host}")
        default = _DEFAULT_PORT.get(theirs.scheme, _DEFAULT_PORT.get(scheme))
        return theirs.scheme in _DEFAULT_PORT and (theirs.hostname, theirs.port or default) == (
            ours.hostname,
            ours.port or default,
        )
    except ValueError:
        return False


async def _read(scope: Scope, receive: Receive) -> Receive | None:
    """Read a body that does not say how long it is; return it to be received anew, or nothing when it is too large."""
    if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
        return receive
    messages: list[Message] = []
    seen = 0
    while True:
        message = await receive()
        messages.append(message)
        seen += len(message.get("body", b""))
        if seen > LARGEST_BODY:
            return None
        if not message.get("more_body", False):
            break

    async def again() -> Message:
        return messages.pop(0) if messages else await receive()

    return again


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return sending
