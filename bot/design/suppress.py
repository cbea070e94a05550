"""Remarks in a document that silence findings, with their reason. Pure.

``<!-- crossroads: ignore not-recommended because the pilot ends in May -->`` silences the next paragraph,
``ignore-section`` the section that it stands in, ``ignore-document`` the whole document. Several kinds are parted by
commas, ``all`` means every kind; the id of a trade-off after them narrows it down. Without a reason it has no effect.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import get_args

from bot.design.document import Document
from bot.design.types import Finding, Kind

KINDS: tuple[str, ...] = tuple(kind for kind in get_args(Kind) if kind != "suppression")
_DIRECTIVE = re.compile(r"crossroads\s*:\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_IGNORE = re.compile(
    r"ignore(?:-(?P<scope>section|document|paragraph))?\b[ \t]*(?P<what>.*?)"
    r"(?:\b(?:because|since|as|reason:)\s+(?P<reason>\S.*))?$",
    re.IGNORECASE | re.DOTALL,
)
SHORTEST_REASON = 8
"""Characters below which words are no reason ("n/a", "ok")."""


@dataclass(frozen=True)
class Suppression:
    """What is silenced, on which lines, and why; ``line`` is where the remark stands."""

    line: int
    line_end: int
    first: int
    last: int
    kinds: frozenset[str]
    trade_offs: frozenset[str]
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Say whether a finding is silenced."""
        if finding.kind not in self.kinds or not (finding.line <= self.last and self.first <= finding.line_end):
            return False
        return not self.trade_offs or finding.trade_off in self.trade_offs


def suppressions(document: Document, trade_offs: Collection[str]) -> tuple[list[Suppression], list[Finding]]:
    """Return the remarks that count, and findings about those that do not."""
    counted: list[Suppression] = []
    faults: list[Finding] = []
    for line, line_end, text in document.comments:
        directive = _DIRECTIVE.match(text)
        if directive is None:
            continue
        made = _read(document, line, line_end, directive["rest"].strip(), trade_offs)
        if isinstance(made, str):
            faults.append(_fault(line, line_end, made))
        else:
            counted.append(made)
    return counted, faults


def _read(document: Document, line: int, line_end: int, rest: str, trade_offs: Collection[str]) -> Suppression | str:
    match = _IGNORE.match(rest)
    if match is None:
        return "This remark is not understood. Write `crossroads: ignore <kind> because <reason>`."
    named = [word for word in re.split(r"[\s,]+", match["what"].strip().lower()) if word]
    kinds = {word for word in named if word in KINDS} | (set(KINDS) if "all" in named else set())
    narrowed = {word for word in named if word in trade_offs}
    unknown = [word for word in named if word not in KINDS and word != "all" and word not in trade_offs]
    if unknown or not kinds:
        found = f"“{unknown[0]}” is no kind of finding" if unknown else "It names no kind of finding"
        return f"{found}, so nothing is ignored here. Kinds are {', '.join(KINDS)}, or all."
    reason = " ".join((match["reason"] or "").split())
    if len(reason) < SHORTEST_REASON:
        return "This remark gives no reason, so nothing is ignored here. Add `because …` and say why."
    first, last = _lines(document, line, line_end, (match["scope"] or "paragraph").lower())
    return Suppression(line, line_end, first, last, frozenset(kinds), frozenset(narrowed), reason)


def _lines(document: Document, line: int, line_end: int, scope: str) -> tuple[int, int]:
    """Return the first and the last line that a remark speaks of."""
    if scope == "document":
        return 1, len(document.lines)
    first = next((n for n in range(line_end + 1, len(document.lines) + 1) if document.lines[n - 1].strip()), line_end)
    if scope == "section":
        own = max((p for p in document.places if p.line <= line), key=lambda p: p.number)
        ahead = next((p for p in document.places if p.number and p.line == first), own)
        inside = [p for p in document.places if p.number == ahead.number or ahead.number in p.above]
        return ahead.line, max(p.line_end for p in inside)
    if any(p.number and p.line == first for p in document.places):
        first = next((n for n in range(first + 1, len(document.lines) + 1) if document.lines[n - 1].strip()), first)
    last = next((n - 1 for n in range(first, len(document.lines) + 1) if not document.lines[n - 1].strip()), None)
    return first, last if last is not None else len(document.lines)


def unused(remarks: Sequence[Suppression], findings: Sequence[Finding]) -> list[Finding]:
    """Return a note for each remark that silences nothing: what it was about may have been mended."""
    return [
        _fault(r.line, r.line_end, "This remark silences nothing (any more). Take it out.").model_copy(
            update={"severity": "info"}
        )
        for r in remarks
        if not any(r.covers(finding) for finding in findings)
    ]


def _fault(line: int, line_end: int, text: str) -> Finding:
    return Finding(
        line=line, line_end=line_end, kind="suppression", severity="warning",
        trade_off=None, option=None, text=text, citations=(),
    )  # fmt: skip
