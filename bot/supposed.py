"""What a later turn puts in the place of a figure, to see what follows or to put it right: "et si c'était 2 minutes",
"if three became one?", "I meant four minutes". Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from bot.from_to import BARE
from bot.listen import Turn
from bot.mentions import denied
from bot.restated import Again, changed, in_unit_said, is_figure_of
from kb.plain_numbers import plain_numbers
from kb.quantity import Amount, convert
from kb.types import Fact, Factor

_OPENS = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay|hm+|then|und|aber|y|pero|et|mais)\b\W*)*(?:(?:what|how) (?:about|if)|if|suppose"
    r"|supposing|assume|assuming|imagine|was,? wenn|wenn|angenommen|qué pasa si|si|que se passe-t-il si)\b"
    r"|(?:那)?(?:如果|要是|假设)",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?;]\s|[？。！；]")
_LITTLE = 6
"""Words up to which a supposition says nothing of what its figure is, beside the figure; set by hand."""
_MEANT = re.compile(
    r"\b(?:i|we)\s(?:meant|mean)\s(?:to (?:say|write|type)\s)?$|\bich meinte?\s$|\bquería decir\s$|\bje voulais dire\s$"
    r"|(?:我是说|应该是)$",
    re.IGNORECASE,
)
"""What puts a figure right: "typing on a bumpy deck, sorry. I meant four minutes"."""
_RIGHTS = re.compile(
    r"\W*(?:(?:oh|ah|eh|hm+|ok|okay|so)\W+)?(?:sorry|oops|wait|no|nope|nah|correction|actually|well|pardon|perdón|nein|non"
    r"|make (?:it|that)|call it)\W+"
    r"(?:(?:sorry|wait|actually|rather|i mean\w*|make (?:it|that)|it['’]s|that['’]s|(?:it )?should be|only|just|about"
    r"|more like|let['’]s say|say)\W+){0,3}",
    re.IGNORECASE,
)
"""What opens a turn whose figure takes the place of the newest: "sorry 4k", "no. make it one minute"."""
FARTHEST = 1000.0
"""How many times as much or as little such a figure may be; by hand."""
_WORD = re.compile(r"[^\W\d_]+")
_BECOMES = re.compile(
    r"\s(?:(?:becomes?|became|were to become|turns? into|turned into|shrinks? to|shrank to|grows? to|grew to)"
    r"|(?:würden?|werden|se (?:vuelven?|convierten? en)|devien(?:nen)?t|devenaient|devenait))\s",
    re.IGNORECASE,
)


def supposed(turn: Turn, quantities: Mapping[str, Factor], known: Mapping[str, Fact]) -> Again | None:
    """Return the value that a turn supposes of a quantity stated before: in the place of its figure, which it names, or
    in few words with a figure whose unit only one of those stated has."""
    facts = [f for id, f in known.items() if id in quantities and f.low is not None]
    return (
        _in_few_words(turn, quantities, facts)
        or _become(turn, quantities, facts)
        or _put_right(turn, quantities, facts)
    )


def _in_few_words(turn: Turn, quantities: Mapping[str, Factor], facts: list[Fact]) -> Again | None:
    if len(turn.amounts) != 1 or turn.amounts[0].dimension == "count":
        return None
    amount, opened = turn.amounts[0], _OPENS.match(turn.text)
    rest = _STOP.split(turn.text[amount.end :], maxsplit=1)[0]
    beside = turn.text[opened.end() : amount.start] + rest if opened else turn.text
    little = opened and len(_WORD.findall(beside)) <= _LITTLE
    its = [(f, v) for f in facts if (v := convert(amount, str(quantities[f.factor].unit)))]
    if len(its) != 1 or not (little or _MEANT.search(turn.text, 0, amount.start)) or denied(turn.text, amount.start):
        return None
    fact, values = its[0]
    said = amount.period if amount.dimension == "rate" else amount.unit
    other = fact.model_copy(update={"bound": None, "unit_said": said or fact.unit_said})
    return Again(changed(turn, other, values, amount.start, amount.end), frozenset({amount.start}))


def _put_right(turn: Turn, quantities: Mapping[str, Factor], facts: list[Fact]) -> Again | None:
    amount = turn.amounts[0] if turn.amounts else None
    if amount is None or not _RIGHTS.fullmatch(turn.text, 0, amount.start) or not BARE.match(turn.text, amount.end):
        return None
    for fact in sorted(facts, key=lambda f: (-f.turn, f.factor)):
        factor = quantities[fact.factor]
        bare = amount.dimension == "count"
        values = in_unit_said(amount, factor, fact.unit_said) if bare else convert(amount, str(factor.unit))
        if values and values[0] > 0 and 1 / FARTHEST <= values[0] / max(float(fact.low or 0.0), 1e-9) <= FARTHEST:
            told = changed(turn, fact.model_copy(update={"bound": None}), values, amount.start, amount.end)
            return Again(told, frozenset({amount.start}))
    return None


def _become(turn: Turn, quantities: Mapping[str, Factor], facts: list[Fact]) -> Again | None:
    for first, second in pairwise(plain_numbers(turn.text)):
        if not _BECOMES.fullmatch(turn.text, first.end, second.start):
            continue
        old, new = (
            Amount(low=n.low, high=n.high, dimension="count", start=n.start, end=n.end, text=turn.text[n.start : n.end])
            for n in (first, second)
        )
        for fact in facts:
            factor = quantities[fact.factor]
            if is_figure_of(old, fact, factor):
                values = in_unit_said(new, factor, fact.unit_said)
                told = changed(turn, fact, values, second.start, second.end)
                return Again(told, frozenset(a.start for a in turn.amounts if first.start <= a.start < second.end))
    return None
