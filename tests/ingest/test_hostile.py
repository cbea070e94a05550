"""What is made to break a reader gets one clear refusal, and everything beside it is ingested."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from kb.ledger import Ledger
from tests.ingest.documents import docx_bomb, pdf
from tests.ingest.serving import Site, serving
from tests.ingest.small import settings_in

GIBIBYTE = 1 << 30
GOOD = "# Cost\n\nBatch inference costs less than real-time inference [1].\n\n## References\n\n[1] A. Doe, Cost (2024)."
CLEAN = "drinks: knowledge\n\nTea is gentle on the stomach. {#c1}\nCoffee wakes you up. {#c2}"


@pytest.fixture
def site() -> Iterator[Site]:
    """A page that redirects to the metadata address of a cloud."""
    with serving({"/in": (302, {"Location": "http://169.254.169.254/latest/"}, b"")}) as site:
        yield site


def hostile(folder: Path) -> dict[str, str]:
    """Write files that are made to break a reader; return the words with which each is refused, empty where taken."""
    folder.mkdir()
    with (folder / "huge.md").open("wb") as file:
        file.truncate(200_000_000)  # a hole on the disk, 200 MB to a reader
    (folder / "bomb.docx").write_bytes(docx_bomb(400_000_000))
    (folder / "lie.pdf").write_bytes(
        pdf([["A page that says what a page says."]], count=10**9).replace(b"%PDF", b"%PNG")
    )
    (folder / "deep.html").write_text("<div>" * 200_000 + "x")
    (folder / "attributes.html").write_text("<p " + "a=1 " * 100_000 + ">x</p>")
    (folder / "bytes.md").write_bytes(b"Caf\xc3 costs \xff\xfe 10 euros. It is said well enough.\n" + b"\xe2\x82" * 3)
    (folder / "line.md").write_text("(1,2" * 250_000 + ". It ends here.")
    (folder / "good.md").write_text(GOOD)
    return {
        "huge.md": "has 200000000 bytes",
        "bomb.docx": "unpacks to 400,000,",
        "lie.pdf": "expected a PDF document",
        "deep.html": "no readable text",
        "attributes.html": "over 2000 attributes",
        "bytes.md": "",
        "line.md": "",
        "good.md": "",
    }


def test_each_is_refused_and_the_others_are_taken(tmp_path: Path, site: Site) -> None:
    """A 200 MB file, bombs, lies, depth, broken bytes, a very long line and inner addresses, in one run."""
    settings = settings_in(tmp_path)
    (settings.built_in / "articles" / "drinks.md").write_text(f"---\nid: drinks\n---\n{CLEAN}", encoding="utf-8")
    said = hostile(tmp_path / "in")
    urls = {"http://127.0.0.1/": "not a public address", f"{site.address}/in": "port 80 or 443"}
    begun, resident, before = time.monotonic(), _resident_anew(), _most_of_a_child()
    report = ingest([tmp_path / "in", *urls], settings)
    assert time.monotonic() - begun < 60
    found = {Path(a.path).name if a.path not in urls else a.path: a for a in report.articles}
    for name, reason in (said | urls).items():
        assert found[name].status == ("rejected" if reason else "ingested"), (name, found[name].reason)
        assert reason in found[name].reason
    with Ledger.open(settings.ledger, create=False) as ledger:
        assert {holding.id for holding in ledger.holdings()} == {"drinks", "good", "bytes", "line"}
        assert "not valid UTF-8" in ledger.article("bytes").findings[0].text
    assert site.asked == []
    assert ingest([tmp_path / "in" / "good.md"], settings).published is False
    assert _held("VmHWM") - resident < 2 * GIBIBYTE
    # a child counts what its parent held when it was started, too
    assert _most_of_a_child() == before or _most_of_a_child() - resident < 2 * GIBIBYTE


def _resident_anew() -> int:
    """Return the bytes that this process holds, and forget what it held at most: earlier tests may have taken more."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _held("VmRSS")


def _held(what: str) -> int:
    """Return what the system says of this process: ``VmRSS`` now, ``VmHWM`` at most, in bytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{what}:"))


def _most_of_a_child() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def test_a_redirect_to_a_file_is_refused_where_this_machine_is_open(tmp_path: Path) -> None:
    """A page that redirects to another scheme is rejected, also where private addresses are allowed."""
    with serving({"/in": (302, {"Location": "file:///etc/passwd"}, b"")}) as other:
        settings = settings_in(tmp_path, private_addresses=True)
        (settings.built_in / "articles" / "drinks.md").write_text(f"---\nid: drinks\n---\n{CLEAN}", encoding="utf-8")
        report = ingest([f"{other.address}/in"], settings)
    assert [article.reason for article in report.rejected] == [
        "file:///etc/passwd: expected http or https, found 'file'."
    ]
