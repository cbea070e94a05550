"""All claims of the knowledge, ready to be held against the sentences of a document. Pure but for the advisor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.advisor import Advisor
from bot.design.comparisons import Assertion, assertions
from bot.design.options import Options
from bot.lexicon import terms
from kb.evidence import claims_behind
from kb.types import Claim

HELD = 0.4
"""Probability from which the subject of a claim is an option: a claim is about some decision of ours by all odds."""


@dataclass(frozen=True)
class Held:
    """What a claim asserts of an option (``trade-off/option``, "" for none) against another; ``rival`` is the only
    other option of its trade-off, "" where there are several."""

    claim: Claim
    assertion: Assertion
    option: str
    other: str
    rival: str = ""


@dataclass(frozen=True)
class Evidence:
    """All claims, ready to be held against sentences."""

    claims: tuple[Claim, ...]
    vectors: NDArray[np.float32]
    terms: tuple[tuple[str, ...], ...]
    held: tuple[Held, ...]
    trade_offs: Mapping[str, str]


def evidence_of(advisor: Advisor, options: Options) -> Evidence:
    """Return the claims of an advisor with what they assert of which option."""
    claims = tuple(claim for _, claim in sorted(advisor.library.claims.items()))
    vectors = np.asarray(advisor.embed([claim.text for claim in claims]), dtype=np.float32)
    said = [(claim, one) for claim in claims for one in assertions(claim.text)]
    subjects = options_named([one.subject for _, one in said], options, HELD)
    others = options_named([one.other for _, one in said], options, HELD)
    rivals = _rivals(advisor)
    held = tuple(Held(c, one, s, o, rivals.get(s, "")) for (c, one), s, o in zip(said, subjects, others, strict=True))
    owners: dict[str, str] = {}
    for trade_off in advisor.catalog.trade_offs:
        for id in claims_behind(trade_off):
            owners.setdefault(id, trade_off.id)
    return Evidence(claims, vectors, tuple(tuple(content_words(c.text)) for c in claims), held, owners)


def _rivals(advisor: Advisor) -> dict[str, str]:
    """Return of each option of a trade-off of two the other one, both as ``trade-off/option``."""
    pairs = [(t.id, [o.id for o in t.options]) for t in advisor.catalog.trade_offs if len(t.options) == 2]
    return {f"{id}/{pair[n]}": f"{id}/{pair[1 - n]}" for id, pair in pairs for n in (0, 1)}


def options_named(phrases: Sequence[str], options: Options, bar: float) -> list[str]:
    """Return the option that each phrase names, as ``trade-off/option``, or ""."""
    found = []
    for phrase, ranked in zip(phrases, options.likely(list(phrases)), strict=True):
        best = ranked[0] if ranked and phrase else None
        found.append(f"{best.trade_off}/{best.option}" if best and best.probability >= bar else "")
    return found


def content_words(text: str) -> list[str]:
    """Return the stemmed content words of a text without its numbers."""
    return [term for term in terms(text) if not term[:1].isdigit()]
