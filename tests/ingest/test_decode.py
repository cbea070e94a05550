"""Bytes to clean text."""

from __future__ import annotations

import pytest

from ingest.decode import decode, tidy
from kb.errors import ArticleError

TEXT = "Größe: 10 ms – «ok» [1]\n" * 8


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
def test_unicode_encodings(encoding: str) -> None:
    """Every Unicode encoding gives the text back, with or without a byte order mark."""
    text, _ = decode(("Latency is 10 ms. " * 5 + "é").encode(encoding), "a.txt")
    assert text == "Latency is 10 ms. " * 5 + "é"


def test_legacy_encodings() -> None:
    """A legacy encoding is read, and said to have been."""
    text, repairs = decode(b"co\xfbt 10 \x80 \x85 \xe9", "a.txt")
    assert text == "coût 10 € … é"
    assert "windows-1252" in repairs[0]
    text, repairs = decode((TEXT * 10).encode("cp1252"), "a.txt")
    assert text == TEXT * 10
    assert "not valid UTF-8" in repairs[0]


def test_a_few_broken_bytes_in_utf8() -> None:
    """One broken byte in a UTF-8 text is replaced and counted; the rest stays."""
    text, repairs = decode(TEXT.encode() + b"\xff end", "a.txt")
    assert text == TEXT + "\ufffd end"
    assert repairs == ("replaced 1 invalid UTF-8 sequence(s) by U+FFFD",)


@pytest.mark.parametrize(
    "data", [b"\x7fELF\x02\x01", b"\x1f\x8b\x08", b"PK\x03\x04aaaa", b"%PDF-1.7", bytes(range(256)) * 20]
)
def test_binary_content_is_refused(data: bytes) -> None:
    """A program, an archive or bytes of every value is no article."""
    with pytest.raises(ArticleError, match="expected text, found"):
        decode(data, "a.txt")


def test_tidy() -> None:
    """Controls and invisible characters go, line ends become one kind, letters are composed; each repair is told."""
    text, repairs = tidy("a\x00b\r\nc\u200bd\x1b[2J\re\u0301\u2028f \U000e0041")
    assert text == "ab\ncd[2J\né\nf "
    assert len(repairs) == 2
