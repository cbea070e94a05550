"""Remarks that silence findings: their scope, their reason, and what is wrong with them."""

from __future__ import annotations

import pytest

from bot.design.document import read_document
from bot.design.suppress import suppressions, unused
from bot.design.types import Finding

TRADE_OFFS = ("ferry-or-bridge",)
TEXT = """\
# Title

<!-- crossroads: {remark} -->
One paragraph
of two lines.

Another paragraph.

## Section

Inside.

### Deeper

Deep.

## Next

Last.
"""


def finding(line: int, kind: str = "not-recommended", trade_off: str = "ferry-or-bridge") -> Finding:
    """Return a finding on one line."""
    return Finding.model_validate(
        {"line": line, "line_end": line, "kind": kind, "severity": "error", "trade_off": trade_off}
        | {"option": None, "text": "x", "citations": ()}
    )


def covered(remark: str, text: str = TEXT) -> list[int]:
    """Return the lines on which a remark silences a finding."""
    remarks, faults = suppressions(read_document(text.replace("{remark}", remark)), TRADE_OFFS)
    assert not faults
    return [line for line in range(1, 19) if any(r.covers(finding(line)) for r in remarks)]


def test_a_remark_silences_the_next_paragraph() -> None:
    """It ends at the next blank line."""
    assert covered("ignore not-recommended because the pilot ends in May") == [4, 5]


def test_a_remark_may_silence_a_section_or_the_document() -> None:
    """A section's remark stands in it and covers what is under it; a document's covers all."""
    moved = TEXT.replace("<!-- crossroads: {remark} -->\n", "").replace(
        "Inside.", "<!-- crossroads: {remark} -->\n\nInside."
    )
    assert covered("ignore-section all because it is a copy of the old one", moved) == list(range(8, 18))
    assert covered("ignore-document all because this is a training example") == list(range(1, 19))


def test_kind_and_trade_off_narrow_a_remark() -> None:
    """Another kind, or another decision, is still found."""
    text = TEXT.replace("{remark}", "ignore not-recommended ferry-or-bridge because we own the ferry")
    remarks, _ = suppressions(read_document(text), TRADE_OFFS)
    assert remarks[0].covers(finding(4))
    assert not remarks[0].covers(finding(4, kind="contradicted"))
    assert not remarks[0].covers(finding(4, trade_off="tea-or-coffee"))


@pytest.mark.parametrize(
    ("remark", "words"),
    [
        ("ignore not-recommended", "no reason"),
        ("ignore not-recommended because ok", "no reason"),
        ("ignore nonsense because we like it so", "no kind of finding"),
        ("ignore because we like it so", "no kind"),
        ("disable-next-line", "not understood"),
    ],
)
def test_a_faulty_remark_has_no_effect_and_is_found(remark: str, words: str) -> None:
    """What is wrong and what to write instead is said on its own line."""
    remarks, faults = suppressions(read_document(TEXT.replace("{remark}", remark)), TRADE_OFFS)
    assert not remarks
    assert [(f.line, f.kind, f.severity) for f in faults] == [(3, "suppression", "warning")]
    assert words in faults[0].text


def test_a_remark_that_silences_nothing_is_noted() -> None:
    """What it was about may have been mended since."""
    remarks, _ = suppressions(read_document(TEXT.replace("{remark}", "ignore all because we say so here")), TRADE_OFFS)
    assert [f.severity for f in unused(remarks, [finding(7)])] == ["info"]
    assert unused(remarks, [finding(5)]) == []


def test_other_comments_are_left_alone() -> None:
    """Remarks of other tools, and prose that names this one, say nothing to it."""
    text = "<!-- vale off -->\n<!-- we use crossroads here -->\nWords.\n"
    assert suppressions(read_document(text), TRADE_OFFS) == ([], [])
