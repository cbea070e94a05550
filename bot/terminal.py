"""Answers on a terminal: the recommendation first, plain where it is none, every control character made visible."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.given import UNKNOWN
from bot.types import Answer, CitedQuote, FactHeard, Missing, PathStep
from bot.wording import plain_value

FIRM = {True: "no missing fact would change it", False: "a fact not stated yet could change it"}
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


def answer_lines(answer: Answer, names: Mapping[str, str] | None = None) -> Iterable[Text]:
    """Yield the answer as lines: recommendation, facts, why, against, flips, conflicts, questions, path, references.

    ``names`` are those of the factors, by id.
    """
    yield from _opening(answer)
    if answer.trade_off:
        yield from _listed("Heard", heard_lines(answer, names or {}))
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
        [f"{m.ask} {m.why} ({option_for(m)})" for m in answer.missing],
    )
    options = option_names(answer)
    yield from _listed("Path", [_stepped(step, options) for step in answer.path], bullet="")
    yield from citation_lines(answer.citations)


def _opening(answer: Answer) -> Iterable[Text]:
    if answer.recommendation:
        r = answer.recommendation
        yield Text(visible(r.option.name), style="bold green")
        yield Text(f"{r.strength} recommendation, {r.certainty} certainty, {FIRM[r.robust]}")
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
        if c.note:
            yield Text(visible(f"    {c.note}"), style="yellow")
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


def _stepped(step: PathStep, options: Mapping[str, str]) -> str:
    towards = options.get(step.favours or "", step.favours)
    end = f" -> {towards} ({step.force}, {step.outcome})" if towards else ""
    return _cited(f"{step.step:>2} {_MARK[step.outcome]} {step.text}{end}", step.citations)


def option_for(missing: Missing) -> str:
    """Return the option that answers a question: ``--fact ops_24_7=yes|no``."""
    values = ("yes", "no") if missing.kind == "yes/no" else missing.values or ("...",)
    return f"--fact {missing.factor}={'|'.join(values)}"


def option_names(answer: Answer) -> dict[str, str]:
    """Return the names of the options that an answer speaks of, by id."""
    named = [alternative.option for alternative in answer.alternatives]
    named += [flip.towards for flip in answer.flips]
    named += [answer.recommendation.option] if answer.recommendation else []
    return {option.id: option.name for option in named}


def heard_lines(answer: Answer, names: Mapping[str, str]) -> list[str]:
    """Return the facts with the words that they were heard in, each a line; what is only implied says so.

    ``names`` are those of the factors, by id; one that walked is named by its step of the path.
    """
    said = {step.node.removeprefix("factor:"): step.text for step in answer.path if step.kind == "fact"}
    return [_heard(fact, said.get(fact.factor), names.get(fact.factor)) for fact in answer.facts]


def _heard(fact: FactHeard, said: str | None, name: str | None) -> str:
    label = name or (said or fact.factor.replace("_", " ")).partition(":")[0]
    label = label[:1].upper() + label[1:]
    if fact.value == UNKNOWN and fact.origin == "given":
        return f"{label}: taken back, counts as not stated"
    value = said.partition(": ")[2] if said and ": " in said else plain_value(fact.value, fact.unit)
    value = value.removesuffix(" (assumed)")
    aside = "" if fact.counted else "  (not counted)" if fact.assumed else "  (does not bear on this)"
    words = "set by hand" if fact.origin == "given" else f"“{fact.text}”"
    return f"{label}: {value}  {'assumed from ' if fact.assumed else ''}{words}{aside}"
