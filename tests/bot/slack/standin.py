"""A stand-in for Slack on loopback: its Web API with a memory of channels, uploads, dialogs, and refusals on demand."""

from __future__ import annotations

import json
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl

from bot.slack.listeners import SCOPES
from tests.bot.slack.limits import faults, view_faults

TOKEN, APP_TOKEN = "xoxb-stand-in", "xapp-stand-in"
ME, BOT = "UCROSSROADS", "BCROSSROADS"
Json = dict[str, Any]


class Standin:
    """What Slack was told, what it remembers, and what it will refuse next."""

    def __init__(self) -> None:
        """An empty workspace with one bot in it."""
        self.base = ""
        self.calls: list[tuple[str, Json]] = []
        self.channels: dict[str, dict[str, Json]] = defaultdict(dict)
        self.views: dict[str, Json] = {}
        self.uploads: dict[str, Json] = {}
        self.responses: list[Json] = []
        self.absent: set[str] = set()
        self.refusals: dict[str, deque[tuple[int, Json, dict[str, str]]]] = defaultdict(deque)
        self.socket_url = ""
        self._last, self._lock = time.time(), Lock()

    def refuse(self, method: str, error: str = "ratelimited", status: int = 200, **headers: str) -> None:
        """Refuse the next call of a method."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.refusals[method].append((status, {"ok": False, "error": error}, named))

    def of(self, method: str) -> list[Json]:
        """Return the arguments of every call of a method so far."""
        return [arguments for name, arguments in list(self.calls) if name == method]

    def ts(self) -> str:
        """Return a timestamp that no message has."""
        with self._lock:
            self._last = max(self._last + 0.000_1, time.time())
            return f"{self._last:.6f}"

    def cards(self, channel: str) -> list[Json]:
        """Return the bot's messages in a channel, oldest first."""
        return [m for _, m in sorted(self.channels[channel].items()) if m.get("bot_id") == BOT]

    def waits(self, condition: Callable[[], Any], seconds: float = 60.0) -> Any:
        """Wait until a condition holds and return what it returned; fail when it does not come to hold."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = condition()
            if found:
                return found
            time.sleep(0.01)
        raise AssertionError(f"this did not come to hold; the last calls were {[name for name, _ in self.calls[-8:]]}")

    def answered(self, channel: str, count: int = 1) -> Json:
        """Wait until the bot's newest message of ``count`` is no placeholder any more, and return it."""

        def newest() -> Json | None:
            cards = self.cards(channel)
            return cards[-1] if len(cards) >= count and "Looking at" not in json.dumps(cards[-1]) else None

        found: Json = self.waits(newest)
        return found

    def answer(self, method: str, arguments: Json) -> Json:
        """Return what Slack returns to a call."""
        self.calls.append((method, arguments))
        made = getattr(self, f"_{method.replace('.', '_')}", None)
        return {"ok": True} if made is None else made(arguments)

    def _auth_test(self, _: Json) -> Json:
        return {
            "ok": True,
            "user_id": ME,
            "bot_id": BOT,
            "user": "crossroads",
            "team": "Acme",
            "team_id": "T1",
            "url": "",
        }

    def _apps_connections_open(self, _: Json) -> Json:
        return {"ok": True, "url": self.socket_url}

    def _chat_postMessage(self, arguments: Json) -> Json:
        channel = arguments["channel"]
        if channel in self.absent:
            return {"ok": False, "error": "not_in_channel"}
        if wrong := faults(arguments.get("blocks") or []):
            return {"ok": False, "error": "invalid_blocks", "errors": wrong}
        channel = f"D{channel}" if channel.startswith("U") else channel
        ts = self.ts()
        kept = {
            k: v for k, v in arguments.items() if k in {"text", "blocks", "metadata", "thread_ts"} and v is not None
        }
        self.channels[channel][ts] = {"type": "message", "ts": ts, "user": ME, "bot_id": BOT, **kept}
        return {"ok": True, "channel": channel, "ts": ts}

    def _chat_update(self, arguments: Json) -> Json:
        message = self.channels[arguments["channel"]].get(arguments["ts"])
        if message is None:
            return {"ok": False, "error": "message_not_found"}
        if wrong := faults(arguments.get("blocks") or []):
            return {"ok": False, "error": "invalid_blocks", "errors": wrong}
        message.update({k: v for k, v in arguments.items() if k in {"text", "blocks", "metadata"}})
        return {"ok": True, "ts": arguments["ts"]}

    def _chat_postEphemeral(self, arguments: Json) -> Json:
        wrong = faults(arguments.get("blocks") or [])
        return {"ok": not wrong, "error": "invalid_blocks"} if wrong else {"ok": True, "message_ts": self.ts()}

    def _conversations_replies(self, arguments: Json) -> Json:
        held = self.channels[arguments["channel"]]
        found = [m for ts, m in sorted(held.items()) if arguments["ts"] in {ts, m.get("thread_ts")}]
        if "oldest" in arguments:
            found = [
                m for m in found if arguments["oldest"] <= m["ts"] <= arguments["latest"] or m["ts"] == arguments["ts"]
            ]
        return {"ok": True, "messages": found, "response_metadata": {"next_cursor": ""}}

    def _conversations_history(self, arguments: Json) -> Json:
        found = [
            m for _, m in sorted(self.channels[arguments["channel"]].items(), reverse=True) if not m.get("thread_ts")
        ]
        return {"ok": True, "messages": found[: int(arguments.get("limit", 100))]}

    def _views_open(self, arguments: Json) -> Json:
        view = arguments["view"]
        if wrong := view_faults(view):
            return {"ok": False, "error": "invalid_arguments", "errors": wrong}
        id = f"V{len(self.views) + 1}"
        self.views[id] = view
        return {"ok": True, "view": {"id": id, **view}}

    def _views_update(self, arguments: Json) -> Json:
        if wrong := view_faults(arguments["view"]):
            return {"ok": False, "error": "invalid_arguments", "errors": wrong}
        self.views[arguments["view_id"]] = arguments["view"]
        return {"ok": True, "view": {"id": arguments["view_id"], **arguments["view"]}}

    def _files_getUploadURLExternal(self, arguments: Json) -> Json:
        id = f"F{len(self.uploads) + 1}"
        self.uploads[id] = {**arguments, "bytes": b""}
        return {"ok": True, "file_id": id, "upload_url": f"{self.base.removesuffix('/api/')}/upload/{id}"}

    def _files_completeUploadExternal(self, arguments: Json) -> Json:
        for file in arguments["files"]:
            self.uploads[file["id"]] |= {
                "channel": arguments["channel_id"],
                "thread": arguments.get("thread_ts"),
                **file,
            }
        return {"ok": True, "files": arguments["files"]}


@contextmanager
def slack() -> Iterator[Standin]:
    """Serve a stand-in on a free port of loopback."""
    standin = Standin()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            path = self.path.partition("?")[0]
            if path.startswith("/upload/"):
                standin.uploads[path.rpartition("/")[2]]["bytes"] = body
                self._send(200, {"ok": True})
            elif path == "/respond":
                standin.responses.append(json.loads(body))
                self._send(200, {"ok": True})
            else:
                self._method(path.removeprefix("/api/"), _arguments(self.headers, body, self.path))

        do_GET = do_POST

        def _method(self, method: str, arguments: Json) -> None:
            if standin.refusals[method]:
                status, refusal, headers = standin.refusals[method].popleft()
                standin.calls.append((method, arguments))
                self._send(status, refusal, headers)
                return
            self._send(200, standin.answer(method, arguments), {"x-oauth-scopes": ",".join(SCOPES)})

        def _send(self, status: int, body: Json, headers: Mapping[str, str] | None = None) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {
                "content-type": "application/json",
                "content-length": str(len(data)),
                **(headers or {}),
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    standin.base = f"http://127.0.0.1:{server.server_port}/api/"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield standin
    finally:
        server.shutdown()
        server.server_close()


def _arguments(headers: Mapping[str, str], body: bytes, path: str) -> Json:
    """Return the arguments of a call, from JSON, a form or the query, as Slack reads them."""
    if "json" in headers.get("content-type", ""):
        return dict(json.loads(body or b"{}"))
    pairs = dict(parse_qsl(path.partition("?")[2])) | dict(parse_qsl(body.decode()))
    return {name: json.loads(text) if text[:1] in {"[", "{"} else text for name, text in pairs.items()}
