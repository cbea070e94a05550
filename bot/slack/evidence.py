"""Citations as Slack shows them: quotes, their source, whose words they are, the references behind them. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.words import shown
from bot.types import Answer, CitedQuote

LONG_QUOTE = 280
LONG_CREDIT, SHORT_CREDIT = 160, 90
MOST_CHARACTERS = 8_000
"""Of the blocks of one message as JSON; Slack refuses a message whose blocks are too long in all."""
MOST_CITATIONS = 15
"""Citations of one message."""
MOST_REFERENCES = 3
MOST_MESSAGES = 4
"""Messages in a row; Slack takes about one a second."""


def marks(numbers: Iterable[int]) -> str:
    """Return the numbers of citations as people read them: ``[1] [2]``."""
    return " ".join(f"[{n}]" for n in numbers)


def quoted(cited: CitedQuote, *, citing: bool = True) -> Block:
    """Return one citation as a quotation with its credit beneath, in which ``citing`` names the reference behind it."""
    return blocks.quote(
        blocks.text(f"[{cited.n}] ", bold=True),
        blocks.text(f"“{shown(cited.quote, LONG_QUOTE)}”"),
        blocks.newline(),
        *credit(cited),
        *(_citing(cited) if citing else ()),
    )


def credit(cited: CitedQuote) -> list[Block]:
    """Return whose words a quote is: a digest is our summary of its source."""
    year = f", {cited.source.year}" if cited.source.year else ""
    return [
        blocks.text("Our summary of " if cited.kind == "digest" else "Word for word from ", italic=True),
        *blocks.link(f"{cited.source.title}{year}", cited.link or cited.source.url, LONG_CREDIT),
    ]


def _citing(cited: CitedQuote) -> list[Block]:
    """Return the first reference that the quoted sentence leans on."""
    if not cited.references:
        return []
    first = cited.references[0]
    return [blocks.text(", citing ", italic=True), blocks.text(first.text or first.id, SHORT_CREDIT)]


def evidence(answer: Answer) -> list[tuple[Block, ...]]:
    """Return the citations of an answer with their references, as the blocks of one message or more.

    What does not fit ``MOST_MESSAGES`` is left out, and that is said.
    """
    rows = [(blocks.header(f"Evidence ({len(answer.citations)})"),)]
    rows += [(blocks.rich(*_whole(cited)),) for cited in answer.citations]
    rows += [(block,) for block in _conflicts(answer)]
    messages = list(_messages(rows))
    if len(messages) > MOST_MESSAGES:
        messages[MOST_MESSAGES - 1] += (blocks.context("There is more; the app in the browser shows all of it."),)
    return messages[:MOST_MESSAGES]


def _whole(cited: CitedQuote) -> Iterator[Block]:
    yield quoted(cited, citing=False)
    if cited.note:
        yield blocks.paragraph(blocks.text(cited.note, 300, italic=True))
    others = cited.references[:MOST_REFERENCES]
    if others:
        yield blocks.bullets(
            [blocks.text("leans on ", italic=True), *blocks.link(r.text or r.id, r.url, LONG_CREDIT)] for r in others
        )


def _conflicts(answer: Answer) -> Iterator[Block]:
    for conflict in answer.conflicts:
        verb = "Disagree" if conflict.relation == "disagree" else "Not comparable"
        sides = [[blocks.text(f"{p.text} {marks(p.citations)}", 400)] for p in conflict.positions[:6]]
        head = blocks.paragraph(blocks.text(f"{verb}: ", bold=True), blocks.text(conflict.about, 500))
        weight = [blocks.paragraph(blocks.text(conflict.weight, 500))] if conflict.weight else []
        yield blocks.rich(head, *([blocks.bullets(sides)] if sides else []), *weight)


def _messages(rows: Sequence[tuple[Block, ...]]) -> Iterator[tuple[Block, ...]]:
    """Part rows into messages that Slack accepts."""
    message: list[Block] = []
    size = 0
    for row in rows:
        length = len(json.dumps(row, ensure_ascii=False))
        if message and (size + length > MOST_CHARACTERS or len(message) > MOST_CITATIONS):
            yield tuple(message)
            message, size = [], 0
        message += row
        size += length
    if message:
        yield tuple(message)
