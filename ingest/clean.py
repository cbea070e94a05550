"""The blocks of a page's Markdown that are not its article: the title again, links to other pages, share boxes.

Extraction by tags leaves them where they stand between the paragraphs. They are told by what they link to and by names
that are the same in every language, not by words such as "related".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,1000})\]\(([^()\s]{0,2000})\)")
_WORD = re.compile(r"\w+")
_ITEM = re.compile(r"\s{0,80}(?:[-*+]|\d{1,4}[.)]|#{1,6}|[|>])(?:\s|$)")
_HEAD = re.compile(r"\s{0,80}#{1,6}\s")
_SENTENCE = re.compile(r"[.!?。！？…]['\"”’»)*_\s]{0,6}$")
_PLATFORM = re.compile(
    r"\b(facebook|twitter|instagram|youtube|whatsapp|linkedin|pinterest|reddit|telegram|tiktok|mastodon|newsletters?)\b",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"©|\bcopyright\b", re.IGNORECASE)
_PROSE = 25
_BOX = 30
_LINKED = 0.6
_FENCES = ("```", "~~~")


def article_blocks(text: str, title: str, url: str | None) -> str:
    """Return the Markdown of a page's main part without the blocks that belong to the page; linear in the text.

    ``title`` and ``url`` are the page's own; without a URL only links without a host count as links to its own site.
    """
    site = _site(url or "")
    kept: list[str] = []
    seen_prose = False
    for block in _blocks(text):
        said = _WORD.findall(_LINK.sub(r"\1", block))
        if said and not block.lstrip().startswith(("|", *_FENCES)):
            if not seen_prose and _repeats(title, said):
                continue
            if _elsewhere(block, len(said), site):
                continue
        if not block.strip() and kept and not kept[-1].strip():
            continue
        seen_prose = seen_prose or len(said) > _PROSE
        kept.append(block)
    return "\n".join(_without_tail(kept)).strip("\n")


def _blocks(text: str) -> Iterator[str]:
    """Yield list items, headings and paragraphs, each of which may run over several lines; code stays whole."""
    held: list[str] = []
    fence = ""
    for line in text.split("\n"):
        start = line.strip()[:3]
        if fence:
            held.append(line)
            fence = "" if start == fence else fence
            continue
        if not line.strip() or _ITEM.match(line) or start in _FENCES:
            if held:
                yield "\n".join(held)
            held = []
        if not line.strip():
            yield line
            continue
        fence = start if start in _FENCES else ""
        held.append(line)
    if held:
        yield "\n".join(held)


def _repeats(title: str, said: list[str]) -> bool:
    """Say whether a block is the title, which is a field; sites add their name to it or cut it."""
    whole, shown = " ".join(_WORD.findall(title.lower())), " ".join(said).lower()
    if not whole:
        return False
    return whole == shown or (
        len(shown) > 15 and (shown in whole or (whole in shown and len(shown) < 1.3 * len(whole)))
    )


def _elsewhere(block: str, words: int, site: str) -> bool:
    """Say whether a block is little more than links to other pages of the same site, and no sentence."""
    if _SENTENCE.search(_LINK.sub(r"\1", block)[-40:]):
        return False
    linked = sum(len(_WORD.findall(shown)) for shown, target in _LINK.findall(block) if _same_site(target, site))
    return linked >= 3 and linked >= _LINKED * words


def _same_site(target: str, site: str) -> bool:
    if target.startswith("/") and not target.startswith("//"):
        return True
    return bool(site) and target.startswith(("http://", "https://")) and _site(target) == site


def _site(url: str) -> str:
    """Return the last two labels of a URL's host; good enough to tell a site's own pages from those of others."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # a link such as http://[x
        return ""
    return ".".join(host.split(".")[-2:])


def _without_tail(blocks: list[str]) -> list[str]:
    """Drop headings with nothing under them, share boxes and copyright lines from the end."""
    while blocks:
        last = blocks[-1]
        words = len(_WORD.findall(_LINK.sub(r"\1", last)))
        platforms = {name.lower() for name in _PLATFORM.findall(last)}
        box = words < _BOX and (len(platforms) >= 2 or _COPYRIGHT.search(last) is not None)
        if last.strip() and not _HEAD.match(last) and not box:
            break
        blocks = blocks[:-1]
    return blocks
