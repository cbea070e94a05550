"""When to take what: the sentences of a text that name an option and the condition under which it fits. Pure.

``use X when …``, ``if …, choose X``, ``X is a good choice for …``, ``avoid X if …``, a list under ``use X when:``, a
section headed ``When to use X``, the row ``Best for`` of a table. Time is linear in the text: each sentence is read
once, by patterns of bounded length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.advice_patterns import (
    ABOUT,
    ARTICLE,
    BOLD,
    CITED,
    CLAUSE_END,
    CLICK,
    COPULA,
    FITS,
    FOR_THEM,
    FORBIDS,
    FORMS,
    HEADING,
    HEDGE,
    HINTS,
    IMPERATIVE,
    LEAD,
    LEAD_FITS,
    LEAD_WORKS,
    NO_OPTION,
    ORDINAL,
    PRONOUN,
    REVERSE,
    TRAIL,
    WORDS,
)
from kb.blocks import Block, BlockKind
from kb.text import Sentence, plain

LONGEST_OPTION = 60
LONGEST_CONDITION = 180
MOST_WORDS = 7


@dataclass(frozen=True, slots=True)
class Advice:
    """One option and one condition under which it fits, or does not (``against``), in the characters that say so.

    ``section`` and ``block`` are where it stands, counted through the text; ``form`` is ``clause`` for a condition with
    a verb (when, if), ``use`` for what the option is good for, ``purpose`` for what it is used for, ``list`` and
    ``table`` for entries of those.
    """

    option: str
    condition: str
    against: bool
    hedged: bool
    start: int
    end: int
    section: int
    block: int
    form: str


@dataclass(frozen=True, slots=True)
class _Lead:
    """What an open heading or a line that ends with a colon says of the list below it."""

    option: str
    against: bool
    hedged: bool


def option_name(raw: str) -> str:
    """Return the words of an option without articles and asides, or an empty text where they name none."""
    name = " ".join(re.sub(r"\s*\([^()]{0,80}\)", "", plain(raw)).split()).strip(" *:.,;\"'“”?!|")
    name = TRAIL.sub("", ARTICLE.sub("", name)).strip()
    words = name.split()
    if not 2 <= len(name) <= LONGEST_OPTION or len(words) > MOST_WORDS or NO_OPTION.search(name):
        return ""
    return name if any(c.isalpha() for c in name) else ""


def condition_text(raw: str) -> str:
    """Return the condition up to the end of its clause, or an empty text where it says nothing."""
    text = CITED.sub("", " ".join(raw.split()))
    text = re.sub(r"^(?:when|if|where) ", "", text, flags=re.IGNORECASE)
    end = CLAUSE_END.search(text)
    text = (text[: end.start()] if end else text).strip(" .,;:!?*\"'")
    if len(text) > LONGEST_CONDITION:
        cut = text.rfind(",", 20, LONGEST_CONDITION)
        text = text[: cut if cut > 0 else text.rfind(" ", 0, LONGEST_CONDITION)]
    text = text.replace("{", "(").replace("}", ")").replace("|", "/").strip()
    return "" if len(text) < 4 or (len(text.split()) < 2 and len(text) < 6) or CLICK.match(text) else text


def advice_in(
    text: str, parsed: Sequence[Block], told: Sequence[Sentence], sections: Sequence[tuple[int, str]] = ()
) -> tuple[Advice, ...]:
    """Return what a text advises, in order; ``sections`` are (position, title) of its headings.

    ``told`` are its sentences, whose ``paragraph`` counts the blocks ``parsed``.
    """
    reader = _Reader(text, parsed, sections)
    grouped: dict[int, list[Sentence]] = {}
    for sentence in told:
        grouped.setdefault(sentence.paragraph, []).append(sentence)
    found: list[Advice] = []
    for number, block in enumerate(parsed):
        found.extend(reader.block(number, block, grouped.get(number, ())))
    return tuple(found)


class _Reader:
    """Reads block by block and remembers what a list or a pronoun refers to."""

    def __init__(self, text: str, parsed: Sequence[Block], sections: Sequence[tuple[int, str]]) -> None:
        self.text = text
        self.sections = sections
        self.section = 0
        self.topic = ""
        self.lead: _Lead | None = None
        self.head: _Lead | None = None
        self.listed = False

    def block(self, number: int, block: Block, told: Sequence[Sentence]) -> Iterator[Advice]:
        """Yield what one block advises."""
        if block.kind is BlockKind.HEADING:
            self.section += 1
            self._heading(plain(self.text[block.start : block.end].lstrip("# ")))
        elif block.kind is BlockKind.PROSE:
            self.lead, self.listed = None, False
            yield from self._told(number, block, told)
        elif block.kind is BlockKind.ITEM:
            yield from self._item(number, block, told)

    def _heading(self, title: str) -> None:
        self.lead = self.head = None
        self.listed = False
        match = HEADING.match(title[:200])
        if match is None:
            name = option_name(ORDINAL.sub("", title))
            self.topic = "" if ABOUT.search(name) else name
            return
        name = option_name(match["option"])
        if name:
            self.head = _Lead(name, bool(match["not"] or match["not2"] or match["not3"]), False)
            self.topic = name

    def _told(self, number: int, block: Block, told: Sequence[Sentence]) -> Iterator[Advice]:
        """Yield the advice of each sentence of a block; a last one that ends with a colon leads a list."""
        bold = BOLD.match(self.text[block.start : block.start + 120])
        if bold is not None:
            self.topic = option_name(bold["topic"]) or self.topic
        for sentence in told:
            raw = self.text[sentence.start : sentence.end]
            leads = raw.rstrip("*_ ").endswith(":")
            if HINTS.isdisjoint(WORDS.findall(raw.lower())) and not leads:
                continue
            words = plain(raw)
            if words.endswith(":"):
                self.lead = self._leads(words)
            if words.endswith("?"):
                continue
            for one in self._read(words):
                yield replace(one, start=sentence.start, end=sentence.end, section=self.section, block=number)

    def _leads(self, words: str) -> _Lead | None:
        head = HEADING.match(words[:200].rstrip(":"))
        match = head or LEAD.search(words[-300:]) or LEAD_FITS.match(words[:300]) or LEAD_WORKS.match(words[:300])
        if match is None:
            return None
        groups = match.groupdict()
        name = self._resolved(match["option"])
        barred = any(groups.get(key) for key in ("not", "not2", "not3", "cut"))
        return _Lead(name, barred, False) if name else None

    def _item(self, number: int, block: Block, told: Sequence[Sentence]) -> Iterator[Advice]:
        lead = self.lead or self.head
        if lead is None or not told:
            yield from self._told(number, block, told)
            return
        condition = condition_text(plain(self.text[told[0].start : told[0].end]))
        if condition:
            yield Advice(
                lead.option, condition, lead.against, lead.hedged, told[0].start, told[0].end, self.section, number,
                "list",
            )  # fmt: skip

    def _read(self, words: str) -> Iterator[Advice]:
        """Yield what one sentence advises; a clause of the sentence is read by the first pattern that fits it."""
        taken: list[tuple[int, int]] = []
        hedged = HEDGE.search(words) is not None
        for pattern in (FORBIDS, REVERSE, IMPERATIVE, FOR_THEM, COPULA, FITS):
            for match in pattern.finditer(words[:1200]):
                groups = match.groupdict()
                if any(start < match.end("option") and match.start("option") < end for start, end in taken):
                    continue
                option, condition = self._resolved(match["option"]), condition_text(match["condition"])
                if not option or not condition:
                    continue
                join = (groups.get("join") or "if").lower()
                if (
                    pattern is FITS
                    and not groups.get("join")
                    and not re.search(r"(?:suits?|excels? (?:at|in|for)) ?$", words[: match.start("condition")], re.I)
                ):
                    continue
                against = any(groups.get(key) for key in ("not", "not2", "cut")) != (join == "unless")
                form = "clause" if join not in ("for", "in", "to", "with") else FORMS.get(pattern, "use")
                taken.append(match.span("option"))
                self.topic = option
                yield Advice(option, condition, against, hedged, 0, 0, 0, 0, form)

    def _resolved(self, raw: str) -> str:
        """Return the option that words name, a pronoun standing for the topic."""
        bare = TRAIL.sub("", " ".join(plain(raw).split()))
        return self.topic if PRONOUN.match(bare) else option_name(bare)
