"""What Slack tells the bot, and what the bot makes of it: each listener acknowledges at once and passes the work on."""

from __future__ import annotations

import logging
import re
import secrets
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import Ack, App, BoltRequest, Respond
from slack_sdk import WebClient

from bot.slack import dialogs
from bot.slack.channel import Identity, Place
from bot.slack.handouts import Handouts
from bot.slack.memory import Seen, Talk, is_ours, talk_of
from bot.slack.talks import Asked, Card, Talks
from bot.slack.words import heard, notified, shown

_LOG = logging.getLogger("crossroads.slack")
COMMAND = "/crossroads"
EVENTS = ("app_mention", "message.im")
"""What the manifest subscribes to; nothing else of what people say reaches the bot."""
SCOPES = (
    "app_mentions:read",
    "channels:history",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "im:history",
    "mpim:history",
)
"""What the bot may do: hear a mention or a direct message, read back its own cards in that thread, answer, upload."""
LISTENING = 16
"""Threads that acknowledge; none of them waits for the app."""
_SPOKEN = {None, "file_share", "thread_broadcast"}
"""Subtypes of messages that people write; an edit, a deletion, a join is none."""
Body = Mapping[str, Any]


def make_app(client: WebClient, signing_secret: str, me: Identity, talks: Talks, handouts: Handouts) -> App:
    """Return the Bolt app that hears what Slack tells; an empty ``signing_secret`` serves Socket Mode only."""
    quiet = logging.getLogger("crossroads.slack.bolt")
    quiet.setLevel(logging.ERROR)  # its warnings quote parts of what was delivered
    app = App(
        client=client,
        logger=quiet,
        signing_secret=signing_secret or secrets.token_hex(32),  # in Socket Mode nothing is signed, nor served
        listener_executor=ThreadPoolExecutor(LISTENING, thread_name_prefix="listen"),
        token_verification_enabled=False,
    )
    app.error(_failed)
    ears = _Ears(me, talks, handouts)
    app.event("app_mention")(ears.mention)
    app.event("message")(ears.message)
    app.command(COMMAND)(ears.command)
    app.action(re.compile(r"answer:\d+|skip|again"))(ears.press)
    app.action(re.compile(r"path|evidence"))(ears.hand_out)
    app.action("more")(ears.menu)
    app.action("enter")(ears.enter)
    app.view("enter")(ears.entered)
    app.view("facts")(ears.corrected)
    return app


class _Ears:
    """The listeners; every one returns within milliseconds."""

    def __init__(self, me: Identity, talks: Talks, handouts: Handouts) -> None:
        self._me, self._talks, self._handouts = me, talks, handouts
        self._seen = Seen()

    def mention(self, event: Body, body: Body, request: BoltRequest) -> None:
        """Answer a mention in its thread."""
        self._ask(event, body, request, Place(channel=event["channel"], thread=event.get("thread_ts") or event["ts"]))

    def message(self, event: Body, body: Body, request: BoltRequest) -> None:
        """Answer a direct message where it stands; any other message is none of our business."""
        if event.get("channel_type") == "im":
            self._ask(event, body, request, Place(channel=event["channel"], thread=event.get("thread_ts") or ""))

    def command(self, ack: Ack, command: Body, respond: Respond) -> None:
        """Answer a command in the channel for all, or directly where the bot is not in the channel."""
        ack()
        text = heard(str(command.get("text", "")), self._me.user)
        asked = Asked(
            place=Place(channel=command["channel_id"]),
            person=command["user_id"],
            text=text,
            ts="",
            fresh=True,
            note=f"Asked: “{shown(text, 1_000)}”" if text else "",
        )
        self._talks.ask(asked, elsewhere=lambda said: _respond(respond, said))

    def press(self, ack: Ack, body: Body, action: Body) -> None:
        """Take an answer, skip a question, or try again."""
        ack()
        pressed, carried = self._card(body), dialogs.as_json(str(action.get("value", "")))
        factor, text = str(carried.get("f", "")), str(carried.get("v", ""))
        if pressed is None:
            return
        if action["action_id"] == "again":
            self._talks.press(pressed, lambda talk: talk if talk.turns else None)
        elif action["action_id"] == "skip":
            self._talks.press(pressed, lambda talk: _skipping(talk, factor))
        elif factor and text:
            self._talks.press(pressed, _knowing({factor: text}))

    def hand_out(self, ack: Ack, body: Body, action: Body) -> None:
        """Show the path or the evidence."""
        ack()
        pressed = self._card(body)
        if pressed is not None:
            (self._handouts.path if action["action_id"] == "path" else self._handouts.evidence)(pressed)

    def menu(self, ack: Ack, body: Body, action: Body) -> None:
        """Write the decision record or open the dialog of the facts; a link needs nothing of us."""
        ack()
        pressed = self._card(body)
        chosen = (action.get("selected_option") or {}).get("value")
        if pressed is not None and chosen == "adr":
            self._handouts.record(pressed)
        elif pressed is not None and chosen == "facts":
            self._handouts.facts(pressed, body["trigger_id"])

    def enter(self, ack: Ack, body: Body, action: Body) -> None:
        """Open the dialog for a value."""
        ack()
        pressed = self._card(body)
        if pressed is not None:
            self._handouts.enter(pressed, body["trigger_id"], dialogs.as_json(str(action.get("value", ""))))

    def entered(self, ack: Ack, body: Body, view: Body) -> None:
        """Take the value of a dialog, or say in the dialog what is wrong with it."""
        where, text = dialogs.where_of(view), dialogs.entered(view).get("fact", "")
        wrong = dialogs.objection(where, text)
        if wrong:
            ack(response_action="errors", errors={"fact": wrong})
            return
        ack()
        self._talks.press(_card_of(where, body), _knowing({where.factor: text}))

    def corrected(self, ack: Ack, body: Body, view: Body) -> None:
        """Take what was changed in the dialog of all facts."""
        ack()
        changed = dialogs.changed(view)
        if changed:
            self._talks.press(_card_of(dialogs.where_of(view), body), _knowing(changed))

    def _ask(self, event: Body, body: Body, request: BoltRequest, place: Place) -> None:
        """Pass a message on, unless a program wrote it, it is an edit, or it was delivered before."""
        if event.get("bot_id") or event.get("edited") or event.get("subtype") not in _SPOKEN or not event.get("user"):
            return
        if event["user"] in {self._me.user, "USLACKBOT"}:
            return
        spoken = f"{event['channel']}/{event['ts']}"
        if not (self._seen.first(str(body.get("event_id", ""))) and self._seen.first(spoken)):
            return
        self._talks.ask(
            Asked(
                place=place,
                person=event["user"],
                text=heard(str(event.get("text", "")), self._me.user),
                ts=event["ts"],
                retried=bool(request.headers.get("x-slack-retry-num")),
            )
        )

    def _card(self, body: Body) -> Card | None:
        """Return the card that was pressed, or None where the press came from something else."""
        message, container = body.get("message") or {}, body.get("container") or {}
        channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
        ts = message.get("ts") or container.get("message_ts")
        if not channel or not ts:
            return None
        ours = is_ours(message, self._me.user, self._me.bot)
        return Card(
            channel=channel,
            ts=ts,
            thread=message.get("thread_ts") or container.get("thread_ts") or "",
            person=body["user"]["id"],
            carried=talk_of(message) if ours else None,
        )


def _failed(error: Exception) -> None:
    """Log a fault of a listener without its message, which may quote what somebody wrote."""
    _LOG.error("A listener failed: %s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


def _card_of(where: dialogs.Where, body: Body) -> Card:
    return Card(channel=where.channel, ts=where.card, thread=where.thread, person=body["user"]["id"])


def _knowing(facts: Mapping[str, str]) -> Callable[[Talk], Talk | None]:
    """Return the change that sets facts; none where they are set already, as after a double click."""

    def change(talk: Talk) -> Talk | None:
        known = talk.knowing(facts)
        return known if known != talk else None

    return change


def _skipping(talk: Talk, factor: str) -> Talk | None:
    if not factor or factor in talk.skipped:
        return None
    return talk.model_copy(update={"skipped": (*talk.skipped, factor)[-20:]})


def _respond(respond: Respond, said: str) -> None:
    try:
        respond(text=notified(said), response_type="ephemeral")
    except OSError as error:  # the answer is on its way all the same
        _LOG.warning("Could not respond to a command: %s", type(error).__name__)
