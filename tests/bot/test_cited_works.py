"""The command that follows references, and how the command line shows what the cited works say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cited_works import primary_lines, with_primary, with_works
from bot.cli import main
from kb.primary import CitedWork, Match, Primary, WorkRead
from kb.settings import Settings
from kb.types import Span
from tests.bot.shelf import library
from tests.bot.tea import tea_settings
from tests.ingest.serving import html, serving

FOUND = Primary(
    claim="notes#bar",
    source="notes",
    status="found",
    matches=(
        Match(
            figure="100k requests a day",
            reference="ada-2025",
            work="costs",
            passage="costs/p001-0",
            span=Span(source="costs", start=4, end=9),
            quote="Under 100,000 requests a day.",
        ),
    ),
    works=(WorkRead(work="costs", content_hash="3"),),
    why="100k requests a day in costs",
)


def test_claims_carry_what_the_cited_work_says() -> None:
    """Status, passage, quote, reason, and each figure with its span; null where nobody looked."""
    rows = with_primary([{"id": "notes#bar"}, {"id": "notes#regret"}], [FOUND])
    assert rows[0]["primary"]["status"] == "found"
    assert rows[0]["primary"]["quote"] == "Under 100,000 requests a day."
    assert rows[0]["primary"]["passage"] == "costs/p001-0"
    assert rows[0]["primary"]["figures"][0]["span"] == {"source": "costs", "start": 4, "end": 9}
    assert rows[1]["primary"] is None


def test_references_carry_the_source_that_is_the_work() -> None:
    """Its id and address, or why there is none; null where it was not followed, and of another source."""
    works = [
        CitedWork(source="notes", reference="a", work="costs", url="https://x.example/a"),
        CitedWork(source="notes", reference="b", why="has no address"),
        CitedWork(source="blog", reference="c", work="other"),
    ]
    rows = with_works([{"id": "a"}, {"id": "b"}, {"id": "c"}], "notes", works)
    assert [row["work"] for row in rows] == [
        {"source": "costs", "url": "https://x.example/a", "why": ""},
        {"source": None, "url": None, "why": "has no address"},
        None,
    ]


def test_lines_say_it_in_words() -> None:
    """The quote where it was found, the reason where not; nothing where there is no figure."""
    checks = [FOUND, FOUND.model_copy(update={"claim": "notes#regret", "status": "no figure"})]
    known = library()
    claims = tuple(claim for claim in known.claims.values() if claim.source == "notes")
    lines = primary_lines(claims, checks)
    assert lines == {"notes#bar": "    figure found: “Under 100,000 requests a day.” (costs/p001-0)"}
    lost = FOUND.model_copy(update={"status": "not found", "matches": (), "why": "nowhere"})
    assert primary_lines(claims, [lost]) == {"notes#bar": "    figure not found: nowhere"}


ARTICLE = """\
---
id: lamp-notes
title: "Notes on street lamps"
references:
  - {{id: survey-2024, number: 1, year: 2024, title: "Survey of the lamps", url: "{web}/survey"}}
---

## Lamps

In the survey 72% of residents wanted brighter lamps near the station [1]. {{#brighter kind=survey}}
"""


def test_references_are_followed_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is ingested and followed, then again by its id; its claim shows the quote; no place is refused."""
    settings = tea_settings(tmp_path).model_copy(update={"private_addresses": True})
    monkeypatch.setattr(Settings, "from_environment", classmethod(lambda cls, *given, **chosen: settings))
    survey = html(
        "Survey of the lamps", "Near the station, 72 percent of residents said that brighter lamps were wanted."
    )
    with serving({"/survey": survey}) as site:
        article = tmp_path / "lamp-notes.md"
        article.write_text(ARTICLE.format(web=site.address), encoding="utf-8")
        first = CliRunner().invoke(main, ["ingest", "--follow-references", str(article)])
        again = CliRunner().invoke(main, ["ingest", "--follow-references", "lamp-notes"])
    assert first.exit_code == again.exit_code == 0
    assert "lamp-notes: [1] survey-2024 is the source survey-2024" in first.stdout
    assert "unchanged." in again.stdout
    shown = json.loads(CliRunner().invoke(main, ["sources", "lamp-notes", "--claims", "--json"]).stdout)
    assert shown["claims"][0]["primary"]["status"] == "found"
    assert shown["claims"][0]["primary"]["quote"].startswith("Near the station, 72 percent")
    assert "figure found" in CliRunner().invoke(main, ["sources", "lamp-notes", "--claims"]).stdout
    listed = json.loads(CliRunner().invoke(main, ["sources", "lamp-notes", "--references", "--json"]).stdout)
    assert listed["references"][0]["work"]["source"] == "survey-2024"
    assert CliRunner().invoke(main, ["ingest", "--follow-references"]).exit_code == 2
