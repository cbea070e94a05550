"""The base of every stored value."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Base of every stored value: immutable, and closed to fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
