"""Links of references that somebody or something has changed: a blank in them, a word other than the title's. Pure.

A spinning rewriter replaces words by synonyms, in titles and now and then in addresses. The words of an address and
those of the title it leads to are the same in the same order, but for what a slug leaves out; where most agree and one
stands in the place of another, the two disagree. Which of them was changed, only another copy can tell
(``graph.suspects``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from urllib.parse import unquote, urlsplit

from kb.types import Finding, Reference
from kb.works import words_of

_LEAST_EQUAL = 3
_LEAST_SHARE = 1 / 3
_MOST_WORDS = 40
_HASH = re.compile(r"(?=.*\d)[0-9a-f]{6,}$|\d+$")
_PASSING = frozenset("a an the and or of in on for to is are with by at vs from your you how html htm pdf php".split())  # noqa: SIM905


def slug_words(url: str) -> tuple[str, ...]:
    """Return the words of the longest segment of an address's path, without hashes, numbers and small words."""
    try:
        segments = unquote(urlsplit(url).path).split("/")
    except ValueError:
        return ()
    return _telling(max((words_of(segment) for segment in segments), key=len, default=()))


def replaced_words(title: str, url: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs (word of the address, word of the title) that stand in each other's place.

    Where few words agree there is none. Words of one stem are no pair, nor are words without three letters.
    """
    slug, told = slug_words(url)[:_MOST_WORDS], _telling(words_of(title))[:_MOST_WORDS]
    common = frozenset(told)
    if sum(word in common for word in slug) < _LEAST_EQUAL:
        return ()  # what is equal in order is at most what is equal at all
    codes = SequenceMatcher(None, slug, told, autojunk=False).get_opcodes()
    equal = sum(b - a for tag, a, b, _, _ in codes if tag == "equal")
    if equal < _LEAST_EQUAL or equal < _LEAST_SHARE * len(slug):
        return ()
    pairs = [
        pair
        for tag, a, b, c, d in codes
        if tag == "replace" and b - a == d - c
        for pair in zip(slug[a:b], told[c:d], strict=True)
    ]
    return tuple((one, other) for one, other in pairs if _differ(one, other))


def broken_links(source: str, references: Sequence[Reference]) -> Iterator[Finding]:
    """Yield a finding for each printed address with a blank in it, and for each that disagrees with its title."""
    for reference in references:
        url, number = reference.url or "", f"[{reference.number}] " if reference.number is not None else ""
        if "%20" in url and url.replace("%20", " ") in reference.text:
            yield Finding(
                source=source,
                kind="suspicious link",
                text=f"{number}the address is printed with a blank: {url.replace('%20', ' ')!r}",
            )
        pairs = replaced_words(reference.title, url) if url and reference.kind != "link" else ()
        if pairs:
            shown = ", ".join(f"{one!r} for {other!r}" for one, other in pairs)
            yield Finding(
                source=source,
                kind="suspicious link",
                text=f"{number}the address has {shown} of the title {reference.title!r}: {url}",
            )


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _PASSING and not _HASH.match(word))


def _differ(one: str, other: str) -> bool:
    """Tell whether two words are different words: three letters at least, no common stem."""
    if min(len(one), len(other)) < 3 or not (one.isalpha() and other.isalpha()):
        return False
    return one[:4] != other[:4] and one not in other and other not in one
