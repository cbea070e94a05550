"""References that are followed to the works they name, on a web that a server on loopback plays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from ingest.cited import addresses
from ingest.follow import follow
from ingest.pipeline import ingest, remove
from ingest.report import IngestReport
from kb.errors import InputError
from kb.ledger import Ledger
from kb.primary import CitedWork, Primary
from kb.settings import Settings
from kb.types import Reference
from tests.ingest.documents import pdf
from tests.ingest.serving import Answer, html
from tests.ingest.small import settings_in

ARTICLE = """\
---
id: lamp-notes
title: "Notes on street lamps"
references:
  - {{id: survey-2024, number: 1, authors: [Council], year: 2024, title: "Survey of the lamps", url: "{web}/survey"}}
  - {{id: report-2023, number: 2, authors: [Works], year: 2023, title: "Report on repairs", url: "{web}/report.pdf"}}
  - {{id: gone-2020, number: 3, authors: [Lost], year: 2020, title: "A page that went", url: "{web}/gone"}}
  - {{id: closed-2022, number: 4, authors: [Shut], year: 2022, title: "A closed page", url: "{web}/private/study"}}
  - {{id: book-1990, number: 5, authors: [Author], year: 1990, title: "A book on paper"}}
---

## Lamps

In the survey 72% of residents wanted brighter lamps near the station [1]. {{#brighter kind=survey}}
Residents report about 500,000 broken lamps a month [1]. {{#broken}}
A repair takes two hours on average once the crew has arrived [2]. {{#repair kind=case}}
The crews drive 40 vans through the city every night [2]. {{#vans}}
Old lamps need 35x more visits than new ones [3]. {{#visits}}
A closed study found that 12% of lamps flicker [4]. {{#flicker}}
Good lamps let people sleep [1]. {{#sleep}}
A book counts 900 lamps in the harbour [5]. {{#harbour}}
Nobody is cited for this sentence about lamps. {{#alone}}
"""
SURVEY = html(
    "Survey of the lamps",
    "The council asked residents of three districts about their street lamps in the spring of last year.",
    "Near the station, 72 percent of residents said that brighter lamps were wanted. Of the shops, 41% agreed.",
    "Every day residents report 16,427 broken lamps through the telephone line, mostly in winter, says the council.",
)
REPORT = pdf(
    [
        ["Report on repairs", "", "Once a crew has arrived a repair takes 120 minutes on average, which is less than"],
        ["", "before. The crews drive 55 vans through the city every night, because the old ones were sold."],
    ]
)


class Web:
    """Pages by path; ``etags`` answer a conditional request; what was asked, and what was sent whole."""

    def __init__(self, pages: Mapping[str, Answer]) -> None:
        """Serve these pages."""
        self.pages = dict(pages)
        self.address = ""
        self.asked: list[str] = []
        self.sent: list[str] = []


@contextmanager
def web(pages: Mapping[str, Answer]) -> Iterator[Web]:
    """Play the web: as ``tests.ingest.serving`` does, and 304 for a page whose ETag the request names."""
    site = Web(pages)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            status, headers, body = site.pages.get(self.path, (404, {"Content-Type": "text/plain"}, b"not here"))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            else:
                site.sent.append(self.path)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def pages() -> dict[str, Answer]:
    """A redirect to an HTML page with an ETag, a PDF, a page that robots.txt closes, and nothing else."""
    status, headers, body = SURVEY
    return {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /private/\n"),
        "/survey": (302, {"Location": "/survey-2024.html"}, b""),
        "/survey-2024.html": (status, {**headers, "ETag": '"one"'}, body),
        "/report.pdf": (200, {"Content-Type": "application/pdf"}, REPORT),
        "/private/study": html("A closed study", "In this study 12% of lamps flicker."),
    }


def knowing(tmp_path: Path, site: Web) -> Settings:
    """Settings of a base that holds the article, and may visit this machine."""
    settings = settings_in(tmp_path, private_addresses=True)
    drinks = settings.built_in / "articles" / "drinks.md"
    drinks.write_text(
        '---\nid: drinks\ntitle: "Drinks"\n---\n\n## All\n\nTea is gentle on the stomach. {#c1}\nCoffee wakes. {#c2}\n',
        encoding="utf-8",
    )
    article = tmp_path / "lamp-notes.md"
    article.write_text(ARTICLE.format(web=site.address), encoding="utf-8")
    ingest([article], settings)
    return settings


def followed(settings: Settings) -> IngestReport:
    """Follow without a pause."""
    return follow(["lamp-notes"], settings, pause=0.0)


def stored(settings: Settings) -> tuple[dict[str, Primary], dict[str, CitedWork]]:
    """What the ledger holds of it, by anchor and by reference."""
    with Ledger.open(settings.ledger, create=False) as ledger:
        checks = {check.claim.partition("#")[2]: check for check in ledger.primary_checks()}
        return checks, {work.reference: work for work in ledger.cited_works()}


def test_each_claim_is_held_against_the_work_it_cites(tmp_path: Path) -> None:
    """Found after units are brought in line, not found with what is said instead, not reachable with the reason."""
    with web(pages()) as site:
        settings = knowing(tmp_path, site)
        followed(settings)
    checks, works = stored(settings)
    assert {anchor: check.status for anchor, check in checks.items()} == {
        "brighter": "found",
        "broken": "found",
        "repair": "found",
        "vans": "not found",
        "visits": "not reachable",
        "flicker": "not reachable",
        "harbour": "not reachable",
        "sleep": "no figure",
    }
    assert "55 vans" in checks["vans"].why
    assert "status 404" in checks["visits"].why
    assert "robots.txt" in checks["flicker"].why
    assert "no address" in checks["harbour"].why
    assert (works["survey-2024"].work, works["report-2023"].work) == ("survey-2024", "report-2023")


def test_what_was_found_is_a_passage_of_the_cited_work(tmp_path: Path) -> None:
    """Quote, span and passage are those of the work, which is a source of its own."""
    with web(pages()) as site:
        settings = knowing(tmp_path, site)
        followed(settings)
    checks, _ = stored(settings)
    with Ledger.open(settings.ledger, create=False) as ledger:
        work = ledger.article("survey-2024")
    (match,) = checks["brighter"].matches
    assert match.quote == work.source.text[match.span.start : match.span.end]
    assert match.quote.startswith("Near the station, 72 percent")
    assert match.quote in next(p.text for p in work.passages if p.id == match.passage)
    assert (match.figure, match.reference) == ("72%", "survey-2024")


def test_every_reference_has_one_line(tmp_path: Path) -> None:
    """Each reference, each figure that was not found, and the counts; nothing is rejected beside that."""
    with web(pages()) as site:
        report = followed(knowing(tmp_path, site))
    lines = [note for note in report.notes if note.startswith("lamp-notes")]
    assert lines[0] == (f"lamp-notes: [1] survey-2024 is the source survey-2024, read from {site.address}/survey")
    assert [line.partition(" is not reachable: ")[0] for line in lines if "is not reachable" in line] == [
        "lamp-notes: [3] gone-2020",
        "lamp-notes: [4] closed-2022",
        "lamp-notes: [5] book-1990",
    ]
    assert sum(line.startswith("lamp-notes#vans: not found") for line in lines) == 1
    assert lines[-1].endswith("3 found in the cited work, 1 not found there, 3 where it cannot be read.")
    assert {article.source for article in report.articles} == {"survey-2024", "report-2023"}


def test_a_second_round_changes_nothing(tmp_path: Path) -> None:
    """What its server calls unchanged is not sent again, the same bytes are not read again, nothing is published."""
    with web(pages()) as site:
        settings = knowing(tmp_path, site)
        first = followed(settings)
        before = stored(settings)
        site.asked.clear()
        site.sent.clear()
        second = followed(settings)
        assert "/survey-2024.html" in site.asked
        assert "/survey-2024.html" not in site.sent
        assert "/private/study" not in site.asked
    assert (first.published, second.published) == (True, False)
    assert stored(settings) == before
    assert {article.status for article in second.articles} <= {"unchanged"}


def test_a_page_that_changed_is_read_again(tmp_path: Path) -> None:
    """The figure that the page no longer states is not found any more; the work keeps its id."""
    with web(pages()) as site:
        settings = knowing(tmp_path, site)
        followed(settings)
        status, headers, body = site.pages["/survey-2024.html"]
        site.pages["/survey-2024.html"] = (status, {**headers, "ETag": '"two"'}, body.replace(b"72 percent", b"61%"))
        followed(settings)
    checks, works = stored(settings)
    assert (checks["brighter"].status, works["survey-2024"].work) == ("not found", "survey-2024")
    assert "61%" in checks["brighter"].why


def test_a_page_that_fails_later_leaves_what_was_read(tmp_path: Path) -> None:
    """The work stays, and the line says that it was not read again."""
    with web(pages()) as site:
        settings = knowing(tmp_path, site)
        followed(settings)
        del site.pages["/survey-2024.html"]
        report = followed(settings)
    checks, works = stored(settings)
    assert (checks["brighter"].status, works["survey-2024"].work) == ("found", "survey-2024")
    assert any("survey-2024" in note and "not read again" in note and "404" in note for note in report.notes)


def test_a_work_that_is_removed_takes_its_checks_along(tmp_path: Path) -> None:
    """What was found in a text that is no longer there is not shown; replacing the article drops all of its checks."""
    with web(pages()) as site:
        settings = knowing(tmp_path, site)
        followed(settings)
        remove("survey-2024", settings)
        checks, works = stored(settings)
        assert "brighter" not in checks
        assert checks["repair"].status == "found"
        assert works["survey-2024"].why == "the work was removed since"
        article = tmp_path / "lamp-notes.md"
        article.write_text(article.read_text(encoding="utf-8") + "\nOne more sentence on lamps.\n", encoding="utf-8")
        ingest([article], settings)
        assert stored(settings) == ({}, {})


def test_a_work_that_was_ingested_by_hand_is_the_cited_work(tmp_path: Path) -> None:
    """Its address is not visited."""
    with web(pages()) as site:
        settings = knowing(tmp_path, site)
        ingest([f"{site.address}/report.pdf"], settings)
        site.asked.clear()
        followed(settings)
        assert "/report.pdf" not in site.asked
    checks, works = stored(settings)
    assert (checks["repair"].status, works["report-2023"].work) == ("found", "report")


def test_an_unknown_source_is_refused(tmp_path: Path) -> None:
    """Before anything is fetched."""
    with web(pages()) as site:
        settings = knowing(tmp_path, site)
        site.asked.clear()
        with pytest.raises(InputError, match="'nothing' is not a source"):
            follow(["nothing"], settings)
        assert site.asked == []


def test_where_a_work_is_looked_for() -> None:
    """A preprint's own PDF first, then the printed address, then the DOI."""
    preprint = Reference(id="a", source="s", url="https://arxiv.org/abs/1803.06071")
    assert addresses(preprint) == ("https://arxiv.org/pdf/1803.06071", "https://arxiv.org/abs/1803.06071")
    paper = Reference(id="b", source="s", url="https://x.example/p", doi="10.1145/123.456")
    assert addresses(paper) == ("https://x.example/p", "https://doi.org/10.1145/123.456")
    assert addresses(Reference(id="c", source="s")) == ()


def test_a_page_that_is_the_article_itself_is_no_cited_work(tmp_path: Path) -> None:
    """An article that cites a copy of itself is not its own proof."""
    with web({}) as site:
        settings = knowing(tmp_path, site)
        site.pages["/survey"] = (
            200,
            {"Content-Type": "text/markdown"},
            (tmp_path / "lamp-notes.md").read_bytes(),
        )
        followed(settings)
    checks, works = stored(settings)
    assert checks["brighter"].status == "not reachable"
    assert works["survey-2024"].work == ""
