"""A figure of a document beside that of a claim (the same, close, another), and where a figure is said to be from.
Pure."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from bot.lexicon import Lexicon, terms
from bot.library import Library
from kb.amounts import Amount
from kb.quantity import read_amounts
from kb.types import Claim

COMPARED = frozenset({"ratio", "points", "money"})
"""Dimensions whose figures are set against each other; a rate, a count or a time is mostly the document's own."""
SAME, CLOSE = 0.02, 0.1
"""Relative distance up to which two figures are the same, and up to which one may be a slip of the other."""
AROUND = 60
Match = Literal["same", "close", "other"]


class Pair(NamedTuple):
    """A figure of a sentence and the figure of a claim that it is to be held against."""

    said: Amount
    held: Amount
    match: Match


def paired(text: str, claim: Claim, lexicon: Lexicon) -> Pair | None:
    """Return the figure of a sentence that a claim speaks of too, beside the claim's.

    Shares, gains and prices are set against each other by what they are said of; counts and rates, of which many are
    the document's own, only where they are the same and the sentence has no other figure.
    """
    said, held = read_amounts(text), read_amounts(claim.text)
    pairs = [(a, b) for a in said for b in held if a.dimension == b.dimension and a.dimension in COMPARED]
    if pairs:
        a, b = max(pairs, key=lambda pair: _subject_overlap(text, pair[0], claim.text, pair[1], lexicon))
        return Pair(a, b, match(a, b))
    if any(a.dimension in COMPARED for a in said):
        return None
    for a in said:
        for b in held:
            if _telling(a) and (a.dimension, a.period) == (b.dimension, b.period) and match(a, b) == "same":
                return Pair(a, b, "same")
    return None


def match(a: Amount, b: Amount) -> Match:
    """Return how two amounts of one dimension compare; ranges that overlap are the same."""
    if a.low <= b.high * (1 + SAME) and a.high >= b.low * (1 - SAME):
        return "same"
    gap = min(abs(a.low - b.high), abs(a.high - b.low)) / max(abs(b.high), 1e-9)
    return "close" if gap <= CLOSE else "other"


def _telling(amount: Amount) -> bool:
    """Say whether a figure is seldom shared by chance."""
    return amount.dimension in {*COMPARED, "rate"} or (amount.dimension == "count" and amount.high >= 100)


def _subject_overlap(text: str, a: Amount, other: str, b: Amount, lexicon: Lexicon) -> float:
    """Return how much of what stands before one figure stands before the other: in its clause, and further off."""
    near = lexicon.overlap(_before(text, a, ",;:."), _before(other, b, ",;:."))
    return 2.0 * near + lexicon.overlap(_before(text, a, "."), _before(other, b, "."))


def _before(text: str, amount: Amount, ends: str) -> list[str]:
    start = max(0, amount.start - AROUND, *(text.rfind(end, 0, amount.start) + 1 for end in ends))
    return [term for term in terms(text[start : amount.start]) if not term[:1].isdigit()]


def _publisher(venue: str) -> list[str]:
    """Return the name of who publishes a blog or a report: "LLM Stats blog" is from LLM Stats."""
    found = _OUTLET.match(venue)
    return [found["name"]] if found else []


_OUTLET = re.compile(r"(?P<name>(?:[A-Z][\w.]+ ?){1,3})(?<! ) ?(?:[a-z]+ )*(?:blog|report|survey|newsletter|study)\b")
_SOURCE = re.compile(
    r"\[\^?\d{1,3}\]|\[[^\[\]]+\]\([^()\s]+\)|https?://|\[\^[\w-]+\]|\(\s*[A-Z][^()]{2,60}\b(?:19|20)\d\d[a-z]?\s*\)"
    r"|\([^()]{0,40}\b(?:slides?|sheets?|report|log|minutes|notebook|table|appendix|memo|invoice|review|statistics|records)\b"
    r"[^()]{0,40}\)|\baccording to\b|\b[Ss]ource:|\bsee (?:also )?(?:RFC|ADR|appendix|section|§|\[)"
    r"|\b(?:[A-Z][\w.]+ )+(?:et al\.?|\((?:19|20)\d\d\))"
    r"|\b[A-Z][\w-]+(?:'s|s') (?:\w+ )?(?:analysis|report|survey|study|paper|benchmark|figures|post)\b"
    r"|\b(?:survey|study|report|paper|benchmark|analysis)\b[^.]{0,40}\b(?:by|of|from) (?:the )?[A-Z]\w+"
    r"|\b[A-Z]\w+(?: [A-Z]\w+)? (?:reports?|reported|found|measured|surveyed|writes|wrote|estimates?)\b"
)
_OWN = re.compile(
    r"\b(?:measur\w+|logs?|invoices?|pilot|poll|audit\w*|load test|back-?test\w*|held-out|test set|dashboards?|backtest"
    r"|last (?:week|month|quarter|year)|last year's|gateway|sampled?|shadow\w*|in (?:january|february|march|april|may"
    r"|june|july|august|september|october|november|december)|benchmarked|our (?:data|users|customers|team|staff|own))\b"
    r"|\bwe (?:have|had|hold|own|get|see|saw|found|expect|plan|need|want|allow|aim|target|keep|cap)\b",
    re.IGNORECASE,
)


def sourced(raw: str) -> bool:
    """Say whether a sentence names where its figure is from."""
    return _SOURCE.search(raw) is not None


def own(text: str) -> bool:
    """Say whether a sentence speaks of what its authors measured, have or aim at."""
    return _OWN.search(text) is not None


def attributed(text: str, claim: Claim, library: Library) -> str:
    """Return the name by which a sentence names a source of a claim (an author, a publisher), or ""."""
    source = library.sources[claim.source]
    people = list(source.authors)
    for id in claim.references:
        if id in library.references:
            people += [*library.references[id].authors, *_publisher(library.references[id].venue or "")]
    for person in people:
        for name in (person, person.split()[-1]):
            if len(name) >= 3 and re.search(rf"\b{re.escape(name)}\b", text):
                return name
    return ""
