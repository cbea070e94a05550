"""A share of a rate as the rate that it makes: "a third of our 90k daily calls need the model". Pure.

Only where the sentence says what becomes of the share: what reaches the model is counted, of what is cached, dropped or
spam the rest is. Of a count a share is a share ("20% of 50,000 labels are wrong").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.amounts import Amount

_OF = re.compile(
    r"\s(?:of|von|de|des|der|d['’])\s?(?:(?:the|our|my|those|these|all|unseren?|den|las|los|nuestr[oa]s|les|nos|ces)\s)?"
    r"(?:about\s|roughly\s|some\s|~\s?)?",
    re.IGNORECASE,
)
_REACHES = re.compile(
    r"\b(?:needs?|requires?|reach\w*|hits?|uses?|calls? for|ends? up|goes?|go(?:ing)?|gets? (?:to|through|sent)|sent"
    r"|pass\w*|routed?|come through|land\w*|left|remain\w*|matters?|real|count\w*|brauch\w*|gehen|erreich\w*"
    r"|necesit\w*|llega\w*|van|pasan|besoin|arriv\w*|vont|passent)\b",
    re.IGNORECASE,
)
_FALLS_AWAY = re.compile(
    r"\b(?:cach\w+|spam|bots?|crawlers?|duplicat\w+|retries|health ?checks?|dropped|discard\w*|filter\w*|ignored?"
    r"|blocked|fail\w*|never (?:reach|hit|get|go)\w*|(?:not|do(?:es)?n['’]t) (?:need|reach|go|hit)\w*"
    r"|doppelt\w*|gefiltert\w*|descart\w*|filtrad\w*|filtré\w*|en cache)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.;!?,:](?:\s|$)|\n")
_AFTER = 60
"""Characters behind the rate, up to the end of its clause, in which it is said what becomes of the share."""


def portions(text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """Return the amounts of a text in order, a share and the rate that it is of as the one rate that they make."""
    found: list[Amount] = []
    for amount in amounts:
        share = found[-1] if found else None
        left = _left(text, share, amount) if share else None
        if share is None or left is None:
            found.append(amount)
            continue
        low, high = (float(f"{end * left:.10g}") for end in (amount.low, amount.high))  # a third of 90k is 30,000
        changed = {"low": low, "high": high, "start": share.start, "text": text[share.start : amount.end]}
        found[-1] = amount.model_copy(update=changed)
    return found


def _left(text: str, share: Amount, rate: Amount) -> float | None:
    """Return what part of a rate counts, 0 to 1; None where the two are not a share and what it is of."""
    if share.dimension != "ratio" or rate.dimension != "rate" or not 0 < share.low == share.high < 100:
        return None
    if not _OF.fullmatch(text, share.end, rate.start):
        return None
    clause = _STOP.split(text[rate.end : rate.end + _AFTER])[0]
    if _FALLS_AWAY.search(clause):
        return 1.0 - share.low / 100.0
    return share.low / 100.0 if _REACHES.search(clause) else None
