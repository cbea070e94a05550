"""People of a workspace: what Slack delivers when they write, press and submit, signed as Slack signs it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import httpx
import uvicorn
from fastapi import FastAPI
from slack_sdk.signature import SignatureVerifier

from tests.bot.slack.limits import texts
from tests.bot.slack.standin import ME, Standin

SECRET = "loopback" * 4
ADA = "UADA"
_NUMBERS = count(1)
Json = dict[str, Any]


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve a web app on a free port of loopback; yield its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not (server.started and server.servers):
            time.sleep(0.02)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def event(standin: Standin, text: str, channel: str = "C1", **fields: Any) -> Json:
    """Return the body of an event: a mention in a channel, or a direct message where the channel begins with D."""
    kind = {"type": "message", "channel_type": "im"} if channel.startswith("D") else {"type": "app_mention"}
    inner = {**kind, "user": ADA, "text": text, "channel": channel, "ts": standin.ts(), **fields}
    return {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{next(_NUMBERS)}", "event": inner}


def press(card: Mapping[str, Any], channel: str, action: Mapping[str, Any], **chosen: Any) -> Json:
    """Return the body of a press of one element of a card."""
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": ADA},
        "channel": {"id": channel},
        "message": dict(card),
        "container": {"type": "message", "message_ts": card["ts"], "channel_id": channel},
        "trigger_id": f"T{next(_NUMBERS)}",
        "actions": [{**{k: v for k, v in action.items() if k not in {"options", "text"}}, "block_id": "b", **chosen}],
    }


def submit(view: Mapping[str, Any], values: Mapping[str, str | None]) -> Json:
    """Return the body of a submitted dialog in which some lines were changed; the others stay as they were."""
    state = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element, id = block["element"], block["block_id"]
        if element["type"] == "static_select":
            picked = {"value": values[id]} if id in values else element.get("initial_option")
            state[id] = {"value": {"type": "static_select", "selected_option": picked}}
        else:
            text = values[id] if id in values else element.get("initial_value")
            state[id] = {"value": {"type": "plain_text_input", "value": text}}
    made = {**view, "id": "V1", "state": {"values": state}}
    return {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": ADA}, "view": made}


def element(card: Mapping[str, Any], action: str) -> Json:
    """Return the button or menu of a card that has this action."""
    found = [e for b in card["blocks"] if b["type"] == "actions" for e in b["elements"] if e["action_id"] == action]
    assert found, f"the card has no {action}"
    return dict(found[0])


def words(card: Mapping[str, Any]) -> str:
    """Return everything that a card shows, in order."""
    return "\n".join(text for _, text in texts(card["blocks"]))


class Workspace:
    """Delivers to a bot over HTTP."""

    def __init__(self, url: str, standin: Standin) -> None:
        """Keep where the bot listens."""
        self.url, self.slack = url, standin

    def deliver(
        self, body: Mapping[str, Any], *, at: float | None = None, secret: str = SECRET, **headers: str
    ) -> httpx.Response:
        """Post a signed delivery: an event as JSON, everything else as Slack's forms."""
        if body["type"] in {"event_callback", "url_verification"}:
            return self.post(json.dumps(body), "application/json", at=at, secret=secret, **headers)
        return self.post(
            urlencode({"payload": json.dumps(body)}), "application/x-www-form-urlencoded", at=at, secret=secret
        )

    def post(
        self, text: str, kind: str, *, at: float | None = None, secret: str = SECRET, **headers: str
    ) -> httpx.Response:
        """Post a signed text."""
        stamp = str(int(at if at is not None else time.time()))
        signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=text)
        sent = {"content-type": kind, "x-slack-request-timestamp": stamp, "x-slack-signature": signature or ""}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.post(f"{self.url}/slack/events", content=text, headers=sent, timeout=10)

    def mention(self, text: str, channel: str = "C1", **fields: Any) -> Json:
        """Mention the bot; return the event."""
        body = event(self.slack, f"<@{ME}> {text}", channel, **fields)
        assert self.deliver(body).status_code == 200
        return body

    def command(self, text: str, channel: str = "C1") -> httpx.Response:
        """Use the slash command."""
        fields = {
            "command": "/crossroads",
            "text": text,
            "channel_id": channel,
            "user_id": ADA,
            "team_id": "T1",
            "trigger_id": "T",
            "response_url": f"{self.slack.base.removesuffix('/api/')}/respond",
        }
        return self.post(urlencode(fields), "application/x-www-form-urlencoded")

    def press(self, card: Mapping[str, Any], channel: str, action: str, **chosen: Any) -> None:
        """Press a button or choose from a menu."""
        assert self.deliver(press(card, channel, element(card, action), **chosen)).status_code == 200
