"""What has moved between a record and the same decision made now, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from rapidfuzz.fuzz import ratio

from bot.adr.record import Ground, Kept, KeptFact, KeptFlip, KeptQuote, flips_of, ground_of, quote_hash, rules_of
from bot.changes import Change, compare_standings, keys_changed
from bot.library import Library
from bot.prose import grounds_of
from bot.standing import Standing
from bot.types import Answer
from bot.wording import in_unit
from kb.figures import number
from kb.types import Catalog, Factor, FactorKind, Record

REWORDED = 60
"""Likeness of two sentences, of 100, from which one is taken for the other with words changed."""
Kind = Literal["recommendation", "firmness", "flip", "evidence", "disagreement", "fact"]


class Move(Record):
    """One thing of a record that is otherwise now, in a sentence; ``before`` and ``after`` are its values."""

    kind: Kind
    text: str
    before: str = ""
    after: str = ""


def moves(kept: Kept, again: Answer, catalog: Catalog, library: Library, words: Mapping[int, str]) -> tuple[Move, ...]:
    """Return all that counts as moved, the recommendation first; ``words`` are the quotes of the record by number.

    Where another option is recommended, how firm that is and where it would flip is not compared.
    """
    names = {option.id: option.name for t in catalog.trade_offs for option in t.options}
    factors = {factor.id: factor for factor in catalog.factors}
    other = tuple(_recommendation(kept, again, names))
    return (
        *other,
        *(() if other else _firmness(kept, again)),
        *(move for move, nearer in (() if other else _flips(kept, again, names, factors)) if nearer),
        *_evidence(kept, again, library, words),
        *(
            Move(kind="disagreement", text=f"sources now disagree: {about}", after=about)
            for about in _conflicts(again)
            if about not in kept.conflicts
        ),
    )


def lesser(kept: Kept, again: Answer, catalog: Catalog) -> tuple[str, ...]:
    """Return what is otherwise and makes the decision no less sound: flips farther off, disagreements settled."""
    names = {option.id: option.name for t in catalog.trade_offs for option in t.options}
    factors = {factor.id: factor for factor in catalog.factors}
    same = (again.recommendation.option.id if again.recommendation else None) == kept.option
    farther = (move.text for move, nearer in _flips(kept, again, names, factors) if not nearer and same)
    settled = (f"no longer in dispute: {about}" for about in kept.conflicts if about not in _conflicts(again))
    return (*farther, *settled)


def _recommendation(kept: Kept, again: Answer, names: Mapping[str, str]) -> Iterator[Move]:
    now = again.recommendation.option.id if again.recommendation else None
    if now == kept.option:
        return
    r = again.recommendation
    before, after = (f"“{names.get(id, id)}”" if id else "still open" for id in (kept.option, now))
    was = f" ({kept.strength}, {kept.certainty} certainty)" if kept.option else ""
    text = f"it was {before}{was}, now it is {after}{f' ({r.strength}, {r.certainty} certainty)' if r else ''}"
    yield Move(kind="recommendation", text=text, before=before, after=after)


def _firmness(kept: Kept, again: Answer) -> Iterator[Move]:
    r = again.recommendation
    if r is None or kept.option is None:
        return
    if kept.strength != r.strength:
        text = f"the recommendation was {kept.strength}, now it is {r.strength}"
        yield Move(kind="firmness", text=text, before=str(kept.strength), after=r.strength)
    if kept.certainty != r.certainty:
        grounds = grounds_of(again)
        text = f"certainty was {kept.certainty}, now it is {r.certainty}{f' ({grounds})' if grounds else ''}"
        yield Move(kind="firmness", text=text, before=str(kept.certainty), after=r.certainty)
    if kept.robust != r.robust:
        told = {True: "no open fact could change it", False: "a fact still open could change it"}
        before, after = told[bool(kept.robust)], told[r.robust]
        asked = f": {again.missing[0].ask}" if again.missing and not r.robust else ""
        yield Move(kind="firmness", text=f"{before} before, now {after}{asked}", before=before, after=after)


def _flips(
    kept: Kept, again: Answer, names: Mapping[str, str], factors: Mapping[str, Factor]
) -> Iterator[tuple[Move, bool]]:
    """Yield each flip that is otherwise, and whether the decision is nearer to changing by it."""
    facts = {fact.factor: fact for fact in kept.facts}
    old, new = (
        {f"{f.factor} {f.towards} {_side(f, facts, factors)}": f for f in flips}
        for flips in (kept.flips, flips_of(again))
    )
    for key, how in keys_changed(old, new):
        before, after = old.get(key), new.get(key)
        shown = after or old[key]
        name = factors[shown.factor].name if shown.factor in factors else shown.factor
        towards = f"“{names.get(shown.towards, shown.towards)}”"
        if before and after:
            nearer = _distance(after, facts, factors) < _distance(before, facts, factors)
            whither = "nearer to what was stated" if nearer else "farther from it"
            text = f"{name}: the flip to {towards} was at {_worded(before)}, now at {_worded(after)}, {whither}"
        else:
            nearer = how == "added"
            text = f"{name}: {'a new flip' if nearer else 'no longer a flip'} to {towards} at {_worded(shown)}"
        values = {"before": _worded(before) if before else "", "after": _worded(after) if after else ""}
        yield Move(kind="flip", text=text, **values), nearer


def _worded(flip: KeptFlip) -> str:
    unit = flip.unit.removeprefix("1/")
    value = number(flip.at)
    return f"{value}/{unit}" if flip.unit.startswith("1/") else f"{value} {unit}".removesuffix(" count").strip()


def _stated(flip: KeptFlip, facts: Mapping[str, KeptFact], factors: Mapping[str, Factor]) -> float | None:
    """Return what was stated of a flip's factor, in the flip's unit."""
    fact, factor = facts.get(flip.factor), factors.get(flip.factor)
    if fact is None or fact.low is None or factor is None or factor.kind is not FactorKind.QUANTITY:
        return None
    return in_unit(fact.low, factor, fact.unit_said)[0]


def _side(flip: KeptFlip, facts: Mapping[str, KeptFact], factors: Mapping[str, Factor]) -> str:
    stated = _stated(flip, facts, factors)
    return "up" if stated is None or flip.at >= stated else "down"


def _distance(flip: KeptFlip, facts: Mapping[str, KeptFact], factors: Mapping[str, Factor]) -> float:
    return abs(flip.at - (_stated(flip, facts, factors) or 0.0))


def _conflicts(again: Answer) -> tuple[str, ...]:
    return tuple(f"{c.about} ({c.relation})" for c in again.conflicts)


def _evidence(kept: Kept, again: Answer, library: Library, words: Mapping[int, str]) -> Iterator[Move]:
    for source in dict.fromkeys(quote.source for quote in kept.evidence):
        quotes = [quote for quote in kept.evidence if quote.source == source]
        if source not in library.sources:
            text = f"the source {source} is gone, and with it {_numbers(q.n for q in quotes)}"
            yield Move(kind="evidence", text=text, before=source)
            continue
        standing = library.sources[source].text
        for quote in quotes:
            if not _stands(quote, standing):
                yield _fallen(quote, again, words.get(quote.n, ""))
            for reference in quote.references:
                if reference not in library.references:
                    text = f"the reference {reference} behind evidence [{quote.n}] is gone"
                    yield Move(kind="evidence", text=text, before=reference)


def _fallen(quote: KeptQuote, again: Answer, words: str) -> Move:
    """Return the move of a quote that stands in its source no more, with what stands there instead if that is told."""
    now = {c.quote: ratio(words, c.quote) for c in again.citations if c.source.id == quote.source} if words else {}
    nearest = max(now, key=lambda text: now[text], default="")
    if now.get(nearest, 0) < REWORDED:
        text = f"evidence [{quote.n}] no longer stands in {quote.source}"
        return Move(kind="evidence", text=text, before=words)
    text = f"evidence [{quote.n}] in {quote.source} reads otherwise now: “{nearest}”"
    return Move(kind="evidence", text=text, before=words, after=nearest)


def _numbers(numbers: Iterable[int]) -> str:
    return f"evidence {' '.join(f'[{n}]' for n in numbers)}"


def _stands(quote: KeptQuote, text: str) -> bool:
    """Say whether the words still stand in the text, at their place or elsewhere."""
    if quote_hash(text[quote.start : quote.start + quote.length]) == quote.sha256:
        return True
    return any(
        quote_hash(text[start : start + quote.length]) == quote.sha256
        for start in range(max(0, len(text) - quote.length + 1))
    )


def reasons(kept: Kept, again: Answer) -> tuple[str, ...]:
    """Return which rules are gone, are new, or came out otherwise."""
    now = rules_of(again)
    said = {
        "added": lambda id: f"rule {id} is new ({_outcome(now[id])})",
        "removed": lambda id: f"rule {id} is gone (it was: {_outcome(kept.rules[id])})",
        "changed": lambda id: f"rule {id}: {_outcome(kept.rules[id])} before, now {_outcome(now[id])}",
    }
    return tuple(said[how](id) for id, how in keys_changed(kept.rules, now))


def _outcome(told: str) -> str:
    outcome, _, rest = told.partition(" ")
    force, _, option = rest.partition(" ")
    return f"{outcome}, {force}, for {option}"


def grounds_changed(kept: Kept, standing: Standing, catalog: Catalog) -> tuple[Change, ...]:
    """Return which parts of what the record stood on are others now; only those that bear on its decision."""
    if kept.ground is None:
        return ()
    now = ground_of(standing, kept.trade_off, catalog, set(kept.ground.sources))
    return compare_standings(_standing(kept.ground, kept.trade_off), _standing(now, kept.trade_off))


def _standing(ground: Ground, trade_off: str) -> Standing:
    return Standing(
        engine=ground.engine,
        catalog="",
        sources=ground.sources,
        embedder="",
        hearing="",
        trade_offs={trade_off: ground.trade_off} if ground.trade_off else {},
        factors=ground.factors,
        primary=ground.primary,
    )
