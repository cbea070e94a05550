"""What single sentences claim, beside the evidence: contradictions, figures without a source, and plain talk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.advisor import Advisor
from bot.design.review import review
from tests.bot.design.scoring import listed

ROWS = listed(Path(__file__).parent / "claims.yaml")
KINDS = {"contradicted", "unsourced-figure"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["text"])[:60])
def test_sentences_are_held_against_the_evidence(row: dict[str, Any], advisor: Advisor) -> None:
    """A sentence earns the one finding that its label names, or none."""
    found = [f.kind for f in review(row["text"], advisor).findings if f.kind in KINDS]
    assert found == ([] if row["kind"] == "none" else [row["kind"]])


def test_a_contradiction_cites_what_says_otherwise(advisor: Advisor) -> None:
    """The finding shows both figures and numbers the quote, which is word for word that of the source."""
    found = review("# D\n\nStaff makes up 5% of what self-hosting costs.\n", advisor)
    (finding,) = found.findings
    assert (finding.line, finding.line_end, finding.severity, finding.trade_off) == (3, 3, "error", "build-vs-buy")
    assert "5%" in finding.text
    assert "70 to 80%" in finding.text
    cited = {citation.n: citation for citation in found.citations}
    quoted = cited[finding.citations[0]]
    assert quoted.quote == advisor.library.sources[quoted.source.id].text[quoted.start : quoted.end]
