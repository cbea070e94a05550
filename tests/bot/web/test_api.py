from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from bot.types import Answer, CitedQuote
from bot.web.api import by_hand
from bot.web.descriptions import DESCRIPTIONS
from bot.web.edge import AT_ONCE
from bot.web.guard import LARGEST_BODY
from bot.web.server import app_of
from tests.bot.desks import FixedDesk, answer
from tests.bot.web.serving import serving

HERE = "http://127.0.0.1:7860"
QUESTION = "Ferry or bridge? About 40 cars a day."


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """Return a client of the whole web app, guard included, without a port."""
    with TestClient(app_of(FixedDesk()), base_url=HERE) as served:
        yield served


def call(client: TestClient, name: str, **named: object) -> tuple[str, object]:
    """Call a named endpoint the way a program does; return the event and its data."""
    event = client.post(f"/gradio_api/call/v2/{name}", json=named).json()["event_id"]
    stream = client.get(f"/gradio_api/call/v2/{name}/{event}").text
    kind, _, data = stream.strip().partition("\n")
    return kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_ask_returns_the_answer_whole(client: TestClient) -> None:
    """The JSON is the answer's own, with no field more or less."""
    kind, data = call(client, "ask", question=QUESTION)
    assert kind == "complete"
    assert isinstance(data, list)
    assert Answer.model_validate(data[0]) == answer()


def test_turns_and_facts_travel_with_the_call() -> None:
    """The endpoint keeps no state: what is sent is what the desk is asked with."""
    desk = FixedDesk()
    with TestClient(app_of(desk), base_url=HERE) as client:
        call(client, "ask", question="And 900?", turns=[QUESTION], facts={"ice": "no"})
    assert desk.asked == [((QUESTION, "And 900?"), {"ice": "no"})]


def test_cite_returns_the_quotes(client: TestClient) -> None:
    """Each quote comes with its source and references."""
    kind, data = call(client, "cite", query="forty cars")
    assert kind == "complete"
    assert isinstance(data, list)
    assert data[0]["citations"][0]["references"][0]["id"] == "styx-1999"


def test_one_step_calls_give_the_same(client: TestClient) -> None:
    """``run`` skips the queue and returns at once."""
    data = client.post("/gradio_api/run/ask", json={"data": [QUESTION, None, None]}).json()["data"][0]
    assert Answer.model_validate(data) == answer()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"question": " "}, "question: expected a text, found nothing"),
        ({"question": "x" * 4_001}, "question: expected at most 4,000 characters, found 4,001"),
        ({"question": "q", "turns": ["t"] * 20}, "turns: expected at most 19 earlier turns, found 20"),
        ({"question": "q", "turns": "t"}, "turns: expected a list of texts, found str"),
        ({"question": "q", "turns": ["t", ""]}, "turns[1]: expected a text, found nothing"),
        ({"question": "q", "facts": ["ice"]}, "facts: expected an object of texts, found list"),
        ({"question": "q", "facts": {"cars": "many"}}, "facts.cars: expected a quantity in 1/day"),
        ({"question": "q", "facts": {"ice": 3}}, "facts.ice: expected yes or no, found '3'"),
        ({"question": "q", "facts": {"ice": None}}, "facts.ice: expected a text"),
        ({"question": "q", "facts": {"snow": "no"}}, "facts.snow: There is no factor 'snow'"),
        ({"question": 5}, "question: expected a text, found int"),
    ],
)
def test_bad_input_is_told_what_is_wrong(client: TestClient, sent: dict[str, object], told: str) -> None:
    """An error event that names its kind, the field, what was expected and what was found."""
    kind, data = call(client, "ask", **sent)
    assert kind == "error"
    assert isinstance(data, dict)
    assert data["title"] == "InputError"
    assert data["error"].startswith(f"InputError: {told}")


def test_bad_input_of_one_step_is_the_callers_fault(client: TestClient) -> None:
    """``run`` answers 400 with the same words, not 500."""
    refused = client.post("/gradio_api/run/ask", json={"data": [" "]})
    assert (refused.status_code, refused.json()["title"]) == (400, "InputError")
    assert refused.json()["error"].startswith("InputError: question: expected a text")


@pytest.mark.parametrize("way", ["run", "call"])
@pytest.mark.parametrize(("name", "data"), [("ask", [QUESTION]), ("ask", [QUESTION, []]), ("sources", [])])
def test_optional_arguments_may_be_left_out(client: TestClient, way: str, name: str, data: list[object]) -> None:
    """A short list of arguments is completed by the defaults, whichever way it comes."""
    reply = client.post(f"/gradio_api/{way}/{name}", json={"data": data})
    assert reply.status_code == 200
    text = reply.text if way == "run" else client.get(f"/gradio_api/call/{name}/{reply.json()['event_id']}").text
    assert "error" not in text


@pytest.mark.parametrize("data", [[], [QUESTION, None, None, "more"]])
def test_a_wrong_number_of_arguments_is_told(client: TestClient, data: list[object]) -> None:
    """Too few and too many are refused with the number that is expected."""
    refused = client.post("/gradio_api/run/ask", json={"data": data})
    assert refused.status_code == 400
    assert refused.json()["error"] == f"InputError: data: expected 1 to 3 arguments, found {len(data)}."


@pytest.mark.parametrize("sent", [{}, {"question": QUESTION, "colour": "red"}])
def test_a_wrong_name_of_an_argument_is_told(client: TestClient, sent: dict[str, str]) -> None:
    """A missing and an unknown argument are refused with the names that there are."""
    refused = client.post("/gradio_api/call/v2/ask", json=sent)
    assert refused.status_code == 400
    assert refused.json()["error"].startswith("InputError: arguments: expected question, and no other than question, ")


@pytest.mark.parametrize("way", ["run", "call", "call/v2"])
def test_an_endpoint_that_is_not_there_is_told(client: TestClient, way: str) -> None:
    """The refusal names those that there are."""
    refused = client.post(f"/gradio_api/{way}/guess", json={"data": []})
    assert refused.status_code == 404
    assert "/ask" in refused.json()["error"]


@pytest.mark.parametrize("way", ["/ask", "/api/ask", "/gradio_api/ask", "/gradio_api/run/v2/ask", "/call/v2/ask/"])
def test_an_endpoint_at_another_address_is_told_the_right_one(client: TestClient, way: str) -> None:
    """The refusal says where to send the arguments, by name or in order, and where it is written."""
    refused = client.post(way, json={"question": QUESTION})
    assert refused.status_code == 404
    assert "POST arguments by name to /gradio_api/call/v2/ask, " in refused.json()["error"]
    assert "docs/api.md" in refused.json()["error"]
    assert client.post("/gradio_api/call/v2/ask", json={"question": QUESTION}).status_code == 200


@pytest.mark.parametrize("way", ["run", "call", "api"])
def test_arguments_by_name_where_they_have_an_order_are_told_the_right_address(client: TestClient, way: str) -> None:
    """Named arguments at the address of listed ones are refused with both ways to call."""
    refused = client.post(f"/gradio_api/{way}/ask", json={"question": QUESTION})
    assert (refused.status_code, refused.json()["title"]) == (400, "InputError")
    assert "/gradio_api/call/v2/ask" in refused.json()["error"]


def test_what_is_no_endpoint_is_simply_not_there(client: TestClient) -> None:
    """Another path keeps the plain refusal."""
    for path in ("/wp-login", "/gradio_api/nothing", "/tasks"):
        assert (client.get(path).status_code, client.get(path).json()) == (404, {"detail": "Not Found"})


def test_sources_are_listed_and_shown(client: TestClient) -> None:
    """Without an id every source, with one what is asked for of it, and for a wrong one the error names the field."""
    run = "/gradio_api/run/sources"
    assert [row["id"] for row in client.post(run, json={"data": []}).json()["data"][0]] == ["river"]
    assert client.post(run, json={"data": ["river"]}).json()["data"][0]["id"] == "river"
    assert client.post(run, json={"data": ["river", "claims"]}).json()["data"][0] == {"id": "river", "claims": []}
    unknown = client.post(run, json={"data": ["lake"]}).json()["error"]
    assert unknown == "InputError: source: There is no source 'lake'. Known: river."
    unshown = client.post(run, json={"data": ["river", "colour"]}).json()["error"]
    assert unshown.startswith("InputError: show: expected summary, claims, references or text")


def test_facts_may_be_numbers_and_truths() -> None:
    """A bare number is in the factor's own unit; true and false are yes and no."""
    desk = FixedDesk()
    with TestClient(app_of(desk), base_url=HERE) as client:
        call(client, "ask", question=QUESTION, facts={"cars": 40, "ice": False})
    assert desk.asked == [((QUESTION,), {"cars": "40", "ice": "no"})]


def test_a_fact_is_taken_back_by_unknown() -> None:
    """It travels as it is: the engine takes the fact for not stated."""
    desk = FixedDesk()
    assert by_hand(desk, {"cars": "unknown", "ice": True}) == {"cars": "unknown", "ice": "yes"}


def test_the_docs_describe_these_endpoints_and_nothing_else(client: TestClient) -> None:
    """The inventory of named endpoints; another one fails here."""
    named = client.get("/gradio_api/info").json()["named_endpoints"]
    assert set(named) == {f"/{name}" for name in DESCRIPTIONS}
    assert {p["parameter_name"] for p in named["/ask"]["parameters"]} == {"question", "turns", "facts"}
    assert "reasoning path" in named["/ask"]["description"]


def test_health_answers_without_a_question(client: TestClient) -> None:
    """A load balancer sees that the app is up and on which knowledge."""
    assert client.get("/healthz").json() == {"status": "ok", "knowledge": "c" * 64}


@pytest.mark.parametrize("path", ["/", "/healthz", "/config", "/gradio_api/info", "/gradio_api/run/ask", "/nothing"])
def test_a_foreign_host_or_origin_is_refused_on_every_route(client: TestClient, path: str) -> None:
    """Neither a rebound name nor another site's page reaches anything."""
    assert client.get(path, headers={"host": "evil.example"}).status_code == 400
    assert client.post(path, headers={"origin": "http://evil.example"}, json={}).status_code == 403
    assert client.get(path, headers={"origin": "null"}).status_code == 403


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860", "[::1]:7860", "192.168.1.20"])
def test_loopback_and_plain_addresses_are_served(client: TestClient, host: str) -> None:
    """A page of our own host may ask its own server."""
    assert client.get("/healthz", headers={"host": host, "origin": f"http://{host}"}).status_code == 200


def test_a_named_host_is_served_when_it_is_told() -> None:
    """A name in front of the app has to be allowed."""
    with TestClient(app_of(FixedDesk(), hosts=("advisor.example",)), base_url=HERE) as client:
        assert client.get("/healthz", headers={"host": "advisor.example"}).status_code == 200


def test_a_body_that_no_question_needs_is_refused(client: TestClient) -> None:
    """Said beforehand or not, a huge body ends in a refusal, not in memory."""
    refused = client.post("/gradio_api/run/ask", content=b"x" * (LARGEST_BODY + 1))
    assert refused.status_code == 413
    streamed = client.post("/gradio_api/run/ask", content=(b"x" * 100_000 for _ in range(11)))
    assert streamed.status_code == 413


def test_a_body_that_does_not_say_its_length_is_read(client: TestClient) -> None:
    """A small streamed question is answered like any other."""
    parts = (part.encode() for part in ('{"data": ["', QUESTION, '", null, null]}'))
    sent = client.post("/gradio_api/run/ask", content=parts, headers={"content-type": "application/json"})
    assert sent.json()["data"][0]["outcome"] == "recommendation"


def test_every_answer_carries_the_headers_that_keep_content_in_place(client: TestClient) -> None:
    """Images, media, forms and frames of other hosts are off, on refusals too."""
    for response in (client.get("/"), client.get("/", headers={"host": "evil.example"})):
        policy = response.headers["content-security-policy"]
        assert "img-src 'self' data: blob:" in policy
        assert "form-action 'self'" in policy
        assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/gradio_api/file=/etc/passwd", "/gradio_api/file=../../etc/passwd", "/file=/etc/passwd"]
)
def test_no_file_of_the_host_is_served(client: TestClient, path: str) -> None:
    """The file route opens nothing outside Gradio's own parts."""
    response = client.get(path)
    assert "root:" not in response.text


def test_an_error_of_ours_is_not_shown_to_the_caller() -> None:
    """A fault inside says nothing of its text."""

    class Broken(FixedDesk):
        def advise(self, turns: object, given: object) -> Answer:
            raise RuntimeError("secret path /srv/x")

    with TestClient(app_of(Broken()), base_url=HERE, raise_server_exceptions=False) as client:
        kind, data = call(client, "ask", question=QUESTION)
    assert kind == "error"
    assert "secret" not in json.dumps(data)


def test_more_than_can_be_answered_is_refused_at_once() -> None:
    """While as many calls as there may be are answered, others are told to come back; then all is well again."""
    going_on, too_many = threading.Event(), 6

    class Slow(FixedDesk):
        def advise(self, turns: Any, given: Any) -> Answer:
            assert going_on.wait(60)
            return super().advise(turns, given)

    with serving(app_of(Slow())) as url, ThreadPoolExecutor(AT_ONCE + too_many) as callers:

        def call() -> tuple[int, str]:
            reply = httpx.post(f"{url}/gradio_api/run/ask", json={"data": [QUESTION]}, timeout=120)
            return reply.status_code, reply.json().get("title", "")

        calls = [callers.submit(call) for _ in range(AT_ONCE + too_many)]
        refused = [done.result() for done in islice(as_completed(calls, timeout=50), too_many)]
        going_on.set()
        assert refused == [(503, "BusyError")] * too_many
        assert sorted(done.result() for done in calls) == [(200, "")] * AT_ONCE + refused
        assert call() == (200, "")


class PinnedDesk(FixedDesk):
    """A desk that says in what block it was asked."""

    def __init__(self) -> None:
        """Begin outside of a block."""
        super().__init__()
        self.block: ContextVar[int] = ContextVar("block", default=0)
        self.entered = self.left = 0
        self.cited: list[int] = []

    @contextmanager
    def held(self) -> Iterator[None]:
        """Number the blocks."""
        self.entered += 1
        token = self.block.set(self.entered)
        yield
        self.block.reset(token)
        self.left += 1

    def cite(self, query: str) -> tuple[CitedQuote, ...]:
        """Note the block."""
        self.cited.append(self.block.get())
        return super().cite(query)


def test_each_call_is_answered_in_a_block_of_its_own() -> None:
    """Whatever a handler asks of the desk, it asks within one block, which ends with the call."""
    desk = PinnedDesk()
    with TestClient(app_of(desk), base_url=HERE) as client:
        for query in ("forty cars", "soup"):
            assert client.post("/gradio_api/run/cite", json={"data": [query]}).status_code == 200
    assert desk.cited == [1, 2]
    assert (desk.entered, desk.left) == (2, 2)
