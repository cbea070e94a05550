from __future__ import annotations

from pathlib import Path

from kb.ledger import Ledger
from kb.reviews import ReviewDecision, by_item, item_id

REJECTED = ReviewDecision(item="rule-1", verdict="reject", by="ana", at="2026-01-02T03:04:05+00:00", reason="too old")


def test_a_decision_is_kept_and_replaced_by_the_next_one(tmp_path: Path) -> None:
    """The newest verdict on an item is the one that holds."""
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        assert ledger.decide(REJECTED)
        edited = ReviewDecision(item="rule-1", verdict="edit", edited="teams > 4")
        assert ledger.decide(edited)
        assert by_item(ledger.decisions()) == {"rule-1": edited}


def test_the_same_verdict_again_changes_nothing(tmp_path: Path) -> None:
    """Whoever says it when: no new generation, and the first to say so stays named."""
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.decide(REJECTED)
        before = ledger.generation()
        assert not ledger.decide(REJECTED.model_copy(update={"by": "bo", "at": "2027-01-01T00:00:00+00:00"}))
        assert (ledger.generation(), ledger.decisions()) == (before, (REJECTED,))


def test_an_item_is_known_by_what_it_says() -> None:
    """Blanks do not count, words do, and what belongs to one part does not slide into the next."""
    assert item_id("draft", "a b", "c") == item_id("draft", "a  b\n", "c")
    assert len({item_id("draft", "a b", "c"), item_id("draft", "a", "b c"), item_id("copy", "a b", "c")}) == 3
