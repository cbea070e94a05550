"""Does everything agree? Ledger, graph file and vector index are compared passage by passage, and rebuilt if not.

``count()`` proves nothing: an index that two processes wrote has the right count and the wrong vectors. So every id,
every text hash and every vector is compared, the vectors as the index gives them back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.files import graph_bytes, read_graph
from ingest.filling import compare, search_faults
from ingest.folder import knowledge_digest
from ingest.generations import (
    ARTICLES,
    CHROMA,
    GRAPH,
    Manifest,
    current_number,
    damage,
    numbers,
    read_articles,
    read_catalog,
    read_manifest,
)
from ingest.intake import Tools, standard_tools
from ingest.pipeline import build, refuse_lost_ledger
from ingest.probe import probe
from ingest.run import Progress
from kb.chroma import ChromaVectors
from kb.embed import embedder_named, identity
from kb.errors import CrossroadsError, StoreError
from kb.ledger import Ledger
from kb.lock import writer_lock
from kb.settings import Settings
from kb.types import Record
from kb.vectors import MemoryVectors, Stored

_SHOWN = 20  # faults of one kind that are listed


class Fault(Record):
    """One disagreement: where (``ledger``, ``generation``, ``graph``, ``articles``, ``vectors``), and what."""

    place: str
    text: str


class DoctorReport(Record):
    """What was compared, what was found, what was done, and what is still wrong afterwards."""

    sources: int = 0
    passages: int = 0
    generation: int = 0
    found: tuple[Fault, ...] = ()
    repaired: bool = False
    remaining: tuple[Fault, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether everything agrees now."""
        return not self.remaining


def doctor(
    settings: Settings,
    *,
    repair: bool = True,
    isolate: bool = True,
    tools: Tools | None = None,
    progress: Progress | None = None,
) -> DoctorReport:
    """Compare everything with the ledger and, when ``repair``, publish a new generation where something disagrees.

    Repairing embeds nothing again. The index is opened in a child process unless ``isolate`` is false. A damaged
    ledger is reported and never made anew. Raises LockedError while another process writes.
    """
    stages = tools or standard_tools()
    with writer_lock(settings.lock, wait=settings.lock_wait):
        report = examine(settings, stages, isolate=isolate)
    repairable = [fault for fault in report.found if fault.place != "ledger"]
    if not repair or not repairable or len(repairable) < len(report.found):
        return report
    build(settings, tools=stages, progress=progress, fresh=True)
    with writer_lock(settings.lock, wait=settings.lock_wait):
        after = examine(settings, stages, isolate=isolate)
    return after.model_copy(update={"found": report.found, "repaired": True, "remaining": after.found})


def examine(settings: Settings, tools: Tools, *, isolate: bool = True) -> DoctorReport:
    """Compare everything and change nothing; the caller holds the writer's lock."""
    try:
        refuse_lost_ledger(settings)
        if not settings.ledger.exists():
            return DoctorReport()
        with Ledger.open(settings.ledger, create=False) as ledger:
            return _examined(settings, ledger, tools, isolate)
    except StoreError as error:
        faults = (Fault(place="ledger", text=str(error)),)
        return DoctorReport(found=faults, remaining=faults)


def doctor_lines(report: DoctorReport) -> tuple[str, ...]:
    """Return the report as plain lines for a terminal."""
    lines = [f"{fault.place}: {fault.text}" for fault in report.found[:_SHOWN]]
    if len(report.found) > _SHOWN:
        lines.append(f"... and {len(report.found) - _SHOWN} more.")
    compared = f"{report.sources} sources, {report.passages} passages, generation {report.generation}"
    if not report.found:
        lines.append(f"Clean: {compared}; ledger, graph and vectors agree on every passage.")
    elif report.repaired and report.clean:
        lines.append(f"Repaired: {compared}; ledger, graph and vectors agree on every passage.")
    else:
        lines.append(f"{len(report.remaining)} faults remain ({compared}).")
    return tuple(lines)


def _examined(settings: Settings, ledger: Ledger, tools: Tools, isolate: bool) -> DoctorReport:
    faults = [Fault(place="ledger", text=text) for text in ledger.faults()]
    number = 0
    if not faults:
        truth = ledger.embeddings()
        try:
            number = current_number(settings) or 0
            faults += _generation(settings, ledger, number, tools)
            faults += _vectors(settings, truth, number, isolate)
        except StoreError as error:
            faults.append(Fault(place="generation", text=str(error)))
    return DoctorReport(
        sources=len(ledger.holdings()),
        passages=len(ledger.passage_hashes()),
        generation=number,
        found=tuple(faults),
        remaining=tuple(faults),
    )


def _generation(settings: Settings, ledger: Ledger, number: int, tools: Tools) -> Iterator[Fault]:
    if not number:
        if ledger.holdings() or numbers(settings):
            yield Fault(place="generation", text=f"{settings.current}: is missing, so nothing is published.")
        return
    directory = settings.generations / str(number)
    manifest = read_manifest(directory)
    broken = damage(directory, manifest, deep=True)
    yield from (Fault(place="generation", text=text) for text in broken)
    yield from (Fault(place="generation", text=text) for text in _behind(settings, ledger, manifest))
    yield from (Fault(place="graph", text=text) for text in _graph(settings, ledger, number, tools))
    yield from (Fault(place="articles", text=text) for text in _articles(ledger, directory))


def _behind(settings: Settings, ledger: Ledger, manifest: Manifest) -> Iterator[str]:
    if manifest.ledger_generation != ledger.generation():
        yield f"was built from change {manifest.ledger_generation} of the ledger, which is at {ledger.generation()}."
    if manifest.knowledge != knowledge_digest(settings.knowledge):
        yield "was built from another state of the authored knowledge."
    embedder = identity(embedder_named(settings.embedder))
    makers = sorted({holding.embedder for holding in ledger.holdings()} | {manifest.embedder})
    if makers != [embedder]:
        yield f"the vectors were made by {', '.join(makers)}; the settings name {embedder}."


def _articles(ledger: Ledger, directory: Path) -> Iterator[str]:
    truth = {article.source.id: article for article in ledger.articles()}
    found = {article.source.id: article for article in read_articles(directory)}
    for id in sorted(truth.keys() | found.keys()):
        if truth.get(id) != found.get(id):
            yield f"{id}: is not in {directory / ARTICLES} as the ledger has it"


def _graph(settings: Settings, ledger: Ledger, number: int, tools: Tools) -> Sequence[str]:
    """Compare the graph file with the graph that the ledger and the stored catalog give."""
    directory = settings.generations / str(number)
    try:
        stored, stamped = read_graph(directory / GRAPH)
        expected = tools.build_graph(ledger.articles(), read_catalog(directory))
    except CrossroadsError as error:
        return [str(error)]
    if graph_bytes(stored, stamped) == graph_bytes(expected, ledger.generation()):
        return []
    faults = [f"{node}: is in the graph file only" for node in sorted(stored.nodes - expected.nodes)]
    faults += [f"{node}: is missing from the graph file" for node in sorted(expected.nodes - stored.nodes)]
    both = sorted(stored.nodes & expected.nodes)
    faults += [f"{n}: differs in the graph file" for n in both if not _alike(stored.nodes[n], expected.nodes[n])]
    return faults or [f"{directory / GRAPH}: is not the graph that the ledger gives."]


def _alike(stored: dict[str, object], expected: dict[str, object]) -> bool:
    """Compare attributes as JSON sees them, where a tuple is a list."""
    plain = {key: list(value) if isinstance(value, tuple) else value for key, value in expected.items()}
    return stored == plain


def _vectors(settings: Settings, truth: Stored, number: int, isolate: bool) -> Iterator[Fault]:
    """Read every vector back from the index and search with them, exactly."""
    if not number:
        return
    directory = settings.generations / str(number)
    found: Stored | str
    if settings.chroma_url:
        found = _from_server(settings, settings.chroma_url, read_manifest(directory).collection)
    elif (directory / CHROMA).is_dir():
        found = probe(directory / CHROMA, settings.readers, isolate=isolate)
    else:
        found = f"{directory / CHROMA} is missing"
    if isinstance(found, str):
        yield Fault(place="vectors", text=f"the vector index cannot be used: {found}")
        return
    faults = compare(truth, found)
    faults = faults or search_faults(MemoryVectors.holding(found), truth, at_most=max(1, len(truth.ids)))
    yield from (Fault(place="vectors", text=text) for text in faults)


def _from_server(settings: Settings, url: str, collection: str) -> Stored | str:
    try:
        return ChromaVectors.server(url, collection, deadline=settings.chroma_deadline).vectors()
    except StoreError as error:
        return str(error)
