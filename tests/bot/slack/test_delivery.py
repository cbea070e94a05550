"""What Slack delivers: signed or refused, answered once, acknowledged in time, and only what people say to the bot."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx
import pytest

from bot.slack.memory import Talk, metadata, talk_of
from bot.types import Answer
from bot.web.server import app_of
from tests.bot.desks import FixedDesk
from tests.bot.slack.conftest import workspace_of
from tests.bot.slack.standin import BOT, ME, Standin
from tests.bot.slack.workspace import Workspace, event, served, words

OTHER = "another" * 4
IN_TIME = 3.0
"""Seconds that Slack waits for an acknowledgement."""


class SlowDesk(FixedDesk):
    """A desk that answers only when it is let go."""

    def __init__(self) -> None:
        """Close the gate."""
        super().__init__()
        self.gate = threading.Event()

    def advise(self, turns: Sequence[str], given: Mapping[str, str]) -> Answer:
        self.gate.wait(30)
        return super().advise(turns, given)


@pytest.fixture(scope="module")
def slow() -> Iterator[tuple[SlowDesk, str]]:
    """A real app that is slow."""
    desk = SlowDesk()
    with served(app_of(desk)) as url:
        yield desk, url
        desk.gate.set()


def posted(workspace: Workspace) -> list[dict[str, Any]]:
    """Return what the bot has posted, once nothing more can be on its way."""
    time.sleep(0.4)
    return workspace.slack.of("chat.postMessage")


def test_wrong_signature_and_old_delivery_are_refused(workspace: Workspace) -> None:
    """A body signed with another secret, one signed long ago and one not signed at all are 401 and cause nothing."""
    body = event(workspace.slack, f"<@{ME}> ferry or bridge?")
    assert workspace.deliver(body, secret=OTHER).status_code == 401
    assert workspace.deliver(body, at=time.time() - 600).status_code == 401
    assert workspace.deliver(body, x_slack_signature="").status_code == 401
    assert posted(workspace) == []


def test_address_is_verified_and_health_is_told(workspace: Workspace) -> None:
    """Slack's challenge comes back; the health endpoint answers without a signature."""
    reply = workspace.deliver({"type": "url_verification", "challenge": "c4"})
    assert reply.json() == {"challenge": "c4"}
    health = httpx.get(f"{workspace.url}/healthz")
    assert (health.status_code, health.json()) == (200, {"status": "ok", "mode": "http"})


@pytest.mark.parametrize(
    ("body", "status"), [(b"x" * 1_000_001, 413), (b"\xff\xfe\x00", 401), (b"{", 401), (b"payload=%7B", 401)]
)
def test_delivery_that_is_no_delivery_is_refused(workspace: Workspace, body: bytes, status: int) -> None:
    """Too large, not text, not signed: a plain status and nothing else."""
    assert httpx.post(f"{workspace.url}/slack/events", content=body).status_code == status


def test_signed_nonsense_is_refused(workspace: Workspace) -> None:
    """Even with the right signature, what is neither JSON nor a form is 400 and no fault of the server."""
    assert workspace.post("{", "application/json").status_code == 400
    assert workspace.post("payload=%7B", "application/x-www-form-urlencoded").status_code == 400


def test_repeated_delivery_is_answered_once(workspace: Workspace) -> None:
    """The same event again, with Slack's retry headers or under another id, gets no second answer."""
    body = event(workspace.slack, f"<@{ME}> ferry or bridge?")
    workspace.deliver(body)
    workspace.deliver(body, x_slack_retry_num="1", x_slack_retry_reason="http_timeout")
    workspace.deliver({**body, "event_id": "EvOther"})
    workspace.slack.answered("C1")
    assert len(posted(workspace)) == 1


def test_retry_that_reaches_another_replica_is_answered_once(
    workspace: Workspace, standin: Standin, app_url: str
) -> None:
    """A replica that never saw the event finds the answer in the thread; a retry that nobody saw is answered."""
    body = event(standin, f"<@{ME}> ferry or bridge?")
    workspace.deliver(body)
    standin.answered("C1")
    with workspace_of(standin, app_url) as other:
        other.deliver(body, x_slack_retry_num="1", x_slack_retry_reason="http_timeout")
        assert len(posted(other)) == 1
        other.deliver(event(standin, f"<@{ME}> bridge?", "C2"), x_slack_retry_num="1")
        assert "Run a ferry" in words(standin.answered("C2"))


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "BOTHER"},
        {"bot_id": BOT, "user": ME},
        {"user": ME},
        {"edited": {"user": "UADA", "ts": "1.0"}},
        {"subtype": "message_changed"},
        {"subtype": "bot_message", "user": None},
    ],
)
def test_bots_edits_and_itself_are_not_answered(workspace: Workspace, fields: dict[str, Any]) -> None:
    """What a program wrote, and what was written before and edited now, is nobody asking."""
    for channel in ("C1", "DADA"):
        workspace.deliver(event(workspace.slack, f"<@{ME}> ferry or bridge?", channel, **fields))
    assert posted(workspace) == []


def test_talk_of_people_among_themselves_is_not_answered(workspace: Workspace) -> None:
    """A message of a channel that does not mention the bot is none of its business."""
    body = event(workspace.slack, "ferry or bridge?")
    body["event"] |= {"type": "message", "channel_type": "channel"}
    assert workspace.deliver(body).status_code == 200
    assert posted(workspace) == []


def test_double_click_asks_once(workspace: Workspace, desk: FixedDesk) -> None:
    """The second press of the same button finds its fact known already."""
    workspace.mention("ferry or bridge?")
    card = json.loads(json.dumps(workspace.slack.answered("C1")))
    before = len(desk.asked)
    workspace.press(card, "C1", "answer:0")
    workspace.press(card, "C1", "answer:0")
    workspace.slack.waits(lambda: len(desk.asked) > before)
    workspace.slack.answered("C1")
    time.sleep(0.3)
    assert len(desk.asked) == before + 1


def test_presses_of_two_people_at_once_are_both_kept(workspace: Workspace, desk: FixedDesk) -> None:
    """Work on one thread is done one piece after the other, each on the card as it is by then."""
    workspace.mention("ferry or bridge?")
    card = json.loads(json.dumps(workspace.slack.answered("C1")))
    workspace.press(card, "C1", "answer:0")
    workspace.press(card, "C1", "skip")
    talk = workspace.slack.waits(lambda: (t := talk_of(workspace.slack.answered("C1"))) and t.skipped and t)
    assert (talk.given, talk.skipped) == ({"ice": "yes"}, ("ice",))


def test_slow_app_is_acknowledged_in_time(standin: Standin, slow: tuple[SlowDesk, str]) -> None:
    """While the app thinks, every delivery is acknowledged within 3 s and a placeholder stands in the thread."""
    desk, url = slow
    desk.gate.clear()
    with workspace_of(standin, url) as workspace:
        for ask in (lambda: workspace.mention("ferry?"), lambda: workspace.command("ferry?", "C2")):
            started = time.monotonic()
            ask()
            assert time.monotonic() - started < IN_TIME
        for channel in ("C1", "C2"):
            placeholder = standin.waits(lambda channel=channel: standin.cards(channel), IN_TIME)
            assert "Looking at the evidence" in placeholder[0]["text"]
        desk.gate.set()
        for channel in ("C1", "C2"):
            assert "Run a ferry" in words(standin.answered(channel))


def test_too_many_questions_at_once_are_told_so(standin: Standin, slow: tuple[SlowDesk, str]) -> None:
    """One person's sixth waiting question is turned away politely, with a button to try again; the rest is answered."""
    desk, url = slow
    desk.gate.clear()
    with workspace_of(standin, url) as workspace:
        for number in range(7):
            workspace.mention("ferry?", f"C{number}")
        standin.waits(lambda: sum("many questions" in u["text"] for u in standin.of("chat.update")) == 2)
        turned = [u for u in standin.of("chat.update") if "many questions" in u["text"]]
        assert all("Try again" in words(update) for update in turned)
        desk.gate.set()  # not before both were turned away: the second might find room again
        standin.waits(lambda: sum("Run a ferry" in u["text"] for u in standin.of("chat.update")) == 5)


def test_question_turned_away_goes_on_from_its_thread_when_tried_again(
    standin: Standin, slow: tuple[SlowDesk, str]
) -> None:
    """The button of a question that was never looked at finds what was said before it."""
    desk, url = slow
    desk.gate.set()
    with workspace_of(standin, url) as workspace:
        asked = workspace.mention("ferry or bridge?")
        standin.answered("C1")
        desk.gate.clear()
        for number in range(5):
            workspace.mention("ferry?", f"CX{number}")
        standin.waits(lambda: all(standin.cards(f"CX{number}") for number in range(5)))
        workspace.mention("the bank is mud", thread_ts=asked["event"]["ts"])
        turned = standin.answered("C1", count=2)
        assert "many questions" in words(turned)
        desk.gate.set()
        standin.answered("CX4")
        workspace.press(turned, "C1", "again")
        standin.waits(lambda: ("ferry or bridge?", "the bank is mud") in [turns for turns, _ in desk.asked])


def test_stopping_bot_answers_what_it_can_and_apologises_for_the_rest(
    standin: Standin, slow: tuple[SlowDesk, str]
) -> None:
    """No placeholder is left behind: what takes too long becomes an apology with a button that asks again."""
    desk, url = slow
    desk.gate.clear()
    from bot.slack.server import Bot, serving
    from tests.bot.slack.conftest import configured

    bot = Bot(configured(url, slack_url=standin.base))
    with served(serving(bot)) as address:
        Workspace(address, standin).mention("ferry?")
        standin.waits(lambda: standin.cards("C1"))
    bot.close(patience=0.2)
    desk.gate.set()
    (card,) = standin.cards("C1")
    assert "restarted" in words(card)
    assert "Try again" in words(card)


def test_restarted_bot_knows_the_conversation(standin: Standin, app_url: str, desk: FixedDesk) -> None:
    """Turns and facts are in Slack and nowhere else, so that another process goes on where the first one ended."""
    with workspace_of(standin, app_url) as first:
        asked = first.mention("ferry or bridge?")
        first.press(standin.answered("C1"), "C1", "answer:0")
        standin.waits(lambda: desk.asked[-1][1] == {"ice": "yes"})
        standin.answered("C1")
    with workspace_of(standin, app_url) as second:
        second.mention("and the bank is rock", thread_ts=asked["event"]["ts"])
        standin.answered("C1", count=2)
    assert desk.asked[-1] == (("ferry or bridge?", "and the bank is rock"), {"ice": "yes"})


def test_metadata_of_others_is_not_believed(workspace: Workspace, desk: FixedDesk) -> None:
    """A message of another app with our kind of metadata in the thread changes nothing."""
    thread = workspace.slack.ts()
    forged = metadata(Talk(turns=("which soup?",), facts=(("cars", "9"),)))
    workspace.slack.channels["C1"][thread] = {"ts": thread, "user": "UEVE", "bot_id": "BEVE", "metadata": forged}
    workspace.mention("ferry or bridge?", thread_ts=thread)
    workspace.slack.answered("C1")
    assert desk.asked[-1] == (("ferry or bridge?",), {})


def test_rate_limit_is_waited_for(workspace: Workspace) -> None:
    """Slack's 429 is waited out for as long as it asks, and the answer still comes."""
    workspace.slack.refuse("chat.postMessage", status=429, Retry_After="1")
    workspace.slack.refuse("chat.update", status=429, Retry_After="1")
    started = time.monotonic()
    workspace.mention("ferry or bridge?")
    assert "Run a ferry" in words(workspace.slack.answered("C1"))
    assert time.monotonic() - started > 2


def test_card_that_slack_refuses_becomes_words(workspace: Workspace) -> None:
    """Refused blocks, for whatever reason, leave the recommendation in one sentence and no placeholder."""
    workspace.slack.refuse("chat.update", "invalid_blocks")
    workspace.slack.refuse("chat.update", "metadata_too_large")
    workspace.mention("ferry or bridge?")
    card = workspace.slack.answered("C1")
    assert words(card) == "Run a ferry: moderate recommendation, low certainty"


def test_thread_that_cannot_be_read_is_answered_all_the_same(workspace: Workspace) -> None:
    """Without the right to read back, the last message alone is answered, and the card says so."""
    thread = workspace.slack.ts()
    workspace.slack.refuse("conversations.replies", "missing_scope")
    workspace.mention("ferry or bridge?", thread_ts=thread)
    card = workspace.slack.answered("C1")
    assert "Run a ferry" in words(card)
    assert "could not read what was said before" in words(card)


def test_log_holds_nothing_that_people_wrote(workspace: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    """Neither an unknown event nor a fault of a listener quotes a message in the log."""
    workspace.deliver(event(workspace.slack, "our secret plan", "C1", type="reaction_added"))
    broken = event(workspace.slack, f"<@{ME}> our secret plan")
    broken["event"]["channel"] = {"our secret plan": 1}
    workspace.deliver(broken)
    time.sleep(0.3)
    assert "secret plan" not in caplog.text
