"""What the bot does when somebody asks it or presses a button: look, ask the app, answer in place.

Nothing raised here reaches Slack: what the app refuses and a service that is away become polite messages, and a fault
of ours is logged and apologised for.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.slack.blocks import MOST_BLOCKS
from bot.slack.card import LOOKING, Shown, apology, card, looking, welcome
from bot.slack.channel import Channel, Place, refusal
from bot.slack.memory import Talk, link_of, talk_of
from bot.slack.upstream import Upstream
from bot.slack.words import shown
from bot.slack.workers import Workers
from bot.types import Answer
from kb.errors import AwayError, CrossroadsError, InputError
from kb.types import Record

_LOG = logging.getLogger("crossroads.slack")
AGAIN = "again"
BUSY = "I have many questions to look at just now. Please try again in a minute."
FAULT = "Something went wrong on my side, and it is in my log. Please try again."
FORGOTTEN = "I can no longer read what this card was about. Please ask me again."
RESTARTING = "I was restarted before I could answer. Please try again."
UNREAD = "I could not read what was said before, so this answers your last message alone."
AFRESH = re.compile(r"\s*new\s*:\s*", re.IGNORECASE)
"""How a direct message begins that does not go on from the one before."""
_HELP = {"", "help", "?", "hi", "hello", "hey", "start"}


class Asked(Record):
    """A question as it arrived: who asked what where; ``retried`` where Slack repeats itself, ``fresh`` where it is new
    and goes on from nothing."""

    place: Place
    person: str
    text: str
    ts: str
    retried: bool = False
    fresh: bool = False
    note: str = ""


class Card(Record):
    """A card that somebody pressed a button of, with the conversation that came with the press."""

    channel: str
    ts: str
    thread: str = ""
    person: str
    carried: Talk | None = None

    @property
    def place(self) -> Place:
        """Where the card stands."""
        return Place(channel=self.channel, thread=self.thread)

    @property
    def beneath(self) -> Place:
        """The thread of the card, for what is added to it."""
        return Place(channel=self.channel, thread=self.thread or self.ts)


Change = Callable[[Talk], Talk | None]
"""What a press does to a conversation; None when it changes nothing."""


class Talks:
    """Answers in Slack from an app; every public method returns at once and works on a thread of its own."""

    def __init__(self, channel: Channel, upstream: Upstream, workers: Workers, browser: str = "") -> None:
        """Keep the parts; ``browser`` is the address at which people open the app, where they can."""
        self._channel, self._upstream, self._workers, self._browser = channel, upstream, workers, browser
        self._pending: dict[tuple[str, str], Talk] = {}
        self._lock = threading.Lock()

    @property
    def me(self) -> str:
        """The bot's own user id."""
        return self._channel.me.user

    def ask(self, asked: Asked, *, elsewhere: Callable[[str], None] | None = None) -> None:
        """Answer a question; ``elsewhere`` tells the person that the answer went to a direct message."""
        self._workers.greet(lambda: self._greet(asked, elsewhere))

    def press(self, pressed: Card, change: Change) -> None:
        """Change the conversation of a card and put the new answer in its place."""
        self.with_card(pressed, lambda talk, message: self._press(pressed, talk, change, message))

    def with_card(self, pressed: Card, job: Callable[[Talk, dict[str, Any]], None]) -> None:
        """Do something with the conversation of a card, when the work before it in its thread is done."""

        def work() -> None:
            talk, message = self._current(pressed)
            if talk is None:
                self.whisper(pressed, apology(FORGOTTEN))
                return
            try:
                job(talk, message)
            except CrossroadsError as error:
                self.whisper(pressed, apology(str(error)))
            except SlackApiError as error:
                _LOG.warning("Slack refused: %s", refusal(error))
                self.whisper(pressed, apology(FAULT))

        if not self._workers.answer(pressed.place.key, pressed.person, work):
            self._workers.greet(lambda: self.whisper(pressed, apology(BUSY)))

    def whisper(self, pressed: Card, said: Shown) -> None:
        """Tell something to the person who pressed; what Slack refuses is logged."""
        try:
            self._channel.whisper(pressed.place, pressed.person, said)
        except (SlackApiError, AwayError) as error:
            _LOG.warning("Could not tell a person: %s", _name(error))

    def close(self, patience: float) -> None:
        """Finish what was asked, at most ``patience`` seconds, and apologise for the rest."""
        self._workers.close(patience)
        with self._lock:
            left = dict(self._pending)
        for (channel, ts), talk in left.items():
            self._settle(channel, ts, apology(RESTARTING, AGAIN), talk)

    def _greet(self, asked: Asked, elsewhere: Callable[[str], None] | None) -> None:
        """Say at once that a question arrived, or how to ask one, and pass it on."""
        try:
            if asked.retried and self._channel.talk_in(asked.place, asked.ts)[1]:
                return
            if asked.text.strip(" .!").casefold() in _HELP:
                self._post(asked, welcome(), Talk(asked=asked.ts), elsewhere)
                return
            first = Talk(turns=(asked.text,), asked=asked.ts, unread=not asked.fresh)
            place, ts = self._post(asked, looking(asked.note), Talk(asked=asked.ts), elsewhere)
        except (SlackApiError, AwayError) as error:
            _LOG.warning("Could not greet: %s", _name(error))
            return
        with self._lock:
            self._pending[place.channel, ts] = first
        here = asked.model_copy(update={"place": place})
        key = place.key if place.thread or not asked.fresh else f"{place.channel}/{ts}"

        def work() -> None:
            try:
                self._answer(here, ts)
            finally:
                if (place.channel, ts) in self._pending:
                    self._settle(place.channel, ts, apology(FAULT, AGAIN), first)

        if not self._workers.answer(key, asked.person, work):
            self._settle(place.channel, ts, apology(BUSY, AGAIN), first)

    def _post(
        self, asked: Asked, said: Shown, talk: Talk, elsewhere: Callable[[str], None] | None
    ) -> tuple[Place, str]:
        """Post where it was asked, or to the person where the bot may not speak there; return where that is."""
        try:
            return asked.place, self._channel.say(asked.place, said, talk)
        except SlackApiError as error:
            if elsewhere is None or refusal(error) not in {"not_in_channel", "channel_not_found"}:
                raise
        place = self._channel.say_to(asked.person, said, talk)
        elsewhere(f"I am not in this channel, so I answer you directly. /invite @{self._channel.me.name} to ask here.")
        return Place(channel=place.channel), place.thread

    def _answer(self, asked: Asked, ts: str) -> None:
        """Answer a question in the place of the placeholder ``ts``."""
        talk, note = self._begun(asked)
        self._settle(asked.place.channel, ts, *self._answered(talk, note))

    def _begun(self, asked: Asked) -> tuple[Talk, str]:
        """Return the conversation that a question belongs to, with the question, and what to say of that."""
        text, afresh = AFRESH.subn("", asked.text, count=1) if AFRESH.match(asked.text) else (asked.text, 0)
        before, note = None, asked.note
        if not (asked.fresh or afresh):
            try:
                before, _ = self._channel.talk_in(asked.place, asked.ts)
            except (SlackApiError, AwayError) as error:
                _LOG.warning("Could not read what was said before: %s", _name(error))
                note = UNREAD if asked.place.thread != asked.ts else note
        if before is not None and not asked.place.thread:
            note = "This goes on from what you said before. Begin with “new:” to start afresh."
        talk = (before or Talk()).saying(text or asked.text)
        return talk.model_copy(update={"asked": asked.ts, "unread": False}), note

    def _answered(self, talk: Talk, note: str = "") -> tuple[Shown, Talk]:
        """Return the card of a conversation's last turn, or the apology for there being none, and what it carries."""
        try:
            answer, talk = self.advised(talk, said=True)
            return self._card(answer, talk, note)
        except InputError as error:
            return apology(shown(str(error), 600)), Talk(asked=talk.asked)
        except AwayError as error:
            _LOG.warning("The app is away: %s", error)
            return apology(str(error), AGAIN), talk

    def advised(self, talk: Talk, *, said: bool = False) -> tuple[Answer, Talk]:
        """Return the answer to a conversation; a fact that the last turn ``said`` wins over one set by hand before."""
        if said and talk.facts:
            heard = self._upstream.ask(talk.model_copy(update={"facts": ()})).facts
            talk = talk.without(fact.factor for fact in heard if fact.origin == "question")
        return self._upstream.ask(talk), talk

    def _card(self, answer: Answer, talk: Talk, note: str = "") -> tuple[Shown, Talk]:
        made = card(answer, was=talk.was, skipped=talk.skipped, link=link_of(self._browser, talk), note=note)
        option = answer.recommendation.option.name if answer.recommendation else ""
        return made, talk.model_copy(update={"was": option or talk.was})

    def _press(self, pressed: Card, talk: Talk, change: Change, message: dict[str, Any]) -> None:
        """Show that something happens, ask again, and put the card back as it was where that fails."""
        changed = change(talk)
        if changed is None:
            return
        if changed.unread:
            again = Asked(place=pressed.place, person=pressed.person, text=changed.turns[-1], ts=changed.asked)
            changed, _ = self._begun(again)
        before = Shown(text=str(message.get("text") or "…"), blocks=tuple(message.get("blocks") or ()))
        idle = tuple(block for block in before.blocks if block.get("type") != "actions")[: MOST_BLOCKS - 1]
        try:
            self._channel.change(
                pressed.channel, pressed.ts, Shown(text=LOOKING, blocks=(*idle, *looking().blocks)), talk
            )
        except SlackApiError as error:
            _LOG.warning("Slack refused to show that a card is at work: %s", refusal(error))
        try:
            answer, changed = self.advised(changed)
            self._settle(pressed.channel, pressed.ts, *self._card(answer, changed))
        except CrossroadsError:
            if before.blocks:
                self._settle(pressed.channel, pressed.ts, before, talk)
            raise

    def _current(self, pressed: Card) -> tuple[Talk | None, dict[str, Any]]:
        """Return the conversation of a card and the card as it is now; what came with the press where Slack is mute."""
        try:
            message = self._channel.card(pressed.channel, pressed.ts, pressed.thread)
        except (SlackApiError, AwayError) as error:
            _LOG.warning("Could not read a card: %s", _name(error))
            return pressed.carried, {}
        return (talk_of(message), dict(message)) if message is not None else (pressed.carried, {})

    def _settle(self, channel: str, ts: str, said: Shown, talk: Talk) -> None:
        """Put the last word in the place of a placeholder; where Slack refuses it, fewer words."""
        with self._lock:
            self._pending.pop((channel, ts), None)
        small = talk.model_copy(update={"turns": talk.turns[-1:]})
        for attempt, carried in ((said, talk), (said, small), (apology(said.text), small)):
            try:
                self._channel.change(channel, ts, attempt, carried)
                return
            except SlackApiError as error:
                _LOG.warning("Slack refused a card: %s", refusal(error))
                if refusal(error) in {"message_not_found", "channel_not_found", "is_archived", "ratelimited"}:
                    return
            except AwayError as error:
                _LOG.warning("%s", error)
                return


def _name(error: Exception) -> str:
    return refusal(error) if isinstance(error, SlackApiError) else type(error).__name__
