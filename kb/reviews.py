"""What a person decided about something that was found: kept by the content of the item, not by its place.

An item's id is derived from what it says, so that a decision holds when its article is read again, moved or removed
and ingested anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from kb.ids import text_hash
from kb.types import Record

Verdict = Literal["accept", "reject", "edit"]
DONE: Mapping[Verdict, str] = {"accept": "accepted", "reject": "rejected", "edit": "accepted as edited"}
"""What became of an item by a verdict."""
LARGEST_EDIT = 1_000_000
"""Characters of an edited text: far above any decision, far below what takes long to read."""


class ReviewDecision(Record):
    """The verdict on one item. ``edited`` is what stands in its place: a condition, or YAML.

    ``at`` is an ISO 8601 time in UTC; ``by`` and ``reason`` may be empty.
    """

    item: str
    verdict: Verdict
    edited: str | None = None
    by: str = ""
    at: str = ""
    reason: str = ""

    def same_as(self, other: ReviewDecision | None) -> bool:
        """Say whether another decision says the same, whenever and by whomever it was made."""
        return other is not None and (self.item, self.verdict, self.edited) == (other.item, other.verdict, other.edited)


def item_id(kind: str, *parts: str) -> str:
    """Return ``<kind>-<12 hex>`` for an item of this kind that these texts make out, blanks normalised."""
    content = "\x1f".join(" ".join(part.split()) for part in (kind, *parts))
    return f"{kind}-{text_hash(content)[:12]}"


def by_item(decisions: Iterable[ReviewDecision]) -> dict[str, ReviewDecision]:
    """Return the decisions by the item that they are about."""
    return {decision.item: decision for decision in decisions}
