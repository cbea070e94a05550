"""An answer on one page of a terminal: what to do, how surely and why, and what would change it. Pure.

``bot.terminal.answer_lines`` prints all of it. Citations keep their numbers of the whole answer; those that are not
quoted here are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.text import Text

from bot.prose import grounds_of
from bot.terminal import FIRM, heard_lines, option_for, visible
from bot.types import Alternative, Answer, CitedQuote, ConflictShown, Recommendation
from bot.wording import clipped

BEST = 2
"""Citations that are quoted, as on the card of the browser."""
MOST_FACTS = 5
QUOTE, LINE = 220, 170
"""Characters of a quote, and of any other statement, from which it is cut."""


def brief_lines(answer: Answer, names: Mapping[str, str] | None = None) -> Iterable[Text]:
    """Yield the answer in short; ``names`` are those of the factors, by id."""
    cited = _best(answer)
    if answer.recommendation:
        yield from _verdict(answer, answer.recommendation, cited)
    elif answer.outcome == "evidence_only":
        yield Text("Evidence, without a verdict", style="bold")
    else:
        yield Text(visible(_opening(answer, cited)), style="bold")
    if answer.trade_off:
        yield from _heard(heard_lines(answer, names or {}))
    for citation in cited:
        yield from _quoted(citation)
    yield from _turning(answer)
    if answer.outcome != "out_of_scope":
        yield Text("")
        yield Text(_more(answer), style="dim")


def _best(answer: Answer) -> list[CitedQuote]:
    """Return the citations that the recommendation stands on first, or the first there are."""
    quotes = {citation.n: citation for citation in answer.citations}
    numbers = answer.recommendation.citations if answer.recommendation else tuple(quotes)
    return [quotes[n] for n in numbers if n in quotes][:BEST]


def _verdict(answer: Answer, r: Recommendation, cited: Sequence[CitedQuote]) -> Iterable[Text]:
    yield Text(visible(r.option.name), style="bold green")
    yield Text(visible(f"{r.summary.removeprefix(r.option.name).lstrip(': ')}{_marks(r.citations, cited)}"))
    yield Text(f"{r.strength.capitalize()} recommendation: {FIRM[r.robust]}.")
    grounds = grounds_of(answer)
    yield Text(visible(f"{r.certainty.capitalize()} certainty{f': {grounds}' if grounds else ''}."))


def _opening(answer: Answer, cited: Sequence[CitedQuote]) -> str:
    """Return the first paragraph of the text, without marks of what is not quoted here."""
    text = answer.text.split("\n\n")[0].replace("**", "")
    for n in {citation.n for citation in answer.citations} - {citation.n for citation in cited}:
        text = text.replace(f" [{n}]", "")
    return text


def _marks(numbers: Iterable[int], cited: Sequence[CitedQuote]) -> str:
    quoted = {citation.n for citation in cited}
    return "".join(f" [{n}]" for n in numbers if n in quoted)


def _heard(lines: Sequence[str]) -> Iterable[Text]:
    more = [f"and {len(lines) - MOST_FACTS} more"] if len(lines) > MOST_FACTS else []
    if lines:
        yield Text("")
        yield from _grouped("Heard", [*(clipped(line, LINE) for line in lines[:MOST_FACTS]), *more])


def _quoted(citation: CitedQuote) -> Iterable[Text]:
    source = citation.source
    who = source.authors[0] if source.authors else clipped(source.title, 60)
    where = f"{'summary of ' if citation.kind == 'digest' else ''}{who}{f' {source.year}' if source.year else ''}"
    behind = "; ".join(clipped(reference.text, 60) for reference in citation.references[:1])
    yield Text("")
    yield Text(visible(f"[{citation.n}] “{clipped(citation.quote, QUOTE)}”"))
    yield Text(visible(f"    {where}{f', citing {behind}' if behind else ''}"), style="dim")


def _turning(answer: Answer) -> Iterable[Text]:
    """Yield what argues against it, what would change it, what to tell next and where sources disagree, a line each."""
    lines = []
    against = counter(answer)
    if answer.recommendation and against:
        lines.append(_labelled("Against it", clipped(f"{against.option.name}: {against.why_not}", LINE)))
    lines += [_labelled("Would change it", clipped(flip.text, LINE)) for flip in answer.flips[:1]]
    title, most = ("Tell me next", 1) if answer.recommendation else ("Tell me", len(answer.missing))
    lines += _grouped(title, [f"{missing.ask} ({option_for(missing)})" for missing in answer.missing[:most]])
    disagree = [conflict for conflict in answer.conflicts if conflict.relation == "disagree"] or list(answer.conflicts)
    if disagree:
        lines.append(_conflict(disagree[0], len(answer.conflicts) - 1))
    if lines:
        yield Text("")
        yield from lines


def counter(answer: Answer) -> Alternative | None:
    """Return the strongest counter-argument: of the other options the one with the weightiest rule that holds, else
    the first."""
    others = {alternative.option.id: alternative for alternative in answer.alternatives}
    argued = (step.favours for step in answer.path if step.outcome == "holds" and step.favours in others)
    first = next(argued, None)
    return others[first] if first else next(iter(others.values()), None)


def _conflict(conflict: ConflictShown, more: int) -> Text:
    title = "Sources disagree" if conflict.relation == "disagree" else "Not comparable"
    return _labelled(title, clipped(conflict.about, LINE) + (f" (and {more} more)" if more else ""))


def _grouped(label: str, texts: Sequence[str]) -> Iterable[Text]:
    """Yield the texts in lines below each other, the label before the first."""
    for at, text in enumerate(texts):
        yield _labelled(label, text) if at == 0 else Text(visible(f"{' ' * (len(label) + 2)}{text}"))


def _labelled(label: str, text: str) -> Text:
    line = Text(visible(f"{label}: "), style="bold")
    line.append(visible(text), style="not bold")
    return line


def _more(answer: Answer) -> str:
    evidence = f"all {len(answer.citations)} citations" if len(answer.citations) > BEST else "the references in full"
    return f"--full shows {'the path and ' if answer.path else ''}{evidence}; --json has it for programs."
