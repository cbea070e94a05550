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

Span = tuple[int, int]


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
MOST_OPTION_WORDS = 14
MOST_CONDITION_WORDS = 45
_CONNECTOR = re.compile(rf"\s{{0,3}}(?P<word>{CONNECTOR}|to|at|with)\s+", re.IGNORECASE)
_AFTER_OPTION = re.compile(
    rf"\s(?P<word>{CONNECTOR}|at (?=[~≈<]?\s?\d)|(?:in|under) (?=(?:high|low|heavy)[- ])|on (?=tasks|problems"
    rf"|workloads))\s*",
    re.IGNORECASE,
)
_NO_CONDITION = re.compile(
    r"\A(?:more (?:information|details?|on)|details?|information|example|instance|further|this reason"
    r"|that reason|free|now|you\Z|the (?:first|next|rest|most part)"
    r"|years?\b|long|which|whom|what follows|everyone|all\b|nothing|most (?:teams|people|users|cases)\b|(?:this"
    r"|that|these|those|it|them)\b(?! (?:case|is|are|has|have|can)))",
    re.IGNORECASE,
)
_END = re.compile(
    r"[;:—]|\.(?=\s|\Z)|\s[–-]\s|,? (?:instead of|rather than)\b|,? but\b(?! (?:want|need|have|do|don|must"
    r"|also)\b)|, ?(?:so|while|whereas|although"
    r"|though|since|because|making|allowing|which|however"
    r"|and (?:it|they|this|you|we|then)|and [\w-]{2,20}(?: [\w-]{2,20})? (?:still|also|are|is|have|has|offer"
    r"|offers|can)\b|not (?:when|if|for)|helping|enabling|or (?:it|they) )\b|\bwhile\b"
    r"|\u2060?\((?:that is|i\.e\.)|,? thus\b",
    re.IGNORECASE,
)
_BEGIN = re.compile(
    r"[;:—(),]\s|\s[–-]\s|\b(?:while|but|whereas|because|since|though|although|that|then|so"
    r"|and then)\s",
    re.IGNORECASE,
)
_ANEW = re.compile(r"(?:, (?:but|and|so)|;|—) (?=(?:if|when|where|for)\s)", re.IGNORECASE)
"""Where a clause with a condition of its own begins within a sentence."""
_ASIDE = re.compile(r"\s\((?!e\.g\.|such as|for example|like)[^()]{16,}\)?\Z", re.IGNORECASE)
_NO_OPTION = re.compile(
    r"(?:\A(?:each|every|which|what|how|whether|no\b|one of|some|many|these (?:results|recommendations)"
    r"|the (?:right|best|most|following"
    r"|same|next)\b|to\b|a few)|\b(?:below|above|following)\b)",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\A(?:(?:and|but|so|then|also|however|therefore|additionally|otherwise|today|thus|now|yes|no|still|here"
    r"|overall|note that|in practice|generally|typically|usually)[,\s]+){1,3}",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\s(?:that|which|who)\s", re.IGNORECASE)
_SPLIT = re.compile(
    r",? (?:and|or) (?=(?:when|if|where|for|at|once|as long as)\s)|, (?=(?:when|if|where|for|once|as long as)\s)",
    re.IGNORECASE,
)
_STRIP = re.compile(r"\A(?:when(?:ever)?|if|where|for|at|once|as long as|only)\s+", re.IGNORECASE)
_OVER = re.compile(
    r",? (?:over|instead of|rather than|to avoid|to (?:reduce|improve|help|save|get|keep)|as (?:a|an|your|the))\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:not|rarely|never|seldom|less|almost never)\b|n['’]t\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_EDGE = " .,:;*\u2060!?\"“”'’)("


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
        for condition in islice(_conditions(part, one.condition), MOST_PLACES):
            near = any(_shared(condition, other.condition) > 0.3 for other in found)
            if not near and _usable(part, one.option, condition):
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
        begin = _begin(part, match.start(), commas=True)
        option = (match.end(), _end(part, match.end()))
        yield Advised(_trim(part, option), _trim(part, (begin, match.start())), "for", _hedge(part, begin, match.end()))
    for match in DONT.finditer(part) if "until" in words_of or "unless" in words_of else ():
        condition = _trim(part, (match.end(), _end(part, match.end())))
        yield Advised(match.span("verb"), condition, "for", None)
    if led and led.word in ("if", "only if", "at"):
        for match in MAY.finditer(part):
            if match.start() > led.condition[1]:
                yield from _taken(part, match.end(), led, "for", match.span(), action=True)


def _suiting(part: str, match: re.Match[str], led: Led | None, against: bool, *, own: bool) -> Iterator[Advised]:
    """Yield what "X is a good choice for Y" and its kin say around a match."""
    begin = _begin(part, match.start(), commas=True)
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
        condition = (led.condition[0], max(led.condition[1], _last_comma(part, match.start(), led.condition[1])))
        begin = max(begin, condition[1] + 1)
        unless = led.word == "unless"
    elif connector or ahead:
        start = connector.end() if connector else match.end()
        condition = (start, _end(part, start))
        unless = bool(connector and connector["word"].lower() == "unless")
    else:
        unless = False
    option = _option(part, begin, match.start())
    if condition is None:
        relative = _RELATIVE.search(part, option[0], option[1])
        if relative is None or not _DENIES.search(words):
            return
        option, condition = (option[0], relative.start()), (relative.end(), option[1])
    elif relative := _RELATIVE.search(part, option[0], option[1]):
        option = (option[0], relative.start())
    yield Advised(
        _trim(part, option),
        _trim(part, condition),
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
    end = _end(part, start)
    connector = None if action else _AFTER_OPTION.search(part, start, end)
    condition: Span | None = None
    unless = False
    stop = end
    if connector:
        stop = connector.start()
        condition = (connector.end(), end)
        unless = connector["word"].lower() == "unless"
        if _NO_CONDITION.match(part[connector.end() : connector.end() + 40]):
            condition = None
    if (
        led
        and words[0] > led.condition[1]
        and (condition is None or connector is None or connector["word"].lower() == "for")
    ):
        condition = (led.condition[0], max(led.condition[1], _last_comma(part, words[0], led.condition[1])))
        unless = led.word == "unless"
        stop = end if condition[1] < words[0] and (connector is None or connector["word"].lower() == "for") else stop
    if condition is None or (may and connector and connector["word"].lower() == "for"):
        return
    if over := _OVER.search(part, start, stop):
        stop = over.start()
    against = (polarity == "against") != unless
    yield Advised(
        _trim(part, (start, stop)), _trim(part, condition), "against" if against else "for", _hedge(part, *words)
    )


def _begin(part: str, before: int, *, commas: bool) -> int:
    """Return where the clause that ends at a position begins."""
    begin = 0
    window = max(0, before - 200)
    for match in _BEGIN.finditer(part, window, before):
        if commas or match[0][0] != ",":
            begin = match.end()
    return begin


def _last_comma(part: str, before: int, at_least: int) -> int:
    """Return the last comma before the main clause, so that a condition may have commas of its own."""
    found = part.rfind(", ", at_least, before)
    return found if found > 0 else at_least


def _end(part: str, start: int) -> int:
    match = _END.search(part, start)
    return match.start() if match else len(part)


def _option(part: str, begin: int, end: int) -> Span:
    filler = _FILLER.match(part[begin:end])
    return begin + (filler.end() if filler else 0), end


def _conditions(part: str, condition: Span) -> Iterator[Span]:
    """Yield a condition, in pieces where it lists several with "when" or "for" each."""
    start = condition[0]
    for match in _SPLIT.finditer(part, *condition):
        yield _piece(part, start, match.start())
        start = match.end()
    yield _piece(part, start, condition[1])


def _piece(part: str, start: int, end: int) -> Span:
    end = without_aside(part, start, end)
    word = _STRIP.match(part[start:end])
    return _trim(part, (start + (word.end() if word else 0), end))


def without_aside(text: str, start: int, end: int) -> int:
    """Return where a condition ends, before a remark in brackets that explains it; an example in brackets stays."""
    aside = _ASIDE.search(text[start:end].rstrip(" .\n"))
    return start + aside.start() if aside else end


def _usable(part: str, option: Span, condition: Span) -> bool:
    words = part[slice(*condition)].split()
    named = part[slice(*option)].split()
    return (
        1 <= len(words) <= MOST_CONDITION_WORDS
        and len(named) <= MOST_OPTION_WORDS
        and not _NO_CONDITION.match(part[slice(*condition)])
        and not _NO_OPTION.search(part[slice(*option)])
        and (len(words) > 1 or len(words[0]) > 3)
    )


def _hedge(part: str, start: int, end: int) -> Span | None:
    match = HEDGE.search(part, start, end)
    return match.span() if match else None


def _trim(part: str, span: Span) -> Span:
    start, end = span
    while start < end and part[start] in _EDGE:
        start += 1
    while end > start and part[end - 1] in _EDGE and not (part[end - 1] == ")" and "(" in part[start:end]):
        end -= 1
    return start, max(start, end)


def _shared(a: Span, b: Span) -> float:
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / max(1, min(a[1] - a[0], b[1] - b[0]))
