"""Hybrid retrieval: BM25 and dense search fused, plus the graph neighbours of the rules that fired."""

from __future__ import annotations

from collections.abc import Sequence

from bot.lexicon import Lexicon
from bot.library import Library
from kb.vectors import Embedder, VectorStore

DENSE_WEIGHT = 0.3
RANK_OFFSET = 20
"""Reciprocal rank fusion ``w / (RANK_OFFSET + rank)``; taken over from a measurement on SciFact's
test queries, where equal weights with a static embedder do worse than BM25 alone (nDCG@10 .631 against .679) and these
do not (.682); not measured again here."""
NEIGHBOUR = 0.5
"""Share of a first rank that a graph neighbour of a fired rule is given."""
DEPTH = 30


def fuse(rankings: Sequence[tuple[float, Sequence[str]]]) -> list[tuple[str, float]]:
    """Return ids by weighted reciprocal rank fusion, best first, ties by id; each ranking is (weight, ids best
    first)."""
    scores: dict[str, float] = {}
    for weight, ids in rankings:
        for rank, id in enumerate(ids):
            scores[id] = scores.get(id, 0.0) + weight / (RANK_OFFSET + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def search(
    query: str,
    library: Library,
    lexicon: Lexicon,
    vectors: VectorStore,
    embedder: Embedder,
    k: int,
    near: Sequence[str] = (),
) -> list[tuple[str, float]]:
    """Return at most ``k`` (passage id, score), best first; ``near`` are passages close in the graph."""
    lexical = [id for id, _ in lexicon.search(query, DEPTH)]
    dense = [hit.id for hit in vectors.query(embedder.get_query_embedding(query), DEPTH)]
    fused = fuse([(1.0, lexical), (DENSE_WEIGHT, dense), (NEIGHBOUR, near)])
    return [(id, score) for id, score in fused if id in library.passages][:k]
