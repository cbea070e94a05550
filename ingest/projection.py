"""From the ledger to a published generation: the delta applied to a copy, every passage verified, one pointer swapped.

A kill at any point leaves the published generation as it was; what it left behind is removed by the next writer.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import chromadb
import networkx as nx
import numpy as np

from graph.files import sync_directory, write_atomically, write_graph
from ingest.generations import (
    ARTICLES,
    CATALOG,
    CHROMA,
    GRAPH,
    LEASE,
    MANIFEST,
    PRIMARY,
    Manifest,
    current_number,
    damage,
    numbers,
    read_manifest,
    stamp,
)
from kb.chroma import COLLECTION, ChromaVectors
from kb.errors import StoreError
from kb.failpoint import step
from kb.ledger import Ledger
from kb.lock import Lease
from kb.primary import PrimarySources
from kb.settings import Settings
from kb.types import Article, Catalog, Passage
from kb.vectors import Stored, VectorStore

TOLERANCE = 1e-5  # the largest difference of one component of a vector
_BATCH = 1000  # passages written at a time
_SEARCHES = 64  # self-searches before publishing
_CHURN = 0.3  # beyond this share of deleted vectors the index is built anew, because it keeps their tombstones


@dataclass(frozen=True)
class Standpoint:
    """What a generation is built with beside the ledger: ``knowledge`` digests files, ``embedder`` is an identity."""

    catalog: Catalog
    knowledge: str
    embedder: str


def publish(
    settings: Settings,
    ledger: Ledger,
    stand: Standpoint,
    g: nx.MultiDiGraph,
    articles: Sequence[Article],
    *,
    fresh: bool = False,
) -> Manifest:
    """Publish the next generation from the ledger, its articles and the graph; retire those that nobody reads.

    The caller holds the writer's lock, and every vector of the ledger was made by ``stand.embedder``. The
    previous index is carried over when it is whole and of the same embedder, unless ``fresh``. Raises StoreError, with
    the former generation still in place, when the new one does not verify.
    """
    number = max([*numbers(settings), _current(settings) or 0]) + 1
    settings.generations.mkdir(parents=True, exist_ok=True)
    _clear(settings)
    building = settings.generations / f".building-{number}"
    (building / CHROMA).mkdir(parents=True)
    collection = _index(settings, ledger, building / CHROMA, number, stand.embedder, fresh)
    step("publish: index verified")
    _write(building, ledger, stand, g, articles)
    manifest = Manifest(
        number=number,
        ledger_generation=ledger.generation(),
        catalog_digest=stand.catalog.digest,
        knowledge=stand.knowledge,
        embedder=stand.embedder,
        passages=len(ledger.passage_hashes()),
        collection=collection,
        chroma=chromadb.__version__,
        files=stamp(building),
    )
    write_atomically(building / MANIFEST, manifest.model_dump_json(indent=1).encode())
    _swap(settings, building, number)
    _retire(settings, number)
    return manifest


def _write(building: Path, ledger: Ledger, stand: Standpoint, g: nx.MultiDiGraph, articles: Sequence[Article]) -> None:
    """Write what a generation holds beside its index."""
    write_graph(g, building / GRAPH, generation=ledger.generation())
    write_atomically(building / CATALOG, stand.catalog.model_dump_json().encode())
    lines = (article.model_dump_json().encode() for article in articles)
    write_atomically(building / ARTICLES, b"\n".join(lines))
    primary = PrimarySources(checks=ledger.primary_checks(), works=ledger.cited_works())
    if primary != PrimarySources():
        write_atomically(building / PRIMARY, primary.model_dump_json().encode())
    (building / LEASE).touch()


def _swap(settings: Settings, building: Path, number: int) -> None:
    """Make a built generation durable, and point to it."""
    _sync(building)
    step("publish: built")
    os.rename(building, settings.generations / str(number))
    sync_directory(settings.generations)
    step("publish: renamed")
    write_atomically(settings.current, f"{number}\n".encode())
    step("publish: pointer swapped")


def compare(truth: Stored, found: Stored) -> tuple[str, ...]:
    """Return how the vectors found differ from the ledger's, passage by passage, in words; empty when they agree."""
    if _alike(truth, found):
        return ()
    place = {id: i for i, id in enumerate(found.ids)}
    known = set(truth.ids)
    faults = [f"{id}: is in the vector index but not in the ledger" for id in found.ids if id not in known]
    for i, id in enumerate(truth.ids):
        j = place.get(id)
        if j is None:
            faults.append(f"{id}: is missing from the vector index")
        elif found.hashes[j] != truth.hashes[i]:
            faults.append(f"{id}: the vector index holds another text")
        elif truth.matrix.shape[1] != found.matrix.shape[1]:
            faults.append(f"{id}: its vector has {found.matrix.shape[1]} dimensions, not {truth.matrix.shape[1]}")
        elif not np.abs(truth.matrix[i] - found.matrix[j]).max() <= TOLERANCE:  # NaN is not <= either
            faults.append(f"{id}: the vector index holds another vector")
    return tuple(faults)


def _alike(truth: Stored, found: Stored) -> bool:
    """Say whether two stores hold the same passages, texts and vectors, each one compared, all of them at once."""
    if (truth.ids, truth.hashes, truth.matrix.shape) != (found.ids, found.hashes, found.matrix.shape):
        return False
    return bool((np.abs(truth.matrix - found.matrix) <= TOLERANCE).all())  # NaN is not <= either


def search_faults(store: VectorStore, truth: Stored, *, at_most: int) -> tuple[str, ...]:
    """Search the index with stored vectors, evenly spread; each must find itself or its equal first."""
    faults = []
    row = {id: i for i, id in enumerate(truth.ids)}
    for i in range(0, len(truth.ids), max(1, len(truth.ids) // at_most)):
        vector = truth.matrix[i]
        if not vector.any():
            continue  # a text without tokens has no direction to be found by
        hits = store.query(vector, 1)
        if not hits or hits[0].id not in row:
            faults.append(f"{truth.ids[i]}: searching with its own vector finds nothing known")
        elif float(truth.matrix[row[hits[0].id]] @ vector) < 1 - 1e-4:
            faults.append(f"{truth.ids[i]}: searching with its own vector finds {hits[0].id} first")
    return tuple(faults)


def _index(settings: Settings, ledger: Ledger, chroma: Path, number: int, embedder: str, fresh: bool) -> str:
    """Fill the vector index and verify it; returns the collection's name."""
    if settings.chroma_url:
        return _on_server(settings, ledger, number)
    base = None if fresh else _reusable(settings, ledger, embedder)
    if base is not None:
        shutil.rmtree(chroma)
        shutil.copytree(base, chroma)
        step("publish: copied")
        try:
            _fill_embedded(chroma, ledger)
            return COLLECTION
        except StoreError:  # the copy did not take the delta: build from nothing, which needs no embedding
            shutil.rmtree(chroma)
            chroma.mkdir()
    _fill_embedded(chroma, ledger)
    return COLLECTION


def _fill_embedded(chroma: Path, ledger: Ledger) -> None:
    """Bring a Chroma directory to the ledger's state, then open it again and verify what is really there."""
    store = ChromaVectors.embedded(chroma)
    try:
        _apply(store, ledger)
    finally:
        store.close()
    step("publish: index written")
    store = ChromaVectors.embedded(chroma)
    try:
        _verify(store, ledger)
    finally:
        store.close()


def _on_server(settings: Settings, ledger: Ledger, number: int) -> str:
    """Build a collection of this generation behind ``chroma run``; the one before is kept for readers still on it."""
    prefix = "crossroads-" + hashlib.sha256(str(settings.data.resolve()).encode()).hexdigest()[:8]
    name = f"{prefix}-{number}"
    store = ChromaVectors.server(str(settings.chroma_url), name, deadline=settings.chroma_deadline)
    try:
        _apply(store, ledger)
        _verify(store, ledger)
        for other in store.collections():
            if other.startswith(f"{prefix}-") and other not in (name, f"{prefix}-{number - 1}"):
                store.drop(other)
    finally:
        store.close()
    return name


def _apply(store: ChromaVectors, ledger: Ledger) -> None:
    want, have = ledger.passage_hashes(), store.hashes()
    gone = [id for id in have if id not in want]
    changed = {id for id, digest in want.items() if have.get(id) != digest}
    if gone:
        store.delete(gone)
        step("publish: deleted")
    if not changed:
        return
    truth = ledger.embeddings()
    row = {id: i for i, id in enumerate(truth.ids)}
    passages = [p for holding in ledger.holdings() for p in ledger.passages(holding.id) if p.id in changed]
    for start in range(0, len(passages), _BATCH):
        batch: Sequence[Passage] = passages[start : start + _BATCH]
        store.upsert(batch, truth.matrix[[row[p.id] for p in batch]])
        step("publish: upserted")


def _verify(store: ChromaVectors, ledger: Ledger) -> None:
    truth = ledger.embeddings()
    faults = compare(truth, store.vectors()) or search_faults(store, truth, at_most=_SEARCHES)
    if faults:
        raise StoreError(f"The new vector index does not agree with the ledger ({len(faults)} faults; {faults[0]}).")


def _reusable(settings: Settings, ledger: Ledger, embedder: str) -> Path | None:
    """Return the current generation's Chroma directory if the next one may start from a copy of it."""
    number = _current(settings)
    directory = settings.generations / str(number)
    try:
        manifest = read_manifest(directory)
    except StoreError:
        return None
    same = manifest.embedder == embedder and manifest.chroma == chromadb.__version__
    if not same or manifest.collection != COLLECTION or damage(directory, manifest, deep=True):
        return None
    added = len(ledger.passage_hashes())
    if abs(added - manifest.passages) > _CHURN * max(added, manifest.passages):
        return None
    return directory / CHROMA


def _current(settings: Settings) -> int | None:
    try:
        return current_number(settings)
    except StoreError:  # a damaged pointer: whatever it named, the next number is free and nothing is reused
        return None


def _clear(settings: Settings) -> None:
    """Remove what a killed writer left half-built or half-removed."""
    for leftover in [*settings.generations.glob(".building-*"), *settings.generations.glob(".removing-*")]:
        shutil.rmtree(leftover)
    for leftover in settings.data.glob(".CURRENT.*.tmp"):
        leftover.unlink()


def _retire(settings: Settings, number: int) -> None:
    """Remove the generations before ``number`` that no reader leases."""
    for other in numbers(settings):
        directory = settings.generations / str(other)
        (directory / LEASE).touch()  # a damaged one may have lost it, and nobody can read there then
        lease = Lease.exclusive(directory / LEASE) if other < number else None
        if lease is not None:
            doomed = settings.generations / f".removing-{other}"
            os.rename(directory, doomed)
            step("publish: retiring")
            shutil.rmtree(doomed)
            lease.release()


def _sync(directory: Path) -> None:
    """Make every file and every name below a directory durable."""
    for root, _, files in os.walk(directory):
        for name in files:
            with open(Path(root) / name, "rb") as file:
                os.fsync(file.fileno())
        sync_directory(Path(root))
