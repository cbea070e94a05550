"""The command as a process: it serves, answers, and ends when it is told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import httpx

from bot.web.server import app_of
from tests.bot.slack.standin import TOKEN, Standin
from tests.bot.slack.test_delivery import SlowDesk
from tests.bot.slack.workspace import SECRET, Workspace, served, words


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def environment(standin: Standin, app_url: str) -> dict[str, str]:
    """Return the environment of a bot in this workspace."""
    told = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": standin.base}
    return {**os.environ, **told, "CROSSROADS_URL": app_url, "CROSSROADS_BROWSER_URL": "https://advisor.example"}


def command(*options: str) -> list[str]:
    """Return the command line of the bot."""
    return [sys.executable, "-m", "bot.cli", "slack", *options]


def test_process_serves_and_ends_in_order(standin: Standin, app_url: str) -> None:
    """Health, a mention, a card with a link to the browser; SIGTERM ends it with 0 within its patience."""
    port = free_port()
    process = subprocess.Popen(
        command("--port", str(port)), env=environment(standin, app_url), stderr=subprocess.PIPE, text=True
    )
    try:
        url = f"http://127.0.0.1:{port}"
        standin.waits(lambda: healthy(url), 60)
        Workspace(url, standin).mention("ferry or bridge?")
        card = standin.answered("C1")
        assert "Run a ferry" in words(card)
        assert "Open in the browser" in words(card)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert "In workspace Acme as @crossroads" in errors
    assert "ferry" not in errors


def test_process_that_is_told_to_end_answers_first(standin: Standin) -> None:
    """A question that is being answered when SIGTERM comes gets its card, and then the process ends."""
    port, desk = free_port(), SlowDesk()
    with served(app_of(desk)) as app_url:
        process = subprocess.Popen(command("--port", str(port)), env=environment(standin, app_url))
        try:
            url = f"http://127.0.0.1:{port}"
            standin.waits(lambda: healthy(url), 60)
            Workspace(url, standin).mention("ferry or bridge?")
            standin.waits(lambda: standin.cards("C1"))
            process.send_signal(signal.SIGTERM)
            standin.waits(lambda: not healthy(url))
            desk.gate.set()
            assert process.wait(timeout=30) == 0
        finally:
            desk.gate.set()
            process.kill()
    assert "Run a ferry" in words(standin.cards("C1")[0])


def test_check_says_what_is_there_and_what_is_not(standin: Standin, app_url: str) -> None:
    """0 where Slack and the app answer; 2 and a sentence where the app is away or Slack refuses the token."""
    good = subprocess.run(command("--check"), env=environment(standin, app_url), capture_output=True, text=True)
    assert good.returncode == 0
    assert "answers from knowledge" in good.stdout
    away = subprocess.run(
        command("--check", "--app", f"http://127.0.0.1:{free_port()}"),
        env=environment(standin, app_url),
        capture_output=True,
        text=True,
    )
    assert away.returncode == 2
    assert "nothing answers there" in away.stderr
    assert "Traceback" not in away.stderr


def healthy(url: str) -> bool:
    """Say whether a bot answers for its health."""
    try:
        return httpx.get(f"{url}/healthz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
