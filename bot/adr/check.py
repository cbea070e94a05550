"""Decide recorded decisions again and say which have moved, and why.

A record is decided again from the facts it keeps, past all hearing, so that only knowledge can move it; that its
question would be heard otherwise today is said beside. Records that are superseded, rejected or deprecated, and records
that hold no data of ours, are not checked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from bot.adr.files import number_of, read_record
from bot.adr.moved import Move, grounds_changed, lesser, moves, reasons
from bot.adr.reading import OurRecord, read_text
from bot.adr.record import Kept, sealed
from bot.advise import advise
from bot.advisor import Advisor
from bot.changes import Change
from bot.given import given_fact
from bot.replay import decided_again
from bot.types import Answer
from kb.errors import InputError
from kb.types import Fact, Factor, FactorKind, Record

Result = Literal["same", "moved", "skipped", "not ours", "unusable"]


class Checked(Record):
    """What came of one record; ``why`` are the rules and the knowledge behind a move, ``notes`` what else to know."""

    path: str
    title: str
    status: str
    result: Result
    moves: tuple[Move, ...] = ()
    why: tuple[str, ...] = ()
    knowledge: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    recorded: str = ""
    here: str = ""


class Report(Record):
    """What came of all records."""

    records: tuple[Checked, ...]
    notes: tuple[str, ...] = ()

    def count(self, result: Result) -> int:
        """Return how many records ended so."""
        return sum(record.result == result for record in self.records)

    @property
    def status(self) -> int:
        """The exit status: 2 where a record cannot be used, 1 where one has moved, else 0."""
        return 2 if self.count("unusable") else 1 if self.count("moved") else 0


def check_files(paths: Sequence[Path], advisor: Advisor) -> Report:
    """Check each file; ``advisor`` is asked without its language model."""
    advisor = dataclasses.replace(advisor, model=None)
    return Report(records=tuple(check_file(path, advisor) for path in paths), notes=tuple(_twice(paths)))


def check_file(path: Path, advisor: Advisor) -> Checked:
    """Check one file; whatever is wrong with it is its result, never an error."""
    try:
        record = read_text(read_record(path))
    except InputError as error:
        return Checked(path=str(path), title="", status="", result="unusable", notes=(str(error),))
    head = {"path": str(path), "title": record.title, "status": record.status}
    if record.closed:
        return Checked(**head, result="skipped", notes=(f"its status is {record.status}",))
    if record.kept is None:
        return Checked(**head, result="not ours")
    checked = check(record, record.kept, advisor)
    return checked.model_copy(update=head)


def check(record: OurRecord, kept: Kept, advisor: Advisor) -> Checked:
    """Decide a record again and compare."""
    bare = Checked(path="", title="", status="", result="same", recorded=kept.knowledge, here=advisor.digest)
    known = {t.id: t for t in advisor.catalog.trade_offs}
    notes = _by_hand(record, kept, advisor)
    changed = grounds_changed(kept, advisor.standing, advisor.catalog)
    if kept.trade_off not in known:
        gone = Move(
            kind="recommendation", text=f"there is no decision {kept.trade_off!r} any more", before=kept.trade_off
        )
        return bare.model_copy(update={"result": "moved", "moves": (gone,), "knowledge": changed, "notes": notes})
    facts, lost = _facts(kept, advisor.factors, known[kept.trade_off].factors)
    again = decided_again(kept.turns, kept.trade_off, facts, advisor)
    moved = (*lost, *moves(kept, again, advisor.catalog, advisor.library, record.quotes))
    notes = (*notes, *lesser(kept, again, advisor.catalog), *_heard(kept, again, advisor))
    if not moved and kept.knowledge != advisor.digest:
        notes = (*notes, _stands_on(changed))
    return bare.model_copy(
        update={
            "result": "moved" if moved else "same",
            "moves": moved,
            "why": reasons(kept, again),
            "knowledge": changed,
            "notes": notes,
        }
    )


def _stands_on(changed: Sequence[Change]) -> str:
    """Return what to say where only the knowledge is another."""
    bearing = ", ".join(f"{c.what} {c.id}".strip() for c in changed)
    told = f"the knowledge has changed ({bearing})" if bearing else "the knowledge has changed elsewhere"
    return f"{told}, and the decision stands"


def _facts(kept: Kept, factors: dict[str, Factor], tested: Iterable[str]) -> tuple[dict[str, Fact], tuple[Move, ...]]:
    """Return the facts that can still be taken, and a move for each that cannot."""
    facts, lost = {}, []
    for fact in kept.facts:
        try:
            if fact.factor not in tested:
                raise InputError("the decision no longer depends on it")
            factor = factors[fact.factor]
            if fact.unit != factor.unit or (factor.kind is FactorKind.QUANTITY) != (fact.low is not None):
                raise InputError(f"it is now a {factor.kind.value}{f' in {factor.unit}' if factor.unit else ''}")
            if fact.choice is not None:
                given_fact(fact.factor, fact.choice, factors)
            facts[fact.factor] = Fact.model_validate(fact.model_dump(exclude={"unit"}))
        except InputError as error:
            text = f"the fact {fact.factor} (“{fact.text}”) cannot be taken any more: {error}"
            lost.append(Move(kind="fact", text=text, before=fact.text))
    return facts, tuple(lost)


def _by_hand(record: OurRecord, kept: Kept, advisor: Advisor) -> tuple[str, ...]:
    """Return what people changed: they may choose otherwise, which is theirs to do and worth saying."""
    notes = []
    names = {o.id: o.name for t in advisor.catalog.trade_offs if t.id == kept.trade_off for o in t.options}
    recommended = names.get(kept.option or "", "")
    if record.edited and record.chosen and recommended and record.chosen != recommended:
        notes.append(
            f"it chooses “{record.chosen}”, where “{recommended}” had been recommended; the latter is compared"
        )
    elif record.edited:
        notes.append("its text was edited by hand")
    if not sealed(kept):
        notes.append("its data was edited by hand, and is checked as it stands")
    return tuple(notes)


def _heard(kept: Kept, again: Answer, advisor: Advisor) -> tuple[str, ...]:
    """Return what would be understood otherwise if the question were asked today."""
    try:
        heard = advise(kept.turns, advisor, kept.given)
    except InputError as error:
        return (f"its question cannot be asked today: {error}",)
    if heard.trade_off is None or again.trade_off is None or heard.trade_off.id != again.trade_off.id:
        return ("asked today, its question would be heard as another decision, or as none",)
    before, now = ({f.factor: f.value for f in a.facts if f.counted} for a in (again, heard))
    otherwise = sorted(id for id in {*before, *now} if before.get(id) != now.get(id))
    return (f"asked today, its facts would be heard otherwise: {', '.join(otherwise)}",) if otherwise else ()


def _twice(paths: Sequence[Path]) -> Iterable[str]:
    seen: dict[tuple[Path, int], list[str]] = {}
    for path in paths:
        number = number_of(path)
        if number is not None:
            seen.setdefault((path.parent, number), []).append(path.name)
    for (folder, number), names in seen.items():
        if len(names) > 1:
            yield f"{folder}: the number {number} is taken twice: {', '.join(names)}"
