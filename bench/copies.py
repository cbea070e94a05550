"""Copies recognised and digests joined: precision and recall on labelled pairs, and claims quoted from the right place.

``python -m bench.copies``. Positives are the revision pairs of ``../shared/data/article-revisions`` and the raw texts
of ``../shared/seeds`` with each other and with our digests as labelled below; negatives are all pairs of different
articles of ``../shared/data/articles`` and all other pairs of articles, seeds and digests. The bars of
``ingest.recognise`` were chosen with all of these in view, so no part of it is unseen; the shares on either side of
the bars are far apart. ``candidates`` is how many of the positives the sketches alone bring to the comparison.
``claims`` holds what each digest's claims are quoted from against labels made by hand for every third of them
(bench/copies_labels.json: claims by their anchor, right sentences by a hash, never their words). Ends with status 1
below the floors.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

from ingest.article import read_article
from ingest.joining import joined
from ingest.recognise import Told, resemblance, told
from ingest.sketch import Sketches, sketch
from kb.embed import WordLlama
from kb.ids import text_hash
from kb.settings import BUILT_IN
from kb.types import Article

SHARED = Path(__file__).resolve().parents[2] / "shared"
LABELS = Path(__file__).with_name("copies_labels.json")
SEEDS = {"000": "six-choices", "001": "six-choices", "002": "podcast-insights", "003": "fine-tuning-framework"}
SEEDS["004"] = "custom-ai-guide"
FLOORS = {"precision": 0.98, "recall": 0.98, "claims_right": 0.85}


def main() -> int:
    """Measure and print one line of JSON."""
    if not (SHARED / "data" / "articles").is_dir() or not (SHARED / "seeds").is_dir():
        print(f"skipped: {SHARED} does not hold the articles and seeds")
        return 0
    found, quoted = pairs(), claims()
    print(json.dumps({**found, "claims": quoted}))
    good = found["precision"] >= FLOORS["precision"] and found["recall"] >= FLOORS["recall"]
    return 0 if good and quoted["right_of_quoted"] >= FLOORS["claims_right"] else 1


def pairs() -> dict[str, Any]:
    """Return precision and recall over labelled pairs."""
    articles = {
        p.name: _read(p) for p in sorted((SHARED / "data" / "articles").iterdir()) if p.suffix in (".md", ".rst")
    }
    labelled: list[tuple[Told, Told, bool]] = []
    with open(SHARED / "data" / "article-revisions" / "pairs.csv", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            revision = _read(SHARED / "data" / "article-revisions" / row["revision"])
            labelled.append((articles[row["current"]], revision, True))
    seeds = {p.name[:3]: _read(p) for p in sorted((SHARED / "seeds").iterdir())}
    digests = {p.stem: _read(p) for p in sorted((BUILT_IN / "articles").glob("*.md"))}
    labelled += [(seeds[seed], digests[digest], True) for seed, digest in SEEDS.items()]
    labelled.append((seeds["000"], seeds["001"], True))
    labelled += [(one, other, False) for one, other in combinations(articles.values(), 2)]
    known = [*seeds.items(), *digests.items()]
    same = {frozenset(pair) for pair in SEEDS.items()} | {frozenset(("000", "001"))}
    labelled += [(one, other, False) for (a, one), (b, other) in combinations(known, 2) if {a, b} not in same]
    labelled += [(one, other, False) for _, one in known for other in articles.values()]
    right = wrong = missed = brought = 0
    kinds: Counter[str] = Counter()
    for one, other, alike in labelled:
        found = resemblance(one, other)
        right += alike and found is not None
        wrong += not alike and found is not None
        missed += alike and found is None
        if alike:
            kinds[found.kind if found else "none"] += 1
            index = Sketches({"one": sketch(one.article.source.text)})
            brought += bool(index.like(sketch(other.article.source.text)))
    total = right + missed
    return {
        "pairs": len(labelled),
        "positive": total,
        "precision": round(right / (right + wrong), 3),
        "recall": round(right / total, 3),
        "candidates": round(brought / total, 3),
        "found_as": dict(kinds),
    }


def claims() -> dict[str, float]:
    """Return how many claims of the digests are quoted, and how many of the labelled ones from a right sentence."""
    labels: dict[str, list[str]] = json.loads(LABELS.read_text(encoding="utf-8"))
    embed = WordLlama().vectors
    total = quoted = right = wrong = absent = kept_out = 0
    for digest in sorted(set(SEEDS.values())):
        seeds = [p for p in sorted((SHARED / "seeds").iterdir()) if SEEDS[p.name[:3]] == digest]
        whole = joined([read_article(BUILT_IN / "articles" / f"{digest}.md"), *map(read_article, seeds)], embed)
        for claim in whole.claims:
            if whole.source.parts[0].end <= claim.span.start:
                continue
            total += 1
            quoted += claim.quoted is not None
            if claim.id not in labels:
                continue
            said = None if claim.quoted is None else _hash(whole, claim.quoted.start, claim.quoted.end)
            right += said is not None and said in labels[claim.id]
            wrong += said is not None and said not in labels[claim.id]
            absent += said is None and bool(labels[claim.id])
            kept_out += said is None and not labels[claim.id]
    return {
        "claims": total,
        "quoted": quoted,
        "labelled": len(labels),
        "right_of_quoted": round(right / (right + wrong), 3),
        "right_of_labelled": round((right + kept_out) / len(labels), 3),
        "missed": absent,
    }


def _hash(article: Article, start: int, end: int) -> str:
    return text_hash(article.source.text[start:end])[:12]


def _read(path: Path) -> Told:
    return told(read_article(path))


if __name__ == "__main__":
    sys.exit(main())
