"""The advisor: knowledge, graph, vectors and hearing of one generation, opened once and passed around."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from types import TracebackType

import networkx as nx

from bot.hearing import Hearing
from bot.lexicon import Lexicon
from bot.library import Library
from bot.model import LanguageModel, language_model
from bot.schooling import hearing_digest, schooled
from bot.spelling import Speller
from bot.standing import Standing, remember, standing_of
from bot.terms import Embed
from graph.conflicts import conflicts
from graph.path import Conflict
from ingest.generations import OpenGeneration, exact_vectors, open_generation
from ingest.pipeline import ensure
from kb.embed import WordLlama, embedder_named, identity
from kb.errors import StoreError
from kb.settings import Settings
from kb.types import Catalog, Factor, TradeOff
from kb.vectors import Embedder, VectorStore

_LOG = logging.getLogger("crossroads")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Advisor:
    """All that an answer is made from. ``digest`` names it: the same digest and facts give the same bytes."""

    settings: Settings
    catalog: Catalog
    g: nx.MultiDiGraph
    library: Library
    lexicon: Lexicon
    vectors: VectorStore
    embedder: Embedder
    hearing: Hearing
    embed: Embed
    speller: Speller
    factors: dict[str, Factor]
    conflicts: dict[str, tuple[Conflict, ...]]
    standing: Standing
    digest: str
    generation: OpenGeneration
    model: LanguageModel | None = None
    """Only of the advisor that answers users; comparisons of knowledge are made without it."""

    def trade_off(self, id: str) -> TradeOff:
        """Return a trade-off; raises KeyError where there is none of this id."""
        return self.catalog.trade_off(id)

    def close(self) -> None:
        """Release the vector index."""
        self.generation.close()

    def __enter__(self) -> Advisor:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def open_advisor(settings: Settings, *, progress: Progress | None = None) -> Advisor:
    """Open the knowledge for answering; builds or repairs it first where needed.

    Raises StoreError or CatalogError where it can be neither opened nor built, InputError for a setting that cannot be
    used.
    """
    model = language_model(settings)  # first, so that a setting that cannot be used is told before anything is built
    for note in ensure(settings, progress=progress).notes:
        _LOG.warning(note)
    opened = open_generation(settings, embedder=identity(embedder_named(settings.embedder)))
    hearing = schooled(opened.catalog, listening_embedder(settings), settings.data / "hearing")
    advisor = replace(advisor_over(opened, settings, hearing), model=model)
    remember(advisor.standing, settings.data)
    return advisor


def listening_embedder(settings: Settings) -> WordLlama:
    """Return the static embedder that questions are heard with, whatever the passages were embedded with."""
    embedder = embedder_named(settings.embedder)
    return embedder if isinstance(embedder, WordLlama) else WordLlama()


def advisor_over(opened: OpenGeneration, settings: Settings, hearing: Hearing) -> Advisor:
    """Return the advisor over an open generation, which it closes when it is closed; writes nothing."""
    library, catalog = Library.of(opened.articles, opened.primary), opened.catalog
    embedder, static = embedder_named(settings.embedder), listening_embedder(settings)
    standing = standing_of(catalog, library, embedder=identity(embedder), hearing=hearing_digest(catalog, static))
    return Advisor(
        settings=settings,
        catalog=catalog,
        g=opened.g,
        library=library,
        lexicon=Lexicon.of({id: passage.text for id, passage in library.passages.items()}),
        vectors=_readable(opened, settings, library),
        embedder=embedder,
        hearing=hearing,
        embed=static.vectors,
        speller=_speller(tuple(spoken(catalog, library))),
        factors={factor.id: factor for factor in catalog.factors},
        conflicts={t.id: conflicts(t.disagreements, {f.id: f for f in catalog.factors}) for t in catalog.trade_offs},
        standing=standing,
        digest=standing.digest,
        generation=opened,
    )


def spoken(catalog: Catalog, library: Library) -> Iterator[str]:
    """Yield every text whose words are taken to be spelt right: the voices and what the sources say."""
    for trade_off in catalog.trade_offs:
        yield from (
            *trade_off.examples,
            *trade_off.near_misses,
            *trade_off.cues,
            *(look_up.ask for look_up in trade_off.look_ups),
        )
    for factor in catalog.factors:
        yield from (*factor.cues, *factor.not_said, *(saying for sayings in factor.said.values() for saying in sayings))
        yield from (text for texts in factor.contrasts for text in texts.values())
    yield from catalog.off_topic
    yield from (source.text for _, source in sorted(library.sources.items()))


@lru_cache(maxsize=2)
def _speller(texts: tuple[str, ...]) -> Speller:
    """Return the speller of texts; another generation of the same knowledge says the same."""
    return Speller(texts)


def _readable(opened: OpenGeneration, settings: Settings, library: Library) -> VectorStore:
    """Return the index, or an exact search over the ledger's own vectors where it does not answer."""
    try:
        opened.vectors.vectors([])
    except StoreError:
        return exact_vectors(settings, within=frozenset(library.passages))
    return opened.vectors
