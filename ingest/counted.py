"""What a number counts: the noun behind it, past the words that only describe it. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(r"(?P<gap>[\s\u2060+-]{1,16}|, )?(?P<word>[^\W\d_][\w'’-]{0,40})")
_STOP = frozenset(
    re.findall(
        r"\w+",
        "a an are as at be been by can could do does for from had has have he her his how i if in into is it its of on"
        " per she so than that the their then there these they this those through to was we were what when where which"
        " while who will with would you your between but not no because says say found agreed means per each until"
        " versus vs after before during under over above below within across make makes get gets use uses ran run",
    )
)
_JOIN = frozenset(("and", "or"))
_PERIODIC = frozenset(("daily", "weekly", "monthly", "yearly", "annual", "hourly", "nightly", "annually"))
_PLURALS = frozenset(("people", "data", "staff", "children", "men", "women"))
_NO_PLURAL = ("ss", "us", "is", "ous", "'s", "’s")
_ALWAYS = frozenset(("always", "sometimes", "perhaps", "versus", "yes", "times", "plus"))
_MOST = 8
_ONE_MORE = frozenset(("more", "extra", "other", "additional", "of"))


class Counted(NamedTuple):
    """The noun, as written, and the phrase that it ends; both empty where no noun stands behind the number."""

    noun: str
    phrase: str


def counted(text: str, at: int) -> Counted:
    """Return what a number that ends at ``at`` counts: the first plural behind it, else the word right behind it."""
    words: list[str] = []
    first = ""
    joined = False
    while len(words) < _MOST:
        match = _WORD.match(text, at)
        if match is None:
            break
        word = match["word"]
        low = word.lower()
        if low in _STOP or (low in _JOIN and (not words or joined)):
            break
        joined = low in _JOIN
        at = match.end()
        if low in _PERIODIC:
            continue
        words.append(word)
        first = first or (word if low not in _ONE_MORE else "")
        if _plural(low):
            return Counted(word, " ".join(words))
    return Counted(first, first)


def _plural(word: str) -> bool:
    if word in _PLURALS:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURAL) and word not in _ALWAYS
