"""What can be read as a message at all."""

from __future__ import annotations

from collections.abc import Sequence

from kb.errors import InputError

LONGEST = 20_000
"""Characters of one message; a longer one is a document, to be ingested, not asked."""
MOST_TURNS = 50


def checked(turns: Sequence[str]) -> tuple[str, ...]:
    """Return the turns as they can be read; raises InputError for what is no question."""
    if not turns or not str(turns[-1]).strip():
        raise InputError("The question is empty. Ask something like: we get 55k requests a day, API or our own GPUs?")
    if len(turns) > MOST_TURNS:
        raise InputError(f"A conversation may have {MOST_TURNS} turns; this one has {len(turns)}. Start a new one.")
    for turn in turns:
        if len(turn) > LONGEST:
            raise InputError(
                f"A message may have {LONGEST:,} characters; this one has {len(turn):,}. "
                "Ingest it as a document, or shorten it."
            )
        if sum(not (c.isprintable() or c.isspace()) for c in turn) > 0.1 * len(turn):
            raise InputError("This is not text (too many control characters). Paste the question as plain text.")
    return tuple(turn.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ") for turn in turns)
