"""Content words in a form in which "prompting" and "prompts", "tuned" and "tuning" are one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been by can could do does for from had has have how i if in into is it its "
        "like more most my no not of on one only or our out over own so some such than that the their them "
        "then there these they this those to too under up use used using very was we were what when where "
        "which while who will with would you your yours it's each any all also just get gets got make makes "
        "need needs want wants take takes every they're s t re",
    )
)
_ENDING = re.compile(r"(?<=\w{3})(?:ings?|edly|ed|ers?|ies|es|s|ly|e|y|ation|ions?|ment|ments|al)$")
_DOUBLE = re.compile(r"([b-df-hj-np-tv-z])\1$")


def stem(word: str) -> str:
    """Return a word without its commonest endings."""
    low = word.lower().replace("iz", "is")
    for _ in range(2):
        cut = _ENDING.sub("", low)
        if cut == low:
            break
        low = cut
    return _DOUBLE.sub(r"\1", low)


def stems(text: str) -> Iterator[str]:
    """Yield the stems of a text's content words, in order."""
    for match in _WORD.finditer(text):
        if match[0].lower() not in _EMPTY and (len(match[0]) > 1 or match[0].isdigit()):
            yield stem(match[0])
