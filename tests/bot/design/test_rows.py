"""Table rows as they are heard, and which years are over."""

from __future__ import annotations

from bot.advisor import Advisor
from bot.design.document import read_document
from bot.design.review import review
from bot.design.rows import gone, spoken, year_of

TABLE = """\
# Shelf texts

Date: 3 May 2026

We will call a hosted model over the provider's API. No custom behaviour is needed, and none of us can run GPUs.
Each call is tagged with its feature.

| | calls per day |
|---|---|
| today | 4,000 |
| end of 2027, all plants | 2.5 million |
"""


def test_a_number_takes_its_unit_from_the_head_of_its_column() -> None:
    """An empty first head counts as a column."""
    rows = [spoken(s) for s in read_document(TABLE).statements if s.cells]
    assert rows == ["4,000 calls per day: today", "2.5 million calls per day: end of 2027, all plants"]


def test_a_planned_row_past_a_threshold_is_found(advisor: Advisor) -> None:
    """The row of a later year is no figure of today, and is held against the threshold."""
    assert [(f.line, f.kind) for f in review(TABLE, advisor).findings] == [(11, "past-threshold")]


def test_years_before_the_document_are_gone() -> None:
    """What is planned for a year that is over is no plan."""
    year = year_of(read_document(TABLE))
    assert year == 2026
    assert gone("from November 2024", year)
    assert not gone("from November 2026", year)
    assert not gone("from November", year)
