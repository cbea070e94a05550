"""What an advice says within one sentence: the words of the option and of the condition around the words that advise.

Pure. Spans count from the start of the sentence, which has its Markdown blanked out (``ingest.masked``). Only so many
characters of a sentence, and so many places of it that advise, are looked at, so that time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise
from typing import Literal, NamedTuple

from ingest.clause_edges import (
    NO_CONDITION,
    Span,
    begin_of,
    conditions_of,
    end_of,
    last_comma,
    option_of,
    shared,
    trimmed,
    usable,
)
from ingest.suiting import (
    BAD,
    BAD_WORDS,
    BETTER_TO,
    BETTER_WORDS,
    CONNECTOR,
    DOES,
    DOES_NOT,
    DOES_NOT_WORDS,
    DOES_WORDS,
    DONT,
    FAVOURS,
    FAVOURS_WORDS,
    GOOD,
    GOOD_WORDS,
    HEDGE,
    LEAD,
    MAY,
    TAKE,
    TAKE_WORDS,
)


class Advised(NamedTuple):
    """An option and a condition by their spans; ``option`` is empty where the words that name it stand elsewhere."""

    option: Span
    condition: Span
    polarity: Literal["for", "against"]
    hedge: Span | None


class Led(NamedTuple):
    """The condition that a sentence begins with: its word, and its span up to the comma before the main clause."""

    word: str
    condition: Span


LONGEST = 2000
"""Characters at the start of a sentence that are read; what has no end so long is no sentence (``ingest.stated``)."""
MOST_PLACES = 24
"""Places of a clause that advise, and conditions of one of them, that are looked at."""
_CONNECTOR = re.compile(rf"\s{{0,3}}(?P<word>{CONNECTOR}|to|at|with)\s+", re.IGNORECASE)
_AFTER_OPTION = re.compile(
    rf"\s(?P<word>{CONNECTOR}|at (?=[~≈<]?\s?\d)|(?:in|under) (?=(?:high|low|heavy)[- ])|on (?=tasks|problems"
    rf"|workloads))\s*",
    re.IGNORECASE,
)
_ANEW = re.compile(r"(?:, (?:but|and|so)|;|—) (?=(?:if|when|where|for)\s)", re.IGNORECASE)
"""Where a clause with a condition of its own begins within a sentence."""
_RELATIVE = re.compile(r"\s(?:that|which|who)\s", re.IGNORECASE)
_OVER = re.compile(
    r",? (?:over|instead of|rather than|to avoid|to (?:reduce|improve|help|save|get|keep)|as (?:a|an|your|the))\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:not|rarely|never|seldom|less|almost never)\b|n['’]t\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")


def advised(part: str) -> tuple[Advised, ...]:
    """Return what a sentence advises, each condition once, in the order of the text."""
    return _advised(part[:LONGEST])


@lru_cache(maxsize=2048)  # an article is read for its claims first, then for its rules
def _advised(part: str) -> tuple[Advised, ...]:
    starts = [0, *(match.end() for match in _ANEW.finditer(part)), len(part)]
    found = [_moved(one, start) for start, end in pairwise(starts) for one in _in_clause(part[start:end])]
    return tuple(sorted(found, key=lambda a: a.condition))


def _moved(one: Advised, by: int) -> Advised:
    hedge = (one.hedge[0] + by, one.hedge[1] + by) if one.hedge else None
    (a, b), (c, d) = one.option, one.condition
    return Advised((a + by, b + by), (c + by, d + by), one.polarity, hedge)


def _in_clause(part: str) -> list[Advised]:
    led = lead_of(part)
    found: list[Advised] = []
    for one in islice(_candidates(part, led), MOST_PLACES):
        for condition in islice(conditions_of(part, one.condition), MOST_PLACES):
            near = any(shared(condition, other.condition) > 0.3 for other in found)
            if not near and usable(part, one.option, condition):
                found.append(one._replace(condition=condition))
    return found


def lead_of(part: str) -> Led | None:
    """Return the condition that a sentence begins with, up to its last comma that a main clause can follow."""
    lead = LEAD.match(part)
    if lead is None:
        return None
    comma = part.find(", ", lead.end(), lead.end() + 400)
    return Led(lead["lead"].lower() or "at", (lead.end(), comma)) if comma > 0 else None


def _candidates(part: str, led: Led | None) -> Iterator[Advised]:
    words_of = frozenset(_WORD.findall(part.lower()))
    if words_of & BETTER_WORDS:
        for match in BETTER_TO.finditer(part):
            yield from _taken(part, match.end(), led, "for", match.span())
    for pattern, telling in ((DOES_NOT, DOES_NOT_WORDS), (BAD, BAD_WORDS), (DOES, DOES_WORDS), (GOOD, GOOD_WORDS)):
        if words_of & telling:
            for match in pattern.finditer(part):
                yield from _suiting(part, match, led, pattern in (DOES_NOT, BAD), own=pattern in (DOES, DOES_NOT))
    for match in TAKE.finditer(part) if words_of & TAKE_WORDS else ():
        polarity: Literal["for", "against"] = "against" if match["never"] else "for"
        words = (match.start("never" if match["never"] else "take"), match.end())
        yield from _taken(part, match.end(), led, polarity, words, may=bool(match["can"]))
    for match in FAVOURS.finditer(part) if words_of & FAVOURS_WORDS else ():
        begin = begin_of(part, match.start(), commas=True)
        option = (match.end(), end_of(part, match.end()))
        yield Advised(
            trimmed(part, option), trimmed(part, (begin, match.start())), "for", _hedge(part, begin, match.end())
        )
    for match in DONT.finditer(part) if "until" in words_of or "unless" in words_of else ():
        condition = trimmed(part, (match.end(), end_of(part, match.end())))
        yield Advised(match.span("verb"), condition, "for", None)
    if led and led.word in ("if", "only if", "at"):
        for match in MAY.finditer(part):
            if match.start() > led.condition[1]:
                yield from _taken(part, match.end(), led, "for", match.span(), action=True)


def _suiting(part: str, match: re.Match[str], led: Led | None, against: bool, *, own: bool) -> Iterator[Advised]:
    """Yield what "X is a good choice for Y" and its kin say around a match."""
    begin = begin_of(part, match.start(), commas=True)
    connector = _CONNECTOR.match(part, match.end())
    ahead = own and (_ends_open(match[0]) or (not connector and part[match.end() - 1 : match.end()].isspace()))
    if (
        connector
        and connector["word"].lower() in ("to", "at", "with")
        and not re.search(r"suited|suitable\Z", match[0], re.I)
    ):
        connector = None
    words = match[0]
    denied = against != bool(_DENIES.search(words) and not against)
    condition: Span | None = None
    main = led is not None and match.start() > led.condition[1]
    if led and main and not (connector and connector["word"].lower() not in ("for",)):
        condition = (led.condition[0], max(led.condition[1], last_comma(part, match.start(), led.condition[1])))
        begin = max(begin, condition[1] + 1)
        unless = led.word == "unless"
    elif connector or ahead:
        start = connector.end() if connector else match.end()
        condition = (start, end_of(part, start))
        unless = bool(connector and connector["word"].lower() == "unless")
    else:
        unless = False
    option = option_of(part, begin, match.start())
    if condition is None:
        relative = _RELATIVE.search(part, option[0], option[1])
        if relative is None or not _DENIES.search(words):
            return
        option, condition = (option[0], relative.start()), (relative.end(), option[1])
    elif relative := _RELATIVE.search(part, option[0], option[1]):
        option = (option[0], relative.start())
    yield Advised(
        trimmed(part, option),
        trimmed(part, condition),
        "against" if denied != unless else "for",
        _hedge(part, option[0], match.end()),
    )


def _ends_open(words: str) -> bool:
    return bool(re.search(r"\b(?:for|with|in|at|on|when|if|to|under)\s?\Z", words, re.IGNORECASE))


def _taken(
    part: str,
    start: int,
    led: Led | None,
    polarity: Literal["for", "against"],
    words: Span,
    *,
    action: bool = False,
    may: bool = False,
) -> Iterator[Advised]:
    """Yield what "use X when Y" and "if Y, use X" say; ``start`` is where the option begins."""
    end = end_of(part, start)
    connector = None if action else _AFTER_OPTION.search(part, start, end)
    condition: Span | None = None
    unless = False
    stop = end
    if connector:
        stop = connector.start()
        condition = (connector.end(), end)
        unless = connector["word"].lower() == "unless"
        if NO_CONDITION.match(part[connector.end() : connector.end() + 40]):
            condition = None
    if (
        led
        and words[0] > led.condition[1]
        and (condition is None or connector is None or connector["word"].lower() == "for")
    ):
        condition = (led.condition[0], max(led.condition[1], last_comma(part, words[0], led.condition[1])))
        unless = led.word == "unless"
        stop = end if condition[1] < words[0] and (connector is None or connector["word"].lower() == "for") else stop
    if condition is None or (may and connector and connector["word"].lower() == "for"):
        return
    if over := _OVER.search(part, start, stop):
        stop = over.start()
    against = (polarity == "against") != unless
    yield Advised(
        trimmed(part, (start, stop)), trimmed(part, condition), "against" if against else "for", _hedge(part, *words)
    )


def _hedge(part: str, start: int, end: int) -> Span | None:
    match = HEDGE.search(part, start, end)
    return match.span() if match else None
