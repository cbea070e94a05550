"""Short replies to a question the advisor asked: "yes, two people", "no, never", "about 300". Pure."""

from __future__ import annotations

import re

from bot.clauses import only_headings
from bot.listen import Heard, Turn
from kb.amounts import bound_in
from kb.quantity import convert
from kb.types import Fact, Factor, FactorKind

LONGEST_REPLY = 60
"""Characters up to which a turn may be a bare reply; a longer one says what it is about."""
_YES = re.compile(
    r"^\W*(?:yes|yep|yeah|yup|sure|of course|correct|right|indeed|exactly|absolutely|definitely|always|it does|they do"
    r"|we do|we have|it is|ja|sí|oui|是的|对|有)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^\W*(?:no|nope|nah|never|not really|not at all|none|nobody|it doesn't|they don't|we don't|it isn't|hardly"
    r"|nein|non|不|没有)(?!\w)",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"^\W*(?:(?:sorry|hm+|er|um|honestly|well)\W+)?(?:no idea|no clue|dunno|(?:i |we )?(?:do not|don'?t) know|not sure"
    r"|unsure|can'?t (?:say|tell)|hard to (?:say|tell)|unknown|who knows|pass|skip|next question|keine ahnung"
    r"|weiß (?:ich )?nicht"
    r"|(?:ni|sin) idea|no (?:lo )?sé|aucune idée|(?:je )?(?:ne )?sais pas|不知道|不清楚|没数)",
    re.IGNORECASE,
)
_SHORT = 5
"""Words up to which such a text says nothing else; "no idea who will own it next year" does."""

_SAYS_MORE = re.compile(r"\W*(?:none|nobody|sure|correct|right|always|never)\b", re.IGNORECASE)
"""Single words that answer and may state something as well."""
_BARE = 2
"""Words up to which a yes or no says nothing else."""


def is_bare(text: str) -> bool:
    """Say whether a text is a yes or no and nothing more: "yes", "not really"."""
    return len(text.split()) <= _BARE and bool(_YES.search(text) or _NO.search(text))


def is_only_yes_or_no(text: str) -> bool:
    """Say whether a text is the word yes or no alone, which "no harm" is not."""
    return len(text.split()) == 1 and is_bare(text) and not _SAYS_MORE.search(text)


def is_unknown(text: str) -> bool:
    """Say whether a text says that the answer is not known and nothing more: "no idea, sorry", "keine Ahnung"."""
    return len(text.split()) <= _SHORT and bool(_UNKNOWN.search(text))


def is_reply(turn: Turn) -> bool:
    """Say whether a turn is short enough and begins or reads like a bare reply."""
    if len(turn.text) > LONGEST_REPLY or turn.text.rstrip().endswith("?") or is_unknown(turn.text):
        return False
    if only_headings(turn.text):  # "Labels? 300 of them." says itself what it answers
        return False
    return bool(_YES.search(turn.text) or _NO.search(turn.text) or len(turn.amounts) == 1)


def reply(turn: Turn, factor: Factor | None) -> tuple[Heard, ...]:
    """Return the reply as a fact about the factor that was asked for, or nothing where it does not fit."""
    if factor is None:
        return ()
    words, span = turn.words(0, len(turn.text))
    if factor.kind is FactorKind.YES_NO:
        choice = "yes" if _YES.search(turn.text) else "no" if _NO.search(turn.text) else None
        return (Heard(Fact(factor=factor.id, choice=choice, text=words, span=span), 1.0),) if choice else ()
    if factor.kind is FactorKind.CATEGORY:
        named = [value for value in factor.values if value in turn.text.lower()]
        return (Heard(Fact(factor=factor.id, choice=named[0], text=words, span=span), 1.0),) if len(named) == 1 else ()
    if len(turn.amounts) != 1:
        return ()
    amount = turn.amounts[0]
    values = convert(amount, str(factor.unit))
    if values is None and amount.dimension == "count":
        values = (amount.low, amount.high)  # a bare number is in the unit that was asked for
    if values is None:
        return ()
    unit = amount.period if amount.dimension == "rate" else amount.unit or None
    fact = Fact(factor=factor.id, low=values[0], high=values[1], text=words, span=span, unit_said=unit)
    fact = fact.model_copy(update={"bound": bound_in(amount, str(factor.unit))})
    return (Heard(fact, 1.0),)
