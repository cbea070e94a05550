"""What the command ``review`` does: read the documents, review each, write in the form asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from bot.advisor import open_advisor
from bot.commands import progress
from bot.design.document import LONGEST, checked
from bot.design.report import markdown, text_lines
from bot.design.review import review
from bot.design.sarif import sarif
from bot.design.types import Review, Severity
from bot.jsonl import json_bytes
from bot.terminal import console
from kb.errors import InputError
from kb.settings import Settings

Form = Literal["text", "markdown", "json", "sarif"]
FAILED = 1


def show_reviews(
    places: Sequence[str], settings: Settings, *, form: Form, fail_on: Severity | None, stdin_name: str = "stdin"
) -> int:
    """Review documents on standard output; return 1 where a finding is at least as severe as ``fail_on``, else 0.

    All are read before any is reviewed: an InputError leaves nothing half reported.
    """
    texts = [(_named(place, stdin_name), _read(place)) for place in places]
    for name, text in texts:
        checked(text, name)
    with progress() as tell, open_advisor(settings, progress=tell) as advisor:
        reviews = [(name, text, review(text, advisor, name)) for name, text in texts]
    _write(reviews, form)
    return FAILED if fail_on and any(found.at_least(fail_on) for _, _, found in reviews) else 0


def _named(place: str, stdin_name: str) -> str:
    """Return what a document is called: its path as it was given, from the working directory where it lies in it."""
    if place == "-":
        return stdin_name
    path = Path(place)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return path.as_posix()


def _read(place: str) -> str:
    """Return the text of a file or of standard input; raises InputError where it cannot be read."""
    shown = "standard input" if place == "-" else place
    try:
        if place == "-":
            raw = sys.stdin.buffer.read(4 * LONGEST + 1)
        elif Path(place).is_dir():
            raise InputError(f"{place}: expected a document, found a folder. Name its files, such as {place}/*.md.")
        else:
            with Path(place).open("rb") as file:
                raw = file.read(4 * LONGEST + 1)
    except OSError as error:
        raise InputError(
            f"{shown}: cannot be read: {error.strerror or error}. Name a Markdown or text file."
        ) from error
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(raw, "utf-16", shown)
    return _decoded(raw, "utf-8-sig", shown)


def _decoded(raw: bytes, encoding: str, shown: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{shown}: expected UTF-8 text, found byte 0x{raw[error.start]:02x} at {error.start}. Save it as UTF-8."
        ) from error


def _write(reviews: Sequence[tuple[str, str, Review]], form: Form) -> None:
    named = [(name, found) for name, _, found in reviews]
    if form == "text":
        screen = console()
        for line in text_lines(named):
            screen.print(line)
        return
    if form == "markdown":
        raw = markdown(named).encode("utf-8", "replace")
    elif form == "sarif":
        raw = json_bytes(sarif(reviews, release()), indent=2) + b"\n"
    else:
        raw = json_bytes(_as_json(named), indent=2) + b"\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def _as_json(reviews: Sequence[tuple[str, Review]]) -> object:
    """Return the review of one document; of several, an object with the name of each beside its review."""
    if len(reviews) == 1:
        return reviews[0][1].model_dump(mode="json")
    return {"documents": [{"document": name, **found.model_dump(mode="json")} for name, found in reviews]}


def release() -> str:
    """Return the version of the installed package; ``0`` where it runs from a checkout alone."""
    try:
        return version("crossroads")
    except PackageNotFoundError:
        return "0"
