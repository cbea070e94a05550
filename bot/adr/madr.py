"""An answer as a decision record in the form of MADR 4 (Markdown Any Decision Records). Pure.

Every sentence that leans on evidence carries its ``[n]``; the quotes stand under "Evidence", word for word, numbered as
they are first used. Whatever comes from a user, a source or the knowledge is escaped: none of it is ever markup.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from bot.adr.evidence import evidence_parts
from bot.adr.options import options_text, reason, within
from bot.adr.record import LINT, block, kept_of
from bot.escaping import inline, shown, yaml_text
from bot.prose import grounds_of
from bot.standing import Standing
from bot.types import Answer, CitedQuote, FactHeard, Recommendation
from kb.errors import InputError
from kb.types import Catalog, TradeOff

STATUSES = ("proposed", "accepted")
LONGEST_TITLE = 200
_CONFIRMATION = (
    "`crossroads adr-check` decides this record again from its own data, here and in CI, and says when the "
    "recommendation, how firm it is, or its evidence has moved."
)


class _Marks:
    """Numbers the quotes of a record in the order in which it first cites them."""

    def __init__(self, citations: Sequence[CitedQuote]) -> None:
        self._quotes = {c.n: c for c in citations}
        self._numbers: dict[int, int] = {}

    def __call__(self, numbers: Iterable[int]) -> str:
        known = [n for n in dict.fromkeys(numbers) if n in self._quotes]
        return "".join(f" [{self._numbers.setdefault(n, len(self._numbers) + 1)}]" for n in known)

    def cited(self) -> tuple[CitedQuote, ...]:
        return tuple(self._quotes[old].model_copy(update={"n": new}) for old, new in self._numbers.items())


def as_markdown(
    answer: Answer,
    catalog: Catalog,
    *,
    turns: Sequence[str] = (),
    given: Mapping[str, str] | None = None,
    title: str | None = None,
    status: str = "proposed",
    date: datetime.date | None = None,
    makers: Sequence[str] = (),
    standing: Standing | None = None,
) -> str:
    """Return the record; the same arguments give the same text.

    ``turns`` are all messages, the last one the question (the answer's own where none are given), ``given`` the facts
    set by hand, ``makers`` who decides, ``standing`` what the answer stood on. Raises InputError for an answer that
    decides nothing, a status or a title that cannot be used.
    """
    trade_off = _decision(answer, catalog, status)
    turns = tuple(turns) or (answer.question,)
    marks = _Marks(answer.citations)
    parts = [
        f"# {inline(checked_title(title) if title is not None else title_of(answer))}",
        f"## Context and Problem Statement\n\n{_context(answer, trade_off, turns)}",
        _section("## Decision Drivers", _drivers(answer)),
        _section("## Considered Options", [inline(option.name) for option in trade_off.options]),
        f"## Decision Outcome\n\n{_outcome(answer, trade_off, marks)}",
        _section("### Consequences", _consequences(answer, trade_off, marks)),
        f"### Confirmation\n\n{_CONFIRMATION}",
        f"## Pros and Cons of the Options\n\n{options_text(answer, trade_off, catalog.factors, marks)}",
        "## More Information",
        _section("### Revisit when", _revisit(answer, trade_off, marks)),
        _section("### Where sources disagree", _conflicts(answer, marks)),
    ]
    parts += evidence_parts(marks.cited())
    prose = "\n\n".join(part for part in parts if part)
    kept = kept_of(answer, catalog, marks.cited(), turns, given or {}, standing)
    return f"{_front(status, date, makers)}\n{prose}\n\n{block(kept, prose)}\n\n{LINT}\n"


def _decision(answer: Answer, catalog: Catalog, status: str) -> TradeOff:
    if status not in STATUSES:
        raise InputError(f"status: expected {' or '.join(STATUSES)}, found {status!r}.")
    if answer.trade_off is None or answer.outcome not in ("recommendation", "needs_facts"):
        found = "a question for evidence" if answer.outcome == "evidence_only" else "nothing that I know options for"
        raise InputError(
            f"A decision record needs a decision between options, found {found}. Ask which option to choose, such as: "
            "we get 55k requests a day, should we call an API or run our own GPUs?"
        )
    if answer.recommendation is None and status == "accepted":
        asked = " ".join(missing.ask for missing in answer.missing[:2])
        raise InputError(f"Nothing is decided yet, so there is nothing to accept. {asked} Or record it as proposed.")
    return catalog.trade_off(answer.trade_off.id)


def title_of(answer: Answer) -> str:
    """Return the title of a record: the problem, and the solution where there is one."""
    name = answer.trade_off.name if answer.trade_off else ""
    return f"{name}: {within(answer.recommendation.option.name)}" if answer.recommendation else name


def checked_title(title: str) -> str:
    """Return a title that can be used; raises InputError otherwise."""
    line = shown(title)
    if not line or len(line) > LONGEST_TITLE:
        raise InputError(f"title: expected 1 to {LONGEST_TITLE} characters, found {len(line)}.")
    return line


def _front(status: str, date: datetime.date | None, makers: Sequence[str]) -> str:
    lines = [f"status: {status}"]
    lines += [f"date: {date.isoformat()}"] if date else []
    lines += [f"decision-makers: [{', '.join(yaml_text(maker) for maker in makers)}]"] if makers else []
    return "---\n" + "\n".join(lines) + "\n---\n"


def _section(heading: str, rows: Iterable[str]) -> str:
    kept = [row for row in rows if row]
    return f"{heading}\n\n" + "\n".join(f"* {row}" for row in kept) if kept else ""


def _context(answer: Answer, trade_off: TradeOff, turns: Sequence[str]) -> str:
    asked = "\n>\n".join(f"> {inline(turn)}" for turn in turns)
    return f"{inline(trade_off.question)} This was asked as:\n\n{asked}"


def _drivers(answer: Answer) -> Iterable[str]:
    said = {step.node.removeprefix("factor:"): step.text for step in answer.path if step.kind == "fact"}
    for fact in answer.facts:
        if fact.factor in said:
            text = said[fact.factor]
            yield f"{inline(text[:1].upper() + text[1:])}{_heard(fact)}"


def _heard(fact: FactHeard) -> str:
    if fact.origin == "given":
        return " (set by hand)"
    return f" (“{inline(fact.text)}”)" if fact.text else ""


def _outcome(answer: Answer, trade_off: TradeOff, marks: _Marks) -> str:
    r = answer.recommendation
    if r is None:
        start = next(option.name for option in trade_off.options if option.id == trade_off.start)
        cited = next((s.citations for s in reversed(answer.path) if s.kind == "option"), ())
        because = inline(within(trade_off.start_because).rstrip("."))
        return (
            "Not decided yet: nothing stated argues for any option. "
            f'Until then the place to start is "{inline(start)}": {because}.{marks(cited)}'
        )
    return f"{_chosen(answer, r, trade_off, marks)}\n\n{_firmness(answer, r)}"


def _chosen(answer: Answer, r: Recommendation, trade_off: TradeOff, marks: _Marks) -> str:
    rules = {f"rule:{rule.id}": rule for rule in trade_off.rules}
    holding = [s for s in answer.path if s.outcome == "holds" and s.favours == r.option.id]
    reasons = [f"{reason(step, rules.get(step.node))}.{marks(step.citations)}" for step in holding[:3]]
    if not reasons:
        start = inline(within(trade_off.start_because).rstrip("."))
        cited = marks(r.citations)
        reasons = [f"nothing stated argues for leaving the starting point: {start}.{cited}"]
    return f'Chosen option: "{inline(r.option.name)}", because {_joined(reasons)}'


def _joined(reasons: Sequence[str]) -> str:
    return "".join(
        f"{opening}{reason}" for opening, reason in zip(("", " Besides, ", " Also, "), reasons, strict=False)
    )


def _firmness(answer: Answer, r: Recommendation) -> str:
    grounds = grounds_of(answer)
    known = "No fact that is still open could change it." if r.robust else "A fact that is still open could change it."
    return (
        f"This is a **{r.strength}** recommendation (how clearly the facts decide) of **{r.certainty} certainty** "
        f"(how good the evidence is{f': {inline(grounds)}' if grounds else ''}). {known}"
    )


def _consequences(answer: Answer, trade_off: TradeOff, marks: _Marks) -> Iterable[str]:
    r = answer.recommendation
    if r is None:
        return
    rules = {f"rule:{rule.id}": rule for rule in trade_off.rules}
    lost = [s for s in answer.path if s.outcome == "holds" and s.favours != r.option.id]
    names = {option.id: option.name for option in trade_off.options}
    if not lost:
        yield "Good, because nothing that was stated argues for another option."
    for step in lost:
        because = reason(step, rules.get(step.node))
        yield (
            f"Bad, because an argument for “{inline(names.get(str(step.favours), ''))}” is passed over "
            f"({step.force}): {because}.{marks(step.citations)}"
        )
    if not r.robust:
        yield "Neutral, because it rests on facts that are not all known: see “Revisit when”."
    if answer.conflicts:
        yield "Neutral, because the sources do not agree on everything it rests on: see “Where sources disagree”."


def _revisit(answer: Answer, trade_off: TradeOff, marks: _Marks) -> Iterable[str]:
    names = {option.id: option.name for option in trade_off.options}
    for flip in answer.flips:
        yield f"{inline(flip.text)}{marks(flip.citations)}"
    for missing in answer.missing:
        towards = " or ".join(f"“{inline(names[id])}”" for id in missing.could_change_to if id in names)
        turn = "It could change this to" if answer.recommendation else "It could decide for"
        yield f"“{inline(missing.ask)}” gets an answer. {f'{turn} {towards}. ' if towards else ''}{inline(missing.why)}"
    if answer.recommendation and not answer.flips and not answer.missing:
        yield "The facts above are no longer so. No figure and no open fact is known that would change it."


def _conflicts(answer: Answer, marks: _Marks) -> Iterable[str]:
    for conflict in answer.conflicts:
        sides = [f"  * {inline(p.text)}{marks(p.citations)}" for p in conflict.positions]
        sides += [f"  * {inline(conflict.weight)}"] if conflict.weight else []
        told = {"disagree": "the sources disagree", "not comparable": "the sources cannot be compared"}
        yield "\n".join([f"{inline(conflict.about.rstrip('.'))} ({told[conflict.relation]})", *sides])
