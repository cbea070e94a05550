"""How well the fields of printed references are read, on references whose words are labelled by hand.

``python -m bench.references [FOLDER] [--work]``. FOLDER holds the data sets of AnyStyle (BSD-2-Clause), which are no
part of the project, by default ``../shared/data/references-anystyle`` beside it. The second half of ``gold.xml`` is
scored, which nothing was learned from; ``--work`` scores the first. A field is right where all its words are, without
regard to case and to the punctuation around them. Precision and recall count fields over all references.
"""

from __future__ import annotations

import sys
import time
import xml.etree.ElementTree as Tree
from collections import Counter
from pathlib import Path

from ingest.entries import parse_reference
from ingest.labelling import label

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "references-anystyle"
FIELDS = ("author", "title", "container", "date", "volume", "pages", "publisher", "location", "editor", "doi", "url")
PUBLISHED = "published F1 over fields (Tkaczyk 2018, another set, not open): GROBID .89, CERMINE .83, ParsCit .75"

RENAMED = {
    "journal": "container", "container-title": "container", "collection-title": "container", "translator": "editor",
    "director": "editor", "producer": "editor", "edition": "note", "genre": "note", "isbn": "note", "medium": "note",
    "source": "note",
}  # fmt: skip
"""The labels of AnyStyle that we have under another name."""

Gold = list[tuple[str, str]]
"""Words with their label."""


def main(folder: Path, work: bool = False) -> int:
    """Print the figures of each field and of all; say why nothing is measured where the folder is absent."""
    if not folder.is_dir():
        print(f"skipped: {folder.name} is not there (it is public data, kept beside the checkout)")
        return 0
    entries = halves(folder)[0 if work else 1]
    counts = {name: Counter[str]() for name in FIELDS}
    whole = words = right_words = 0
    began = time.perf_counter()
    for entry in entries:
        found, gold = fields(label_words(entry)), fields(entry)
        for name in FIELDS:
            _count(counts[name], found.get(name, ""), gold.get(name, ""))
        whole += all(found.get(name, "") == gold.get(name, "") for name in FIELDS)
        right = [a == b for (_, a), (_, b) in zip(label_words(entry), entry, strict=False)]
        words, right_words = words + len(right), right_words + sum(right)
    spent = time.perf_counter() - began
    for name in FIELDS:
        print(_line(name, counts[name]))
    print(_line("all fields", sum(counts.values(), Counter[str]())))
    print(f"all fields of a reference right: {whole} of {len(entries)} ({whole / len(entries):.1%})")
    print(f"words with the right label: {right_words / words:.1%}; {spent / len(entries) / 2:.4f} s a reference")
    print(PUBLISHED)
    _record(entries)
    return 0


def read_gold(path: Path) -> list[Gold]:
    """Return the labelled references of a file; those without a word are left out."""
    found = []
    for entry in Tree.parse(path).getroot():  # noqa: S314 - a file of a pinned public data set
        words = [(word, RENAMED.get(part.tag, part.tag)) for part in entry for word in (part.text or "").split()]
        if words:
            found.append(words)
    return found


def halves(folder: Path) -> tuple[list[Gold], list[Gold]]:
    """Return the first half of the gold set, to work on, and the second, to score on."""
    gold = read_gold(folder / "gold.xml")
    return gold[: len(gold) // 2], gold[len(gold) // 2 :]


def label_words(entry: Gold) -> Gold:
    """Return the words of a labelled reference with the labels that we give them."""
    return [(word, name) for name, run in label(" ".join(word for word, _ in entry)) for word in run.split()]


def fields(words: Gold) -> dict[str, str]:
    """Return each field's first run of words, folded; later runs are another work or a second place."""
    runs: dict[str, list[str]] = {}
    last = ""
    for word, name in words:
        if name not in runs or name == last:
            runs.setdefault(name, []).append(word)
        last = name
    return {name: folded(" ".join(run)) for name, run in runs.items()}


def folded(text: str) -> str:
    """Return the letters and digits of a text in lower case, words apart by one blank."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _record(entries: list[Gold]) -> None:
    """Print how often the record that an article's reference becomes has the right year, title and DOI."""
    right, there = Counter[str](), Counter[str]()
    for entry in entries:
        gold = fields(entry)
        made = parse_reference("s", " ".join(word for word, _ in entry))
        for name, value in (("title", made.title), ("container", made.venue or ""), ("date", str(made.year or ""))):
            if gold.get(name):
                there[name] += 1
                wanted = gold[name]
                right[name] += bool(value) and value in wanted if name == "date" else folded(value) == wanted
    shown = ", ".join(f"{name} {right[name] / max(1, there[name]):.3f}" for name in there)
    print(f"record, share right where stated (date: the year): {shown}")


def _count(counter: Counter[str], found: str, gold: str) -> None:
    counter["gold"] += bool(gold)
    counter["found"] += bool(found)
    counter["right"] += bool(gold) and found == gold


def _line(name: str, counts: Counter[str]) -> str:
    precision, recall = counts["right"] / max(1, counts["found"]), counts["right"] / max(1, counts["gold"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{name:11} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({counts['gold']} in the gold set)"


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument != "--work"]
    sys.exit(main(Path(given[0]) if given else FOLDER, work="--work" in sys.argv))
