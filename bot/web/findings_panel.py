"""A reviewed document as escaped HTML: its lines, the findings beside them, the evidence they name. Pure.

Severity is told by a sign, a word and the line of the border; colour only repeats it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.design.kinds import KINDS
from bot.design.types import SEVERITIES, Finding, Review, Severity
from bot.web.evidence import evidence_html
from bot.web.markup import fold, numbered, plain

HERE = -2
"""What stands for the turn in the ids of this tab's evidence."""
SIGNS: Mapping[Severity, tuple[str, str]] = {
    "error": ("✖", "Error"),
    "warning": ("▲", "Warning"),
    "info": ("●", "Note"),
}
FORMS = {"json": "JSON", "sarif": "SARIF", "markdown": "Markdown"}
"""The files that findings can be kept as."""
_KEEP = (
    '<div class="crt-bar"><div class="crt-row" role="group" aria-label="Keep the findings">'
    '<span class="crt-word">Keep as</span>'
    + "".join(
        f'<button type="button" data-form="{form}" aria-label="Download as {name}">{name}</button>'
        for form, name in FORMS.items()
    )
    + '</div><p class="crt-status" role="status"></p></div>'
)
AROUND = 3
"""Lines shown before and after a finding where the document is long."""
LONG = 160
"""Lines from which the stretches without a finding are folded."""


def reviewed_html(text: str, review: Review, names: Mapping[str, str]) -> str:
    """Return the whole result; ``names`` are those of the decisions and options by id (``trade_off/option``)."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    counts = Counter(finding.severity for finding in review.findings)
    summary = "".join(
        f'<li class="crf-{severity}">{_sign(severity)} {counts[severity]}</li>' for severity in reversed(SEVERITIES)
    )
    return (
        f'<div class="cr-card crf"><h2 class="crf-head" tabindex="-1">{_said(review)}</h2>'
        f'<ul class="crf-counts" aria-label="Findings by severity">{summary}</ul>{_KEEP}{_contents(review, names)}'
        f'<div class="crf-doc">{_document(lines, review.findings, names, review)}</div>'
        f"{fold('Evidence', evidence_html(review.citations, HERE), count=len(review.citations))}</div>"
    )


def _said(review: Review) -> str:
    found = len(review.findings)
    return f"{found} finding{'' if found == 1 else 's'}" if found else "Nothing to object to"


def _sign(severity: Severity) -> str:
    sign, word = SIGNS[severity]
    return f'<span class="crf-sign"><span aria-hidden="true">{sign}</span> {word}</span>'


def _contents(review: Review, names: Mapping[str, str]) -> str:
    """Return a list that leads to each finding; one alone needs none."""
    if len(review.findings) < 2:
        return ""
    rows = "".join(
        f'<li><a href="#finding-{place}">Line {finding.line}</a> {SIGNS[finding.severity][1].lower()}: '
        f"{plain(_about(finding, names))}</li>"
        for place, finding in enumerate(review.findings)
    )
    return f'<nav aria-label="Findings"><ol class="crf-contents">{rows}</ol></nav>'


def _about(finding: Finding, names: Mapping[str, str]) -> str:
    """Return what a finding is about in a few words: ``Build or buy: A figure is near or past a threshold``."""
    decision, kind = names.get(finding.trade_off or ""), KINDS[finding.kind].title
    return f"{decision}: {kind}" if decision else kind


def _document(lines: Sequence[str], findings: Sequence[Finding], names: Mapping[str, str], review: Review) -> str:
    """Return the numbered lines, each finding below the last line that it is about."""
    last = max(1, len(lines))
    below: dict[int, list[str]] = {}
    touched: dict[int, Severity] = {}
    for place, finding in enumerate(findings):
        end = min(max(finding.line_end, 1), last)
        below.setdefault(end, []).append(_finding(place, finding, names, review))
        for number in range(min(max(finding.line, 1), end), end + 1):
            touched[number] = max(finding.severity, touched.get(number, "info"), key=SEVERITIES.index)
    shown = _shown(last, touched)
    html: list[str] = []
    hidden: list[str] = []
    for number in range(1, last + 1):
        row = _line(number, lines[number - 1] if lines else "", touched.get(number))
        if number in shown:
            html += [_folded(hidden), row, *below.get(number, ())]
            hidden = []
        else:
            hidden.append(row)
    return "".join([*html, _folded(hidden)])


def _shown(last: int, touched: Mapping[int, Severity]) -> frozenset[int]:
    """Return the lines that are shown at once: all of a short document, those around findings of a long one."""
    if last <= LONG:
        return frozenset(range(1, last + 1))
    near = {number + step for number in touched for step in range(-AROUND, AROUND + 1)}
    return frozenset(near | set(range(1, AROUND + 1)))


def _folded(rows: Sequence[str]) -> str:
    if not rows:
        return ""
    word = "line" if len(rows) == 1 else "lines"
    return f'<details class="crf-rest"><summary>{len(rows)} {word} without a finding</summary>{"".join(rows)}</details>'


def _line(number: int, text: str, severity: Severity | None) -> str:
    marked = f" crf-{severity}" if severity else ""
    blanks = len(text) - len(text.lstrip())
    return (
        f'<div class="crf-line{marked}"><span class="crf-number">{number}</span>'
        f'<span class="crf-text">{"&nbsp;" * min(blanks, 24)}{plain(text)}</span></div>'
    )


def _finding(place: int, finding: Finding, names: Mapping[str, str], review: Review) -> str:
    known = frozenset(citation.n for citation in review.citations)
    where = (
        f"Line {finding.line}" if finding.line == finding.line_end else f"Lines {finding.line} to {finding.line_end}"
    )
    about = " · ".join(
        part
        for part in (
            names.get(finding.trade_off or "", ""),
            names.get(f"{finding.trade_off}/{finding.option}", ""),
        )
        if part
    )
    kind = KINDS[finding.kind]
    return (
        f'<section class="crf-finding crf-{finding.severity}" id="finding-{place}" tabindex="-1" aria-label="{where}">'
        f'<p class="crf-title" title="{plain(kind.means)}">{_sign(finding.severity)} {plain(kind.title)}</p>'
        f"<p>{numbered(finding.text, HERE, known)}</p>"
        f'<p class="cr-heard">{where}{f" · {plain(about)}" if about else ""}</p></section>'
    )
