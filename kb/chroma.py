"""Chroma through LlamaIndex, embedded or behind ``chroma run``, with the gaps closed that lose or corrupt passages.

Embedded Chroma is damaged silently by a second process and can be wedged for good by a kill, so nothing here is the
truth: the directory can be rebuilt from the ledger at any time, and only one process ever opens it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api import ClientAPI
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from kb.errors import InputError, StoreError
from kb.types import Passage
from kb.vectors import Hit, Stored, Vector

COLLECTION = "passages"
# Wider than Chroma's defaults: without any fault, 0 instead of up to 16 of 6,000 passages failed to find themselves.
# Building with 400 in place of 200 finds no more of them, and takes half as long again.
_CONFIGURATION: Any = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 400, "max_neighbors": 32}}
_PAGE = 5000  # rows read back at a time


class ChromaVectors:
    """A ``VectorStore`` over one Chroma collection; close it before its directory is moved, copied or removed."""

    def __init__(self, client: ClientAPI, collection: str = COLLECTION) -> None:
        """Use ``collection`` of an open client, made when it is not there (use ``embedded`` or ``server``)."""
        with _translated(collection):
            handle = client.get_or_create_collection(collection, embedding_function=None, configuration=_CONFIGURATION)
        self._client = client
        self._collection: Any = handle

    @cached_property
    def index(self) -> Any:
        """LlamaIndex's store over the collection, see ``kb.llama.UpsertChroma``."""
        from kb.llama import UpsertChroma  # LlamaIndex takes two seconds to import, and a question does not ask it

        return cast(Any, UpsertChroma)(chroma_collection=self._collection)

    @classmethod
    def embedded(cls, directory: Path) -> ChromaVectors:
        """Open the Chroma directory in this process; the caller sees to it that no other process has it open."""
        with _translated(str(directory)):
            client = chromadb.PersistentClient(str(directory), settings=ChromaSettings(anonymized_telemetry=False))
            return cls(client)

    @classmethod
    def server(cls, url: str, collection: str, *, deadline: float) -> ChromaVectors:
        """Use a collection behind ``chroma run``; no call takes longer than ``deadline`` seconds."""
        with _translated(url):
            return cls(server_client(url, deadline=deadline), collection)

    def upsert(self, passages: Sequence[Passage], vectors: Vector, *, new: bool = False) -> None:
        """Insert or replace; see ``VectorStore``. ``new``: none of them is there yet, which takes Chroma less time."""
        from kb.llama import passage_node  # with the index

        with _translated("upsert"):
            self.index.add([passage_node(p, row) for p, row in zip(passages, vectors, strict=True)], new=new)

    def delete(self, ids: Sequence[str]) -> None:
        """Remove; see ``VectorStore``."""
        with _translated("delete"):
            for start in range(0, len(ids), _PAGE):
                self._collection.delete(ids=list(ids[start : start + _PAGE]))

    def query(self, vector: Sequence[float] | Vector, k: int) -> list[Hit]:
        """Search the index; see ``VectorStore``."""
        if k <= 0:
            return []
        with _translated("query"):
            found = self._collection.query(
                query_embeddings=[[float(x) for x in vector]], n_results=k, include=["distances"]
            )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return sorted(
            (Hit(id=id, score=1.0 - float(distance)) for id, distance in pairs), key=lambda h: (-h.score, h.id)
        )

    def vectors(self, ids: Sequence[str] | None = None) -> Stored:
        """Read back row by row from the index; see ``VectorStore``."""
        with _translated("read"):
            pages = list(self._pages(ids))
        known = [id for page in pages for id in page.ids]
        if not known:
            return Stored(ids=(), hashes=(), matrix=np.zeros((0, 0), np.float32))
        order = sorted(range(len(known)), key=known.__getitem__)
        hashes = [text_hash for page in pages for text_hash in page.hashes]
        matrix = np.concatenate([page.matrix for page in pages])[order]
        return Stored(ids=tuple(known[i] for i in order), hashes=tuple(hashes[i] for i in order), matrix=matrix)

    def hashes(self) -> dict[str, str]:
        """Return passage id -> text hash of everything stored, without reading vectors."""
        with _translated("read"):
            found = self._collection.get(include=["metadatas"])
        return {
            id: str((meta or {}).get("text_hash", ""))
            for id, meta in zip(found["ids"], found["metadatas"], strict=True)
        }

    def collections(self) -> tuple[str, ...]:
        """Return the names of all collections of the same client."""
        with _translated("list"):
            return tuple(sorted(collection.name for collection in self._client.list_collections()))

    def drop(self, collection: str) -> None:
        """Delete another collection of the same client, which is there."""
        with _translated(collection):
            self._client.delete_collection(collection)

    def close(self) -> None:
        """Release every file of the client, so that its directory may be moved or removed."""
        cast(Any, self._client).close()

    def _pages(self, ids: Sequence[str] | None) -> Iterator[Stored]:
        known = self._collection.get(include=[])["ids"] if ids is None else list(ids)
        for start in range(0, len(known), _PAGE):
            page = self._collection.get(ids=known[start : start + _PAGE], include=["embeddings", "metadatas"])
            if page["ids"]:
                hashes = tuple(str((meta or {}).get("text_hash", "")) for meta in page["metadatas"])
                matrix = np.asarray(page["embeddings"], dtype=np.float32)
                yield Stored(ids=tuple(page["ids"]), hashes=hashes, matrix=matrix)


def server_client(url: str, *, deadline: float) -> ClientAPI:
    """Connect to a Chroma server; raises StoreError when it does not answer within ``deadline`` seconds.

    Chroma's client waits for ever, in its constructor too, so that runs in a thread that we can give up on.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"chroma_url: expected http://host:port. Found: {url!r}.")
    box: list[ClientAPI | Exception] = []

    def connect() -> None:
        try:
            box.append(
                chromadb.HttpClient(
                    host=str(parts.hostname),
                    port=parts.port or (443 if parts.scheme == "https" else 8000),
                    ssl=parts.scheme == "https",
                    settings=ChromaSettings(anonymized_telemetry=False),
                )
            )
        except (ChromaError, httpx.HTTPError, ValueError, OSError) as error:
            box.append(error)

    thread = threading.Thread(target=connect, daemon=True)
    thread.start()
    thread.join(deadline)
    if not box or isinstance(box[0], Exception):
        reason = f"{box[0]}" if box else f"no answer within {deadline:g} s"
        raise StoreError(
            f"{url}: the Chroma server cannot be reached ({reason}). Start it or unset CROSSROADS_CHROMA_URL."
        )
    client = box[0]
    cast(Any, client)._server._session.timeout = httpx.Timeout(deadline)
    return client


@contextmanager
def _translated(doing: str) -> Iterator[None]:
    """Turn what Chroma raises, its Rust panics included, into StoreError."""
    try:
        yield
    except (ChromaError, httpx.HTTPError, ValueError, OSError, RuntimeError, KeyError) as error:
        raise StoreError(f"The vector index failed ({doing}): {error}. Run crossroads doctor to rebuild it.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3 raises it from Rust, outside of Exception
            raise
        raise StoreError(f"The vector index failed ({doing}): {error}. Run crossroads doctor to rebuild it.") from error
