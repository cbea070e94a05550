"""The logs: who asked what, when, with what outcome, and never a word of the question unless that is asked for."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.trace import Trace, note, tracing
from bot.types import Answer
from bot.web.access import Credentials
from bot.web.logs import JsonLines, PlainLines, configure_logs, request_id, safe_path
from bot.web.server import MCP, app_of
from tests.bot.desks import FixedDesk
from tests.bot.web.serving import BEARER, TOKEN

HERE = "http://127.0.0.1:7860"
SECRET = "xyzzy-4711"  # noqa: S105 - what a person writes
QUESTION = f"Ferry or bridge for {SECRET}?"
ACCEPT = {"accept": "application/json, text/event-stream"}


class Noting(FixedDesk):
    """A desk that notes what the real one notes, and fails over one word with the question in the error."""

    def advise(self, turns: Any, given: Any) -> Answer:
        """Answer, or fail."""
        answered = super().advise(turns, given)
        note(outcome=answered.outcome, text=turns[-1])
        if "boom" in turns[-1]:
            raise RuntimeError(f"no rule for {turns[-1]}")
        return answered


class Logs:
    """What was logged, and what was printed past the log."""

    def __init__(self, stream: io.StringIO) -> None:
        """Read from here."""
        self.stream = stream

    @property
    def text(self) -> str:
        """All of it."""
        return self.stream.getvalue()

    def lines(self, event: str = "") -> list[dict[str, Any]]:
        """Return the lines of JSON, of one event where one is named."""
        rows = [json.loads(line) for line in self.text.splitlines()]
        return [row for row in rows if not event or row["event"] == event]


@pytest.fixture(scope="module")
def opened() -> Iterator[TestClient]:
    """Return a client of the app over the small world."""
    with TestClient(app_of(Noting()), base_url=HERE, raise_server_exceptions=False) as one:
        yield one


@pytest.fixture
def logs() -> Iterator[Logs]:
    """Return the logs in JSON, as a server writes them; the logging of the tests is put back."""
    yield from logging_to(text=False)


@pytest.fixture
def telling() -> Iterator[Logs]:
    """Return the logs with what was asked."""
    yield from logging_to(text=True)


def logging_to(*, text: bool) -> Iterator[Logs]:
    """Configure the logs for one test."""
    root, ours = logging.getLogger(), logging.getLogger("crossroads")
    kept, levels = root.handlers[:], (root.level, ours.level)
    stream = io.StringIO()
    for handler in kept:
        root.removeHandler(handler)
    configure_logs("json", text=text, stream=stream)
    yield Logs(stream)
    logging.captureWarnings(False)
    root.handlers[:] = kept
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def ask_in_every_way(client: TestClient, question: str) -> None:
    """Ask through run, the queue, both forms of call, MCP; well and badly formed."""
    client.post("/gradio_api/run/ask", json={"data": [question]})
    client.post("/gradio_api/run/ask", json={"data": [question] * 9})
    client.post("/gradio_api/run/ask", json={"data": question})
    client.post("/gradio_api/run/ask", content=question.encode())
    client.post("/gradio_api/run/ask", json={"data": [question, question, question]})
    client.post("/gradio_api/run/ask", json={"data": ["q", None, {question: question, "cars": question}]})
    client.post(
        "/gradio_api/run/ask", json={"data": ["q", None, {"path": question, "meta": {"_type": "gradio.FileData"}}]}
    )
    client.post("/gradio_api/run/sources", json={"data": [question]})
    client.post(f"/gradio_api/run/{SECRET}", json={"data": [question]})
    client.post("/gradio_api/call/v2/ask", json={question: question})
    client.post("/gradio_api/queue/join", json={"data": [question], "fn_index": 10_000, "session_hash": "s"})
    client.get("/", params={"q": question})
    client.get(f"/gradio_api/file={question}")
    for name, data in (("ask", [question]), ("ask", [question] * 7), ("review", [question]), ("cite", [question])):
        event = client.post(f"/gradio_api/call/{name}", json={"data": data}).json()["event_id"]
        client.get(f"/gradio_api/call/{name}/{event}")
    for given in ({"question": question}, {"question": [question]}, {"q": question}, question):
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": given}}
        client.post(MCP, json=call, headers=ACCEPT)


@pytest.mark.parametrize("question", [QUESTION, f"boom {SECRET}"])
def test_no_word_of_a_question_is_logged(
    opened: TestClient, logs: Logs, capfd: pytest.CaptureFixture[str], question: str
) -> None:
    """Whichever way it is asked, and whatever goes wrong with it: not in the log, not printed past it."""
    ask_in_every_way(opened, question)
    printed = capfd.readouterr()
    assert len(logs.lines("request")) > 20
    for text in (logs.text.replace(f"/gradio_api/run/{SECRET}", ""), printed.out, printed.err):
        assert SECRET not in text
        assert "Traceback" not in text


def test_a_line_says_what_came_of_a_request(opened: TestClient, logs: Logs) -> None:
    """Method, path, status, id, endpoint, time and outcome, in one line of JSON."""
    opened.post("/gradio_api/run/ask", json={"data": [QUESTION]}, headers={"x-request-id": "trace-1"})
    (line,) = logs.lines("request")
    assert line.pop("ms") > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert line == {
        "level": "info", "event": "request", "method": "POST", "path": "/gradio_api/run/ask", "status": 200,
        "request_id": "trace-1", "endpoint": "/ask", "outcome": "recommendation",
    }  # fmt: skip


def test_what_the_queue_does_later_has_a_line_under_the_same_id(opened: TestClient, logs: Logs) -> None:
    """The call is told at once, what became of it when it is done."""
    event = opened.post("/gradio_api/call/ask", json={"data": [QUESTION]}, headers={"x-request-id": "trace-2"})
    opened.get(f"/gradio_api/call/ask/{event.json()['event_id']}")
    told = [line for line in logs.lines() if line["request_id"] == "trace-2"]
    assert {"recommendation"} == {line["outcome"] for line in told if "outcome" in line}
    assert {line["endpoint"] for line in told if "endpoint" in line} == {"/ask"}


def test_an_error_is_logged_by_its_kind_and_its_lines_of_code(opened: TestClient, logs: Logs) -> None:
    """The caller gets the id; under it the log has where it came from, without what was asked."""
    refused = opened.post("/gradio_api/run/ask", json={"data": [f"boom {SECRET}"]})
    (line,) = logs.lines("failed")
    assert refused.json()["error"].endswith(f"under the request {line['request_id']}.")
    assert line["level"] == "error"
    assert line["where"].startswith("RuntimeError at ")
    assert "test_logs.py" in line["where"]
    assert logs.lines("request")[0]["error"] == "InternalError"


def test_what_was_asked_is_logged_where_that_is_asked_for(opened: TestClient, telling: Logs) -> None:
    """CROSSROADS_LOG_TEXT puts the question into the line."""
    opened.post("/gradio_api/run/ask", json={"data": [QUESTION]})
    assert telling.lines("request")[0]["text"] == QUESTION


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("trace-1", True), ("a" * 64, True), ("01:2.3_x", True),
        ("a" * 65, False), ("", False), ("with blank", False), ("né", False), ("a\x1b[31m", False), ("-x", False),
    ],
)  # fmt: skip
def test_a_sane_request_id_is_kept_and_another_replaced(sent: str, kept: bool) -> None:
    """What a proxy gives is used; what could forge a log is not."""
    assert (request_id(sent) == sent) is kept
    assert re.fullmatch(r"[\w.:-]{1,64}", request_id(sent))


def test_every_response_carries_its_id(opened: TestClient) -> None:
    """Answers, refusals, pages and errors; each request a new one."""
    ids = [opened.get(path).headers["x-request-id"] for path in ("/healthz", "/", "/nothing", "/healthz")]
    assert len(set(ids)) == 4
    refused = opened.get("/", headers={"host": "evil.example", "x-request-id": "mine"})
    assert (refused.status_code, refused.headers["x-request-id"]) == (400, "mine")
    with TestClient(app_of(FixedDesk(), credentials=Credentials({}, SecretStr(TOKEN))), base_url=HERE) as closed:
        assert closed.get("/config", headers={"x-request-id": "mine"}).headers["x-request-id"] == "mine"


def test_no_secret_is_logged(logs: Logs) -> None:
    """Neither the token nor a password, right or wrong."""
    with TestClient(
        app_of(FixedDesk(), credentials=Credentials({"ann": SecretStr("four plain words")}, SecretStr(TOKEN))),
        base_url=HERE,
    ) as client:
        client.get("/config", headers=BEARER)
        client.get("/config", headers={"authorization": "Bearer wrong-token-xyz"})
        for password in ("four plain words", "wrong-password-xyz"):
            client.post("/login", data={"username": "ann", "password": password})
    assert len(logs.lines("request")) == 4
    for secret in (TOKEN, "four plain words", "wrong-token-xyz", "wrong-password-xyz"):
        assert secret not in logs.text


def test_probes_and_parts_of_the_page_are_not_logged_unless_they_fail(opened: TestClient, logs: Logs) -> None:
    """A health check every second says nothing new."""
    opened.get("/healthz")
    opened.get("/theme.css")
    opened.get("/static/nothing")
    assert [(line["path"], line["status"]) for line in logs.lines("request")] == [("/static/nothing", 404)]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/gradio_api/run/ask", "/gradio_api/run/ask"),
        ("/gradio_api/file=/uploads/0a/secret plan.md", "/gradio_api/file="),
        ("/a\x1b[31m\nb", "/a?[31m?b"),
        ("/" + "a" * 900, "/" + "a" * 199),
    ],
)
def test_a_path_is_shown_without_what_a_person_put_into_it(path: str, shown: str) -> None:
    """Names of files, control characters and endless paths are left out."""
    assert safe_path(path) == shown


def record(name: str, message: str, level: int = logging.WARNING, **more: object) -> logging.LogRecord:
    """Return a log record of a logger."""
    made = logging.LogRecord(name, level, "/lib/part.py", 7, message, (), None)
    made.__dict__.update(more)
    return made


def test_messages_of_libraries_are_withheld_and_those_of_the_server_are_not() -> None:
    """A library may quote a request; the server says when it starts and why it does not."""
    theirs = json.loads(JsonLines().format(record("mcp.server", f"bad call {SECRET}")))
    assert (theirs["event"], theirs["logger"], theirs["line"]) == ("message withheld", "mcp.server", "part.py:7")
    assert json.loads(JsonLines(text=True).format(record("mcp.server", "bad call")))["event"] == "bad call"
    server = json.loads(JsonLines().format(record("uvicorn.error", "address already in use")))
    assert server["event"] == "address already in use"


def test_the_message_of_an_exception_is_not_logged() -> None:
    """Its type and its lines of code are."""
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        made = record("uvicorn.error", "Exception in ASGI application")
        made.exc_info = (type(error), error, error.__traceback__)
    for form in (JsonLines(), PlainLines()):
        assert SECRET not in form.format(made)
        assert "ValueError at " in form.format(made)


def test_a_terminal_gets_lines_that_read_well() -> None:
    """Time, method, path, then what is known."""
    trace = Trace("trace-1", endpoint="/ask", outcome="needs_facts", text=SECRET)
    fields = {"method": "POST", "path": "/gradio_api/run/ask", "status": 200}
    line = PlainLines().format(record("crossroads.web", "request", logging.INFO, trace=trace, fields=fields))
    known = r"status=200 request_id=trace-1 endpoint=/ask ms=[\d.]+ outcome=needs_facts"
    shown = rf"\d\d:\d\d:\d\d POST /gradio_api/run/ask {known}"
    assert re.fullmatch(shown, line)


def test_notes_outside_of_a_request_are_harmless() -> None:
    """The command line asks the same desk; within a request the last word stands."""
    note(outcome="recommendation")
    with tracing(Trace("x")) as trace:
        note(outcome="needs_facts", text="q")
        note(text="r")
    assert (trace.outcome, trace.text) == ("needs_facts", "r")
