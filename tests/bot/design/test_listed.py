"""Words that point into a list of options."""

from __future__ import annotations

import pytest

from bot.design.document import read_document
from bot.design.listed import options_listed, pointed_at

NUMBERED = "# T\n\n## Considered options\n\n1. Score them at night\n2. Score them on request\n\n## Decision\n\n{}\n"
LETTERED = "# T\n\n## Options\n\nA) Score them at night\nB) Score them on request\n\n## Outcome\n\n{}\n"
HEADED = (
    "# T\n\n## Variant 1 - score them at night\n\nSlow.\n\n"
    "## Variant 2 - score them on request\n\nFast.\n\n## Choice\n\n{}\n"
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (NUMBERED.format("Chosen option: 2."), "Score them on request"),
        (NUMBERED.format("We chose option 2 over option 1."), "Score them on request"),
        (LETTERED.format("We went with B."), "Score them on request"),
        (HEADED.format("Variant 2 wins."), "score them on request"),
        (NUMBERED.format("We need 2 servers."), ""),
        (NUMBERED.format("Done in 2 weeks, by 5 people."), ""),
    ],
)
def test_a_mark_says_what_its_item_says(text: str, says: str) -> None:
    """A number or a letter that is chosen stands for the item; any other number for nothing."""
    document = read_document(text)
    assert pointed_at(document.statements[-1], options_listed(document)) == says
