"""The one way in from the web: a guarded fetch of one page, its address checked where the connection is made.

Every name is resolved once, every address it resolves to must be public, and the connection goes to an address that was
checked, so that a name cannot point elsewhere a moment later. Redirects are followed by the same path. No proxy of the
environment, no cookie and no password is used.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from ingest.addresses import parsed, public
from ingest.formats import LARGEST_TEXT
from kb.errors import ArticleError

USER_AGENT = "Crossroads/0.1 (article reader)"
"""What web servers and robots.txt know the fetcher by; its product token is ``crossroads``."""
MOST_REDIRECTS = 5
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_LONGEST_URL = 4096
_LONGEST_HEADER = 500
_CHUNK = 65_536
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)\.?$", re.IGNORECASE)
_SAFE = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True)
class Limits:
    """What one fetch may take: seconds to connect, for one answer to come, and in all; bytes; which hosts.

    ``private`` allows addresses that are not public and ports other than 80 and 443.
    """

    connect: float = 5.0
    read: float = 10.0
    total: float = 30.0
    size: int = LARGEST_TEXT
    private: bool = False


@dataclass(frozen=True)
class Fetched:
    """What a server answered: the last URL, its status, its media type and charset in lower case, and the bytes.

    ``etag`` and ``modified`` are by what the server would tell whether it has changed, as it wrote them.
    """

    url: str
    status: int
    media_type: str
    charset: str
    data: bytes
    etag: str = ""
    modified: str = ""


def is_url(text: str) -> bool:
    """Say whether what was handed in is meant as a URL and not as a path; ``C:\\x`` is a path."""
    scheme, colon, rest = text.partition(":")
    return bool(colon) and len(scheme) > 1 and scheme.isalnum() and rest.startswith("//")


Permit = Callable[[str, float], None]
"""Raises ArticleError where a URL may not be visited; told the URL and the instant by which all must be done."""


def get(
    url: str,
    limits: Limits,
    permit: Permit | None = None,
    deadline: float | None = None,
    unless: Mapping[str, str] | None = None,
) -> Fetched:
    """Return what a URL holds after at most five redirects; raise ArticleError where it may not or cannot be fetched.

    ``permit`` is asked before each hop; ``deadline`` is a ``time.monotonic`` instant; ``unless`` are the headers of a
    conditional request (``If-None-Match``), whose answer is 304 where nothing has changed. An answer of 400 or above
    is returned, not raised.
    """
    until = time.monotonic() + limits.total if deadline is None else deadline
    at, secure = url, False
    for _ in range(MOST_REDIRECTS + 1):
        target = checked_url(at, limits)
        if secure and target.scheme == "http":
            raise ArticleError(f"{url}: was redirected from https to http ({at}), which is not followed.")
        secure = target.scheme == "https"
        if permit is not None:
            permit(urlunsplit(target), until)
        status, headers, data = _one(target, limits, until, url, unless or {})
        place = headers.get("location", "")
        if status not in _REDIRECTS or not place:
            return _answer(urlunsplit(target), status, headers, data)
        at = urljoin(urlunsplit(target), place)
    raise ArticleError(f"{url}: was redirected more than {MOST_REDIRECTS} times.")


def checked_url(url: str, limits: Limits) -> SplitResult:
    """Return the parts of a URL that may be fetched, escaped; raise ArticleError with the reason for any other."""
    shown = url[:200] if url.isprintable() else repr(url[:200])
    if len(url) > _LONGEST_URL or any(ord(char) <= 32 or ord(char) == 127 or char == "\\" for char in url):
        raise ArticleError(f"{shown}: expected a URL without blanks, controls and backslashes. Write it out.")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as wrong:
        raise ArticleError(f"{shown}: is no URL: {wrong}.") from wrong
    if parts.scheme not in _PORTS:
        raise ArticleError(f"{shown}: expected http or https, found {parts.scheme or 'no scheme'!r}.")
    if not host or "@" in parts.netloc or "%" in parts.netloc:
        raise ArticleError(f"{shown}: expected a plain host name, found {parts.netloc!r}. Leave out user and escapes.")
    if port is not None and port != _PORTS[parts.scheme] and not limits.private:
        raise ArticleError(
            f"{shown}: expected port 80 or 443, found {port}. CROSSROADS_PRIVATE_ADDRESSES=1 allows others."
        )
    try:
        ascii_host = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as wrong:
        raise ArticleError(f"{shown}: expected a host name, found {host!r} ({wrong}).") from wrong
    if not _plain_address(ascii_host):
        raise ArticleError(f"{shown}: expected an address as four numbers, found {ascii_host!r}.")
    netloc = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    netloc += f":{port}" if port is not None and port != _PORTS[parts.scheme] else ""
    return SplitResult(parts.scheme, netloc, quote(parts.path or "/", _SAFE), quote(parts.query, _SAFE), "")


def _plain_address(host: str) -> bool:
    """Say whether a host that ends in a number is an address as it is usually written; others have many readings."""
    if ":" not in host and not _NUMBER.match(host.rstrip(".").rpartition(".")[2]):
        return True
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def resolved(host: str, port: int, limits: Limits) -> tuple[str, ...]:
    """Return the addresses of a host, all of which may be fetched from; raise ArticleError otherwise."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise ArticleError(f"{host}: is not known to the name service ({unknown}).") from unknown
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not limits.private and not public(parsed(address)):
            raise ArticleError(
                f"{host}: stands for {address}, which is not a public address. "
                "CROSSROADS_PRIVATE_ADDRESSES=1 allows pages of your own network."
            )
    return addresses


def _one(
    target: SplitResult, limits: Limits, until: float, url: str, unless: Mapping[str, str]
) -> tuple[int, dict[str, str], bytes]:
    """Make one request; return status, headers (lower case) and body."""
    host, port = target.hostname or "", target.port or _PORTS[target.scheme]
    try:
        link = _connected(host, port, limits, until, secure=target.scheme == "https")
        with _ended_by(until, link):
            path = urlunsplit(("", "", target.path, target.query, ""))
            asked = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", "Accept": "*/*", **unless}
            link.request("GET", path, headers=asked)
            answer = link.getresponse()
            _left(until, limits.read)  # a connection shut at the deadline looks like one that ended
            headers = {name.lower(): value for name, value in answer.getheaders()}
            if answer.status in _REDIRECTS and headers.get("location"):
                return answer.status, headers, b""
            return answer.status, headers, _body(answer, headers, limits, until, url)
    except TimeoutError as late:
        raise ArticleError(f"{url}: did not answer in time ({limits.read:g} s, {limits.total:g} s in all).") from late
    except (OSError, http.client.HTTPException, zlib.error) as broken:
        if time.monotonic() >= until:
            raise ArticleError(f"{url}: took longer than {limits.total:g} seconds in all.") from broken
        raise ArticleError(f"{url}: cannot be fetched ({type(broken).__name__}: {broken}).") from broken


@contextmanager
def _ended_by(until: float, link: http.client.HTTPConnection) -> Iterator[None]:
    """Close a connection at the end, and shut it at the deadline even while a server sends a byte at a time."""

    def shut() -> None:
        with suppress(OSError):
            link.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(_left(until, float("inf")), shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        link.close()


def _connected(host: str, port: int, limits: Limits, until: float, *, secure: bool) -> http.client.HTTPConnection:
    """Return a connection to one of the host's addresses, all of which were checked."""
    last: OSError = OSError(f"{host} has no address")
    for address in resolved(host, port, limits):
        try:
            raw = socket.create_connection((address, port), timeout=_left(until, limits.connect))
        except OSError as failed:
            last = failed
            continue
        try:
            raw.settimeout(_left(until, limits.read))
            made = ssl.create_default_context().wrap_socket(raw, server_hostname=host) if secure else raw
        except OSError:
            raw.close()
            raise
        link = (http.client.HTTPSConnection if secure else http.client.HTTPConnection)(host, port)
        link.sock = made
        return link
    raise last


def _body(answer: http.client.HTTPResponse, headers: dict[str, str], limits: Limits, until: float, url: str) -> bytes:
    """Read a body as far as the limits allow, unpacking gzip; raise ArticleError above them."""
    packing = headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise ArticleError(f"{url}: expected gzip or plain content, found {packing!r}.")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in packing else None
    found = bytearray()
    while chunk := answer.read1(_CHUNK):
        found += unpack.decompress(chunk, limits.size + 1 - len(found)) if unpack else chunk
        if len(found) > limits.size:
            raise ArticleError(f"{url}: expected at most {limits.size:,} bytes, found more.")
        _left(until, limits.read)
    _left(until, limits.read)
    if answer.length or (unpack is not None and not unpack.eof):
        raise ArticleError(f"{url}: the server closed the connection before the end of the page.")
    return bytes(found)


def _left(until: float, most: float) -> float:
    """Return the seconds that a step may take; raise TimeoutError when the whole has taken too long."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time for the whole fetch is over")
    return min(left, most)


def _answer(url: str, status: int, headers: dict[str, str], data: bytes) -> Fetched:
    media, _, rest = headers.get("content-type", "").partition(";")
    charset = rest.partition("charset=")[2].strip(" \"'").split(";")[0].lower()
    return Fetched(
        url=url,
        status=status,
        media_type=media.strip().lower(),
        charset=charset,
        data=data,
        etag=_plain_header(headers.get("etag", "")),
        modified=_plain_header(headers.get("last-modified", "")),
    )


def _plain_header(value: str) -> str:
    """Return a header as it can be sent back, or nothing where it cannot."""
    return value if value.isascii() and value.isprintable() and len(value) <= _LONGEST_HEADER else ""
