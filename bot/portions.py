"""A share of what is counted as the number that it makes: "a third of our 90k daily calls need the model". Pure.

Only where the sentence says what becomes of the share: what reaches the model is counted, of what is cached, settled by
rules or spam the rest is; of things, what has been labelled. Any other share is one ("20% of 50,000 labels are wrong").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.amounts import Amount
from kb.verdicts import wrong_between

_OF = re.compile(
    r"\s(?:of|von|de|des|der|d['’])\s?(?:(?:the|our|my|those|these|all|unseren?|den|las|los|nuestr[oa]s|les|nos|ces)\s)?"
    r"(?:about\s|roughly\s|some\s|~\s?)?",
    re.IGNORECASE,
)
_REACHES = re.compile(
    r"\b(?:needs?|requires?|reach\w*|hits?|uses?|calls? for|ends? up|goes?|go(?:ing)?|gets? (?:to|through|sent)|sent"
    r"|pass\w*|routed?|come through|land\w*|left|remain\w*|matters?|real|count\w*|brauch\w*|gehen|erreich\w*"
    r"|necesit\w*|llega\w*|van|pasan|besoin|arriv\w*|vont|passent|durchs?|through|muss"
    r"|müssen)\b",
    re.IGNORECASE,
)
_FALLS_AWAY = re.compile(
    r"\b(?:cach\w+|spam|bots?|crawlers?|duplicat\w+|retries|health ?checks?|dropped|discard\w*|filter\w*|ignored?"
    r"|blocked|fail\w*|never (?:reach|hit|get|go)\w*|(?:not|do(?:es)?n['’]t) (?:need|reach|go|hit)\w*"
    r"|doppelt\w*|gefiltert\w*|descart\w*|filtrad\w*|filtré\w*|en cache)\b",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    r"\s(?:of\s(?:them|those|these|that|it|['’]?em|which)|davon|de (?:ell[ao]s|es[ao]s)|d['’]entre (?:eux|elles))\b",
    re.IGNORECASE,
)
_OF_THEM_BEFORE = re.compile(
    r"\b(?:davon|of which|of these|of those|of them)\s(?:[^\W\d_]{1,12}\s){0,4}$", re.IGNORECASE
)
_REST = re.compile(r"\b(?:rest|leftovers?|remainder|remaining|others|übrigen?|resto|reste)\b", re.IGNORECASE)
_SETTLED = re.compile(
    r"\b(?:settles?|handles?|answers?|catch(?:es)?|solves?|resolves?|rules?|canned|template\w*|cach\w+|filters?"
    r"|erledig\w*)\b",
    re.IGNORECASE,
)
_REAL = re.compile(
    r"\b(?:label\w*|tagged|annotated|marked|rated|checked|reviewed|verified|usable|signed off|human|gold|vetted)\b",
    re.IGNORECASE,
)
"""What makes examples of things: a thirtieth of the letters *has been labelled*."""
_STOP = re.compile(r"[.;!?,:](?:\s|$)|\n")
_SENTENCE = re.compile(r"[.;!?](?:\s|$)|\n")
_AFTER, _FARTHEST, _MANY = 70, 120, 20
"""Characters behind a share in which it is said what becomes of it; characters between what was counted and a share of
it; and how many there are at least. Set by hand."""


def portions(text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """Return the amounts of a text in order; a share and what it is of are the one amount that they make."""
    found: list[Amount] = []
    for amount in amounts:
        before = found[-1] if found else None
        if before and (left := _of_next(text, before, amount)) is not None:
            found[-1] = _scaled(text, amount, left, before.start, amount.end)
        elif before and (left := _of_former(text, before, amount)) is not None:
            found[-1] = _scaled(text, before, left, before.start, amount.end)
        else:
            found.append(amount)
    return found


def _scaled(text: str, amount: Amount, left: float, start: int, end: int) -> Amount:
    low, high = (float(f"{value * left:.10g}") for value in (amount.low, amount.high))  # a third of 90k is 30,000
    return amount.model_copy(update={"low": low, "high": high, "start": start, "end": end, "text": text[start:end]})


def _of_next(text: str, share: Amount, rate: Amount) -> float | None:
    """Return what part of a rate counts, 0 to 1; None where the two are not a share and what it is of."""
    if not _is_share(share) or rate.dimension != "rate" or not _OF.fullmatch(text, share.end, rate.start):
        return None
    clause = _STOP.split(text[rate.end : rate.end + _AFTER])[0]
    if _FALLS_AWAY.search(clause):
        return 1.0 - share.low / 100.0
    return share.low / 100.0 if _REACHES.search(clause) else None


def _of_former(text: str, whole: Amount, share: Amount) -> float | None:
    """Return what part counts of what was counted before: "3.4M a day; rules settle 99% of them and only the rest goes
    to the model", "12,000 letters. A thirtieth of them has been labelled"; None where nothing says that it does."""
    if whole.dimension not in {"rate", "count"} or not _is_share(share) or share.start - whole.end > _FARTHEST:
        return None
    before = _SENTENCE.split(text[whole.end : share.start])[-1]
    if not _OF_THEM.match(text, share.end) and not _OF_THEM_BEFORE.search(before):
        return None
    part = share.low / 100.0
    clause = _SENTENCE.split(text[share.end : share.end + _AFTER])[0]
    if wrong_between(clause, 0, len(clause)):
        return None  # "a third of those labels wrong" is what is wrong, and no number of labels
    if whole.dimension == "count":
        return part if whole.low >= _MANY and _REAL.search(clause) else None
    rest = _REST.search(clause)
    if _FALLS_AWAY.search(clause[: rest.start()] if rest else clause) or _SETTLED.search(f"{before} {clause}"):
        return 1.0 - part
    if rest and _REACHES.search(clause, rest.end()):
        return 1.0 - part
    return part if _REACHES.search(clause) or _REACHES.search(before) else None


def _is_share(amount: Amount) -> bool:
    return amount.dimension == "ratio" and 0 < amount.low == amount.high < 100
