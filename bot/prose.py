"""The Markdown of an answer: short sentences, each with its ``[n]``; nothing that no citation supports. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.types import Answer, CitedQuote, ConflictShown
from kb.types import Catalog, TradeOff

_MARKER = re.compile(r"\[(\d[\d,\s–-]*)\]")


def marks(numbers: Iterable[int]) -> str:
    """Return ``[1] [2]``."""
    return " ".join(f"[{n}]" for n in numbers)


def sentence(text: str, numbers: Iterable[int]) -> str:
    """Return the text as one sentence that ends in its citations, or nothing where it has none."""
    cited = marks(numbers)
    return f"{text.rstrip().rstrip('.')}. {cited}" if cited else ""


def decision_text(
    answer: Answer,
    trade_off: TradeOff,
    start: tuple[int, ...],
    grounds: str,
    about: Callable[[str], tuple[int, ...]],
) -> str:
    """Return the whole answer as Markdown.

    ``grounds`` says in words what the certainty rests on; ``about(factor)`` cites why a factor is worth asking for.
    """
    parts = [_opening(answer, trade_off, start, grounds)]
    if answer.recommendation:
        reasons = {f"rule:{rule.id}": rule.because for rule in trade_off.rules}
        holding = [s for s in answer.path if s.outcome == "holds" and s.favours == answer.recommendation.option.id]
        parts.append(_listed("Why", [sentence(reasons.get(s.node, s.text), s.citations) for s in holding]))
        parts.append(
            _listed(
                "What argues against it",
                [sentence(f"{a.option.name}: {a.why_not}", a.citations) for a in answer.alternatives],
            )
        )
    parts.append(_listed("What would change it", [sentence(f.text, f.citations) for f in answer.flips]))
    parts.append(
        _listed(
            "Where sources disagree",
            [_conflict(c) for c in answer.conflicts],
        )
    )
    title = "Worth telling me next" if answer.recommendation else "Tell me"
    parts.append(
        _listed(title, [f"{m.ask} {sentence(m.why, about(m.factor))}" for m in answer.missing if about(m.factor)])
    )
    return "\n\n".join(part for part in parts if part)


def grounds_of(answer: Answer) -> str:
    """Return the words that a composed answer gives for its certainty; empty where it gives none."""
    r = answer.recommendation
    before = f"**{r.option.name}**: a {r.strength} recommendation of {r.certainty} certainty (" if r else ""
    if not before or not answer.text.startswith(before):
        return ""
    return answer.text[len(before) :].partition("); ")[0]


def _opening(answer: Answer, trade_off: TradeOff, start: tuple[int, ...], grounds: str) -> str:
    if answer.recommendation is None:
        name = next(o.name for o in trade_off.options if o.id == trade_off.start)
        because = _lower(trade_off.start_because)
        return sentence(f"Nothing stated decides this yet; until then, **{name}** is where to start: {because}", start)
    r = answer.recommendation
    firm = "no missing fact would change it" if r.robust else "a fact not stated yet could change it"
    return sentence(
        f"**{r.option.name}**: a {r.strength} recommendation of {r.certainty} certainty ({grounds}); {firm}",
        r.citations,
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _conflict(conflict: ConflictShown) -> str:
    """Return what it is about, the positions one under the other, and which weighed more; each with its citations."""
    numbers = tuple(dict.fromkeys(n for p in conflict.positions for n in p.citations))
    if not numbers:
        return ""
    topic = f"{conflict.about.rstrip('.')} ({conflict.relation})"
    lines = [sentence(topic, numbers), *(sentence(p.text, p.citations) for p in conflict.positions)]
    lines.append(sentence(conflict.weight, numbers) if conflict.weight else "")
    return "\n  - ".join(line for line in lines if line)


def _listed(title: str, lines: Iterable[str]) -> str:
    kept = [line for line in lines if line]
    return f"**{title}**\n" + "\n".join(f"- {line}" for line in kept) if kept else ""


def evidence_text(cited: tuple[CitedQuote, ...], numbers: tuple[int, ...]) -> str:
    """Return the quotes with where they stand and what they lean on, one a paragraph."""
    lines = []
    for citation in cited:
        if citation.n not in numbers:
            continue
        leaning = "; ".join(r.text.rstrip(".") for r in citation.references)
        citing = f", citing {leaning}" if leaning else ""
        origin = f"{citation.source.title} ({citation.source.year})" if citation.source.year else citation.source.title
        where = f"{'our summary of ' if citation.kind == 'digest' else ''}*{origin}*{citing}"
        lines.append(f"> {_theirs(citation.quote)} [{citation.n}]\n\n— {_theirs(where)} [{citation.n}]")
    return "\n\n".join(lines)


def _theirs(text: str) -> str:
    """Return what a source prints on one line, its own ``[2]`` escaped so that it is not taken for one of ours."""
    return _MARKER.sub(r"\\[\1\\]", " ".join(text.split()))


def out_of_scope_text(catalog: Catalog) -> str:
    """Return one line that says what is covered."""
    covered = ", ".join(_lower(t.name) for t in catalog.trade_offs)
    return f"This is outside what I have evidence for; I can weigh: {covered}."
