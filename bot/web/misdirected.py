"""Calls that miss an endpoint: at an address that is none, with arguments of another form, of another type.

Gradio and the MCP library refuse these before any handler of ours runs, in words that name neither the endpoint nor
what was expected. Here they are told both, and where it is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import mcp.types as tools
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from gradio.routes import App
from jsonschema import Draft202012Validator
from mcp.server.lowlevel import Server
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.descriptions import DESCRIPTIONS

NAMED, LISTED = "/gradio_api/call/v2/", "/gradio_api/run/"
"""Where arguments are sent by their names, and where in their order."""
DOCS = "docs/api.md has examples"
_LAST = re.compile(r"(?:.*/)?([\w-]+)/?")
_UNREAD = "Input validation error: "
_WORDS = {
    "string": "a text",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}


def refusal(status: int, text: str) -> JSONResponse:
    """Return an error in the form that Gradio gives a handler's."""
    return JSONResponse({"error": f"InputError: {text}", "title": "InputError", "visible": True}, status)


def point_the_way(app: App) -> None:
    """Let a call of an endpoint at another address, or with its arguments in another form, be told the right one."""

    async def elsewhere(request: Request, error: Exception) -> Response:
        name = _endpoint(request)
        if name:
            return refusal(404, f"endpoint: nothing answers at {request.url.path[:80]}. {way(name)}")
        detail, headers = (error.detail, error.headers) if isinstance(error, HTTPException) else ("Not Found", None)
        return JSONResponse({"detail": detail}, 404, headers)

    async def another_form(request: Request, error: Exception) -> Response:
        name = _endpoint(request)
        if name:
            return refusal(400, f'data: expected a JSON object {{"data": [...]}}, found another form. {way(name)}')
        if isinstance(error, RequestValidationError):
            return await request_validation_exception_handler(request, error)
        raise error

    app.add_exception_handler(404, elsewhere)
    app.add_exception_handler(RequestValidationError, another_form)


def way(name: str) -> str:
    """Return how to call an endpoint."""
    return f'POST arguments by name to {NAMED}{name}, or in their order as {{"data": [...]}} to {LISTED}{name}; {DOCS}.'


def _endpoint(request: Request) -> str:
    """Return the endpoint that the last part of a request's path names, or ""."""
    found = _LAST.fullmatch(request.url.path)
    return found[1] if found and found[1] in DESCRIPTIONS else ""


def tell_tools(server: Server[Any, Any]) -> None:
    """Let an assistant that calls a tool with arguments of another type be told which one, and what was expected."""
    call, listed = server.request_handlers[tools.CallToolRequest], server.request_handlers[tools.ListToolsRequest]

    async def told(request: tools.CallToolRequest) -> tools.ServerResult:
        result: tools.ServerResult = await call(request)
        answer = result.root
        if not isinstance(answer, tools.CallToolResult) or not answer.isError or not answer.content:
            return result
        said = answer.content[0]
        if not isinstance(said, tools.TextContent) or not said.text.startswith(_UNREAD):
            return result
        known = (await listed(tools.ListToolsRequest(method="tools/list"))).root
        offered = known.tools if isinstance(known, tools.ListToolsResult) else ()
        schema: dict[str, Any] = next((tool.inputSchema for tool in offered if tool.name == request.params.name), {})
        text = misfit(request.params.arguments or {}, schema) or f"arguments: {said.text.removeprefix(_UNREAD)}"
        content: list[tools.ContentBlock] = [tools.TextContent(type="text", text=f"InputError: {text}")]
        return tools.ServerResult(answer.model_copy(update={"content": content}))

    server.request_handlers[tools.CallToolRequest] = told


def misfit(arguments: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return which argument does not fit its schema, what was expected and what was found; "" where all fit."""
    fields: Mapping[str, Any] = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in arguments:
            return f"{name}: expected {expected(fields.get(name, {}))}, found nothing. Arguments: {', '.join(fields)}."
    for name, field in fields.items():
        if name in arguments and not Draft202012Validator(field).is_valid(arguments[name]):
            found = json.dumps(arguments[name], ensure_ascii=False, default=str)
            return f"{name}: expected {expected(field)}, found {found if len(found) <= 60 else found[:59] + '…'}."
    return ""


def expected(schema: Mapping[str, Any]) -> str:
    """Return in words what a schema describes: ``a text``, ``a list, each a text``, ``summary or claims``."""
    if choices := schema.get("oneOf") or schema.get("anyOf"):
        return " or ".join(expected(choice) for choice in choices if choice.get("type") != "null")
    if "enum" in schema:
        *most, last = (str(value) for value in schema["enum"])
        return f"{', '.join(most)} or {last}" if most else last
    kind = _WORDS.get(str(schema.get("type")), "another value")
    each = schema.get("items") or schema.get("additionalProperties")
    return f"{kind}, each {expected(each)}" if isinstance(each, dict) else kind
