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
from bot.desk import Desk
from bot.following import FollowingDesk
from bot.web.access import Access, Credentials, credentials_of
from bot.web.descriptions import INSTRUCTIONS
from bot.web.edge import type_refusals
from bot.web.feedback import RemarkFile, Remarks
from bot.web.guard import LARGEST_BODY, Guard
from bot.web.logs import Logged, configure_logs
from bot.web.misdirected import point_the_way, tell_tools
from bot.web.reviews import LedgerReviews, Reviews
from bot.web.theme import HEAD, STYLE, theme
from bot.web.ui import build
from kb.settings import Settings

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


def app_of(
    desk: Desk,
    hosts: Collection[str] = (),
    reviews: Reviews | None = None,
    credentials: Credentials | None = None,
    remarks: Remarks | None = None,
) -> FastAPI:
    """Return the whole web app over a desk: ``/healthz``, the chat at ``/``, its endpoints under ``/gradio_api``.

    ``reviews`` are what waits for a person, where the app shows that; without ``credentials`` it is open;
    ``remarks`` takes feedback on answers.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:  # needs no thread, which may all be busy
        return {"status": "ok", "knowledge": desk.catalog.digest}

    demo = build(desk, reviews, remarks)
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
        auth=credentials.login if credentials else None,
        auth_message="Crossroads decides engineering trade-offs from cited evidence. Log in to go on.",
    )
    if demo.mcp_server_obj is not None:
        demo.mcp_server_obj.mcp_server.instructions = INSTRUCTIONS
        tell_tools(demo.mcp_server_obj.mcp_server)
    gradio = gradio_app(mounted)
    type_refusals(gradio)
    point_the_way(gradio)
    mounted.add_middleware(Slashed)
    if credentials is not None:
        mounted.add_middleware(Access, credentials=credentials, gradio=gradio)
    mounted.add_middleware(Guard, hosts=hosts)
    mounted.add_middleware(Logged)  # the last one is outermost
    return mounted


def gradio_app(mounted: FastAPI) -> App:
    """Return Gradio's own app within the mounted one."""
    return next(route.app for route in mounted.routes if isinstance(route, Mount) and isinstance(route.app, App))


def serve(advisor: Advisor, settings: Settings) -> None:
    """Serve until interrupted, and log; what is published meanwhile takes the advisor's place, and closes it.

    Raises InputError where the credentials cannot be used or are missing. The app answers to the address that it
    listens on, the machine's own name, and the names of the settings.
    """
    credentials = credentials_of(settings)
    configure_logs(settings.log_format, text=settings.log_text)
    with FollowingDesk(advisor) as desk:
        app = app_of(
            desk,
            hosts=(settings.host, socket.gethostname(), *settings.hosts),
            reviews=LedgerReviews(settings),
            credentials=credentials,
            remarks=RemarkFile(settings.data),
        )
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            forwarded_allow_ips=list(settings.proxies) or None,
            timeout_graceful_shutdown=10,
        )
