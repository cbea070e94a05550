"""Figures that argue for a choice without a source."""

from __future__ import annotations

import pytest

from bot.advisor import Advisor
from bot.design.review import review

DOCUMENT = """\
# Offers

## Design

We will score each offer on demand, behind a live endpoint, since guests want an answer within a second.

{}
"""


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Live offers lift revenue by 7%, which pays for the endpoint.", True),
        ("Scores on demand bring a third more bookings, so the money is well spent.", True),
        ("Live offers lift revenue by 7% (Keller 2024).", False),
        ("In our trial in May live offers lifted revenue by 7%.", False),
        ("The endpoint must be up 99.5% of the time.", False),
        ("Of our guests 7% are members.", False),
    ],
)
def test_only_a_bare_figure_that_argues_is_found(sentence: str, found: bool, advisor: Advisor) -> None:
    """A source, a measurement of one's own, a target and a plain fact need none."""
    kinds = [f.kind for f in review(DOCUMENT.format(sentence), advisor).findings if f.line == 7]
    assert ("unsourced-figure" in kinds) is found
