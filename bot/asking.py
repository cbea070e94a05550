"""How a message asks, by its words: a question with its mark or without, a request, another case to be looked at. Pure.

Words of English, German, Spanish, French and Chinese.
"""

from __future__ import annotations

import re

from bot.clauses import past_acknowledgement
from bot.lexicon import has_question_mark
from bot.rescaled import scaling

_QUESTION = re.compile(
    r"[?？]|\b(?:whether|wonder\w*|(?:should|shall|do|can) (?:we|i)|ob wir|si (?:debemos|deberíamos|nous devons))\b"
    r"|是否",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(
    r"\b(?:what if|if|suppose|supposing|assume|assuming|imagine|say|wenn|angenommen|y si|et si|qué pasa si)\b"
    r"|如果|要是",
    re.IGNORECASE,
)
_PLEASE = re.compile(r"\b(?:please|pls|plz|bitte|por favor|s['’]il (?:te|vous) pla[iî]t)\b|请", re.IGNORECASE)
_ASKS_WITHOUT_MARK = re.compile(
    r"\W*(?:(?:ok|okay|btw|also|so|and|but|now|then|great|right|thanks|thx|cool|perfect|und|y|et)\W+){0,3}"
    r"(?:how (?:do|does|did|can|would|should|to)|what(?:['’]?s| is| are| does| time)|where(?:['’]?s| is| do| can)"
    r"|who(?:['’]?s| is)|when (?:do|does|is|did)|why (?:is|do|does|did)|(?:can|could|would|will) you|do you know"
    r"|(?:write|draft|send|book|order|translate|remind|tell|give|show|find|play|call|get|make) (?:me|us)"
    r"|(?:write|draft|book|translate|schedule|open) (?:an?|the|this)|wie (?:kann|komme|mache)|wo (?:ist|finde|kann)"
    r"|wann|cómo|dónde|cuándo|comment|où|quand|怎么|如何|哪里)\b",
    re.IGNORECASE,
)
"""How a question begins that is typed without its mark, or a request: "how do i undo my last commit", "write me"."""
_WHAT_IF = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay|hm+|und|y|et|pero|mais|aber)\b\W*)*(?:what if|if|suppose|supposing|assume|assuming"
    r"|was wenn|was, wenn|wenn|angenommen|qué pasa si|y si|et si|si|que se passe-t-il si)\b|(?:那)?(?:如果|要是|假设)",
    re.IGNORECASE,
)
"""How a turn begins that puts the question to another case."""


def asks(turn: str) -> bool:
    """Say whether a message asks: by its mark, or by "should we" and the like."""
    return bool(_QUESTION.search(turn))


def requests(turn: str) -> bool:
    """Say whether a message asks or begs for something, with or without a mark: "write me the mail"."""
    unmarked = _PLEASE.search(turn) or _ASKS_WITHOUT_MARK.match(past_acknowledgement(turn))
    return has_question_mark(turn) or bool(unmarked)


def puts_another_case(turn: str) -> bool:
    """Say whether a message begins by putting the question before it to another case: "and what if it rains?" """
    return bool(_WHAT_IF.match(turn))


def supposes_so_many_times(turn: str) -> bool:
    """Say whether a message asks what would follow if what was stated before were so many times as much."""
    return scaling(turn) is not None and bool(_SUPPOSES.search(turn))
