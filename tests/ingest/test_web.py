"""The guarded fetch: which addresses, which redirects, how much, how long."""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from ingest.addresses import parsed, public
from ingest.web import Limits, checked_url, get, is_url
from kb.errors import ArticleError
from tests.ingest.serving import serving

OPEN = Limits(private=True)
SSRF = Path(__file__).resolve().parents[3] / "shared" / "data" / "bad-inputs" / "lists" / "ssrf_urls.json"


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every address that a connection is tried to; none is made."""
    tried: list[tuple[str, int]] = []

    def refuse(address: tuple[str, int], timeout: float) -> socket.socket:
        tried.append(address)
        raise ConnectionRefusedError("no connection leaves a test")

    monkeypatch.setattr(socket, "create_connection", refuse)
    return tried


@pytest.mark.parametrize(
    "shown",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200"),
        *("0.0.0.1", "192.0.0.192", "168.63.129.16", "224.0.0.1", "255.255.255.255", "198.18.0.1", "203.0.113.9"),
        *("::1", "::", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:a9fe:a9fe::1"),
        *("fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001::1", "2001:db8::1"),
    ],
)
def test_no_inner_address_is_public(shown: str) -> None:
    """Private, loopback, link-local, shared, metadata, reserved and wrapped addresses are refused."""
    assert not public(parsed(shown))


def test_public_addresses() -> None:
    """Addresses of the open internet are public."""
    assert public(parsed("93.184.215.14"))
    assert public(parsed("2606:2800:21f:cb07:6820:80da:af6b:8b2c"))


@pytest.mark.skipif(not SSRF.is_file(), reason="the public list of URLs is not beside the checkout")
def test_no_listed_url_leads_inside(connected: list[tuple[str, int]]) -> None:
    """Of a public list of URLs that lead inside, however they are written, none is connected to."""
    urls = json.loads(SSRF.read_text(encoding="utf-8"))
    for url in urls:
        with pytest.raises(ArticleError):
            get(url, Limits(connect=0.1, read=0.1, total=2.0))
    assert len(urls) > 300
    assert connected == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "expected http or https"),
        ("ftp://example.org/x", "expected http or https"),
        ("gopher://example.org/", "expected http or https"),
        ("http://user@example.org/", "plain host name"),
        ("http://a%00b.org/", "plain host name"),
        ("http:///x", "plain host name"),
        ("http://example.org:22/", "port 80 or 443"),
        ("http://0127.0.0.1/", "four numbers"),
        ("http://2130706433/", "four numbers"),
        ("http://0x7f.1/", "four numbers"),
        ("http://exa mple.org/", "without blanks"),
        ("http://a\\@b.org/", "without blanks"),
        ("http://[::1/", "is no URL"),
        ("http://example.org:99999/", "is no URL"),
    ],
)
def test_refused_before_any_name_is_resolved(url: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A URL that is not plain http or https to a plain host is refused with what was expected."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: pytest.fail("a name was resolved"))
    with pytest.raises(ArticleError, match=said):
        get(url, Limits())


def test_escapes_and_names() -> None:
    """Letters outside ASCII are escaped in path and query, and a host is written as the name service knows it."""
    parts = checked_url("http://Bücher.example/ä?q=ö#part", Limits())
    assert parts.geturl() == "http://xn--bcher-kva.example/%C3%A4?q=%C3%B6"


def test_loopback_is_refused_by_name_and_by_number() -> None:
    """A server on this machine is not reached, unless the setting allows it."""
    with serving({"/a": (200, {"Content-Type": "text/plain"}, b"inside")}) as site:
        for host in ("127.0.0.1", "localhost"):
            with pytest.raises(ArticleError, match="port 80 or 443"):
                get(f"http://{host}:{site.port}/a", Limits())
            with pytest.raises(ArticleError, match="not a public address"):
                get(f"http://{host}/a", Limits())
        assert site.asked == []
        assert get(f"{site.address}/a", OPEN).data == b"inside"


def test_every_address_of_a_name_counts_and_is_connected_to(
    monkeypatch: pytest.MonkeyPatch, connected: list[tuple[str, int]]
) -> None:
    """A name is resolved once; one inner address among its addresses refuses it, else that very address is used."""
    answers = [["93.184.215.14", "10.0.0.1"], ["93.184.215.14"], ["127.0.0.1"]]
    asked: list[str] = []

    def resolve(host: str, port: int, **more: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(ArticleError, match=r"stands for 10\.0\.0\.1"):
        get("http://rebinds.example/", Limits())
    assert connected == []
    with pytest.raises(ArticleError, match="cannot be fetched"):
        get("http://rebinds.example/", Limits())
    assert connected == [("93.184.215.14", 80)]
    assert asked == ["rebinds.example"] * 2


def test_redirects_are_checked_like_first_urls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A public page that redirects to an inner address or another scheme leads nowhere."""
    import ingest.web as web

    hops: dict[str, str] = {
        "http://a.example/": "http://169.254.169.254/latest/",
        "http://b.example/": "file:///etc/passwd",
        "https://c.example/": "http://d.example/",
    }
    real = web._one

    def one(target: web.SplitResult, *more: object) -> tuple[int, dict[str, str], bytes]:
        place = hops.get(target.geturl())
        return (302, {"location": place}, b"") if place else real(target, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(web, "_one", one)
    for url, said in (
        ("http://a.example/", "stands for 169"),
        ("http://b.example/", "expected http or https"),
        ("https://c.example/", "from https to http"),
    ):
        with pytest.raises(ArticleError, match=said):
            get(url, Limits())


def test_five_redirects_and_no_more() -> None:
    """Five redirects are followed, relative ones too; the sixth is not."""
    pages = {f"/{n}": (302, {"Location": f"{n + 1}"}, b"") for n in range(9)}
    with serving({**pages, "/9": (200, {"Content-Type": "text/plain"}, b"end")}) as site:
        assert get(f"{site.address}/4", OPEN).data == b"end"
        with pytest.raises(ArticleError, match="more than 5 times"):
            get(f"{site.address}/3", OPEN)


def test_size_is_limited_packed_or_not() -> None:
    """A page above the limit is refused, also one that only unpacking makes so large."""
    bomb = gzip.compress(b"a" * 5_000_000)
    pages = {
        "/large": (200, {"Content-Type": "text/plain"}, b"a" * 20_000),
        "/bomb": (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, bomb),
        "/packed": (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, gzip.compress(b"well")),
        "/other": (200, {"Content-Type": "text/plain", "Content-Encoding": "br"}, b"x"),
        "/short": (200, {"Content-Type": "text/plain", "Content-Length": "50"}, b"short"),
    }
    small = Limits(private=True, size=10_000)
    with serving(pages) as site:
        for path, said in (
            ("large", "at most 10,000"),
            ("bomb", "at most 10,000"),
            ("other", "'br'"),
            ("short", "before the end"),
        ):
            with pytest.raises(ArticleError, match=said):
                get(f"{site.address}/{path}", small)
        assert get(f"{site.address}/packed", small).data == b"well"


@contextmanager
def dripping(head: bytes) -> Iterator[int]:
    """A server that sends ``head`` and then a byte ten times a second, for as long as it is let."""
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        link, _ = listener.accept()
        try:
            link.sendall(head)
            for _ in range(200):
                link.sendall(b"x")
                time.sleep(0.1)
        except OSError:
            return
        finally:
            link.close()

    Thread(target=drip, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


@pytest.mark.parametrize(
    "head", [b"", b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"]
)
def test_a_dripping_server_is_left(head: bytes) -> None:
    """A server that never stops sending, in its headers or in its page, is left when the time is over."""
    begun = time.monotonic()
    with dripping(head) as port, pytest.raises(ArticleError, match=r"in all|in time"):
        get(f"http://127.0.0.1:{port}/", Limits(private=True, total=1.0))
    assert time.monotonic() - begun < 4


def test_a_silent_server_is_left() -> None:
    """A server that accepts and says nothing is left after the time for an answer."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        pytest.raises(ArticleError, match="did not answer in time"),
    ):
        get(f"http://127.0.0.1:{listener.getsockname()[1]}/", Limits(private=True, read=0.3))


def test_paths_are_not_urls() -> None:
    """A path is never taken for a URL, nor a URL of another scheme for a path."""
    assert is_url("https://example.org/a")
    assert is_url("file:///etc/passwd")
    assert not any(is_url(path) for path in ("a.md", "C:\\notes", "C://notes", "notes/a:b.md", "./http:/x"))
