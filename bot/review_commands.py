"""What ``review-knowledge`` does: list, show, judge."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.text import Text

from bot.commands import progress
from bot.jsonl import json_bytes
from bot.terminal import console, visible
from ingest.pending import Pending, Quoted
from ingest.pipeline import ensure
from ingest.reviewing import decide, item_of, review_items, undecided, what_follows
from kb.errors import InputError
from kb.reviews import DONE, LARGEST_EDIT, Verdict
from kb.settings import Settings

MOST_QUOTES = 3
"""Sentences of one item that the list shows; ``--json`` has them all."""
_KINDS = {"rule": "Rules", "draft": "Draft decisions", "copy": "Copies", "conflict": "Conflicts"}


class Judgement(NamedTuple):
    """A verdict as the command line states it."""

    item: str
    verdict: Verdict
    edited: str | None = None
    force: str | None = None


def verdict_of(
    accept: str | None, reject: str | None, edit: tuple[str, str] | None, show: str | None, force: str | None
) -> Judgement | None:
    """Return the one verdict that was asked for, or None; raises InputError for more than one, or a force for none."""
    if sum(option is not None for option in (accept, reject, edit, show)) > 1:
        raise InputError("review-knowledge: expected at most one of --accept, --reject, --edit and --show.")
    if force is not None and accept is None:
        raise InputError("review-knowledge: --force goes with --accept. In an edit, write force: in the file.")
    if accept is not None:
        return Judgement(accept, "accept", force=force)
    if reject is not None:
        return Judgement(reject, "reject")
    return Judgement(edit[0], "edit", edited_text(edit[1])) if edit is not None else None


def edited_text(given: str) -> str:
    """Return the content of the file of this name, or the text itself where it can only be a condition."""
    path = Path(given)
    condition = any(sign in given for sign in (" is ", "<", ">", " between "))
    if condition and not path.is_file():
        return given
    try:
        if path.stat().st_size > LARGEST_EDIT:
            raise InputError(f"{given}: is larger than {LARGEST_EDIT} bytes.")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{given}: cannot be read ({error}). Name a UTF-8 file, or write a condition such as 'ops_24_7 is no'."
        ) from error


def list_items(settings: Settings, *, everything: bool, as_json: bool) -> None:
    """Print what waits for a verdict, with ``everything`` also what was decided."""
    items = _items(settings)
    chosen = items if everything else undecided(items)
    if as_json:
        _write(json_bytes([item.model_dump(mode="json") for item in chosen], indent=2) + b"\n")
        return
    decided = len(items) - len(undecided(items))
    _print(item_lines(chosen) if chosen else ["Nothing waits for review."])
    if decided and not everything:
        _print([f"{decided} decided before; --all lists them."])


def show_item(id: str, settings: Settings) -> None:
    """Print the text that an item proposes, as a file to edit."""
    item = item_of(id, _items(settings))
    if not item.proposed:
        raise InputError(f"{id}: a {item.kind} has no text to edit; it can be accepted or rejected.")
    _write((item.proposed.rstrip() + "\n").encode())


def judge(judgement: Judgement, settings: Settings, *, by: str, reason: str, as_json: bool) -> None:
    """Decide an item and say what came of it."""
    with progress() as tell:
        ensure(settings, progress=tell)
        new = decide(
            settings,
            judgement.item,
            judgement.verdict,
            edited=judgement.edited,
            force=judgement.force,
            by=by,
            reason=reason,
            progress=tell,
        )
    if as_json:
        _write(json_bytes({"item": judgement.item, "verdict": judgement.verdict, "new": new}, indent=2) + b"\n")
        return
    done, after = DONE[judgement.verdict], what_follows(judgement.item, judgement.verdict)
    _print([f"{judgement.item}: {done}. {after}" if new else f"{judgement.item}: was {done} before; nothing changed."])


def item_lines(items: Sequence[Pending]) -> Iterator[str]:
    """Yield the items as lines, by kind: what each says, its sentences with the words marked, its source."""
    for kind, title in _KINDS.items():
        own = [item for item in items if item.kind == kind]
        if own:
            yield f"{title} ({len(own)})"
        for item in own:
            yield f"  {item.id}: {item.says}"
            yield from (f"      {detail}" for detail in item.details)
            for quote in item.quotes[:MOST_QUOTES]:
                yield f"      {quote_line(quote)}"
                yield f"          {quote.cited}{f', {quote.url}' if quote.url else ''} [{quote.start}-{quote.end}]"
            if len(item.quotes) > MOST_QUOTES:
                yield f"      and {len(item.quotes) - MOST_QUOTES} more sentences"
            if item.decision is not None:
                yield f"      {decision_line(item)}"


def quote_line(quote: Quoted) -> str:
    """Return the sentence between its neighbours, its words marked by angle marks."""
    parts = (quote.before, f"»{' '.join(quote.text.split())}«", quote.after)
    return " ".join(" ".join(part.split()) for part in parts if part)


def decision_line(item: Pending) -> str:
    """Return what was decided, by whom, when and why."""
    decision = item.decision
    if decision is None:
        return "undecided"
    done = {"accept": "accepted", "reject": "rejected", "edit": "edited"}[decision.verdict]
    by = f" by {decision.by}" if decision.by else ""
    return f"{done}{by} at {decision.at}" + (f": {decision.reason}" if decision.reason else "")


def _items(settings: Settings) -> tuple[Pending, ...]:
    with progress() as tell:
        ensure(settings, progress=tell)
    return review_items(settings)


def _print(lines: Iterable[str]) -> None:
    out = console()
    for line in lines:
        out.print(Text(visible(line)))


def _write(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
