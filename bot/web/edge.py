"""The outer edge of every handler: whatever fails in it becomes one typed error without a word of what was asked.

Gradio prints the traceback of an unknown error, whose message may hold what a person wrote. Here the log gets its type
and its lines of code instead, and the caller a kind of error, a message and the id under which the log has it. An
assistant (MCP) gets the same messages, and the JSON as text.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import gradio as gr
from gradio.exceptions import InvalidApiNameError
from gradio.route_utils import FnIndexInferError
from gradio.routes import App
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.jsonl import json_bytes
from bot.trace import Trace, tracing
from bot.web.logs import TRACE, where
from bot.web.misdirected import refusal
from kb.errors import CrossroadsError, InputError

_LOG = logging.getLogger("crossroads.web")
INTERNAL = "InternalError"


AT_ONCE = 32
"""Calls of endpoints that are handled at the same time; one more is refused at once rather than kept hanging. Of the 40
threads that there are, some have to be left to refuse with, and for the pages."""


class BusyError(CrossroadsError):
    """More is asked at once than can be answered; the same call may succeed a little later."""


class ToolError(Exception):
    """What an assistant is told; its text is the message and nothing else."""


class EdgeBlocks(gr.Blocks):
    """Blocks whose handlers end in an answer or a typed error; optional arguments of an endpoint may be left out."""

    calls = 0
    """Calls of endpoints that are being handled. They skip Gradio's queue, and so its bound."""
    held: Callable[[], AbstractContextManager[None]] = staticmethod(nullcontext)
    """Entered around each run of a handler: what it gives back is made from one generation (``bot.desk.Desk.held``)."""

    async def process_api(self, block_fn: Any, inputs: list[Any], *args: Any, **more: Any) -> Any:
        """Run one handler; see ``gradio.Blocks``. Raises gr.Error, or ToolError where an assistant called."""
        fn = self.fns[block_fn] if isinstance(block_fn, int) else block_fn
        request = more.get("request")
        with tracing(trace_of(request)) as trace, self.held():
            trace.endpoint = f"/{fn.api_name}" if fn.api_visibility == "public" else str(fn.name)
            output: Any = {}
            try:
                with _typed(trace, by_tool=_by_tool(request)), self._bounded(fn.api_visibility == "public"):
                    output = await super().process_api(block_fn, _completed(fn, inputs), *args, **more)
            finally:
                if trace.told and not output.get("is_generating"):
                    _LOG.info("handled", extra={"trace": trace})
        if _by_tool(request):
            output["data"] = [value if isinstance(value, str) else as_text(value) for value in output["data"]]
        return output

    @contextmanager
    def _bounded(self, called: bool) -> Iterator[None]:
        """Count a call of an endpoint while it is handled; raise BusyError where there are too many."""
        if called and self.calls >= AT_ONCE:
            raise BusyError(f"{AT_ONCE} calls are being answered already. Try again in a few seconds.")
        self.calls += called
        try:
            yield
        finally:
            self.calls -= called


def as_text(value: Any) -> str:
    """Return a value as JSON on one line, byte for byte what the command line's ``--jsonl`` prints of it."""
    return json_bytes(value).decode("utf-8")


def trace_of(request: Any) -> Trace:
    """Return the trace of the request that a handler is run for; a new one where none travels with it."""
    scope = getattr(getattr(request, "request", request), "scope", None)
    found = scope.get(TRACE) if isinstance(scope, dict) else None
    return found if isinstance(found, Trace) else Trace(secrets.token_hex(8))


def _by_tool(request: Any) -> bool:
    """Say whether an assistant called: then Gradio passes the bare request on."""
    return isinstance(request, Request)


@contextmanager
def _typed(trace: Trace, *, by_tool: bool) -> Iterator[None]:
    """Turn what is raised into the one error that the caller understands, and note its kind."""
    try:
        yield
    except gr.Error:
        raise
    except CrossroadsError as error:
        kind, text = type(error).__name__, str(error)
    except Exception as error:  # noqa: BLE001 - the outer edge of every handler
        kind, text = INTERNAL, f"something failed in the app. Its log has it under the request {trace.id}."
        _LOG.error("failed", extra={"trace": trace, "fields": {"where": where(error)}})
    else:
        return
    trace.error = kind
    if by_tool:
        raise ToolError(f"{kind}: {text}")
    raise gr.Error(f"{kind}: {text}", title=kind, print_exception=False)


def _completed(fn: Any, inputs: list[Any]) -> list[Any]:
    """Return the arguments of an endpoint with the defaults of those left out; raise InputError for another number."""
    if fn.api_visibility != "public" or len(inputs) == len(fn.inputs):
        return inputs
    needed = sum(component.value is None and not _optional(component) for component in fn.inputs)
    if not needed <= len(inputs) <= len(fn.inputs):
        raise InputError(f"data: expected {needed} to {len(fn.inputs)} arguments, found {len(inputs)}.")
    return [*inputs, *(component.value for component in fn.inputs[len(inputs) :])]


def _optional(component: Any) -> bool:
    return {"type": "null"} in component.api_info().get("oneOf", ())


def type_refusals(app: App) -> None:
    """Let a call with an argument missing or too much, or of an endpoint that is not there, be told so.

    Gradio raises of such calls before any handler runs, and answers 500.
    """

    async def refused(request: Request, error: Exception) -> JSONResponse:
        found = _CALL.fullmatch(request.url.path)
        if found is None:
            raise error
        named = app.get_blocks().get_api_info()["named_endpoints"]
        endpoint = named.get(f"/{found[1]}")
        if endpoint is None:
            return refusal(404, f"endpoint: expected one of {', '.join(sorted(named))}, found another one.")
        names = [p["parameter_name"] for p in endpoint["parameters"]]
        needed = [p["parameter_name"] for p in endpoint["parameters"] if not p["parameter_has_default"]]
        fields = f"expected {', '.join(needed) or 'none'}, and no other than {', '.join(names)}"
        return refusal(400, f"arguments: {fields}; found other names.")

    for kind in (TypeError, KeyError, InvalidApiNameError, FnIndexInferError):
        app.add_exception_handler(kind, refused)


_CALL = re.compile(r"/gradio_api/(?:run|api|call|call/v2)/([\w-]+)/?")
