"""The wordings of an authored sentence with alternatives: ``(a|b)`` is one or the other, ``<name>`` a word of that
name. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import count

from kb.located import Located, nearest

VARIANTS = 5
"""Wordings made of one authored sentence, at most."""
_ALTERNATIVES, _WORD = re.compile(r"\(([^()]*)\)"), re.compile(r"<([\w-]+)>")
_STRIDES = (1, 3, 5, 7, 11, 13)
"""Steps through the alternatives of each slot, so that the wordings differ in all of them."""


def wordings(item: Located, text: str, words: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the wordings of an authored sentence, each alternative used about equally often."""
    for name in _WORD.findall(text):
        if name not in words:
            raise item.error("uses a word that is not given", found=repr(name), fix=nearest(name, words))
    made = []
    for turn in range(VARIANTS):
        steps = count()
        filled = _ALTERNATIVES.sub(lambda slot: _taken(slot[1].split("|"), turn, next(steps)), text)  # noqa: B023
        filled = _WORD.sub(lambda slot: _taken(words[slot[1]], turn, next(steps)), filled)  # noqa: B023
        filled = " ".join(filled.split()).replace(" .", ".").replace(" ,", ",")
        made.append(filled[:1].upper() + filled[1:])
    return list(dict.fromkeys(made))


def _taken(ways: Sequence[str], turn: int, slot: int) -> str:
    return ways[(turn * _STRIDES[slot % len(_STRIDES)] + slot * turn // 2) % len(ways)]
