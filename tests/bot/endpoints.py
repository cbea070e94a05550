"""A loopback endpoint that speaks OpenAI's protocol, well or badly."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from pydantic import SecretStr

from kb.settings import Settings

KEY = "sk-" + "loopback0" * 4
DEADLINE = 0.6
Reply = Callable[[BaseHTTPRequestHandler], None]


class Endpoint:
    """What a server was asked, and how to reach it."""

    def __init__(self, base: str) -> None:
        """Keep the address; nothing was asked yet."""
        self.base = base
        self.asked: list[tuple[Mapping[str, str], dict[str, Any]]] = []

    def settings(self) -> Settings:
        return Settings(model=f"openai-like:tiny@{self.base}", model_key=SecretStr(KEY), model_deadline=DEADLINE)


@contextmanager
def endpoint(reply: Reply) -> Iterator[Endpoint]:
    """Serve an OpenAI-compatible endpoint on loopback that answers each request by ``reply``."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            served.asked.append((dict(self.headers), json.loads(body)))
            try:
                reply(self)
            except OSError:
                return  # the client has hung up, as it should

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Endpoint(f"http://127.0.0.1:{server.server_port}/v1")
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    """Send one whole reply."""
    handler.send_response(status)
    for name, value in {"content-type": "application/json", "content-length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def completion(content: str) -> bytes:
    """Return the JSON of a chat completion that says this."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps(
        {"id": "1", "object": "chat.completion", "created": 1, "model": "tiny", "choices": [choice]}
    ).encode()


def saying(proposal: object) -> Reply:
    """Return a server's way of proposing this at once."""
    return lambda handler: send(handler, completion(json.dumps(proposal)))


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send a reply one byte at a time, each soon enough for a limit on single reads, without end."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def sleep(handler: BaseHTTPRequestHandler) -> None:
    """Hold the line for longer than the deadline."""
    time.sleep(3 * DEADLINE)
    send(handler, completion("{}"))


def flood(handler: BaseHTTPRequestHandler) -> None:
    """Send ten megabytes without saying so beforehand."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.end_headers()
    for _ in range(160):
        handler.wfile.write(b" " * 65_536)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without a word."""
    handler.connection.close()


BAD: dict[str, Reply] = {
    "asleep": sleep,
    "dripping": drip,
    "ten megabytes": flood,
    "ten megabytes of one completion": lambda h: send(h, completion("x" * 10_000_000)),
    "a bomb": lambda h: send(h, gzip.compress(completion("x" * 10_000_000)), content_encoding="gzip"),
    "hung up": hang_up,
    "no JSON": lambda h: send(h, b"<html>busy</html>"),
    "no text": lambda h: send(h, b'{"choices": [{"message": {"role": "assistant", "content": null}}]}'),
    "no choice": lambda h: send(h, b'{"choices": []}'),
    "broken UTF-8": lambda h: send(h, completion("{}").replace(b"{}", b"\xff\xfe\x80")),
    "refused": lambda h: send(h, json.dumps({"error": {"message": f"bad key {KEY}"}}).encode(), status=401),
    "failing": lambda h: send(h, b"{}", status=500),
    "sent elsewhere": lambda h: send(h, b"", status=307, location="http://127.0.0.1:9/v1/chat/completions"),
    "prose": lambda h: send(h, completion("You should buy GPUs. Trust me.")),
    "cut short": lambda h: send(h, completion('{"trade_off": null, "facts": [{"factor": "requests_p')),
    "of another shape": saying([{"tool": "shell", "arguments": "rm"}]),
}
