"""Bytes to clean text: the encoding found, controls and invisible characters removed, each repair told."""

from __future__ import annotations

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from kb.errors import ArticleError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = {
    b"\x7fELF": "a program",
    b"\x1f\x8b": "a gzip archive",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"%PDF-": "a PDF document",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"SQLite format 3\x00": "a database",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"BZh": "a bzip2 archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"MZ\x90": "a program",
}
_SAMPLE = 100_000
_ENOUGH_FOREIGN_BYTES = 40
"""Fewer bytes outside ASCII than this are too few to tell legacy encodings apart by statistics."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def decode(data: bytes, place: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file's bytes and the repairs made; raise ArticleError for binary content.

    The order is: byte order mark, UTF-8, UTF-16 without a mark, then (statistics, else Windows-1252).
    """
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise ArticleError(f"{place}: expected text, found {what}. Export it as Markdown, text or HTML first.")
    text, repairs = _characters(data, place)
    clean, more = tidy(text)
    removed = len(_CONTROLS.findall(text))
    if removed > 32 and removed * 20 > len(text):
        raise ArticleError(f"{place}: expected text, found binary content ({removed} control characters).")
    return clean, (*repairs, *more)


def tidy(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text in NFC with ``\\n`` line ends and no control or invisible character, and what was removed."""
    repairs: list[str] = []
    text = _LINE_ENDS.sub("\n", text)
    text, controls = _CONTROLS.subn("", text)
    if controls:
        repairs.append(f"removed {controls} control character(s)")
    text, invisible = _INVISIBLE.subn("", text)
    if invisible:
        repairs.append(f"removed {invisible} invisible character(s) (zero width, direction marks, tags)")
    return unicodedata.normalize("NFC", text), tuple(repairs)


def _characters(data: bytes, place: str) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _marked(data, encoding)
    guess = _utf16_without_mark(data)
    try:
        return data.decode(guess or "utf-8"), ((f"read as {guess}, without a byte order mark",) if guess else ())
    except UnicodeDecodeError:
        pass
    if data.count(0) * 10 > len(data):
        raise ArticleError(f"{place}: expected text, found binary content ({data.count(0)} NUL bytes).")
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    if sum(1 for char in lenient if char > "\x7f") - broken >= 2 * broken:
        return lenient, (f"replaced {broken} invalid UTF-8 sequence(s) by U+FFFD",)
    return _legacy(data)


def _marked(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return text, (f"replaced {text.count(chr(0xFFFD))} invalid {encoding} sequence(s) by U+FFFD",)


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:2000]
    if len(sample) < 8 or len(data) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd * 10 > 7 * len(sample) // 2 and not even:
        return "utf-16-le"
    return "utf-16-be" if even * 10 > 7 * len(sample) // 2 and not odd else None


def _legacy(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode text of a legacy encoding; statistics decide only where there are enough bytes to count."""
    if sum(byte > 0x7F for byte in data[:_SAMPLE]) >= _ENOUGH_FOREIGN_BYTES:
        best = from_bytes(data[:_SAMPLE]).best()
        if best is not None:
            try:
                return data.decode(best.encoding), (f"read as {best.encoding}, for it is not valid UTF-8",)
            except (UnicodeDecodeError, LookupError):
                pass
    text = data.decode("cp1252", "replace")
    lost = text.count("\ufffd")
    told = "read as windows-1252, for it is not valid UTF-8"
    return text, (f"{told}; replaced {lost} byte(s) by U+FFFD" if lost else told,)
