"""One frozen value with everything that a run can be told, built once in ``app.py`` or the command line."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from kb.errors import InputError

BUILT_IN = Path(__file__).resolve().parent / "data"


def default_data() -> Path:
    """Return the platform's user data directory for Crossroads (nothing is created)."""
    return Path(platformdirs.user_data_dir("crossroads", appauthor=False))


class Settings(BaseModel):
    """Where things live and what they are made with.

    ``data`` holds everything that is written at run time. ``packs`` are extra knowledge folders, each with
    ``tradeoffs/`` and ``articles/`` as in the built-in one. ``embedder`` is ``wordllama`` or ``module:Class`` of any
    LlamaIndex embedding. ``chroma_url`` names a ``chroma run`` server; without it Chroma is embedded.
    ``model`` is an optional language model, ``openai-like:<model>@<base url>`` or ``module:Class`` of any LlamaIndex
    LLM; it may propose facts and never decides. ``users`` and ``token`` are who may use the app where it is served;
    without either it is open on loopback, and refused elsewhere unless ``no_auth`` says so (``bot.web.access``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Field(default_factory=default_data)
    packs: tuple[Path, ...] = ()
    built_in: Path = BUILT_IN
    embedder: str = "wordllama"
    chroma_url: str | None = None
    chroma_deadline: float = Field(default=3.0, gt=0, description="seconds that one call to the server may take")
    model: str | None = None
    model_key: SecretStr | None = Field(default=None, description="never shown, logged or put into a prompt")
    model_deadline: float = Field(default=20.0, gt=0, description="seconds that an answer waits for the model")
    private_addresses: bool = Field(default=False, description="URLs of private networks may be fetched as well")
    fetch_deadline: float = Field(default=30.0, gt=0, description="seconds that the fetch of one URL may take in all")
    lock_wait: float = Field(default=10.0, ge=0, description="seconds to wait for another writer")
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=1, le=65535)
    hosts: tuple[str, ...] = Field(default=(), description="names that the app is reached by from elsewhere")
    proxies: tuple[str, ...] = Field(default=(), description="addresses whose word on who asks is taken")
    users: SecretStr | None = Field(default=None, description="name:password, one a line; never shown or logged")
    token: SecretStr | None = Field(default=None, description="for programs and assistants; never shown or logged")
    no_auth: bool = Field(default=False, description="open to all who reach it, elsewhere than on loopback too")
    log_format: Literal["auto", "json", "plain"] = "auto"
    log_text: bool = Field(default=False, description="what was asked may stand in the log")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, **overrides: object) -> Settings:
        """Read ``CROSSROADS_*`` variables; an override that is not None (a command-line option) wins.

        Raises InputError naming the variable when a value cannot be used.
        """
        env = os.environ if environ is None else environ
        values: dict[str, object] = {}
        for field, variable in VARIABLES.items():
            raw = env.get(variable, "").strip() or _secret(env, field)
            if raw:
                values[field] = _split(raw) if field == "packs" else _words(raw) if field in _LISTS else raw
        values.update({key: value for key, value in overrides.items() if value is not None})
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            field = str(first["loc"][0]) if first["loc"] else "settings"
            place = VARIABLES.get(field, field)
            found = "" if field in SECRETS else f" Found: {first.get('input')!r}."
            raise InputError(f"{place}: {first['msg']}.{found}") from (None if field in SECRETS else error)

    @property
    def knowledge(self) -> tuple[Path, ...]:
        """The knowledge folders in order: the built-in one, the packs, and ``<data>/packs`` when it exists."""
        own = self.data / "packs"
        extra = (own,) if own.is_dir() and own not in self.packs else ()
        return (self.built_in, *self.packs, *extra)

    @property
    def is_public(self) -> bool:
        """Whether others than this machine reach the app, themselves or through a proxy that names it."""
        return not is_loopback(self.host) or bool(self.hosts)

    @property
    def ledger(self) -> Path:
        """The SQLite file that is the truth."""
        return self.data / "ledger.sqlite"

    @property
    def generations(self) -> Path:
        """The directory of the published generations."""
        return self.data / "generations"

    @property
    def current(self) -> Path:
        """The pointer file that names the generation to read."""
        return self.data / "CURRENT"

    @property
    def lock(self) -> Path:
        """The writer's lock file, which names its holder."""
        return self.data / "writer.lock"

    @property
    def readers(self) -> Path:
        """The directory of the readers' private copies of the vector index."""
        return self.data / "readers"


VARIABLES: Mapping[str, str] = {
    "data": "CROSSROADS_DATA",
    "packs": "CROSSROADS_PACKS",
    "built_in": "CROSSROADS_BUILT_IN",
    "embedder": "CROSSROADS_EMBEDDER",
    "chroma_url": "CROSSROADS_CHROMA_URL",
    "model": "CROSSROADS_MODEL",
    "model_key": "CROSSROADS_MODEL_KEY",
    "private_addresses": "CROSSROADS_PRIVATE_ADDRESSES",
    "fetch_deadline": "CROSSROADS_FETCH_DEADLINE",
    "host": "CROSSROADS_HOST",
    "port": "CROSSROADS_PORT",
    "hosts": "CROSSROADS_HOSTS",
    "proxies": "CROSSROADS_PROXIES",
    "users": "CROSSROADS_USERS",
    "token": "CROSSROADS_TOKEN",
    "no_auth": "CROSSROADS_NO_AUTH",
    "log_format": "CROSSROADS_LOG_FORMAT",
    "log_text": "CROSSROADS_LOG_TEXT",
}
"""Field of Settings -> environment variable."""
SECRETS: Mapping[str, str] = {
    "users": "CROSSROADS_USERS_FILE",
    "token": "CROSSROADS_TOKEN_FILE",
    "model_key": "CROSSROADS_MODEL_KEY_FILE",
}
"""Field that is secret -> variable that names a file with it, which is how containers are handed secrets."""
_LISTS = frozenset({"hosts", "proxies"})


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches an address that is listened on."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(raw: str) -> tuple[str, ...]:
    return tuple(part for part in raw.split(os.pathsep) if part)


def _words(raw: str) -> tuple[str, ...]:
    return tuple(raw.replace(",", " ").split())


def _secret(env: Mapping[str, str], field: str) -> str:
    """Return the content of the file that a secret is in, or nothing; raise InputError where it cannot be read."""
    variable = SECRETS.get(field, "")
    path = env.get(variable, "").strip() if variable else ""
    if not path:
        return ""
    try:
        found = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{variable}: expected a file that can be read, found {path!r} ({type(error).__name__})."
        ) from error
    if not found:
        raise InputError(f"{variable}: expected a secret in the file, found {path!r} to be empty.")
    return found
