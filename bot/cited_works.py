"""What cited works say of a source's figures, as the command line shows it beside claims and references. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kb.primary import CitedWork, Primary
from kb.types import Claim


def with_primary(rows: Sequence[Mapping[str, Any]], checks: Iterable[Primary]) -> list[dict[str, Any]]:
    """Return the rows of claims with ``primary``: status, passage, quote and why; None where nobody looked.

    ``figures`` holds each figure that was found with its own passage, span and quote.
    """
    known = {check.claim: check for check in checks}
    return [{**row, "primary": _row(known[row["id"]]) if row["id"] in known else None} for row in rows]


def with_works(rows: Sequence[Mapping[str, Any]], source: str, works: Iterable[CitedWork]) -> list[dict[str, Any]]:
    """Return the rows of references with ``work``: the source that is the cited work, or why there is none.

    None where the reference was not followed.
    """
    known = {work.reference: work for work in works if work.source == source}
    return [{**row, "work": _resolved(known[row["id"]]) if row["id"] in known else None} for row in rows]


def primary_lines(claims: Sequence[Claim], checks: Iterable[Primary]) -> dict[str, str]:
    """Return claim id -> a line on what the cited work says of its figures."""
    own = {claim.id for claim in claims}
    return {
        check.claim: f"    figure {check.status}: “{check.quote}” ({check.passage})"
        if check.status == "found"
        else f"    figure {check.status}: {check.why}"
        for check in checks
        if check.claim in own and check.status != "no figure"
    }


def _row(check: Primary) -> dict[str, Any]:
    figures = [match.model_dump(mode="json") for match in check.matches]
    return {
        "status": check.status,
        "passage": check.passage,
        "quote": check.quote,
        "why": check.why,
        "works": [read.work for read in check.works],
        "figures": figures,
    }


def _resolved(work: CitedWork) -> dict[str, Any]:
    return {"source": work.work or None, "url": work.url or None, "why": work.why}
