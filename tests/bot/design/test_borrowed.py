"""What a document says of components that belong to somebody else."""

from __future__ import annotations

import pytest

from bot.design.borrowed import borrowed
from bot.design.document import read_document


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("The planner was bought from Acme. It computes tours in batch.", 2),
        ("The planner was bought from Acme. We read its tours every morning.", 1),
        ("The planner was bought from Acme.\n\nIt is read once a day.", 1),
        ("The parser was made by Acme Systems. They tune it every week.", 1),
        ("Scores are needed once a day. They are written to a table.", 0),
        ("| Part | Maker |\n|---|---|\n| Search | Acme |", 1),
    ],
)
def test_sentences_that_go_on_about_a_bought_component_are_its(text: str, others: int) -> None:
    """A pronoun carries on in its paragraph; "they" alone does not make a component somebody else's."""
    assert len(borrowed(read_document(text))) == others
