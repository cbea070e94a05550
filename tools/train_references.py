"""Learn the weights of ``ingest/labelling.py`` from references whose words are labelled by hand.

``python tools/train_references.py [FOLDER]``, with python-crfsuite installed, which nothing else needs. FOLDER holds
the data sets of AnyStyle (BSD-2-Clause), by default ``../shared/data/references-anystyle``. Nothing is learned from the
second half of ``gold.xml``, on which ``bench/references.py`` scores, nor from what shares a title with one of it.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.references import FOLDER, Gold, halves, read_gold  # noqa: E402
from ingest.labelling import LABELS, WEIGHTS, features  # noqa: E402

YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d")


def keys(entry: Gold) -> set[str]:
    """Return the letters and digits of a reference and of its title: what shares either is the same work or close."""
    whole = "".join(c for word, _ in entry for c in word.lower() if c.isalnum())
    title = "".join(c for word, name in entry if name == "title" for c in word.lower() if c.isalnum())
    return {whole, title} if len(title) > 15 else {whole}


def web_style(entry: Gold) -> Gold:
    """Return a reference as posts print it: ``Names, Title (2024), Venue.``; empty where it lacks one of the three."""
    parts: dict[str, list[str]] = {}
    for word, name in entry:
        parts.setdefault(name, []).append(word)
    years = YEAR.findall(" ".join(parts.get("date", ())))
    if not years or "author" not in parts or "title" not in parts:
        return []
    made = [(word, "author") for word in " ".join(parts["author"]).strip(" ,.:(").split()]
    made[-1] = (made[-1][0] + ",", "author")
    made += [(word, "title") for word in " ".join(parts["title"]).strip(" ,.").split()]
    venue = " ".join(parts.get("container", ())).strip(" ,.").split()
    made.append((f"({years[-1]})" + (",", ".")[not venue], "date"))
    return made + [(word, "container") for word in venue]


def work_set(folder: Path) -> Iterator[Gold]:
    """Yield what may be learned from: the first half of the gold set and the other files, without the second half."""
    first, second = halves(folder)
    kept_back = {key for entry in second for key in keys(entry)}
    own = [entry for entry in first if not keys(entry) & kept_back]
    yield from own
    yield from filter(None, map(web_style, own))
    for name in ("core.xml", "good.xml", "ugly.xml"):
        yield from (entry for entry in read_gold(folder / name) if not keys(entry) & kept_back)


def main(folder: Path, c1: float = 1.0, c2: float = 0.005) -> None:
    """Learn and write the weights."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for entry in work_set(folder):
        trainer.append(list(features([word for word, _ in entry])), [name for _, name in entry])
    trainer.set_params({"c1": c1, "c2": c2, "max_iterations": 150, "feature.minfreq": 3})
    with tempfile.TemporaryDirectory() as scratch:
        trainer.train(str(Path(scratch) / "model"))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(Path(scratch) / "model"))
        known = tagger.info()
    place = {name: i for i, name in enumerate(LABELS)}
    words: dict[str, list[int]] = {}
    for (feature, name), weight in sorted(known.state_features.items()):
        if round(weight * 100):
            words.setdefault(feature, []).extend((place[name], round(weight * 100)))
    steps = [[round(known.transitions.get((a, b), 0.0) * 100) for b in LABELS] for a in LABELS]
    WEIGHTS.write_text(json.dumps({"steps": steps, "words": words}, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{len(words)} features, {WEIGHTS.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
