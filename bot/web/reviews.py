"""What the review panel needs, and nothing more; and the one over the ledger."""

from __future__ import annotations

import threading
from typing import NamedTuple, Protocol

import gradio as gr

from bot.web.review_panel import review_html
from ingest.folder import knowledge_digest
from ingest.pending import Pending
from ingest.reviewing import decide, item_of, review_items, what_follows
from kb.errors import CrossroadsError, InputError
from kb.ledger import Ledger
from kb.reviews import DONE, Verdict
from kb.settings import Settings

BY = "app"
"""Whom a verdict from the browser is noted for: there are no accounts."""


class Click(NamedTuple):
    """What a click in the panel says: an item, a verdict on it, and for an edit its text; empty where it says none."""

    item: str = ""
    verdict: str = ""
    text: str = ""


class Reviews(Protocol):
    """Lists what waits for a person, and takes verdicts."""

    @property
    def may_decide(self) -> bool:
        """Whether verdicts are taken here."""
        ...

    def items(self) -> tuple[Pending, ...]:
        """Return every item, decided or not."""
        ...

    def decide(self, id: str, verdict: Verdict, edited: str | None = None) -> bool:
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

    def decide(self, id: str, verdict: Verdict, edited: str | None = None) -> bool:
        """Decide an item; raises InputError where this app may not."""
        if not self.may_decide:
            raise InputError("This app is served to others, so verdicts are taken by crossroads review-knowledge only.")
        return decide(self._settings, id, verdict, edited=edited, by=BY)


def reviewed(reviews: Reviews, click: Click | None = None) -> str:
    """Return the panel, after the verdict of a click where there is one; what cannot be is said in it."""
    note = ""
    try:
        if click and click.item:
            note = _judge(reviews, click)
        return review_html(reviews.items(), may_decide=reviews.may_decide, note=note)
    except CrossroadsError as error:
        return review_html((), may_decide=False, note=str(error))


def _judge(reviews: Reviews, click: Click) -> str:
    """Return what became of a verdict, in words."""
    verdict = next((known for known in DONE if known == click.verdict), None)
    if verdict is None:
        return "That is no verdict."
    try:
        item = item_of(click.item, reviews.items())
        new = reviews.decide(click.item, verdict, click.text if verdict == "edit" else None)
    except CrossroadsError as error:
        return str(error)
    done = f"{item.title}: {DONE[verdict]}"
    return f"{done}. {what_follows(item.id, verdict)}" if new else f"{done} before; nothing changed."


def judged_click(event: gr.EventData) -> Click:
    """Return what a click says; anything in it that is no text becomes an empty one."""
    data = getattr(event, "_data", None)
    values = data if isinstance(data, dict) else {}
    return Click(*(value if isinstance(value := values.get(key, ""), str) else "" for key in Click._fields))
