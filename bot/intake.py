"""What a question, the turns before it and the facts set by hand have to be before anything is heard of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from kb.errors import InputError

MOST_CHARACTERS = 4_000
"""Characters of one question; more is a document, not a question."""
MOST_TURNS = 20
"""Turns that travel with a question, the last one included."""
MOST_FACTS = 100


def checked_text(text: object, name: str = "question") -> str:
    """Return a text that may be asked, stripped; raise InputError naming what is wrong with it."""
    if not isinstance(text, str):
        raise InputError(f"{name}: expected a text, found {type(text).__name__}. Send a string.")
    if not text.strip():
        raise InputError(f"{name}: expected a text, found nothing. Type what you want to decide.")
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"{name}: expected at most {MOST_CHARACTERS:,} characters, found {len(text):,}. Ask in fewer words."
        )
    if "\x00" in text:
        raise InputError(f"{name}: expected text, found a NUL character. Send plain text.")
    return text.strip()


def checked_turns(question: object, turns: object) -> tuple[str, ...]:
    """Return earlier turns and the question as one history; raise InputError when one of them cannot be used."""
    earlier = turns if turns is not None else ()
    if not isinstance(earlier, list | tuple):
        raise InputError(
            f"turns: expected a list of texts, found {type(earlier).__name__}. Send the earlier messages as strings."
        )
    if len(earlier) + 1 > MOST_TURNS:
        raise InputError(
            f"turns: expected at most {MOST_TURNS - 1} earlier turns, found {len(earlier)}. Send the latest ones."
        )
    return (*(checked_text(turn, f"turns[{place}]") for place, turn in enumerate(earlier)), checked_text(question))


def checked_facts(facts: object) -> dict[str, str]:
    """Return facts set by hand as factor id -> text; raise InputError when they are not a mapping of texts."""
    given = facts if facts is not None else {}
    if not isinstance(given, Mapping):
        raise InputError(
            f"facts: expected an object of texts, found {type(given).__name__}. "
            'Send such as {"requests_per_day": "250000/day"}.'
        )
    if len(given) > MOST_FACTS:
        raise InputError(f"facts: expected at most {MOST_FACTS}, found {len(given)}.")
    return {checked_text(key, "facts"): checked_text(value, f"facts.{key}") for key, value in given.items()}
