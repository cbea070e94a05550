"""One frozen value with everything that a run can be told, built once in ``app.py`` or the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

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
    LLM; it may propose facts and never decides.
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

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, **overrides: object) -> Settings:
        """Read ``CROSSROADS_*`` variables; an override that is not None (a command-line option) wins.

        Raises InputError naming the variable when a value cannot be used.
        """
        env = os.environ if environ is None else environ
        values: dict[str, object] = {}
        for field, variable in VARIABLES.items():
            raw = env.get(variable, "").strip()
            if raw:
                values[field] = _split(raw) if field == "packs" else raw
        values.update({key: value for key, value in overrides.items() if value is not None})
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            field = str(first["loc"][0]) if first["loc"] else "settings"
            place = VARIABLES.get(field, field)
            raise InputError(f"{place}: {first['msg']}. Found: {first.get('input')!r}.") from error

    @property
    def knowledge(self) -> tuple[Path, ...]:
        """The knowledge folders in order: the built-in one, the packs, and ``<data>/packs`` when it exists."""
        own = self.data / "packs"
        extra = (own,) if own.is_dir() and own not in self.packs else ()
        return (self.built_in, *self.packs, *extra)

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
}
"""Field of Settings -> environment variable."""


def _split(raw: str) -> tuple[str, ...]:
    return tuple(part for part in raw.split(os.pathsep) if part)
