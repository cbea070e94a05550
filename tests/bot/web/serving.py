"""The app on a port, and the clients that people use, each as a function from a call to what it gives."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from gradio_client import Client
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client
from mcp.types import CallToolResult

from kb.lock import writer_lock
from tests.tree import ROOT

HERE = Path(__file__).parent
TOKEN = "loopback-" * 4
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an app on a free port of loopback while the block runs; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, timeout_graceful_shutdown=2)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    assert server.started, "the app did not start within a minute"
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def by_curl(url: str, name: str, arguments: Mapping[str, Any]) -> Any:
    """Call an endpoint by names through the queue, as docs/api.md shows, with curl."""
    base = f"{url}/gradio_api/call/v2/{name}"
    header = ("-H", f"Authorization: {BEARER['Authorization']}")
    body = ("-H", "Content-Type: application/json", "-d", json.dumps(arguments))
    event = json.loads(subprocess.check_output(["curl", "-s", base, *header, *body]))["event_id"]
    stream = subprocess.check_output(["curl", "-sN", f"{base}/{event}", *header]).decode("utf-8")
    kind, _, data = stream.strip().rpartition("event: ")[2].partition("\ndata: ")
    assert kind == "complete", stream
    return json.loads(data)[0]


def by_python(url: str, name: str, arguments: Mapping[str, Any]) -> Any:
    """Call an endpoint with gradio_client."""
    client = Client(url, headers=BEARER, verbose=False, analytics_enabled=False)
    try:
        return client.predict(**arguments, api_name=f"/{name}")
    finally:
        client.close()


def by_javascript(url: str, name: str, arguments: Mapping[str, Any]) -> Any:
    """Call an endpoint with @gradio/client in Node; the test is skipped where there is none."""
    script = """
        import { Client } from "@gradio/client";
        const [url, token, name, given] = process.argv.slice(2);
        const app = await Client.connect(url, { headers: { Authorization: `Bearer ${token}` } });
        const { data } = await app.predict(`/${name}`, JSON.parse(given));
        process.stdout.write(JSON.stringify(data[0]), () => process.exit(0));
    """
    return json.loads(node(script, url, TOKEN, name, json.dumps(arguments)))


def by_assistant(url: str, name: str, arguments: Mapping[str, Any], headers: Mapping[str, str] = BEARER) -> Any:
    """Call a tool with the official MCP client; the JSON of its text, or the text where it is none."""
    (content,) = call_tool(url, name, arguments, headers).content
    assert content.type == "text"
    return json.loads(content.text) if content.text[:1] in "{[" else content.text


def call_tool(url: str, name: str, arguments: Mapping[str, Any], headers: Mapping[str, str] = BEARER) -> CallToolResult:
    """Call a tool with the official MCP client; its result, an error included."""

    async def call() -> CallToolResult:
        async with (
            streamablehttp_client(f"{url}/gradio_api/mcp/", headers=dict(headers)) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await session.call_tool(name, dict(arguments))

    return asyncio.run(call())


CLIENTS = {"curl": by_curl, "gradio_client": by_python, "@gradio/client": by_javascript, "mcp": by_assistant}


def node(script: str, *arguments: str, **environment: str) -> str:
    """Run a script in Node with @gradio/client beside it; what it prints."""
    folder = javascript_client()
    file = folder / f"script-{os.getpid()}-{threading.get_ident()}.mjs"
    file.write_text(script, encoding="utf-8")
    try:
        ran = subprocess.run(
            ["node", file, *arguments],
            cwd=folder,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
    finally:
        file.unlink()
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def javascript_client() -> Path:
    """Return the folder where @gradio/client is installed from the lock beside this file; skip where it cannot be."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("no Node on this machine (apt install nodejs npm)")
    folder = ROOT / "build" / "js"
    folder.mkdir(parents=True, exist_ok=True)
    lock, stamp = (HERE / "js" / "package-lock.json").read_text(encoding="utf-8"), folder / "installed-from.json"
    with writer_lock(folder / "install.lock", wait=300):
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != lock:
            for name in ("package.json", "package-lock.json"):
                shutil.copyfile(HERE / "js" / name, folder / name)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240)
            if done.returncode:
                pytest.skip(f"@gradio/client cannot be installed here: {done.stderr.strip()[-200:]}")
            stamp.write_text(lock, encoding="utf-8")
    return folder
