"""The article in a page that was saved as plain text: menus, counters, subscribe boxes and footers around it go.

No tag is left in such a text, so what a line looks like decides. A line of prose counts for the article, a short line
without an end of sentence against it, one that stands there several times as well, and a counter or a copyright line
too. The article is the run of lines whose sum is the largest: one pass over the lines. No word of any language is
looked for. A text in which nothing shows that it was a page is left as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END = re.compile(r"[.!?。！？…؟।][\"'”’»)\]]{0,3}$")
_INNER_END = re.compile(r"[.!?][\"'”’»)]{0,2} [^\W\d_]|[。！？]")
_COUNTER = re.compile(
    r"[#(+]{0,3}\d[\d.,]{0,8} ?[kKmMbB]?\+?\)?(?: [^\W\d_]{1,14}(?: [^\W\d_]{1,14} \d[\d.,]{0,6}[kKmM]?)?)?$"
)
_COPYRIGHT = re.compile(r"©|\(c\) ?(?:19|20)\d\d|\bcopyright\b", re.IGNORECASE)
_ENTRY = re.compile(
    r"\s{0,4}\[\d{1,3}\]|\d{1,3}[.)] .{0,300}\(?(?:19|20)\d\d\b|.{0,80}https?://\S{8,}|.{0,200}\bdoi\b", re.IGNORECASE
)
_DIGITS = re.compile(r"\d[\d.,:]*")
_MARKUP = re.compile(r"#{1,6} \S|```|~~~|\|[ :-]{3,}\||\.\. [\w-]+::")
_LETTERS = re.compile(r"[^\W\d_]{2}")
SAMPLE = 400
_FULL, _MOST = 26, 45.0
_SHORT, _MIDDLE = 12, 30
_AGAINST_SHORT, _AGAINST_MIDDLE, _AGAINST_REPEATED = 10.0, 6.0, 6.0
"""Chosen on every second page of a public benchmark, flattened to text; bench/extraction.py prints both halves."""
_FEWEST_SHORT = 5


@dataclass(frozen=True)
class Cut:
    """The lines that hold the article, from ``first`` to ``last``, and those between that belong to the page."""

    first: int
    last: int
    dropped: frozenset[int]


def article_lines(lines: list[str]) -> Cut | None:
    """Return where the article stands in the lines of a page; None where the text is no such page. Linear."""
    shown = [line.strip() for line in lines]
    times = Counter(_template(line) for line in shown if line)
    furniture = [bool(line) and _furniture(line, times) for line in shown]
    first, last = _largest([_score(line, times) for line in shown])
    if last < first:
        return None
    outside = [shown[index] for index in (*range(first), *range(last + 1, len(shown))) if shown[index]]
    if not _of_a_page(outside, shown[first : last + 1], times):
        return None
    same = Counter(line.casefold() for line in shown)
    dropped = (i for i in range(first, last + 1) if furniture[i] and not _cell(shown[i], same))
    return Cut(first, last, frozenset(dropped))


def _of_a_page(outside: list[str], article: list[str], times: Counter[str]) -> bool:
    """Say whether the lines around the article are those of a page: short ones, and the signs that only pages have.

    Notes have short lines as well, and tables repeat themselves; so one sign is asked for that neither has: a copyright
    line; counters and a menu that comes twice; or next to nothing but short lines with such a menu.
    """
    short = sum(units(line) < _SHORT for line in outside)
    if short < _FEWEST_SHORT or any(_MARKUP.match(line) for line in (*outside, *article)):
        return False
    said = {_template(line) for line in article}
    menu = {_template(line) for line in outside if _LETTERS.search(line) and units(line) < _SHORT}
    repeated = sum(times[line] > 1 and line not in said for line in menu)
    counters = sum(counter(line) for line in outside)
    if any(_COPYRIGHT.search(line[:SAMPLE]) and units(line) < _MIDDLE for line in outside):
        return True
    prose = sum(size for line in outside if (size := units(line)) >= _SHORT)
    mostly_short = short >= 0.85 * len(outside) and prose <= 1.2 * sum(map(units, article))
    return repeated >= 2 and (counters >= 2 or (repeated >= 3 and mostly_short))


def units(line: str) -> float:
    """Return the length of a line in words, of its first 400 characters; two ideographs count as one."""
    sample = line[:SAMPLE]
    ideographs = len(_IDEOGRAPH.findall(sample))
    return len(WORD.findall(_IDEOGRAPH.sub(" ", sample) if ideographs else sample)) + ideographs / 2


def counter(line: str) -> bool:
    """Say whether a line is a number with at most a word or two: shares, views, comments."""
    return len(line) < 40 and _COUNTER.match(line) is not None


def _score(line: str, times: Counter[str]) -> float:
    """Return what a line says for (above 0) or against its being part of the article."""
    if not line:
        return 0.0
    sample, size = line[:SAMPLE], units(line)
    if _COPYRIGHT.search(sample) and size < _MIDDLE:
        return -20.0
    if _ENTRY.match(sample):
        return 4.0
    if counter(line):
        return -8.0
    repeated = times[_template(line)] - 1
    if repeated and size < _MIDDLE:
        return -_AGAINST_REPEATED - min(repeated, 5)
    ends, inner = _SENTENCE_END.search(line[-6:]), _INNER_END.search(sample)
    if size >= _FULL or (size >= _SHORT and (ends or inner)):
        return min(size, _MOST)
    if ends and size >= 4:
        return size * 0.5
    if inner and size >= 7:
        return size * 0.4
    return -_AGAINST_SHORT if size < _SHORT else -_AGAINST_MIDDLE


def _furniture(line: str, times: Counter[str]) -> bool:
    """Say whether a line is one of those that only pages have: repeated, a counter, a copyright line."""
    sample = line[:SAMPLE]
    if units(line) >= _MIDDLE or _ENTRY.match(sample):
        return False
    return times[_template(line)] > 1 or counter(line) or _COPYRIGHT.search(sample) is not None


def _cell(line: str, same: Counter[str]) -> bool:
    """Say whether a line within the article may be a cell of a table without rules: a number, or not said twice."""
    return not _COPYRIGHT.search(line) and (same[line.casefold()] < 2 or not _LETTERS.search(line) or counter(line))


def _template(line: str) -> str:
    """Return the line without its numbers and case: two time stamps or two counters have the same template."""
    return _DIGITS.sub("0", line[:SAMPLE].casefold())


def _largest(scores: list[float]) -> tuple[int, int]:
    """Return the run with the largest sum as its first and last index; (0, -1) where nothing is positive."""
    best, begin, end = 0.0, 0, -1
    total, start = 0.0, 0
    for index, score in enumerate(scores):
        if total <= 0.0:
            total, start = 0.0, index
        total += score
        if total > best:
            best, begin, end = total, start, index
    while begin < end and scores[begin] <= 0:
        begin += 1
    return begin, end
