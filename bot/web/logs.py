"""Logs: a line of JSON for each request, readable lines on a terminal, and nothing that a person wrote.

What Crossroads and its server say of themselves is kept. Of other libraries, whose messages may quote a request, only
the place and the level are; an exception is told by its type and its lines of code, never by its message.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import traceback
from datetime import UTC, datetime
from typing import Any, TextIO

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.trace import Trace, tracing

_LOG = logging.getLogger("crossroads.web")
TRACE = "crossroads.trace"
"""Key of the ASGI scope under which a request's trace travels, into the queue as well."""
ID_HEADER = "x-request-id"
SANE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
"""A request id that a proxy may give; any other one is replaced."""
STATUS = {"InputError": 400, "BusyError": 503}
"""Kind of error -> what the response says where a call is answered in one step."""
QUIET = ("/healthz", "/static/", "/assets/", "/svelte/", "/theme.css", "/gradio_api/heartbeat/")
"""Paths that browsers and probes ask for all the time; only their failures are logged."""
SPOKEN_FOR = ("crossroads", "uvicorn")
"""Loggers whose messages quote no request."""
_LONGEST_PATH = 200


class Logged:
    """Gives every request an id and a trace, sends the id back, and writes one line when the response is out."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log what came of it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        trace = Trace(request_id(Headers(scope=scope).get(ID_HEADER, "")))
        scope[TRACE] = trace
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                if message["status"] == 500:  # Gradio calls every error its own fault
                    message["status"] = STATUS.get(trace.error, 500)
                status = message["status"]
                MutableHeaders(scope=message)[ID_HEADER] = trace.id
            await send(message)

        with tracing(trace):
            try:
                await self.app(scope, receive, sending)
            finally:
                trace.told = True
                path = safe_path(scope["path"])
                if status >= 400 or not path.startswith(QUIET):
                    fields = {"method": scope.get("method", "WEBSOCKET"), "path": path, "status": status or 500}
                    _LOG.info("request", extra={"trace": trace, "fields": fields})


def request_id(given: str) -> str:
    """Return the id that came with a request where it is a sane one, or a new one."""
    return given if SANE_ID.fullmatch(given) else secrets.token_hex(8)


def safe_path(path: str) -> str:
    """Return a path without what a person may have put into it: the name of a file, or more than a path is long."""
    head, equals, _ = path.partition("=")
    return "".join(c if c.isprintable() else "?" for c in head[:_LONGEST_PATH]) + equals


def where(error: BaseException) -> str:
    """Return the type of an exception and the lines of code that it came through, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return f"{type(error).__name__} at " + " > ".join(f"{f.filename}:{f.lineno} {f.name}" for f in frames)


class Telling(logging.Formatter):
    """What both forms of a line have in common: the fields of a record, without what a person wrote.

    With ``text`` the question is told as well, and nothing is held back of the messages of libraries.
    """

    def __init__(self, *, text: bool = False) -> None:
        """Say whether what a person wrote may be told."""
        super().__init__()
        self.text = text

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        """Return what is told of a record, in order, without its time and level."""
        spoken = self.text or record.name.partition(".")[0] in SPOKEN_FOR
        told: dict[str, Any] = {"event": record.getMessage() if spoken else "message withheld"}
        if not record.name.startswith("crossroads"):
            told |= {"logger": record.name, "line": f"{record.filename}:{record.lineno}"}
        trace = getattr(record, "trace", None)
        told |= getattr(record, "fields", {})
        if isinstance(trace, Trace):
            told |= {"request_id": trace.id, "endpoint": trace.endpoint, "ms": trace.milliseconds}
            told |= {"outcome": trace.outcome, "error": trace.error, "text": trace.text if self.text else ""}
        if record.exc_info and record.exc_info[1] is not None:
            told["where"] = where(record.exc_info[1])
        return {name: value for name, value in told.items() if value != ""}


class JsonLines(Telling):
    """One JSON object a line, for whatever collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps({"time": time, "level": record.levelname.lower(), **self.fields(record)}, default=str)


class PlainLines(Telling):
    """Lines for a person who looks on."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = self.fields(record)
        event, method, path = told.pop("event"), told.pop("method", ""), told.pop("path", "")
        shown = f"{method} {path}" if method else event
        rest = " ".join(f"{name}={json.dumps(value) if ' ' in str(value) else value}" for name, value in told.items())
        level = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()}: "
        return f"{datetime.fromtimestamp(record.created):%H:%M:%S} {level}{shown} {rest}".rstrip()


def configure_logs(form: str = "auto", *, text: bool = False, stream: TextIO | None = None) -> None:
    """Send every log of the process to a stream (standard error), in ``json`` or ``plain`` form; ``auto`` looks on."""
    out = stream or sys.stderr
    plain = form == "plain" or (form == "auto" and out.isatty())
    handler = logging.StreamHandler(out)
    handler.setFormatter(PlainLines(text=text) if plain else JsonLines(text=text))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("crossroads").setLevel(logging.INFO)
    logging.captureWarnings(True)
