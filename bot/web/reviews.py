"""What the review panel needs, and nothing more; and the one over the ledger."""

from __future__ import annotations

import threading
from typing import Protocol

import gradio as gr

from bot.web.review_panel import review_html
from ingest.folder import knowledge_digest
from ingest.pending import Pending
from ingest.reviewing import decide, item_of, review_items
from kb.errors import CrossroadsError, InputError
from kb.ledger import Ledger
from kb.reviews import Verdict
from kb.settings import Settings

BY = "app"
"""Whom a verdict from the browser is noted for: there are no accounts."""
_DONE = {"accept": "accepted", "reject": "rejected"}


class Reviews(Protocol):
    """Lists what waits for a person, and takes verdicts."""

    @property
    def may_decide(self) -> bool:
        """Whether verdicts are taken here."""
        ...

    def items(self) -> tuple[Pending, ...]:
        """Return every item, decided or not."""
        ...

    def decide(self, id: str, verdict: Verdict) -> bool:
        """Decide an item and return whether that is new; raises CrossroadsError where it cannot be."""
        ...


class LedgerReviews:
    """The reviews of one data directory. Items are read once for each state of it."""

    def __init__(self, settings: Settings) -> None:
        """Keep the settings; nothing is read yet."""
        self._settings = settings
        self._known: tuple[tuple[int, str], tuple[Pending, ...]] | None = None
        self._one_at_a_time = threading.Lock()

    @property
    def may_decide(self) -> bool:
        """Whether verdicts are taken here: not where others than this machine reach the app."""
        return not self._settings.is_public

    def items(self) -> tuple[Pending, ...]:
        """Return every item, decided or not."""
        with self._one_at_a_time:
            with Ledger.open(self._settings.ledger, create=False) as ledger:
                state = (ledger.generation(), knowledge_digest(self._settings.knowledge))
            if self._known is None or self._known[0] != state:
                self._known = (state, review_items(self._settings))
            return self._known[1]

    def decide(self, id: str, verdict: Verdict) -> bool:
        """Decide an item; raises InputError where this app may not."""
        if not self.may_decide:
            raise InputError("This app is served to others, so verdicts are taken by crossroads review-knowledge only.")
        return decide(self._settings, id, verdict, by=BY)


def reviewed(reviews: Reviews, id: str = "", verdict: str = "") -> str:
    """Return the panel, after the verdict on an item where one is given; what cannot be is said in it."""
    note = ""
    try:
        if id:
            note = _judge(reviews, id, verdict)
        return review_html(reviews.items(), may_decide=reviews.may_decide, note=note)
    except CrossroadsError as error:
        return review_html((), may_decide=False, note=str(error))


def _judge(reviews: Reviews, id: str, verdict: str) -> str:
    """Return what became of a verdict, in words."""
    if verdict not in ("accept", "reject"):
        return "That is no verdict."
    try:
        item = item_of(id, reviews.items())
        chosen: Verdict = "accept" if verdict == "accept" else "reject"
        new = reviews.decide(id, chosen)
    except CrossroadsError as error:
        return str(error)
    done = f"{item.title}: {_DONE[verdict]}"
    return f"{done}. Answers follow it after the next crossroads ingest." if new else f"{done} before; nothing changed."


def judged_click(event: gr.EventData) -> tuple[str, str]:
    """Return the item and the verdict that a click names; anything else becomes empty texts."""
    data = getattr(event, "_data", None)
    values = data if isinstance(data, dict) else {}
    item, verdict = values.get("item", ""), values.get("verdict", "")
    return (item if isinstance(item, str) else "", verdict if isinstance(verdict, str) else "")
