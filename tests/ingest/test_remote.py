"""Pages of the web as articles, and the command that ingests them, against a server on loopback."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.remote import Visitor
from kb.errors import ArticleError
from kb.ledger import Ledger
from kb.settings import Settings
from tests.ingest.serving import html, serving
from tests.ingest.small import TOOLS, settings_in, write

TEXT = (
    "Batch inference costs less than real-time inference because nothing has to answer within milliseconds.",
    "Teams that predict once a night read the results from a table and keep no service alive for the rest of the day.",
)


def visitor(tmp_path: Path) -> Visitor:
    """One that may visit this machine."""
    return Visitor(Settings(data=tmp_path, private_addresses=True))


def test_a_page_becomes_an_article(tmp_path: Path) -> None:
    """Title, address and text come from the page; the fetcher says who it is and asks robots.txt once."""
    with serving({"/guide/batch.html": html("Batch or not", *TEXT)}) as site:
        page = visitor(tmp_path).page(f"{site.address}/guide/batch.html")
        assert site.asked == ["/robots.txt", "/guide/batch.html"]
        assert {agent.partition("/")[0] for agent in site.agents} == {"Crossroads"}
    assert (page.title, page.name, page.url) == ("Batch or not", "batch", f"{site.address}/guide/batch.html")
    assert page.text == "\n\n".join(TEXT)


def test_robots_are_honoured(tmp_path: Path) -> None:
    """What robots.txt closes is not asked for; a server that fails on it is not read; without the file all is open."""
    rules = (
        200,
        {"Content-Type": "text/plain"},
        b"User-agent: crossroads\nDisallow: /private\n\nUser-agent: *\nDisallow: /",
    )
    pages = {"/robots.txt": rules, "/open": html("Open", *TEXT), "/private/a": html("Closed", *TEXT)}
    with serving(pages) as site:
        seen = visitor(tmp_path)
        assert seen.page(f"{site.address}/open").title == "Open"
        with pytest.raises(ArticleError, match="asks programs not to read it"):
            seen.page(f"{site.address}/private/a")
        assert site.asked == ["/robots.txt", "/open"]
    with serving({"/robots.txt": (503, {}, b""), "/a": html("A", *TEXT)}) as site:
        with pytest.raises(ArticleError, match="asks programs not to"):
            visitor(tmp_path).page(f"{site.address}/a")
        assert site.asked == ["/robots.txt"]


def test_what_is_no_article_is_refused(tmp_path: Path) -> None:
    """Another status, another media type: each with what was found."""
    pages = {
        "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
        "/gone": (410, {}, b""),
        "/untold": (200, {}, b"x"),
    }
    with serving(pages) as site:
        for path, said in (("picture", "found image/png"), ("gone", "status 410"), ("untold", "no content type")):
            with pytest.raises(ArticleError, match=said):
                visitor(tmp_path).page(f"{site.address}/{path}")


def test_charset_of_the_server(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are read as the server says."""
    body = "Größe und Kosten. Žluťoučký kůň".encode("iso-8859-2", "replace")
    with serving({"/a.txt": (200, {"Content-Type": "text/plain; charset=iso-8859-2"}, body)}) as site:
        assert visitor(tmp_path).page(f"{site.address}/a.txt").text == "Größe und Kosten. Žluťoučký kůň"


def test_urls_and_files_in_one_ingest(tmp_path: Path) -> None:
    """URLs are taken beside files; one that leads inside, or redirects there, is rejected and stops nothing."""
    settings = settings_in(tmp_path, private_addresses=True)
    note = write(tmp_path / "notes" / "a.md", "a", "A note about tea.")
    with serving(
        {"/batch": html("Batch or not", *TEXT), "/in": (302, {"Location": "file:///etc/passwd"}, b"")}
    ) as site:
        urls = [f"{site.address}/{path}" for path in ("batch", "in", "missing")]
        report = ingest([note, *urls], settings, tools=TOOLS)
        again = ingest(urls[:1], settings, tools=TOOLS)
    status = {article.path: article.status for article in report.articles if article.path in (*urls, str(note))}
    assert status == {str(note): "ingested", urls[0]: "ingested", urls[1]: "rejected", urls[2]: "rejected"}
    assert [(article.path, article.status) for article in again.articles] == [(urls[0], "unchanged")]
    with Ledger.open(settings.ledger, create=False) as ledger:
        assert ledger.article("batch").source.url == urls[0]


def test_this_machine_is_closed_without_the_setting(tmp_path: Path) -> None:
    """Without the setting a URL of this machine is rejected, it is not asked, and the file beside it is taken."""
    note = write(tmp_path / "notes" / "a.md", "a", "A note about tea.")
    with serving({"/batch": html("Batch or not", *TEXT)}) as site:
        report = ingest([f"{site.address}/batch", "http://127.0.0.1", note], settings_in(tmp_path), tools=TOOLS)
        assert site.asked == []
    assert [article.reason.partition(",")[0] for article in report.rejected] == [
        "expected port 80 or 443",
        "127.0.0.1: stands for 127.0.0.1",
    ]
    assert "a" in {article.source for article in report.articles if article.status == "ingested"}
