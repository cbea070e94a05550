"""Draft trade-offs out of 36 real articles, against what a reader says that they weigh.

``python -m bench.drafts [FOLDER]``. FOLDER holds the articles (by default ``../shared/data/articles`` beside the
checkout), which are no part of the project. ``drafts_labels.json`` says for each article which options it weighs, with
conditions for at least two of them or for and against one: labelled by hand from its text, before the extraction was
run on it. Every second article was kept aside while the patterns were written; its figures before
two faults that it showed were mended are in ``bench/README.md``. A draft counts as right where at least
two of its options are those of one label and none is anything else; a label as found where a draft is right by it.
What the built-in knowledge decides already is no label. Ends with status 1 below the floors.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from ingest.article import read_article
from ingest.contrasts import same_option
from ingest.drafts import drafts
from ingest.groups import WITHOUT
from kb.catalog import builtin_folder, load_catalog

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "articles"
LABELS = Path(__file__).with_name("drafts_labels.json")
FLOORS = {"precision": 0.9, "recall": 0.55}
"""Over all articles."""


def main(folder: Path) -> int:
    """Print precision and recall on both halves; say why nothing is measured where the folder is absent."""
    if not folder.is_dir():
        print(f"skipped: {folder.name} is not there (it is public data, kept beside the checkout)")
        return 0
    labels: dict[str, list[list[str]]] = json.loads(LABELS.read_text(encoding="utf-8"))
    catalog = load_catalog([builtin_folder()])
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".md", ".rst"))
    counts: dict[str, list[int]] = {}
    for place, path in enumerate(paths):
        number = path.name[:3]
        found = [draft.options for draft in drafts(read_article(path), catalog)]
        counts[number] = [place % 2, *score(found, labels.get(number, []))]
    weighed = sum(len(sets) for sets in labels.values())
    print(f"{len(paths)} articles, {weighed} trade-offs weighed in {len(labels)} of them")
    show("written on", [row for row in counts.values() if row[0] == 0])
    show("kept aside", [row for row in counts.values() if row[0] == 1])
    precision, recall = show("all", list(counts.values()))
    return 0 if precision >= FLOORS["precision"] and recall >= FLOORS["recall"] else 1


def score(found: Sequence[Sequence[str]], labels: Sequence[Sequence[str]]) -> tuple[int, int, int, int]:
    """Return right drafts, drafts, found labels, labels."""
    right = [any(fits(options, label) for label in labels) for options in found]
    hit = [any(fits(options, label) for options in found) for label in labels]
    return sum(right), len(right), sum(hit), len(hit)


def fits(options: Sequence[str], label: Sequence[str]) -> bool:
    """Say whether the options of a draft are, two or more of them, those of a label; ``without`` stands for itself."""
    taken = {next((i for i, own in enumerate(label) if same(option, own)), None) for option in options}
    return None not in taken and len(taken) >= 2


def same(option: str, label: str) -> bool:
    """Say whether both name the same option."""
    if option.startswith(WITHOUT) or label.startswith(WITHOUT):
        return option.startswith(WITHOUT) and label.startswith(WITHOUT)
    return same_option(option, label)


def show(name: str, rows: Sequence[Sequence[int]]) -> tuple[float, float]:
    """Print and return precision and recall."""
    right, drafted, hit, labelled = (sum(row[i] for row in rows) for i in range(1, 5))
    precision, recall = right / max(1, drafted), hit / max(1, labelled)
    counted = f"precision {precision:.2f} ({right}/{drafted}), recall {recall:.2f} ({hit}/{labelled})"
    print(f"{name:<12} {len(rows)} articles: {counted}")
    return precision, recall


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
