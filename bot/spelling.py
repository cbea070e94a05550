"""Mend what a hurried hand typed ("evry day", "teh regulater"), keeping track of where each character stood. Pure.

Only a message with several misspelt words is touched, and only words that no voice and no article uses are replaced,
by one that many use.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

_WORD = re.compile(r"(?<![^\W\d_])[A-Za-z]{3,}(?![^\W\d_])")
_UNMARKED = re.compile(r"^(wo|do|ca|is|are|was|were|does|did|has|have|had|should|would|could|must|ai)nt$")
"""Negations without their apostrophe: taken for other words they would turn what is said into its opposite."""
USUAL = 4
"""Uses from which a known word may replace an unknown one."""
KNOWN = 0.4
"""Share of known words below which a message is in another language, not misspelt; set by hand."""
SEVERAL = 2
"""Misspelt words from which a message is taken to be typed in a hurry; a single odd word is more often a name."""


@dataclass(frozen=True)
class Mended:
    """A text after mending and, for each piece, where it begins in the mended and in the original text."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``[start, end)`` of the mended text stands in the original one."""
        return self._back(start), self._back(end)

    def _back(self, at: int) -> int:
        piece = bisect_right(self.starts, at) - 1
        ahead = self.origins[piece + 1] if piece + 1 < len(self.origins) else None
        back = self.origins[piece] + at - self.starts[piece]
        return back if ahead is None else min(back, ahead)


class Speller:
    """Knows the words of the voices and articles, and how often each is used."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Count the words; equal texts in another order give the same speller."""
        counts = Counter(word.lower() for text in texts for word in _WORD.findall(text))
        self._known = frozenset(counts)
        usual = sorted(
            (word for word, count in counts.items() if count >= USUAL), key=lambda word: (-counts[word], word)
        )
        self._by_letter: dict[str, list[str]] = {}
        for word in usual:
            self._by_letter.setdefault(word[0], []).append(word)
        self._nearest = lru_cache(maxsize=4096)(self._find)

    def mend(self, text: str) -> Mended:
        """Return the text with its misspelt words mended, or as it is where fewer than ``SEVERAL`` are, or most are
        unknown."""
        words = [word.lower() for word in _WORD.findall(text)]
        if sum(word in self._known for word in words) < KNOWN * len(words):
            return Mended(text, (0,), (0,))
        swaps = [(m.start(), m.end(), better) for m in _WORD.finditer(text) if (better := self._better(m.group()))]
        if len(swaps) < SEVERAL:
            return Mended(text, (0,), (0,))
        out, starts, origins, at, length = [], [0], [0], 0, 0
        for start, end, better in swaps:
            out += [text[at:start], better]
            length += start - at
            starts += [length, length + len(better)]
            origins += [start, end]
            length, at = length + len(better), end
        return Mended("".join([*out, text[at:]]), tuple(starts), tuple(origins))

    def _better(self, word: str) -> str | None:
        lower = word.lower()
        if _UNMARKED.match(lower):
            return f"{lower[:-1]}'t"
        return None if lower in self._known or word.isupper() else self._nearest(lower)

    def _find(self, word: str) -> str | None:
        """Return the usual word nearest to an unknown one: one slip up to seven letters, two beyond; the first letter
        stands or is swapped."""
        slips = 1 if len(word) < 8 else 2
        for letter in dict.fromkeys((word[0], word[1])):
            found = extractOne(word, self._by_letter.get(letter, ()), scorer=OSA.distance, score_cutoff=slips)
            if found is not None:
                return str(found[0])
        return None
