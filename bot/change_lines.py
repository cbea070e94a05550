"""A comparison and a replay as plain lines for a terminal; what is long is cut, and JSON has it whole. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.changes import AnswerChange, Change, Comparison, Difference, Replayed
from bot.wording import clipped

WIDE = 160
"""Characters of one value in a line."""
MOST = 40
"""Lines of one kind of change, and questions, that are listed."""
_MARK = {"added": "+", "removed": "-", "changed": "~"}


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """Yield first what changes in the answers, then in the knowledge, then what else to know."""
    turned, changed = comparison.turned, comparison.answers
    yield (
        f"Of {_count(comparison.asked, 'question')} {len(turned)} would be decided otherwise, "
        f"and {len(changed) - len(turned)} would only differ in firmness, flips or evidence."
    )
    for note in comparison.notes:
        yield f"Note: {note}"
    yield from _answers("Decided otherwise", turned)
    yield from _answers("Decided alike, answered differently", [a for a in changed if a not in turned])
    if not comparison.knowledge:
        yield ""
        yield "The knowledge is the same." if comparison.old == comparison.new else "No item of the knowledge differs."
        return
    counts = Counter((change.what, change.how) for change in comparison.knowledge)
    yield ""
    yield "Knowledge: " + ", ".join(f"{n} {what} {how}" for (what, how), n in counts.items())
    for what in dict.fromkeys(change.what for change in comparison.knowledge):
        yield from _bounded([change_line(c) for c in comparison.knowledge if c.what == what])


def _answers(title: str, answers: Iterable[AnswerChange]) -> Iterator[str]:
    answers = list(answers)
    if not answers:
        return
    yield ""
    yield f"{title}:"
    lines = []
    for answer in answers:
        asked = clipped(" ".join(" / ".join(answer.turns).split()), WIDE)
        told = [f"      {line}" for d in answer.differences for line in difference_lines(d)]
        lines.append("\n".join([f"  {answer.id}: {asked}", *told]))
    yield from _bounded(lines)


def _bounded(lines: list[str]) -> Iterator[str]:
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield f"  and {len(lines) - MOST} more (--json has all)"


def change_line(change: Change) -> str:
    """Return one change of the knowledge: ``~ rule x/y  evidence: a -> evidence: b``."""
    head = f"  {_MARK[change.how]} {change.what}{f' {change.id}' if change.id else ''}"
    if change.how == "changed" and (change.before or change.after):
        return f"{head}\n      from {clipped(change.before, WIDE)}\n      to   {clipped(change.after, WIDE)}"
    said = change.after or change.before
    return f"{head}: {clipped(said, WIDE)}" if said else head


def difference_lines(difference: Difference) -> Iterator[str]:
    """Yield one differing field; of a list only what went and what came."""
    old, new = difference.before.splitlines(), difference.after.splitlines()
    if len(old) < 2 and len(new) < 2:
        before, after = (clipped(side, WIDE) or "none" for side in (difference.before, difference.after))
        yield f"{difference.field}: {before} -> {after}"
        return
    yield f"{difference.field}:"
    yield from (f"  - {clipped(line, WIDE)}" for line in old if line not in new)
    yield from (f"  + {clipped(line, WIDE)}" for line in new if line not in old)


def replay_lines(replayed: Replayed) -> Iterator[str]:
    """Yield whether the answer was given again byte for byte, and if not, what is another."""
    if replayed.same:
        yield "The same answer, byte for byte."
    else:
        yield from _why(replayed)
    for note in replayed.notes:
        yield f"Note: {note}"
    if replayed.differences:
        yield f"{_count(replayed.differing, 'field')} {'differs' if replayed.differing == 1 else 'differ'}:"
        yield from (f"  {d.field}: {clipped(d.before, WIDE)} -> {clipped(d.after, WIDE)}" for d in replayed.differences)
    if replayed.differing > len(replayed.differences):
        yield f"  and {replayed.differing - len(replayed.differences)} more"


def _why(replayed: Replayed) -> Iterator[str]:
    if replayed.recorded == replayed.here:
        yield "Another answer, although the knowledge and the engine are the same."
        yield (
            "Either the recorded answer was altered, or it was computed otherwise: another release under the same "
            "engine number, or other versions of its libraries."
        )
        return
    if [d.field for d in replayed.differences] == ["knowledge"]:
        yield "The same answer but for the digest of what it stands on, which is another here."
    else:
        yield "Another answer: what it stood on is another here."
    yield f"  recorded {replayed.recorded[:16]}, here {replayed.here[:16]}"
    yield from (change_line(change) for change in replayed.knowledge)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
