"""A warm question against one bare LlamaIndex-over-Chroma retrieval of the same question, in the same run.

``python -m bench.ask [--repeats 5] [--data DIR]``. The questions are those of tests/eval/dev.jsonl. Bare retrieval is
``VectorStoreIndex.from_vector_store(ChromaVectorStore(...)).as_retriever(similarity_top_k=8).retrieve(question)`` over
the same passages with the same embedder, in a Chroma directory of its own. Both are measured in turn on each question,
so that the machine's load weighs on both alike. Ends with status 1 when the median ratio is above 10.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

import chromadb
from chromadb.config import Settings as ChromaSettings
from llama_index.core import VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

from bot.advise import advise
from bot.advisor import Advisor, open_advisor
from bot.cases import read_cases
from bot.evaluate import SETS, gate_settings

PROMISE = 10.0


def main() -> int:
    """Measure and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5, help="times that each question is asked")
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    cases = read_cases(SETS / "dev.jsonl", {})
    with (
        tempfile.TemporaryDirectory(prefix="crossroads-bench-") as folder,
        open_advisor(gate_settings(options.data)) as a,
    ):
        bare = bare_retriever(a, folder)
        for case in cases[:20]:  # both warm
            advise(case.turns, a)
            bare.retrieve(case.turns[-1])
        pairs = [
            (timed(lambda c=case: advise(c.turns, a)), timed(lambda c=case: bare.retrieve(c.turns[-1])))
            for _ in range(options.repeats)
            for case in cases
        ]
    figures = summary(pairs)
    print(json.dumps({"questions": len(cases), "repeats": options.repeats, **figures, "promise": PROMISE}))
    return 0 if figures["ratio_of_p50"] <= PROMISE else 1


def bare_retriever(advisor: Advisor, folder: str) -> BaseRetriever:
    """Return LlamaIndex's own retriever over Chroma that holds the same passages."""
    client = chromadb.PersistentClient(folder, ChromaSettings(anonymized_telemetry=False))
    store = ChromaVectorStore(chroma_collection=client.create_collection("bare", embedding_function=None))
    passages = list(advisor.library.passages.values())
    vectors = advisor.embedder.get_text_embedding_batch([p.text for p in passages])
    store.add([TextNode(id_=p.id, text=p.text, embedding=v) for p, v in zip(passages, vectors, strict=True)])
    index = VectorStoreIndex.from_vector_store(store, embed_model=advisor.embedder)
    return index.as_retriever(similarity_top_k=8)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that one call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def summary(pairs: list[tuple[float, float]]) -> dict[str, float]:
    """Return medians and 95th percentiles in milliseconds, the ratio of the medians, and the median of the ratios."""
    asks, bares = [ask for ask, _ in pairs], [bare for _, bare in pairs]
    return {
        "ask_p50_ms": round(1000 * median(asks), 2),
        "ask_p95_ms": round(1000 * quantiles(asks, n=20)[-1], 2),
        "bare_p50_ms": round(1000 * median(bares), 2),
        "bare_p95_ms": round(1000 * quantiles(bares, n=20)[-1], 2),
        "ratio_of_p50": round(median(asks) / median(bares), 2),
        "p50_of_ratio": round(median(ask / bare for ask, bare in pairs), 2),
    }


if __name__ == "__main__":
    raise SystemExit(main())
