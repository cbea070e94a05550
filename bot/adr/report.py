"""The report of a check as plain lines for a terminal, and as Markdown for a pull request. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.adr.check import Checked, Report, Result
from bot.change_lines import change_line
from bot.escaping import inline
from bot.wording import clipped

_WORDS: dict[Result, str] = {
    "moved": "moved",
    "same": "the same",
    "unusable": "unusable",
    "skipped": "no longer in force",
    "not ours": "not ours",
}
_SIGNS: dict[Result, str] = {
    "moved": "MOVED",
    "same": "ok",
    "unusable": "UNUSABLE",
    "skipped": "skipped",
    "not ours": "not ours",
}
MOST_WHY = 8
"""Rules named behind a move."""
WIDE = 300


def report_lines(report: Report) -> Iterator[str]:
    """Yield each record with what moved and why, then the counts."""
    for record in report.records:
        yield f"{_SIGNS[record.result]:<8}  {record.path}{f'  ({record.title})' if record.title else ''}"
        yield from (f"    * {clipped(text, WIDE)}" for text in _said(record))
        yield from (f"      because {clipped(text, WIDE)}" for text in _because(record))
        yield from (f"    note: {clipped(text, WIDE)}" for text in record.notes)
    yield from (f"note: {note}" for note in report.notes)
    yield _counted(report)


def report_markdown(report: Report) -> str:
    """Return the same as Markdown: what moved first, then what else to know, then the counts."""
    order: list[Result] = ["unusable", "moved", "same", "skipped"]
    parts = ["## Decision records", _counted(report)]
    for result in order:
        rows = [_row(record) for record in report.records if record.result == result]
        if rows:
            parts += [f"### {_WORDS[result][:1].upper()}{_WORDS[result][1:]}", "\n".join(rows)]
    parts += ["\n".join(f"* {inline(note)}" for note in report.notes)] if report.notes else []
    return "\n\n".join(parts) + "\n"


def _row(record: Checked) -> str:
    path = inline(record.path)
    lines = [f"* **{inline(record.title)}** ({path})" if record.title else f"* {path}"]
    lines += [f"  * {inline(text)}" for text in _said(record)]
    lines += [f"    * because {inline(text)}" for text in _because(record)]
    lines += [f"  * note: {inline(text)}" for text in record.notes]
    return "\n".join(lines)


def _said(record: Checked) -> list[str]:
    return [f"{move.kind}: {move.text}" for move in record.moves]


def _because(record: Checked) -> list[str]:
    """Return the rules and the knowledge behind a move; of a record that has not moved nothing needs a reason."""
    if not record.moves:
        return []
    why = [
        *record.why[:MOST_WHY],
        *([f"{len(record.why) - MOST_WHY} more rules"] if len(record.why) > MOST_WHY else []),
    ]
    return [*why, *(" ".join(change_line(change).split()) for change in record.knowledge)]


def _counted(report: Report) -> str:
    ours = len(report.records) - report.count("not ours")
    counts = ", ".join(f"{n} {_WORDS[r]}" for r in _WORDS if r != "not ours" and (n := report.count(r)))
    foreign = report.count("not ours")
    beside = f" {foreign} other Markdown file{'' if foreign == 1 else 's'} beside them." if foreign else ""
    return f"{ours} decision record{'' if ours == 1 else 's'}{f': {counts}' if counts else ''}.{beside}"
