"""Sketches: a few hundred numbers per text by which copies are found among thousands without reading them. Pure.

A sketch holds the hashes of every fourth run of three words (Broder's sampling modulo a number, so that sketches of
two texts sample the same runs) and of all neighbouring pairs of figures, which survive spinning and translation.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

import numpy as np

from ingest.alike import figures
from kb.part_rows import Sketch

_TOKEN = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\W_\u3040-\u30ff\u3400-\u9fff]+")
_ASCII_TOKEN = re.compile("[a-z0-9]+")
_RUN = 3
_EVERY = 4
_MOST = 20_000
_SMALL = 5
"""Figures below this are in every text."""
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
FEWEST_SHARED = 4
LEAST_SHARE = 0.03
"""Numbers that two sketches share, and their share of the smaller one, from which the texts themselves are compared."""
_BOILERPLATE = 20
"""A number that more texts than this and more than a tenth of all hold says nothing."""


def sketch(text: str) -> Sketch:
    """Return the sketch of a text, sorted; linear in the text."""
    tokens = (_ASCII_TOKEN if text.isascii() else _TOKEN).findall(text.casefold())
    codes = np.fromiter(map(_code, tokens), dtype=np.uint64, count=len(tokens))
    runs = np.empty(0, np.uint64)
    if len(codes) >= _RUN:
        mixed = np.zeros(len(codes) - _RUN + 1, np.uint64)
        for place, factor in enumerate(_FACTORS):
            mixed = (mixed ^ codes[place : len(codes) - _RUN + 1 + place]) * factor
            mixed ^= mixed >> np.uint64(29)
        runs = mixed[mixed % np.uint64(_EVERY) == 0]
    telling = [f for f in figures(text) if float(f.rstrip("%x")) >= _SMALL]
    pairs = {f"{a}|{b}" for a, b in pairwise(telling)}
    both = [runs, np.fromiter((zlib.crc32(p.encode()) for p in pairs), dtype=np.uint64)]
    found: Sketch = np.unique(np.concatenate(both))
    return found[:_MOST]


@lru_cache(maxsize=1 << 15)
def _code(token: str) -> int:
    return zlib.crc32(token.encode())


class Sketches:
    """The sketches of what is held, by id; finds those that share enough with a new one."""

    def __init__(self, held: Mapping[str, Sketch]) -> None:
        """Index them in one sorted array; those put later are indexed one by one, until they are many."""
        self._held = dict(held)
        self._order: list[str] = []
        self._numbers: Sketch = np.empty(0, np.uint64)
        self._owners = np.empty(0, np.int64)
        self._fresh: dict[int, list[str]] = {}
        self._gone: set[str] = set()
        self._index()

    def get(self, id: str) -> Sketch | None:
        """Return a sketch, or None."""
        return self._held.get(id)

    def put(self, id: str, new: Sketch) -> None:
        """Hold a sketch, in place of the one of the same id."""
        self.drop(id)
        self._held[id] = new
        if id in self._gone or len(self._held) > 2 * len(self._order) + 100:
            self._index()
            return
        for number in new.tolist():
            self._fresh.setdefault(number, []).append(id)

    def drop(self, id: str) -> None:
        """Forget a sketch; harmless when it is not there."""
        if self._held.pop(id, None) is not None:
            self._gone.add(id)

    def like(self, new: Sketch) -> tuple[str, ...]:
        """Return the ids of those that share enough numbers with this one, most first."""
        start = np.searchsorted(self._numbers, new, "left")
        stop = np.searchsorted(self._numbers, new, "right")
        shared: Counter[str] = Counter()
        most = max(_BOILERPLATE, len(self._held) // 10)
        known = stop > start
        for number, first, last in zip(new[known].tolist(), start[known].tolist(), stop[known].tolist(), strict=True):
            fresh = self._fresh.get(number, ())
            if last - first + len(fresh) <= most:
                shared.update(self._order[owner] for owner in self._owners[first:last])
                shared.update(fresh)
        for number in self._fresh.keys() & set(new[~known].tolist()):  # most numbers are held by nobody
            if len(self._fresh[number]) <= most:
                shared.update(self._fresh[number])
        found = [
            (count, id)
            for id, count in shared.items()
            if (held := self._held.get(id)) is not None
            and count >= max(FEWEST_SHARED, LEAST_SHARE * min(len(held), len(new)))
        ]
        return tuple(id for _, id in sorted(found, key=lambda f: (-f[0], f[1])))

    def _index(self) -> None:
        self._order, self._fresh, self._gone = sorted(self._held), {}, set()
        if not self._order:
            self._numbers, self._owners = np.empty(0, np.uint64), np.empty(0, np.int64)
            return
        numbers = np.concatenate([self._held[id] for id in self._order])
        owners = np.concatenate([np.full(len(self._held[id]), place) for place, id in enumerate(self._order)])
        rank = np.argsort(numbers, kind="stable")
        self._numbers, self._owners = numbers[rank], owners[rank]
