"""Reviews as a SARIF 2.1.0 log, which code hosts show on the lines of a pull request. Pure."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from bot.design.kinds import KINDS
from bot.design.types import Finding, Review
from bot.escaping import inline
from bot.types import CitedQuote

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
FINGERPRINT = "crossroadsFinding/v1"
"""Names the fingerprint; to be raised when it is computed in another way."""


def sarif(reviews: Sequence[tuple[str, str, Review]], version: str) -> dict[str, Any]:
    """Return the log of (path, text of the document, review); paths are relative to the root of the repository."""
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "crossroads", "semanticVersion": version, "rules": _rules()}},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the repository."}}},
                "results": [row for path, text, review in reviews for row in _results(path, text, review)],
                "properties": {"knowledge": sorted({review.knowledge for _, _, review in reviews})},
            }
        ],
    }


def _rules() -> list[dict[str, Any]]:
    return [
        {
            "id": kind,
            "name": "".join(word.capitalize() for word in kind.split("-")),
            "shortDescription": {"text": about.title + "."},
            "fullDescription": {"text": about.means},
            "help": {
                "text": f"{about.means} {about.remedy}",
                "markdown": f"**{about.title}**\n\n{about.means}\n\n{inline(about.remedy)}",
            },
            "defaultConfiguration": {"level": LEVELS[about.severity]},
            "properties": {"tags": ["design", "evidence"], "precision": "high"},
        }
        for kind, about in KINDS.items()
    ]


def _results(path: str, text: str, review: Review) -> list[dict[str, Any]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cited = {citation.n: citation for citation in review.citations}
    seen: Counter[str] = Counter()
    rows = []
    for finding in review.findings:
        print_ = _fingerprint(finding, lines)
        seen[print_] += 1
        rows.append(_result(path, finding, cited, f"{print_}:{seen[print_]}"))
    return rows


def _result(path: str, finding: Finding, cited: dict[int, CitedQuote], fingerprint: str) -> dict[str, Any]:
    sources = [_source(cited[n]) for n in finding.citations if n in cited]
    region = {"startLine": finding.line, "endLine": finding.line_end}
    place = {"uri": quote(path.replace("\\", "/"), safe="/-._~"), "uriBaseId": "SRCROOT"}
    return {
        "ruleId": finding.kind,
        "ruleIndex": list(KINDS).index(finding.kind),
        "level": LEVELS[finding.severity],
        "message": {"text": "\n".join([_plain(finding.text), *map(_plain, sources)])},
        "locations": [{"physicalLocation": {"artifactLocation": place, "region": region}}],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {"tradeOff": finding.trade_off, "option": finding.option},
    }


def _plain(text: str) -> str:
    """Return text in which no ``[words](target)`` is taken for a link of the log."""
    return text.replace("](", "] (")


def _source(citation: CitedQuote) -> str:
    """Return a citation on one line: what it says, and who says it."""
    by = "; ".join(reference.text for reference in citation.references[:2])
    about = f"{citation.source.title}" + (f", citing {by}" if by else "")
    return f"[{citation.n}] “{' '.join(citation.quote.split())}” {about} {citation.link}".strip()


def _fingerprint(finding: Finding, lines: Sequence[str]) -> str:
    """Return what stays the same while a finding moves: its kind, its decision and the words that it is about."""
    words = " ".join(lines[finding.line - 1 : finding.line_end])
    normal = re.sub(r"\W+", " ", words.casefold()).strip()
    parts = (finding.kind, finding.trade_off or "", finding.option or "", normal)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
