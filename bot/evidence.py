"""Which claims answer a question for evidence, best first, and whether any bears on it at all. Pure but for the
stores passed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.citing import reference_text
from bot.lexicon import Lexicon, terms
from bot.library import Library
from bot.terms import Embed
from kb.quantity import Amount, read_amounts
from kb.tongues import ANY_SCRIPT
from kb.types import Claim

BEARS = 0.3
"""Score below which nothing is said to bear on a query; calibrated on the tuning questions (docs/hearing.md)."""
TRUST_ALONE = 0.3
"""Share of a figure's weight that it has by itself; the rest comes with words in common or the way it is asked for."""
FOREIGN = 4.0
"""How fast the words in common let the meaning count in another script, where the static embedder finds any two
sentences alike."""
SMALL = 30
"""Counts below this are too common to tell one claim from another."""
CLOSE = 0.6
"""Share of the best score that a further claim needs to be shown beside it."""


@dataclass(frozen=True)
class Scored:
    """A claim and how much it bears on a query."""

    claim: str
    score: float


def find_claims(
    query: str,
    candidates: Sequence[Claim],
    library: Library,
    lexicon: Lexicon,
    asked: Mapping[str, float],
    embed: Embed,
    *,
    by_figure: bool = True,
) -> tuple[Scored, ...]:
    """Return the candidates with their scores, best first; ``asked`` is how likely each claim is asked for in such
    words, ``by_figure`` whether a figure in common speaks for a claim.

    Four things speak for a claim: being what people ask for in such words (learned), meaning (cosine), rare words in
    common, and stating the very figures of the query, which weighs most since a figure is seldom shared by chance.
    """
    if not candidates:
        return ()
    texts = [context(claim, library) for claim in candidates]
    meaning = _meaning(query, candidates, library, embed)
    latin = ANY_SCRIPT.search(query) is None
    wanted, figures = terms(query), read_amounts(query) if by_figure else []
    found = []
    for claim, text, near in zip(candidates, texts, np.asarray(meaning), strict=True):
        likely, overlap = asked.get(claim.id, 0.0), lexicon.overlap(wanted, terms(text))
        near = near if latin else near * min(1.0, FOREIGN * overlap)
        figure = shared_figures(figures, read_amounts(claim.text))
        # a figure shared by chance comes with neither the words of the claim nor the way people ask for it
        trust = min(1.0, TRUST_ALONE + 3.0 * overlap + 2.0 * likely)
        found.append(Scored(claim.id, 1.5 * likely + float(near) + overlap + trust * figure))
    return tuple(sorted(found, key=lambda s: (-s.score, s.claim)))


def context(claim: Claim, library: Library) -> str:
    """Return the claim with the names by which people ask for it: its source and the references it cites."""
    source = library.sources[claim.source]
    cited = " ".join(reference_text(library.references[id]) for id in claim.references if id in library.references)
    named = f"{claim.text} {cited} {source.title} {' '.join(source.authors)}"
    translated = library.translated(claim)
    return f"{named} {translated}" if translated else named


def _meaning(query: str, candidates: Sequence[Claim], library: Library, embed: Embed) -> NDArray[np.float32]:
    """Return how near each claim is to the query in meaning; in another language than English by its translation."""
    asked = embed([query])[0]
    near = np.asarray(embed([claim.text for claim in candidates]) @ asked)
    if query.isascii():
        return near
    translated = {place: text for place, claim in enumerate(candidates) if (text := library.translated(claim))}
    if translated:
        also = embed(list(translated.values())) @ asked
        for place, value in zip(translated, also, strict=True):
            near[place] = max(near[place], value)
    return near


def shared_figures(asked: Sequence[Amount], stated: Sequence[Amount]) -> float:
    """Return 0 to 1.5 for a figure of the query that the claim states too.

    A percentage, price, duration or rate of the same value is seldom shared by chance; a bare count is, the more so
    the smaller it is.
    """
    best = 0.0
    for a in asked:
        for s in stated:
            if a.dimension in {"date", "other"} or not _same_figure(a, s):
                continue
            if a.dimension == s.dimension != "count":
                best = max(best, 1.5)
            elif a.high >= SMALL:
                best = max(best, 0.8)
    return best


def _same_figure(a: Amount, s: Amount) -> bool:
    return abs(a.low - s.low) <= 0.01 * abs(s.low) or abs(a.high - s.high) <= 0.01 * abs(s.high)


def bearing_on(scored: Sequence[Scored], bar: float = BEARS, most: int = 3) -> tuple[str, ...]:
    """Return the claims worth showing: the best if it bears on the query at all, and those close to it."""
    if not scored or scored[0].score < bar:
        return ()
    return tuple(s.claim for s in scored[:most] if s.score >= max(bar, CLOSE * scored[0].score))


def candidates_of(
    passages: Sequence[str], likely: Mapping[str, float], library: Library, most: int = 200
) -> tuple[Claim, ...]:
    """Return the claims of the passages, then those that people ask for in such words, each once."""
    found = [claim for id in passages for claim in library.claims_in.get(id, ())]
    asked = [
        library.claims[id] for id, _ in sorted(likely.items(), key=lambda item: -item[1])[:10] if id in library.claims
    ]
    return tuple(dict.fromkeys([*asked, *found]))[:most]
