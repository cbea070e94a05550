"""What a card hands out beside itself: path as a picture, evidence, decision record, the dialog of its facts."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.slack import dialogs
from bot.slack.card import Shown, apology, named
from bot.slack.channel import Channel, refusal
from bot.slack.dialogs import Where
from bot.slack.evidence import evidence
from bot.slack.memory import Talk
from bot.slack.picture import as_png, described
from bot.slack.talks import Card, Talks
from bot.slack.upstream import Upstream
from bot.slack.words import notified, shown
from kb.errors import AwayError, CrossroadsError

_LOG = logging.getLogger("crossroads.slack")
_NO_PATH = "There is no path to draw: nothing that was said met a rule."
_MAY_NOT = "Slack does not let me upload files here; the app needs the scope files:write (see docs/slack.md)."


class Handouts:
    """Adds to the thread of a card what people ask of it."""

    def __init__(self, talks: Talks, channel: Channel, upstream: Upstream) -> None:
        """Keep the parts."""
        self._talks, self._channel, self._upstream = talks, channel, upstream

    def path(self, pressed: Card) -> None:
        """Upload the path of a card as a picture, with its steps as text for screen readers."""
        self._talks.with_card(pressed, lambda talk, _: self._path(pressed, talk))

    def evidence(self, pressed: Card) -> None:
        """Post every citation of a card."""
        self._talks.with_card(pressed, lambda talk, _: self._evidence(pressed, talk))

    def record(self, pressed: Card) -> None:
        """Upload the decision record of a card as a snippet."""
        self._talks.with_card(pressed, lambda talk, _: self._record(pressed, talk))

    def facts(self, pressed: Card, trigger: str) -> None:
        """Open the dialog of a card's facts at once, since Slack waits three seconds; fill it when they are there."""
        try:
            view = self._channel.open(trigger, dialogs.loading())
        except (SlackApiError, AwayError) as error:
            _LOG.warning("Could not open a dialog: %s", error)
            return
        self._talks.with_card(pressed, lambda talk, _: self._facts(pressed, talk, view))

    def enter(self, pressed: Card, trigger: str, carried: Mapping[str, Any]) -> None:
        """Open the dialog for one value; ``carried`` is what the button holds: factor, question, unit, choices."""
        where = _where(pressed).model_copy(
            update={"factor": str(carried.get("f", "")), "unit": str(carried.get("u") or "")}
        )
        ask = str(carried.get("ask") or named(where.factor))
        choices = [str(choice) for choice in carried.get("c") or ()]
        try:
            self._channel.open(trigger, dialogs.entering(where, ask, choices))
        except (SlackApiError, AwayError) as error:
            _LOG.warning("Could not open a dialog: %s", error)

    def _path(self, pressed: Card, talk: Talk) -> None:
        answer, _ = self._talks.advised(talk)
        if not any(step.outcome for step in answer.path):
            self._talks.whisper(pressed, apology(_NO_PATH))
            return
        title = f"Path: {answer.trade_off.name if answer.trade_off else 'the decision'}"
        self._upload(pressed, as_png(answer), "path.png", title, alt=described(answer))

    def _evidence(self, pressed: Card, talk: Talk) -> None:
        answer, _ = self._talks.advised(talk)
        if not answer.citations:
            self._talks.whisper(pressed, apology("This answer stands on no passage."))
        for message in evidence(answer) if answer.citations else ():
            headline = notified(f"Evidence: {len(answer.citations)} passages")
            self._channel.say(pressed.beneath, Shown(text=headline, blocks=message), Talk())

    def _record(self, pressed: Card, talk: Talk) -> None:
        text = self._upstream.record(talk)
        title = re.sub(r"^#+\s*", "", next((line for line in text.splitlines() if line.startswith("#")), "")).strip()
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "decision"
        self._upload(pressed, text.encode(), f"{slug}.md", title or "Decision record", kind="markdown")

    def _facts(self, pressed: Card, talk: Talk, view: str) -> None:
        try:
            answer, _ = self._talks.advised(talk)
            filled = dialogs.correcting(_where(pressed), answer)
        except CrossroadsError as error:
            filled = dialogs.failed(str(error))
        self._channel.fill(view, filled)

    def _upload(
        self, pressed: Card, content: bytes, filename: str, title: str, *, alt: str = "", kind: str = ""
    ) -> None:
        try:
            self._channel.upload(pressed.beneath, content, filename, shown(title, 100), alt=alt, kind=kind)
        except SlackApiError as error:
            if refusal(error) not in {"missing_scope", "not_allowed_token_type"}:
                raise
            self._talks.whisper(pressed, apology(_MAY_NOT))


def _where(pressed: Card) -> Where:
    return Where(channel=pressed.channel, card=pressed.ts, thread=pressed.thread)
