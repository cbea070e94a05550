"""The records of a design review: one shape on every surface (JSON of the command line, of the API, of the browser)."""

from __future__ import annotations

from typing import Literal

from bot.types import CitedQuote
from kb.types import Record

Kind = Literal["not-recommended", "past-threshold", "contradicted", "missing-factor", "unsourced-figure", "suppression"]
Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
"""From the least to the greatest."""


class Finding(Record):
    """One remark on lines ``line`` to ``line_end`` (from 1, both included) of the document.

    ``trade_off`` and ``option`` are ids: the decision that is concerned, and what the document chooses there.
    ``citations`` are numbers of the review's citations; ``text`` names them as ``[n]``.
    """

    line: int
    line_end: int
    kind: Kind
    severity: Severity
    trade_off: str | None
    option: str | None
    text: str
    citations: tuple[int, ...]


class Review(Record):
    """What was found in one document, by line, with the citations of all findings; ``knowledge`` is a digest."""

    findings: tuple[Finding, ...]
    citations: tuple[CitedQuote, ...]
    knowledge: str

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of this severity and above."""
        return tuple(f for f in self.findings if SEVERITIES.index(f.severity) >= SEVERITIES.index(severity))
