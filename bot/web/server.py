"""The web server: health, the app, its API and its MCP server. Bound to loopback unless told otherwise.

In front of the app stand, from the outside in: the log (``bot.web.logs``), the guard (``bot.web.guard``) and, where
credentials are set, the access check (``bot.web.access``).
"""

from __future__ import annotations

import socket
from collections.abc import Collection

import gradio as gr
import uvicorn
from fastapi import FastAPI
from gradio.routes import App
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.advisor import Advisor
from bot.desk import AdvisorDesk, Desk
from bot.web.descriptions import INSTRUCTIONS
from bot.web.edge import type_refusals
from bot.web.guard import LARGEST_BODY, Guard
from bot.web.logs import Logged
from bot.web.reviews import LedgerReviews, Reviews
from bot.web.theme import HEAD, STYLE, theme
from bot.web.ui import build

MCP = "/gradio_api/mcp/"


class Slashed:
    """Answers at the MCP address without its last slash as well: not every client follows a redirect of a POST."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the slash."""
        if scope["type"] == "http" and scope["path"] == MCP.rstrip("/"):
            scope = {**scope, "path": MCP, "raw_path": MCP.encode()}
        await self.app(scope, receive, send)


def app_of(desk: Desk, hosts: Collection[str] = (), reviews: Reviews | None = None) -> FastAPI:
    """Return the whole web app over a desk: ``/healthz``, the chat at ``/``, its endpoints under ``/gradio_api``.

    ``reviews`` are what waits for a person, where the app shows that.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok", "knowledge": desk.catalog.digest}

    demo = build(desk, reviews)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        demo,
        path="/",
        theme=theme(),
        css_paths=STYLE,
        head=HEAD,
        show_error=False,
        ssr_mode=False,
        run_history=False,
        enable_monitoring=False,
        max_file_size=LARGEST_BODY,
        footer_links=["api"],
        mcp_server=True,
    )
    if demo.mcp_server_obj is not None:
        demo.mcp_server_obj.mcp_server.instructions = INSTRUCTIONS
    type_refusals(gradio_app(mounted))
    for layer, options in ((Slashed, {}), (Guard, {"hosts": hosts}), (Logged, {})):  # the last one is outermost
        mounted.add_middleware(layer, **options)
    return mounted


def gradio_app(mounted: FastAPI) -> App:
    """Return Gradio's own app within the mounted one."""
    return next(route.app for route in mounted.routes if isinstance(route, Mount) and isinstance(route.app, App))


def serve(advisor: Advisor, host: str, port: int) -> None:
    """Serve until interrupted; the host bound to and the machine's own name are the names it answers to."""
    settings = advisor.settings.model_copy(update={"host": host})
    app = app_of(AdvisorDesk(advisor), hosts=(host, socket.gethostname()), reviews=LedgerReviews(settings))
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
