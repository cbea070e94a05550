"""Text of sources and users as HTML that can do nothing: escaped, on one block, links only to http and https. Pure.

Every string that a surface shows goes through ``plain`` or ``link``. Markdown is not spoken here: an HTML block without
a blank line is passed through by Markdown as it is, so that no asterisk or bracket of a quote is ever syntax.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_MARK = re.compile(r"\[(\d{1,3})\]")


def plain(text: str) -> str:
    """Escape a text for HTML, on one line: no markup, no Markdown image, no character that hides or turns text."""
    shown = _INVISIBLE.sub("", _IMAGE.sub(r"\1", text))
    return html.escape(" ".join(shown.split()), quote=True).replace("`", "&#96;").replace("$", "&#36;")


def lines(text: str) -> str:
    """Escape a text of several lines; line breaks stay."""
    return "<br>".join(plain(line) for line in text.strip().splitlines() if line.strip())


def block(text: str) -> str:
    """Escape a text of several lines whose indentation counts, for a ``pre``."""
    shown = (line.rstrip() for line in text.strip("\n").splitlines() if line.strip())
    return "\n".join(" " * (len(line) - len(line.lstrip(" "))) + plain(line) for line in shown)


def link(text: str, url: str | None) -> str:
    """Return a link that shows its host, or only the text where the address is not plain http or https."""
    host = _host(url)
    if host is None:
        return plain(text)
    address = html.escape(str(url), quote=True).replace("`", "%60").replace("$", "%24")
    shown = f'<span class="cr-host">{plain(host)}</span>'
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer nofollow">{plain(text)}</a> {shown}'


def marks(numbers: Iterable[int], turn: int) -> str:
    """Return citation marks that lead to the evidence of the same turn."""
    return "".join(f'<a class="cr-mark" href="#{anchor(turn, n)}" aria-label="citation {n}">{n}</a>' for n in numbers)


def anchor(turn: int, n: int) -> str:
    """Return the id of one piece of evidence, unlike that of any other turn."""
    return f"turn-{turn}-ref-{n}"


def numbered(text: str, turn: int, numbers: frozenset[int]) -> str:
    """Escape a text and turn its ``[n]`` into marks, for the numbers that the answer knows."""
    return _MARK.sub(lambda m: marks((int(m[1]),), turn) if int(m[1]) in numbers else m[0], plain(text))


def fold(title: str, body: str, *, count: int | None = None, opened: bool = False) -> str:
    """Return a foldable part of a card, at first closed unless ``opened``; nothing when the body is empty."""
    if not body:
        return ""
    shown = f' <span class="cr-count">{count}</span>' if count is not None else ""
    head = f"<summary>{plain(title)}{shown}</summary>"
    first = " open" if opened else ""
    opening = f'<details class="cr-fold" data-key="fold-{plain(title)}"{first}>'
    return f'{opening}{head}<div class="cr-inner">{body}</div></details>'


def items(rows: Iterable[str], name: str = "cr-list") -> str:
    """Return an unordered list of finished HTML rows; nothing when there are none."""
    kept = [row for row in rows if row]
    return f'<ul class="{name}">' + "".join(f"<li>{row}</li>" for row in kept) + "</ul>" if kept else ""


def _host(url: str | None) -> str | None:
    if not url or any(c.isspace() for c in url):
        return None
    try:
        parts = urlsplit(url)
        return parts.hostname.removeprefix("www.") if parts.scheme in {"http", "https"} and parts.hostname else None
    except ValueError:
        return None
