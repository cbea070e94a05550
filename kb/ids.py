"""Content-derived, readable ids: the same content always gets the same id, and no id is random.

Shapes: claim ``<source>#<anchor>``; passage ``<source>/p<nnn>-<8 hex of the text's hash>``;
section ``<source>/s<nn>-<slug of the title>``; rule ``<trade-off>/<slug of the rule>``.
Numbers are zero-padded so that ids of one source sort in reading order.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

_NOT_WORD = re.compile(r"[^0-9a-z]+")


def text_hash(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, in hex (64 characters); a lone surrogate is not refused."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def slug(text: str, limit: int = 40) -> str:
    """Return the text as lower-case ASCII words joined by hyphens, at most ``limit`` characters, cut between words.

    Text without a Latin letter or digit (a Chinese heading, say) becomes the first 8 hex digits of its hash, so
    that two such headings do not collide; empty text becomes ``untitled``.
    """
    folded = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
    words = _NOT_WORD.sub("-", folded.encode("ascii", "ignore").decode("ascii").lower()).strip("-")
    if not words:
        return text_hash(text)[:8] if text.strip() else "untitled"
    if len(words) <= limit:
        return words
    cut = words[: limit + 1].rfind("-")
    return words[:cut] if cut > 0 else words[:limit]


def claim_id(source: str, anchor: str) -> str:
    """Return ``six-choices#api-below-100k`` for the source and the anchor."""
    return f"{source}#{anchor}"


def passage_id(source: str, number: int, text: str) -> str:
    """Return ``six-choices/p007-1a2b3c4d`` for the passage's number in the source and its text."""
    return f"{source}/p{number:03d}-{text_hash(text)[:8]}"


def section_id(source: str, number: int, title: str) -> str:
    """Return ``six-choices/s02-model-complexity`` for the section's number in the source and its title."""
    return f"{source}/s{number:02d}-{slug(title)}"


def rule_id(trade_off: str, name: str) -> str:
    """Return ``build-vs-buy/api-below-100k`` for the trade-off and the rule's name within it."""
    return f"{trade_off}/{slug(name, 60)}"
