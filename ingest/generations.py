"""Published generations: immutable directories that readers take whole, and the pointer that names the current one.

A generation is ``generations/<n>/`` with ``chroma/``, ``graph.json``, ``catalog.json``, ``articles.jsonl``,
``primary.json`` where references were followed, an empty ``lease``, and ``manifest.json``, which holds the SHA-256 of
the others; a reader needs nothing else. Opening Chroma writes to its directory, so a reader opens a private copy: the
published files stay as they were verified, and no two processes ever share a Chroma directory.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx
from pydantic import ValidationError

from graph.files import read_graph
from kb.chroma import ChromaVectors
from kb.errors import EmbedderMismatch, StoreError
from kb.ledger import Ledger
from kb.lock import Lease
from kb.primary import PrimarySources
from kb.settings import Settings
from kb.types import Article, Catalog, Record
from kb.vectors import MemoryVectors, VectorStore

MANIFEST = "manifest.json"
GRAPH = "graph.json"
CATALOG = "catalog.json"
ARTICLES = "articles.jsonl"
PRIMARY = "primary.json"
CHROMA = "chroma"
LEASE = "lease"
FORMAT = 2  # of the directory; one of another release is built anew from the ledger
_QUICK_BYTES = 64 << 20  # a larger file is compared by its size at start-up, and by its SHA-256 in the doctor


class FileStamp(Record):
    """Size in bytes and SHA-256 in hex of one published file."""

    size: int
    sha256: str


class Manifest(Record):
    """What a generation was made from, and every file of it.

    ``knowledge`` is the digest of the authored files' bytes, ``catalog_digest`` that of what they say; ``collection``
    is the name within Chroma.
    """

    format: int = FORMAT
    number: int
    ledger_generation: int
    catalog_digest: str
    knowledge: str
    embedder: str
    passages: int
    collection: str
    chroma: str
    files: dict[str, FileStamp]


@dataclass
class OpenGeneration:
    """A generation in use: catalog, articles, graph and vectors, all of one moment; close it when done."""

    manifest: Manifest
    catalog: Catalog
    articles: tuple[Article, ...]
    g: nx.MultiDiGraph
    vectors: VectorStore
    _copy: Path | None = None
    _lease: Lease | None = None
    primary: PrimarySources = field(default_factory=PrimarySources)

    def close(self) -> None:
        """Release the index and remove the private copy; harmless when done already."""
        if isinstance(self.vectors, ChromaVectors):
            self.vectors.close()
        if self._copy is not None:
            shutil.rmtree(self._copy, ignore_errors=True)
        if self._lease is not None:
            self._lease.release()
        self._copy = self._lease = None


def open_generation(settings: Settings, *, embedder: str | None = None) -> OpenGeneration:
    """Open the current generation for reading.

    Raises StoreError when there is none or it cannot be read, GraphError for its graph file, and EmbedderMismatch
    when ``embedder`` (an identity) is given and its vectors were made by another.
    """
    for _ in range(10):  # a writer may publish and retire between reading the pointer and taking the lease
        number = current_number(settings)
        if number is None:
            raise StoreError(f"{settings.data}: nothing has been published here yet. Run crossroads ingest.")
        directory = settings.generations / str(number)
        lease = Lease.shared(directory / LEASE)
        if lease is not None:
            try:
                return _opened(settings, directory, embedder)
            finally:
                lease.release()
    raise StoreError(f"{settings.current}: names generation {number}, which is not there. Run crossroads doctor.")


def open_directory(directory: Path, settings: Settings, *, embedder: str | None = None) -> OpenGeneration:
    """Open one generation by its directory, which may be a copy that lies anywhere; it is only read.

    The private copy of its index goes to ``settings.readers``. Raises as ``open_generation`` does.
    """
    lease = Lease.shared(directory / LEASE)
    try:
        return _opened(settings, directory, embedder)
    finally:
        if lease is not None:
            lease.release()


def _opened(settings: Settings, directory: Path, embedder: str | None) -> OpenGeneration:
    manifest = read_manifest(directory)
    if embedder is not None and manifest.embedder != embedder:
        raise EmbedderMismatch(
            f"The stored vectors were made by {manifest.embedder}, the settings name {embedder}. "
            "Run crossroads ingest to embed everything again, or set the former embedder."
        )
    catalog, articles = read_catalog(directory), read_articles(directory)
    g, _ = read_graph(directory / GRAPH)
    primary = read_primary(directory)
    if settings.chroma_url:
        server = ChromaVectors.server(settings.chroma_url, manifest.collection, deadline=settings.chroma_deadline)
        return OpenGeneration(manifest, catalog, articles, g, server, primary=primary)
    copy, held = _private_copy(settings, directory / CHROMA)
    try:
        index = ChromaVectors.embedded(copy / CHROMA)
        return OpenGeneration(manifest, catalog, articles, g, index, copy, held, primary)
    except StoreError:
        held.release()
        shutil.rmtree(copy, ignore_errors=True)
        raise


def _private_copy(settings: Settings, chroma: Path) -> tuple[Path, Lease]:
    """Copy the index to a directory of this reader's own; copies of readers that died are swept first."""
    sweep_readers(settings)
    try:
        settings.readers.mkdir(parents=True, exist_ok=True)
        copy = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=settings.readers))
        (copy / LEASE).touch()
        lease = Lease.exclusive(copy / LEASE)
        shutil.copytree(chroma, copy / CHROMA)
    except OSError as error:
        raise StoreError(f"{settings.readers}: the vector index cannot be copied for reading ({error}).") from error
    if lease is None:  # pragma: no cover - a sweeper came between two lines; the next attempt succeeds
        raise StoreError(f"{copy}: the copy was swept away; try again.")
    return copy, lease


def sweep_readers(settings: Settings) -> None:
    """Remove the private copies whose reader is gone, however it died."""
    for copy in settings.readers.glob("*-*"):
        lease = Lease.exclusive(copy / LEASE)
        if lease is not None:
            shutil.rmtree(copy, ignore_errors=True)
            lease.release()


def exact_vectors(settings: Settings, *, within: Collection[str] | None = None) -> MemoryVectors:
    """Return an exact search over the ledger's vectors: what answers while the vector index cannot be opened.

    ``within`` keeps it to the passages of the generation in use, since the ledger may be ahead of that.
    """
    with Ledger.open(settings.ledger, create=False) as ledger:
        memory = MemoryVectors.holding(ledger.embeddings())
    if within is not None:
        memory.delete([id for id in memory.vectors().ids if id not in within])
    return memory


def current_number(settings: Settings) -> int | None:
    """Return the number that the pointer file names, or None when there is no pointer.

    Raises StoreError when it holds anything but a number.
    """
    try:
        text = settings.current.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError) as error:
        raise StoreError(f"{settings.current}: cannot be read ({error}). Run crossroads doctor.") from error
    if not text.isdecimal() or len(text) > 18:
        raise StoreError(f"{settings.current}: expected a number. Found: {text[:40]!r}. Run crossroads doctor.")
    return int(text)


def numbers(settings: Settings) -> list[int]:
    """Return the numbers of all generation directories, published or orphaned, ascending."""
    if not settings.generations.is_dir():
        return []
    return sorted(int(entry.name) for entry in settings.generations.iterdir() if entry.name.isdecimal())


def read_manifest(directory: Path) -> Manifest:
    """Read a generation's manifest; raises StoreError when it is missing or malformed."""
    path = directory / MANIFEST
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}). Run crossroads doctor.") from error
    except ValidationError as error:
        raise StoreError(f"{path}: is not a manifest ({error.errors()[0]['msg']}). Run crossroads doctor.") from error
    if manifest.format != FORMAT:
        raise StoreError(f"{path}: has format {manifest.format}, this release reads {FORMAT}. Run crossroads doctor.")
    return manifest


def read_catalog(directory: Path) -> Catalog:
    """Read the catalog that a generation was built with; raises StoreError when it is missing or malformed."""
    path = directory / CATALOG
    try:
        return Catalog.model_validate_json(path.read_bytes())
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}). Run crossroads doctor.") from error
    except ValidationError as error:
        raise StoreError(f"{path}: is not a catalog ({error.errors()[0]['msg']}). Run crossroads doctor.") from error


def read_articles(directory: Path) -> tuple[Article, ...]:
    """Read the articles of a generation, by id; raises StoreError when the file is missing or malformed."""
    path = directory / ARTICLES
    try:
        return tuple(Article.model_validate_json(line) for line in path.read_bytes().split(b"\n") if line)
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}). Run crossroads doctor.") from error
    except ValidationError as error:
        raise StoreError(
            f"{path}: is not a list of articles ({error.errors()[0]['msg']}). Run crossroads doctor."
        ) from error


def read_primary(directory: Path) -> PrimarySources:
    """Read what is known of cited works; nothing where no reference was followed. Raises StoreError when malformed."""
    path = directory / PRIMARY
    try:
        return PrimarySources.model_validate_json(path.read_bytes()) if path.exists() else PrimarySources()
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}). Run crossroads doctor.") from error
    except ValidationError as error:
        raise StoreError(f"{path}: is malformed ({error.errors()[0]['msg']}). Run crossroads doctor.") from error


def stamp(directory: Path) -> dict[str, FileStamp]:
    """Return the stamp of every file under a directory but the manifest and the lease, by its relative path."""
    paths = sorted(path for path in directory.rglob("*") if path.is_file() and path.name not in (MANIFEST, LEASE))
    return {
        path.relative_to(directory).as_posix(): FileStamp(size=path.stat().st_size, sha256=_sha256(path))
        for path in paths
    }


def damage(directory: Path, manifest: Manifest, *, deep: bool = False) -> tuple[str, ...]:
    """Return which files are not as they were published, in words; ``deep`` hashes large files too."""
    found = []
    for name, expected in manifest.files.items():
        path = directory / name
        if not path.is_file():
            found.append(f"{path}: is missing")
        elif path.stat().st_size != expected.size:
            found.append(f"{path}: has {path.stat().st_size} bytes instead of {expected.size}")
        elif (deep or expected.size <= _QUICK_BYTES) and _sha256(path) != expected.sha256:
            found.append(f"{path}: its content has changed since it was published")
    return tuple(found)


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
