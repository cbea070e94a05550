"""The vector index of a generation: filled from the ledger, and verified passage by passage before it is published."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import chromadb
import numpy as np

from ingest.generations import CHROMA, current_number, damage, read_manifest
from kb.chroma import COLLECTION, ChromaVectors
from kb.errors import StoreError
from kb.failpoint import step
from kb.ledger import Ledger
from kb.settings import Settings
from kb.types import Passage
from kb.vectors import Stored, VectorStore

TOLERANCE = 1e-5  # the largest difference of one component of a vector
_BATCH = 1000  # passages written at a time
_SEARCHES = 64  # self-searches before publishing
_CHURN = 0.3  # beyond this share of deleted vectors the index is built anew, because it keeps their tombstones


def filled_index(settings: Settings, ledger: Ledger, chroma: Path, number: int, embedder: str, *, fresh: bool) -> str:
    """Fill the vector index in the directory ``chroma`` and verify it; return the collection's name.

    What was filled in there ahead is kept. Else the current generation's is carried over where it is whole and of this
    embedder, unless ``fresh``. Raises StoreError when what was built does not verify.
    """
    if settings.chroma_url:
        return _on_server(settings, ledger, number)
    if any(chroma.iterdir()) or (not fresh and carried_over(settings, ledger, chroma, embedder)):
        try:
            _fill_embedded(chroma, ledger)
            return COLLECTION
        except StoreError:  # what is there did not take the delta: build from nothing, which needs no embedding
            shutil.rmtree(chroma)
            chroma.mkdir()
    _fill_embedded(chroma, ledger)
    return COLLECTION


def carried_over(settings: Settings, ledger: Ledger, chroma: Path, embedder: str) -> bool:
    """Copy the index of the current generation to ``chroma``, and say so, where the next may start from it."""
    base = _reusable(settings, ledger, embedder)
    if base is not None:
        shutil.copytree(base, chroma, dirs_exist_ok=True)
        step("publish: copied")
    return base is not None


def _fill_embedded(chroma: Path, ledger: Ledger) -> None:
    """Bring a Chroma directory to the ledger's state, then open it again and verify what is really there."""
    store = ChromaVectors.embedded(chroma)
    try:
        apply_delta(store, ledger)
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
        apply_delta(store, ledger)
        _verify(store, ledger)
        for other in store.collections():
            if other.startswith(f"{prefix}-") and other not in (name, f"{prefix}-{number - 1}"):
                store.drop(other)
    finally:
        store.close()
    return name


def apply_delta(store: ChromaVectors, ledger: Ledger, have: Mapping[str, str] | None = None) -> dict[str, str]:
    """Delete from the store what the ledger no longer holds, and put in what is new or changed.

    ``have`` is what the store holds, passage id -> text hash, where the caller knows it; returns what it holds then.
    """
    have = store.hashes() if have is None else have
    with ledger.held_still():
        want = ledger.passage_hashes()
        changed = {id for id, digest in want.items() if have.get(id) != digest}
        truth = ledger.embeddings()
        holdings = ledger.holdings() if changed else ()
        passages = [p for holding in holdings for p in ledger.passages(holding.id) if p.id in changed]
    gone = [id for id in have if id not in want]
    if gone:
        store.delete(gone)
        step("publish: deleted")
    row = {id: i for i, id in enumerate(truth.ids)}
    for start in range(0, len(passages), _BATCH):
        batch: Sequence[Passage] = passages[start : start + _BATCH]
        store.upsert(batch, truth.matrix[[row[p.id] for p in batch]], new=not any(p.id in have for p in batch))
        step("publish: upserted")
    return want


def _verify(store: ChromaVectors, ledger: Ledger) -> None:
    truth = ledger.embeddings()
    faults = compare(truth, store.vectors()) or search_faults(store, truth, at_most=_SEARCHES)
    if faults:
        raise StoreError(f"The new vector index does not agree with the ledger ({len(faults)} faults; {faults[0]}).")


def _reusable(settings: Settings, ledger: Ledger, embedder: str) -> Path | None:
    """Return the current generation's Chroma directory if the next one may start from a copy of it."""
    number = current_or_none(settings)
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


def current_or_none(settings: Settings) -> int | None:
    """Return the number that is published; None where nothing is, or where the pointer is damaged."""
    try:
        return current_number(settings)
    except StoreError:  # a damaged pointer: whatever it named, the next number is free and nothing is reused
        return None


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
