"""The examples of docs/api.md, run as they stand against the app over the built-in knowledge."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.advisor import Advisor
from bot.desk import AdvisorDesk
from bot.web.access import Credentials
from bot.web.descriptions import DESCRIPTIONS
from bot.web.server import MCP, app_of
from tests.bot.web.serving import TOKEN, node, serving
from tests.tree import text_of

DOCUMENT = text_of("docs/api.md")


def blocks(language: str) -> list[str]:
    """Return the code blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def environment(advisor: Advisor) -> Iterator[dict[str, str]]:
    """Serve the app, and return the two variables that the examples read."""
    with serving(app_of(AdvisorDesk(advisor), credentials=Credentials({}, SecretStr(TOKEN)))) as url:
        yield {"CROSSROADS_URL": url, "CROSSROADS_TOKEN": TOKEN}


def ran(command: list[str], environment: dict[str, str], script: str) -> str:
    """Run a script that is given on standard input; return what it prints."""
    done = subprocess.run(
        command, input=script, env=os.environ | environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_there_is_an_example_of_every_kind() -> None:
    """Two of curl, two of Python, one of JavaScript, one of a client's configuration."""
    assert {language: len(blocks(language)) for language in ("bash", "python", "javascript", "json")} == {
        "bash": 2,
        "python": 2,
        "javascript": 1,
        "json": 1,
    }


def test_curl_in_one_step(environment: dict[str, str]) -> None:
    """The first element of ``data`` is the answer."""
    printed = json.loads(ran(["bash", "-eu"], environment, blocks("bash")[0]))
    assert printed["data"][0]["recommendation"]["option"]["id"] == "call-api"


def test_curl_by_names(environment: dict[str, str]) -> None:
    """The stream ends with the answer, in which the fact set by hand stands."""
    printed = ran(["bash", "-eu"], environment, blocks("bash")[1])
    assert "event: complete" in printed
    answer = json.loads(printed.rpartition("data: ")[2])[0]
    assert [fact["value"] for fact in answer["facts"] if fact["factor"] == "prediction_cadence"] == ["weekly"]
    assert answer["recommendation"]["option"]["id"] == "batch"


def test_python(environment: dict[str, str]) -> None:
    """The question, the follow-up and the look-up are answered."""
    lines = ran([sys.executable, "-"], environment, blocks("python")[0]).splitlines()
    assert lines[0] == "recommendation call-api"
    assert len(lines) >= 3


def test_javascript(environment: dict[str, str]) -> None:
    """The same question and the list of sources."""
    lines = node(blocks("javascript")[0], **environment).splitlines()
    assert lines[0] == "recommendation call-api"
    assert "six-choices" in lines[1].split()


def test_the_assistants_client(environment: dict[str, str]) -> None:
    """The tools are listed and one of them answers."""
    lines = ran([sys.executable, "-"], environment, blocks("python")[1]).splitlines()
    assert lines[0] == str(list(DESCRIPTIONS))
    assert lines[1] in {"recommendation", "needs_facts"}


def test_the_configuration_of_an_assistant_names_the_address() -> None:
    """It is valid JSON, and leads to the MCP server with a token."""
    server = json.loads(blocks("json")[0])["mcpServers"]["crossroads"]
    assert server["url"].endswith(f":7860{MCP}")
    assert set(server["headers"]) == {"Authorization"}


def test_the_documented_error_is_the_one_that_comes(environment: dict[str, str]) -> None:
    """The example of an error in the document, provoked."""
    shown = re.search(r"^(InputError: facts\.requests_per_day: .*)$", DOCUMENT, re.MULTILINE)
    script = (
        'curl -s "$CROSSROADS_URL/gradio_api/run/ask" -H "Authorization: Bearer $CROSSROADS_TOKEN" '
        '-H "Content-Type: application/json" -d \'{"data": ["q", [], {"requests_per_day": "many"}]}\''
    )
    assert shown is not None
    assert json.loads(ran(["bash"], environment, script))["error"] == shown[1]


def test_every_endpoint_is_documented() -> None:
    """The table names each of them and nothing else."""
    named = re.findall(r"^\| `/(\w+)` \|", DOCUMENT, re.MULTILINE)
    assert named == list(DESCRIPTIONS)
    assert Path(__file__).name in DOCUMENT
