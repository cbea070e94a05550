"""What the bot is told: secrets from the environment and nowhere else, the rest from the environment or the command."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from kb.errors import InputError

Mode = Literal["socket", "http"]
APP_URL = "http://127.0.0.1:7860"
VARIABLES: Mapping[str, str] = {
    "bot_token": "SLACK_BOT_TOKEN",
    "app_token": "SLACK_APP_TOKEN",
    "signing_secret": "SLACK_SIGNING_SECRET",
    "token": "CROSSROADS_TOKEN",
    "url": "CROSSROADS_URL",
    "browser": "CROSSROADS_BROWSER_URL",
    "slack_url": "SLACK_API_URL",
}
"""Field -> environment variable. The first three come from Slack, the others say where the app and Slack are."""
SECRETS = ("bot_token", "app_token", "signing_secret", "token")
"""Fields that may be in a file instead, named by the variable with ``_FILE`` behind it, as containers hand them."""
_FORMS = {"bot_token": "xoxb-", "app_token": "xapp-"}
_WHERE = {
    "bot_token": "Slack: OAuth & Permissions, “Bot User OAuth Token”",
    "app_token": "Slack: Basic Information, “App-Level Tokens”, with the scope connections:write",
    "signing_secret": "Slack: Basic Information, “Signing Secret”",
}


class Configuration(BaseModel):
    """Everything that a run of the bot is told; secrets never show in a log or a traceback."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode
    bot_token: SecretStr
    app_token: SecretStr = SecretStr("")
    signing_secret: SecretStr = SecretStr("")
    token: SecretStr = Field(default=SecretStr(""), description="sent to the app, where that asks for one")
    url: str = APP_URL
    browser: str = Field(default="", description="address at which people open the app; none for no link")
    slack_url: str = Field(default="https://slack.com/api/", description="another one for GovSlack")
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)

    @classmethod
    def from_environment(
        cls,
        environ: Mapping[str, str] | None = None,
        *,
        mode: Mode | None = None,
        url: str | None = None,
        host: str | None = None,
        port: int | None = None,
    ) -> Configuration:
        """Read the environment; raise InputError that names every variable that is missing or malformed.

        Without a ``mode`` it is Socket Mode where there is an app token, and HTTP where there is a signing secret.
        """
        env = os.environ if environ is None else environ
        told = {field: _told(env, field) for field in VARIABLES}
        chosen = mode or ("http" if told["signing_secret"] and not told["app_token"] else "socket")
        _complain(told, ("bot_token", "app_token" if chosen == "socket" else "signing_secret"), mode)
        values: dict[str, object] = {field: text for field, text in told.items() if text}
        values |= {k: v for k, v in (("url", url), ("host", host), ("port", port)) if v is not None}
        for field in ("url", "browser", "slack_url"):
            values[field] = _address(str(values.get(field, "")), VARIABLES[field]) or cls.model_fields[field].default
        values["slack_url"] = f"{str(values['slack_url']).rstrip('/')}/"
        return cls.model_validate({"mode": chosen, **values})


def _told(env: Mapping[str, str], field: str) -> str:
    """Return the value of a variable, or of the file that stands in for it; raise InputError for one not readable."""
    variable = VARIABLES[field]
    file = env.get(f"{variable}_FILE", "").strip() if field in SECRETS else ""
    if env.get(variable, "").strip() or not file:
        return env.get(variable, "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{variable}_FILE: the file cannot be read ({type(error).__name__}).") from error


def _complain(told: Mapping[str, str], needed: tuple[str, str], mode: Mode | None) -> None:
    """Raise InputError for the variables that are missing or hold something else."""
    missing = [f"{VARIABLES[field]} ({_WHERE[field]})" for field in needed if not told[field]]
    if missing:
        either = "" if mode or told["app_token"] or told["signing_secret"] else " For HTTP set SLACK_SIGNING_SECRET."
        raise InputError(f"crossroads slack: not set: {'; '.join(missing)}.{either} docs/slack.md takes you there.")
    for field in needed:
        form = _FORMS.get(field, "")
        if not told[field].startswith(form):
            raise InputError(
                f"{VARIABLES[field]}: expected a token that begins with {form}, found another one. "
                f"Copy it from {_WHERE[field]}."
            )


def _address(text: str, name: str) -> str:
    """Return an address without its trailing slash; raise InputError where it is none."""
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(f"{name}: expected an address such as {APP_URL}, found {text!r}.")
    return text.rstrip("/")
