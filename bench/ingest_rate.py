"""A folder of 1,000 articles: our ingest against a bare LlamaIndex IngestionPipeline into Chroma, in the same run.

``python -m bench.ingest_rate [--articles 1000]``. The articles are assembled from the sentences of the built-in digests
with numbers changed and longer words swapped, so that no two are alike: about 700 words, six sections, references. Bare
is ``IngestionPipeline([SentenceSplitter(), embedder], vector_store=ChromaVectorStore(...))`` over the same files read
by ``SimpleDirectoryReader``, with the same embedder, in a Chroma directory of its own, in batches that Chroma takes.
Ours reads, checks, finds references, citations and claims, saves in the ledger, builds and verifies a generation. Each
side is run in turn in a process of its own, ``--rounds`` times; the best of each counts. ``fine`` is the bare pipeline
with chunks as small as our passages, about five times as many. ``cpu_ratio`` compares the processor time of both, with
that of our readers, which tells more than the clock where other programs run. Ends with status 1 when our rate is
below half of the bare one or ingesting again takes 2% of the first time or more.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kb.settings import BUILT_IN, Settings

RATE, AGAIN = 0.5, 0.02
_BATCH = 100
_LONG = re.compile(r"\b(?!(?:when|over|than|more|less|under|below|fewer)\b)[a-z]{4,}\b")
"""Words that are swapped; the shorter ones and those that compare carry the grammar."""


def main() -> int:
    """Measure and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument(
        "--side", choices=("bare", "fine", "ours"), help="run one side in this process (used by the bench itself)"
    )
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.side is not None:
        with tempfile.TemporaryDirectory(prefix="crossroads-bench-") as data:
            found = (
                ours(options.folder, Path(data))
                if options.side == "ours"
                else bare(options.folder, Path(data), options.side)
            )
            print(json.dumps(found))
        return 0
    with tempfile.TemporaryDirectory(prefix="crossroads-bench-") as folder:
        articles = Path(folder)
        assemble(articles, options.articles)
        rounds = [{side: run(side, articles) for side in ("bare", "fine", "ours")} for _ in range(options.rounds)]
    bare_seconds, fine = (min(one[side]["seconds"] for one in rounds) for side in ("bare", "fine"))
    first, again = (min(one["ours"][key] for one in rounds) for key in ("seconds", "again"))
    cpu = {side: min(one[side]["cpu"] for one in rounds) for side in ("bare", "fine", "ours")}
    figures = {
        "articles": options.articles,
        "bare_per_second": round(options.articles / bare_seconds, 1),
        "ours_per_second": round(options.articles / first, 1),
        "ratio": round(bare_seconds / first, 2),
        "ratio_at_our_size_of_passages": round(fine / first, 2),
        "cpu_ratio": round(cpu["bare"] / cpu["ours"], 2),
        "cpu_ratio_at_our_size_of_passages": round(cpu["fine"] / cpu["ours"], 2),
        "cpu_seconds": {side: round(spent, 1) for side, spent in cpu.items()},
        "again_share": round(again / first, 4),
        "passages": {side: one["passages"] for side, one in rounds[0].items()},
        "most_memory_mb": max(one["ours"]["memory_mb"] for one in rounds),
        "promise": {"ratio": RATE, "again_share": AGAIN},
    }
    print(json.dumps(figures))
    return 0 if figures["ratio"] >= RATE and figures["again_share"] < AGAIN else 1


def run(side: str, folder: Path) -> dict[str, float]:
    """Run one side in a process of its own, its progress bar on standard error."""
    command = [sys.executable, "-m", "bench.ingest_rate", "--side", side, "--folder", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def bare(folder: Path, data: Path, side: str) -> dict[str, float]:
    """Read, split, embed and store the folder with LlamaIndex alone; ``fine`` cuts as small as our passages are."""
    import llama_index.core

    words = Path(llama_index.core.__file__).parent / "_static" / "nltk_cache"
    if words.is_dir():  # an installer may have linked these files, and NLTK refuses what has two links
        os.environ["NLTK_DATA"] = str(shutil.copytree(words, data / "words"))
    import chromadb
    from llama_index.core import SimpleDirectoryReader
    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from kb.embed import embedder_named

    embedder = embedder_named("wordllama")
    embedder.get_text_embedding("warm")
    collection = chromadb.PersistentClient(str(data)).get_or_create_collection("bare")
    store = ChromaVectorStore(chroma_collection=collection)
    splitter = SentenceSplitter(chunk_size=128, chunk_overlap=0) if side == "fine" else SentenceSplitter()
    pipeline = IngestionPipeline(transformations=[splitter, embedder], vector_store=store)
    begun, spent = time.perf_counter(), _processor()
    documents = SimpleDirectoryReader(str(folder)).load_data()
    for start in range(0, len(documents), _BATCH):
        pipeline.run(documents=documents[start : start + _BATCH])
    seconds, cpu = time.perf_counter() - begun, _processor() - spent
    return {"seconds": seconds, "cpu": cpu, "passages": collection.count()}


def ours(folder: Path, data: Path) -> dict[str, float]:
    """Ingest the folder into a knowledge base that has the built-in knowledge, and then again."""
    from ingest.pipeline import build, ingest
    from ingest.progress import progress_bar
    from kb.ledger import Ledger

    settings = Settings(data=data)
    build(settings)
    with Ledger.open(settings.ledger, create=False) as ledger:
        before = sum(len(article.passages) for article in ledger.articles())
    with progress_bar() as tell:
        begun, spent = time.perf_counter(), _processor()
        report = ingest([folder], settings, progress=tell)
        seconds, cpu = time.perf_counter() - begun, _processor() - spent
        assert not report.rejected, report.rejected[:3]
        begun = time.perf_counter()
        assert not ingest([folder], settings, progress=tell).published
        again = time.perf_counter() - begun
    with Ledger.open(settings.ledger, create=False) as ledger:
        passages = sum(len(article.passages) for article in ledger.articles()) - before
    return {"seconds": seconds, "cpu": cpu, "again": again, "passages": passages, "memory_mb": _memory()}


def assemble(folder: Path, count: int) -> None:
    """Write articles of six sections with numbers, citations and a reference list; the same ones every time.

    Each says something else: its longer words stand for one another by a mapping of its own, because articles that
    were pieced together from the same sentences would be recognised as copies of one another.
    """
    text = "\n".join(
        path.read_text(encoding="utf-8").split("\n---\n", 1)[1] for path in (BUILT_IN / "articles").glob("*.md")
    )
    plain = re.sub(r"\{#[^}]*\}|\[\d+\]|^#+ .*$", "", text, flags=re.M)
    pool = [s.strip() for s in re.split(r"(?<=[.!?])\s+", plain) if 40 < len(s) < 400]
    words = sorted({word for sentence in pool for word in _LONG.findall(sentence)})
    chance = random.Random(4)
    for number in range(count):
        meant = dict(zip(words, chance.sample(words, len(words)), strict=True))
        about = " ".join(chance.sample(words, 4))
        parts = [f"# Field notes on {about}: what we measured and what we would do again\n"]
        for section in range(1, 7):
            said = [
                re.sub(r"\d+", lambda found: str(int(found[0]) + chance.randint(0, 9)), _said(sentence, meant))
                for sentence in chance.sample(pool, 6)
            ]
            said[2] = f"{said[2].rstrip('.')} [{section}]."
            parts.append(f"## Question {section}\n\n{' '.join(said[:3])}\n\n{' '.join(said[3:])}\n")
        parts.append("## References\n")
        parts += [
            f"[{n}] A. Author{number}, {' '.join(chance.sample(words, 5))} (20{10 + n}). https://example.org/{number}/{n}\n"
            for n in range(1, 7)
        ]
        (folder / f"notes-{number:04}.md").write_text("\n".join(parts), encoding="utf-8")


def _said(sentence: str, meant: dict[str, str]) -> str:
    return _LONG.sub(lambda word: meant[word[0]], sentence)


def _processor() -> float:
    """Return the seconds of processor time that this process and its ended children have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _memory() -> int:
    """Return the most memory that this process held, in MB; 0 where the platform does not say."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
