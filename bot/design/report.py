"""A review for people: as a linter prints it, and as Markdown for a comment on a pull request. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.text import Text

from bot.design.kinds import KINDS
from bot.design.types import SEVERITIES, Finding, Review
from bot.escaping import inline, linked
from bot.terminal import citation_lines, visible
from bot.types import CitedQuote

COLOURS = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}


def text_lines(reviews: Sequence[tuple[str, Review]]) -> Iterable[Text]:
    """Yield ``file:line: severity kind: message`` for each finding, the citations of each file, and the totals."""
    for name, review in reviews:
        for finding in review.findings:
            line = Text(f"{visible(name)}:{finding.line}: ")
            line.append(finding.severity, style=COLOURS[finding.severity])
            line.append(f" {finding.kind}: {visible(finding.text)}")
            yield line
        yield from citation_lines(review.citations)
        if review.findings:
            yield Text("")
    yield Text(total([finding for _, review in reviews for finding in review.findings], len(reviews)))


def total(findings: Sequence[Finding], files: int) -> str:
    """Return the totals in words: ``3 findings (1 error, 2 warnings) in 1 document``."""
    where = f"in {files} document{'s' if files != 1 else ''}"
    if not findings:
        return f"no findings {where}"
    counts = Counter(finding.severity for finding in findings)
    parts = [_count(counts[s], s) for s in reversed(SEVERITIES) if counts[s]]
    return f"{_count(len(findings), 'finding')} ({', '.join(parts)}) {where}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 and noun != 'info' else ''}"


def markdown(reviews: Sequence[tuple[str, Review]]) -> str:
    """Return the reviews as Markdown: a list of findings for each file, and what they cite."""
    parts = []
    for name, review in reviews:
        parts.append(f"## {inline(name)}\n\n{total(review.findings, 1)}")
        parts += ["\n".join(_item(finding) for finding in review.findings)] if review.findings else []
        parts += ["\n".join(_cited(citation) for citation in review.citations)] if review.citations else []
    return "\n\n".join(parts) + "\n"


def _item(finding: Finding) -> str:
    lines = f"line {finding.line}" + (f"–{finding.line_end}" if finding.line_end > finding.line else "")
    title = KINDS[finding.kind].title
    return f"- **{finding.severity}** ({lines}) {finding.kind}: {title}. {inline(finding.text)}"


def _cited(citation: CitedQuote) -> str:
    by = "; ".join(inline(reference.text) for reference in citation.references)
    source = linked(citation.source.title, citation.link or citation.source.url)
    return f"{citation.n}. “{inline(citation.quote)}” {source}{f' (citing {by})' if by else ''}"
