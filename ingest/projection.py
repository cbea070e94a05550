"""From the ledger to a published generation: the delta applied to a copy, every passage verified, one pointer swapped.

A kill at any point leaves the published generation as it was; what it left behind is removed by the next writer.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import chromadb
import networkx as nx

from graph.files import sync_directory, write_atomically, write_graph
from ingest.filling import current_or_none, filled_index
from ingest.generations import (
    ARTICLES,
    CATALOG,
    CHROMA,
    GRAPH,
    LEASE,
    MANIFEST,
    PRIMARY,
    Manifest,
    numbers,
    stamp,
)
from kb.failpoint import step
from kb.ledger import Ledger
from kb.lock import Lease
from kb.primary import PrimarySources
from kb.settings import Settings
from kb.types import Article, Catalog

ORPHAN_SECONDS = 30.0
"""Far longer than one round of ``ingest.fill_ahead`` takes."""


@dataclass(frozen=True)
class Standpoint:
    """What a generation is built with beside the ledger: ``knowledge`` digests files, ``embedder`` is an identity."""

    catalog: Catalog
    knowledge: str
    embedder: str


class Place(NamedTuple):
    """The number of a generation to come, and the directory in which it is being built."""

    number: int
    building: Path


def cleared_place(settings: Settings) -> Place:
    """Return the place of the next generation, empty; what a killed writer left in such places is removed."""
    number = max([*numbers(settings), current_or_none(settings) or 0]) + 1
    settings.generations.mkdir(parents=True, exist_ok=True)
    _clear(settings)
    building = settings.generations / f".building-{number}"
    (building / CHROMA).mkdir(parents=True)
    (building / LEASE).touch()
    return Place(number, building)


def publish(
    settings: Settings,
    ledger: Ledger,
    stand: Standpoint,
    g: nx.MultiDiGraph,
    articles: Sequence[Article],
    *,
    fresh: bool = False,
    place: Place | None = None,
) -> Manifest:
    """Publish the next generation from the ledger, its articles and the graph; retire those that nobody reads.

    The caller holds the writer's lock, and every vector of the ledger was made by ``stand.embedder``. The index that
    was filled ahead in ``place`` is taken, else the previous one is carried over when it is whole and of the same
    embedder, unless ``fresh``. Raises StoreError, with the former generation still in place, when the new one does not
    verify.
    """
    number, building = place if place is not None else cleared_place(settings)
    collection = filled_index(settings, ledger, building / CHROMA, number, stand.embedder, fresh=fresh)
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


def _swap(settings: Settings, building: Path, number: int) -> None:
    """Make a built generation durable, and point to it."""
    _sync(building)
    step("publish: built")
    os.rename(building, settings.generations / str(number))
    sync_directory(settings.generations)
    step("publish: renamed")
    write_atomically(settings.current, f"{number}\n".encode())
    step("publish: pointer swapped")


def _clear(settings: Settings) -> None:
    """Remove what a killed writer left half-built or half-removed."""
    for leftover in [*settings.generations.glob(".building-*"), *settings.generations.glob(".removing-*")]:
        # the process that a killed writer had filling an index ends after the round that it is in
        if (orphan := Lease.exclusive(leftover / LEASE, wait=ORPHAN_SECONDS)) is not None:
            orphan.release()
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
