"""What is kept to be asked again: saved questions, and answers with the conversation that they were given in.

Saved questions are JSON Lines of ``{"turns": [...], "facts": {factor: value}}``, cases of ``crossroads eval`` (JSON
Lines or YAML), or recordings; the facts of a case are what is expected of it and are not given to the question.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.cases import read_cases
from bot.jsonl import json_bytes, read_line
from bot.marks import unmark
from bot.standing import Standing
from bot.types import Answer
from graph.files import write_atomically
from kb.errors import InputError
from kb.types import Catalog, Factor, Record

QUESTIONS = "questions.jsonl"
"""Name of the saved questions in a data directory."""
SEED = 7
EXAMPLES, LOOK_UPS = 10, 4
"""How many of a trade-off's own questions, and questions for evidence, stand for it where none are saved."""
LARGEST = 64 << 20
"""Bytes of one file that is read whole."""


class Saved(Record):
    """A question with the turns before it and the facts set by hand."""

    id: str
    turns: tuple[str, ...]
    facts: dict[str, str]


class Recording(Record):
    """An answer with all that it takes to give it again; ``stood_on`` says what its digest stands for."""

    turns: tuple[str, ...]
    facts: dict[str, str]
    answer: Answer
    stood_on: Standing | None = None


def save_recording(path: Path, recording: Recording) -> None:
    """Write a recording, whole or not at all; raises InputError where the file cannot be written."""
    try:
        write_atomically(path, json_bytes(recording.model_dump(mode="json"), indent=2) + b"\n")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}). Name another file.") from error


def read_answer(path: Path) -> Recording | Answer:
    """Read a recording, or an answer as ``ask --json`` prints it; raises InputError naming what is wrong."""
    data = _bytes(path)
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path}: expected one JSON object, as ask --json or ask --save writes it: {error}."
        ) from error
    kind: type[Recording] | type[Answer] = Recording if isinstance(value, dict) and "answer" in value else Answer
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise InputError(f"{path}: is not an answer; {where}: {first['msg']}.") from error


def read_saved(path: Path, factors: Mapping[str, Factor]) -> tuple[Saved, ...]:
    """Read saved questions; raises InputError or CatalogError naming the file, the line and what is wrong."""
    if path.suffix in {".yaml", ".yml"}:
        return tuple(Saved(id=case.id, turns=case.turns, facts={}) for case in read_cases(path, factors))
    found = []
    for number, line in enumerate(_bytes(path).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            turns, facts = read_line(_as_question(line))
        except InputError as error:
            raise InputError(f"{path}:{number}: {error}") from error
        found.append(Saved(id=f"{path.stem}-{number}", turns=turns, facts=facts))
    if not found:
        raise InputError(f'{path}: expected lines such as {{"turns": ["API or own GPUs?"]}}, found none.')
    return tuple(found)


def _as_question(line: bytes) -> bytes:
    """Return the line without the facts that a case expects."""
    try:
        value: Any = json.loads(line)
    except (ValueError, RecursionError):
        return line  # the reader of lines says what is wrong with it
    if not isinstance(value, dict) or "outcome" not in value:
        return line
    return json_bytes({**value, "facts": None})


def own_questions(catalogs: Iterable[Catalog]) -> tuple[Saved, ...]:
    """Return questions of the catalogs' own voices: a bounded sample of each trade-off, the same every time."""
    asked: dict[str, dict[str, None]] = {}
    wanted: dict[str, dict[str, None]] = {}
    for catalog in catalogs:
        for trade_off in catalog.trade_offs:
            asked.setdefault(trade_off.id, {}).update({unmark(text)[0]: None for text in trade_off.examples})
            wanted.setdefault(trade_off.id, {}).update({look_up.ask: None for look_up in trade_off.look_ups})
    found = []
    for id in sorted(asked):
        for texts, most in ((asked[id], EXAMPLES), (wanted[id], LOOK_UPS)):
            chosen = random.Random(SEED).sample(sorted(texts), min(most, len(texts)))
            found += [(id, text) for text in chosen]
    return tuple(Saved(id=f"{id}-{n}", turns=(text,), facts={}) for n, (id, text) in enumerate(found, start=1))


def sample(saved: tuple[Saved, ...], most: int) -> tuple[Saved, ...]:
    """Return at most so many of the questions, in their order; the same ones every time."""
    if len(saved) <= most:
        return saved
    chosen = sorted(random.Random(SEED).sample(range(len(saved)), most))
    return tuple(saved[i] for i in chosen)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: has {path.stat().st_size:,} bytes; at most {LARGEST:,} are read.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
