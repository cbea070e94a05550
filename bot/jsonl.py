"""Questions as JSON Lines: one object in, one object out, in order, whatever the line holds."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any

from bot.types import Answer
from kb.errors import CrossroadsError, InputError

LONGEST_LINE = 4_000_000
"""Bytes of one line; a longer one is answered with an error and never held in memory whole."""
_LOG = logging.getLogger(__name__)

Ask = Callable[[Sequence[str], Mapping[str, str]], Answer]


def answer_each(lines: IO[bytes], out: IO[bytes], ask: Ask) -> None:
    """Write one line of JSON for each line read: the answer, or ``{"error": ...}``; flushed line by line."""
    for line in bounded_lines(lines):
        out.write(json_bytes(answered(line, ask)) + b"\n")
        out.flush()


def bounded_lines(lines: IO[bytes]) -> Iterator[bytes | None]:
    """Yield each line without its newline, or None for one longer than LONGEST_LINE, which is read past."""
    while line := lines.readline(LONGEST_LINE + 1):
        if len(line.rstrip(b"\r\n")) <= LONGEST_LINE and (line.endswith(b"\n") or len(line) <= LONGEST_LINE):
            yield line.rstrip(b"\r\n")
            continue
        while line and not line.endswith(b"\n"):
            line = lines.readline(LONGEST_LINE + 1)
        yield None


def answered(line: bytes | None, ask: Ask) -> dict[str, Any]:
    """Return the answer to one line as plain JSON values, or what is wrong with the line."""
    try:
        turns, facts = read_line(line)
        return ask(turns, facts).model_dump(mode="json")
    except CrossroadsError as error:
        return {"error": str(error)}
    except Exception as error:  # noqa: BLE001  # an outer edge: a fault of ours must not cost the lines behind it
        _LOG.exception("a question failed")
        return {"error": f"internal error ({type(error).__name__}); the lines after it are not concerned"}


def read_line(line: bytes | None) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the turns and the facts set by hand of one line; raises InputError saying what was expected and found."""
    if line is None:
        raise InputError(f"Expected a line of at most {LONGEST_LINE:,} bytes, found a longer one.")
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"Expected UTF-8, found byte 0x{line[error.start]:02x} at {error.start}.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f'Expected a JSON object such as {{"turns": ["..."]}}: {error}.') from error
    turns = value.get("turns") if isinstance(value, dict) else None
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise InputError('Expected {"turns": ["...", ...]} with at least one text, the last one being the question.')
    facts = {} if value.get("facts") is None else value["facts"]
    if not isinstance(facts, dict):
        raise InputError(
            f'"facts": expected an object such as {{"requests_per_day": "250000/day"}}, found {type(facts).__name__}.'
        )
    return tuple(turns), {factor: fact_text(factor, given) for factor, given in facts.items()}


def fact_text(factor: str, given: object) -> str:
    """Return a fact as it would be typed: a bare number or a pair of them is in the factor's own unit."""
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, str):
        return given
    if isinstance(given, int | float):
        return f"{given:.12f}".rstrip("0").rstrip(".")
    if (
        isinstance(given, list | tuple)
        and len(given) == 2
        and all(isinstance(v, int | float) and not isinstance(v, bool) for v in given)
    ):
        return f"{fact_text(factor, given[0])} to {fact_text(factor, given[1])}"
    raise InputError(
        f"{factor}: expected a text, a number, a pair of numbers, or true or false, found {type(given).__name__}."
    )


def json_bytes(value: object, *, indent: int | None = None) -> bytes:
    """Return JSON in UTF-8 in which no character but a newline that we put there can end a line."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    for character in ("\x7f", "\x85", "\u2028", "\u2029"):
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "backslashreplace")
