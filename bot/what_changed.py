"""What a message says has doubled or been cut: the figure stated before, or a thing of its own ("we doubled the team").

English only: elsewhere whatever changes is taken for the figure. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.listen import Turn
from bot.rescaled import Scaling

STATED_HERE = 0.5
"""How surely the shortest clause around must state some fact for what it scales to be that, not a figure said before;
by hand."""
_FIGURE = re.compile(r"[\d二两三四五六七八九十百千万]")
"""A number, whatever is stated around it; 一 is left out, for 一半 is half of something."""
_OWN = r"(?:the|our|my|their|his|her|your)"
_SUBJECT = re.compile(
    rf".*\b{_OWN}\s(?P<thing>(?:[^\W\d_]+\s){{1,5}}?)"
    r"(?:(?:has|have|had|is|was|were|are|got|gets|been|being|will|be|just|now|recently|nearly|almost|roughly|more"
    r"|than|about|cut|reduced|trimmed|slashed|shrunk|dropped|fell|fallen|grew|grown|rose|risen|went|gone|in|to|by|down"
    r"|up)\s)*$",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT = re.compile(rf"^\s{_OWN}\s(?P<thing>[^\W\d_]+(?:\s[^\W\d_]+){{0,2}})", re.IGNORECASE)
_IT = re.compile(
    r"\b(?:it|that|this|they|these|those)(?:['’](?:s|ve|ll)|\s(?:has|have|had|is|was|were|will|would|might|could|may|just"
    r"|now|recently|about|nearly|almost))*\s$",
    re.IGNORECASE,
)
_OF_IT = re.compile(r"\s(?:of )?(?:that|it|them|those|these|das|davon|eso|ça|cela)\b", re.IGNORECASE)
_ENDS_IN_IT = re.compile(r"\b(?:it|that|this)$", re.IGNORECASE)
_SUPPOSED = re.compile(
    r"\b(?:if|when|once|until|unless|suppose|supposing|assume|assuming|imagine|say|should|could|might)\b", re.IGNORECASE
)
"""What is asked about rather than reported: "what if the customer base doubles?" asks for the figure twice as large."""
_STANDS_FOR_IT = frozenset({"it", "that", "this", "they", "those", "these", "which"})
_OF_A_FIGURE = frozenset(
    (
        "amount", "average", "baseline", "count", "customer", "demand", "difference", "estimate", "figure", "gain",
        "gap", "inflow", "intake", "lead", "load", "margin", "number", "peak", "pile", "rate", "set", "share",
        "size", "stack", "total", "traffic", "usage", "use", "user", "value", "volume",
    )
)  # fmt: skip
"""Nouns that a figure goes by whatever it counts, in the singular."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def points_back(text: str, start: int, end: int) -> bool:
    """Say whether what changes at ``[start, end)`` is said of "it", before, in or behind these words: "double that",
    "three sites like it"."""
    return bool(_OF_IT.match(text, end) or _IT.search(text[:start]) or _ENDS_IN_IT.search(text[start:end]))


def of_another_thing(text: str, start: int, end: int, counted: Iterable[str]) -> bool:
    """Say whether what changes at ``[start, end)`` is reported of a thing that is none of those ``counted``."""
    sentence = text[max(text.rfind(stop, 0, start) for stop in ".;!?,\n") + 1 : start]
    if _SUPPOSED.search(sentence):
        return False
    found = _SUBJECT.match(sentence) or _OBJECT.match(text[end:])
    words = _singular(_WORD.findall(found.group("thing"))) if found else frozenset()
    if not words or words & _STANDS_FOR_IT:
        return False
    return not words & (_OF_A_FIGURE | _singular(word for part in counted for word in _WORD.findall(part)))


def _singular(words: Iterable[str]) -> frozenset[str]:
    """Return words in small letters, without the s of a plural."""
    return frozenset(word.lower().removesuffix("s") for word in words)


def of_something_else(turn: Turn, scaled: Scaling, counted: Iterable[str]) -> bool:
    """Say whether what a turn scales is none of what was ``counted`` before; "double that" is."""
    place = (turn.text, scaled.start, scaled.end)
    return not points_back(*place) and (_states_a_fact(turn, scaled) or of_another_thing(*place, counted))


def _states_a_fact(turn: Turn, scaled: Scaling) -> bool:
    """Say whether what a turn scales in words is what a fact is stated of: "the budget for compute was cut in half"."""
    if _FIGURE.search(turn.text[scaled.start : scaled.end]):
        return False
    here = turn.piece_at(scaled.start)
    return here is not None and 1.0 - float(turn.stated[here, 0]) >= STATED_HERE  # the first label is NOTHING
