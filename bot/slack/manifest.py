"""The manifest that an app of Slack is made from: for Socket Mode as it is written, for HTTP with an address in it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ruamel.yaml import YAML

from kb.errors import InputError

MANIFEST = Path(__file__).with_name("manifest.yaml")
EVENTS_PATH = "/slack/events"


def manifest(public_url: str = "") -> str:
    """Return the manifest as YAML; with a public https address it is that of HTTP. Raise InputError for another one."""
    if not public_url:
        return MANIFEST.read_text(encoding="utf-8")
    parts = urlsplit(public_url)
    if parts.scheme != "https" or not parts.hostname:
        raise InputError(f"--public-url: Slack delivers to https addresses only, found {public_url!r}.")
    address = public_url.rstrip("/").removesuffix(EVENTS_PATH) + EVENTS_PATH
    yaml = YAML()
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = MANIFEST.read_text(encoding="utf-8")
    found: Any = yaml.load(text[text.index("display_information:") :])
    for command in found["features"]["slash_commands"]:
        command["url"] = address
    settings = found["settings"]
    settings["event_subscriptions"].insert(0, "request_url", address)
    settings["interactivity"]["request_url"] = address
    settings["socket_mode_enabled"] = False
    out = io.StringIO()
    yaml.dump(found, out)
    return out.getvalue()
