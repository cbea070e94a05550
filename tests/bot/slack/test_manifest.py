"""The manifest and the documentation against the code: scopes, events, commands and options are the same in all."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from bot.cli import main
from bot.slack.configuration import VARIABLES
from bot.slack.listeners import COMMAND, EVENTS, SCOPES
from bot.slack.manifest import EVENTS_PATH, manifest
from kb.errors import InputError
from tests.tree import ROOT, text_of

PUBLIC = "https://bot.example.com"
METHODS = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.postEphemeral": "chat:write",
    "conversations.replies": "channels:history",
    "conversations.history": "im:history",
    "files.upload.v2": "files:write",
    "views.open": "",
    "views.update": "",
    "auth.test": "",
}
"""Method of the Web API -> the scope that it needs; the histories of groups differ in their names only."""


def parsed(text: str) -> Any:
    """Return a manifest as plain values."""
    return YAML(typ="safe").load(text)


def test_manifest_asks_for_what_the_code_uses_and_no_more() -> None:
    """Scopes, events and the command are those of the listeners; interactivity and direct messages are on."""
    found = parsed(manifest())
    assert tuple(found["oauth_config"]["scopes"]["bot"]) == SCOPES
    assert tuple(found["settings"]["event_subscriptions"]["bot_events"]) == EVENTS
    assert [c["command"] for c in found["features"]["slash_commands"]] == [COMMAND]
    assert found["settings"]["interactivity"]["is_enabled"]
    assert found["settings"]["socket_mode_enabled"]
    assert found["features"]["app_home"]["messages_tab_enabled"]
    assert not found["features"]["app_home"]["messages_tab_read_only_enabled"]


def test_scopes_are_those_of_the_methods_called() -> None:
    """Every Web API method in the code is listed here with its scope, and each of those scopes is asked for."""
    code = "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "bot" / "slack").glob("*.py")))
    called = set(re.findall(r"client\.(\w+_\w+)\(", code)) - {"is_connected"}
    known = {re.sub(r"[.]", "_", m) for m in METHODS} | {"files_upload_v2"}
    assert called <= known
    assert {scope for scope in METHODS.values() if scope} <= set(SCOPES)


def test_manifest_is_within_slacks_limits() -> None:
    """Lengths that Slack checks when a manifest is pasted."""
    found = parsed(manifest())
    information = found["display_information"]
    assert len(information["name"]) <= 35
    assert len(information["description"]) <= 140
    assert 175 <= len(information["long_description"]) <= 4_000
    assert re.fullmatch(r"#[0-9a-f]{6}", information["background_color"])
    assert len(found["features"]["slash_commands"][0]["description"]) <= 2_000


@pytest.mark.parametrize("url", [PUBLIC, f"{PUBLIC}/", f"{PUBLIC}{EVENTS_PATH}"])
def test_manifest_for_http_holds_the_address_three_times(url: str) -> None:
    """Events, interactivity and the command lead to the one path that is served, and Socket Mode is off."""
    found = parsed(CliRunner().invoke(main, ["slack", "--manifest", "--public-url", url]).stdout)
    settings, address = found["settings"], f"{PUBLIC}{EVENTS_PATH}"
    assert settings["event_subscriptions"]["request_url"] == address
    assert settings["interactivity"]["request_url"] == address
    assert found["features"]["slash_commands"][0]["url"] == address
    assert not settings["socket_mode_enabled"]
    assert {k: v for k, v in found.items() if k != "settings"}["oauth_config"] == parsed(manifest())["oauth_config"]


def test_manifest_is_printed_as_it_is_shipped() -> None:
    """Without an address the command prints the file, comments and all."""
    assert CliRunner().invoke(main, ["slack", "--manifest"]).stdout == text_of("bot/slack/manifest.yaml")
    with pytest.raises(InputError, match="https"):
        manifest("http://bot.example.com")


def test_documentation_names_every_variable_scope_and_option() -> None:
    """docs/slack.md holds each variable, each scope, the command and each option of ``crossroads slack``."""
    text = text_of("docs/slack.md")
    options = set(re.findall(r"--[a-z-]+", CliRunner().invoke(main, ["slack", "--help"]).stdout)) - {"--help"}
    named = {*VARIABLES.values(), *SCOPES, *EVENTS, COMMAND, EVENTS_PATH, "connections:write", *options}
    assert sorted(name for name in named if name not in text) == []


def test_commands_of_the_documentation_exist() -> None:
    """Every ``crossroads ...`` line of docs/slack.md is a command that has the options it is given."""
    lines = re.findall(r"^ *crossroads (\w+)(.*)$", text_of("docs/slack.md"), re.MULTILINE)
    assert len(lines) >= 4
    for command, rest in lines:
        helped = CliRunner().invoke(main, [command, "--help"])
        assert helped.exit_code == 0
        assert [option for option in re.findall(r"--[a-z-]+", rest) if option not in helped.stdout] == []
