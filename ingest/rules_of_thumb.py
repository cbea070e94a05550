"""Rules of thumb in words: a condition, the option that it speaks for or against, the hedge; with their spans. Pure.

From sentences ("use X when Y", "X is better suited for Y", "if Y, prefer X over Z", "Y calls for X"), from lists under
"X is a good choice if:", from tables with a row "Best for". English only. Linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal

from ingest.clause_edges import without_aside
from ingest.clauses import Advised, advised
from ingest.masked import collapsed, masked
from ingest.suiting import BAD, DOES, DOES_NOT, GOOD, HEDGE, PRONOUN, STEM_SCENARIOS, TABLE_CELL, TABLE_ROW, TAKE
from kb.blocks import BlockKind
from kb.extracted import Mark, Thumb
from kb.text import SectionSpan, Sentence

_BOLD = re.compile(r"\A\s{0,4}\*\*(.{2,80}?)\*\*")
_WHEN_TO = re.compile(
    r"\bwhen (?P<no>not )?to (?:use|choose|pick|consider|prefer)\s+(?P<option>\S.{1,80})\Z", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"\A[\s*\"“]{0,4}(?:(?:the|a|an|unlike [^,]{1,40},|however,|by contrast,)\s+)?(?P<subject>(?!(?:it|they"
    r"|this|these|you|we|if|when|for|there|its|in|as)\b)[\w(][^,.;:|]{1,70}?)"
    r"\s+(?:is|are|was|were|can|has|have|provides?|offers?|represents?|allows?|enables?|requires?|gives?|uses?"
    r"|works?|struggles?|excels?)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|avoid|never|rarely)\b|n['’]t\b", re.IGNORECASE)
_MOST_ITEMS = 40
_RULE_BETWEEN = 2
"""Blocks from a row of a table to the next: the line under the header is one."""


def thumbs(text: str, sentences: Sequence[Sentence], heads: Sequence[SectionSpan]) -> tuple[Thumb, ...]:
    """Return the rules of thumb of a text, in its order; ``sentences`` and ``heads`` are those of ``kb.text``."""
    return tuple(_Reader(text, sentences, heads).read())


def places(rules: Sequence[Thumb]) -> frozenset[int]:
    """Return where the sentences begin that state a rule of thumb, so that they become claims."""
    return frozenset(rule.sentence[0] for rule in rules)


class _Reader:
    """One pass over the sentences of a text, with what they hang on: the list, the table, the heading."""

    def __init__(self, text: str, sentences: Sequence[Sentence], heads: Sequence[SectionSpan]) -> None:
        self.text, self.sentences = text, sentences
        self.heads = heads
        self._starts = [h.start for h in heads]
        self.header: Sentence | None = None
        self._subjects: list[str] = []
        self._lead: tuple[int, Mark] | None = None

    def read(self) -> Iterator[Thumb]:
        section = None
        for index, sentence in enumerate(self.sentences):
            part = masked(self.text[sentence.start : sentence.end])
            head = self._head(sentence.start)
            if head is not section:
                section, self._subjects = head, []
            if sentence.kind is BlockKind.ROW:
                yield from self._row(index, part)
                continue
            self._bold(index)
            stripped = part.rstrip(" *_\u2060")
            if stripped.endswith(":") and self._items(index):
                yield from self._list(index, stripped[:-1].rstrip(" *"))
                continue
            flat, places = collapsed(part)
            for one in advised(flat):
                if thumb := self._thumb(sentence, _placed(one, places), head.title if head else ""):
                    yield thumb
            self._subjects.append(part)

    @property
    def subject(self) -> str:
        """What the last sentence of the section that names its subject is about; looked for once it is asked for."""
        while self._subjects:
            if match := _SUBJECT.match(self._subjects[-1][:160]):
                return match["subject"].strip()
            self._subjects.pop()
        return ""

    def _head(self, at: int) -> SectionSpan | None:
        index = bisect_right(self._starts, at) - 1
        return self.heads[index] if index >= 0 else None

    def _bold(self, index: int) -> None:
        """Note what a list item or a paragraph begins with in bold: the thing that it is about."""
        sentence = self.sentences[index]
        match = _BOLD.match(self.text[sentence.start : sentence.start + 120])
        if match and match.end() < sentence.end - sentence.start + 4:
            start = sentence.start + match.start(1)
            self._lead = (sentence.paragraph, _mark(self.text, start, start + len(match[1])))

    def _thumb(self, sentence: Sentence, one: Advised, title: str) -> Thumb | None:
        lead = self._lead[1] if self._lead and self._lead[0] == sentence.paragraph else None
        option = _mark(self.text, sentence.start + one.option[0], sentence.start + one.option[1])
        about = tuple(dict.fromkeys(t for t in (lead.text if lead else "", self.subject, title) if t))
        if not option.text:
            if lead is None or sentence.start + one.condition[0] < lead.end:
                return None
            option = lead
        elif not PRONOUN.match(option.text.lower().replace("’", "'").removesuffix("'s").removesuffix("'re")):
            about = ()
        begin, end = one.condition
        return Thumb(
            condition=_mark(self.text, sentence.start + begin, sentence.start + end),
            option=option,
            about=about,
            polarity=one.polarity,
            hedge=_mark(self.text, *(sentence.start + at for at in one.hedge)) if one.hedge else None,
            sentence=(sentence.start, sentence.end),
        )

    def _items(self, index: int) -> list[Sentence]:
        """Return the first sentences of the list items right under a sentence."""
        found: list[Sentence] = []
        last = self.sentences[index].paragraph
        for other in self.sentences[index + 1 : index + 1 + 4 * _MOST_ITEMS]:
            if other.paragraph == last:
                continue
            if other.kind is not BlockKind.ITEM or other.paragraph - last > 1:
                break
            found.append(other)
            last = other.paragraph
        return found[:_MOST_ITEMS]

    def _list(self, index: int, stem: str) -> Iterator[Thumb]:
        """Yield a rule for each item under "X is a good choice if:", "Use X when:", "X is ideal for:"."""
        sentence = self.sentences[index]
        named = _stem(stem)
        if named is None:
            return
        (begin, end), polarity, hedge = named
        option = _mark(self.text, sentence.start + begin, sentence.start + end)
        if not option.text:
            return
        about = (self.subject,) if PRONOUN.match(option.text) and self.subject else ()
        for item in self._items(index):
            yield Thumb(
                condition=_mark(self.text, item.start, without_aside(self.text, item.start, item.end)),
                option=option,
                about=about,
                polarity=polarity,
                hedge=_mark(self.text, *(sentence.start + at for at in hedge)) if hedge else None,
                sentence=(item.start, item.end),
                stem=(sentence.start, sentence.end),
            )

    def _row(self, index: int, part: str) -> Iterator[Thumb]:
        row = self.sentences[index]
        near = index > 0 and row.paragraph - self.sentences[index - 1].paragraph <= _RULE_BETWEEN
        if not near or self.sentences[index - 1].kind is not BlockKind.ROW:
            self.header = row
            return
        if self.header is None:
            return
        names, cells = self._cells(self.header), self._cells(row)
        if not cells or len(names) != len(cells):
            return
        whole = bool(TABLE_ROW.match(masked(self.text[slice(*cells[0])]).strip()))
        for (name_start, name_end), (start, end) in zip(names[1:], cells[1:], strict=True):
            begin = TABLE_CELL.match(masked(self.text[start:end]))
            name, cell = (
                _mark(self.text, name_start, name_end),
                _mark(self.text, start + (begin.end() if begin else 0), end),
            )
            if (whole or begin) and name.text and cell.text:
                yield Thumb(condition=cell, option=name, sentence=(row.start, row.end))

    def _cells(self, row: Sentence) -> list[tuple[int, int]]:
        """Return the spans of a row's cells, outer bars left out."""
        found = []
        start = row.start
        for match in re.finditer(r"(?<!\\)\|", self.text[row.start : row.end]):
            found.append((start, row.start + match.start()))
            start = row.start + match.end()
        found.append((start, row.end))
        if found and not self.text[slice(*found[0])].strip():
            found.pop(0)
        if found and not self.text[slice(*found[-1])].strip():
            found.pop()
        return found


def _placed(one: Advised, places: Sequence[int]) -> Advised:
    """Return what is advised with its spans where they stand in the sentence with all its blanks."""

    def to(span: tuple[int, int]) -> tuple[int, int]:
        start, end = span
        return (places[start], places[end - 1] + 1) if end > start else (places[start], places[start])

    return Advised(to(one.option), to(one.condition), one.polarity, to(one.hedge) if one.hedge else None)


def _stem(stem: str) -> tuple[tuple[int, int], Literal["for", "against"], tuple[int, int] | None] | None:
    """Return the option that a line above a list speaks of, with polarity and hedge; None where it advises nothing."""
    if to := _WHEN_TO.search(stem):
        return to.span("option"), "against" if to["no"] else "for", None
    opened = STEM_SCENARIOS.search(stem)
    if opened is None or opened.end() < len(stem.rstrip()):
        return None
    for pattern in (DOES_NOT, BAD, DOES, GOOD):
        for match in pattern.finditer(stem):
            if match.end() < opened.start() - 2 and pattern is not DOES_NOT:
                continue
            denied = pattern in (DOES_NOT, BAD) or bool(_DENIED.search(match[0]))
            begin = max(
                (
                    stem.rfind(mark, 0, match.start()) + len(mark)
                    for mark in (", ", "; ", ": ")
                    if mark in stem[: match.start()]
                ),
                default=0,
            )
            hedge = HEDGE.search(stem, begin, match.end())
            return _tight(stem, begin, match.start()), "against" if denied else "for", hedge.span() if hedge else None
    for match in TAKE.finditer(stem):
        hedge = HEDGE.search(stem, 0, match.start())
        span = _tight(stem, match.end(), opened.start())
        return span, "against" if match["never"] else "for", hedge.span() if hedge else None
    return None


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " *_,":
        start += 1
    while end > start and text[end - 1] in " *_,":
        end -= 1
    return start, end


def _mark(text: str, start: int, end: int) -> Mark:
    while start < end and (text[start].isspace() or text[start] in "*_|["):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_|.,:;\\"):
        end -= 1
    return Mark(text=" ".join(text[start:end].split()), start=start, end=end)
