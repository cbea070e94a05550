"""Who may use the app: whoever logs in or has the token; elsewhere than on loopback nobody else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from gradio_client import Client
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.cli import main
from bot.web.access import FAILURES, Credentials, Failures, credentials_of, users_of
from bot.web.server import MCP, app_of
from kb.errors import InputError
from kb.settings import Settings
from tests.bot.desks import FixedDesk
from tests.bot.web.serving import BEARER, TOKEN, call_tool, node, serving

HERE = "http://127.0.0.1:7860"
PASSWORD = "four plain words here"  # noqa: S105 - of this test
QUESTION = "Ferry or bridge? About 40 cars a day."
GUARDED = (
    *("/config", "/gradio_api/info", "/gradio_api/openapi.json", "/gradio_api/app_id", "/gradio_api/user", "/logout"),
    *(MCP, MCP.rstrip("/"), f"{MCP}schema", f"{MCP}sse", "/gradio_api/queue/data", "/gradio_api/file=x", "/nothing"),
    *("/login/../config", "/.//config", "/%63onfig", "/gradio_api//info"),
)


def app() -> FastAPI:
    """Return the app over the small world, for one user and one token."""
    return app_of(FixedDesk(), credentials=Credentials({"ann": SecretStr(PASSWORD)}, SecretStr(TOKEN)))


@pytest.fixture(scope="module")
def opened() -> Iterator[TestClient]:
    """Return a client of an app that no test tries to guess into."""
    with TestClient(app(), base_url=HERE, follow_redirects=False) as one:
        yield one


@pytest.fixture
def client(opened: TestClient) -> TestClient:
    """Return a client that has shown nothing yet."""
    opened.cookies.clear()
    return opened


@pytest.fixture
def fresh() -> Iterator[TestClient]:
    """Return a client of an app of its own, where no login has failed yet."""
    with TestClient(app(), base_url=HERE, follow_redirects=False) as one:
        yield one


def log_in(client: TestClient, name: str = "ann", password: str = PASSWORD) -> int:
    """Log in as a browser does; return the status."""
    return client.post("/login", data={"username": name, "password": password}).status_code


def test_nobody_gets_in_without_credentials(client: TestClient) -> None:
    """Everything but health and the login says 401, whatever the method."""
    for path in GUARDED:
        assert (path, client.get(path).status_code) == (path, 401)
        assert (path, client.post(path, json={}).status_code) == (path, 401)
    refused = client.post("/gradio_api/run/ask", json={"data": [QUESTION]})
    assert (refused.status_code, refused.json()["title"]) == (401, "Unauthorized")
    assert refused.headers["www-authenticate"] == "Bearer"
    assert client.get("/healthz").status_code == 200
    assert QUESTION not in client.get("/").text
    assert "crossing" not in client.get("/").text, "the page of the login carries nothing of the app"


def test_the_token_opens_everything(client: TestClient) -> None:
    """An endpoint, the configuration and the tools answer to whoever sends it."""
    asked = client.post("/gradio_api/run/ask", json={"data": [QUESTION]}, headers=BEARER)
    assert asked.json()["data"][0]["outcome"] == "recommendation"
    assert client.get("/config", headers=BEARER).status_code == 200
    assert len(client.get(f"{MCP}schema", headers=BEARER).json()) == 5


@pytest.mark.parametrize(
    "sent",
    ["Bearer wrong", "Bearer", "", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer é"],
)
def test_a_wrong_token_opens_nothing(client: TestClient, sent: str) -> None:
    """Another word, another scheme, a part of it: all the same refusal."""
    headers = {"authorization": sent.encode("utf-8")}
    assert client.get("/config", headers=headers).status_code == 401


def test_a_logout_with_the_token_does_not_shut_out_its_holder(client: TestClient) -> None:
    """The session that stands for the token is there again for the next call."""
    client.get("/logout", headers=BEARER)
    assert client.get("/config", headers=BEARER).status_code == 200


def test_a_user_logs_in_and_out(client: TestClient) -> None:
    """The cookie opens what the token opens, the tools too, until the logout."""
    assert log_in(client) == 200
    assert client.get("/config").status_code == 200
    assert client.get(f"{MCP}schema").status_code == 200
    client.get("/logout")
    assert client.get("/config").status_code == 401


@pytest.mark.parametrize(("name", "password"), [("ann", "wrong"), ("bob", PASSWORD), ("token", TOKEN), ("", "")])
def test_a_wrong_login_opens_nothing(client: TestClient, name: str, password: str) -> None:
    """A wrong word, an unknown user, the token where there are users: no session."""
    assert log_in(client, name, password) in {400, 422}
    assert client.get("/config").status_code == 401


def test_a_forged_cookie_opens_nothing(client: TestClient) -> None:
    """Neither a made-up session nor a broken header gets in."""
    for cookie in ("access-token-x=y", "a=b; ;;=", 'access-token-unsecure="\\', "x" * 5_000):
        assert client.get("/config", headers={"cookie": cookie}).status_code == 401


def test_who_guesses_is_slowed_down(fresh: TestClient) -> None:
    """The sixth failure within a minute is refused unheard, the right password too, and the token still opens."""
    assert [log_in(fresh, password=f"guess {n}") for n in range(FAILURES)] == [400] * FAILURES
    refused = fresh.post("/login/", data={"username": "ann", "password": PASSWORD})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert fresh.get("/config", headers=BEARER).status_code == 200


def test_failures_are_forgotten_after_a_minute_and_counted_by_address() -> None:
    """Another address may try, the same one again once the minute is over; the memory is bounded."""
    now = [0.0]
    failures = Failures(lambda: now[0])
    for _ in range(FAILURES):
        failures.add("192.0.2.1")
    assert (failures.wait("192.0.2.1"), failures.wait("192.0.2.2")) == (60, 0)
    now[0] = 61.0
    assert failures.wait("192.0.2.1") == 0
    for n in range(10_050):
        failures.add(f"address {n}")
    assert len(failures._times) == 10_000


def test_with_a_token_alone_a_browser_logs_in_with_it() -> None:
    """The user is then called token."""
    with TestClient(app_of(FixedDesk(), credentials=Credentials({}, SecretStr(TOKEN))), base_url=HERE) as client:
        assert log_in(client, "token", "wrong but long enough") == 400
        assert log_in(client, "token", TOKEN) == 200
        assert client.get("/config").status_code == 200


def test_clients_get_in_both_ways() -> None:
    """gradio_client and @gradio/client with the token or as a user, the MCP client with the token."""
    with serving(app()) as url:
        for way in ({"headers": BEARER}, {"auth": ("ann", PASSWORD)}):
            opened = Client(url, verbose=False, analytics_enabled=False, **way)
            assert opened.predict(QUESTION, api_name="/ask")["outcome"] == "recommendation"
            opened.close()
        assert not call_tool(url, "ask", {"question": QUESTION}).isError
        with pytest.raises(BaseExceptionGroup):
            call_tool(url, "ask", {"question": QUESTION}, {})
        script = """
            import { Client } from "@gradio/client";
            const [url, user, password, question] = process.argv.slice(2);
            const app = await Client.connect(url, { auth: [user, password] });
            const { data } = await app.predict("/ask", { question });
            process.stdout.write(data[0].outcome, () => process.exit(0));
        """
        assert node(script, url, "ann", PASSWORD, QUESTION) == "recommendation"


@pytest.mark.browser
def test_a_person_logs_in_with_a_browser_and_arrives_where_the_link_led() -> None:
    """A shared link asks for the login, a wrong password is told, the right one shows the app, and it answers."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine (apt install chromium)")
    with serving(app()) as url, sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{url}/?theme=none")
        for password in ("wrong password", PASSWORD):
            page.get_by_label("username").fill("ann")
            page.get_by_label("password").fill(password)
            page.get_by_role("button", name="Login").click()
            if password != PASSWORD:
                page.get_by_text("Incorrect Credentials").wait_for()
        page.locator("#cr-box textarea").fill(QUESTION)
        page.locator("#cr-box textarea").press("Enter")
        page.locator(".cr-verdict", has_text="Run a ferry").first.wait_for()
        assert page.url == f"{url}/?theme=none"
        browser.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.0.1"])
def test_loopback_needs_no_credentials(host: str) -> None:
    """On this machine alone the app is open."""
    assert credentials_of(Settings(host=host)) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "advisor.example.org"])  # noqa: S104 - refused
def test_elsewhere_it_is_refused_without_credentials(host: str) -> None:
    """The error says what to set, how to make a token, and how to do without."""
    with pytest.raises(InputError) as refused:
        credentials_of(Settings(host=host))
    for way in (
        "CROSSROADS_USERS=name:password",
        "CROSSROADS_TOKEN",
        "openssl rand",
        "--no-auth",
        "CROSSROADS_NO_AUTH",
    ):
        assert way in str(refused.value)
    assert credentials_of(Settings(host=host, no_auth=True)) is None
    assert credentials_of(Settings(host=host, token=SecretStr(TOKEN))) is not None


def test_the_command_refuses_before_it_opens_anything(tmp_path: Path) -> None:
    """``serve --host 0.0.0.0`` ends with 2 and the reason, and nothing was built."""
    ran = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--data", str(tmp_path / "data")])  # noqa: S104
    assert ran.exit_code == 2
    assert "--no-auth" in ran.output
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"token": "short"}, "CROSSROADS_TOKEN: expected at least 16 characters"),
        ({"users": "ann"}, "CROSSROADS_USERS, user 1: expected name:password"),
        ({"users": "ann:long enough\nbob:short"}, "CROSSROADS_USERS, user 2: expected name:password"),
        ({"users": "ann:long enough", "no_auth": True}, "CROSSROADS_NO_AUTH: set together with"),
    ],
)
def test_credentials_that_cannot_be_used_are_told_without_showing_them(settings: dict[str, object], told: str) -> None:
    """The message names the setting and what was expected, and nothing of the secret."""
    with pytest.raises(InputError) as refused:
        credentials_of(Settings.model_validate(settings))
    assert str(refused.value).startswith(told)
    assert "short" not in str(refused.value)
    assert "long enough" not in str(refused.value)


def test_users_may_have_colons_and_blanks_in_their_passwords() -> None:
    """Only the first colon parts."""
    users = users_of("ann: a:b c:d e \n\n bob:12345678")
    assert {name: password.get_secret_value() for name, password in users.items()} == {
        "ann": " a:b c:d e",
        "bob": "12345678",
    }


def environment(tmp_path: Path) -> Mapping[str, str]:
    """Return variables that name files with secrets, as containers are handed them."""
    for name, secret in (("users", "ann:four plain words\n"), ("token", f"{TOKEN}\n")):
        (tmp_path / name).write_text(secret, encoding="utf-8")
    return {"CROSSROADS_USERS_FILE": str(tmp_path / "users"), "CROSSROADS_TOKEN_FILE": str(tmp_path / "token")}


def test_secrets_are_read_from_files_and_never_shown(tmp_path: Path) -> None:
    """Settings hold them, and no text made of the settings does."""
    settings = Settings.from_environment(environment(tmp_path))
    assert settings.token is not None
    assert settings.token.get_secret_value() == TOKEN
    for text in (repr(settings), str(settings), settings.model_dump_json(), repr(credentials_of(settings))):
        assert TOKEN not in text
        assert "four plain words" not in text


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """The error names the variable and the path."""
    with pytest.raises(InputError, match=r"CROSSROADS_TOKEN_FILE: expected a file that can be read"):
        Settings.from_environment({"CROSSROADS_TOKEN_FILE": str(tmp_path / "nothing")})
    (tmp_path / "empty").write_text("\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"CROSSROADS_TOKEN_FILE: expected a secret"):
        Settings.from_environment({"CROSSROADS_TOKEN_FILE": str(tmp_path / "empty")})


def test_lists_of_names_are_parted_by_blanks_and_commas() -> None:
    """The names in front of the app, and its proxies."""
    settings = Settings.from_environment(
        {"CROSSROADS_HOSTS": "a.example, b.example", "CROSSROADS_PROXIES": "10.0.0.0/8"}
    )
    assert (settings.hosts, settings.proxies) == (("a.example", "b.example"), ("10.0.0.0/8",))
    assert settings.is_public
    assert not Settings().is_public
