"""Several processes on one data directory: writers wait for each other, readers always get a whole generation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.doctor import doctor
from ingest.generations import open_generation
from ingest.pipeline import build
from kb.ledger import Ledger
from tests.ingest.small import TOOLS, settings_in, write

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
import sys
from pathlib import Path
from ingest.pipeline import ingest
from tests.ingest.small import TOOLS, settings_in

settings = settings_in(Path(sys.argv[1]), lock_wait=60)
for path in sys.argv[2:]:
    report = ingest([Path(path)], settings, tools=TOOLS)
    assert report.published, report
"""


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_writers_and_a_reader_never_see_or_make_a_mixture(tmp_path: Path) -> None:
    """Two processes ingest five articles each, one at a time; every generation that is read meanwhile is whole."""
    settings = settings_in(tmp_path)
    build(settings, tools=TOOLS)
    files = [write(tmp_path / "in" / f"{n}.md", f"a{n}", f"Number {n} is a number.", "Shared.") for n in range(10)]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), *map(str, files[k::2])], cwd=ROOT)
        for k in (0, 1)
    ]
    seen = set()
    while any(writer.poll() is None for writer in writers):
        opened = open_generation(settings)
        passages = {passage.id for article in opened.articles for passage in article.passages}
        nodes = {node.removeprefix("passage:") for node in opened.g if node.startswith("passage:")}
        assert passages == nodes == set(opened.vectors.vectors().ids)
        seen.add(opened.manifest.number)
        opened.close()
    assert [writer.returncode for writer in writers] == [0, 0]
    assert len(seen) > 1
    assert doctor(settings, tools=TOOLS, isolate=False).found == ()
    with Ledger.open(settings.ledger) as ledger:
        assert {holding.id for holding in ledger.holdings()} == {"drinks", *(f"a{n}" for n in range(10))}
