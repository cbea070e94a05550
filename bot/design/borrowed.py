"""What a document says of somebody else's component: bought, leased, a supplier's, and the sentences that go on about
it. Pure; English grammar only.

What such a component does is not the document's choice, and its figures are no facts of the document's own matter.
"""

from __future__ import annotations

import re

from bot.design import voice
from bot.design.document import Document, Statement

_GOES_ON = re.compile(
    r"^\W*(?:it|its|they|their|theirs|these|this|both|that one)\b(?! is (?:why|because))", re.IGNORECASE
)
_MAKER = re.compile(r"^\W*(?:maker|vendor|supplier|licensor|manufacturer|bought (?:from|of)|leased from)\W*$", re.I)
_NAMES_MAKER = re.compile(
    r"\b(?:by|from|of) [A-Z]\w+(?: [A-Z]\w+)*\W*$|\b(?:AB|GmbH|Ltd|Inc|Systems|Labs|Technologies)\b"
)
_THEY = re.compile(r"^\W*they\b", re.IGNORECASE)


def borrowed(document: Document) -> frozenset[Statement]:
    """Return the statements that speak of what others make, sell or run."""
    found: set[Statement] = set()
    before: Statement | None = None
    for statement in document.statements:
        if _others(statement) or _continues(statement, before, found):
            found.add(statement)
        before = statement
    return frozenset(found)


def _others(statement: Statement) -> bool:
    if statement.cells:
        heads = zip(statement.heads, statement.cells, strict=False)
        return voice.theirs(" ".join(statement.cells)) or any(_MAKER.match(head) and cell for head, cell in heads)
    return voice.theirs(statement.text)


def _continues(statement: Statement, before: Statement | None, found: set[Statement]) -> bool:
    """Say whether a sentence goes on, in one paragraph, about what the last one said of others."""
    if before is None or before.block != statement.block or not _GOES_ON.match(statement.text):
        return False
    if before in found:
        return not voice.personal(statement.text)
    return bool(_THEY.match(statement.text) and _NAMES_MAKER.search(before.text))
