"""A web server on loopback that answers what a test tells it to, and counts what it was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Answer = tuple[int, dict[str, str], bytes]


class Site:
    """The address of a server and the paths that it was asked for, in order."""

    def __init__(self, port: int) -> None:
        """Nothing was asked yet."""
        self.address = f"http://127.0.0.1:{port}"
        self.port = port
        self.asked: list[str] = []
        self.agents: set[str] = set()


@contextmanager
def serving(pages: Mapping[str, Answer]) -> Iterator[Site]:
    """Serve each path's answer (status, headers, body); 404 for any other."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.agents.add(self.headers.get("User-Agent", ""))
            status, headers, body = pages.get(self.path, (404, {"Content-Type": "text/plain"}, b"not here"))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(server.server_port)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def html(title: str, *paragraphs: str) -> Answer:
    """An ordinary page."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = f"<head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body>"
    return 200, {"Content-Type": "text/html; charset=utf-8"}, f"<html lang=en>{page}</html>".encode()
