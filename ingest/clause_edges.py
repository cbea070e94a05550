"""Where the words of an option and of a condition begin and end within a clause, and which can be either. Pure.

Spans count from the start of the sentence (``ingest.clauses``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

MOST_OPTION_WORDS = 14
MOST_CONDITION_WORDS = 45
NO_CONDITION = re.compile(
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
_SPLIT = re.compile(
    r",? (?:and|or) (?=(?:when|if|where|for|at|once|as long as)\s)|, (?=(?:when|if|where|for|once|as long as)\s)",
    re.IGNORECASE,
)
_STRIP = re.compile(r"\A(?:when(?:ever)?|if|where|for|at|once|as long as|only)\s+", re.IGNORECASE)
_EDGE = " .,:;*\u2060!?\"“”'’)("


def begin_of(part: str, before: int, *, commas: bool) -> int:
    """Return where the clause that ends at a position begins."""
    begin = 0
    window = max(0, before - 200)
    for match in _BEGIN.finditer(part, window, before):
        if commas or match[0][0] != ",":
            begin = match.end()
    return begin


def last_comma(part: str, before: int, at_least: int) -> int:
    """Return the last comma before the main clause, so that a condition may have commas of its own."""
    found = part.rfind(", ", at_least, before)
    return found if found > 0 else at_least


def end_of(part: str, start: int) -> int:
    """Return where the clause that begins at a position ends."""
    match = _END.search(part, start)
    return match.start() if match else len(part)


def option_of(part: str, begin: int, end: int) -> Span:
    """Return the span without the words that only lead up to an option ("in practice, …")."""
    filler = _FILLER.match(part[begin:end])
    return begin + (filler.end() if filler else 0), end


def conditions_of(part: str, condition: Span) -> Iterator[Span]:
    """Yield a condition, in pieces where it lists several with "when" or "for" each."""
    start = condition[0]
    for match in _SPLIT.finditer(part, *condition):
        yield _piece(part, start, match.start())
        start = match.end()
    yield _piece(part, start, condition[1])


def _piece(part: str, start: int, end: int) -> Span:
    end = without_aside(part, start, end)
    word = _STRIP.match(part[start:end])
    return trimmed(part, (start + (word.end() if word else 0), end))


def without_aside(text: str, start: int, end: int) -> int:
    """Return where a condition ends, before a remark in brackets that explains it; an example in brackets stays."""
    aside = _ASIDE.search(text[start:end].rstrip(" .\n"))
    return start + aside.start() if aside else end


def usable(part: str, option: Span, condition: Span) -> bool:
    """Say whether two spans are short enough, and say enough, to be an option and a condition."""
    words = part[slice(*condition)].split()
    named = part[slice(*option)].split()
    return (
        1 <= len(words) <= MOST_CONDITION_WORDS
        and len(named) <= MOST_OPTION_WORDS
        and not NO_CONDITION.match(part[slice(*condition)])
        and not _NO_OPTION.search(part[slice(*option)])
        and (len(words) > 1 or len(words[0]) > 3)
    )


def trimmed(part: str, span: Span) -> Span:
    """Return the span without spaces and punctuation at its ends; a bracket that it opens stays closed."""
    start, end = span
    while start < end and part[start] in _EDGE:
        start += 1
    while end > start and part[end - 1] in _EDGE and not (part[end - 1] == ")" and "(" in part[start:end]):
        end -= 1
    return start, max(start, end)


def shared(a: Span, b: Span) -> float:
    """Return the share of the shorter of two spans that the other one covers."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / max(1, min(a[1] - a[0], b[1] - b[0]))
