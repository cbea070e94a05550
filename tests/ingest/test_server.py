"""The same ingest and the same reading with Chroma behind ``chroma run``, and what happens when it dies."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ingest.doctor import doctor
from ingest.generations import exact_vectors, open_generation
from ingest.pipeline import ingest
from kb.chroma import ChromaVectors
from kb.errors import StoreError
from kb.settings import Settings
from tests.ingest.small import TOOLS, settings_in, write


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A Chroma server on loopback, and its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(tmp_path / "server")]
    with open(tmp_path / "server.log", "wb") as log:
        process = subprocess.Popen([*command, "--host", "127.0.0.1", "--port", str(port)], stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/api/v2/heartbeat", timeout=1).raise_for_status()
            break
        except httpx.HTTPError:
            assert process.poll() is None, "the server did not start"
            time.sleep(0.05)
    yield url, process
    process.kill()
    process.wait()


def test_server_holds_a_collection_per_generation_and_its_death_is_noticed(
    tmp_path: Path, server: tuple[str, subprocess.Popen[bytes]]
) -> None:
    """Passages go to and come from the server, old collections are dropped, and a dead server is a StoreError."""
    url, process = server
    settings: Settings = settings_in(tmp_path, chroma_url=url)
    ingest([write(tmp_path / "in" / "a.md", "a", "Milk is white.")], settings, tools=TOOLS)
    old = open_generation(settings)
    for name in "bc":
        ingest([write(tmp_path / "in" / f"{name}.md", name, f"{name} is a letter.")], settings, tools=TOOLS)
    new = open_generation(settings)
    assert isinstance(new.vectors, ChromaVectors)
    assert len(new.vectors.vectors().ids) == 5
    assert new.vectors.query([1.0] * 256, 1)
    assert [name.rsplit("-", 1)[1] for name in new.vectors.collections()] == ["2", "3"]
    assert doctor(settings, tools=TOOLS).found == ()
    process.kill()
    process.wait()
    with pytest.raises(StoreError):
        new.vectors.query([1.0] * 256, 1)
    with pytest.raises(StoreError, match="cannot be reached"):
        open_generation(settings)
    mine = {passage.id for article in old.articles for passage in article.passages}
    assert set(exact_vectors(settings, within=mine).vectors().ids) == mine
    assert len(exact_vectors(settings).query([1.0] * 256, 9)) == 5
