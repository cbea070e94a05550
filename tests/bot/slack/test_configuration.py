"""What the bot is told: secrets by their names, the mode that follows from them, and nothing said that is secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import main
from bot.slack.configuration import VARIABLES, Configuration
from kb.errors import InputError

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "5ecret"}


def test_mode_follows_from_the_secrets() -> None:
    """An app token means Socket Mode, a signing secret alone means HTTP, and an option decides between both."""
    assert Configuration.from_environment(SOCKET).mode == "socket"
    assert Configuration.from_environment(HTTP).mode == "http"
    assert Configuration.from_environment(SOCKET | HTTP).mode == "socket"
    assert Configuration.from_environment(SOCKET | HTTP, mode="http").mode == "http"


@pytest.mark.parametrize(
    ("environ", "mode", "named"),
    [
        ({}, None, ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "docs/slack.md"]),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, None, ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]),
        ({"SLACK_APP_TOKEN": "xapp-1"}, None, ["SLACK_BOT_TOKEN"]),
        (SOCKET, "http", ["SLACK_SIGNING_SECRET"]),
        (SOCKET | {"SLACK_BOT_TOKEN": "xapp-2"}, None, ["SLACK_BOT_TOKEN", "xoxb-"]),
        (SOCKET | {"CROSSROADS_URL": "advisor:7860"}, None, ["CROSSROADS_URL", "advisor:7860"]),
        (SOCKET | {"CROSSROADS_TOKEN_FILE": "/no/such/file"}, None, ["CROSSROADS_TOKEN_FILE"]),
    ],
)
def test_what_is_missing_or_wrong_is_named(environ: dict[str, str], mode: None, named: list[str]) -> None:
    """One error names every variable, where to find it and what to do."""
    with pytest.raises(InputError) as caught:
        Configuration.from_environment(environ, mode=mode)
    assert [name for name in named if name not in str(caught.value)] == []


def test_secrets_may_be_in_files_and_are_never_shown(tmp_path: Path) -> None:
    """A file stands in for a variable; neither the repr nor an error shows what is in it."""
    file = tmp_path / "token"
    file.write_text("xoxb-very-secret\n", encoding="utf-8")
    found = Configuration.from_environment({"SLACK_BOT_TOKEN_FILE": str(file), "SLACK_APP_TOKEN": "xapp-1"})
    assert found.bot_token.get_secret_value() == "xoxb-very-secret"
    assert "very-secret" not in repr(found)
    with pytest.raises(InputError) as caught:
        Configuration.from_environment({"SLACK_BOT_TOKEN": "xoxp-very-secret", "SLACK_APP_TOKEN": "xapp-1"})
    assert "very-secret" not in str(caught.value)


def test_options_win_over_the_environment() -> None:
    """The command's address, host and port replace what the environment says."""
    environ = SOCKET | {"CROSSROADS_URL": "http://a:1"}
    found = Configuration.from_environment(environ, url="http://b:2/", host="0.0.0.0", port=8080)  # noqa: S104
    assert (found.url, found.host, found.port) == ("http://b:2", "0.0.0.0", 8080)  # noqa: S104
    assert Configuration.from_environment(environ).url == "http://a:1"


def test_command_without_secrets_ends_with_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """``crossroads slack`` in an empty environment: status 2 and the names, no traceback."""
    for variable in VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)
    result = CliRunner().invoke(main, ["slack"])
    assert result.exit_code == 2
    assert "SLACK_BOT_TOKEN" in result.stderr
    assert "Traceback" not in result.output
