"""The desk over what is published: another process ingests, and the next request knows it; every answer is whole."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.advisor import open_advisor
from bot.following import FollowingDesk
from bot.web.server import app_of
from ingest.doctor import doctor
from ingest.generations import current_number, damage, read_manifest
from ingest.pipeline import build
from kb.settings import Settings
from tests.bot.tea import RULES, tea_settings
from tests.tree import ROOT

WATER = """---
id: water
title: "On water"
---

## All

Tap water has 40 milligrams of lime a litre. {#lime}
"""
LIME = "How much lime has tap water?"
TEA = "Should we drink tea or coffee? We are sleepy."


@pytest.fixture
def tea(tmp_path: Path) -> Settings:
    """Settings of the small knowledge."""
    return tea_settings(tmp_path)


@pytest.fixture
def desk(tea: Settings) -> Iterator[FollowingDesk]:
    """A desk over the small knowledge, which looks only when it is told to."""
    opened = FollowingDesk(open_advisor(tea))
    yield opened
    opened.close()
    assert list(tea.readers.iterdir()) == [], "a generation was left open"


def ingest_elsewhere(settings: Settings, name: str = "water", text: str = WATER) -> str:
    """Ingest an article with the command, in a process of its own; what it printed."""
    path = settings.data.parent / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    place = {"CROSSROADS_DATA": str(settings.data), "CROSSROADS_BUILT_IN": str(settings.built_in)}
    command = [sys.executable, "-c", "from bot.cli import main; main()", "ingest", str(path)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | place, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def sources(desk: FollowingDesk) -> set[str]:
    """Return the sources that the question about lime is answered from."""
    return {quote.source.id for quote in desk.cite(LIME)}


@pytest.mark.slow
def test_what_another_process_ingests_is_answered_from(desk: FollowingDesk, tea: Settings) -> None:
    """The command says so, one look takes the new generation, and the copy of the former is gone."""
    assert sources(desk) == set()
    assert "by itself" in ingest_elsewhere(tea).splitlines()[-1]
    assert desk.look()
    assert sources(desk) == {"water"}
    assert not desk.look()
    assert len(list(tea.readers.iterdir())) == 1
    directory = tea.generations / str(current_number(tea))
    assert damage(directory, read_manifest(directory), deep=True) == ()


@pytest.mark.slow
def test_a_request_under_way_keeps_its_generation(desk: FollowingDesk, tea: Settings) -> None:
    """A block answers from the generation it began with, over two that follow, and that is closed only after it."""
    with desk.held():
        before = desk.advise([TEA], {})
        for name in ("water", "rain"):
            ingest_elsewhere(tea, name, WATER.replace("id: water", f"id: {name}").replace("40", str(len(name))))
            assert desk.look()
        assert desk.advise([TEA, "And eight cups a day?"], {}).knowledge == before.knowledge
        assert sources(desk) == set()
        assert len(list(tea.readers.iterdir())) == 2
    assert len(list(tea.readers.iterdir())) == 1
    assert desk.advise([TEA], {}).knowledge != before.knowledge
    assert sources(desk) == {"water", "rain"}


@pytest.mark.slow
def test_answers_given_meanwhile_are_whole(tea: Settings) -> None:
    """Under four askers every answer is, byte for byte, that of the old or that of the new generation, none fails."""
    stop, given = threading.Event(), set()

    def asking() -> None:
        while not stop.is_set():
            with desk.held():
                given.add((desk.advise([TEA], {}).model_dump_json(), frozenset(sources(desk))))

    with FollowingDesk(open_advisor(tea)) as desk, ThreadPoolExecutor(4) as pool:
        askers = [pool.submit(asking) for _ in range(4)]
        try:
            ingest_elsewhere(tea)
            until = time.monotonic() + 60
            while len(given) < 2 and time.monotonic() < until:
                time.sleep(0.05)
        finally:
            stop.set()
        for asker in askers:
            asker.result()
    assert {found for _, found in given} == {frozenset(), frozenset({"water"})}
    assert len(given) == 2
    assert list(tea.readers.iterdir()) == []


@pytest.mark.slow
def test_the_served_app_takes_it_up(tea: Settings) -> None:
    """The endpoint of a served app cites the new source, and its page of the knowledge counts it, within seconds."""
    with FollowingDesk(open_advisor(tea)) as desk, TestClient(app_of(desk), base_url="http://127.0.0.1") as client:

        def cited() -> list[str]:
            found = client.post("/gradio_api/run/cite", json={"data": [LIME]}).json()["data"][0]
            return [quote["source"]["id"] for quote in found["citations"]]

        assert cited() == []
        ingest_elsewhere(tea)
        until = time.monotonic() + 60
        while not cited() and time.monotonic() < until:
            time.sleep(0.1)
        assert cited() == ["water"]


def test_a_damaged_generation_is_told_once_and_not_taken(
    desk: FollowingDesk, tea: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Answers stay, the log has one warning however often it is tried, a repaired one is taken; so with the pointer."""
    before = desk.advise([TEA], {})
    ingest_elsewhere(tea)
    graph = tea.generations / str(current_number(tea)) / "graph.json"
    graph.write_bytes(graph.read_bytes()[:-40])
    with caplog.at_level(logging.INFO, "crossroads"):
        assert not desk.look()
        assert not desk.look()
        warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
        assert len(warnings) == 1
        assert "generation 2 cannot be opened, answers still come from 1" in warnings[0]
        assert "graph.json" in warnings[0]
        assert desk.advise([TEA], {}) == before
        doctor(tea, isolate=False)
        assert desk.look()
    assert sources(desk) == {"water"}
    tea.current.write_text("soup", encoding="utf-8")
    assert not desk.look()
    tea.current.unlink()
    assert not desk.look()
    assert sources(desk) == {"water"}


@pytest.mark.slow
def test_other_words_wait_until_they_are_learnt(desk: FollowingDesk, tea: Settings) -> None:
    """A pack that is asked for in other words is taken once the command has fitted the hearing for them."""
    rules = tea.built_in / "tradeoffs" / "tea-vs-coffee.yaml"
    rules.write_text(RULES.replace("Shall the office buy", "Would the team rather have"), encoding="utf-8")
    build(tea)
    assert not desk.look()
    ingest_elsewhere(tea)
    assert desk.look()
    assert desk.catalog.trade_off("tea-vs-coffee").examples[1].startswith("Would the team")
