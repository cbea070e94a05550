"""A query that is nothing but a figure ("340%", "about 35x"), and the claims that state it. Pure.

Nothing is guessed here: a figure is stated or it is not, in whatever way it is written. What merely sounds alike is
left to queries of words (``bot.evidence``). Where such a query has a figure that is not the source's, the citation
says so.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence

from bot.design.figures import COMPARED, paired
from bot.lexicon import Lexicon, terms
from bot.types import CitedQuote
from kb.quantity import Amount, read_amounts
from kb.types import Claim

MOST = 5
"""Claims that are shown for one figure."""
_AROUND = frozenset(
    terms("about around roughly approximately circa ca figure number statistic stat exactly find source")
)
"""Words beside a figure that ask for nothing else."""
_TIMES = re.compile(r"x|×|times?|-?fold", re.IGNORECASE)


def bare_figures(query: str) -> tuple[Amount, ...]:
    """Return the figures of a query that has nothing else to it; none where it has words, or a year."""
    amounts = tuple(read_amounts(query))
    if not amounts or any(a.dimension == "date" for a in amounts):
        return ()
    ends = [0, *(a.end for a in amounts)]
    rest = " ".join(
        query[end:start] for end, start in zip(ends, [*(a.start for a in amounts), len(query)], strict=True)
    )
    words = {word for word in terms(rest) if not _TIMES.fullmatch(word)}
    return amounts if words <= _AROUND and all(_kind(a) != "other" for a in amounts) else ()


def stating(figures: Sequence[Amount], claims: Iterable[Claim], most: int = MOST) -> tuple[str, ...]:
    """Return the ids of the claims that state all the figures, those first that state little else, at most so many."""
    found = []
    for claim in claims:
        stated = read_amounts(claim.text)
        if figures and all(any(_same(a, s) for s in stated) for a in figures):
            found.append((len(stated), claim.source, claim.span.start, claim.id))
    return tuple(id for *_, id in sorted(found)[:most])


def figures_found(query: str, claims: Iterable[Claim]) -> bool:
    """Say whether a claim states a figure of the query, or the query has none."""
    asked = [a for a in read_amounts(query) if a.dimension != "date" and _kind(a) != "other"]
    return not asked or any(_same(a, s) for claim in claims for s in read_amounts(claim.text) for a in asked)


def with_differing(
    query: str, claims: Sequence[Claim], cited: Sequence[CitedQuote], lexicon: Lexicon
) -> tuple[CitedQuote, ...]:
    """Return the quotes of these claims; the first that has another figure than the query for the same says so.

    ``cited`` are the claims' quotes in their order. Nothing is said where a claim states the figure of the query.
    """
    said = list(cited)
    if not figures_found(query, claims) and len(claims) == len(said):
        told = ((at, differing(query, claim, lexicon)) for at, claim in enumerate(claims))
        for at, note in ((at, note) for at, note in told if note):
            said[at] = said[at].model_copy(update={"note": " ".join(part for part in (note, said[at].note) if part)})
            break
    return tuple(said)


def differing(query: str, claim: Claim, lexicon: Lexicon) -> str:
    """Return "The source says 340%, not 140%." where a claim has another figure of the same kind and unit, else "".

    Shares, gains and prices are set against each other by what they are said of; all else only where both state one
    figure of its kind.
    """

    def told(said: Amount, held: Amount) -> str:
        return f"The source says {_written(held, claim.text)}, not {_written(said, query)}."

    asked, stated = ([a for a in read_amounts(text) if _comparable(a)] for text in (query, claim.text))
    if any(_same(a, s) for a in asked for s in stated):
        return ""
    if pair := paired(query, claim, lexicon):
        return told(pair.said, pair.held) if pair.match != "same" else ""
    pairs = [(a, s) for a in asked for s in stated if _alike(a, s)]
    return told(*pairs[0]) if len(pairs) == 1 else ""


def _written(amount: Amount, text: str) -> str:
    """Return an amount as its text writes it, with the sign of its currency."""
    before = text[max(0, amount.start - 1) : amount.start]
    return f"{before}{amount.text}" if unicodedata.category(before or " ") == "Sc" else amount.text


def _comparable(amount: Amount) -> bool:
    return _kind(amount) not in {"date", "other"}


def _alike(asked: Amount, stated: Amount) -> bool:
    """Say whether two amounts are of one kind, period and unit, none of which is left open."""
    if asked.dimension in COMPARED or _kind(asked) != _kind(stated) or asked.period != stated.period:
        return False
    return _kind(asked) in {"duration", "times"} or (bool(asked.unit) and terms(asked.unit) == terms(stated.unit))


def _kind(amount: Amount) -> str:
    """Return the dimension; "35x" and "35 times" are of one kind."""
    return "times" if _TIMES.fullmatch(amount.unit) else amount.dimension


def _same(asked: Amount, stated: Amount) -> bool:
    """Say whether two amounts are one figure; a number without a unit may be anything but a time or a date."""
    if _kind(asked) == "count" and not asked.unit:
        alike = _kind(stated) not in {"duration", "date", "other"}
    else:
        alike = _kind(asked) == _kind(stated) and (asked.period == stated.period or not asked.period)
    if not alike:
        return False
    if asked.low == asked.high:
        return _equal(asked.low, stated.low) or _equal(asked.low, stated.high)
    return _equal(asked.low, stated.low) and _equal(asked.high, stated.high)


def _equal(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-6)
