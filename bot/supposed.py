"""What a later turn puts in the place of a figure, to see what follows or to put it right: "et si c'était 2 minutes",
"if three became one?", "I meant four minutes"; and that it is no longer supposed. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

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
_SUPPOSES = re.compile(
    r"\b(?:what if|suppos(?:e|ing)|imagine|assum(?:e|ing)|let['’]?s say|angenommen|was,? wenn|mettons|admettons"
    r"|supongamos|pongamos|et si|y si|qué pasa si)\b|(?:^|[.!?]\s|\b(?:and|but|und)\s)(?:if|wenn)\b|如果|假设|要是",
    re.IGNORECASE,
)
_SUPPOSITION = re.compile(
    r"\b(?:suppositions?|hypothes[ie]s|hypotheticals?|assumptions?|what[- ]ifs?|thought experiment|annahme"
    r"|gedankenspiel|hypothèse|supposition|hipótesis|supuesto|suposición)\b|假设",
    re.IGNORECASE,
)
_DROPS = re.compile(
    r"\b(?:drop|forget|scrap|scratch|strike|ignore|skip|leave|withdraw|take|no|not|never|without|enough|back|off"
    r"|vergiss\w*|vergessen|zurück|kein\w*|nicht|streich\w*|laiss\w+|oubli\w+|non|pas|plus|retir\w+|olvid\w+|dej\w+"
    r"|quit\w+|sin|no)\b|取消|收回|算了|不|别",
    re.IGNORECASE,
)
_NEVER_MIND = re.compile(
    r"\W*(?:(?:no|nah|nope|ok|okay|well|non|nein|quatsch|oh|ah|sorry)\W+){0,2}"
    r"(?:never ?mind|forget (?:it|that)|scrap that|scratch that|drop (?:it|that)"
    r"|(?:they|it|that|he|she|we) (?:won['’]?t|can['’]?t|will not|cannot|didn['’]?t|isn['’]?t (?:going to|happening))"
    r"|vergiss (?:es|das)|laissez? tomber|olvídalo|olvida eso|déjalo|算了|没事)"
    r"(?:\W+(?:(?:they|it|that|this|he|she|we)(?:['’]d)? (?:won['’]?t|never|will never|would never|isn['’]?t going to"
    r"|is not going to)|das (?:wird|passiert) (?:nie|nicht)|eso no|ça n['’]arrivera)\b[^.!?;,]*)?",
    re.IGNORECASE,
)
"""What drops a supposition made right before, where the turn begins so."""
_LITTLE = 6
"""Words up to which a supposition says nothing of what its figure is, beside the figure; set by hand."""
_MEANT = re.compile(
    r"\b(?:i|we)\s(?:meant|mean)\s(?:to (?:say|write|type)\s)?$|\bich meinte?\s$|\bquería decir\s$|\bje voulais dire\s$"
    r"|(?:我是说|应该是)$",
    re.IGNORECASE,
)
"""What puts a figure right: "typing on a bumpy deck, sorry. I meant four minutes"."""
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
    return _in_few_words(turn, quantities, facts) or _become(turn, quantities, facts)


def _in_few_words(turn: Turn, quantities: Mapping[str, Factor], facts: list[Fact]) -> Again | None:
    if len(turn.amounts) != 1 or turn.amounts[0].dimension == "count":
        return None
    amount, opened = turn.amounts[0], _OPENS.match(turn.text)
    beside = turn.text[opened.end() : amount.start] + turn.text[amount.end :] if opened else turn.text
    little = opened and len(_WORD.findall(beside)) <= _LITTLE
    its = [(f, v) for f in facts if (v := convert(amount, str(quantities[f.factor].unit)))]
    if len(its) != 1 or not (little or _MEANT.search(turn.text, 0, amount.start)) or denied(turn.text, amount.start):
        return None
    fact, values = its[0]
    other = fact.model_copy(update={"bound": None})
    return Again(changed(turn, other, values, amount.start, amount.end), frozenset({amount.start}))


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


class Dropped(NamedTuple):
    """A supposition that a turn drops: the earlier turn that made it, and where the words end that only drop it."""

    turn: int
    end: int


def supposition_dropped(turn: str, earlier: Sequence[str]) -> Dropped | None:
    """Return the supposition that a turn drops: "no what-ifs", "never mind, they won't".

    It is the last of the ``earlier`` turns that supposes something; it is named, or was made right before.
    """
    supposing = [at for at, text in enumerate(earlier) if at and _SUPPOSES.search(text)]
    if not supposing or _SUPPOSES.search(turn):
        return None
    named = _SUPPOSITION.search(turn) and _DROPS.search(turn)
    waved = _NEVER_MIND.match(turn) if supposing[-1] == len(earlier) - 1 else None
    return Dropped(supposing[-1], waved.end() if waved else 0) if named or waved else None
