"""The files that serve it to others: the proxy in a real nginx, the image and the composition against each other."""

from __future__ import annotations

import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client
from pydantic import SecretStr
from ruamel.yaml import YAML

from bot.web.access import Credentials
from bot.web.server import MCP, app_of
from kb.settings import SECRETS, VARIABLES
from tests.bot.desks import FixedDesk
from tests.bot.web.serving import BEARER, TOKEN, call_tool, serving
from tests.tree import ROOT, text_of

QUESTION = "Ferry or bridge? About 40 cars a day."
NAME = "localhost"


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Behind:
    """The app behind the proxy: its addresses, and what the proxy's certificate is checked with."""

    def __init__(self, folder: Path, app: str) -> None:
        """Write a certificate and the configuration with this machine's ports and paths, and start nginx."""
        self.folder, self.http, self.https = folder, free_port(), free_port()
        self.url = f"https://{NAME}:{self.https}"
        subject = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}")
        keys = ("-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem")
        request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *keys]
        subprocess.run(request, check=True, capture_output=True)
        text = text_of("deploy/nginx.conf")
        for theirs, ours in (
            ("server app:7860;", f"server {app.removeprefix('http://')};"),
            ("listen 8080;", f"listen 127.0.0.1:{self.http};"),
            ("listen 8443 ssl;", f"listen 127.0.0.1:{self.https} ssl;"),
            ("listen [::]:8080;", ""),
            ("listen [::]:8443 ssl;", ""),
            ("/etc/nginx/certs", str(folder)),
            ("/run/nginx.pid", str(folder / "nginx.pid")),
            ("/dev/stderr", str(folder / "error.log")),
            ("/dev/stdout", str(folder / "access.log")),
            ("http {\n", "http {\n" + temporary(folder)),
        ):
            assert theirs in text, f"deploy/nginx.conf has no {theirs!r}"
            text = text.replace(theirs, ours)
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        command = [str(shutil.which("nginx")), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.trust = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))

    def client(self, **more: Any) -> httpx.Client:
        """Return a client that trusts the certificate."""
        return httpx.Client(base_url=self.url, verify=self.trust, timeout=30, **more)

    def wait(self) -> None:
        """Wait until the proxy answers."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.https), timeout=1):
                    return
            except OSError:
                assert self.process.poll() is None, self.process.stderr.read().decode()  # type: ignore[union-attr]
                time.sleep(0.05)
        raise AssertionError("nginx did not start")


def temporary(folder: Path) -> str:
    """Return directives that keep what nginx buffers below a folder, as /var/cache/nginx does in the image."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "".join(f"    {kind}_temp_path {folder / kind};\n" for kind in kinds)


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    """Return the app, with a login and a token, behind nginx with TLS."""
    if not (shutil.which("nginx") and shutil.which("openssl")):
        pytest.skip("no nginx or openssl on this machine (apt install nginx-light openssl)")
    credentials = Credentials({"ann": SecretStr("four plain words")}, SecretStr(TOKEN))
    with serving(app_of(FixedDesk(), credentials=credentials)) as url:
        proxy = Behind(tmp_path_factory.mktemp("nginx"), url)
        proxy.wait()
        yield proxy
        proxy.process.terminate()
        proxy.process.wait(timeout=20)


def test_plain_http_leads_to_tls(behind: Behind) -> None:
    """The address without TLS redirects with the whole link; the proxy's own health does not need the app."""
    plain = f"http://127.0.0.1:{behind.http}"
    moved = httpx.post(f"{plain}/gradio_api/run/ask?q=x", headers={"host": NAME}, follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, f"https://{NAME}/gradio_api/run/ask?q=x")
    assert httpx.get(f"{plain}/proxy-health").status_code == 204


def test_a_browser_logs_in_through_the_proxy(behind: Behind) -> None:
    """The page and its parts are addressed by the proxy's name, and the login's cookie opens the app."""
    with behind.client(headers={"origin": behind.url}) as browser:
        assert browser.get("/").status_code == 200
        assert browser.get("/config").status_code == 401
        assert browser.post("/login", data={"username": "ann", "password": "four plain words"}).status_code == 200
        assert browser.get("/config").json()["root"] == behind.url
        assert browser.get("/").headers["strict-transport-security"] == "max-age=31536000"


def test_the_guard_stands_behind_the_proxy_too(behind: Behind) -> None:
    """Another name and another site's page are refused there; the body is bounded by both."""
    with behind.client(headers=BEARER) as client:
        assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400
        assert client.get("/healthz", headers={"origin": "https://evil.example"}).status_code == 403
        assert client.post("/gradio_api/run/ask", content=b"x" * 1_100_000).status_code == 413


def test_what_the_proxy_says_of_a_request_is_taken_and_its_id_kept(behind: Behind) -> None:
    """The id in the response is the proxy's, whatever the caller sends."""
    with behind.client() as client:
        ids = [client.get("/healthz", headers={"x-request-id": "mine"}).headers["x-request-id"] for _ in range(2)]
    assert len(set(ids)) == 2
    assert all(re.fullmatch(r"[0-9a-f]{32}", id) for id in ids)


def test_answers_stream_through_the_proxy(behind: Behind) -> None:
    """Through the queue (server-sent events), with gradio_client, and as a tool of the MCP server."""
    with behind.client(headers=BEARER) as client:
        event = client.post("/gradio_api/call/v2/ask", json={"question": QUESTION}).json()["event_id"]
        with client.stream("GET", f"/gradio_api/call/v2/ask/{event}") as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            lines = list(stream.iter_lines())
    assert lines[0] == "event: complete"
    asked = Client(behind.url, headers=BEARER, verbose=False, ssl_verify=False, analytics_enabled=False)
    assert asked.predict(QUESTION, api_name="/ask")["outcome"] == "recommendation"
    asked.close()


def test_assistants_reach_the_tools_through_the_proxy(behind: Behind, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the certificate trusted and the token sent."""
    monkeypatch.setenv("SSL_CERT_FILE", str(behind.folder / "fullchain.pem"))
    result = call_tool(behind.url, "ask", {"question": QUESTION})
    assert not result.isError
    assert MCP.startswith("/gradio_api/")


@pytest.mark.browser
def test_a_person_asks_in_a_browser_through_the_proxy(behind: Behind) -> None:
    """The login, the app's parts and the streamed answer arrive in Chromium, over TLS."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine (apt install chromium)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(ignore_https_errors=True).new_page()
        page.set_default_timeout(60_000)
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(behind.url)
        page.get_by_label("username").fill("ann")
        page.get_by_label("password").fill("four plain words")
        page.get_by_role("button", name="Login").click()
        page.locator("#cr-box textarea").fill(QUESTION)
        page.locator("#cr-box textarea").press("Enter")
        page.locator(".cr-verdict", has_text="Run a ferry").first.wait_for()
        browser.close()
    assert errors == []


def test_the_proxy_logs_no_question(behind: Behind) -> None:
    """A shared link carries the question in its query, which is left out."""
    with behind.client() as client:
        client.get("/", params={"q": "xyzzy"})
    until = time.monotonic() + 10
    log = behind.folder / "access.log"
    while '"path": "/"' not in log.read_text(encoding="utf-8") and time.monotonic() < until:
        time.sleep(0.05)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert {"time", "request_id", "method", "path", "status", "seconds"} == set(lines[-1])
    assert "xyzzy" not in log.read_text(encoding="utf-8")


def composition() -> dict[str, Any]:
    """Return compose.yaml as data, with its merges done."""
    loaded: dict[str, Any] = YAML(typ="safe").load(text_of("compose.yaml"))
    return loaded


@pytest.mark.parametrize("name", ["app", "chroma", "proxy"])
def test_every_service_runs_with_as_little_as_it_needs(name: str) -> None:
    """A read-only root, no capability, no new privilege, a health check; only the proxy has open ports."""
    service = composition()["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert ("ports" in service) is (name == "proxy")
    assert "healthcheck" in service or name == "app", "the image has the app's"
    assert "/" not in service["image"], "a plain name of an image"


def test_the_composition_holds_together() -> None:
    """What a service mounts, joins, waits for and is handed is declared; every variable is a setting that there is."""
    whole = composition()
    known = {*VARIABLES.values(), *SECRETS.values()}
    for service in whole["services"].values():
        assert set(service["networks"]) <= set(whole["networks"])
        assert set(service.get("depends_on", {})) <= set(whole["services"])
        assert set(service.get("secrets", ())) <= set(whole["secrets"])
        assert set(service.get("environment", {})) <= known
        for volume in service["volumes"]:
            source = volume.partition(":")[0]
            assert source in whole["volumes"] or source in {"./deploy/nginx.conf", "./deploy/certs"}
    assert whole["networks"]["back"]["internal"] is True
    assert whole["services"]["chroma"]["networks"] == ["back"]
    for path in ("./deploy/secrets/users", "./deploy/certs"):
        ignored = subprocess.run(["git", "check-ignore", "-q", f"{path}/x"], cwd=ROOT, check=False)
        assert ignored.returncode == 0, f"{path} may be committed by mistake"


def test_the_image_is_made_of_what_is_there_and_runs_without_root() -> None:
    """Plain names of images, pinned packages, files that exist and are sent, a user, a health check."""
    lines = re.sub(r"\\\n\s*", "", text_of("Containerfile")).splitlines()
    steps = [tuple(line.split(maxsplit=1)) for line in lines if line and not line.startswith("#")]
    said: dict[str, list[str]] = {}
    for step, rest in steps:
        said.setdefault(step, []).append(rest)
    assert {base.split()[0] for base in said["FROM"]} == {"python:3.11-slim"}
    assert said["USER"] == ["10001:10001"]
    assert "/healthz" in said["HEALTHCHECK"][0]
    assert any("--require-hashes -r requirements.lock" in run for run in said["RUN"])
    sent = text_of(".dockerignore").splitlines()
    for copied in said["COPY"]:
        if not copied.startswith("--from"):
            for name in copied.split()[:-1]:
                assert (ROOT / name).exists()
                assert f"!{name}" in sent
    variables = set(re.findall(r"CROSSROADS_\w+", text_of("Containerfile")))
    assert variables <= set(VARIABLES.values())
