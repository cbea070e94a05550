"""Score a review against the faults that were planted in a document."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from bot.design.types import Finding, Review
from kb.located import read_located

DOCUMENTS = Path(__file__).parent / "documents"
NEAR = 1
"""Lines by which a finding may miss the sentence that holds the fault."""


class Fault(NamedTuple):
    """A planted fault: the lines of its paragraph, what kind it is, of which decision and option ("" for any)."""

    first: int
    last: int
    kind: str
    trade_off: str
    option: str


class Score(NamedTuple):
    """What a review found of a document's faults, what it missed, and what it found that is no fault."""

    name: str
    found: tuple[Fault, ...]
    missed: tuple[Fault, ...]
    false: tuple[Finding, ...]


def documents(half: str) -> list[Path]:
    """Return the documents of one half, ``developed`` or ``kept``."""
    return sorted(p for p in (DOCUMENTS / half).iterdir() if p.suffix in {".md", ".txt"})


def faults(path: Path) -> list[Fault]:
    """Return the faults planted in a document, each on the line where its words stand."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_fault(lines, entry) for entry in listed(path.with_suffix(".faults.yaml"), "faults")]


def listed(path: Path, key: str = "rows") -> list[dict[str, Any]]:
    """Return the entries of a YAML file: a list under one key."""
    found: Any = read_located(path, path.name).plain()
    return list(found[key])


def _fault(lines: list[str], entry: dict[str, Any]) -> Fault:
    at = [n for n, line in enumerate(lines, start=1) if entry["at"] in line]
    assert len(at) == 1, f"{entry['at']!r} stands on {len(at)} lines"
    return Fault(at[0], at[0], entry["kind"], entry["trade_off"], entry.get("option", ""))


def score(path: Path, review: Review) -> Score:
    """Hold a review against the planted faults; each finding answers one fault at most."""
    left = list(review.findings)
    found: list[Fault] = []
    missed: list[Fault] = []
    for fault in faults(path):
        hit = next((f for f in left if _answers(f, fault)), None)
        (found if hit else missed).append(fault)
        if hit:
            left.remove(hit)
    return Score(path.name, tuple(found), tuple(missed), tuple(left))


def _answers(finding: Finding, fault: Fault) -> bool:
    on_lines = finding.line - NEAR <= fault.last and fault.first <= finding.line_end + NEAR
    same = (finding.kind, finding.trade_off) == (fault.kind, fault.trade_off)
    return on_lines and same and fault.option in ("", finding.option)
