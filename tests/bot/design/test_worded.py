"""A figure that a document leaves vague is told in its own words."""

from __future__ import annotations

import pytest

from bot.advisor import Advisor
from bot.design.review import review
from bot.design.worded import as_worded
from kb.types import Fact
from tests.bot.shelf import factors


@pytest.mark.parametrize(
    ("factor", "text", "low", "high", "told"),
    [
        ("rows", "a few hundred rows", 200, 500, "rows: “a few hundred”"),
        ("latency", "a few hours old", 7200, 18000, "latency: “a few hours”"),
        ("rows", "dozens of rows", 24, 108, "rows: “dozens”"),
        ("latency", "two to five hours", 7200, 18000, "latency: 2 h to 5 h"),
        ("rows", "between 200 and 500 rows", 200, 500, "rows: 200 to 500"),
        ("rows", "a few hundred rows", 200, 9000, "rows: 200 to 9,000"),
        ("rows", "300 rows", 300, 300, "rows: 300"),
    ],
)
def test_only_a_range_that_nobody_wrote_is_told_in_words(
    factor: str, text: str, low: float, high: float, told: str
) -> None:
    """Ends that are written, a single figure, and a range joined of several figures are told as figures."""
    known = factors()[factor]
    assert as_worded(Fact(factor=factor, low=low, high=high, text=text), known) == told.replace(
        factor, known.name.lower(), 1
    )


def test_a_review_invents_no_range(advisor: Advisor) -> None:
    """The finding quotes what the document says of its examples, and no figure that it does not have."""
    text = "# Bot\n\n## Requirements\n\nWe have a few hundred labelled examples.\n\n"
    text += "## Decision\n\nWe will fine-tune the model for it.\n"
    found = [f.text for f in review(text, advisor).findings if f.kind == "not-recommended"]
    assert len(found) == 1
    assert "labelled examples: “a few hundred” (line 5)" in found[0]
    assert "200 to 500" not in found[0]
