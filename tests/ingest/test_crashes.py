"""SIGKILL at every named step of an ingest and of a removal: whatever is left, the next start makes it whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

OLD = {"drinks": None, "kept": "Snow is cold.", "changed": "Ink is black [1].\nInk is wet."}
NEW = {
    "kept": "Snow is cold.",
    "changed": "Ink is blue [1].",
    "new1": "Milk is white.\nMilk is wet.",
    "new2": "Tar is sticky.",
}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_every_step_nothing_is_lost_halved_or_left_over(tmp_path: Path) -> None:
    """After each kill and a restart: each article is wholly old or new, what was reported is there, all agree."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.ingest.crashes", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "TOKENIZERS_PARALLELISM": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    ingests = [line for line in lines if line["action"] == "ingest"]
    removals = [line for line in lines if line["action"] == "remove"]
    steps = {line["step"].split(" ", 1)[1] for line in lines}
    assert {"save: inside the transaction", "publish: renamed", "publish: retiring"} <= steps
    assert len(ingests) > 15
    for line in lines:
        assert line["faults"] == [], line
        assert line["leftovers"] == [] or line["killed"], line
    for line in ingests:
        texts = line["texts"]
        for id, text in texts.items():
            assert id == "drinks" or text in (OLD.get(id), NEW.get(id)), line
        assert all(texts[id] == NEW[id] for id in line["told"]), line
        assert {"drinks", "kept", "changed"} <= texts.keys(), line
    assert not ingests[-1]["killed"]
    assert ingests[-1]["told"] == sorted(NEW)
    for line in removals:
        assert {"drinks", "changed"} <= line["texts"].keys()
        assert not (line["told"] and "kept" in line["texts"])
    assert not removals[-1]["killed"]
    assert removals[-1]["told"] == ["removed"]


def test_failpoint_of_the_environment_kills_at_its_step(tmp_path: Path) -> None:
    """CROSSROADS_FAILPOINT=3 sends SIGKILL at the third step, and the log names the steps up to it."""
    script = "from kb.failpoint import step\nfor name in 'abcd': step(name)"
    log = tmp_path / "steps"
    environ = {**os.environ, "CROSSROADS_FAILPOINT": "3", "CROSSROADS_FAILPOINT_LOG": str(log)}
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environ, check=False)
    assert run.returncode == -signal.SIGKILL
    assert log.read_text().splitlines() == ["1 a", "2 b", "3 c"]
