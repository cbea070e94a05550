"""Answers on a terminal: the recommendation first, plain where it is none, every control character made visible."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.given import UNKNOWN
from bot.types import Answer, CitedQuote, FactHeard, PathStep

_FIRM = {True: "no missing fact would change it", False: "a fact not stated yet could change it"}
_MARK = {"holds": "+", "fails": "-", "unknown": "?", None: " "}


def visible(text: str) -> str:
    r"""Return the text with control, format and surrogate characters as ``\x1b``-like escapes; newlines and tabs stay.

    What is printed comes from articles and users, and a terminal obeys what it is sent.
    """
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"} else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def console(file: TextIO | None = None) -> Console:
    """Return a console that colours on a terminal only, and not where NO_COLOR is set; it wraps on a terminal only."""
    out = file or sys.stdout
    return Console(file=out, highlight=False, markup=False, emoji=False, soft_wrap=not out.isatty())


def answer_lines(answer: Answer) -> Iterable[Text]:
    """Yield the answer as lines: recommendation, facts, why, against, flips, conflicts, questions, path, references."""
    yield from _opening(answer)
    if answer.trade_off:
        yield from _listed("Heard", [_heard(f) for f in answer.facts])
    if answer.recommendation:
        chosen = answer.recommendation.option.id
        holding = [s for s in answer.path if s.outcome == "holds"]
        yield from _listed("Why", [_cited(s.text, s.citations) for s in holding if s.favours == chosen])
        yield from _listed(
            "Against it", [_cited(f"{a.option.name}: {a.why_not}", a.citations) for a in answer.alternatives]
        )
    yield from _listed("What would change it", [_cited(f.text, f.citations) for f in answer.flips])
    for conflict in answer.conflicts:
        sides = [_cited(p.text, p.citations) for p in conflict.positions]
        sides += [conflict.weight] if conflict.weight else []
        yield from _listed(
            f"Sources {'disagree' if conflict.relation == 'disagree' else 'cannot be compared'}: {conflict.about}",
            sides,
        )
    yield from _listed(
        "Worth telling me next" if answer.recommendation else "Tell me",
        [f"{m.ask} {m.why} ({m.factor})" for m in answer.missing],
    )
    yield from _listed("Path", [_stepped(step) for step in answer.path], bullet="")
    yield from citation_lines(answer.citations)


def _opening(answer: Answer) -> Iterable[Text]:
    if answer.recommendation:
        r = answer.recommendation
        yield Text(visible(r.option.name), style="bold green")
        yield Text(f"{r.strength} recommendation, {r.certainty} certainty, {_FIRM[r.robust]}")
        yield Text(visible(_cited(r.summary, r.citations)))
    elif answer.outcome == "evidence_only":
        yield Text("Evidence, without a verdict", style="bold")
    else:
        yield Text(visible(answer.text.split("\n\n")[0].replace("**", "")), style="bold")


def citation_lines(citations: Sequence[CitedQuote]) -> Iterable[Text]:
    """Yield the numbered references: the quote, the source, what it cites, and where to read it."""
    if not citations:
        return
    yield from _heading("References")
    for c in citations:
        source = ", ".join(
            part for part in ("; ".join(c.source.authors), c.source.title, str(c.source.year or "")) if part
        )
        yield Text(visible(f"[{c.n}] “{c.quote}”"))
        yield Text(visible(f"    {'summary of ' if c.kind == 'digest' else ''}{source} ({c.passage})"), style="dim")
        for reference in c.references:
            number = f"its reference {reference.number}: " if reference.number is not None else "citing "
            yield Text(
                visible(f"    {number}{reference.text}{f' {reference.url}' if reference.url else ''} ({reference.id})"),
                style="dim",
            )
        if c.link:
            yield Text(visible(f"    {c.link}"), style="dim")


def _heading(title: str) -> Iterable[Text]:
    yield Text("")
    yield Text(visible(title), style="bold")


def _listed(title: str, lines: Sequence[str], bullet: str = "- ") -> Iterable[Text]:
    if lines:
        yield from _heading(title)
        for line in lines:
            yield Text(visible(f"  {bullet}{line}"))


def _cited(text: str, citations: Iterable[int]) -> str:
    return " ".join([text, *(f"[{n}]" for n in citations)])


def _stepped(step: PathStep) -> str:
    end = f" -> {step.favours} ({step.force}, {step.outcome})" if step.favours else ""
    return _cited(f"{step.step:>2} {_MARK[step.outcome]} {step.text}{end}", step.citations)


def _heard(fact: FactHeard) -> str:
    """Return a fact with the words it was heard in; what is only implied says so."""
    if fact.value == UNKNOWN and fact.origin == "given":
        return f"{fact.factor}: taken back, counts as not stated"
    unit = f" {fact.unit}" if fact.unit else ""
    aside = "" if fact.counted else "  (not counted)" if fact.assumed else "  (does not bear on this)"
    return f"{fact.factor} = {_value(fact.value)}{unit}  {'assumed from ' if fact.assumed else ''}“{fact.text}”{aside}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"{value[0]:,.12g} to {value[1]:,.12g}"
    return f"{value:,.12g}" if isinstance(value, float) else str(value)
