"""The command ``references``."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from bot.cli import main
from kb.settings import Settings


@pytest.mark.usefixtures("advisor")
def test_references_are_exported_each_work_once(settings: Settings) -> None:
    """CSL-JSON of one source holds its works; without a source it holds those of all; an unknown source is status 2."""
    data = ["--format", "csl-json", "--data", str(settings.data)]
    one = CliRunner().invoke(main, ["references", "six-choices", *data])
    everything = CliRunner().invoke(main, ["references", *data])
    ids = [item["id"] for item in json.loads(everything.stdout)]
    assert {"sculley-2015", "qi-2018"} <= {item["id"] for item in json.loads(one.stdout)} <= set(ids)
    assert len(ids) == len(set(ids))
    assert CliRunner().invoke(main, ["references", "nobody", *data]).exit_code == 2
