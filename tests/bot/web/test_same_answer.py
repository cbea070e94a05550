"""Whoever asks, and with whatever client, gets the same answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.advise import advise
from bot.advisor import Advisor
from bot.cli import main
from bot.desk import AdvisorDesk
from bot.jsonl import json_bytes
from bot.web.access import Credentials
from bot.web.server import app_of
from kb.settings import Settings
from tests.bot.web.serving import CLIENTS, TOKEN, call_tool, serving

QUESTION = "We get about 55,000 LLM requests a day, and nobody here has run a GPU box. Should we move off the API?"
DESIGN = "# Scores\n\nWe compute the churn scores in real time, since the report is read once a week.\n"
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "a question": ("ask", {"question": QUESTION}),
    "a follow-up": (
        "ask",
        {"question": "We expect 2 million a day.", "turns": [QUESTION], "facts": {"has_platform_team": True}},
    ),
    "facts that lack": ("ask", {"question": "Should we batch or go real-time?"}),
    "no concern of ours": ("ask", {"question": "Which wine goes with fish?"}),
    "a citation": ("cite", {"query": "staff share of self-hosting cost"}),
    "a design": ("review", {"text": DESIGN}),
    "a record": ("adr", {"question": QUESTION}),
    "the sources": ("sources", {}),
    "the claims": ("sources", {"source": "six-choices", "show": "claims"}),
}


@pytest.fixture(scope="module")
def url(advisor: Advisor) -> Iterator[str]:
    """Return the address of the app over the built-in knowledge, which asks for a token."""
    with serving(app_of(AdvisorDesk(advisor), credentials=Credentials({}, SecretStr(TOKEN)))) as address:
        yield address


def canonical(value: Any) -> bytes:
    """Return JSON in one form (RFC 8785): keys in order, no blanks, 40.0 as 40, for JavaScript knows no other."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def plain(value: Any) -> Any:
    """Return a value in which whole floats are integers."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


@pytest.mark.parametrize("what", CALLS)
def test_every_client_gets_the_same_bytes(url: str, what: str) -> None:
    """curl, gradio_client, @gradio/client and the MCP client: byte for byte, in one form of JSON."""
    name, arguments = CALLS[what]
    given = {client: canonical(call(url, name, arguments)) for client, call in CLIENTS.items()}
    assert len(next(iter(given.values()))) > 40
    assert len(set(given.values())) == 1, {client: data[:200] for client, data in given.items()}


def printed(settings: Settings, *arguments: str) -> Any:
    """Return the JSON that a command prints."""
    ran = CliRunner().invoke(main, [*arguments, "--data", str(settings.data)])
    assert ran.stdout_bytes, ran.output
    return json.loads(ran.stdout_bytes)


@pytest.mark.parametrize(
    ("what", "command"),
    [
        ("a question", ["ask", QUESTION, "--json"]),
        (
            "a follow-up",
            ["ask", "We expect 2 million a day.", "--turn", QUESTION, "--fact", "has_platform_team=yes", "--json"],
        ),
        ("a citation", ["cite", "staff share of self-hosting cost", "--json"]),
        ("the sources", ["sources", "--json"]),
        ("the claims", ["sources", "six-choices", "--claims", "--json"]),
    ],
)
def test_the_command_line_gives_the_same(url: str, what: str, command: list[str], settings: Settings) -> None:
    """What ``--json`` prints is what an assistant gets."""
    name, given = CALLS[what]
    assert canonical(printed(settings, *command)) == canonical(CLIENTS["mcp"](url, name, given))


def test_the_command_line_reviews_the_same(url: str, settings: Settings, tmp_path: Path) -> None:
    """What ``review --format json`` prints of a file is what an assistant gets of its text."""
    file = tmp_path / "design.md"
    file.write_text(DESIGN, encoding="utf-8")
    name, given = CALLS["a design"]
    found = printed(settings, "review", str(file), "--format", "json")
    assert canonical(found) == canonical(CLIENTS["mcp"](url, name, given))


def test_an_assistant_gets_the_very_line_of_the_command_line(url: str, advisor: Advisor) -> None:
    """The text of the tool is the line that ``ask --jsonl`` prints, not only the same values."""
    (content,) = call_tool(url, "ask", {"question": QUESTION}).content
    assert content.type == "text"
    assert content.text.encode("utf-8") == json_bytes(advise([QUESTION], advisor).model_dump(mode="json"))
