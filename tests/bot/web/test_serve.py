"""The command ``serve`` as a process of its own: settings from the environment, answers, logs, an orderly end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kb.settings import Settings
from tests.bot.web.serving import BEARER, TOKEN
from tests.tree import ROOT

SECRET = "xyzzy-4711"  # noqa: S105 - what a person writes
QUESTION = f"We of {SECRET} get 55k LLM requests a day. API or own GPUs?"


class Process:
    """One server process: its address and its log."""

    def __init__(self, settings: Settings, log: Path) -> None:
        """Start it on all addresses of this machine, for one token and one user, and wait until it answers."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        (log.parent / "users").write_text("ann:four plain words\n", encoding="utf-8")
        environment = {
            "CROSSROADS_DATA": str(settings.data),
            "CROSSROADS_HOST": "0.0.0.0",  # noqa: S104 - with credentials
            "CROSSROADS_PORT": str(port),
            "CROSSROADS_HOSTS": "advisor.example",
            "CROSSROADS_TOKEN": TOKEN,
            "CROSSROADS_USERS_FILE": str(log.parent / "users"),
        }
        self.log, self.url = log, f"http://127.0.0.1:{port}"
        with log.open("wb") as errors:
            command = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=errors
            )
        until = time.monotonic() + 200
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.url}/healthz", timeout=5).status_code == 200:
                    return
            except httpx.HTTPError:
                assert self.process.poll() is None, log.read_text(encoding="utf-8")
                time.sleep(0.2)
        raise AssertionError("the app did not start")


@pytest.fixture(scope="module")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory, advisor: object) -> Iterator[Process]:
    """Return the process over the built-in knowledge, which the advisor's fixture has fitted."""
    assert advisor is not None
    one = Process(settings, tmp_path_factory.mktemp("serve") / "log")
    yield one
    one.process.kill()
    one.process.wait()


@pytest.mark.slow
def test_a_served_app_asks_who_is_there_answers_logs_and_ends(server: Process) -> None:
    """401 without the token, an answer with it under the served name, lines of JSON without the question, exit 0."""
    refused = httpx.post(f"{server.url}/gradio_api/run/ask", json={"data": [QUESTION]})
    assert refused.status_code == 401
    headers = {**BEARER, "host": "advisor.example", "x-request-id": "trace-1"}
    asked = httpx.post(f"{server.url}/gradio_api/run/ask", json={"data": [QUESTION]}, headers=headers, timeout=120)
    assert asked.json()["data"][0]["recommendation"]["option"]["id"] == "call-api"
    assert httpx.get(server.url, headers={"host": "evil.example"}).status_code == 400
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=60) in {0, -signal.SIGTERM}
    text = server.log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    told = next(line for line in lines if line.get("request_id") == "trace-1")
    assert (told["endpoint"], told["outcome"], told["status"]) == ("/ask", "recommendation", 200)
    for secret in (SECRET, TOKEN, "four plain words", "Traceback"):
        assert secret not in text
