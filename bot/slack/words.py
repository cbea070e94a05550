"""Text that comes out of Slack and text that goes into it: nobody's words are ever markup. Pure.

Slack marks up what people write (``<@U1>``, ``<https://x|x>``, ``&lt;``); ``heard`` turns that into the plain text that
they typed. What is shown goes into ``plain_text`` and ``rich_text`` objects, which Slack does not parse, and is cleaned
by ``shown``; the one field that Slack does parse, the notification text, goes through ``notified``.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LONGEST_URL = 600
ELLIPSIS = "…"
_TOKEN = re.compile(r"<([^<>\n]*)>")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
_BACKSLASH = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_ADDRESS = re.compile(r"[@#]|://|(?<=\w)\.(?=\w)")
_FORMATTING = str.maketrans({"*": "", "~": "", "`": "", "_": " "})
_BREAK = "\u2060"
"""A character without width: a word that it stands in is no address, no channel and no formatting to Slack."""


def heard(text: str, me: str = "") -> str:
    """Return what a person typed, without the mention of the bot (its user id is ``me``) and without Slack's markup."""
    spoken = _TOKEN.sub(lambda token: _spoken(token[1], me), text)
    plain = spoken.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"[^\S\n]+", " ", plain).strip()


def shown(text: str, most: int) -> str:
    """Return a text on one line, with nothing in it that hides or turns text, cut at ``most`` characters."""
    return clipped(" ".join(_INVISIBLE.sub("", text).split()), most)


def notified(text: str, most: int = 300) -> str:
    """Return a text for the field that Slack parses: no mention, no link, no formatting comes of it."""
    broken = _ADDRESS.sub(lambda found: found[0][0] + _BREAK + found[0][1:], shown(text.translate(_FORMATTING), most))
    return broken.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clipped(text: str, most: int) -> str:
    """Return the text with at most ``most`` characters as Slack counts them (UTF-16), cut at a word where it can be."""
    if units(text) <= most:
        return text
    kept, room = "", most - units(ELLIPSIS)
    for character in text:
        room -= units(character)
        if room < 0:
            break
        kept += character
    at_word = kept.rsplit(" ", 1)[0] if " " in kept[len(kept) // 2 :] else kept
    return at_word.rstrip(" ,;:.") + ELLIPSIS


def units(text: str) -> int:
    """Return how long Slack takes a text to be."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def unmarked(markdown: str) -> str:
    """Return one paragraph of an answer's Markdown as plain text: no bold marks, no backslashes."""
    return _BACKSLASH.sub(r"\1", markdown.replace("**", ""))


def host(url: str | None) -> str | None:
    """Return the host of an address that may be linked (http or https, nothing odd in it, not too long), or None."""
    if not url or len(url) > LONGEST_URL or any(c.isspace() or c in '<>|"' for c in url) or _INVISIBLE.search(url):
        return None
    try:
        parts = urlsplit(url)
        named = parts.hostname if parts.scheme in {"http", "https"} and not parts.username else None
    except ValueError:
        return None
    return named.removeprefix("www.") if named else None


def _spoken(token: str, me: str) -> str:
    """Return what a person sees of one token of Slack's markup."""
    body, _, label = token.partition("|")
    match body[:1]:
        case "@":
            return " " if not label or body[1:] == me else f"@{label}"
        case "#":
            return f"#{label}" if label else " "
        case "!":
            return label if body.startswith("!date") else " "
    return label or body.removeprefix("mailto:")
