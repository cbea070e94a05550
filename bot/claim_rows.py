"""The claims of a source as ``crossroads sources ID --claims`` lists them: a row for each thing that a claim states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.extraction import linked
from ingest.linking import Linker
from kb.extracted import Figure, Mark, Statement
from kb.figures import number
from kb.types import Article, Claim


def claim_rows(article: Article, linker: Linker) -> list[dict[str, Any]]:
    """Return JSON-safe rows: the claim's own fields, and what it states and was linked to.

    A claim that states several things has a row for each; one that states neither a figure nor a rule of thumb has one
    row, with nulls. ``spans`` are characters of the source's text.
    """
    by_claim: dict[str, list[Statement]] = {}
    for statement in linked(article, linker):
        by_claim.setdefault(statement.claim, []).append(statement)
    return [row for claim in article.claims for row in _rows(claim, by_claim.get(claim.id, []))]


def _rows(claim: Claim, statements: list[Statement]) -> Iterator[dict[str, Any]]:
    base = claim.model_dump(mode="json")
    if not statements:
        yield base | dict.fromkeys(_FIELDS)
    for statement in statements:
        yield base | _stated(statement)


def _stated(statement: Statement) -> dict[str, Any]:
    figure, thumb, link, citation = statement.figure, statement.thumb, statement.link, statement.citation
    hedge = (thumb.hedge if thumb else None) or (figure.hedge if figure else None)
    near = figure.hedge if figure and figure.comparator in ("~", "<", ">", "<=", ">=") and figure.hedge else hedge
    return {
        "states": "threshold" if figure and thumb else "figure" if figure else "rule of thumb",
        "value": _value(figure),
        "unit": figure.unit if figure else None,
        "period": figure.period if figure else None,
        "comparator": figure.comparator if figure else None,
        "counted": (figure.counted or None) if figure else None,
        "canonical": list(figure.canonical) if figure and figure.canonical else None,
        "hedge": near.text if near else None,
        "citation": citation.model_dump(mode="json") if citation else None,
        "trade_off": link.trade_off or None,
        "factor": link.factor or None,
        "option": link.option or None,
        "polarity": thumb.polarity if thumb else None,
        "condition": thumb.condition.text if thumb else None,
        "option_words": thumb.option.text if thumb else None,
        "when": link.when or None,
        "scores": {"option": link.option_score, "factor": link.factor_score},
        "spans": {
            "value": _span(figure.words if figure else None),
            "comparator": _span(figure.compared_by if figure else None),
            "hedge": _span(near),
            "condition": _span(thumb.condition if thumb else None),
            "option": _span(thumb.option if thumb else None),
            "citation": [citation.start, citation.end] if citation else None,
        },
    }


_FIELDS = (
    *("states", "value", "unit", "period", "comparator", "counted", "canonical", "hedge", "citation", "trade_off"),
    *("factor", "option", "polarity", "condition", "option_words", "when", "scores", "spans"),
)


def _value(figure: Figure | None) -> float | list[float] | None:
    if figure is None:
        return None
    low, high = (int(v) if v == int(v) else v for v in (figure.low, figure.high))
    return low if low == high else [low, high]


def _span(mark: Mark | None) -> list[int] | None:
    return [mark.start, mark.end] if mark else None


def stated_lines(row: dict[str, Any]) -> str:
    """Return what a row states, in words for a terminal; empty where it states nothing of the kind."""
    if not row["states"]:
        return ""
    value = row["value"]
    shown = (
        (" and " if row["comparator"] == "between" else " to ").join(
            number(v, own=True) for v in (value if isinstance(value, list) else [value])
        )
        if value is not None
        else ""
    )
    figure = " ".join(str(p) for p in (row["comparator"], shown, row["unit"]) if p) if shown else ""
    figure += f" a {row['period']}" if row["period"] else ""
    rule = f"{row['polarity']} “{row['option_words']}” if “{row['condition']}”" if row["condition"] else ""
    to = " ".join(p for p in (row["trade_off"], row["option"], row["when"] or row["factor"]) if p)
    cited = f"cites {row['citation']['marker']} {row['citation']['where']}" if row["citation"] else ""
    hedge = f"hedged by “{row['hedge']}”" if row["hedge"] else ""
    return "    " + "; ".join(p for p in (figure, rule, hedge, cited, f"linked to {to}" if to else "") if p)
