"""Who wrote an article, when, and under which title, from lines of plain text above it or at its top. Pure."""

from __future__ import annotations

import re

from ingest.dump import SAMPLE, WORD, counter

_BYLINE = re.compile(
    r"(?:(?i:written by|by|von|par|por|di)\s|(?i:authors?|autor(?:en|es)?|auteurs?)\s?:\s?)(?P<names>[^|·•–—\d]{3,90}?)"
    r"(?:\s*[,|·•–—(-]\s*(?P<rest>.*(?:19|20)\d\d.*))?"
)
_BETWEEN = re.compile(r"\s*(?:,|&|\band\b|\bund\b|\bet\b|\by\b)\s+")
_NAME = re.compile(
    r"(?!(?:The|A|An|Our)\s)[^\W\d_a-zß-ÿ][\w'’.-]{0,30}(?:\s(?:[a-z]{2,3}\s)?[^\W\d_a-zß-ÿ][\w'’.-]{0,30}){1,3}"
)
_ALONE = re.compile(
    r"(?:(?i:published|posted|updated|last updated|date|veröffentlicht|publicado|publié)(?:\s?:|\s(?:on|am|el|le))?\s)?"
    r"(?:(?:19|20)\d\d-\d\d-\d\d|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
    r"|\d{1,2}\.? [A-Za-z]{3,9}\.?,? (?:19|20)\d\d)\.?"
)
_TOP, _TOP_CHARACTERS, _LONGEST = 5, 1000, 120
"""Lines and characters at the top in which a byline may stand, and how long it may be."""
_ISO_DATE = re.compile(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b")
_WORDED_DATE = re.compile(
    r"\b(?:([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?|(\d{1,2})\.? ([A-Za-z]{3,9})\.?),? ((?:19|20)\d\d)\b"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STEM = 5


def heading_fields(head: list[str], article: list[str]) -> tuple[str, tuple[str, ...], str]:
    """Return title, authors and date that stand in the lines above the article; empty where they do not.

    The title is the line whose words the article speaks of most; it stands twice on many pages.
    """
    spoken = {word[:_STEM] for line in article for word in WORD.findall(line[:4000].casefold())}
    best, title = 2, ""
    for line in head:
        words = WORD.findall(line[:SAMPLE].casefold())
        known = sum(word[:_STEM] in spoken for word in words)
        # as many words as possible that the article uses; a menu has few, a teaser of another article many others
        value = 2 * known - len(words)
        if 3 <= len(words) <= 30 and value >= best and not counter(line):
            best, title = value, line.strip()
    authors = [name for line in head for name in _byline(line.strip())[0]]
    dates = [shown for line in head if (shown := _date(line.strip()))]
    return title, tuple(dict.fromkeys(authors)), dates[0] if dates else ""


def top_fields(text: str) -> tuple[tuple[str, ...], str]:
    """Return authors and date that stand in a byline of their own at the top of an article; empty where none does.

    "By Ana Ruiz and Bo Li, 2 March 2025", or the date alone on a line; a sentence that begins with "By" is none.
    """
    authors: tuple[str, ...] = ()
    date = ""
    lines = (line.strip(" #*_>\t") for line in text[:_TOP_CHARACTERS].split("\n"))
    for line in [line for line in lines if line][:_TOP]:
        names, rest = _byline(line)
        if names and not authors:
            authors, date = names, date or _date(rest)
        elif _ALONE.fullmatch(line):
            date = date or _date(line)
    return authors, date


def _byline(line: str) -> tuple[tuple[str, ...], str]:
    """Return the names in a line that says who wrote the article, and what it says of the date; none in any other."""
    found = _BYLINE.fullmatch(line) if len(line) <= _LONGEST else None
    names = tuple(name.strip() for name in _BETWEEN.split(found["names"])) if found else ()
    return (names, found["rest"] or "") if found and all(map(_NAME.fullmatch, names)) else ((), "")


def _date(line: str) -> str:
    """Return the ISO date of a short line that holds one; empty otherwise."""
    if len(line) > 80:
        return ""
    iso = _ISO_DATE.search(line)
    if iso is not None:
        return f"{iso[1]}-{iso[2]}-{iso[3]}"
    match = _WORDED_DATE.search(line)
    if match is None:
        return ""
    month = (match[1] or match[4])[:3].lower()
    if month not in _MONTHS:
        return ""
    day, year = int(match[2] or match[3]), match[5]
    return f"{year}-{_MONTHS.index(month) + 1:02}-{day:02}" if 1 <= day <= 31 else ""
