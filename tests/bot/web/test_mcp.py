"""The MCP server, spoken to by the official client over a real port."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client
from mcp.types import InitializeResult, ListToolsResult

from bot.types import Answer
from bot.web.descriptions import DESCRIPTIONS
from bot.web.server import MCP, app_of
from tests.bot.desks import FixedDesk, answer
from tests.bot.web.serving import call_tool, serving

QUESTION = "Ferry or bridge? About 40 cars a day."
HERE = "http://127.0.0.1:7860"
ACCEPT = {"accept": "application/json, text/event-stream"}


class Broken(FixedDesk):
    """A desk that fails over one word, with what was asked in the error's text."""

    def advise(self, turns: Any, given: Any) -> Answer:
        """Answer, or fail."""
        if "boom" in turns[-1]:
            raise RuntimeError(f"no rule for {turns[-1]}")
        return super().advise(turns, given)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Return the address of the app over the small world."""
    with serving(app_of(Broken())) as address:
        yield address


def introduced(url: str, path: str = MCP) -> tuple[InitializeResult, ListToolsResult]:
    """Return what the server says of itself and of its tools."""

    async def ask() -> tuple[InitializeResult, ListToolsResult]:
        async with streamablehttp_client(url + path) as (read, write, _), ClientSession(read, write) as session:
            return await session.initialize(), await session.list_tools()

    return asyncio.run(ask())


@pytest.mark.parametrize("path", [MCP, MCP.rstrip("/")])
def test_the_tools_are_the_endpoints_and_nothing_of_the_screens(url: str, path: str) -> None:
    """Five tools, with or without the last slash of the address; no handler of a tab is among them."""
    server, tools = introduced(url, path)
    assert server.serverInfo.name == "Crossroads"
    assert [tool.name for tool in tools.tools] == list(DESCRIPTIONS)


def test_an_assistant_is_told_how_to_use_them(url: str) -> None:
    """The server and its tools say when to ask, what the outcomes mean, to cite, and to invent no fact."""
    server, tools = introduced(url)
    ask = next(tool for tool in tools.tools if tool.name == "ask")
    assert "no fact that the user did not state" in (server.instructions or "")
    assert "Cite" in (server.instructions or "")
    for outcome in ("recommendation", "needs_facts", "evidence_only", "out_of_scope"):
        assert f'"{outcome}"' in (ask.description or "")
    assert ask.inputSchema["required"] == ["question"]
    for tool in tools.tools:
        assert "Use it " in (tool.description or ""), tool.name
        for name, schema in tool.inputSchema["properties"].items():
            assert len(schema["description"]) > 40, f"{tool.name} {name}"


def test_a_tool_answers_with_the_json_of_the_answer(url: str) -> None:
    """The text is the answer's JSON, whole."""
    result = call_tool(url, "ask", {"question": QUESTION, "turns": ["Hello."], "facts": {"ice": False}})
    assert not result.isError
    (content,) = result.content
    assert content.type == "text"
    assert Answer.model_validate_json(content.text) == answer()


def test_a_record_is_markdown(url: str) -> None:
    """The tool for records gives the document itself, not JSON around it."""
    (content,) = call_tool(url, "adr", {"question": QUESTION}).content
    assert content.type == "text"
    assert content.text.startswith(("#", "---"))


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("ask", {"question": " "}, "InputError: question: expected a text, found nothing."),
        ("ask", {"question": "q", "facts": {"cars": "many"}}, "InputError: facts.cars: expected a quantity in 1/day"),
        ("ask", {"question": "q", "facts": {"snow": "no"}}, "InputError: facts.snow: There is no factor 'snow'"),
        ("ask", {"question": 5}, "InputError: question: expected a text, found 5."),
        ("ask", {}, "InputError: question: expected a text, found nothing. Arguments: question, turns, facts."),
        ("ask", {"question": "q", "turns": "one"}, 'InputError: turns: expected a list, each a text, found "one".'),
        ("ask", {"question": "q", "turns": ["a", 5]}, "InputError: turns: expected a list, each a text, found ["),
        ("ask", {"question": "q", "facts": {"cars": [1]}}, "InputError: facts: expected an object, each a text or a"),
        ("cite", {"query": ""}, "InputError: query: expected a text, found nothing."),
        ("review", {"text": ""}, "InputError: text: expected a document, found nothing."),
        ("sources", {"source": "lake"}, "InputError: source: There is no source 'lake'. Known: river."),
        (
            "sources",
            {"show": "colour"},
            'InputError: show: expected summary, claims, references or text, found "colour".',
        ),
    ],
)
def test_bad_input_is_an_error_that_says_what_to_do(url: str, name: str, given: dict[str, Any], told: str) -> None:
    """The result is marked as an error, and its text is the message and nothing else."""
    result = call_tool(url, name, given)
    assert result.isError
    (content,) = result.content
    assert content.type == "text"
    assert content.text.startswith(told)


def test_a_fault_of_ours_says_nothing_of_what_was_asked(url: str) -> None:
    """The assistant learns the id under which the log has it."""
    result = call_tool(url, "ask", {"question": "boom secret"})
    assert result.isError
    (content,) = result.content
    assert content.type == "text"
    assert content.text.startswith("InternalError: something failed in the app. Its log has it under the request ")
    assert "secret" not in content.text


def test_many_assistants_at_once_get_their_own_answers(url: str) -> None:
    """Twenty calls at the same time; each gets what it asked for."""

    async def ask() -> list[str]:
        async with streamablehttp_client(url + MCP) as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            words = [f"statement {n}" for n in range(20)]
            results = await asyncio.gather(*(session.call_tool("cite", {"query": word}) for word in words))
            return [json.loads(result.content[0].text)["query"] for result in results]  # type: ignore[union-attr]

    assert asyncio.run(ask()) == [f"statement {n}" for n in range(20)]


@pytest.mark.parametrize("path", [MCP, MCP.rstrip("/"), f"{MCP}schema", f"{MCP}sse"])
@pytest.mark.parametrize(
    ("headers", "status"), [({"host": "evil.example"}, 400), ({"origin": "http://evil.example"}, 403)]
)
def test_another_site_does_not_reach_the_tools(url: str, path: str, headers: dict[str, str], status: int) -> None:
    """A rebound name and a foreign page are refused before anything is said."""
    assert httpx.get(url + path, headers=headers | ACCEPT).status_code == status
    assert httpx.post(url + path, headers=headers | ACCEPT, json={}).status_code == status


def test_what_is_too_large_is_refused_here_too() -> None:
    """A huge call ends in a refusal, not in memory."""
    with TestClient(app_of(FixedDesk()), base_url=HERE) as client:
        assert client.post(MCP, content=b"x" * 1_000_001, headers=ACCEPT).status_code == 413
