"""Which sentence of an original says what a claim of its digest says, so that the original can be quoted for it. Pure.

Words, figures, names and citation numbers in common count as in ``ingest.alike``; among the sentences that are near by
those, meaning decides as well (``embed`` is passed in). The bars were set on claims labelled by hand
(bench/copies.py).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.alike import Pair, in_order, likest

Embed = Callable[[list[str]], NDArray[np.float32]]
"""Texts -> unit rows of the static embedder that the bars were measured with."""

MEANING = 0.6
"""How much the cosine of two meanings weighs beside that of their features."""
FEATURES, SCORE = 0.15, 0.5
"""Least likeness by features, and least score of both, that a match needs."""
SURE = 0.8
"""Score from which a match tells where its neighbours are to be looked for."""
PLACE = 0.1
"""What lying there is worth."""
_NEAR = 6


def matches(claims: Sequence[str], sentences: Sequence[str], embed: Embed) -> dict[int, Pair]:
    """Return claim -> its sentence, by their places, with the score; claims without a match are left out.

    Both are in the order of their texts. A sentence that lies between those of the claims before and after has the
    better of two that are near alike, since a digest mostly follows its original.
    """
    near = [pairs for pairs in likest(claims, sentences, _NEAR, FEATURES) if pairs]
    if not near:
        return {}
    asked = sorted({pairs[0].one for pairs in near})
    told = sorted({pair.other for pairs in near for pair in pairs})
    of_claims = dict(zip(asked, embed([claims[place] for place in asked]), strict=True))
    of_told = dict(zip(told, embed([sentences[place] for place in told]), strict=True))
    scored = [
        [Pair(p.one, p.other, p.score + MEANING * float(of_claims[p.one] @ of_told[p.other])) for p in pairs]
        for pairs in near
    ]
    best = [max(pairs, key=_better) for pairs in scored]
    sure = in_order([pair for pair in best if pair.score >= SURE])
    found: dict[int, Pair] = {}
    for pairs in scored:
        low, high = _between(sure, pairs[0].one)
        placed = (Pair(p.one, p.other, p.score + PLACE * (low <= p.other <= high)) for p in pairs)
        chosen = max(placed, key=_better)
        if chosen.score >= SCORE:
            found[chosen.one] = chosen
    return found


def statement(sentence: str) -> bool:
    """Say whether a sentence states something: not a heading, an entry of a table of contents or a question."""
    words = len(sentence.split())
    if sentence.rstrip("\"'”’)").endswith("?"):
        return False
    ended = sentence.rstrip("\"'”’)]}0123456789[ ")[-1:] in (".", "!", ";", "。", "！")
    return sentence.startswith("|") or words >= 12 or (words >= 3 and ended)


def _better(pair: Pair) -> tuple[float, int]:
    return pair.score, -pair.other


def _between(sure: Sequence[Pair], claim: int) -> tuple[int, int]:
    """Return the places from that of the last sure match before a claim to that of the next after it."""
    at = bisect_left(sure, claim, key=lambda p: p.one)
    after = at + (at < len(sure) and sure[at].one == claim)
    low = sure[at - 1].other if at else 0
    return low, sure[after].other if after < len(sure) else low + _NEAR
