"""A card as it travels while a value is tried: packed, since every step of a marker sends all of it anew. Pure.

``card.js`` unpacks it; a browser that cannot says so by not asking for it.
"""

from __future__ import annotations

import base64
import zlib

PACKED = "packed:"
"""What a packed text begins with; no HTML of ours does."""


def packed(text: str) -> str:
    """Return a text deflated (zlib), in base64 after ``PACKED``; an empty one as it is."""
    return f"{PACKED}{base64.b64encode(zlib.compress(text.encode('utf-8'))).decode('ascii')}" if text else ""


def unpacked(text: str) -> str:
    """Return what was packed; a text that was not, as it is."""
    if not text.startswith(PACKED):
        return text
    return zlib.decompress(base64.b64decode(text.removeprefix(PACKED))).decode("utf-8")
