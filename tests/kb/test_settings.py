"""Settings are one frozen value, read from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from kb.errors import InputError
from kb.settings import BUILT_IN, VARIABLES, Settings


def test_environment_is_read_and_an_option_wins(tmp_path: Path) -> None:
    """Every CROSSROADS_ variable sets its field, and a value given on the command line overrides it."""
    environ = {"CROSSROADS_DATA": str(tmp_path), "CROSSROADS_PACKS": "/a:/b", "CROSSROADS_PORT": "7000"}
    settings = Settings.from_environment(environ, port=7001, host=None)
    assert (settings.data, settings.packs) == (tmp_path, (Path("/a"), Path("/b")))
    assert (settings.port, settings.host) == (7001, "127.0.0.1")


def test_bad_value_names_its_variable() -> None:
    """A port that is no number is an InputError that names CROSSROADS_PORT and the value."""
    with pytest.raises(InputError, match=r"CROSSROADS_PORT.*eighty"):
        Settings.from_environment({"CROSSROADS_PORT": "eighty"})


def test_packs_of_the_data_directory_count_when_they_exist(tmp_path: Path) -> None:
    """<data>/packs joins the knowledge folders after the others, once it exists."""
    settings = Settings(data=tmp_path, packs=(Path("/a"),))
    assert settings.knowledge == (BUILT_IN, Path("/a"))
    (tmp_path / "packs").mkdir()
    assert settings.knowledge == (BUILT_IN, Path("/a"), tmp_path / "packs")


def test_settings_are_frozen_and_every_variable_has_a_field() -> None:
    """Settings cannot be changed, and the table of variables names only fields that exist."""
    assert set(VARIABLES) <= set(Settings.model_fields)
    with pytest.raises(ValidationError):
        Settings(data=Path("x")).port = 1  # type: ignore[misc]


def test_nothing_is_created_by_reading_settings(tmp_path: Path) -> None:
    """Building settings and asking for paths leaves the data directory unmade."""
    settings = Settings(data=tmp_path / "new")
    assert settings.ledger.name == "ledger.sqlite"
    assert not (tmp_path / "new").exists()
